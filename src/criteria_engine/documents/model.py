"""The document: headings, paragraphs, tables and trees of items, told apart from how any format writes them.

Texts hold what people wrote as they wrote it; each renderer makes it inert in its own way.
"""

import re
from typing import Literal

from attrs import field, frozen

from criteria_engine.source import Cell, Span
from criteria_engine.values.numbers import Rational

Style = Literal["plain", "strong", "muted", "good", "bad", "open", "code"]
"""What a stretch of text is: good, bad and open say how a matter stands; code is a name, command or source text."""

Sign = Literal["", "passes", "basically met", "fails", "disqualified", "undetermined", "not applicable", "scored", "warning"]
"""How the matter of an item stands; empty where that is not asked."""

_NAME = re.compile(r"[a-z0-9-]*")


@frozen
class Link:
    """A page of the same report, this one where `page` is empty, and a place in it. Names are made of small letters, digits and
    hyphens only, so that no text from rules or data becomes an address. Raises ValueError for any other.

    >>> Link("unit-26776", "h3").page
    'unit-26776'
    """

    page: str = ""
    place: str = ""

    def __attrs_post_init__(self) -> None:
        if not _NAME.fullmatch(self.page) or not _NAME.fullmatch(self.place):
            raise ValueError(f"no name of a page or place: {self.page!r}, {self.place!r}")


@frozen
class Run:
    """A stretch of text in one style; with a link, it leads there. A number may stand beside the text that writes it, for formats that
    hold numbers."""

    text: str
    style: Style = "plain"
    link: Link | None = field(default=None, repr=False)
    value: Rational | None = field(default=None, repr=False)


Line = tuple[Run, ...]
"""Text that is read on, whatever its styles; it holds no line ends of its own."""


@frozen
class Heading:
    """A title; level 1 is just below the document's own. Links lead to its `anchor`."""

    text: Line
    level: int = 1
    anchor: str = ""


@frozen
class Paragraph:
    """Text that wraps."""

    text: Line


@frozen
class Verbatim:
    """Lines that stay as they are: source text, commands."""

    lines: tuple[str, ...]


@frozen
class Column:
    """A column of a table; numbers stand to the right. With `choices`, readers may pick rows by its texts."""

    title: Line
    align: Literal["left", "right"] = "left"
    choices: bool = False


@frozen
class Table:
    """Rows under columns, each row with one cell a column. The last `totals` rows are set apart.

    Where pages can do so, readers put the rows of a `lively` table in another order and look for some of them. `ranks` says where
    the cells of the columns that hold amounts stand in order (None: after all others); they are empty, or one row each as `rows`.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: Line = ()
    totals: int = 0
    lively: bool = False
    ranks: tuple[tuple[int | None, ...], ...] = ()

    def __attrs_post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), "every row has a cell for each column"
        assert not self.ranks or [len(row) for row in self.ranks] == [len(row) for row in self.rows], "every cell has a rank"


@frozen
class Item:
    """A point of a tree: its sign, its label (C2), what it says, what stands beside it (where a value comes from), lines
    of detail below it, and the points below it. Text and Markdown leave out what is below a folded item; HTML folds it.
    `place` is the rule or the cell that it speaks of; links lead to its `anchor`."""

    text: Line
    sign: Sign = ""
    label: str = ""
    aside: Line = ()
    details: tuple[Line, ...] = ()
    items: tuple["Item", ...] = ()
    folded: bool = False
    place: Span | Cell | None = None
    anchor: str = ""


@frozen
class Tree:
    """Items in order, numbered where their order counts."""

    items: tuple[Item, ...]
    numbered: bool = False


@frozen
class Bar:
    """An amount out of the most there is: from `low` to `high` while it is open, with the mark that it should reach. The text
    says all that the picture shows."""

    text: Line
    low: Rational
    high: Rational
    most: Rational
    mark: Rational | None = None
    sign: Sign = ""


@frozen
class Part:
    """A part of a whole: how many are so."""

    sign: Sign
    name: str
    count: int


@frozen
class Shares:
    """Wholes, each under its label, and the parts that they fall into, in one order. With `alike` each is drawn as long as the others,
    else as its size is."""

    caption: Line
    rows: tuple[tuple[Line, tuple[Part, ...]], ...]
    alike: bool = False


@frozen
class HeatRow:
    """A row of a heat map: what it is, what group it is of, and how each column's matter stands there."""

    label: Line
    group: Line
    signs: tuple[Sign, ...]


@frozen
class HeatMap:
    """Signs in rows and columns. `titles` stand over the labels and the groups; a column has a short label and a title; the legend
    has every sign that occurs, and what it means."""

    caption: Line
    titles: tuple[Line, Line]
    columns: tuple[tuple[Line, str], ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[Sign, str], ...]

    def __attrs_post_init__(self) -> None:
        assert all(len(row.signs) == len(self.columns) for row in self.rows), "every row has a sign for each column"


@frozen
class Sides:
    """Lines that stand side by side, each side centred on its half of the page: the head of a letter, the places to sign. An empty line
    leaves room."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]


Block = Heading | Paragraph | Verbatim | Table | Tree | Bar | Shares | HeatMap | Sides


@frozen
class Document:
    """Blocks under a title, in one tongue. As a page of a report it has a `name` that links lead to, and lines that lead to other
    pages. A letter has a head that stands above its title."""

    tongue: str
    title: Line
    blocks: tuple[Block, ...] = field(factory=tuple)
    name: str = ""
    links: tuple[Line, ...] = ()
    head: Sides | None = None


def line(*parts: str | Run) -> Line:
    """A line of its parts; a bare string is plain text, an empty part is left out.

    >>> line("score ", Run("85", "strong"))
    (Run(text='score ', style='plain'), Run(text='85', style='strong'))
    """
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text)


def joined(lines: tuple[Line, ...] | list[Line], between: str) -> Line:
    """One line of several, with a plain text between each two.

    >>> joined([line("a"), line("b")], " · ")[1].text
    ' · '
    """
    parts: list[Run] = []
    for each in lines:
        parts += [Run(between)] if parts else []
        parts += each
    return tuple(parts)


def plain(text: Line) -> str:
    """The characters of a line without their styles."""
    return "".join(run.text for run in text)


SIGNS: dict[Sign, tuple[str, Style]] = {
    "": ("", "plain"),
    "passes": ("✓", "good"),
    "basically met": ("~", "open"),
    "fails": ("✗", "bad"),
    "disqualified": ("⊘", "bad"),
    "undetermined": ("?", "open"),
    "not applicable": ("–", "muted"),
    "scored": ("•", "plain"),
    "warning": ("!", "open"),
}
"""How each sign is printed, and in which style."""
