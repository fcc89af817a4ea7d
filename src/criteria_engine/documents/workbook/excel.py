"""A workbook becomes the bytes of an Excel file: the same workbook always the same bytes, and every text inert.

Texts are written as strings, never tried as formulas, numbers or addresses. A number that a cell cannot hold exactly (more than 15
significant digits, or a ratio without finite decimals) is written as its exact text.
"""

import io
import math
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from criteria_engine.documents.inert import inert
from criteria_engine.documents.workbook.addresses import a1, letters_of
from criteria_engine.documents.workbook.exact_cells import as_double
from criteria_engine.documents.workbook.model import LONGEST_TEXT, Among, Check, Content, Sheet, SheetCell, Workbook
from criteria_engine.values.numbers import exact_text

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WRITTEN_ON = datetime(2000, 1, 1)
"""Every file says this day: it knows no clock, so that the same input gives the same bytes."""

_FIRST_DAY = date(1900, 3, 1)
"""The first day that all spreadsheets count alike; earlier ones are written as text."""

_WIDEST_PAGE = 240
"""Characters of width up to which a sheet is printed one page wide; a wider one could not be read so."""

_HIGHEST = 400

_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "text_wrap": True, "bg_color": "#DDE6F0", "border": 1, "border_color": "#9AA7B5", "valign": "top"},
    "key heading": {"bold": True, "text_wrap": True, "bg_color": "#C5D3E3", "border": 1, "border_color": "#9AA7B5", "valign": "top"},
    "strong": {"bold": True},
    "muted": {"font_color": "#595959", "text_wrap": True},
    "good": {"font_color": "#1B5E20", "bg_color": "#E6F2E6"},
    "bad": {"font_color": "#8E1B1B", "bg_color": "#FBE9E7"},
    "open": {"font_color": "#6B4E00", "bg_color": "#FFF6DA"},
    "fault": {"bold": True, "font_color": "#8E1B1B", "bg_color": "#FFC9C2", "border": 2, "border_color": "#B71C1C"},
    "warning": {"font_color": "#6B4E00", "bg_color": "#FFECB3", "border": 1, "border_color": "#B28704"},
    "given": {"bg_color": "#F2F2F2"},
    "wrapped": {"text_wrap": True},
}


def excel_bytes(workbook: Workbook) -> bytes:
    """The bytes of the workbook as an .xlsx file."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": inert(workbook.title)[:255], "author": "", "created": _WRITTEN_ON})
    formats = _Formats(book)
    for position, sheet in enumerate(workbook.sheets):
        page = book.add_worksheet(sheet.name)
        _write_sheet(page, sheet, formats)
        if position == workbook.opened:
            page.activate()
            page.set_first_sheet()
        if sheet.hidden:
            page.hide()
    book.close()
    return file.getvalue()


class _Formats:
    """The formats of a book, one for each look with number format and place, made when they are asked for."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self._book = book
        self._known: dict[tuple[str, str], Format] = {}

    def of(self, look: str, number_format: str = "") -> "Format":
        key = (look, number_format)
        if key not in self._known:
            valign: dict[str, Any] = {"valign": "top"}
            numbers = {"num_format": number_format} if number_format else {}
            self._known[key] = self._book.add_format({**valign, **_LOOKS[look], **numbers})
        return self._known[key]


def _write_sheet(page: "Worksheet", sheet: Sheet, formats: _Formats) -> None:
    for index, shape in enumerate(sheet.columns):
        page.set_column(index, index, shape.width, formats.of("plain", shape.format), {"hidden": True} if shape.hidden else {})
    for row, height in {**_fitting_heights(sheet), **sheet.row_heights}.items():
        page.set_row(row, height)
    if sheet.cells:
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for (row, column), cell in sorted(sheet.cells.items(), key=lambda each: each[0]):
        _write_cell(page, row, column, cell, formats)
    for check in sheet.checks:
        page.data_validation(check.first, check.column, check.last, check.column, _validation(check))
    if sheet.frozen != (0, 0):
        page.freeze_panes(*sheet.frozen)
        if sheet.frozen[0]:
            page.repeat_rows(0, sheet.frozen[0] - 1)
    if sheet.filtered is not None:
        page.autofilter(*sheet.filtered)
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(9)  # A4
    if sum(column.width for column in sheet.columns) <= _WIDEST_PAGE:
        page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")


