"""A mapping of Python values, as users of the library have it, becomes a record."""

from collections.abc import Mapping

from criteria_engine.data.binding import bind
from criteria_engine.data.cell_reading import read_datum, written
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_objects import object_of, raw_rows
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.related_rows import nested_table, read_nested
from criteria_engine.data.row_reading import CellsOfRow, read_row, row_reader
from criteria_engine.data.unit_records import facts_with_identifier, name_of, nested_tables
from criteria_engine.diagnostics.catalogue.data import UnitNamedTwice
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Invalid, Record, Row
from criteria_engine.source import Cell


def record_from_mapping(program: Program, mapping: Mapping[str, object], unit: str | None = None) -> tuple[Record, tuple[Fault, ...]]:
    """A record of the values by fact name, and every fault; the cell of a fault names the fact, and no file.

    Values are texts as in a data file, or Python's bool, int, float (as its shortest text), Decimal, Fraction, date; None
    is missing. Related tables are lists of mappings under the table's name; a table that is not there is not known. The
    unit's code is the identifying fact's value, else `unit`, else empty. Facts that are not in the mapping are missing,
    without a word; names that are no fact are reported as warnings.
    """
    content = _plain(program, mapping)
    row = raw_rows([content], lambda number, key: Cell("", None, excerpt(key) if key is not None else None))[0]
    facts = facts_with_identifier(program)
    identifier = next(iter(facts.values()))
    nested = nested_tables(program, content)
    table = RawTable("", tuple(content), (row,))
    header = table.at()
    binding = bind(content, facts, header, also_known=nested, given_elsewhere=facts, other_names={identifier.name: program.subject.name})
    faults: list[Fault] = [*binding.faults, *([row.fault] if row.fault is not None else [])]
    cells = CellsOfRow(table, None, binding.columns)
    values, wrong = read_row(row_reader(binding, facts), row, cells)
    faults += wrong
    tables: dict[str, tuple[Row, ...]] = {}
    for name in nested:
        plan = nested_table(program, program.tables[name], [row], header, partial=True)
        own, wrong = read_nested(plan, row, table, None)
        faults += (*plan.faults, *wrong)
        if own is not None:
            tables[name] = own
    own_code = values.get(identifier.name)
    code = unit or ""
    if own_code is not None and not isinstance(own_code, Invalid):
        code = written(own_code, identifier.type)
        if unit is not None and unit != code:
            faults.append(UnitNamedTwice(Cell("", None, identifier.name), excerpt(code), excerpt(unit)))
    elif own_code is None and unit is not None:
        given = read_datum(unit, identifier)
        if given is not None and not isinstance(given, Fault):
            values[identifier.name] = given
    return Record(code, values, tables, cells, name_of(program, values)), tuple(faults)


def _plain(program: Program, mapping: Mapping[str, object]) -> dict[str, object]:
    """The mapping, and those in its related tables, as the reader of JSON would give them."""
    content = object_of(mapping.items())
    for name in nested_tables(program, content):
        rows = content[name]
        if isinstance(rows, (list, tuple)):
            content[name] = [object_of(row.items()) if isinstance(row, Mapping) else row for row in rows]
    return content
