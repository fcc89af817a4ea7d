"""An encoded batch becomes the Arrow tables that a query reads, and what the query has to know of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.encoded_source import EncodedSource, EncodedTable
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.lowering import plan as p

if TYPE_CHECKING:
    import pyarrow as pa

WHOLE = "whole"
"""The column of units that is true where nothing is missing that the plan for such records reads."""


@frozen(eq=False)
class BatchTables:
    """The tables of a batch by their names in the query. `whole` says of how many of its records the plan for records with nothing missing
    answers."""

    tables: Mapping[str, "pa.Table"]
    whole: Literal["all", "some", "none"]
    _source: EncodedSource

    def source(self, whole: bool) -> EncodedSource:
        """What the query reads for records with nothing missing (`whole`), or for the others."""
        alike = self.whole == ("all" if whole else "none")
        return evolve(self._source, only=None if alike else (WHOLE, whole), sure=whole)


@frozen(eq=False)
class _Columns:
    """The columns of a table in the making. `unfit` flags rows with a text that the database cannot hold, which is null instead."""

    holds_nul: bool
    names: list[str] = field(factory=list)
    arrays: list["pa.Array"] = field(factory=list)
    unfit: list["pa.Array"] = field(factory=list)

    def put(self, name: str, array: "pa.Array") -> None:
        self.names.append(name)
        self.arrays.append(array)

    def put_all(self, wanted: Sequence[str], columns: Mapping[str, EncodedColumn], name: str) -> EncodedTable:
        """Put the columns of facts or fields; says how each is called, and which may hold what was not read."""
        called: dict[str, str] = {}
        invalid: set[str] = set()
        for index, fact in enumerate(wanted):
            found = columns.get(fact)
            if found is None:
                continue
            called[fact] = str(index)
            self.put(f"v{index}", found.values if self.holds_nul else self._without_nul(found.values))
            if found.invalid is not None:
                invalid.add(str(index))
                self.put(f"b{index}", found.invalid)
        return EncodedTable(name, called, frozenset(invalid))

    def _without_nul(self, values: "pa.Array") -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        if not pa.types.is_string(values.type):
            return values
        unfit = pc.fill_null(pc.match_substring(values, "\0"), False)
        if not pc.any(unfit).as_py():
            return values
        self.unfit.append(unfit)
        return pc.if_else(unfit, pa.scalar(None, pa.string()), values)

    @property
    def table(self) -> "pa.Table":
        import pyarrow as pa

        return pa.Table.from_arrays(self.arrays, self.names)


def batch_tables(batch: EncodedBatch, dialect: Dialect, plan: p.Plan, complete: p.Plan | None = None) -> BatchTables:
    """The tables for a plan; `complete` is the plan for records with nothing missing, where there is one. Records with a number out of its
    fact's bounds, or a text that the database cannot hold, are unsuited."""
    import pyarrow as pa
    import pyarrow.compute as pc

    place = _places(batch)
    units = _Columns(dialect.holds_nul)
    units.put(UNIT, place)
    names = dict.fromkeys(each.name for each in (*plan.inputs, *(() if complete is None else complete.inputs)))
    own = units.put_all(list(names), batch.columns, "units")
    unfit = list(units.unfit)
    given: dict[str, str | None] = {}
    tables: dict[str, pa.Table] = {}
    found: dict[str, EncodedTable] = {}
    for index, table in enumerate(dict.fromkeys((*plan.tables, *(() if complete is None else complete.tables)))):
        if table not in batch.tables:
            continue
        rows = batch.tables[table]
        given[table] = None if rows.given is None else f"given_{index}"
        if rows.given is not None:
            units.put(f"given_{index}", rows.given)
        columns = _Columns(dialect.holds_nul)
        columns.put(UNIT, rows.unit)
        found[table] = columns.put_all(list(rows.columns), rows.columns, f"rows_{index}")
        unfit += [pc.is_in(place, rows.unit.filter(each)) for each in columns.unfit]
        tables[f"rows_{index}"] = columns.table
    unsuited = _all_of(pc.or_, [batch.unsuited, *_out_of_bounds(batch, plan), *unfit])
    if unsuited is not None:
        units.put(UNSUITED, unsuited)
    whole: Literal["all", "some", "none"] = "none"
    if complete is not None:
        mask, whole = _whole(batch, complete)
        if mask is not None:
            units.put(WHOLE, mask)
    tables["units"] = units.table
    return BatchTables(tables, whole, EncodedSource(dialect, own, found, given, unsuited is not None))


