"""A workbook as plain data: sheets of cells with looks, notes, links inside the workbook and checks of what may be typed."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

CellLook = Literal["plain", "title", "heading", "key heading", "strong", "muted", "good", "bad", "open", "fault", "warning", "given", "wrapped"]
"""What a cell is: `given` was filled in for the reader, `key heading` stands over what tells rows apart, `fault` and `warning`
mark what is wrong. Colour is never the only sign of it."""

Content = str | int | Fraction | date | None

LONGEST_TEXT = 32_767
"""Characters that a cell of a spreadsheet can hold."""

MOST_SIGNIFICANT = 15
"""Decimal digits that a number cell keeps exactly."""

LAST_ROW = 1_048_575
"""The last row of a sheet, counted from 0."""


@frozen
class Target:
    """A cell of another sheet that a cell leads to; rows and columns count from 0."""

    sheet: str
    row: int
    column: int


@frozen
class SheetCell:
    """A cell: its content, look and number format, the note that opens beside it, and where a click leads."""

    content: Content = None
    look: CellLook = "plain"
    format: str = ""
    note: str = ""
    target: Target | None = None
    span: int = 1
    """Columns that the cell takes up together with those right of it, which are empty."""


@frozen
class Among:
    """Only the texts in one column of a sheet, from a row to a row, may be typed; the reader picks them from a list."""

    sheet: str
    column: int
    first: int
    last: int


@frozen
class Between:
    """Only whole numbers, numbers or days within bounds may be typed."""

    kind: Literal["whole", "decimal", "date"]
    low: int | Fraction | date
    high: int | Fraction | date


@frozen
class Check:
    """What may be typed in some rows of a column, what is said when the cell is chosen, and when something else is typed."""

    rule: Among | Between
    column: int
    first: int
    last: int
    prompt_title: str = ""
    prompt: str = ""
    refusal_title: str = ""
    refusal: str = ""


@frozen
class SheetColumn:
    """A column's width in characters, and the format that its empty cells have: `@` keeps what is typed as text."""

    width: int = 12
    format: str = ""
    hidden: bool = False


@frozen(eq=False)
class Sheet:
    """A sheet; cells by row and column, counted from 0. `frozen` are the rows above and the columns left of what scrolls."""

    name: str
    cells: Mapping[tuple[int, int], SheetCell]
    columns: tuple[SheetColumn, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    checks: tuple[Check, ...] = ()
    row_heights: Mapping[int, int] = field(factory=dict)
    filtered: tuple[int, int, int, int] | None = None
    """The range (first row, first column, last row, last column) that has filter buttons."""
    hidden: bool = False
    landscape: bool = True


@frozen(eq=False)
class Workbook:
    """Sheets under a title, in one tongue; the first one is open."""

    title: str
    sheets: tuple[Sheet, ...]
    opened: int = 0
