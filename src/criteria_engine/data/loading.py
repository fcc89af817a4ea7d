"""The files of an assessment (units, related tables, list of units) become records, a roster, faults and digests."""

from collections.abc import Collection, Mapping

from attrs import evolve, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import DataMapping
from criteria_engine.data.opened_tables import Given, open_tables
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.data.related_rows import Related, read_related, rows_of
from criteria_engine.data.roster import Roster, RosterUnit, listed_facts, roster_of, with_listed
from criteria_engine.data.unit_codes import by_digits, without_zeros
from criteria_engine.data.unit_records import facts_with_identifier, read_units
from criteria_engine.diagnostics.catalogue.columns import UnitsWithoutData
from criteria_engine.diagnostics.catalogue.data import TableGivenTwice, UnitLostZeros, UnitNotListed
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record, Row
from criteria_engine.source import Cell


@frozen(eq=False)
class Loaded:
    """Records in the order of the list of units, else of the data; the roster, where a list was given; every fault, by
    file and row; the SHA-256 of each file's bytes by the file's name; and which related tables were given, in files of
    their own or in the file of the units."""

    records: tuple[Record, ...]
    roster: Roster | None
    faults: tuple[Fault, ...]
    digests: Mapping[str, str]
    tables: frozenset[str] = frozenset()


def load_records(
    program: Program,
    data: Given,
    tables: Mapping[str, Given] | None = None,
    units: Given | None = None,
    read_as: ReadAs = AS_FOUND,
) -> Loaded:
    """The records in the file `data` (a path, or a file that is open already), with the related `tables` (name to file) and
    the list of `units`. Never raises for what the files hold: whatever cannot be read is a fault, and a fact or a row that it
    concerns is invalid.

    A listed unit that the table of units does not have has a record without data (`with_data` is false): with its listed
    facts only, and with related rows only where there are some. A unit that the list does not have is left out. Without a
    readable table of units, or list where one is given, there are no records at all. Related tables may also stand in
    sheets of the file `data`; `read_as` says what files leave in doubt. With an error in its mapping file no data is read.
    """
    opened = open_tables(program, data, tables, units, read_as)
    if opened.mapping is None:
        return Loaded((), None, opened.faults, {})
    faults = list(opened.faults)
    roster = None
    if opened.listing is not None:
        roster, wrong_in_list = roster_of(program, opened.listing, opened.mapping.roster)
        faults += wrong_in_list
    records: tuple[Record, ...] = ()
    if opened.units is not None and (units is None or roster is not None):
        records, wrong = _joined(program, opened.units, opened.related, roster, opened.mapping)
        faults += wrong
    return Loaded(records, roster, tuple(sorted(dict.fromkeys(faults), key=place_order)), opened.digests, frozenset(opened.related))


def _joined(
    program: Program, content: RawTable, given: Mapping[str, RawTable | None], roster: Roster | None, mapping: DataMapping
) -> tuple[tuple[Record, ...], list[Fault]]:
    """The records of the units with their related rows and with what the list says of them."""
    listed: dict[str, RosterUnit] = {unit.code: unit for unit in roster.units} if roster is not None else {}
    elsewhere = [name for name in listed_facts(program.subject, program.facts) if any(name in unit.values for unit in listed.values())]
    found = read_units(program, content, listed, elsewhere, mapping)
    faults = list(found.faults)
    if found.records is None:
        return (), faults
    unlisted = {code: record for code, record in found.records.items() if roster is not None and code not in listed}
    facts = facts_with_identifier(program)
    identifier = next(iter(facts))
    faults += listing_faults(listed, found.records, {code: record.cells[identifier] for code, record in unlisted.items()})
    codes = listed if roster is not None else found.records
    related: dict[str, Related] = {}
    for name, table in given.items():
        if name in found.nested:
            faults.append(TableGivenTwice(Cell(table.name if table else content.name), name))
            related[name] = Related(all_open=True)
        elif table is not None:
            related[name] = read_related(program, program.tables[name], table, codes, unlisted, mapping)
            faults += related[name].faults
    records: list[Record] = []
    for code in codes:
        record = found.records.get(code) or Record(code, {})
        own = _own_tables(record, related, without_data=code not in found.records)
        record = Record(code, record.values, own, record.cells, record.name, record.place, code in found.records, record.sound)
        if code in listed:
            record, wrong = with_listed(record, listed[code], facts)
            faults += wrong
        records.append(record)
    return tuple(records), faults


def _own_tables(record: Record, related: Mapping[str, Related], *, without_data: bool) -> dict[str, tuple[Row, ...]]:
    """The related rows of a unit. Of a unit without data nobody says that it has no rows: it has a table only by rows."""
    tables = {name: rows for name, rows in record.tables.items() if name not in related}
    for name, table in related.items():
        rows = rows_of(table, record.unit)
        if rows is not None and (rows or not without_data):
            tables[name] = rows
    return tables


def listing_faults(listed: Mapping[str, RosterUnit], there: Collection[str], unlisted: Mapping[str, Cell]) -> list[Fault]:
    """What is said where the list of units and their data differ: `there` are the units of the data, `unlisted` those that the list does
    not have, with the cells of their codes. One warning names the listed units of which the data have no row."""
    strangers = _not_listed(unlisted, listed)
    meant = {fault.known for fault in strangers if isinstance(fault, UnitLostZeros)}
    absent = [unit for code, unit in listed.items() if code not in there and code not in meant]
    if not absent:
        return strangers
    place = evolve(absent[0].place, row=None, column=None)
    return [*strangers, UnitsWithoutData(place, len(absent), tuple(excerpt(unit.code) for unit in absent))]


def _not_listed(unlisted: Mapping[str, Cell], listed: Mapping[str, RosterUnit]) -> list[Fault]:
    digits = by_digits(listed)
    faults: list[Fault] = []
    for code, place in unlisted.items():
        near = digits.get(without_zeros(code) or "")
        faults.append(UnitNotListed(place, excerpt(code)) if near is None else UnitLostZeros(place, excerpt(code), near))
    return faults