FEW = 1 / 64
"""Where fewer records than that have nothing missing, a query of their own is not worth its planning."""


def _whole(batch: EncodedBatch, plan: p.Plan) -> tuple["pa.Array | None", Literal["all", "some", "none"]]:
    """Of which records a complete plan answers: all its inputs have a value, its tables were given, and the fields that it reads have a value
    in every row."""
    import pyarrow.compute as pc

    found: list[Any] = []
    for each in plan.inputs:
        if each.name not in batch.columns and each.default is None:
            return None, "none"
        found += _gaps(batch.columns.get(each.name), each)
    for table in plan.tables:
        rows = batch.tables.get(table)
        if rows is None:
            return None, "none"
        if rows.given is not None:
            found.append(pc.invert(rows.given))
    place = _places(batch)
    for register in plan.required:
        step = plan.instructions[register]
        assert isinstance(step, p.Aggregate)
        rows = batch.tables[step.rows.table]
        for each in step.rows.inputs:
            if each.name not in rows.columns and each.default is None:
                return None, "none"
            found += [pc.is_in(place, rows.unit.filter(gap)) for gap in _gaps(rows.columns.get(each.name), each)]
    gaps = _all_of(pc.or_, found)
    if gaps is None:
        return None, "all"
    many = len(batch) - pc.sum(gaps).as_py() if len(batch) else 0
    if many == len(batch):
        return None, "all"
    return (None, "none") if many < len(batch) * FEW else (pc.invert(gaps), "some")


def _gaps(column: EncodedColumn | None, found: p.Input) -> list["pa.Array"]:
    """Where an input has no value; nothing where it has one everywhere."""
    import pyarrow.compute as pc

    if column is None:
        return []
    gaps = [] if column.invalid is None else [column.invalid]
    if found.default is None and column.values.null_count:
        gaps.append(pc.is_null(column.values))
    return gaps


def _out_of_bounds(batch: EncodedBatch, plan: p.Plan) -> list["pa.Array"]:
    """The records with a number that its fact cannot have, by which the query could run over; nobody but a program makes such."""
    import pyarrow.compute as pc

    found = [_outside(batch.columns.get(plan.inputs[index].name), low, high) for index, low, high in _bounds(plan)]
    place: Any = None
    for step in plan.instructions:
        if isinstance(step, p.Aggregate) and step.rows.table in batch.tables:
            rows = batch.tables[step.rows.table]
            for index, low, high in _bounds(step.rows):
                outside = _outside(rows.columns.get(step.rows.inputs[index].name), low, high)
                if outside is not None:
                    place = _places(batch) if place is None else place
                    found.append(pc.is_in(place, rows.unit.filter(outside)))
    return [each for each in found if each is not None]


def _bounds(plan: p.Plan | p.RowPlan) -> list[tuple[int, int, int]]:
    steps = enumerate(plan.instructions)
    return [(step.input, plan.lows[at], plan.highs[at]) for at, step in steps if isinstance(step, p.Value) and plan.kinds[at] == "number"]


def _outside(column: EncodedColumn | None, low: int, high: int) -> "pa.Array | None":
    import pyarrow as pa
    import pyarrow.compute as pc

    if column is None or not pa.types.is_integer(column.values.type):
        return None
    ends = pc.min_max(column.values).as_py()
    if ends["min"] is None or (low <= ends["min"] and ends["max"] <= high):
        return None
    values = column.values.cast(pa.int64())
    within = pc.and_(pc.greater_equal(values, max(low, -(2**63))), pc.less_equal(values, min(high, 2**63 - 1)))
    return pc.fill_null(pc.invert(within), False)


def _places(batch: EncodedBatch) -> "pa.Array":
    """The place of each record."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.subtract(pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int64()), len(batch))), 1) if len(batch) else pa.array([], pa.int64())


def _all_of(join: Any, masks: Sequence["pa.Array | None"]) -> "pa.Array | None":
    found: Any = None
    for each in masks:
        if each is not None:
            found = each if found is None else join(found, each)
    return found
