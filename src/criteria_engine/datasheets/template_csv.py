"""A program and a list of units become empty CSV tables, for those who work without a spreadsheet's checks."""

from collections.abc import Mapping, Sequence

from criteria_engine.data.cell_reading import written
from criteria_engine.data.roster import Roster
from criteria_engine.datasheets.columns import SheetColumnOf, row_columns, unit_columns
from criteria_engine.documents.comma_separated import comma_separated
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Invalid


def template_tables(program: Program, roster: Roster | None, tongue: str) -> Mapping[str, str]:
    """CSV texts by table: the units under the empty name, with the roster filled in, and each related table under its own."""
    columns = unit_columns(program, tongue)
    rows = [_row(columns, unit.values) for unit in (roster.units if roster is not None else ())]
    tables = {"": comma_separated([[column.title for column in columns], *rows])}
    for name, table in program.tables.items():
        tables[name] = comma_separated([[column.title for column in row_columns(program, table, tongue)]])
    return tables


def _row(columns: Sequence[SheetColumnOf], values: Mapping[str, object]) -> list[str]:
    found = []
    for column in columns:
        value = values.get(column.fact.name)
        known = value is not None and not isinstance(value, Invalid)
        found.append(written(value, column.fact.type) if known else "")  # type: ignore[arg-type]
    return found
