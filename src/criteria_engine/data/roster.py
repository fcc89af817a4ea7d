"""A list of units (their codes, names and groups) becomes the roster that programmes count over."""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from criteria_engine.data.binding import bind, identifying_fact
from criteria_engine.data.cell_reading import written
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NO_TABLE_MAPPING, TableMapping
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.readers.by_format import open_file
from criteria_engine.data.row_reading import CellsOfRow, read_row, row_reader
from criteria_engine.data.sheet_choice import list_of_units
from criteria_engine.data.unit_codes import alike, unit_of
from criteria_engine.diagnostics.catalogue.data import (
    IdentifierColumnMissing,
    ListDisagrees,
    UnitTwice,
    UnitWithoutIdentifier,
    UnknownColumn,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program, Subject
from criteria_engine.ir.records import Datum, Invalid, Open, Record
from criteria_engine.source import Cell
from criteria_engine.values.types import TEXT, Value


@frozen(eq=False)
class RosterUnit:
    """A listed unit: its code, its name (empty where the list has none), the value of each grouping fact as text, the
    values of all these facts, and their cells."""

    code: str
    name: str
    groups: Mapping[str, str]
    place: Cell
    values: Mapping[str, Value | Invalid] = field(factory=dict, repr=False)
    cells: Mapping[str, Cell] = field(factory=dict, repr=False)


@frozen(eq=False)
class Roster:
    """The listed units, in the order of the list."""

    units: tuple[RosterUnit, ...]


def listed_facts(subject: Subject, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts that a list of units gives: the identifying one first, then the name and the groups."""
    identifier = identifying_fact(subject, facts)
    names = [name for name in (subject.named_by, *subject.grouped_by) if name is not None]
    return {identifier.name: identifier, **{name: facts.get(name) or Fact(name, TEXT) for name in names}}


def read_roster(program: Program, path: Path) -> tuple[Roster | None, tuple[Fault, ...]]:
    """The roster in a file of units, and its faults; None where the file cannot be read. Columns that are no name, code
    or group are nobody's business here."""
    reading = list_of_units(open_file(path, path.name), program, None)
    if reading.table is None:
        return None, reading.faults
    roster, faults = roster_of(program, reading.table)
    return roster, (*reading.faults, *faults)


def roster_of(program: Program, table: RawTable, mapping: TableMapping = NO_TABLE_MAPPING) -> tuple[Roster | None, tuple[Fault, ...]]:
    """The roster in a table, and its faults; None without a column of codes."""
    facts = listed_facts(program.subject, program.facts)
    identifier = next(iter(facts.values()))
    header = table.at(table.header_row)
    binding = bind(
        table.columns,
        facts,
        header,
        doubtful=table.doubtful,
        given_elsewhere=(identifier.name,),
        other_names={identifier.name: program.subject.name},
        letters=table.letters,
        mapping=mapping,
    )
    faults = [fault for fault in binding.faults if not isinstance(fault, UnknownColumn)]
    column = binding.columns.get(identifier.name)
    if column is None or identifier.name in binding.doubtful:
        return None, (*faults, *((IdentifierColumnMissing(header, identifier.name),) if column is None else ()))
    reader = row_reader(binding, facts, table.rows, lambda index, name: table.at(table.rows[index].number, name), mapping)
    read_code = reader.of(identifier.name)
    faults += reader.faults
    units: dict[str, RosterUnit] = {}
    origin = evolve(table, rows=())  # so that the roster does not keep every row of the file
    for row in table.rows:
        place = table.at(row.number, column)
        unit = unit_of(row, column, table.columns[0], read_code, identifier, place)
        if isinstance(unit, Fault):
            faults.append(unit)
        elif unit is None:
            faults += [UnitWithoutIdentifier(place, identifier.name)] if row.fault is None else []
        elif not unit.sure:
            continue
        elif unit.code in units:
            faults.append(UnitTwice(place, excerpt(unit.code), units[unit.code].place.row or 0))
        else:
            cells = CellsOfRow(origin, row.number, binding.columns)
            values, wrong = read_row(reader, row, cells)
            values[identifier.name] = unit.value
            faults += [fault for fault in wrong if fault.place != place]
            units[unit.code] = _listed(unit.code, values, cells, program.subject, facts, table.at(row.number))
    places = {code: unit.cells[identifier.name] for code, unit in units.items()}
    return Roster(tuple(units.values())), (*faults, *alike(places))


def _listed(
    code: str, values: Mapping[str, Value | Invalid], cells: Mapping[str, Cell], subject: Subject, facts: Mapping[str, Fact], place: Cell
) -> RosterUnit:
    words = {name: written(value, facts[name].type) for name, value in values.items() if not isinstance(value, Invalid)}
    groups = {name: words[name] for name in subject.grouped_by if name in words}
    return RosterUnit(code, words.get(subject.named_by or "", ""), groups, place, values, cells)


def with_listed(record: Record, unit: RosterUnit, facts: Mapping[str, Fact]) -> tuple[Record, list[Fault]]:
    """A record with what the list says of its unit: what the record lacks is filled in; where the two differ, the fact is
    invalid, with a fault at the record's cell."""
    values: dict[str, Datum] = dict(record.values)
    cells: dict[str, Cell] = {}
    faults: list[Fault] = []
    for name, listed in unit.values.items():
        own = values.get(name)
        if own is None:
            values[name], cells[name] = listed, unit.cells[name]
        elif own != listed and not isinstance(own, (Invalid, Open)) and not isinstance(listed, Invalid):
            shown = [excerpt(written(value, facts[name].type)) for value in (own, listed)]
            fault = ListDisagrees(record.cells.get(name), name, excerpt(unit.code), *shown)
            faults.append(fault)
            values[name] = Invalid(fault)
    old = record.cells
    joined = evolve(old, others={**old.others, **cells}) if isinstance(old, CellsOfRow) else {**old, **cells}
    return evolve(record, values=values, cells=joined, name=unit.name or record.name), faults
