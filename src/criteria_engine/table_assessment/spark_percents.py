"""What bare numbers in columns of percentages mean is found from all of a data frame, before workers read their parts of it.

Elsewhere 85 and 0.85 are told apart by all cells of a column together. A worker sees some of them only, so it is told.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from criteria_engine.backends.tables.cells.column_cells import ColumnCells
from criteria_engine.data.binding import Binding
from criteria_engine.data.columns.arrow_columns import frame_columns
from criteria_engine.data.mapping import NOTHING_SAID, ReadingSettings
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.table_assessment.spark_binding import quoted
from criteria_engine.values.types import NumberType

if TYPE_CHECKING:
    import pyarrow as pa

    Frame = Any


@frozen(eq=False)
class PercentColumns:
    """The columns of a frame whose cells have to be seen together: fact by column."""

    facts: Mapping[str, Fact]

    def counters(self, kinds: "Mapping[str, pa.DataType]", raw: "Callable[[pa.Array], list[object]]") -> dict[str, ColumnCells]:
        return {name: ColumnCells(fact, name, kinds[name], NOTHING_SAID, False, raw) for name, fact in self.facts.items()}


def percent_columns(facts: Mapping[str, Fact], bound: Binding) -> PercentColumns:
    """The columns of percentages, among those of some facts, of which nothing says what bare numbers mean."""
    found = {}
    for fact, name in bound.columns.items():
        kind = facts[fact].type if fact in facts else None
        if isinstance(kind, NumberType) and kind.kind == "percent" and fact not in bound.with_percent_sign:
            found[name] = facts[fact]
    return PercentColumns(found)


def percents_of(frame: "Frame", columns: PercentColumns, file: str) -> tuple[dict[str, ReadingSettings], list[Fault]]:
    """How the percentages of a frame are to be read, by fact; a fault for each column that does not tell."""
    if not columns.facts:
        return {}, []
    wanted = [quoted(name) for name in columns.facts]
    counted = [pickle.loads(row[0]) for row in frame.select(*wanted).mapInArrow(_over(columns), "counted binary").collect()]
    settings: dict[str, ReadingSettings] = {}
    faults: list[Fault] = []
    counters = columns.counters(dict.fromkeys(columns.facts, _any_type()), list)
    for name, fact in columns.facts.items():
        cells = counters[name]
        for each in counted:
            cells.merge(each[name])
        cells.settle_by_counts()
        faults += [fault if fault.place is not None else evolve(fault, place=Cell(file, None, name)) for fault in cells.reader.faults]
        ways = cells.reader.numbers.ways if cells.reader.numbers is not None else None
        if ways is not None and ways.percents in ("sign", "points", "share"):
            settings[fact.name] = ReadingSettings(percent=ways.percents, percent_by_bounds=ways.suspect)  # type: ignore[arg-type]
    return settings, faults


def _any_type() -> "pa.DataType":
    import pyarrow as pa

    return pa.float64()


def _over(columns: PercentColumns) -> "Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]":
    """What a worker does: counts the cells of its part."""

    def over(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        counters: dict[str, ColumnCells] = {}
        for batch in batches:
            if not counters:
                source = frame_columns("data", pa.Table.from_batches([batch]))
                assert source is not None, "a table of Arrow is one of columns"
                counters = columns.counters(source.kinds, source.raw)
            for name, cells in counters.items():
                cells.count(batch.column(name))
        if counters:
            said = pickle.dumps({name: cells.counted for name, cells in counters.items()})
            yield pa.record_batch([pa.array([said], pa.binary())], names=["counted"])

    return over
