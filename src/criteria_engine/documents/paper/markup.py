"""A document becomes the markup from which pages are set: whatever people wrote is escaped, and nothing leads outside."""

from collections.abc import Iterable, Iterator
from html import escape

from criteria_engine.documents.column_widths import column_widths
from criteria_engine.documents.inert import inert
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
    Shares,
    Sides,
    Table,
    Tree,
    Verbatim,
    plain,
)
from criteria_engine.documents.paper.pictures import bar_markup, heat_markup, shares_markup

_WIDE = 9
"""Columns from which a table stands on pages turned sideways."""

_ROOM, _ROOM_WIDE = 104, 200
"""Letters that stand side by side on a page, and on one turned sideways."""

_LONGEST_TITLE = 110
"""Characters of the title that stand at the foot of every page."""


def paper_markup(document: Document) -> str:
    """The markup of a whole document; the style sheet `paper.css` belongs to it."""
    title = _text(plain(document.title))
    foot = _text(_cut(plain(document.title)))
    head = f'<meta charset="utf-8"><title>{title}</title>'
    body = [_sides(document.head)] if document.head is not None else []
    letter = ' class="letter"' if document.head is not None else ""
    body += [f"<h1{letter}>{line_markup(document.title)}</h1>"] if document.title else []
    body += _blocks(document.blocks)
    name = f'<div class="foot" aria-hidden="true">{foot}</div>'
    return f'<!DOCTYPE html><html lang="{document.tongue}"><head>{head}</head><body>{name}{"".join(body)}</body></html>'


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"


def _text(text: str) -> str:
    return escape(inert(text))


def line_markup(text: Line) -> str:
    """A line as markup in which its characters only show.

    >>> from criteria_engine.documents.model import Run, line
    >>> line_markup(line("a < b ", Run("<b>", "good")))
    'a &lt; b <span class="good">&lt;b&gt;</span>'
    """
    return "".join(_text(run.text) if run.style == "plain" else f'<span class="{run.style}">{_text(run.text)}</span>' for run in text)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            # No level of headings is left out: readers of tagged pages move from level to level.
            level = min(block.level + 1, level + 1, 6)
            yield f"<h{level}>{line_markup(block.text)}</h{level}>"
        else:
            yield _block(block)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h2>{line_markup(block.text)}</h2>"
        case Paragraph():
            return f"<p>{line_markup(block.text)}</p>"
        case Verbatim():
            return f"<pre>{'<br>'.join(_text(each) for each in block.lines)}</pre>"
        case Table():
            return _table(block)
        case Tree():
            return _tree(block.items, block.numbered)
        case Bar():
            return bar_markup(block, line_markup, _text)
        case Shares():
            return shares_markup(block, line_markup, _text)
        case HeatMap():
            return heat_markup(block, line_markup, _text)
        case Sides():
            return _sides(block)


def _sides(sides: Sides) -> str:
    halves = ("".join(f"<p>{line_markup(each) or '&#160;'}</p>" for each in side) for side in (sides.left, sides.right))
    return f'<div class="sides"><div>{"</div><div>".join(halves)}</div></div>'


def _table(table: Table) -> str:
    caption = f"<caption>{line_markup(table.caption)}</caption>" if table.caption else ""
    titles = "".join(f'<th scope="col"{_aligned(at, table)}>{line_markup(column.title)}</th>' for at, column in enumerate(table.columns))
    first_total = len(table.rows) - table.totals
    rows = []
    for number, row in enumerate(table.rows):
        cells = [f'<th scope="row"{_aligned(0, table)}>{line_markup(row[0])}</th>'] if row else []
        cells += [f"<td{_aligned(at, table)}>{line_markup(cell)}</td>" for at, cell in enumerate(row[1:], 1)]
        rows.append(f"<tr{' class=total' * (number >= first_total)}>{''.join(cells)}</tr>")
    wide = ' class="wide"' if len(table.columns) >= _WIDE else ""
    return f"<table{wide}>{caption}{_columns(table)}<thead><tr>{titles}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _columns(table: Table) -> str:
    """How wide the columns are, where the table takes up the whole width; a smaller one takes what its texts ask for."""
    room = _ROOM_WIDE if len(table.columns) >= _WIDE else _ROOM
    widths = column_widths(table, room)
    if sum(widths) < room - len(widths):
        return ""
    cols = "".join(f'<col style="width:{1000 * width // sum(widths) / 10}%">' for width in widths)
    return f"<colgroup>{cols}</colgroup>"


def _aligned(at: int, table: Table) -> str:
    return ' class="right"' if table.columns[at].align == "right" else ""


def _tree(items: tuple[Item, ...], numbered: bool) -> str:
    kind = "ol" if numbered else "ul"
    return f"<{kind}>{''.join(_item(item, number if numbered else 0) for number, item in enumerate(items, 1))}</{kind}>"


def _item(item: Item, number: int) -> str:
    """A point with everything below it: paper cannot be unfolded. What stands before it is text, so that it is read in its place."""
    sign, style = SIGNS[item.sign]
    parts = [f'<span class="mark">{number}.</span>'] if number else []
    parts += [f'<span class="{"" if number else "mark "}sign {style}">{sign}</span>'] if sign else []
    parts += [] if parts else ['<span class="mark dash">–</span>']
    parts += [f'<span class="label">{_text(item.label)}</span>'] if item.label else []
    parts.append(line_markup(item.text))
    head = " ".join(parts) + (f' <span class="aside">— {line_markup(item.aside)}</span>' if item.aside else "")
    details = "".join(f'<div class="detail">{line_markup(detail)}</div>' for detail in item.details)
    return f"<li><div>{head}</div>{details}{_tree(item.items, False) if item.items else ''}</li>"
