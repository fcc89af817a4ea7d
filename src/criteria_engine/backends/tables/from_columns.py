"""The files of an assessment whose units stand in a table of columns become encoded batches."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

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
from criteria_engine.diagnostics.catalogue.data_files import FurtherCells
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.ir.program import Program
from criteria_engine.source import Cell
from criteria_engine.values.types import TextType

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class ColumnsRead:
    """What `ColumnSource` says."""

    roster: Roster | None
    digests: Mapping[str, str]
    tables: frozenset[str]
    without_data: frozenset[str]
    batches: Callable[[list[Rejected] | None], Iterator[EncodedBatch]] = field(repr=False)
    faults: Callable[[], tuple[Fault, ...]] = field(repr=False)


@frozen(eq=False)
class _Opened:
    """The files of an assessment, of which those that are columns are not read yet: the table of the units, and related tables."""

    tables: OpenedTables
    units: ColumnTable
    related: Mapping[str, ColumnTable]


def columns_read(
    program: Program, data: Given, tables: Mapping[str, Given] | None, units: Given | None, read_as: ReadAs
) -> ColumnsRead | None:
    """The units of an assessment's files by way of columns; None where they have to be read row by row: for the format of the file,
    rows inside units, or units that are not told apart by a text."""
    identifier = next(iter(facts_with_identifier(program).values()))
    named_by = program.facts.get(program.subject.named_by or "")
    if not isinstance(identifier.type, TextType) or (named_by is not None and not isinstance(named_by.type, TextType)):
        return None
    opened = _opened(program, data, tables or {}, units, read_as)
    if opened is None or opened.tables.mapping is None:
        return None
    source, mapping, listing = opened.units, opened.tables.mapping, opened.tables.listing
    roster, wrong = roster_of(program, listing, mapping.roster) if listing is not None else (None, ())
    before = [*opened.tables.faults, *wrong]
    if units is not None and roster is None:
        return _nothing(roster, opened.tables, before)
    listed = {unit.code: unit for unit in roster.units} if roster is not None else {}
    elsewhere = [name for name in listed_facts(program.subject, program.facts) if any(name in unit.values for unit in listed.values())]
    binding = bind_units(program, source.table, elsewhere, mapping)
    before += binding.faults
    column = binding.columns.get(identifier.name)
    if column is None or identifier.name in binding.doubtful:
        missing = [IdentifierColumnMissing(source.table.at(source.table.header_row), identifier.name)] if column is None else []
        return _nothing(roster, opened.tables, [*before, *missing])
    try:
        found, said, rows_anew = _units(program, source, binding, mapping, listed)
    except UnreadableColumns as broken:
        return _nothing(roster, opened.tables, [*before, broken.fault])
    known = dict.fromkeys(found.rows.known().to_pylist()) if roster is not None else {}
    strangers = _strangers(found, listed, column) if roster is not None else {}
    before += listing_faults(listed, known, strangers) if roster is not None else ()
    order = found.rows.known() if roster is None else _texts(list(listed))
    related, wrong_rows = _related(program, opened, order, strangers, mapping)
    without_data = frozenset(listed).difference(known)
    complete: list[tuple[Fault, ...]] = []
    looked: list[tuple[Sequence[Fault], Callable[[list[Rejected]], object]]] = [
        (found.rows.faults, rows_anew),
        (wrong_rows, lambda rejected: _related(program, opened, order, strangers, mapping, rejected)),
    ]

    def batches(rejected: list[Rejected] | None) -> Iterator[EncodedBatch]:
        faults = CellFaults([*before, *said], rejected)
        for told, read_anew in looked:
            if rejected is not None and any(isinstance(fault, FurtherCells) for fault in told):  # not all rows are in the faults
                read_anew(rejected)
            else:
                CellFaults(told, rejected)
            for fault in told:
                faults.say(fault)
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

    return ColumnsRead(roster, opened.tables.digests, frozenset(opened.tables.related), without_data, batches, faults)


def _texts(codes: list[str]) -> "pa.Array":
    import pyarrow as pa

    return pa.array(codes, pa.string())


def _opened(program: Program, data: Given, tables: Mapping[str, Given], units: Given | None, read_as: ReadAs) -> _Opened | None:
    """The files with their headings; None where the units do not stand in columns. A file that is given twice is read by rows."""
    given = (data, *tables.values(), *([units] if units is not None else []))
    paths = [path for path in given if isinstance(path, Path)]
    names = shown_names(paths)

    def source_of(file: Given, how: ReadAs) -> ColumnTable | None:
        found = _source(file, names, how) if isinstance(file, DataFile) or paths.count(file) == 1 else None
        return found if found is not None and found.table.columns else None

    source = source_of(data, read_as)
    if source is None or nested_tables(program, source.table.columns):
        return None
    elsewhere = evolve(read_as, format=None)
    related = {
        name: found for name, file in tables.items() if name in program.tables and (found := source_of(file, elsewhere)) is not None
    }
    stubs = {data: _stub(data, source), **{tables[name]: _stub(tables[name], found) for name, found in related.items()}}
    frames = {name: file if isinstance(file, Path) else stubs.get(file, file) for name, file in tables.items()}
    there = {path: file for path, file in stubs.items() if isinstance(path, Path)}
    return _Opened(open_tables(program, data if isinstance(data, Path) else stubs[data], frames, units, read_as, there), source, related)


def _strangers(units: UnitColumns, listed: Mapping[str, RosterUnit], column: str) -> dict[str, Cell]:
    """The units that the list does not have, with the cells of their codes."""
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    rows, table = units.rows, units.source.table
    in_list = pc.is_in(rows.codes, value_set=pa.array(list(listed), pa.string())).to_numpy(zero_copy_only=False)
    places = numpy.flatnonzero(rows.first & ~in_list).tolist()
    return {rows.codes[place].as_py(): table.at(int(rows.numbers[place]), column) for place in places}


def _related(
    program: Program,
    opened: _Opened,
    order: "pa.Array",
    strangers: Mapping[str, Cell],
    mapping: DataMapping,
    rejected: list[Rejected] | None = None,
) -> tuple[dict[str, Related | RelatedColumns], list[Fault]]:
    """The rows of related tables for units in their order, in columns or by rows, and what is wrong with them; where `rejected` is a list
    all of it is added there."""
    found: dict[str, Related | RelatedColumns] = {}
    faults: list[Fault] = []
    for name, raw in opened.tables.related.items():
        if name in opened.related and raw is opened.related[name].table:
            wrong = CellFaults((), rejected)
            try:
                found[name] = related_columns(program, program.tables[name], opened.related[name], order, strangers, mapping, wrong)
            except UnreadableColumns as broken:
                wrong.say(broken.fault)
            CellFaults(wrong.others, rejected)
            faults += wrong.faults()
        elif raw is not None:
            codes = dict.fromkeys(order.to_pylist())
            rows = read_related(program, program.tables[name], raw, codes, strangers, mapping)
            found[name] = rows
            CellFaults(rows.faults, rejected)
            faults += rows.faults
    return found, faults


def _nothing(roster: Roster | None, opened: OpenedTables, faults: list[Fault]) -> ColumnsRead:
    """No units, and why."""
    said = CellFaults(faults).faults()
    return ColumnsRead(roster, opened.digests, frozenset(opened.related), frozenset(), lambda rejected: iter(()), lambda: said)


def _units(
    program: Program, source: ColumnTable, binding: Binding, mapping: DataMapping, listed: Mapping[str, RosterUnit]
) -> tuple[UnitColumns, tuple[Fault, ...], Callable[[list[Rejected]], object]]:
    """The readers of a table's units, after all its rows were looked at once, the faults of columns, and what adds all faults of rows to a list."""
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
    said = tuple(fault for cells in readers.values() for fault in cells.reader.faults)

    def rows_anew(rejected: list[Rejected]) -> object:
        return unit_rows(source, identifier, key.column, key, (), listed, mapping.restore_zeros, rejected)

    return UnitColumns(program, source, binding, identifier.name, rows, readers, RowReader(binding, row_readers)), said, rows_anew


def _source(data: Given, names: Mapping[Path, str], read_as: ReadAs) -> ColumnTable | None:
    """The table of columns in a file or a frame; None where it is not one that is read in this way, or what that needs is not installed."""
    if not all(map(find_spec, ("numpy", "pyarrow"))):
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


