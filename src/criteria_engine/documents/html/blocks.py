"""Blocks become HTML: sections under headings, tables with captions and heads, trees that open."""

from attrs import define, field

from criteria_engine.documents.html.escaping import escaped, line_html
from criteria_engine.documents.html.pictures import KINDS, bar_html, shares_html, sign_html
from criteria_engine.documents.html.words import word
from criteria_engine.documents.model import (
    SIGNS,
    Bar,
    Block,
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

_TALL, _LONG = 25, 40
"""Rows beyond which a table moves under its heads; characters beyond which a cell is not narrowed to its longest word."""


@define
class Page:
    """A page as it is written: what it is called what, so that every name in it stands once."""

    tongue: str
    contents: list[tuple[str, Line]] = field(factory=list)
    named: str = ""
    _count: int = 0

    def fresh(self, kind: str) -> str:
        """A name that nothing else on the page has."""
        self._count += 1
        return f"{kind}-{self._count}"


def blocks_html(blocks: tuple[Block, ...], page: Page) -> str:
    """The blocks, those under a heading of level 1 in a section of its own."""
    written: list[str] = []
    inside = False
    page.named = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            id = block.anchor or page.fresh("s")
            page.contents.append((id, block.text))
            page.named = plain(block.text)
            written += ["</section>\n"] if inside else []
            written.append(f'<section aria-labelledby="{id}"><h2 id="{id}">{line_html(block.text)}</h2>\n')
            inside = True
            continue
        written.append(_block(block, page) + "\n")
    return "".join([*written, *(["</section>\n"] if inside else [])])


def _block(block: Block, page: Page) -> str:
    match block:
        case Heading():
            level, id = min(block.level + 1, 6), f' id="{block.anchor}"' if block.anchor else ""
            return f"<h{level}{id}>{line_html(block.text)}</h{level}>"
        case Paragraph():
            return f"<p>{line_html(block.text)}</p>"
        case Verbatim():
            return "<pre>" + "\n".join(escaped(each) for each in block.lines) + "</pre>"
        case Table():
            return _scrolled(_table(block), page, plain(block.caption), len(block.rows))
        case Tree():
            return _items(block.items, page, block.numbered, "tree")
        case Bar():
            return bar_html(block, page.fresh("bar"))
        case Shares():
            return _scrolled(shares_html(block, page.tongue), page, plain(block.caption))
        case HeatMap():
            return _legend(block, page) + _scrolled(_heat_map(block), page, plain(block.caption), len(block.rows))
        case Sides():
            return sides_html(block)


def sides_html(sides: Sides) -> str:
    """Lines side by side; an empty one leaves room."""
    halves = ("".join(f"<p>{line_html(each) or '&nbsp;'}</p>" for each in side) for side in (sides.left, sides.right))
    return f'<div class="sides"><div>{"</div><div>".join(halves)}</div></div>'


def _scrolled(table: str, page: Page, caption: str, rows: int = 0) -> str:
    """A table that moves by itself where the screen is narrow or the table long, by keys too."""
    label = escaped(" · ".join(dict.fromkeys(part for part in (page.named, caption) if part)) or word(page.tongue, "table"))
    tall = " tall" if rows > _TALL else ""
    return f'<div class="scroll{tall}" role="region" tabindex="0" aria-label="{label}">{table}</div>'


def _table(table: Table) -> str:
    titled = any(column.title for column in table.columns)
    parts = [f"<table{' data-lively' if table.lively else ''}>"]
    parts += [f"<caption>{line_html(table.caption)}</caption>"] if table.caption else []
    sides = [' class="num"' if column.align == "right" else "" for column in table.columns]
    if titled:
        ranked = [any(row[at] is not None for row in table.ranks) for at in range(len(table.columns))]
        heads = [
            f'<th scope="col"{side}{" data-choices" if column.choices else ""}{" data-ranked" if by_rank else ""}>{line_html(column.title)}</th>'
            if column.title else f"<td{side}></td>"
            for column, side, by_rank in zip(table.columns, sides, ranked, strict=True)
        ]
        parts.append(f"<thead><tr>{''.join(heads)}</tr></thead>")
    first_total = len(table.rows) - table.totals
    parts.append("<tbody>")
    for number, row in enumerate(table.rows):
        parts += ['</tbody><tbody class="total">'] if table.totals and number == first_total else []
        ranks = table.ranks[number] if table.ranks else (None,) * len(row)
        cells = [_cell(at, cell, side, rank) for at, (cell, side, rank) in enumerate(zip(row, sides, ranks, strict=True))]
        parts.append(f"<tr>{''.join(cells)}</tr>")
    return "".join([*parts, "</tbody></table>"])


def _cell(at: int, cell: Line, side: str, rank: int | None) -> str:
    written = line_html(cell)
    side = side or (' class="long"' if len(plain(cell)) > _LONG else "")
    order = "" if rank is None else f' data-r="{rank}"'
    if at == 0 and written:
        return f'<th scope="row"{side}{order}>{written}</th>'
    return f"<td{side}{order}>{written}</td>"


def _legend(heat: HeatMap, page: Page) -> str:
    parts = [
        f'<li><span class="key k{KINDS[sign]}" aria-hidden="true">{SIGNS[sign][0]}</span> {escaped(meaning)}</li>' for sign, meaning in heat.legend
    ]
    return f'<ul class="legend" aria-label="{escaped(word(page.tongue, "legend"))}">{"".join(parts)}</ul>'


def _heat_map(heat: HeatMap) -> str:
    meanings = dict(heat.legend)
    cells = {sign: f'<td class="k{KINDS[sign]}">{SIGNS[sign][0]}<i>{escaped(meanings[sign])}</i></td>' for sign in meanings}
    cells[""] = "<td></td>"
    titles = [f'<th scope="col"{" data-choices" if at else ""}>{line_html(title)}</th>' for at, title in enumerate(heat.titles)]
    titles += [f'<th scope="col" title="{escaped(title)}">{line_html(label)}</th>' for label, title in heat.columns]
    rows = [
        f'<tr><th scope="row">{line_html(row.label)}</th><td>{line_html(row.group)}</td>{"".join([cells[sign] for sign in row.signs])}</tr>\n'
        for row in heat.rows
    ]
    caption = f'<caption class="vh">{line_html(heat.caption)}</caption>'
    return f'<table class="heat" data-lively>{caption}<thead><tr>{"".join(titles)}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _items(items: tuple[Item, ...], page: Page, numbered: bool, kind: str = "") -> str:
    if not items:
        return ""
    element = "ol" if numbered else "ul"
    name = f' class="{kind}"' if kind else ""
    return f"<{element}{name}>{''.join([_item(item, page) for item in items])}</{element}>"


def _item(item: Item, page: Page) -> str:
    head = [sign_html(item.sign, page.tongue)] if item.sign else []
    head += [f'<span class="label">{escaped(item.label)}</span> '] if item.label else []
    head.append(line_html(item.text))
    head += [f' <span class="aside">— {line_html(item.aside)}</span>'] if item.aside else []
    below = "".join([f'<div class="detail">{line_html(detail)}</div>' for detail in item.details]) + _items(item.items, page, False)
    id = f' id="{item.anchor}"' if item.anchor else ""
    if below and (item.folded or item.anchor):
        opened = "" if item.folded else " open"
        return f"<li{id}><details{opened}><summary>{''.join(head)}</summary>{below}</details></li>"
    return f"<li{id}>{''.join(head)}{below}</li>"
