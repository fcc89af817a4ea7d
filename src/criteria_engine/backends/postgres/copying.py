"""Arrow tables go into PostgreSQL and come out of it by COPY, as lines of values that both sides write and read themselves."""

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg import Connection, Copy
    from psycopg.sql import Composable


class _Into(io.RawIOBase):
    """A file that is written to a COPY."""

    def __init__(self, copy: "Copy") -> None:
        self._copy = copy

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._copy.write(bytes(data))
        return len(data)


class _OutOf(io.RawIOBase):
    """A file that is read from a COPY."""

    def __init__(self, copy: "Copy") -> None:
        self._blocks = iter(copy)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block).cast("B")
        many = min(len(buffer), len(self._rest))
        buffer[:many] = self._rest[:many]
        self._rest = self._rest[many:]
        return many


def put(connection: "Connection", name: "Composable", table: "pa.Table") -> None:
    """Add the rows of a table of flags, numbers and texts to one of the database that has the same columns."""
    from psycopg.sql import SQL
    from pyarrow import csv

    with connection.cursor().copy(SQL("COPY {} FROM STDIN (FORMAT csv)").format(name)) as copy:
        csv.write_csv(table, _Into(copy), csv.WriteOptions(include_header=False))


def taken(connection: "Connection", query: "Composable", schema: "pa.Schema") -> "pa.Table":
    """What a query gives, of the types of a schema: flags, numbers and texts. A text that is null comes out null, an empty one empty."""
    import pyarrow as pa
    from psycopg.sql import SQL
    from pyarrow import csv

    with connection.cursor().copy(SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)) as copy:
        file = io.BufferedReader(_OutOf(copy), 1 << 20)
        if not file.peek(1):
            return schema.empty_table()
        converted = csv.ConvertOptions(
            column_types=schema, true_values=["t"], false_values=["f"], null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        )
        read = csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=1 << 22)
        found: pa.Table = csv.read_csv(file, read, csv.ParseOptions(newlines_in_values=True), converted)
        return found
