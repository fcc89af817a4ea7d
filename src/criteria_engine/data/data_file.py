"""What a data file holds before its cells are read: its tables by name, each read when it is asked for."""

from collections.abc import Callable
from functools import cache

from attrs import field, frozen

from criteria_engine.data.raw_table import Reading
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell


@frozen(eq=False)
class TableInFile:
    """A table of a file: a sheet, or a table of a database; `name` is None in files that hold just one."""

    name: str | None
    read: Callable[[], Reading] = field(repr=False)
    hidden: bool = False


@frozen(eq=False)
class DataFile:
    """A file's tables in its own order, what is wrong with the whole of it, and the SHA-256 of its bytes (None where it
    could not be opened); `frame` is the data frame that stands in for a file, where one does."""

    file: str
    tables: tuple[TableInFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    digest: str | None = None
    frame: object | None = field(default=None, repr=False)

    def place(self) -> Cell:
        """The file as a place."""
        return Cell(self.file)


def table_in_file(name: str | None, read: Callable[[], Reading], hidden: bool = False) -> TableInFile:
    """A table that is read once, however often it is asked for."""
    return TableInFile(name, cache(read), hidden)
