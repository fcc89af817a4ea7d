"""The document: headings, paragraphs, tables and trees of items, told apart from how any format writes them.

Texts hold what people wrote as they wrote it; each renderer makes it inert in its own way.
"""

from typing import Literal

from attrs import field, frozen

from criteria_engine.source import Cell, Span

Style = Literal["plain", "strong", "muted", "good", "bad", "open", "code"]
"""What a stretch of text is: good, bad and open say how a matter stands; code is a name, command or source text."""

Sign = Literal["", "passes", "basically met", "fails", "undetermined", "not applicable", "scored", "warning"]
"""How the matter of an item stands; empty where that is not asked."""


@frozen
class Run:
    """A stretch of text in one style."""

    text: str
    style: Style = "plain"


Line = tuple[Run, ...]
"""Text that is read on, whatever its styles; it holds no line ends of its own."""


@frozen
class Heading:
    """A title; level 1 is just below the document's own."""

    text: Line
    level: int = 1


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
    """A column of a table; numbers stand to the right."""

    title: Line
    align: Literal["left", "right"] = "left"


@frozen
class Table:
    """Rows under columns, each row with one cell a column. The last `totals` rows are set apart."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: Line = ()
    totals: int = 0

    def __attrs_post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), "every row has a cell for each column"


@frozen
class Item:
    """A point of a tree: its sign, its label (C2), what it says, what stands beside it (where a value comes from), lines
    of detail below it, and the points below it. Text and Markdown leave out what is below a folded item; HTML folds it.
    `place` is the rule or the cell that it speaks of."""

    text: Line
    sign: Sign = ""
    label: str = ""
    aside: Line = ()
    details: tuple[Line, ...] = ()
    items: tuple["Item", ...] = ()
    folded: bool = False
    place: Span | Cell | None = None


@frozen
class Tree:
    """Items in order, numbered where their order counts."""

    items: tuple[Item, ...]
    numbered: bool = False


Block = Heading | Paragraph | Verbatim | Table | Tree


@frozen
class Document:
    """Blocks under a title, in one tongue."""

    tongue: str
    title: Line
    blocks: tuple[Block, ...] = field(factory=tuple)


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
    "undetermined": ("?", "open"),
    "not applicable": ("–", "muted"),
    "scored": ("•", "plain"),
    "warning": ("!", "open"),
}
"""How each sign is printed, and in which style."""
