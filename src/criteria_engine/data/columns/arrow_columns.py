"""Parquet and Arrow files, and data frames, become tables of columns; what is only read row by row is left to the row reader."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from criteria_engine.data.columns.column_table import ROWS_AT_ONCE, ColumnBatch, ColumnTable, UnreadableColumns
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import MOST_COLUMNS, RawTable
from criteria_engine.data.readers.arrow_reader import cells_reader, frame_table
from criteria_engine.diagnostics.catalogue.data import DuplicateColumn
from criteria_engine.diagnostics.catalogue.data_files import ColumnTypeNotRead, NotOfItsFormat, UnpackedTooLarge
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

MOST_BYTES_AT_ONCE = 4_000_000_000
"""Bytes that the rows which a Parquet file packs together may take once they are unpacked."""

_Batches = Callable[[list[int] | None], Iterator[Any]]
"""Gives record batches with the columns of these places, or with all."""


def parquet_columns(name: str, path: Path) -> ColumnTable | None:
    """The columns of a Parquet file; None where only the row reader can say what is wrong with it."""
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
        schema = file.schema_arrow
        groups = [file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups)]
    except _wrong(pyarrow):
        return None
    if max(groups, default=0) > MOST_BYTES_AT_ONCE:
        return _refused(name, UnpackedTooLarge(Cell(name), MOST_BYTES_AT_ONCE))
    names = schema.names
    told_apart = len(set(names)) == len(names) and not any("." in column for column in names)

    def batches(places: list[int] | None) -> Iterator[Any]:
        asked = [names[place] for place in places] if places is not None and told_apart else None
        # what is read ahead is kept to the end, so that nothing is
        for batch in parquet.ParquetFile(path, pre_buffer=False).iter_batches(ROWS_AT_ONCE, columns=asked, use_threads=False):
            yield batch if places is None or told_apart else batch.select(places)

    return _columns(name, "Parquet", pyarrow, schema, batches)


def arrow_columns(name: str, path: Path) -> ColumnTable | None:
    """The columns of an Arrow file, of Feather, or of an Arrow stream; None as above."""
    import pyarrow

    def opened() -> Any:
        source = pyarrow.memory_map(str(path))
        return (pyarrow.ipc.open_file if source.read(6) == b"ARROW1" else pyarrow.ipc.open_stream)(pyarrow.memory_map(str(path)))

    try:
        schema = opened().schema
    except _wrong(pyarrow):
        return None

    def batches(places: list[int] | None) -> Iterator[Any]:
        reader = opened()
        given = (reader.get_batch(at) for at in range(reader.num_record_batches)) if hasattr(reader, "num_record_batches") else iter(reader)
        for batch in given:
            chosen = batch if places is None else batch.select(places)
            yield from (chosen.slice(start, ROWS_AT_ONCE) for start in range(0, len(chosen), ROWS_AT_ONCE))

    return _columns(name, "Arrow", pyarrow, schema, batches)


def frame_columns(name: str, frame: object) -> ColumnTable | None:
    """The columns of a data frame of pandas, Polars or pyarrow; None as above."""
    import pyarrow

    try:
        table = frame_table(pyarrow, frame)
    except _wrong(pyarrow):
        return None

    def batches(places: list[int] | None) -> Iterator[Any]:
        yield from (table if places is None else table.select(places)).to_batches(max_chunksize=ROWS_AT_ONCE)

    return _columns(name, "Arrow", pyarrow, table.schema, batches)


def _wrong(pyarrow: Any) -> tuple[type[Exception], ...]:
    return (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError, MemoryError)


def _refused(name: str, fault: Fault) -> ColumnTable:
    return ColumnTable(RawTable(name, (), ()), (fault,), {}, lambda array: [], lambda columns: iter(()))


def _columns(name: str, format: str, pyarrow: Any, schema: Any, batches: _Batches) -> ColumnTable | None:
    """The table of a schema; None where a column holds rows of its own, which the row reader reads."""
    named = [" ".join(column.split()) for column in schema.names]
    if len(named) > MOST_COLUMNS:
        return None
    said: list[Fault] = []
    places: dict[str, int] = {}
    for at, (column, kind) in enumerate(zip(named, schema.types, strict=True)):
        if cells_reader(pyarrow, kind) is None:
            said.append(ColumnTypeNotRead(Cell(name, None, excerpt(column)), excerpt(column), excerpt(str(kind))))
        elif pyarrow.types.is_list(kind) or pyarrow.types.is_large_list(kind):
            return None
        else:
            places[column] = at
    doubtful: dict[str, Fault] = {
        column: DuplicateColumn(Cell(name, None, excerpt(column)), excerpt(column))
        for column in (named if len(set(named)) != len(named) else ())
        if named.count(column) > 1
    }

    def read(columns: Sequence[str]) -> Iterator[ColumnBatch]:
        import numpy

        chosen = sorted(places[column] for column in columns)
        by_place = {place: at for at, place in enumerate(chosen)}
        first = 1
        try:
            for batch in batches(chosen):
                cells = {column: _as_read(pyarrow, batch.column(by_place[places[column]])) for column in columns}
                yield ColumnBatch(numpy.arange(first, first + len(batch), dtype=numpy.int64), cells)
                first += len(batch)
        except _wrong(pyarrow) as error:
            raise UnreadableColumns(NotOfItsFormat(Cell(name), format)) from error

    def raw(array: Any) -> list[object]:
        reader = cells_reader(pyarrow, array.type)
        try:
            return reader(array) if reader is not None else []
        except _wrong(pyarrow) as error:
            raise UnreadableColumns(NotOfItsFormat(Cell(name), format)) from error

    table = RawTable(name, tuple(places), (), doubtful)
    return ColumnTable(table, (*said, *doubtful.values()), {column: schema.types[at] for column, at in places.items()}, raw, read)


def _as_read(pyarrow: Any, array: Any) -> Any:
    """An array in the form in which its cells are looked at: one that Arrow can compare, with the same raw cells."""
    types, kind = pyarrow.types, array.type
    if types.is_decimal(kind) and kind.bit_width < 128:
        return array.cast(pyarrow.decimal128(kind.precision, kind.scale))
    if str(kind) == "string_view":
        return array.cast(pyarrow.large_string())
    return array
