"""A table becomes a table of a Word file: its titles repeat on every page, its columns are as wide as their texts ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from criteria_engine.documents.column_widths import column_widths
from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import Line, Sides, Style, Table, plain

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import Table as WordTable

_SHADE = "E9EEF4"
_MANY = 9
"""Columns from which letters are small."""

WriteLine = Callable[[Any, Line, Style], None]


def write_table(file: "WordFile", table: Table, room: int, write_line: WriteLine) -> None:
    """Add a table of at most so much room (in English Metric Units) to the file, under its caption."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if table.caption:
        write_line(file.add_paragraph(style="Caption"), table.caption, "plain")
    grid = file.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    widths = _widths(table, room)
    _describe(grid, plain(table.caption))
    first_total = 1 + len(table.rows) - table.totals
    small = len(table.columns) >= _MANY
    style = file.styles["Table text"].style_id
    contents: list[tuple[Line, ...]] = [tuple(column.title for column in table.columns), *table.rows]
    for number, (row, content) in enumerate(zip(grid.rows, contents, strict=True)):
        for cell, text, column, width in zip(row.cells, content, table.columns, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style  # by its id at once: looking a style up by its name takes longer than all else
            write_line(paragraph, text, "strong" if number == 0 or number >= first_total else "plain")
            if column.align == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs if small else ():
                run.font.size = Pt(8)
            if number == 0:
                _shade(cell)
        _keep_whole(row, titles=number == 0)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    file.add_paragraph(style="After table")


def write_sides(file: "WordFile", sides: Sides, room: int, write_line: WriteLine) -> None:
    """Add lines side by side: a table without edges, each half of it centred."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    grid = file.add_table(rows=1, cols=2)
    grid.autofit = False
    _keep_whole(grid.rows[0], titles=False)
    for cell, side in zip(grid.rows[0].cells, (sides.left, sides.right), strict=True):
        cell.width = room // 2
        for number, text in enumerate(side or ((),)):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = 0
            write_line(paragraph, text, "plain")
    for column in grid.columns:
        column.width = room // 2
    file.add_paragraph(style="After table")


def _widths(table: Table, room: int) -> list[int]:
    """Widths in English Metric Units; short tables are not stretched."""
    from docx.shared import Pt

    letter = int(Pt(4.6 if len(table.columns) >= _MANY else 6.2))
    return [width * letter for width in column_widths(table, room // letter)]


def _describe(grid: "WordTable", caption: str) -> None:
    """Say to those who cannot see the table what it is, and that its first row and column hold titles."""
    known = grid._tbl.tblPr
    if caption:
        known.append(_element("w:tblCaption", "val", inert(caption)[:255]))
    look = known.find(_name("w:tblLook"))
    if look is not None:
        for place, value in (("firstRow", "1"), ("firstColumn", "1"), ("lastRow", "0"), ("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(_name(f"w:{place}"), value)
        known.remove(look)
        at = known.find(_name("w:tblCaption"))
        (known.append if at is None else at.addprevious)(look)


def _keep_whole(row: Any, titles: bool) -> None:
    """No row is cut by the end of a page; a row of titles stands on every page."""
    known = row._tr.get_or_add_trPr()
    known.append(_element("w:cantSplit", "val", "1"))
    if titles:
        known.append(_element("w:tblHeader", "val", "1"))


def _shade(cell: Any) -> None:
    shade = _element("w:shd", "val", "clear")
    shade.set(_name("w:fill"), _SHADE)
    shade.set(_name("w:color"), "auto")
    cell._tc.get_or_add_tcPr().append(shade)


def _element(tag: str, attribute: str, value: str) -> Any:
    from docx.oxml import OxmlElement

    found = OxmlElement(tag)
    found.set(_name(f"w:{attribute}"), value)
    return found


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))
