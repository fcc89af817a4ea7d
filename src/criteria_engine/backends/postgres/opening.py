"""Names of tables become units in a database: tables are found and bound, and what rows say of units is looked at before they are answered for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from criteria_engine.backends.postgres.bound_tables import BoundTable, Unbound, bound_table
from criteria_engine.backends.postgres.database_tables import DatabaseTable, find_table
from criteria_engine.backends.postgres.database_units import DatabaseUnits
from criteria_engine.backends.postgres.native_source import encoding_sql
from criteria_engine.backends.postgres.quoting import array_sql
from criteria_engine.backends.postgres.whole_answers import WholeAnswers
from criteria_engine.backends.sql.plan_query import UNIT, PlanQuery
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import DataMapping
from criteria_engine.data.raw_table import MOST_ROWS, RawRow, RawTable
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.roster import Roster, listed_facts, roster_of
from criteria_engine.data.unit_codes import by_digits, without_zeros
from criteria_engine.data.unit_records import facts_with_identifier
from criteria_engine.diagnostics.catalogue.columns import UnitsWithoutData
from criteria_engine.diagnostics.catalogue.data import (
    RowOfUnknownUnit,
    RowWithoutUnit,
    TooManyRows,
    UnitLostZeros,
    UnitNotListed,
    UnitsAlike,
    UnitTwice,
    UnitWithoutIdentifier,
    UnknownTableGiven,
)
from criteria_engine.diagnostics.catalogue.data_files import DatabaseSaidNo
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program
from criteria_engine.lowering import plan as p
from criteria_engine.source import Cell

if TYPE_CHECKING:
    from psycopg import Connection


@frozen(eq=False)
class TableNames:
    """What the tables of an assessment are called in the database: the units', the related tables by their names in the rules, the list's."""

    data: str
    related: Mapping[str, str]
    units: str | None = None


def found_tables(connection: "Connection[Any]", names: TableNames) -> dict[str, DatabaseTable]:
    """The tables by the names that were given. Raises Refused where there is none of that name, or it may not be seen."""
    found: dict[str, DatabaseTable] = {}
    for name in (names.data, *names.related.values(), *([names.units] if names.units is not None else [])):
        table = find_table(connection, name)
        if table is None:
            raise Refused(DatabaseSaidNo(Cell(excerpt(name)), f'relation "{excerpt(name)}" does not exist'))
        found[name] = table
    return found


def open_units(
    connection: "Connection[Any]",
    program: Program,
    query: PlanQuery,
    whole: WholeAnswers | None,
    names: TableNames,
    tables: Mapping[str, DatabaseTable],
    mapping: DataMapping,
) -> DatabaseUnits | tuple[Fault, ...]:
    """The units in the tables; only faults where there are none to be had: without a column of codes, or a list that can be read. Within a
    transaction that sees one state of the database."""
    faults: list[Fault] = []
    roster: Roster | None = None
    if names.units is not None:
        roster, faults_of_list = _roster(connection, program, tables[names.units], mapping)
        faults += faults_of_list
    elsewhere: list[str] = []
    if roster is not None:
        listed = listed_facts(program.subject, program.facts)
        elsewhere = [name for name in listed if any(name in unit.values for unit in roster.units)]
    facts = facts_with_identifier(program)
    identifier = next(iter(facts.values()))
    needed = {each.name for each in query.plan.inputs}
    place = tables[names.data]
    units = bound_table(connection, place, identifier, facts, program.subject.name, mapping.units, needed, elsewhere, "j")
    faults += units.faults
    if isinstance(units, Unbound) or (names.units is not None and roster is None):
        return tuple(faults)
    found = DatabaseUnits(connection, program, query, units, {}, facts, whole, roster=roster, faults=faults)
    _look_at_units(found)
    related: dict[str, BoundTable] = {}
    open_tables: set[str] = set()
    for number, (name, table) in enumerate(names.related.items()):
        if name not in program.tables:
            faults.append(UnknownTableGiven(tables[table].place(), excerpt(name), tuple(program.tables)))
            continue
        fields = program.tables[name].fields
        read = _fields_read(query.plan, name)
        bound = bound_table(connection, tables[table], identifier, fields, program.subject.name, mapping.of(name), read, (), f"j{number}_")
        faults += bound.faults
        if isinstance(bound, Unbound) or not _look_at_rows(found, name, bound):
            open_tables.add(name)
        else:
            related[name] = bound
    found.related = related
    found.open_tables = frozenset(open_tables)
    return found


def _fields_read(plan: p.Plan, table: str) -> set[str]:
    rows = [step.rows for step in plan.instructions if isinstance(step, p.Aggregate) and step.rows.table == table]
    return {each.name for own in rows for each in own.inputs}


def _look_at_units(found: DatabaseUnits) -> None:
    """Find rows without a code, units with several rows, and codes that the list does not have or that differ by zeros only."""
    units = found.units
    place = units.table.place(units.identifier.column.heading)
    codes = f"SELECT {units.code} AS {UNIT} FROM {units.table.sql} AS t {' '.join(units.joins)}"
    each = f"SELECT c.{UNIT}, count(*) AS many FROM ({codes} OFFSET 0) AS c GROUP BY c.{UNIT}"
    if units.identifier.column.unique and units.code == units.identifier.column.as_text:  # codes mean themselves, and none stands twice
        each = f"SELECT c.{UNIT}, 1 AS many FROM ({codes} OFFSET 0) AS c"
    query = f"""SELECT count(e.{UNIT}), count(*), array_agg(e.{UNIT}) FILTER (WHERE e.many > 1 AND e.{UNIT} IS NOT NULL),
        bool_or(starts_with(e.{UNIT}, '0')) FROM ({each}) AS e"""
    row = found.connection.execute(query.encode()).fetchone()
    assert row is not None
    with_code, all_codes, twice, zeros = row
    if with_code < all_codes:
        found.faults.append(UnitWithoutIdentifier(place, units.identifier.fact.name))
    found.twice = tuple(sorted(twice or ()))
    found.expected = with_code - len(found.twice)
    if found.roster is not None:
        _look_at_list(found, codes, [unit.code for unit in found.roster.units])
    if zeros:
        alike = f"""SELECT array_agg(DISTINCT c.{UNIT} ORDER BY c.{UNIT}) FROM ({codes} OFFSET 0) AS c WHERE c.{UNIT} ~ '^[0-9]+$'
            GROUP BY ltrim(c.{UNIT}, '0') HAVING count(DISTINCT c.{UNIT}) > 1"""
        for (pair,) in found.connection.execute(alike.encode()).fetchall():
            found.faults += [UnitsAlike(units.table.place(place.column, code), excerpt(code), excerpt(pair[0])) for code in pair[1:]]


def _look_at_list(found: DatabaseUnits, codes: str, listed: list[str]) -> None:
    """Compare the codes of the data with those of the list."""
    assert found.roster is not None
    heading = found.units.identifier.column.heading
    strangers = f"SELECT DISTINCT c.{UNIT} FROM ({codes} OFFSET 0) AS c WHERE c.{UNIT} NOT IN (SELECT unnest({array_sql(listed)}))"
    unlisted = sorted(code for (code,) in found.connection.execute(strangers.encode()).fetchall())
    digits = by_digits(listed)
    meant: set[str] = set()
    for code in unlisted:
        place = found.units.table.place(heading, code)
        near = digits.get(without_zeros(code) or "")
        if near is not None:
            meant.add(near)
        found.faults.append(UnitNotListed(place, excerpt(code)) if near is None else UnitLostZeros(place, excerpt(code), near))
    found.unlisted = frozenset(unlisted)
    found.expected -= len(found.unlisted.difference(found.twice))
    for code in found.twice:
        if code in found.unlisted:
            found.faults.append(UnitTwice(evolve(found.units.table.place(heading, code), row=2), excerpt(code), 1))
    found.twice = tuple(code for code in found.twice if code not in found.unlisted)
    there = f"SELECT c.{UNIT} FROM ({codes} OFFSET 0) AS c WHERE c.{UNIT} IS NOT NULL"
    found.tell_of_unlisted()
    own = f"SELECT l.code FROM unnest({array_sql(listed)}) AS l(code) WHERE l.code NOT IN ({there})"
    without = {code for (code,) in found.connection.execute(own.encode()).fetchall()}
    found.without_data = frozenset(without)
    told = [unit for unit in found.roster.units if unit.code in without and unit.code not in meant]
    if told:
        place = Cell(told[0].place.file)
        found.faults.append(UnitsWithoutData(place, len(told), tuple(excerpt(unit.code) for unit in told)))


def _look_at_rows(found: DatabaseUnits, name: str, bound: BoundTable) -> bool:
    """Whether it is known of every unit which rows of a related table are its; rows of units that are not there are told."""
    known = f"SELECT {found.units.code} AS {UNIT} FROM {found.units.table.sql} AS t {' '.join(found.units.joins)}"
    if found.roster is not None:
        known = f"SELECT unnest({array_sql([unit.code for unit in found.roster.units])}) AS {UNIT}"
    rows = encoding_sql(bound, [])
    strange = f"""SELECT r.{UNIT}, count(*) FROM ({rows} OFFSET 0) AS r WHERE r.{UNIT} IS NULL OR r.{UNIT} NOT IN
        (SELECT k.{UNIT} FROM ({known} OFFSET 0) AS k WHERE k.{UNIT} IS NOT NULL) GROUP BY r.{UNIT}"""
    heading = bound.identifier.column.heading
    whole = True
    digits: Mapping[str, str] | None = None
    for code, _ in sorted(found.connection.execute(strange.encode()).fetchall(), key=lambda row: row[0] or ""):
        if code is None:
            found.faults.append(RowWithoutUnit(bound.table.place(heading), name, bound.identifier.fact.name))
            whole = False
        elif code not in found.unlisted:
            if digits is None:
                digits = by_digits(_codes(found, known))
            near = digits.get(without_zeros(code) or "")
            place = bound.table.place(heading, code)
            if near is None:
                found.faults.append(RowOfUnknownUnit(place, name, excerpt(code)))
            else:
                found.open_rows.setdefault(name, set()).add(near)
                found.faults.append(UnitLostZeros(place, excerpt(code), near))
    return whole


def _codes(found: DatabaseUnits, known: str) -> list[str]:
    query = f"SELECT k.{UNIT} FROM ({known} OFFSET 0) AS k WHERE k.{UNIT} ~ '^[0-9]+$'"
    return [code for (code,) in found.connection.execute(query.encode()).fetchall()]


def _roster(
    connection: "Connection[Any]", program: Program, table: DatabaseTable, mapping: DataMapping
) -> tuple[Roster | None, tuple[Fault, ...]]:
    """The list of units in a table, in the order of their codes as the database gives them."""
    shown = ", ".join(f"{column.as_text} AS c{place}" for place, column in enumerate(table.columns))
    query = f"SELECT {shown} FROM {table.sql} AS t LIMIT {MOST_ROWS + 1}"
    texts = connection.execute(query.encode()).fetchall()
    if len(texts) > MOST_ROWS:
        return None, (*table.faults, TooManyRows(table.place(), MOST_ROWS))
    headings = tuple(dict.fromkeys(column.heading for column in table.columns))
    rows = [
        RawRow(number, {column.heading: column.cell(text) for column, text in zip(table.columns, row, strict=True)})
        for number, row in enumerate(sorted(texts, key=lambda row: tuple((text is None, text or "") for text in row)), 1)
    ]
    roster, faults = roster_of(program, RawTable(table.shown, headings, tuple(rows), table.doubtful), mapping.roster)
    if roster is not None:
        roster = Roster(tuple(sorted(roster.units, key=lambda unit: unit.code)))
    return roster, (*table.faults, *faults)
