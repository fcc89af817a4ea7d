"""The files of an assessment whose units stand in a table of columns become encoded batches."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from criteria_engine.backends.tables.cell_faults import CellFaults, Rejected
from criteria_engine.backends.tables.cells.column_cells import ColumnCells
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.backends.tables.joined_units import listed_units, with_rows
from criteria_engine.backends.tables.related_columns import RelatedColumns, related_columns
from criteria_engine.backends.tables.unit_columns import UnitColumns, encoded_units, place_in
from criteria_engine.backends.tables.unit_rows import unit_rows
from criteria_engine.data.binding import Binding
from criteria_engine.data.columns.arrow_columns import arrow_columns, frame_columns, parquet_columns
from criteria_engine.data.columns.column_table import ColumnTable, UnreadableColumns
from criteria_engine.data.columns.csv_columns import csv_columns
from criteria_engine.data.data_file import DataFile, table_in_file
from criteria_engine.data.loading import listing_faults
from criteria_engine.data.mapping import DataMapping
from criteria_engine.data.opened_tables import Given, OpenedTables, open_tables, shown_names
from criteria_engine.data.raw_table import Reading
from criteria_engine.data.readers.by_format import ENDINGS, STANDARD_INPUT
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.data.related_rows import Related, read_related
from criteria_engine.data.roster import Roster, RosterUnit, listed_facts, roster_of
from criteria_engine.data.row_reading import RowReader
from criteria_engine.data.unit_records import bind_units, facts_with_identifier, nested_tables
from criteria_engine.diagnostics.catalogue.data import IdentifierColumnMissing
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.ir.program import Program
from criteria_engine.source import Cell
from criteria_engine.values.types import TextType


@frozen(eq=False)
class ColumnsRead:
    """What `ColumnSource` says."""

    roster: Roster | None
    digests: Mapping[str, str]
    tables: frozenset[str]
    without_data: frozenset[str]
    batches: Callable[[list[Rejected] | None], Iterator[EncodedBatch]] = field(repr=False)
    faults: Callable[[], tuple[Fault, ...]] = field(repr=False)


def columns_read(
    program: Program, data: Given, tables: Mapping[str, Given] | None, units: Given | None, read_as: ReadAs
) -> ColumnsRead | None:
    """The units of an assessment's files by way of columns; None where they have to be read row by row: for the format of the file,
    rows inside units, or units that are not told apart by a text."""
    try:
        import numpy
        import pyarrow as pa
        import pyarrow.compute as pc
    except ImportError:
        return None
    facts = facts_with_identifier(program)
    identifier = next(iter(facts.values()))
    named_by = program.facts.get(program.subject.named_by or "")
    if not isinstance(identifier.type, TextType) or (named_by is not None and not isinstance(named_by.type, TextType)):
        return None
    given_files = (data, *(tables or {}).values(), *([units] if units is not None else []))
    paths = [path for path in given_files if isinstance(path, Path)]
    names = shown_names(paths)

    def source_of(given: Given, how: ReadAs) -> ColumnTable | None:
        return _source(given, names, how) if isinstance(given, DataFile) or paths.count(given) == 1 else None

    source = source_of(data, read_as)
    if source is None or nested_tables(program, source.table.columns) or not source.table.columns:
        return None
    elsewhere_read = evolve(read_as, format=None)
    maybe = {name: source_of(file, elsewhere_read) for name, file in (tables or {}).items() if name in program.tables}
    sources = {name: each for name, each in maybe.items() if each is not None and each.table.columns}
    files = {data: _stub(data, source), **{(tables or {})[name]: _stub((tables or {})[name], each) for name, each in sources.items()}}
    related_files = {name: file if isinstance(file, Path) else files.get(file, file) for name, file in (tables or {}).items()}
    there = {path: file for path, file in files.items() if isinstance(path, Path)}
    opened = open_tables(program, data if isinstance(data, Path) else files[data], related_files, units, read_as, there)
    if opened.mapping is None:
        return None
    roster, wrong = roster_of(program, opened.listing, opened.mapping.roster) if opened.listing is not None else (None, ())
    before = [*opened.faults, *wrong]
    given = frozenset(opened.related)
    if units is not None and roster is None:
        return _nothing(roster, opened, before)
    listed = {unit.code: unit for unit in roster.units} if roster is not None else {}
    elsewhere = [name for name in listed_facts(program.subject, program.facts) if any(name in unit.values for unit in listed.values())]
    binding = bind_units(program, source.table, elsewhere, opened.mapping)
    before += binding.faults
    column = binding.columns.get(identifier.name)
    if column is None or identifier.name in binding.doubtful:
        missing = [IdentifierColumnMissing(source.table.at(source.table.header_row), identifier.name)] if column is None else []
        return _nothing(roster, opened, [*before, *missing])
    try:
        found, said = _units(program, source, binding, opened.mapping, listed)
    except UnreadableColumns as broken:
        return _nothing(roster, opened, [*before, broken.fault])
    rows = found.rows
    known = dict.fromkeys(rows.codes.filter(pa.array(rows.first)).to_pylist()) if roster is not None or opened.related else {}
    strangers: dict[str, Cell] = {}
    if roster is not None:
        in_list = pc.is_in(rows.codes, value_set=pa.array(list(listed), pa.string())).to_numpy(zero_copy_only=False)
        for place in numpy.flatnonzero(rows.first & ~in_list):
            strangers[rows.codes[int(place)].as_py()] = source.table.at(int(rows.numbers[place]), column)
        before += listing_faults(listed, known, strangers)
    related: dict[str, Related | RelatedColumns] = {}
    order = pa.array(list(listed), pa.string()) if roster is not None else rows.codes.filter(pa.array(rows.first))
    for name, table in opened.related.items():
        if name in sources and table is sources[name].table:
            wrong_rows = CellFaults(())
            try:
                related[name] = related_columns(program, program.tables[name], sources[name], order, strangers, opened.mapping, wrong_rows)
            except UnreadableColumns as broken:
                wrong_rows.say(broken.fault)
            before += wrong_rows.faults()
        elif table is not None:
            found_rows = read_related(program, program.tables[name], table, listed if roster is not None else known, strangers, opened.mapping)
            related[name] = found_rows
            before += found_rows.faults
    without_data = frozenset(listed).difference(known)
    complete: list[tuple[Fault, ...]] = []

    def batches(rejected: list[Rejected] | None) -> Iterator[EncodedBatch]:
        faults = CellFaults([*before, *said], rejected)
        try:
            every = encoded_units(found, faults)
            first = 0
            for batch in every if roster is None else listed_units(program, listed, every, faults):
                yield with_rows(program, related, batch, first, without_data)
                first += len(batch)
        except UnreadableColumns as broken:
            raise FaultsFound((broken.fault,)) from broken
        complete[:] = [faults.faults()]

    def faults() -> tuple[Fault, ...]:
        if not complete:
            for _ in batches(None):
                pass
        return complete[0]

    return ColumnsRead(roster, opened.digests, given, without_data, batches, faults)


def _nothing(roster: Roster | None, opened: OpenedTables, faults: list[Fault]) -> ColumnsRead:
    """No units, and why."""
    said = CellFaults(faults).faults()
    return ColumnsRead(roster, opened.digests, frozenset(opened.related), frozenset(), lambda rejected: iter(()), lambda: said)


def _units(
    program: Program, source: ColumnTable, binding: Binding, mapping: DataMapping, listed: Mapping[str, RosterUnit]
) -> tuple[UnitColumns, tuple[Fault, ...]]:
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
    rows = unit_rows(source, identifier, key.column, key, counting, listed, mapping.restore_zeros)
    for cells in readers.values():
        cells.settle(place_in(source, cells.column), lambda column=cells.column: (batch.cells[column] for batch in source.batches((column,))))  # type: ignore[misc]
    row_readers = tuple((cells.fact.name, cells.column, cells.reader.read, cells.reader.known) for cells in (key, *readers.values()))
    said = (*rows.faults, *(fault for cells in readers.values() for fault in cells.reader.faults))
    return UnitColumns(program, source, binding, identifier.name, rows, readers, RowReader(binding, row_readers)), said


def _source(data: Given, names: Mapping[Path, str], read_as: ReadAs) -> ColumnTable | None:
    """The table of columns in a file or a frame; None where it is not one that is read in this way."""
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


def _stub(given: Given, source: ColumnTable) -> DataFile:
    """A file of which the headings are read, and no rows."""
    table = table_in_file(None, lambda: Reading(source.table, source.faults))
    return DataFile(source.table.name, (table,), digest=_digest(given))


def _digest(data: Given) -> str | None:
    """The SHA-256 of a file's bytes."""
    if isinstance(data, DataFile):
        return None
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


