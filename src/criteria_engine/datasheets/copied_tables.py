"""Data files become the cells of sheets as they are, with the place of every cell that a fault can speak of.

Rows keep their numbers, except those of formats without headings of their own (JSON): there the first row is that of the names.
Rows of related tables that stand inside a unit's object have a sheet of their own.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.raw_table import RawTable
from criteria_engine.documents.workbook.model import LAST_ROW, SheetCell
from criteria_engine.source import Cell
from criteria_engine.values.numbers import normal

Place = tuple[int, int]
"""A row and a column, counted from 0."""

_NESTED = re.compile(r"(?P<table>[^\[\].]+)\[(?P<row>[0-9]+)\](?:\.(?P<field>.*))?", re.DOTALL)
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


@frozen(eq=False)
class CopiedTable:
    """The cells of one table: `file` and `sheet` are what faults call it; `columns` where each column stands, `header` the row of
    the names, `shift` how far below its number a row stands; `nested` are the sheets of rows inside units, by table."""

    file: str
    sheet: str | None
    cells: Mapping[Place, SheetCell]
    columns: Mapping[str, int]
    header: int = 0
    shift: int = -1
    keys: Mapping[tuple[int, str, int], int] = field(factory=dict)
    nested_in: str | None = None

    def place_of(self, cell: Cell) -> Place | None:
        """Where the cell of a fault stands in this table; None where the fault is not of this table or of no cell in it."""
        if cell.file != self.file or (self.sheet is not None and cell.sheet is not None and cell.sheet != self.sheet):
            return None
        if self.sheet is not None and cell.sheet is None:
            return None
        within = _NESTED.fullmatch(cell.column or "") if cell.row is not None else None
        if within is not None and cell.column not in self.columns:
            row = self.keys.get((cell.row or 0, within["table"], int(within["row"])))
            return None if row is None else (row, self.columns.get(within["field"] or "", 0))
        if self.nested_in is not None:
            return None
        if cell.row is None and cell.column is None:
            return None
        row = self.header if cell.row is None else cell.row + self.shift
        if cell.letter is not None:
            return row, _position(cell.letter)
        column = self.columns.get(cell.column or "", 0)
        return (row, column) if 0 <= row <= LAST_ROW else None


def _position(letters: str) -> int:
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - 64
    return found - 1


def copied_rows(file: str, sheet: str | None, rows: Iterable[tuple[int, Mapping[int, object]]], header_row: int) -> CopiedTable:
    """The table of rows that have their own numbers (from 1) and cells by column (from 0)."""
    cells: dict[Place, SheetCell] = {}
    columns: dict[str, int] = {}
    for number, row in rows:
        if number > LAST_ROW + 1:
            break
        for column, raw in row.items():
            cells[number - 1, column] = cell_of(raw)
            if number == header_row:
                columns[excerpt(" ".join(str(raw).split()))] = column  # of two alike the last, which is the one too many
    return CopiedTable(file, sheet, cells, columns, header_row - 1)


def copied_objects(table: RawTable, identifier: str, tables: Iterable[str]) -> list[CopiedTable]:
    """The table of objects under a row of their names, and the tables of the rows inside them. A table that has a row of names and
    letters of its own (an OpenDocument sheet) keeps its places."""
    own_places = table.header_row is not None and bool(table.letters)
    columns = {column: position for position, column in enumerate(table.columns)}
    if own_places:
        columns = {column: _position(table.letters[column]) for column in table.columns if column in table.letters}
    header, shift = ((table.header_row or 1) - 1, -1) if own_places else (0, 0)
    nested = [name for name in tables if name in columns]
    cells: dict[Place, SheetCell] = {(header, position): SheetCell(column, "heading") for column, position in columns.items()}
    inside: dict[str, tuple[dict[Place, SheetCell], dict[str, int], dict[tuple[int, str, int], int]]] = {
        name: ({(0, 0): SheetCell(identifier, "key heading")}, {identifier: 0}, {}) for name in nested
    }
    for row in table.rows:
        at = row.number + shift
        if at > LAST_ROW:
            break
        for column, raw in row.cells.items():
            if column in inside and isinstance(raw, (list, tuple)):
                cells[at, columns[column]] = SheetCell(f"[{len(raw)}]", "muted")
                _nested_rows(inside[column], column, row.number, row.cells.get(identifier), raw)
            elif column in columns:
                cells[at, columns[column]] = cell_of(raw)
    names = {excerpt(name): position for name, position in columns.items()}
    found = [CopiedTable(table.name, table.sheet, cells, names, header, shift)]
    for name, (own, fields, keys) in inside.items():
        found.append(CopiedTable(table.name, table.sheet, own, fields, 0, 0, keys, name))
    return found


def _nested_rows(
    inside: tuple[dict[Place, SheetCell], dict[str, int], dict[tuple[int, str, int], int]],
    name: str,
    unit_row: int,
    unit: object,
    rows: Iterable[object],
) -> None:
    cells, names, keys = inside
    for index, row in enumerate(rows, 1):
        at = len(keys) + 1
        if at > LAST_ROW:
            return
        keys[unit_row, name, index] = at
        cells[at, 0] = cell_of(unit)
        for key, raw in row.items() if isinstance(row, Mapping) else [("?", row)]:
            if excerpt(key) not in names:
                names[excerpt(key)] = len(names)
                cells[0, names[excerpt(key)]] = SheetCell(str(key), "heading")
            cells[at, names[excerpt(key)]] = cell_of(raw)


def cell_of(raw: object) -> SheetCell:
    """A raw cell as a sheet shows it: numbers and percentages of the file as numbers, all else as text."""
    match raw:
        case None:
            return SheetCell(None)
        case bool():
            return SheetCell("true" if raw else "false")
        case str():
            return SheetCell(raw)
        case NumberText(text=text):
            return SheetCell(normal(Fraction(text)) if _PLAIN.fullmatch(text) else text)
        case PercentText(text=text):
            plain = text.removesuffix("%")
            return SheetCell(normal(Fraction(plain) / 100), format="0.00##########%") if _PLAIN.fullmatch(plain) else SheetCell(text)
        case datetime():
            return SheetCell(raw.isoformat(" "))
        case date():
            return SheetCell(raw, format="dd/mm/yyyy")
        case timedelta():
            return SheetCell(str(raw))
    return SheetCell(str(getattr(raw, "found", None) or excerpt(raw)))
