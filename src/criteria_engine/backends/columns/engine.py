"""Batches of encoded columns are answered by machine code."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from criteria_engine.backends.columns.binding import Binding
from criteria_engine.backends.columns.machine import RUN, Machine, carried, compiled
from criteria_engine.backends.columns.matching import Same, matched, with_multiples
from criteria_engine.backends.columns.program import BEYOND, Program, Step, program, text_columns
from criteria_engine.backends.columns.widths import widths
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class _Ready:
    """A program with its machine code, and the array that has each column of the answers."""

    program: Program
    machine: Machine
    arrays: Mapping[str, str]


@define(eq=False, slots=False)
class ColumnsEngine:
    """The rules of one date over columns. `plan` is the one whose `answer_columns` the answers are; records with nothing missing are answered by
    a shorter one. Making it raises Unsupported where the rules are not for it; machine code is made at the first batch that needs it."""

    dated: Dated
    findings: bool = True
    threads: int = 1
    name: str = field(default="columns", init=False)
    plan: p.Plan = field(init=False)
    _with_gaps: Program = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plan = lower(self.dated, findings=self.findings, complete=False)
        self._widths = widths(self.plan.kinds, self.plan.lows, self.plan.highs)
        columns = answer_columns(self.plan)
        for _, register in columns:
            if self._widths[register] > 64:
                raise Unsupported("numbers", "an answer may need more than 64 bits")
        self._with_gaps = program(self.plan, {name: (register, self._widths[register]) for name, register in columns})

    @cached_property
    def _gaps(self) -> _Ready:
        return _ready(self._with_gaps, {name: name for name, _ in answer_columns(self.plan)})

    @cached_property
    def _short(self) -> tuple[p.Plan, _Ready] | None:
        """The complete plan and what became of it; None where it has no columns that are those of the other."""
        plan = lower(self.dated, findings=self.findings, complete=True)
        found = matched(self.plan, plan)
        if found is None:
            return None
        whole, places = with_multiples(plan, found.values())
        asked: dict[str, tuple[p.Register, int]] = {UNSURE: (plan.unsure, 1)}
        arrays = {UNSURE: UNSURE}
        written: dict[tuple[Same, int], str] = {}
        for name, register in answer_columns(self.plan)[1:]:
            key = found[register], self._widths[register]
            arrays[name] = written.setdefault(key, name)
            asked[arrays[name]] = places[key[0]], key[1]
        try:
            return plan, _ready(program(whole, asked), arrays)
        except Unsupported:
            return None

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `answer_columns(plan)` for the units of a batch. Raises Unsupported where sums over so many rows may not fit 64 bits."""
        import pyarrow as pa
        import pyarrow.compute as pc

        for rows in batch.tables.values():
            _check_rows(rows, len(batch))
        short = self._short if _no_gaps(batch, self.plan) else None
        ready = self._gaps if short is None or not _complete(batch, short[0]) else short[1]
        arrays = self._run(ready, batch)
        unsure = pc.or_(arrays[UNSURE], arrays[BEYOND])
        if batch.unsuited is not None:
            unsure = pc.or_(unsure, batch.unsuited)
        names = [name for name, _ in answer_columns(self.plan)]
        return pa.table([unsure, *(arrays[ready.arrays[name]] for name in names[1:])], names=names)

    def _run(self, ready: _Ready, batch: EncodedBatch) -> dict[str, "pa.Array"]:
        import ctypes

        import pyarrow as pa

        many, program = len(batch), ready.program
        for table, most in program.sums:
            rows = batch.tables.get(table)
            if rows is not None and most * len(rows.unit) >= 2**63 - 1:
                raise Unsupported("numbers", f"a sum over {len(rows.unit)} rows may need more than 64 bits")
        buffers = {name: pa.allocate_buffer(max(1, -(-many * width // 8))) for name, width in program.answers.items()}
        texts = _Texts(batch, program)
        binding = Binding(program, ready.machine, batch, texts.numbers, {name: buffer.address for name, buffer in buffers.items()})
        steps = binding.address(program.steps)
        run = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * 6)(carried((RUN,))[RUN])

        def part(first: int, end: int) -> None:
            memory = ctypes.create_string_buffer(program.size + 64)
            tile = -(-ctypes.addressof(memory) // 64) * 64
            run(steps, len(program.steps), tile, program.rows, first, end)

        parts = _parts(many, program.rows, self.threads)
        if len(parts) == 1:
            part(*parts[0])
        elif parts:
            with ThreadPoolExecutor(self.threads) as pool:
                list(pool.map(lambda each: part(*each), parts))
        del binding
        types = {1: pa.bool_(), 8: pa.int8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}
        return {name: pa.Array.from_buffers(types[program.answers[name]], many, [None, buffer]) for name, buffer in buffers.items()}


def _ready(program: Program, arrays: Mapping[str, str]) -> _Ready:
    carried(_functions(program.steps) - set(program.kernels))
    return _Ready(program, compiled(program.text, program.kernels), arrays)


USUAL = {"read_8": (8, 16, 64), "read_16": (16, 64), "read_32": (32, 64), "read_64": (64,)}
"""The widths of columns that usually become registers of a width; others are compiled when they come."""


def _functions(steps: Iterable[Step]) -> set[str]:
    """The functions that steps usually need."""
    found = {RUN}
    for step in steps:
        if step.function in USUAL:
            found |= {f"read_{width}_{step.function.removeprefix('read_')}" for width in USUAL[step.function]}
        else:
            found.add(step.function)
        found |= _functions(step.inner)
    return found


def _parts(many: int, rows: int, threads: int) -> list[tuple[int, int]]:
    """The rows in parts of whole tiles, some for each thread."""
    tiles = -(-many // rows)
    size = max(1, -(-tiles // (threads * 4 if threads > 1 else 1))) * rows
    return [(first, min(many, first + size)) for first in range(0, many, size)]


def _check_rows(rows: EncodedRows, many: int) -> None:
    """The places of units are used as addresses, so they must be what they are said to be."""
    import pyarrow as pa
    import pyarrow.compute as pc

    unit = rows.unit
    if unit.type != pa.int64() or unit.null_count:
        raise ValueError("the places of units must be int64 without nulls")
    if len(unit):
        ascending = len(unit) == 1 or pc.all(pc.less_equal(unit[:-1], unit[1:])).as_py()
        if not ascending or unit[0].as_py() < 0 or unit[-1].as_py() >= many:
            raise ValueError("the places of units must ascend, within the batch")


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


@define(eq=False)
class _Texts:
    """The numbers of texts: those that the program names first, then, where it may compare texts of two facts, all others."""

    batch: EncodedBatch
    program: Program
    _numbered: Any = None

    def numbers(self, table: str | None, name: str) -> "pa.Array":
        """The texts of a column as numbers; -1 for one that is the same as no text that it may be compared with."""
        import pyarrow.compute as pc

        if self._numbered is None:
            self._numbered = self._all()
        found = pc.index_in(_text(_columns(self.batch, table)[name].values), value_set=self._numbered)
        return pc.fill_null(found, -1)

    def _all(self) -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        named = pa.array(list(self.program.texts), pa.string())
        if not self.program.compared:
            return named
        columns = [_columns(self.batch, table)[name] for table, name in text_columns(self.program.steps) if name in _columns(self.batch, table)]
        texts = [pc.unique(_text(each.values)).drop_null() for each in columns]
        return pc.unique(pa.concat_arrays([named, *texts]))


def _columns(batch: EncodedBatch, table: str | None) -> Mapping[str, EncodedColumn]:
    return batch.columns if table is None else batch.tables[table].columns if table in batch.tables else {}


def _text(array: "pa.Array") -> "pa.Array":
    import pyarrow as pa

    return array if array.type == pa.string() else array.cast(pa.string())
