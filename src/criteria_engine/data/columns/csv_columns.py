"""A CSV file becomes a table of columns of texts, where its rows can be told apart without reading each; else it is left to the row reader.

What is a row and what a cell is as the row reader has it: files in which a quotation mark stands where one reader might take it
otherwise than another, or a line ends in a carriage return alone, are not for this reader.
"""

import codecs
import csv
import io
import mmap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from criteria_engine.data.columns.column_table import ColumnBatch, ColumnTable, UnreadableColumns
from criteria_engine.data.columns.quotes import quotes_part_cells
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import LARGEST_FILE, LONGEST_CELL, MOST_COLUMNS, RawRow, RawTable
from criteria_engine.data.readers.csv_reader import delimiter_of, plain_cell
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.catalogue.data import ColumnWithoutName, DuplicateColumn, RowOfOtherLength
from criteria_engine.diagnostics.catalogue.data_files import NotOfItsFormat
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

MOST_HELD = 500_000_000
"""Bytes of a file whose cells are kept in memory after they were first looked at; a larger one is read again."""

BYTES_AT_ONCE = 33_554_432
"""Bytes of a file that are parted into rows at once."""

LONGEST_START = 4_000_000
"""Bytes of a large file by which its delimiter is found."""


@frozen(eq=False)
class _Rows:
    """The rows below the header: their bytes, the delimiter, whether there are quotation marks, the names of the columns in order (not
    told apart), and the number of the first row."""

    name: str
    data: Any
    delimiter: str
    quoted: bool
    columns: tuple[str, ...]
    first: int


@frozen(eq=False)
class _Looked:
    """What a first look at all rows found: rows of another length than the header by number (None: a blank one), blank rows, columns without a
    name that hold something, and the cells, where they are kept."""

    odd: Mapping[int, list[str] | None]
    blank: Any
    nameless: tuple[int, ...]
    held: tuple[Any, ...] | None


def csv_columns(name: str, path: Path, read_as: ReadAs) -> ColumnTable | None:
    """The columns of a CSV file; None where only the row reader can say what it holds."""
    import numpy

    opened = _opened(name, path, read_as)
    if opened is None:
        return None
    rows, header_row, said = opened
    if not rows.columns or len(rows.columns) > MOST_COLUMNS:
        return None
    looked = _look(rows)
    if looked is None:
        return None
    doubtful: dict[str, Fault] = {
        column: DuplicateColumn(Cell(name, header_row, excerpt(column)), excerpt(column))
        for column, times in Counter(rows.columns).items()
        if times > 1 and column
    }
    unnamed = [ColumnWithoutName(Cell(name, header_row), number) for number in looked.nameless]
    named = tuple(dict.fromkeys(column for column in rows.columns if column))
    width = len(rows.columns)
    broken = {
        number: RawRow(
            number,
            dict(zip(rows.columns, map(plain_cell, cells), strict=False)),
            RowOfOtherLength(Cell(name, number), len(cells), width),
        )
        for number, cells in looked.odd.items()
        if cells is not None
    }
    places = {column: at for at, column in enumerate(rows.columns)}
    odd = numpy.array(sorted(looked.odd), numpy.int64)

    def batches(columns: Sequence[str]) -> Iterator[ColumnBatch]:
        chosen = [places[column] for column in columns]
        following, left = rows.first, sorted(broken)
        for found in _batches(rows, chosen) if looked.held is None else (batch.select([str(at) for at in chosen]) for batch in looked.held):
            numbers = _numbers(following, len(found), odd)
            following = int(numbers[-1]) + 1 if len(numbers) else following
            yield _batch(columns, found, numbers, looked.blank, [broken[number] for number in left if number < following])
            left = [number for number in left if number >= following]
        if left:
            import pyarrow as pa

            nothing = pa.record_batch([pa.nulls(0, pa.string()) for _ in columns], names=[str(at) for at in range(len(columns))])
            yield _batch(columns, nothing, numpy.array([], numpy.int64), looked.blank, [broken[number] for number in left])

    import pyarrow as pa

    faults = (*said, *doubtful.values(), *unnamed, *(row.fault for row in broken.values() if row.fault is not None))
    table = RawTable(name, named, (), doubtful, header_row)
    return ColumnTable(table, faults, dict.fromkeys(named, pa.string()), lambda array: array.to_pylist(), batches)


