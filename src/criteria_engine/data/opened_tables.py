"""The files of an assessment (units, related tables, list of units, mapping) become raw tables, their digests and faults."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from criteria_engine.data.data_file import DataFile
from criteria_engine.data.excerpts import HALF_PAIRS, excerpt
from criteria_engine.data.mapping import DataMapping
from criteria_engine.data.mapping_file import MappingRead, read_mapping
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.readers.by_format import STANDARD_INPUT, open_file
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.data.sheet_choice import UNITS, list_of_units, table_of_its_own, tables_in, unread_still
from criteria_engine.diagnostics.catalogue.data import UnknownTableGiven
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program

Given = Path | DataFile
"""A data file: its path, or the file itself, already opened."""


@frozen(eq=False)
class OpenedTables:
    """The tables as their files give them: the units, the related tables that were given (None where one cannot be read), and
    the list of units; the SHA-256 of each file's bytes; and what the mapping says, None where it has an error."""

    mapping: DataMapping | None
    faults: tuple[Fault, ...]
    units: RawTable | None = None
    related: Mapping[str, RawTable | None] = field(factory=dict)
    listing: RawTable | None = None
    digests: Mapping[str, str] = field(factory=dict)


def open_tables(
    program: Program,
    data: Given,
    tables: Mapping[str, Given] | None,
    units: Given | None,
    read_as: ReadAs,
    opened: Mapping[Path, DataFile] | None = None,
) -> OpenedTables:
    """The tables in the files of an assessment; see `load_records`. Never raises for what the files hold. `opened` are files by
    their paths that need not be opened any more."""
    tables = tables or {}
    said_of_columns = _mapping(program, read_as)
    if said_of_columns.faults:
        return OpenedTables(None, said_of_columns.faults)
    mapping = said_of_columns.mapping
    read_as = evolve(read_as, sheets={**_sheets(mapping), **read_as.sheets})
    given_files = [data, *tables.values(), *([units] if units is not None else [])]
    names = shown_names(path for path in given_files if isinstance(path, Path))
    elsewhere = evolve(read_as, format=None)
    files: dict[Given, DataFile] = {file: file for file in given_files if isinstance(file, DataFile)}
    there = opened or {}
    files |= {path: there.get(path) or open_file(path, name, read_as if path == data else elsewhere) for path, name in names.items()}
    digests = {file.file: file.digest for file in files.values() if file.digest is not None}
    if read_as.mapping is not None and said_of_columns.digest is not None:
        digests[shown_names([read_as.mapping])[read_as.mapping]] = said_of_columns.digest
    unknown = [name for name in tables if name not in program.tables]
    faults: list[Fault] = [UnknownTableGiven(files[tables[name]].place(), excerpt(name), tuple(program.tables)) for name in unknown]
    said = {name: sheet for name, sheet in read_as.sheets.items() if name != UNITS}
    listing = list_of_units(files[units], program, read_as.sheets.get(UNITS)) if units is not None else None
    faults += listing.faults if listing is not None else ()
    readings = {name: table_of_its_own(files[path], program.tables[name], said.get(name)) for name, path in tables.items() if name not in unknown}
    faults += [fault for reading in readings.values() for fault in reading.faults]
    chosen = tables_in(files[data], program, {name: sheet for name, sheet in said.items() if name not in tables}, tables)
    faults += unread_still(chosen.faults, [*(reading.table for reading in readings.values()), listing.table if listing is not None else None])
    related = {**chosen.related, **{name: reading.table for name, reading in readings.items()}}
    return OpenedTables(mapping, tuple(faults), chosen.units, related, listing.table if listing is not None else None, digests)


def _mapping(program: Program, read_as: ReadAs) -> MappingRead:
    """What the author says of the columns: nothing without a mapping file."""
    if read_as.said is not None:
        return MappingRead(read_as.said)
    if read_as.mapping is None:
        return MappingRead(DataMapping(restore_zeros=read_as.restore_zeros))
    found = read_mapping(program, read_as.mapping, shown_names([read_as.mapping])[read_as.mapping])
    return evolve(found, mapping=evolve(found.mapping, restore_zeros=found.mapping.restore_zeros or read_as.restore_zeros))


def _sheets(mapping: DataMapping) -> dict[str, str]:
    """The sheets that a mapping says, as `ReadAs` has them."""
    said = {"": mapping.units.sheet, UNITS: mapping.roster.sheet, **{name: table.sheet for name, table in mapping.tables.items()}}
    return {name: sheet for name, sheet in said.items() if sheet is not None}


def shown_names(paths: Iterable[Path]) -> dict[Path, str]:
    """What people call each file: its name without folders, unless two files share it; bytes that are no text replaced."""
    paths = list(dict.fromkeys(paths))
    if STANDARD_INPUT in paths:
        return {STANDARD_INPUT: "stdin", **shown_names(path for path in paths if path != STANDARD_INPUT)}
    short = [path.name for path in paths]
    return {path: HALF_PAIRS.sub("\ufffd", path.name if short.count(path.name) == 1 else str(path)) for path in paths}
