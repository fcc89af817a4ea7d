"""Batches of encoded columns are answered by machine code."""

from collections.abc import Iterator
from functools import cached_property
from sys import byteorder
from typing import TYPE_CHECKING

from attrs import define, field

from criteria_engine.backends.columns.machine import flag_width
from criteria_engine.backends.columns.program import BEYOND, Program, program
from criteria_engine.backends.columns.running import Ready, check_rows, ready, run
from criteria_engine.backends.columns.wide import BASE
from criteria_engine.backends.columns.widths import widths
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows
from criteria_engine.backends.tables.matching import Same, matched, with_multiples
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.row_limit import within_rows

if TYPE_CHECKING:
    import pyarrow as pa


@define(eq=False, slots=False)
class ColumnsEngine:
    """The rules of one date over columns. `plan` is the one whose `answer_columns` the answers are; records with nothing missing are answered by
    a shorter one. Making it raises Unsupported where the rules are not for it; machine code is made at the first batch that needs it. An answer
    has at most 64 bits: a record whose score is a quotient of longer numbers is the interpreter's."""

    dated: Dated
    findings: bool = True
    threads: int = 1
    name: str = field(default="columns", init=False)
    plan: p.Plan = field(init=False)
    program: Program = field(init=False)
    """What the three-valued plan became."""

    def __attrs_post_init__(self) -> None:
        if byteorder != "little":
            raise Unsupported("the processor", "columns are read as they lie in memory, the lowest byte first")
        self.plan = within_rows(lower(self.dated, findings=self.findings, complete=False))
        self._widths = [min(width, BASE) for width in widths(self.plan.kinds, self.plan.lows, self.plan.highs)]
        self._columns = answer_columns(self.plan)
        self.program = program(self.plan, {name: (register, self._widths[register]) for name, register in self._columns}, flag_width())

    @cached_property
    def _gaps(self) -> Ready:
        return ready(self.program, {name: name for name, _ in self._columns})

    @cached_property
    def _short(self) -> tuple[p.Plan, Ready] | None:
        """The complete plan and what became of it; None where it has no columns that are those of the other."""
        plan = within_rows(lower(self.dated, findings=self.findings, complete=True))
        found = matched(self.plan, plan)
        if found is None:
            return None
        whole, places = with_multiples(plan, found.values())
        asked: dict[str, tuple[p.Register, int]] = {UNSURE: (plan.unsure, 1)}
        arrays = {UNSURE: UNSURE}
        written: dict[tuple[Same, int], str] = {}
        for name, register in self._columns[1:]:
            key = found[register], self._widths[register]
            arrays[name] = written.setdefault(key, name)
            asked[arrays[name]] = places[key[0]], key[1]
        try:
            return plan, ready(program(whole, asked, flag_width()), arrays)
        except Unsupported:
            return None

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `answer_columns(plan)` for the units of a batch."""
        import pyarrow as pa
        import pyarrow.compute as pc

        for rows in batch.tables.values():
            check_rows(rows, len(batch))
        short = self._short if _no_gaps(batch, self.plan) else None
        prepared = self._gaps if short is None or not _complete(batch, short[0]) else short[1]
        arrays = run(prepared, batch, self.threads)
        unsure = pc.or_(arrays[UNSURE], arrays[BEYOND])
        for marked in (batch.unsuited, *self._crowded(batch)):
            unsure = unsure if marked is None else pc.or_(unsure, marked)
        names = [name for name, _ in self._columns]
        return pa.table([unsure, *(arrays[prepared.arrays[name]] for name in names[1:])], names=names)

    def _crowded(self, batch: EncodedBatch) -> "Iterator[pa.Array | None]":
        """Flags of the units with too many rows, for each table that the rules ask about."""
        for table, most in self.program.most_rows.items():
            if table in batch.tables:
                yield _crowded(batch.tables[table], most, len(batch))


def _crowded(rows: EncodedRows, most: int, many: int) -> "pa.Array | None":
    """Flags of the units that have more rows than numbers were made wide for; None where there is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(rows.unit) <= most:
        return None
    counts = pc.value_counts(rows.unit)
    crowded = counts.field("values").filter(pc.greater(counts.field("counts"), most))
    return pc.is_in(pa.array(range(many), pa.int64()), value_set=crowded) if len(crowded) else None


def _no_gaps(batch: EncodedBatch, plan: p.Plan) -> bool:
    """Whether the facts that the three-valued plan reads are all there; what a complete plan reads besides is looked at later."""
    return all(_whole(batch.columns.get(found.name), found) for found in plan.inputs)


def _complete(batch: EncodedBatch, plan: p.Plan) -> bool:
    """Whether a complete plan is for all records of a batch."""
    import pyarrow.compute as pc

    if not _no_gaps(batch, plan):
        return False
    for table in plan.tables:
        rows = batch.tables.get(table)
        if rows is None or (rows.given is not None and not pc.all(rows.given).as_py()):
            return False
    for register in plan.required:
        step = plan.instructions[register]
        assert isinstance(step, p.Aggregate)
        columns = batch.tables[step.rows.table].columns
        if not all(_whole(columns.get(found.name), found) for found in step.rows.inputs):
            return False
    return True


def _whole(column: EncodedColumn | None, found: p.Input) -> bool:
    import pyarrow.compute as pc

    if column is None:
        return found.default is not None
    if column.invalid is not None and pc.any(column.invalid).as_py():
        return False
    return found.default is not None or column.values.null_count == 0