def _opened(name: str, path: Path, read_as: ReadAs) -> tuple[_Rows, int, tuple[Fault, ...]] | None:
    """The rows of a file below its header, the number of the header, and what is said of the whole."""
    try:
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                return None
            data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    encoded: Any
    if len(data) <= LARGEST_FILE:
        start, said = decoded(name, data[:], read_as.encoding)
        encoded, offset = (start or "").encode(), 0
    elif read_as.encoding is None and _is_utf8(data):
        start, said = decoded(name, data[: data.rfind(b"\n", 0, LONGEST_START) + 1], None)
        encoded, offset = data, 3 if data[:3] == codecs.BOM_UTF8 else 0
    else:
        return None
    if start is None or _lone_returns(encoded):
        return None
    delimiter, skipped = delimiter_of(name, start, read_as)
    if isinstance(delimiter, Fault) or not delimiter.isascii():
        return None
    lines = io.StringIO(start, newline="")
    if skipped:
        offset += len(lines.readline().encode())
    read: list[str] = []
    reader = csv.reader(_noted(lines, read), strict=True, delimiter=delimiter)
    number = 1 if skipped else 0
    try:
        for cells in reader:
            number += 1
            if cells:
                break
        else:
            return None
    except csv.Error:
        return None
    offset += sum(len(line.encode()) for line in read)
    quoted = encoded.find(b'"', offset) >= 0
    if quoted and not quotes_part_cells(encoded, offset, ord(delimiter)):
        return None
    columns = tuple(unicodedata.normalize("NFC", column).strip() for column in cells)
    import pyarrow as pa

    return _Rows(name, pa.py_buffer(encoded).slice(offset), delimiter, quoted, columns, number + 1), number, said


def _noted(lines: Iterator[str], read: list[str]) -> Iterator[str]:
    """Lines, each noted when it is read."""
    for line in lines:
        read.append(line)
        yield line


def _is_utf8(data: Any) -> bool:
    """Whether bytes are UTF-8 without a NUL, looked at in parts."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), BYTES_AT_ONCE):
            part = data[start : start + BYTES_AT_ONCE]
            decoder.decode(part)
            if b"\0" in part:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lone_returns(data: Any) -> bool:
    """Whether a carriage return stands anywhere without a line feed behind it."""
    found = data.find(b"\r")
    if found < 0:
        return False
    import numpy

    whole = numpy.frombuffer(data, numpy.uint8)
    for start in range(0, len(whole), BYTES_AT_ONCE):
        returns = numpy.flatnonzero(whole[start : start + BYTES_AT_ONCE] == 13) + start + 1
        if len(returns) and (returns[-1] >= len(whole) or (whole[returns] != 10).any()):
            return True
    return False


def _batches(rows: _Rows, chosen: Sequence[int], odd: dict[int, str] | None = None) -> Iterator[Any]:
    """The rows that have as many cells as the header, with the columns of some places, each called by its place; the texts of others
    are put into `odd` by the numbers of their rows."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    def other_length(row: Any) -> str:
        if odd is not None:
            odd[rows.first + row.number - 1] = row.text
        return "skip"

    if not len(rows.data):
        return
    names = [str(at) for at in range(len(rows.columns))]
    asked = list(dict.fromkeys(str(at) for at in chosen))
    try:
        yield from arrow_csv.open_csv(
            pa.BufferReader(rows.data),
            read_options=arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=BYTES_AT_ONCE),
            parse_options=arrow_csv.ParseOptions(
                delimiter=rows.delimiter,
                quote_char='"' if rows.quoted else False,
                newlines_in_values=rows.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=other_length,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, include_columns=asked
            ),
        )
    except pa.ArrowException as error:
        raise UnreadableColumns(NotOfItsFormat(Cell(rows.name), "CSV")) from error


