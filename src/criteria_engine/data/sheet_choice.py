"""Of the tables in one file, which holds the units, which a related table: by what the user says, else by their names.

A sheet is a table's if it is called as the table, its rows, or one of its titles. The units' data is in the sheet called
as the subject; else in the only sheet left; else in the only one that has a column of the units' codes. Nothing is chosen
where two could be meant.
"""

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from criteria_engine.data.binding import bind, identifying_fact
from criteria_engine.data.data_file import DataFile, TableInFile
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.heading_words import folded
from criteria_engine.data.own_sheets import OWN_SHEETS
from criteria_engine.data.raw_table import RawTable, Reading
from criteria_engine.diagnostics.catalogue.data_files import SheetDoubtful, SheetNotFound, SheetsNotRead, SheetWithoutCells
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.workbook.sheet_names import sheet_names
from criteria_engine.ir.program import Program, Table
from criteria_engine.source import Cell

MOST_SHEETS_TRIED = 50
"""Sheets of which the headings are looked at; a file with more has to be told which one is meant."""

UNITS = "units"
"""The word by which the sheet of the list of units can be said."""


@frozen(eq=False)
class Chosen:
    """The units' table (None where it cannot be read), the related tables that stand in the same file, and every fault."""

    units: RawTable | None
    related: Mapping[str, RawTable | None]
    faults: tuple[Fault, ...]


def tables_in(file: DataFile, program: Program, said: Mapping[str, str], given: Iterable[str]) -> Chosen:
    """The tables in a file of data; `said` are sheets by related table (by "" for the units), `given` are related tables
    that have a file of their own."""
    file = evolve(file, tables=tuple(table for table in file.tables if table.name not in OWN_SHEETS)) if len(file.tables) > 1 else file
    if file.faults or len(file.tables) == 1:
        readings = [table.read() for table in file.tables]
        faults = [*file.faults, *(fault for reading in readings for fault in reading.faults)]
        faults += [fault for name in said.values() if file.tables and (fault := _absent(file, name)) is not None]
        return Chosen(readings[0].table if readings else None, {}, tuple(faults))
    faults = []
    own = set(given)
    related: dict[str, TableInFile] = {}
    for table in program.tables.values():
        if table.name in own:
            continue
        if table.name in said:
            found = [each for each in file.tables if each.name == said[table.name]]
        else:
            found = [each for each in file.tables if _called(each, _words(table))]
        if len(found) > 1:
            faults.append(SheetDoubtful(file.place(), _names(found)))
        elif found:
            related[table.name] = found[0]
    faults += [fault for name in said.values() if (fault := _absent(file, name)) is not None]
    others = [each for each in file.tables if any(_called(each, _words(table)) for table in program.tables.values())]
    main = _units_in(file, program, said.get(""), [*related.values(), *others])
    if isinstance(main, Fault):
        return Chosen(None, {}, (*faults, main))
    readings = [main.read(), *(table.read() for table in related.values())]
    faults += [fault for reading in readings for fault in reading.faults]
    taken = [main, *related.values()]
    rest = [table for table in file.tables if table not in taken and not table.hidden and _holds_cells(table)]
    if rest:
        faults.append(SheetsNotRead(file.place(), _names(rest)))
    return Chosen(readings[0].table, {name: table.read().table for name, table in related.items()}, tuple(faults))


def unread_still(faults: Iterable[Fault], others: Iterable[RawTable | None]) -> tuple[Fault, ...]:
    """The faults of a choice, without the sheets of the file that other tables were read from after all."""
    taken = {(table.name, excerpt(table.sheet)) for table in others if table is not None and table.sheet is not None}
    found: list[Fault] = []
    for fault in faults:
        if isinstance(fault, SheetsNotRead) and isinstance(fault.place, Cell):
            file = fault.place.file
            left = tuple(sheet for sheet in fault.sheets if (file, sheet) not in taken)
            found += [evolve(fault, sheets=left)] if left else []
        else:
            found.append(fault)
    return tuple(found)


def table_of_its_own(file: DataFile, table: Table, said: str | None) -> Reading:
    """The related table in a file that was given for it alone."""
    return _single(file, said, _words(table))


def list_of_units(file: DataFile, program: Program, said: str | None) -> Reading:
    """The list of units in a file that was given for it."""
    return _single(file, said, _subject(program))


def _single(file: DataFile, said: str | None, words: frozenset[str]) -> Reading:
    if file.faults:
        return Reading(None, file.faults)
    if said is not None:
        if (absent := _absent(file, said)) is not None:
            return Reading(None, (absent,))
        return next(table for table in file.tables if table.name == said or table.name is None).read()
    shown = [table for table in file.tables if not table.hidden]
    called = [table for table in file.tables if _called(table, words)]
    for found in (file.tables, called, shown, [table for table in shown if _holds_cells(table)]):
        if len(found) == 1:
            return found[0].read()
    return Reading(None, (SheetDoubtful(file.place(), _names(file.tables)) if file.tables else SheetWithoutCells(file.place()),))


def _units_in(file: DataFile, program: Program, said: str | None, taken: list[TableInFile]) -> TableInFile | Fault:
    if said is not None:
        return next((table for table in file.tables if table.name == said), SheetNotFound(file.place(), excerpt(said), _names(file.tables)))
    left = [table for table in file.tables if table not in taken]
    shown = [table for table in left if not table.hidden]
    called = [table for table in left if _called(table, _subject(program))]
    if len(called) == 1:
        return called[0]
    if not called and len(shown) <= MOST_SHEETS_TRIED:
        filled = [table for table in shown if _holds_cells(table)]
        if len(filled) == 1:
            return filled[0]
        coded = [table for table in filled if _has_codes(table, program)]
        if len(coded) == 1:
            return coded[0]
        if not filled:
            return SheetWithoutCells(file.place())
    return SheetDoubtful(file.place(), _names(called or shown or left))


def _absent(file: DataFile, name: str) -> Fault | None:
    if any(table.name == name for table in file.tables):
        return None
    return SheetNotFound(file.place(), excerpt(name), _names(file.tables))


def _holds_cells(table: TableInFile) -> bool:
    reading = table.read()
    return reading.table is not None or not all(isinstance(fault, SheetWithoutCells) for fault in reading.faults)


def _has_codes(table: TableInFile, program: Program) -> bool:
    """Whether a table has a column of the units' codes."""
    raw = table.read().table
    if raw is None:
        return False
    fact = identifying_fact(program.subject, program.facts)
    known = {fact.name: fact}
    return fact.name in bind(raw.columns, known, raw.at(), other_names={fact.name: program.subject.name}).columns


def _called(table: TableInFile, words: frozenset[str]) -> bool:
    return table.name is not None and folded(table.name) in words


def _words(table: Table) -> frozenset[str]:
    return _as_sheets([table.name, table.row, *(label for _, label in table.labels.texts)])


def _subject(program: Program) -> frozenset[str]:
    subject = program.subject
    return _as_sheets([subject.name, subject.plural, *(label for _, label in subject.labels.texts)])


def _as_sheets(words: Iterable[str]) -> frozenset[str]:
    """Words as sheets may be called: as they are, and as a spreadsheet would take them."""
    return frozenset(folded(each) for word in words if word for each in (word, *sheet_names([word])))


def _names(tables: Iterable[TableInFile]) -> tuple[str, ...]:
    return tuple(excerpt(table.name or "") for table in tables)
