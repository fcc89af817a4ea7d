"""A document becomes Markdown (CommonMark with tables) in which user text stays text.

Words that a reader's program would turn into links by itself (addresses of pages and of mail) become code, which no
program does anything to.
"""

import re

from criteria_engine.documents.drawn import in_words
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
    Link,
    Paragraph,
    Run,
    Shares,
    Sides,
    Style,
    Table,
    Tree,
    Verbatim,
)

_ACTIVE = re.compile(r"[\\`*\[\]<>&|~#$^{}]|(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"[-=:]|\+(?=\s|$)|\d+[.)](?=\s|$)")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*", re.IGNORECASE)
_MARKS: dict[Style, str] = {"strong": "**"}


def document_markdown(document: Document) -> str:
    """The whole document as Markdown, ending with a line end."""
    blocks = [_block(document.head)] if document.head is not None else []
    blocks += [f"# {line_markdown(document.title)}"] if document.title else []
    blocks += [" · ".join(line_markdown(link) for link in document.links)] if document.links else []
    blocks += [_block(block) for block in document.blocks]
    return "\n\n".join(blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * min(block.level + 1, 6)} {line_markdown(block.text)}"
        case Paragraph():
            return line_markdown(block.text)
        case Verbatim():
            lines = [inert(each) for each in block.lines]
            fence = _fence("\n".join(lines), 3)
            return "\n".join([f"{fence}text", *lines, fence])
        case Table():
            return _table(block)
        case Tree():
            return "\n".join(_items(block.items, block.numbered, ""))
        case Bar() | Shares() | HeatMap() | Sides():
            return "\n\n".join(_block(said) for said in in_words(block))


def _table(table: Table) -> str:
    titles = [line_markdown(column.title) for column in table.columns]
    rules = ["--:" if column.align == "right" else "---" for column in table.columns]
    rows = [[line_markdown(cell) for cell in row] for row in table.rows]
    first_total = len(rows) - table.totals
    rows[first_total:] = [[f"**{cell}**" if cell and _may_be_strong(cell) else cell for cell in row] for row in rows[first_total:]]
    lines = [f"| {' | '.join(cells)} |" for cells in (titles, rules, *rows)]
    caption = [line_markdown(table.caption), ""] if table.caption else []
    return "\n".join([*caption, *lines])


def _may_be_strong(cell: str) -> bool:
    """Whether two stars on both sides make a cell's Markdown strong: it has none of its own and no blank at its ends."""
    return "**" not in cell and cell == cell.strip()


def _items(items: tuple[Item, ...], numbered: bool, indent: str) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        marker = f"{number}. " if numbered else "- "
        inner = indent + " " * len(marker)
        head = line_markdown((*([Run(item.label, "strong"), Run(" ")] if item.label else []), *item.text))
        parts = [part for part in (SIGNS[item.sign][0], head) if part]
        if item.aside:
            parts.append(f"— {line_markdown(item.aside)}")
        lines.append(f"{indent}{marker}{' '.join(parts)}")
        for detail in item.details:
            lines[-1] += "\\"
            lines.append(f"{inner}{line_markdown(detail)}")
        if not item.folded:
            lines += _items(item.items, False, inner)
    return lines


def line_markdown(text: Line) -> str:
    """A line as Markdown that begins and ends no structure.

    >>> line_markdown((Run("1. [x](y)"), Run(" own_area", "code")))
    '1\\\\. \\\\[x\\\\](y) `own_area`'
    """
    merged: list[Run] = []
    for run in (part for whole in text for part in _addresses_as_code(whole)):
        if merged and (merged[-1].style, merged[-1].link) == (run.style, run.link):
            merged[-1] = Run(merged[-1].text + run.text, run.style, run.link)
        elif run.text:
            merged.append(run)
    texts = ["", *(inert(run.text) for run in merged), ""]
    runs = [_run(texts[at], run.style, texts[at - 1][-1:], texts[at + 1][:1], run.link) for at, run in enumerate(merged, 1)]
    written = "".join(runs).strip()
    opening = _OPENING.match(written)
    if opening:
        at = opening.end() - 1
        written = f"{written[:at]}\\{written[at:]}"
    return written


def _run(text: str, style: Style, before: str, after: str, link: Link | None = None) -> str:
    """A stretch of inert text, given the characters that stand before and after it. Only links to other pages are written: what
    places of a page are called depends on who shows it."""
    body = text.strip()
    if not body:
        return " " if text else ""
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if style == "code":
        return f"{start}{_code(body)}{end}"
    written, mark = _ACTIVE.sub(r"\\\g<0>", body), _MARKS.get(style, "")
    if link is not None and link.page:
        return f"{start}[{written}]({link.page}.md){end}"
    # Stars beside a mark of punctuation are read as stars where a letter follows on their other side.
    opens = written[0].isalnum() or bool(start) or not before.strip()
    closes = written[-1].isalnum() or bool(end) or not after.strip()
    return f"{start}{mark}{written}{mark}{end}" if opens and closes else f"{start}{written}{end}"


def _addresses_as_code(run: Run) -> list[Run]:
    parts: list[Run] = []
    at = 0
    for address in _ADDRESS.finditer(run.text):
        parts += [Run(run.text[at : address.start()], run.style, run.link), Run(address[0], "code")]
        at = address.end()
    return [*parts, Run(run.text[at:], run.style, run.link)]


def _code(text: str) -> str:
    """Text between backticks, more of them than it has in a row; bars stay outside, since tables are cut at bars first."""
    return r"\|".join(_code_span(part) for part in text.split("|"))


def _code_span(text: str) -> str:
    if not text.strip():
        return text
    fence = _fence(text, 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)
