"""A CSV file (comma, double quotes, UTF-8) becomes a raw table; rows are numbered as a spreadsheet numbers them.

The header is row 1; a cell with line breaks in quotes is one row, and an empty line counts but holds nothing.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import count

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, Reading
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.diagnostics.catalogue.data import (
    CellTooLong,
    ColumnWithoutName,
    DataFileEmpty,
    DuplicateColumn,
    QuotesMisplaced,
    RowOfOtherLength,
    SeparatorNotComma,
    TooManyColumns,
    TooManyRows,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

_OTHER_SEPARATORS = (";", "\t", "|")

_Numbered = tuple[int, list[str] | Fault]
_Row = tuple[int, list[str], Fault | None]


def read_csv(name: str, data: bytes) -> Reading:
    """The table of a CSV file's bytes. A row that cannot be trusted stays in the table with its fault."""
    text = decoded(name, data)
    if isinstance(text, Fault):
        return Reading(None, (text,))
    rows = _numbered_rows(name, text)
    header_row, header = next((found for found in rows if found[1] != []), (1, []))
    if isinstance(header, Fault):
        return Reading(None, (header,))
    if not header:
        return Reading(None, (DataFileEmpty(Cell(name)),))
    if len(header) > MOST_COLUMNS:
        return Reading(None, (TooManyColumns(Cell(name, header_row), MOST_COLUMNS),))
    columns = [unicodedata.normalize("NFC", column).strip() for column in header]
    if len(columns) == 1 and any(separator in columns[0] for separator in _OTHER_SEPARATORS):
        return Reading(None, (SeparatorNotComma(Cell(name, header_row), excerpt(columns[0])),))
    found = _trusted_or_not(name, len(columns), rows)
    if len(found) > MOST_ROWS:
        return Reading(None, (TooManyRows(Cell(name, found[-1][0]), MOST_ROWS),))
    doubtful: dict[str, Fault] = {
        column: DuplicateColumn(Cell(name, header_row, excerpt(column)), excerpt(column))
        for column, times in Counter(columns).items()
        if times > 1 and column
    }
    unnamed = [ColumnWithoutName(Cell(name, header_row), number) for number in _nameless_with_data(columns, found)]
    named = tuple(dict.fromkeys(column for column in columns if column))
    rest = tuple(RawRow(number, dict(zip(columns, cells, strict=False)), fault) for number, cells, fault in found)
    broken = (row.fault for row in rest if row.fault is not None)
    return Reading(RawTable(name, named, rest, "", doubtful, header_row), (*doubtful.values(), *unnamed, *broken))


def _numbered_rows(name: str, text: str) -> Iterator[_Numbered]:
    """The rows of a text with their numbers; a row whose quotes are misplaced is its fault."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for number in count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = Cell(name, number)
            yield number, CellTooLong(place, LONGEST_CELL) if "field larger" in str(error) else QuotesMisplaced(place)


def _trusted_or_not(name: str, width: int, rows: Iterator[_Numbered]) -> list[_Row]:
    """The rows that hold anything, each with what is wrong with it."""
    found: list[_Row] = []
    for number, cells in rows:
        if isinstance(cells, Fault):
            found.append((number, [], cells))
        elif any(cell and not cell.isspace() for cell in cells):
            fault = RowOfOtherLength(Cell(name, number), len(cells), width) if len(cells) != width else None
            found.append((number, cells, fault))
        if len(found) > MOST_ROWS:
            break
    return found


def _nameless_with_data(columns: list[str], rows: list[_Row]) -> list[int]:
    """The numbers of the columns without a name in which a row has anything."""
    blank = [index for index, column in enumerate(columns) if not column]
    return [index + 1 for index in blank if any(index < len(cells) and cells[index].strip() for _, cells, _ in rows)]
