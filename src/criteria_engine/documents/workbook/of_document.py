"""The tables and trees of a document become sheets of a workbook, under a first sheet that lists them and leads to each."""

from collections.abc import Sequence

from criteria_engine.documents.drawn import in_words
from criteria_engine.documents.model import SIGNS, Block, Column, Document, Heading, Item, Line, Paragraph, Style, Table, Tree, plain
from criteria_engine.documents.workbook.growing import GrowingSheet
from criteria_engine.documents.workbook.model import CellLook, Sheet, SheetCell, SheetColumn, Target, Workbook
from criteria_engine.documents.workbook.sheet_names import sheet_names
from criteria_engine.documents.workbook.words import word

_WIDEST = 60
_LOOKS: dict[Style, CellLook] = {"strong": "strong", "good": "good", "bad": "bad", "open": "open"}


def document_workbook(document: Document) -> Workbook:
    """The workbook of a document. Texts stay texts, with the sign of an item spelled out; a cell whose text is a number that was
    given with it holds the number."""
    blocks = [said for block in document.blocks for said in in_words(block)]
    titled = _titled(plain(document.title), blocks)
    contents_name, *names = sheet_names([word(document.tongue, "contents"), *(title for title, _ in titled)])
    sheets = [_sheet(name, block, document.tongue) for name, (_, block) in zip(names, titled, strict=True)]
    return Workbook(plain(document.title), (_contents(document.title, blocks, contents_name, names, titled), *sheets))


def _titled(title: str, blocks: Sequence[Block]) -> list[tuple[str, Table | Tree]]:
    """The tables and trees, each with its caption or else the heading that it stands under."""
    found: list[tuple[str, Table | Tree]] = []
    heading = title
    for block in blocks:
        match block:
            case Heading():
                heading = plain(block.text)
            case Table():
                found.append((plain(block.caption) or heading, block))
            case Tree():
                found.append((heading, block))
    return found


def _contents(title: Line, blocks: Sequence[Block], name: str, names: Sequence[str], titled: Sequence[tuple[str, Table | Tree]]) -> Sheet:
    """The document's title, what it says outside of tables and trees, and where they are."""
    sheet = GrowingSheet()
    sheet.add(plain(title), look="title")
    for block in blocks:
        match block:
            case Heading():
                sheet.skip()
                sheet.add(plain(block.text), look="strong")
            case Paragraph():
                sheet.add(plain(block.text), look="wrapped")
            case Table() | Tree():
                at = next(number for number, (_, each) in enumerate(titled) if each is block)
                sheet.add(SheetCell(f"→ {titled[at][0]}", target=Target(names[at], 0, 0)))
    return Sheet(name, sheet.cells, (SheetColumn(110),), landscape=False)


def _sheet(name: str, block: Table | Tree, tongue: str) -> Sheet:
    return _table(name, block) if isinstance(block, Table) else _tree(name, block, tongue)


def _table(name: str, table: Table) -> Sheet:
    sheet = GrowingSheet()
    sheet.add(*(plain(column.title) for column in table.columns), look="heading")
    first_total = len(table.rows) - table.totals
    for number, row in enumerate(table.rows):
        sheet.add(*(_cell(text, number >= first_total) for text in row))
    columns = tuple(SheetColumn(_width(table, at, column)) for at, column in enumerate(table.columns))
    last = max(sheet.row - 1 - table.totals, 1)
    return Sheet(name, sheet.cells, columns, (1, 1), filtered=(0, 0, last, len(table.columns) - 1))


def _cell(text: Line, total: bool) -> SheetCell:
    styles = {run.style for run in text if run.text.strip()}
    look: CellLook = _LOOKS.get(next(iter(styles)), "wrapped") if len(styles) == 1 else "wrapped"
    value = next((run.value for run in text if run.value is not None), None) if len(text) == 1 else None
    return SheetCell(plain(text) if value is None else value, "strong" if total else look)


def _width(table: Table, at: int, column: Column) -> int:
    longest = max((len(plain(row[at])) for row in table.rows), default=0)
    return max(8, min(_WIDEST, longest + 2), min(24, len(plain(column.title)) + 3))


def _tree(name: str, tree: Tree, tongue: str) -> Sheet:
    """A row a point, with its level; what is below a folded one too."""
    sheet = GrowingSheet()
    sheet.add(*(word(tongue, key) for key in ("level", "label", "sign", "text", "beside", "details")), look="heading")
    _points(sheet, tree.items, 1, tongue)
    widths = (8, 10, 18, 60, 40, 60)
    return Sheet(name, sheet.cells, tuple(SheetColumn(width) for width in widths), (1, 0), filtered=(0, 0, max(sheet.row - 1, 1), 5))


def _points(sheet: GrowingSheet, items: Sequence[Item], level: int, tongue: str) -> None:
    for item in items:
        style = SIGNS[item.sign][1]
        sign = SheetCell(word(tongue, f"sign.{item.sign}") if item.sign else "", _LOOKS.get(style, "plain"))
        details = "\n".join(plain(each) for each in item.details)
        sheet.add(
            level, item.label, sign, SheetCell(plain(item.text), "wrapped"), SheetCell(plain(item.aside), "wrapped"), SheetCell(details, "wrapped")
        )
        _points(sheet, item.items, level + 1, tongue)