def _fitting_heights(sheet: Sheet) -> dict[int, int]:
    """Heights for the rows in which a text wraps: not every program works them out itself when it opens a file."""
    heights: dict[int, int] = {}
    for (row, column), cell in sheet.cells.items():
        if isinstance(cell.content, str) and _LOOKS[cell.look].get("text_wrap"):
            width = sum(shape.width for shape in sheet.columns[column : column + cell.span]) or 9
            letters = width * (0.85 if _LOOKS[cell.look].get("bold") else 0.95)
            lines = sum(max(1, math.ceil(len(each) / letters)) for each in cell.content.split("\n"))
            if lines > 1:
                heights[row] = max(heights.get(row, 0), min(_HIGHEST, 15 * lines))
    return heights


def _write_cell(page: "Worksheet", row: int, column: int, cell: SheetCell, formats: _Formats) -> None:
    number_format = cell.format or ("yyyy-mm-dd" if isinstance(cell.content, date) else "")
    look = formats.of(cell.look, number_format)
    if cell.span > 1:
        page.merge_range(row, column, row, column + cell.span - 1, "", look)
    if cell.target is not None:
        name = cell.target.sheet.replace("'", "''")
        address = f"internal:'{name}'!{a1(cell.target.row, cell.target.column)}"
        page.write_url(row, column, address, look, _text(cell.content))
    else:
        _write_content(page, row, column, cell.content, look)
    if cell.note:
        lines = cell.note.count("\n") + len(cell.note) // 48 + 2
        size = {"width": 330, "height": min(420, 17 * lines), "font_size": 9, "font_name": "Arial", "author": ""}
        page.write_comment(row, column, _text(cell.note), size)


def _write_content(page: "Worksheet", row: int, column: int, content: Content, look: "Format") -> None:
    if content is None or content == "":
        page.write_blank(row, column, None, look)
    elif isinstance(content, date):
        if content < _FIRST_DAY:
            page.write_string(row, column, content.isoformat(), look)
        else:
            page.write_datetime(row, column, datetime(content.year, content.month, content.day), look)
    elif isinstance(content, str):
        page.write_string(row, column, _text(content), look)
    elif (number := as_double(content)) is not None:
        page.write_number(row, column, number, look)
    else:
        page.write_string(row, column, exact_text(content), look)


def _text(content: Content) -> str:
    """A text as a cell or note holds it: every line inert, and no longer than a cell can be."""
    if isinstance(content, (int, Fraction)):
        return exact_text(content)
    text = "\n".join(inert(line) for line in str("" if content is None else content).replace("\r\n", "\n").split("\n"))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _validation(check: Check) -> dict[str, Any]:
    rule = check.rule
    said = {
        "input_title": _cut(check.prompt_title, 32),
        "input_message": _cut(check.prompt, 255),
        "error_title": _cut(check.refusal_title, 32),
        "error_message": _cut(check.refusal, 255),
        "ignore_blank": True,
    }
    if isinstance(rule, Among):
        column = letters_of(rule.column)
        name = rule.sheet.replace("'", "''")
        return {"validate": "list", "source": f"='{name}'!${column}${rule.first + 1}:${column}${rule.last + 1}", **said}
    kind = {"whole": "integer", "decimal": "decimal", "date": "date"}[rule.kind]
    return {"validate": kind, "criteria": "between", "minimum": _bound(rule.low), "maximum": _bound(rule.high), **said}


def _bound(bound: int | Fraction | date) -> Any:
    if isinstance(bound, date):
        return max(datetime(bound.year, bound.month, bound.day), datetime(1900, 1, 1))
    number = as_double(bound)
    # A bound that no double holds is given to the checker as a quotient, which it works out itself.
    return number if number is not None else f"={bound.numerator}/{bound.denominator}"


def _cut(text: str, most: int) -> str:
    plain = _text(text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"
