"""A CSV file (double quotes, any delimiter) becomes a raw table; rows are numbered as a spreadsheet numbers them.

The header is row 1; a cell with line breaks in quotes is one row, and an empty line counts but holds nothing.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice

from attrs import evolve

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, Reading
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.data.reading_choices import AS_FOUND, DELIMITERS, ReadAs
from criteria_engine.diagnostics.catalogue.data import (
    CellTooLong,
    ColumnWithoutName,
    DataFileEmpty,
    DuplicateColumn,
    QuotesMisplaced,
    RowOfOtherLength,
    TooManyColumns,
    TooManyRows,
)
from criteria_engine.diagnostics.catalogue.data_files import DelimiterDoubtful, DelimiterUnusable
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.comma_separated import unguarded
from criteria_engine.source import Cell

DELIMITERS_TRIED = (",", ";", "\t", "|")
"""The delimiters that are found without being said."""

_ROWS_TRIED = 50
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)

_Numbered = tuple[int, list[str] | Fault]
_Row = tuple[int, list[str], Fault | None]


def read_csv(name: str, data: bytes, read_as: ReadAs = AS_FOUND) -> Reading:
    """The table of a CSV file's bytes. A row that cannot be trusted stays in the table with its fault."""
    rows, said = csv_rows(name, data, read_as)
    if rows is None:
        return Reading(None, said)
    reading = _read(name, rows)
    return evolve(reading, faults=(*said, *reading.faults))


def csv_rows(name: str, data: bytes, read_as: ReadAs = AS_FOUND) -> tuple[Iterator[_Numbered] | None, tuple[Fault, ...]]:
    """The rows of a CSV file's bytes as they are, each with its number, and what is wrong with the whole; None where that leaves
    no rows. A row whose quotes are misplaced is its fault."""
    text, said = decoded(name, data, read_as.encoding)
    if text is None:
        return None, said
    delimiter, skipped = delimiter_of(name, text, read_as)
    if isinstance(delimiter, Fault):
        return None, (*said, delimiter)
    return numbered_rows(name, text, delimiter, skipped=skipped), said


def delimiter_of(name: str, text: str, read_as: ReadAs) -> tuple[str | Fault, bool]:
    """What parts the cells of a text, or why that is not known; and whether the first line says it, so that it is no row."""
    first = _SEP_LINE.fullmatch(text[: text.find("\n") + 1])
    if read_as.delimiter is not None:
        delimiter = DELIMITERS.get(read_as.delimiter.lower(), read_as.delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n\0' or "\ud800" <= delimiter <= "\udfff":
            return DelimiterUnusable(Cell(name), excerpt(delimiter), tuple(DELIMITERS)), False
        return delimiter, first is not None
    if first is not None and first[1] in DELIMITERS_TRIED:
        return first[1], True
    found = _delimiters(name, text)
    if len(found) > 1:
        words = {character: word for word, character in DELIMITERS.items()}
        return DelimiterDoubtful(Cell(name, 1), tuple(words[each] for each in found)), False
    return found[0], first is not None


def _read(name: str, rows: Iterator[_Numbered]) -> Reading:
    header_row, header = next((found for found in rows if found[1] != []), (1, []))
    if isinstance(header, Fault):
        return Reading(None, (header,))
    if not header:
        return Reading(None, (DataFileEmpty(Cell(name)),))
    if len(header) > MOST_COLUMNS:
        return Reading(None, (TooManyColumns(Cell(name, header_row), MOST_COLUMNS),))
    columns = [unicodedata.normalize("NFC", column).strip() for column in header]
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
    rest = tuple(RawRow(number, dict(zip(columns, map(plain_cell, cells), strict=False)), fault) for number, cells, fault in found)
    broken = (row.fault for row in rest if row.fault is not None)
    return Reading(RawTable(name, named, rest, doubtful, header_row), (*doubtful.values(), *unnamed, *broken))


def plain_cell(cell: str) -> str:
    """A cell without the apostrophe that our own CSV has before what a spreadsheet would take for a formula."""
    return unguarded(cell) if cell[:1] == "'" else cell


def _delimiters(name: str, text: str) -> tuple[str, ...]:
    """The delimiters that may be meant: those that split the header; of several, those by which the first rows have as
    many cells as the header, if there are any."""
    fitting: list[str] = []
    splitting: list[str] = []
    for delimiter in DELIMITERS_TRIED:
        if delimiter not in text:
            continue
        rows = (cells for _, cells in numbered_rows(name, text, delimiter) if not isinstance(cells, Fault) and cells)
        some = list(islice(rows, _ROWS_TRIED))
        if not some or len(some[0]) < 2:
            continue
        splitting.append(delimiter)
        if all(len(cells) == len(some[0]) for cells in some):
            fitting.append(delimiter)
    return tuple(fitting or splitting or ",")


def numbered_rows(name: str, text: str, delimiter: str, *, skipped: bool = False) -> Iterator[_Numbered]:
    """The rows of a text with their numbers; a row whose quotes are misplaced is its fault. `skipped`: the first line is
    no row."""
    lines = io.StringIO(text, newline="")
    if skipped:
        lines.readline()
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    for number in count(2 if skipped else 1):
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
