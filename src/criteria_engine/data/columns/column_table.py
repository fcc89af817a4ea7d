"""What every reader of columns gives: a table's headings, and its rows as Arrow arrays, batch by batch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from criteria_engine.data.raw_table import RawRow, RawTable
from criteria_engine.diagnostics.fault import Fault

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 131_072
"""Rows that a reader of columns gives at once."""


@frozen(eq=False)
class ColumnBatch:
    """Some rows, one after the other: the number of each as a person sees it (`int64`), and their raw cells by column. A row at a
    place in `broken` cannot be trusted: its cells stand there, and in the columns nothing."""

    numbers: "Any"
    cells: "Mapping[str, pa.Array]"
    broken: Mapping[int, RawRow] = field(factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)


@frozen(eq=False)
class ColumnTable:
    """A table as its file gives it. `table` is a table without its rows; `faults` are those of the whole file; `kinds` are the Arrow types
    of the columns; `raw` turns cells of a column into what a row reader would give. `batches` gives the rows with the cells of some
    columns, as often as it is asked; it raises UnreadableColumns where the file turns out to be broken."""

    table: RawTable
    faults: tuple[Fault, ...]
    kinds: "Mapping[str, pa.DataType]"
    raw: "Callable[[pa.Array], list[object]]"
    batches: Callable[[Sequence[str]], Iterator[ColumnBatch]]


class UnreadableColumns(Exception):
    """Raised where a file turns out to be broken while its rows are read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault
