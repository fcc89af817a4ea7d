"""Parquet and Arrow files, and data frames of pandas, Polars or pyarrow, become raw tables; the first row is row 1.

pyarrow reads them; it comes with the extra `tables`, and is imported only here, when it is needed.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.raw_objects import object_of
from criteria_engine.data.raw_table import MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, Reading
from criteria_engine.data.readers.arrow_days import day_reader, moment_reader
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data import DuplicateColumn, TooManyColumns, TooManyRows
from criteria_engine.diagnostics.catalogue.data_files import ColumnTypeNotRead, LibraryMissing, NotOfItsFormat, TooManyCells, UnpackedTooLarge
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

MOST_CELLS = 10_000_000
"""Cells that a table read row by row may have."""

MOST_BYTES = 1_000_000_000
"""Bytes that the columns may take once they are unpacked."""

_ROWS_AT_ONCE = 16_384


def read_parquet(name: str, data: bytes, read_as: ReadAs = AS_FOUND) -> Reading:
    """The table of a Parquet file's bytes."""

    def batches(pyarrow: Any) -> Iterable[Any]:
        from pyarrow import parquet

        file = parquet.ParquetFile(io.BytesIO(data))
        _within_limits(name, file.metadata.num_rows, len(file.schema_arrow.names))
        if sum(file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups)) > MOST_BYTES:
            raise Refused(UnpackedTooLarge(Cell(name), MOST_BYTES))
        yield file.schema_arrow
        yield from file.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False)

    return _reading(name, "Parquet", batches)


def read_arrow(name: str, data: bytes, read_as: ReadAs = AS_FOUND) -> Reading:
    """The table of the bytes of an Arrow file, of Feather, or of an Arrow stream."""

    def batches(pyarrow: Any) -> Iterable[Any]:
        if data.startswith(b"ARROW1"):
            file = pyarrow.ipc.open_file(pyarrow.BufferReader(data))
            yield file.schema
            yield from (file.get_batch(number) for number in range(file.num_record_batches))
        else:
            stream = pyarrow.ipc.open_stream(pyarrow.BufferReader(data))
            yield stream.schema
            yield from stream

    return _reading(name, "Arrow", batches)


def is_frame(value: object) -> bool:
    """Whether a value is a data frame: of pandas, Polars, pyarrow, or of another library that gives Arrow's columns."""
    return hasattr(value, "__arrow_c_stream__") or type(value).__module__.partition(".")[0] == "pandas"


def read_frame(name: str, frame: object) -> Reading:
    """The table of a data frame, which faults call `name`. The index of a pandas frame is no column."""

    def batches(pyarrow: Any) -> Iterable[Any]:
        table = frame_table(pyarrow, frame)
        yield table.schema
        yield from table.to_batches(max_chunksize=_ROWS_AT_ONCE)

    return _reading(name, "Arrow", batches)


def frame_table(pyarrow: Any, frame: Any) -> Any:
    """A data frame as a table of pyarrow; raises what pyarrow raises for what it cannot take."""
    if type(frame).__module__.partition(".")[0] == "pandas":
        return pyarrow.Table.from_pandas(_plain_columns(frame), preserve_index=False)
    return pyarrow.table(frame)


def _plain_columns(frame: Any) -> Any:
    """A pandas frame in which columns of mixed objects are texts: pyarrow takes only columns of one kind."""
    mixed = [at for at, kind in enumerate(frame.dtypes) if str(kind) == "object" and len(set(map(type, frame.iloc[:, at].dropna()))) > 1]
    if not mixed:
        return frame
    copy = frame.copy()
    for at in mixed:
        missing = frame.iloc[:, at].isna()
        copy.isetitem(at, frame.iloc[:, at].map(_as_text).where(~missing, None))
    return copy


def _as_text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _reading(name: str, format: str, batches: Callable[[Any], Iterable[Any]]) -> Reading:
    """The table of what is found first, a schema, and of the batches of rows that follow."""
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.ipc
    except ImportError:
        return Reading(None, (LibraryMissing(Cell(name), format, "pyarrow", "tables"),))
    try:
        return _table(name, pyarrow, iter(batches(pyarrow)))
    except Refused as refused:
        return Reading(None, (refused.fault,))
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError, MemoryError):
        return Reading(None, (NotOfItsFormat(Cell(name), format),))


