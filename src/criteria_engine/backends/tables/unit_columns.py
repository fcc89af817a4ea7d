"""A table of columns becomes encoded batches of its units, in the order of the rows; each row gives its record when it is asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from criteria_engine.backends.tables.cell_faults import CellFaults
from criteria_engine.backends.tables.cells.column_cells import ColumnCells, EncodedCells
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, arrow_type
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.backends.tables.unit_rows import UnitRows
from criteria_engine.data.binding import Binding
from criteria_engine.data.cell_reading import says
from criteria_engine.data.columns.column_table import ColumnBatch, ColumnTable
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import RawRow
from criteria_engine.data.row_reading import CellsOfRow, RowReader, read_row
from criteria_engine.data.unit_records import merged, name_of
from criteria_engine.diagnostics.catalogue.data import UnitTwice
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record
from criteria_engine.source import Cell

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class UnitColumns:
    """What reads the units of a table of columns: its rows, their identifying fact, and the readers of its other bound facts by name."""

    program: Program
    source: ColumnTable
    binding: Binding
    identifier: str
    rows: UnitRows
    readers: Mapping[str, ColumnCells]
    row_reader: RowReader

    def code_at(self, number: int) -> str:
        """The code of the unit in the row that people know by a number."""
        import numpy

        code: str = self.rows.codes[int(numpy.searchsorted(self.rows.numbers, number))].as_py()
        return code


def place_in(source: ColumnTable, column: str) -> Callable[[str], Cell | None]:
    """What gives the first cell of a column that says a text."""

    def place(text: str) -> Cell | None:
        for batch in source.batches((column,)):
            for start in range(0, len(batch), 4_096):
                for at, raw in enumerate(source.raw(batch.cells[column].slice(start, 4_096)), start):
                    if raw is not None and says(raw, text) and at not in batch.broken:
                        return source.table.at(int(batch.numbers[at]), column)
        return None

    return place


def encoded_units(units: UnitColumns, faults: CellFaults) -> Iterator[EncodedBatch]:
    """The units in the order of their first rows, a batch for each batch of the source's; adds the faults of cells to `faults`."""
    columns = tuple(dict.fromkeys(units.binding.columns.values()))
    again = _rows_of_several(units, columns)
    start = 0
    for batch in units.source.batches(columns):
        yield _encoded(units, batch, start, again, faults)
        start += len(batch)


def _encoded(units: UnitColumns, batch: ColumnBatch, start: int, again: Mapping[int, tuple[RawRow, ...]], faults: CellFaults) -> EncodedBatch:
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    many = len(batch)
    codes = units.rows.codes.slice(start, many)
    there = codes.is_valid().to_numpy(zero_copy_only=False)
    kept = units.rows.first[start : start + many]
    columns: dict[str, EncodedColumn] = {}
    unsuited = numpy.zeros(many, bool)
    for name, fact in units.program.facts.items():
        if name == units.identifier:
            columns[name] = EncodedColumn(codes)
        elif name in units.binding.doubtful:
            columns[name] = EncodedColumn(pa.nulls(many, arrow_type(fact.type)), pa.array(numpy.ones(many, bool)))
        elif name in units.readers:
            found = units.readers[name].encode(batch.cells[units.readers[name].column])
            columns[name] = EncodedColumn(found.values, pa.array(found.invalid) if found.invalid is not None else None)
            if found.unsuited is not None:
                unsuited |= found.unsuited
            _note(units, batch, units.readers[name], found, there, codes, faults)
        else:
            columns[name] = EncodedColumn(pa.nulls(many, arrow_type(fact.type)))
    names = _names(units, columns, many)
    numbers, cells = batch.numbers, batch.cells
    places = numpy.arange(many)
    changed = {at: _record_of(units, again[start + at]) for at in numpy.flatnonzero(kept).tolist() if start + at in again} if again else {}
    changed |= {at: _record_of(units, (row,)) for at, row in batch.broken.items() if kept[at] and at not in changed}
    if changed:
        columns, unsuited = _replaced(units.program, columns, unsuited, changed)
        mask = numpy.zeros(many, bool)
        mask[list(changed)] = True
        names = pc.replace_with_mask(names, pa.array(mask), pa.array([changed[at].name for at in sorted(changed)], pa.string()))
    if not kept.all():
        chosen = pa.array(kept)
        codes, names = codes.filter(chosen), names.filter(chosen)
        columns = {name: _filtered(column, chosen) for name, column in columns.items()}
        unsuited, places = unsuited[kept], places[kept]

    def record(place: int) -> Record:
        at = int(places[place])
        if at in changed:
            return changed[at]
        raw = {column: units.source.raw(array.slice(at, 1))[0] for column, array in cells.items()}
        return _record_of(units, (RawRow(int(numbers[at]), raw),))

    return EncodedBatch(codes, names, columns, {}, record, pa.array(unsuited) if unsuited.any() else None)


