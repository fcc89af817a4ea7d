"""What every reader gives: a table of raw cells, each row with the number that a person who opens the file sees."""

from collections.abc import Mapping

from attrs import field, frozen

from criteria_engine.diagnostics.fault import Fault

LARGEST_FILE = 100_000_000
"""Bytes that a data file may have."""

MOST_COLUMNS = 16_384
"""Columns that a table may have: as many as spreadsheets have."""

MOST_ROWS = 1_048_576
"""Rows that a table may have: as many as spreadsheets have."""

LONGEST_CELL = 131_072
"""Characters that a cell may have: the limit of Python's own CSV reader."""


@frozen
class NumberText:
    """A number that the file itself marks as one (JSON), in the file's own digits; or `NaN`, `Infinity`, `-Infinity`."""

    text: str


@frozen(eq=False)
class RawRow:
    """A row: its raw cells by column. `fault` says why nothing in it can be trusted, where that is so.

    A raw cell is a text, a NumberText, True or False, None (nothing), a list or an object.
    """

    number: int
    cells: Mapping[str, object]
    fault: Fault | None = None


@frozen(eq=False)
class RawTable:
    """A table as its file gives it: `columns` in the file's order, in NFC without white space at their ends; `doubtful`
    are columns of which no cell can be trusted; `digest` is the SHA-256 of the file's bytes; `header_row` is the row of
    the column names, where the file has one."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]
    digest: str = ""
    doubtful: Mapping[str, Fault] = field(factory=dict)
    header_row: int | None = None


@frozen
class Reading:
    """What a file gave: its table (None where there is none to speak of), and every fault found on the way."""

    table: RawTable | None
    faults: tuple[Fault, ...] = ()
