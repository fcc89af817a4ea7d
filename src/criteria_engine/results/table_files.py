"""Batches of the results table become a file, written beside its place and moved there when it is whole."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol

from attrs import define, field

from criteria_engine.results.columns import ResultColumn
from criteria_engine.results.csv_columns import csv_header, csv_lines
from criteria_engine.results.parquet_file import ROWS_TOGETHER

if TYPE_CHECKING:
    import pyarrow as pa


class Writing(Protocol):
    """A file that takes batches, one after the other."""

    def write(self, table: "pa.Table") -> None: ...

    def close(self) -> None: ...


@define(eq=False)
class _Parquet:
    file: IO[bytes]
    said: Mapping[str, str]
    _writer: Any = None
    _waiting: "pa.Table | None" = None

    def write(self, table: "pa.Table") -> None:
        import pyarrow as pa
        import pyarrow.parquet as parquet

        table = table.replace_schema_metadata(dict(self.said))
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self.file, table.schema, compression="zstd")
        waiting = table if self._waiting is None else pa.concat_tables([self._waiting, table])
        while len(waiting) >= ROWS_TOGETHER:
            self._writer.write_table(waiting.slice(0, ROWS_TOGETHER), ROWS_TOGETHER)
            waiting = waiting.slice(ROWS_TOGETHER)
        self._waiting = waiting

    def close(self) -> None:
        if self._writer is not None:
            if len(self._waiting or ()):
                self._writer.write_table(self._waiting, ROWS_TOGETHER)
            self._writer.close()


@define(eq=False)
class _Csv:
    file: IO[bytes]
    columns: Sequence[ResultColumn]
    _begun: bool = False

    def write(self, table: "pa.Table") -> None:
        if not self._begun:
            self.file.write(csv_header(self.columns))
            self._begun = True
        self.file.write(csv_lines(self.columns, table))

    def close(self) -> None:
        pass


STREAMED: Mapping[str, Callable[[IO[bytes], Sequence[ResultColumn], Mapping[str, str]], Writing]] = {
    ".parquet": lambda file, columns, said: _Parquet(file, said),
    ".csv": lambda file, columns, said: _Csv(file, columns),
}
"""How a file is written batch by batch, by the end of its name."""


@define(eq=False)
class TableFile:
    """A results file in the making, whose ending is one of `STREAMED`. Used in a `with`: at its end the file stands in its place, whole; where
    an exception ends it, the file that stood there before is untouched, and nothing is left beside it. Raises OSError where it cannot
    be written."""

    path: Path
    columns: Sequence[ResultColumn]
    said: Mapping[str, str]
    _draft: Path = field(init=False)
    _file: IO[bytes] = field(init=False)
    _writing: Writing = field(init=False)
    _behind: ThreadPoolExecutor = field(init=False)
    _pending: "Future[None] | None" = None
    _abandoned: bool = False

    def abandon(self) -> None:
        """Leave what stands in the file's place as it is."""
        self._abandoned = True

    def __enter__(self) -> "TableFile":
        self._draft = self.path.with_name(f".{self.path.name}.part")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._draft.open("wb")
        self._writing = STREAMED[self.path.suffix.lower()](self._file, self.columns, self.said)
        self._behind = ThreadPoolExecutor(1, "results")
        return self

    def write(self, table: "pa.Table") -> None:
        """The rows that come next; there must be at least one call, be it without rows, since it brings the columns. They are written
        while the next are made."""
        self._wait()
        self._pending = self._behind.submit(self._writing.write, table)

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        try:
            with self._file:
                try:
                    if kind is None:
                        self._wait()
                finally:
                    self._behind.shutdown()
                    self._writing.close()
            if kind is None and not self._abandoned:
                self._draft.replace(self.path)
        finally:
            with suppress(OSError):
                self._draft.unlink(missing_ok=True)
