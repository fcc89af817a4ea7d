"""What every reader gives: a table of raw cells, each row with the number that a person who opens the file sees."""

from collections.abc import Mapping

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

LARGEST_FILE = 100_000_000
"""Bytes that a data file may have."""

MOST_COLUMNS = 16_384
"""Columns that a table may have: as many as spreadsheets have."""

MOST_ROWS = 1_048_576
"""Rows that a table may have: as many as spreadsheets have."""

LONGEST_CELL = 131_072
"""Characters that a cell may have: the limit of Python's own CSV reader."""


@frozen(eq=False)
class RawRow:
    """A row: its raw cells by column. `fault` says why nothing in it can be trusted, where that is so.

    A raw cell is a text, a NumberText, a PercentText, True or False, a date or datetime, None (nothing), a list, an
    object, or a Fault that says why the cell itself cannot be trusted: it counts only where a fact needs the cell.
    """

    number: int
    cells: Mapping[str, object]
    fault: Fault | None = None


@frozen(eq=False)
class RawTable:
    """A table as its file gives it: `columns` in the file's order, in NFC without white space at their ends; `doubtful`
    are columns of which no cell can be trusted; `header_row` is the row of the column names, where the file
    has one; `sheet` and the `letters` of the columns are those of a spreadsheet."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]
    doubtful: Mapping[str, Fault] = field(factory=dict)
    header_row: int | None = None
    sheet: str | None = None
    letters: Mapping[str, str] = field(factory=dict)

    def at(self, row: int | None = None, column: str | None = None) -> Cell:
        """The place of a row, of a cell in it, or of the whole table."""
        return Cell(self.name, row, None if column is None else excerpt(column), self.sheet, self.letters.get(column or ""))


@frozen
class Reading:
    """What a file gave: its table (None where there is none to speak of), and every fault found on the way."""

    table: RawTable | None
    faults: tuple[Fault, ...] = ()
