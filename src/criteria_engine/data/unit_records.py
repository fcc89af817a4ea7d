"""The table of units becomes a record for each unit, with the rows that the units hold themselves."""

from collections.abc import Collection, Iterable, Mapping

from attrs import evolve, frozen

from criteria_engine.data.binding import Binding, bind, identifying_fact
from criteria_engine.data.cell_reading import written
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NO_MAPPING, DataMapping
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.related_rows import nested_table, read_nested
from criteria_engine.data.row_reading import CellsOfRow, read_row, row_reader
from criteria_engine.data.unit_codes import Codes, RowUnit, alike, unit_of
from criteria_engine.diagnostics.catalogue.data import IdentifierColumnMissing, UnitTwice, UnitWithoutIdentifier
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program
from criteria_engine.ir.records import Datum, Invalid, Record, Row
from criteria_engine.values.types import Value


@frozen(eq=False)
class UnitRecords:
    """The records of a table of units by their codes (None where it has no column of codes), the related tables that the
    units hold themselves, and every fault."""

    records: Mapping[str, Record] | None
    nested: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()


def facts_with_identifier(program: Program) -> dict[str, Fact]:
    """The declared facts, and the identifying one where it is not among them."""
    identifier = identifying_fact(program.subject, program.facts)
    return {identifier.name: identifier, **program.facts}


def nested_tables(program: Program, columns: Collection[str]) -> list[str]:
    """The columns that hold related tables' rows."""
    return [name for name in program.tables if name in columns and name not in program.facts]


def bind_units(program: Program, table: RawTable, given_elsewhere: Iterable[str], mapping: DataMapping) -> Binding:
    """Which column of a table of units gives which fact; no column is missed for the facts `given_elsewhere`."""
    facts = facts_with_identifier(program)
    identifier = next(iter(facts))
    return bind(
        table.columns,
        facts,
        table.at(table.header_row),
        doubtful=table.doubtful,
        also_known=nested_tables(program, table.columns),
        given_elsewhere=(identifier, *given_elsewhere),
        other_names={identifier: program.subject.name},
        letters=table.letters,
        mapping=mapping.units,
    )


def read_units(
    program: Program, table: RawTable, listed: Collection[str], given_elsewhere: Iterable[str], mapping: DataMapping = NO_MAPPING
) -> UnitRecords:
    """The records of a table of units. `listed` are the codes of the list of units, if any; no column is missed for the
    facts `given_elsewhere`; `mapping` is what the author says of the files."""
    if not table.columns and not table.rows:
        return UnitRecords({})
    facts = facts_with_identifier(program)
    identifier = next(iter(facts.values()))
    header = table.at(table.header_row)
    nested = nested_tables(program, table.columns)
    binding = bind_units(program, table, given_elsewhere, mapping)
    column = binding.columns.get(identifier.name)
    if column is None or identifier.name in binding.doubtful:
        missing = (IdentifierColumnMissing(header, identifier.name),) if column is None else ()
        return UnitRecords(None, frozenset(nested), (*binding.faults, *missing))
    plans = [nested_table(program, program.tables[name], table.rows, table.at(), mapping.of(name)) for name in nested]
    reader = row_reader(binding, facts, table.rows, lambda index, name: table.at(table.rows[index].number, name), mapping.units)
    read_code = reader.of(identifier.name)
    codes = Codes(listed, mapping.restore_zeros)
    records: dict[str, Record] = {}
    faults: list[Fault] = [*binding.faults, *reader.faults, *(fault for plan in plans for fault in plan.faults)]
    origin = evolve(table, rows=())  # so that records do not keep every row of the file
    for row in table.rows:
        cells = CellsOfRow(origin, row.number, binding.columns)
        place = cells[identifier.name]
        unit = unit_of(row, column, table.columns[0], read_code, identifier, place)
        unit = codes.restored(unit, place) if isinstance(unit, RowUnit) else unit
        if isinstance(unit, Fault):
            faults.append(unit)
        elif unit is None:
            faults += [UnitWithoutIdentifier(place, identifier.name)] if row.fault is None else []
        elif unit.sure or unit.code in listed:
            values, wrong = read_row(reader, row, cells)
            values[identifier.name] = unit.value
            tables: dict[str, tuple[Row, ...]] = {}
            for plan in plans:
                own, wrong_rows = read_nested(plan, row, table, row.number)
                wrong += wrong_rows
                if own is not None:
                    tables[plan.table.name] = own
            faults += wrong
            name = name_of(program, values)
            sound = None if Invalid in map(type, values.values()) else values
            record = Record(unit.code, values, tables, cells, name, table.at(row.number), sound=sound)
            if unit.code in records:
                first = records[unit.code]
                twice = UnitTwice(place, excerpt(unit.code), (first.place.row if first.place else None) or 0)
                faults.append(twice)
                record = merged(first, record, twice)
            records[unit.code] = record
    places = {code: record.cells[identifier.name] for code, record in records.items()}
    return UnitRecords(records, frozenset(nested), (*faults, *codes.faults, *alike(places)))


def merged(first: Record, second: Record, twice: UnitTwice) -> Record:
    """Two records of one unit as one: facts on which they differ are invalid, and nobody knows whose rows count."""
    values: dict[str, Datum] = {}
    for name in {**first.values, **second.values}:
        one, other = first.values.get(name), second.values.get(name)
        agreed = one is not None and type(one) is type(other) and one == other
        values[name] = one if agreed and one is not None else Invalid(twice)
    return evolve(first, values=values, tables={})


def name_of(program: Program, values: Mapping[str, Value | Invalid]) -> str:
    """What people call the unit, where the record says it; else empty."""
    name = values.get(program.subject.named_by or "")
    fact = program.facts.get(program.subject.named_by or "")
    return written(name, fact.type) if fact is not None and name is not None and not isinstance(name, Invalid) else ""