def _note(
    units: UnitColumns, batch: ColumnBatch, reader: ColumnCells, found: EncodedCells, there: Any, codes: "pa.Array", faults: CellFaults
) -> None:
    """Adds the faults of cells in rows whose unit is known."""
    import pyarrow as pa

    for fault, places in found.faults:
        at = places[there[places]]
        faults.cells(fault, batch.numbers[at], codes.take(pa.array(at)), lambda row: units.source.table.at(row, reader.column))


def _rows_of_several(units: UnitColumns, columns: tuple[str, ...]) -> dict[int, tuple[RawRow, ...]]:
    """The rows of units that have several, by the place of the first."""
    wanted = {place for places in units.rows.again.values() for place in places}
    found: dict[int, RawRow] = {}
    start = 0
    for batch in units.source.batches(columns) if wanted else ():
        for place in sorted(wanted.intersection(range(start, start + len(batch)))):
            at = place - start
            raw = {column: units.source.raw(array.slice(at, 1))[0] for column, array in batch.cells.items()}
            found[place] = batch.broken.get(at) or RawRow(int(batch.numbers[at]), raw)
        start += len(batch)
    return {first: tuple(found[place] for place in places) for first, places in units.rows.again.items()}


def _record_of(units: UnitColumns, rows: tuple[RawRow, ...]) -> Record:
    """The record of a unit by its rows, as the row reader has it."""
    record: Record | None = None
    for row in rows:
        cells = CellsOfRow(units.source.table, row.number, units.binding.columns)
        values, _ = read_row(units.row_reader, row, cells)
        at = units.code_at(row.number)
        values[units.identifier] = at
        found = Record(at, values, {}, cells, name_of(units.program, values), units.source.table.at(row.number))
        if record is not None:
            first = record.place.row if record.place is not None else None
            found = merged(record, found, UnitTwice(cells[units.identifier], excerpt(at), first or 0))
        record = found
    assert record is not None
    return record


def _names(units: UnitColumns, columns: Mapping[str, EncodedColumn], many: int) -> "pa.Array":
    import pyarrow as pa

    name = units.program.subject.named_by
    if name is None or name not in columns:
        return pa.array([""] * many, pa.string())
    return columns[name].values.fill_null("")


def _filtered(column: EncodedColumn, chosen: "pa.Array") -> EncodedColumn:
    return EncodedColumn(column.values.filter(chosen), column.invalid.filter(chosen) if column.invalid is not None else None)


def _replaced(
    program: Program, columns: Mapping[str, EncodedColumn], unsuited: Any, records: Mapping[int, Record]
) -> tuple[dict[str, EncodedColumn], Any]:
    """The columns with the data of some records in their places."""
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    places = sorted(records)
    own = encode_records(program, [records[place] for place in places])
    mask = numpy.zeros(len(unsuited), bool)
    mask[places] = True
    found: dict[str, EncodedColumn] = {}
    for name, column in columns.items():
        new = own.columns[name]
        invalid = column.invalid if column.invalid is not None else pa.array(numpy.zeros(len(mask), bool))
        wrong = new.invalid if new.invalid is not None else pa.array(numpy.zeros(len(places), bool))
        found[name] = EncodedColumn(
            pc.replace_with_mask(column.values, pa.array(mask), new.values), pc.replace_with_mask(invalid, pa.array(mask), wrong)
        )
    unsuited = unsuited.copy()
    unsuited[places] = own.unsuited.to_numpy(zero_copy_only=False) if own.unsuited is not None else False
    return found, unsuited