def _within_limits(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Refused(TooManyRows(Cell(name), MOST_ROWS))
    if columns > MOST_COLUMNS:
        raise Refused(TooManyColumns(Cell(name), MOST_COLUMNS))
    if rows * columns > MOST_CELLS:
        raise Refused(TooManyCells(Cell(name), MOST_CELLS))


def _table(name: str, pyarrow: Any, batches: Any) -> Reading:
    schema = next(batches)
    whole = Cell(name)
    named = [" ".join(column.split()) for column in schema.names]
    said: list[Fault] = []
    readers: list[tuple[int, str, Callable[[Any], list[object]]]] = []
    for at, (column, kind) in enumerate(zip(named, schema.types, strict=True)):
        read = cells_reader(pyarrow, kind)
        if read is None:
            said.append(ColumnTypeNotRead(Cell(name, None, excerpt(column)), excerpt(column), excerpt(str(kind))))
        else:
            readers.append((at, column, read))
    doubtful: dict[str, Fault] = {
        column: DuplicateColumn(Cell(name, None, excerpt(column)), excerpt(column)) for column in named if named.count(column) > 1
    } if len(set(named)) != len(named) else {}
    rows: list[RawRow] = []
    size = 0
    for batch in batches:
        size += batch.nbytes
        if size > MOST_BYTES:
            raise Refused(UnpackedTooLarge(whole, MOST_BYTES))
        _within_limits(name, len(rows) + batch.num_rows, len(named))
        columns = [read(batch.column(at)) for at, _, read in readers]
        keys = [column for _, column, _ in readers]
        first = len(rows) + 1
        rows += [RawRow(first + place, dict(zip(keys, cells, strict=True))) for place, cells in enumerate(zip(*columns, strict=True))]
    kept = tuple(dict.fromkeys(column for _, column, _ in readers))
    return Reading(RawTable(name, kept, tuple(rows), doubtful), (*said, *doubtful.values()))


def cells_reader(pyarrow: Any, kind: Any) -> Callable[[Any], list[object]] | None:
    """What turns a column of a kind into raw cells; None where no fact has such values."""
    types = pyarrow.types
    if types.is_dictionary(kind):
        inner = cells_reader(pyarrow, kind.value_type)
        return None if inner is None else lambda column: inner(column.dictionary_decode())
    if types.is_float32(kind) or types.is_float16(kind):
        # the shortest digits of the narrow number, not those of the wide one that it would become
        return lambda column: _numbers(column.cast(pyarrow.float32()).cast(pyarrow.string()).to_pylist())
    if types.is_floating(kind):
        return lambda column: [None if value is None else _real(value) for value in column.to_pylist()]
    if types.is_integer(kind):
        return lambda column: _numbers(column.to_pylist())
    if types.is_decimal(kind):
        return lambda column: [None if value is None else NumberText(format(value, "f")) for value in column.to_pylist()]
    if types.is_timestamp(kind):
        return moment_reader(pyarrow, kind)
    if types.is_date(kind):
        return day_reader(pyarrow, kind)
    if types.is_list(kind) or types.is_large_list(kind):
        if types.is_struct(kind.value_type):
            return lambda column: [None if rows is None else [_object(row) for row in rows] for rows in column.to_pylist()]
        return None
    plain = types.is_boolean(kind) or types.is_string(kind) or types.is_large_string(kind) or types.is_null(kind)
    if plain or str(kind) == "string_view":
        return lambda column: column.to_pylist()
    return None


def _numbers(values: Iterable[object]) -> list[object]:
    return [None if value is None else NumberText(str(value)) for value in values]


def _object(row: object) -> object:
    """A row of a related table that its unit holds."""
    if not isinstance(row, dict):
        return row
    return object_of((key, _real(value) if isinstance(value, float) else value) for key, value in row.items())


def _real(value: float) -> NumberText:
    """A binary number in the shortest digits that mean it."""
    text = repr(value)
    return NumberText({"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text))
