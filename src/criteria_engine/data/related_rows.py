"""A related table's file, or the rows inside a unit's object, become the rows of each unit.

A row that is surely a unit's but cannot be read is a row of invalid fields. Where a row may be a unit's or not, that
unit's rows are not known at all: the table is left out for it, so that no count is ever made of some of the rows.
"""

from collections.abc import Collection, Iterable, Mapping

from attrs import evolve, field, frozen

from criteria_engine.data.binding import Binding, bind, identifying_fact
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NO_MAPPING, NO_TABLE_MAPPING, DataMapping, TableMapping
from criteria_engine.data.raw_objects import raw_rows
from criteria_engine.data.raw_table import RawRow, RawTable
from criteria_engine.data.row_reading import CellsOfRow, RowReader, read_row, row_reader
from criteria_engine.data.unit_codes import Codes, RowUnit, by_digits, unit_of, without_zeros
from criteria_engine.diagnostics.catalogue.data import (
    IdentifierColumnMissing,
    NotRows,
    RowOfUnknownUnit,
    RowWithoutUnit,
    UnitLostZeros,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program, Table
from criteria_engine.ir.records import Row
from criteria_engine.source import Cell


@frozen(eq=False)
class Related:
    """The rows of a table by unit. `open` are units that may have further rows; `all_open`: every unit may."""

    rows: Mapping[str, tuple[Row, ...]] = field(factory=dict)
    open: frozenset[str] = frozenset()
    all_open: bool = False
    faults: tuple[Fault, ...] = ()


def rows_of(related: Related, unit: str) -> tuple[Row, ...] | None:
    """All rows of a unit; None where they are not known."""
    return None if related.all_open or unit in related.open else related.rows.get(unit, ())


def bind_related(program: Program, table: Table, raw: RawTable, mapping: DataMapping) -> Binding:
    """Which column of a related table's file gives which field, and which the units' codes."""
    identifier = identifying_fact(program.subject, program.facts)
    return bind(
        raw.columns,
        {identifier.name: identifier, **table.fields},
        raw.at(raw.header_row),
        doubtful=raw.doubtful,
        given_elsewhere=(identifier.name,),
        other_names={identifier.name: program.subject.name},
        letters=raw.letters,
        mapping=mapping.of(table.name),
    )


def read_related(
    program: Program,
    table: Table,
    raw: RawTable,
    units: Collection[str],
    unlisted: Collection[str],
    mapping: DataMapping = NO_MAPPING,
) -> Related:
    """The rows of a table's own file. `units` are the units with a record; rows of `unlisted` units (in the data, not in
    the list of units) are left out without another word; `mapping` is what the author says of the files."""
    if not raw.columns and not raw.rows:
        return Related()
    identifier = identifying_fact(program.subject, program.facts)
    header = raw.at(raw.header_row)
    said = mapping.of(table.name)
    facts = {identifier.name: identifier, **table.fields}
    binding = bind_related(program, table, raw, mapping)
    column = binding.columns.get(identifier.name)
    if column is None or identifier.name in binding.doubtful:
        missing = (IdentifierColumnMissing(header, identifier.name),) if column is None else ()
        return Related(all_open=True, faults=(*binding.faults, *missing))
    fields = {name: found for name, found in binding.columns.items() if name in table.fields}

    def place_of(index: int, name: str) -> Cell:
        return raw.at(raw.rows[index].number, name)

    reader = row_reader(evolve(binding, columns=fields), table.fields, raw.rows, place_of, said)
    key = evolve(binding, columns={identifier.name: column})
    read_code = row_reader(key, facts, raw.rows, place_of, said).of(identifier.name)
    codes = Codes(units, mapping.restore_zeros)
    digits = by_digits(units)
    found: dict[str, list[Row]] = {}
    open_units: set[str] = set()
    all_open = False
    faults: list[Fault] = [*binding.faults, *reader.faults]
    origin = evolve(raw, rows=())  # so that rows do not keep all others of the file
    for row in raw.rows:
        place = raw.at(row.number, column)
        unit = unit_of(row, column, raw.columns[0], read_code, identifier, place)
        unit = codes.restored(unit, place) if isinstance(unit, RowUnit) else unit
        if isinstance(unit, Fault) or unit is None or not (unit.sure or unit.code in units):
            all_open = True
            if isinstance(unit, Fault):
                faults.append(unit)
            elif unit is None and row.fault is None:
                faults.append(RowWithoutUnit(place, table.name, identifier.name))
        elif unit.code in units:
            read, wrong = _row(reader, row, origin, row.number, "")
            found.setdefault(unit.code, []).append(read)
            faults += wrong
        elif unit.code not in unlisted:
            near = digits.get(without_zeros(unit.code) or "")
            if near is not None:
                open_units.add(near)
                faults.append(UnitLostZeros(place, unit.code, near))
            else:
                faults.append(RowOfUnknownUnit(place, table.name, excerpt(unit.code)))
    rows = {unit: tuple(own) for unit, own in found.items()}
    return Related(rows, frozenset(open_units), all_open, (*faults, *codes.faults))


@frozen(eq=False)
class NestedTable:
    """What reads the rows that units hold themselves, and the faults of their columns."""

    table: Table
    reader: RowReader
    faults: tuple[Fault, ...]


def nested_table(
    program: Program,
    table: Table,
    units: Iterable[RawRow],
    whole: Cell,
    mapping: TableMapping = NO_TABLE_MAPPING,
    *,
    partial: bool = False,
) -> NestedTable:
    """The plan for rows of a table inside units' objects, over all units of the file at `whole`; `partial`: no column is
    missed, and each cell is read alone."""
    found = [
        (unit.number, index, row)
        for unit in units
        if isinstance(own := unit.cells.get(table.name), (list, tuple))
        for index, row in enumerate(own, 1)
        if isinstance(row, dict)
    ]
    columns = dict.fromkeys(name for _, _, row in found for name in row)
    identifier = identifying_fact(program.subject, program.facts).name
    known = () if identifier in table.fields else (identifier, program.subject.name)
    elsewhere = table.fields if partial or not columns else ()
    header = evolve(whole, column=f"{table.name}.")
    binding = bind(columns, table.fields, header, also_known=known, given_elsewhere=elsewhere, mapping=mapping)

    def place_of(index: int, name: str) -> Cell:
        number, row, _ = found[index]
        return evolve(whole, row=number, column=f"{table.name}[{row}].{excerpt(name)}")

    rows = () if partial else tuple(RawRow(number, row) for number, _, row in found)
    reader = row_reader(binding, table.fields, rows, place_of, mapping)
    return NestedTable(table, reader, (*binding.faults, *reader.faults))


def read_nested(nested: NestedTable, unit: RawRow, units: RawTable, number: int | None) -> tuple[tuple[Row, ...] | None, list[Fault]]:
    """The rows that a unit at a row of a file holds itself; None where it says nothing of them, or no list of rows. The
    cell of a field is named `cases[2].kind` in the second row."""
    name = nested.table.name
    raw = unit.cells.get(name)
    if unit.fault is not None or raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, []
    if not isinstance(raw, (list, tuple)):
        return None, [NotRows(units.at(number, name), name, excerpt(raw))]

    def place(index: int, key: str | None) -> Cell:
        return evolve(units.at(number), column=f"{name}[{index}]" + (f".{excerpt(key)}" if key is not None else ""))

    rows: list[Row] = []
    faults: list[Fault] = []
    for row in raw_rows(raw, place):
        if row.fault is not None:
            faults.append(row.fault)
        read, wrong = _row(nested.reader, row, units, number, f"{name}[{row.number}].")
        rows.append(read)
        faults += wrong
    return tuple(rows), faults


def _row(reader: RowReader, row: RawRow, table: RawTable, number: int | None, prefix: str) -> tuple[Row, list[Fault]]:
    cells = CellsOfRow(table, number, reader.binding.columns, prefix)
    values, faults = read_row(reader, row, cells)
    return Row(values, cells, evolve(table.at(number), column=prefix.removesuffix(".") or None)), faults
