"""A document becomes plain text of a width, in terminal colours where asked."""

from criteria_engine.documents.ansi import painted
from criteria_engine.documents.drawn import bar_line, in_words
from criteria_engine.documents.model import (
    SIGNS,
    Bar,
    Block,
    Document,
    Heading,
    HeatMap,
    Item,
    Line,
    Paragraph,
    Run,
    Shares,
    Sides,
    Table,
    Tree,
    Verbatim,
)
from criteria_engine.documents.text_tables import table_lines
from criteria_engine.documents.wrapping import inert_line, line_width, wrapped

NARROWEST = 24
"""Columns that text keeps, however deep it stands and however narrow the screen is."""

_INDENT = 2
_GAP = 3


def document_text(document: Document, width: int = 100, colour: bool = False) -> str:
    """The whole document as text, ending with a line end; with `colour`, in terminal colours."""
    lines = [*_block(document.head, width), ()] if document.head is not None else []
    lines += _paragraph(_strong(document.title), width) if document.title else []
    before: Block | None = None
    for block in document.blocks:
        if lines and (isinstance(block, Heading) or (before is not None and not isinstance(before, Heading))):
            lines.append(())
        lines += _block(block, width)
        before = block
    return "".join(f"{_finished(each, colour)}\n" for each in lines)


def _block(block: Block, width: int) -> list[Line]:
    match block:
        case Heading():
            return _paragraph(_strong(block.text), width)
        case Paragraph():
            return _paragraph(block.text, width)
        case Verbatim():
            return [(Run("    "), *inert_line((Run(each, "code"),))) for each in block.lines]
        case Table():
            return table_lines(block, width)
        case Tree():
            return _items(block.items, block.numbered, _INDENT, width)
        case Bar():
            return [bar_line(block), *_paragraph(block.text, width)]
        case Shares() | HeatMap() | Sides():
            return [each for said in in_words(block) for each in _block(said, width)]


def _paragraph(text: Line, width: int) -> list[Line]:
    return wrapped(inert_line(text), max(width, NARROWEST))


def _strong(text: Line) -> Line:
    return tuple(Run(run.text, "strong") if run.style == "plain" else run for run in text)


def _items(items: tuple[Item, ...], numbered: bool, indent: int, width: int) -> list[Line]:
    """Items of one level: their signs, labels and asides in columns."""
    labels = [_label(item, number if numbered else 0) for number, item in enumerate(items, 1)]
    signs = any(item.sign for item in items)
    label_room = max((line_width(label) for label in labels), default=0)
    text_at = indent + 2 * signs + (label_room + 1 + (not numbered) if label_room else 0)
    if text_at == indent:
        text_at += 2
    room = max(width - text_at, NARROWEST)
    aside_at = _aside_column(items, room)
    found: list[Line] = []
    for item, label in zip(items, labels, strict=True):
        opening: list[Run] = [Run(" " * indent)]
        if signs:
            glyph, style = SIGNS[item.sign]
            opening += [Run(glyph or " ", style), Run(" ")]
        if label_room:
            opening += [*label, Run(" " * (text_at - indent - 2 * signs - line_width(label)))]
        elif not signs:
            opening.append(Run("- "))
        lines = wrapped(inert_line(item.text), room)
        aside = inert_line(item.aside)
        if aside and len(lines) == 1 and line_width(lines[0]) <= aside_at - 2 and aside_at + line_width(aside) <= room:
            lines[0] = (*lines[0], Run(" " * (aside_at - line_width(lines[0]))), *aside)
        elif aside:
            lines += wrapped(aside, room)
        for detail in item.details:
            lines += wrapped(inert_line(detail), room)
        found.append((*opening, *lines[0]))
        found += [(Run(" " * text_at), *each) for each in lines[1:]]
        if not item.folded:
            found += _items(item.items, False, indent + 2 * _INDENT, width)
    return found


def _label(item: Item, number: int) -> Line:
    label = f"{number}." if number else item.label
    return inert_line((Run(label, "plain" if number else "strong"),)) if label else ()


def _aside_column(items: tuple[Item, ...], room: int) -> int:
    """Where the asides of one level begin: right of the longest text that leaves them room."""
    if not any(item.aside for item in items):
        return _GAP
    widest = max(line_width(inert_line(item.aside)) for item in items)
    texts = [line_width(inert_line(item.text)) for item in items if item.aside]
    return max((text for text in texts if text + _GAP + widest <= room), default=0) + _GAP


def _finished(text: Line, colour: bool) -> str:
    """A line as text, without blanks at its end."""
    runs = list(text)
    while runs and not runs[-1].text.strip(" "):
        runs.pop()
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].style)
    return "".join(painted(run.text, run.style) if colour else run.text for run in runs)
