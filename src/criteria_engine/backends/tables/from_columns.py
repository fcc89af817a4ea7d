"""The files of an assessment whose units stand in a table of columns become encoded batches."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from criteria_engine.backends.tables.cell_faults import CellFaults
from criteria_engine.backends.tables.cells.column_cells import ColumnCells
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.backends.tables.unit_columns import UnitColumns, encoded_units, place_in
from criteria_engine.backends.tables.unit_rows import unit_rows
from criteria_engine.data.binding import Binding
from criteria_engine.data.columns.arrow_columns import arrow_columns, frame_columns, parquet_columns
from criteria_engine.data.columns.column_table import ColumnTable, UnreadableColumns
from criteria_engine.data.columns.csv_columns import csv_columns
from criteria_engine.data.data_file import DataFile, table_in_file
from criteria_engine.data.mapping import DataMapping
from criteria_engine.data.opened_tables import Given, open_tables, shown_names
from criteria_engine.data.raw_table import Reading
from criteria_engine.data.readers.by_format import ENDINGS, STANDARD_INPUT
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.data.roster import Roster
from criteria_engine.data.row_reading import RowReader
from criteria_engine.data.unit_records import bind_units, facts_with_identifier, nested_tables
from criteria_engine.diagnostics.catalogue.data import IdentifierColumnMissing
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.ir.program import Program
from criteria_engine.values.types import TextType


@frozen(eq=False)
class ColumnsRead:
    """What `ColumnSource` says."""

    roster: Roster | None
    digests: Mapping[str, str]
    tables: frozenset[str]
    without_data: frozenset[str]
    batches: Callable[[], Iterator[EncodedBatch]] = field(repr=False)
    faults: Callable[[], tuple[Fault, ...]] = field(repr=False)


def columns_read(
    program: Program, data: Given, tables: Mapping[str, Given] | None, units: Given | None, read_as: ReadAs
) -> ColumnsRead | None:
    """The units of an assessment's files by way of columns; None where they have to be read row by row: for the format of the file,
    rows inside units, or units that are not told apart by a text."""
    facts = facts_with_identifier(program)
    identifier = next(iter(facts.values()))
    named_by = program.facts.get(program.subject.named_by or "")
    if not isinstance(identifier.type, TextType) or (named_by is not None and not isinstance(named_by.type, TextType)) or tables or units is not None:
        return None
    paths = [path for path in (data, *(tables or {}).values(), units) if isinstance(path, Path)]
    source = _source(data, shown_names(paths), read_as) if paths.count(data) == 1 or isinstance(data, DataFile) else None  # type: ignore[arg-type]
    if source is None or nested_tables(program, source.table.columns) or not source.table.columns:
        return None
    file = DataFile(source.table.name, (table_in_file(None, lambda: Reading(source.table, source.faults)),), digest=_digest(data))
    there = {data: file} if isinstance(data, Path) else {}
    opened = open_tables(program, data if there else file, tables, units, read_as, there)
    if opened.mapping is None:
        return None
    binding = bind_units(program, source.table, (), opened.mapping)
    before = [*opened.faults, *binding.faults]
    column = binding.columns.get(identifier.name)
    if column is None or identifier.name in binding.doubtful:
        missing = [IdentifierColumnMissing(source.table.at(source.table.header_row), identifier.name)] if column is None else []
        none = CellFaults([*before, *missing]).faults()
        return ColumnsRead(None, opened.digests, frozenset(opened.related), frozenset(), lambda: iter(()), lambda: none)
    try:
        found, said = _units(program, source, binding, opened.mapping)
    except UnreadableColumns as broken:
        none = CellFaults([*before, broken.fault]).faults()
        return ColumnsRead(None, opened.digests, frozenset(opened.related), frozenset(), lambda: iter(()), lambda: none)
    complete: list[tuple[Fault, ...]] = []

    def batches() -> Iterator[EncodedBatch]:
        faults = CellFaults([*before, *said])
        try:
            yield from encoded_units(found, faults)
        except UnreadableColumns as broken:
            raise FaultsFound((broken.fault,)) from broken
        complete[:] = [faults.faults()]

    def faults() -> tuple[Fault, ...]:
        if not complete:
            for _ in batches():
                pass
        return complete[0]

    return ColumnsRead(None, opened.digests, frozenset(opened.related), frozenset(), batches, faults)


def _units(program: Program, source: ColumnTable, binding: Binding, mapping: DataMapping) -> tuple[UnitColumns, tuple[Fault, ...]]:
    """The readers of a table's units, after all its rows were looked at once, and the faults of columns and rows."""
    facts = facts_with_identifier(program)
    identifier = next(iter(facts.values()))

    def reader(name: str, column: str) -> ColumnCells:
        settings = mapping.units.of(name)
        return ColumnCells(facts[name], column, source.kinds[column], settings, name in binding.with_percent_sign, source.raw)

    readers = {name: reader(name, column) for name, column in binding.columns.items() if name not in binding.doubtful}
    key = readers.pop(identifier.name)
    key.settle(lambda text: None, lambda: ())
    counting = [cells for cells in readers.values() if cells.counts]
    rows = unit_rows(source, identifier, key.column, key, counting, (), mapping.restore_zeros)
    for cells in readers.values():
        cells.settle(place_in(source, cells.column), lambda column=cells.column: (batch.cells[column] for batch in source.batches((column,))))  # type: ignore[misc]
    row_readers = tuple((cells.fact.name, cells.column, cells.reader.read, cells.reader.known) for cells in (key, *readers.values()))
    said = (*rows.faults, *(fault for cells in readers.values() for fault in cells.reader.faults))
    return UnitColumns(program, source, binding, identifier.name, rows, readers, RowReader(binding, row_readers)), said


def _source(data: Given, names: Mapping[Path, str], read_as: ReadAs) -> ColumnTable | None:
    """The table of columns in a file or a frame; None where it is not one that is read in this way."""
    try:
        import numpy  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        return None
    if isinstance(data, DataFile):
        return frame_columns(data.file, data.frame) if data.frame is not None else None
    if data == STANDARD_INPUT:
        return None
    match read_as.format or ENDINGS.get(data.suffix.lower(), ""):
        case "parquet":
            return parquet_columns(names[data], data)
        case "arrow":
            return arrow_columns(names[data], data)
        case "csv":
            return csv_columns(names[data], data, read_as)
        case "tsv":
            return csv_columns(names[data], data, evolve(read_as, delimiter=read_as.delimiter or "tab"))
    return None


def _digest(data: Given) -> str | None:
    """The SHA-256 of a file's bytes."""
    if isinstance(data, DataFile):
        return None
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