def _look(rows: _Rows) -> _Looked | None:
    """A first look at all rows; None where a cell is too long, or a row cannot be told apart in this way after all."""
    import numpy
    import pyarrow.compute as pc

    texts: dict[int, str] = {}
    held: list[Any] = []
    blank: list[int] = []
    nameless = [at for at, column in enumerate(rows.columns) if not column]
    filled: set[int] = set()
    starts: list[tuple[int, list[int]]] = []
    seen = 0
    try:
        for batch in _batches(rows, range(len(rows.columns)), texts):
            if any((pc.max(pc.binary_length(column)).as_py() or 0) > LONGEST_CELL for column in batch.columns):
                return None
            starts.append((seen, _blank_rows(batch)))
            seen += len(batch)
            filled |= {at for at in nameless if at not in filled and any(cell.strip() for cell in batch.column(at).unique().to_pylist())}
            if len(rows.data) <= MOST_HELD:
                held.append(batch)
    except UnreadableColumns:
        return None
    odd: dict[int, list[str] | None] = {}
    for number, text in texts.items():
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=rows.delimiter), [])
        except csv.Error:  # of a cell that is too long
            return None
        odd[number] = cells if any(cell and not cell.isspace() for cell in cells) else None
        filled |= {at for at in nameless if at < len(cells) and cells[at].strip()}
    every = _numbers(rows.first, seen, numpy.array(sorted(odd), numpy.int64)) if any(places for _, places in starts) else ()
    for start, places in starts:
        blank += [int(every[start + place]) for place in places]
    return _Looked(odd, numpy.array(blank, numpy.int64), tuple(at + 1 for at in sorted(filled)), tuple(held) if len(rows.data) <= MOST_HELD else None)


def _blank_rows(batch: Any) -> list[int]:
    """The places of rows in which no cell holds anything."""
    import pyarrow.compute as pc

    places = None
    for column in batch.columns:
        cells = column if places is None else column.take(places)
        maybe = pc.invert(pc.match_substring_regex(cells, "^[!-~]"))
        if not pc.any(maybe).as_py():
            return []
        places = pc.indices_nonzero(maybe) if places is None else places.filter(maybe)
    found = [] if places is None else places.to_pylist()
    return [place for place in found if not any(cell and not cell.isspace() for cell in (column[place].as_py() for column in batch.columns))]


def _numbers(following: int, many: int, odd: Any) -> Any:
    """The numbers of rows from one on, without those of odd rows."""
    import numpy

    if not many:
        return numpy.array([], numpy.int64)
    ahead = odd[(odd >= following)]
    last = following + many - 1
    passed = 0
    while (count := int(numpy.searchsorted(ahead, last, "right"))) != passed:
        last += count - passed
        passed = count
    return numpy.setdiff1d(numpy.arange(following, last + 1, dtype=numpy.int64), ahead[:passed], assume_unique=True)


def _batch(columns: Sequence[str], found: Any, numbers: Any, blank: Any, broken: Sequence[RawRow]) -> ColumnBatch:
    """A batch without blank rows, and with the broken ones in their places."""
    import numpy
    import pyarrow as pa

    arrays = [_unguarded(array) for array in found.columns]
    if len(blank):
        kept = ~numpy.isin(numbers, blank)
        if not kept.all():
            numbers, arrays = numbers[kept], [array.filter(pa.array(kept)) for array in arrays]
    if not broken:
        return ColumnBatch(numbers, dict(zip(columns, arrays, strict=True)))
    own = numpy.array([row.number for row in broken], numpy.int64)
    order = numpy.argsort(numpy.concatenate([numbers, own]), kind="stable")
    places = pa.array(order, mask=order >= len(numbers))
    at = numpy.flatnonzero(order >= len(numbers)).tolist()
    cells = {column: array.take(places) for column, array in zip(columns, arrays, strict=True)}
    return ColumnBatch(numpy.concatenate([numbers, own])[order], cells, dict(zip(at, broken, strict=True)))


def _unguarded(array: Any) -> Any:
    """Cells without the apostrophe that our own CSV has before what a spreadsheet would take for a formula."""
    import pyarrow as pa
    import pyarrow.compute as pc

    guarded = pc.starts_with(array, "'")
    if not pc.any(guarded).as_py():
        return array
    return pc.replace_with_mask(array, guarded, pa.array([plain_cell(cell) for cell in array.filter(guarded).to_pylist()], pa.string()))
