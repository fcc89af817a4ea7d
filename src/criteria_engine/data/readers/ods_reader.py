"""An OpenDocument spreadsheet (.ods, as LibreOffice saves it) becomes the cells of its sheets."""

import re
from collections.abc import Mapping
from datetime import timedelta

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.readers.sheet_cells import (
    EPOCH_1900,
    MOST_CELLS,
    MOST_MERGED,
    SheetCells,
    Stretch,
    moment_written,
    number_cell,
    stored_number,
)
from criteria_engine.data.readers.zip_packages import Package
from criteria_engine.diagnostics.catalogue.data import CellTooLong, TooManyColumns, TooManyRows
from criteria_engine.diagnostics.catalogue.data_files import (
    ErrorInCell,
    FormulaWithoutResult,
    LinkToOtherFile,
    ProtectedByPassword,
    TooManyCells,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_DURATION = re.compile(r"PT([0-9]{1,6})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]+)?S")
_CELLS = ("table-cell", "covered-table-cell")
_HIDDEN = ("collapse", "filter")


def read_spreadsheet(package: Package) -> tuple[tuple[SheetCells, ...], frozenset[str]]:
    """The sheets of a spreadsheet, and the names of those that it hides. Raises Refused where it is damaged, protected, has
    more than a sheet can have, or takes values from other files."""
    protected: list[str] = []
    if _MANIFEST in package.parts:
        package.parse(_MANIFEST, lambda name, _: protected.append(name) if name == "encryption-data" else None)
    if protected:
        raise Refused(ProtectedByPassword(Cell(package.file)))
    reading = _Reading(package)
    package.parse(_CONTENT, reading.begin, reading.end, reading.characters)
    return tuple(reading.sheets), frozenset(reading.hidden_sheets)


class _Reading:
    """The state of reading the content from its start to its end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.sheets: list[SheetCells] = []
        self.hidden_sheets: set[str] = set()
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.depth = self.cell_depth = self.count = 0
        self.place = Cell(package.file)
        self.sheet_name = ""
        self._sheet()

    def _sheet(self) -> None:
        self.rows: dict[int, dict[int, object]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[Stretch] = []
        self.row = self.column = self.columns_seen = 0
        self.repeated_row = 1
        self.cells: dict[int, object] = {}
        self.attributes: Mapping[str, str] = {}
        self.paragraphs: list[str] = []
        self.length = 0
        self.taking = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if name in _CELLS:
            self.attributes, self.cell_depth, self.length = attributes, self.depth, 0
            self.paragraphs = []
        elif name == "p" and self.cell_depth and self.depth == self.cell_depth + 1:
            self.paragraphs.append("")
            self.taking = True
        elif self.taking and name in ("s", "tab", "line-break"):
            self.characters(" " * min(_times(attributes, "text:c"), 100) if name == "s" else "\t" if name == "tab" else "\n")
        elif name == "table-row":
            self._row(attributes)
        elif name == "table-column":
            times = _times(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                self.hidden_columns.append((self.columns_seen + 1, self.columns_seen + times))
            self.columns_seen += times
        elif name == "table":
            self._sheet()
            self.sheet_name = attributes.get("table:name", "")
            self.place = Cell(self.package.file, sheet=self.sheet_name)
            if attributes.get("table:style-name") in self.hidden_styles:
                self.hidden_sheets.add(self.sheet_name)
        elif name == "style":
            self.style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif name in ("table-source", "dde-source"):
            raise Refused(LinkToOtherFile(self.place, excerpt(attributes.get("xlink:href", attributes.get("office:dde-topic", "?")))))

    def _row(self, attributes: Mapping[str, str]) -> None:
        self.row += self.repeated_row if self.row else 1
        self.column, self.cells = 0, {}
        self.repeated_row = _times(attributes, "table:number-rows-repeated")
        if attributes.get("table:visibility") in _HIDDEN and self.repeated_row <= MOST_ROWS:
            self.hidden_rows.update(range(self.row, self.row + self.repeated_row))

    def characters(self, text: str) -> None:
        if self.taking and self.length <= LONGEST_CELL:
            self.paragraphs[-1] += text
            self.length += len(text)

    def end(self, name: str) -> None:
        if name == "p" and self.depth == self.cell_depth + 1:
            self.taking = False
        elif name in _CELLS:
            self._cell()
            self.cell_depth = 0
        elif name == "table-row":
            self._end_of_row()
        elif name == "table":
            sheet = SheetCells(self.sheet_name, self.rows, frozenset(self.hidden_rows), tuple(self.hidden_columns), tuple(self.merged))
            self.sheets.append(sheet)
        self.depth -= 1

    def _cell(self) -> None:
        attributes = self.attributes
        formula = attributes.get("table:formula", "")
        if "'file:" in formula:
            raise Refused(LinkToOtherFile(self.place, excerpt(formula.split("'")[1])))
        times = _times(attributes, "table:number-columns-repeated")
        across, down = _times(attributes, "table:number-columns-spanned"), _times(attributes, "table:number-rows-spanned")
        if across * down > 1:
            if len(self.merged) >= MOST_MERGED:
                raise self.package.damaged()
            self.merged.append(Stretch(self.row, self.column + 1, self.row + down - 1, self.column + across))
        value = self._value(attributes, "\n".join(self.paragraphs), bool(formula))
        if value is not None and value != "":
            if self.column + times > MOST_COLUMNS:
                raise Refused(TooManyColumns(self.place, MOST_COLUMNS))
            self.cells.update(dict.fromkeys(range(self.column + 1, self.column + times + 1), value))
        self.column += times

    def _end_of_row(self) -> None:
        if not self.cells:
            return
        last = self.row + self.repeated_row - 1
        if last > MOST_ROWS:
            raise Refused(TooManyRows(self.place, MOST_ROWS))
        self.count += len(self.cells) * self.repeated_row
        if self.count > MOST_CELLS:
            raise Refused(TooManyCells(self.place, MOST_CELLS))
        for number in range(self.row, last + 1):
            self.rows[number] = self.cells

    def _value(self, attributes: Mapping[str, str], text: str, formula: bool) -> object:
        if attributes.get("calcext:value-type") == "error":
            return ErrorInCell(None, excerpt(text))
        match attributes.get("office:value-type"):
            case "float" | "currency" | "percentage" as kind:
                number = stored_number(attributes.get("office:value", "").strip())
                if number is None or isinstance(number, Fault):
                    return number if number is not None else text
                return number_cell(number, "percent" if kind == "percentage" else "number", EPOCH_1900)
            case "boolean":
                return attributes.get("office:boolean-value") == "true"
            case "date":
                return moment_written(attributes.get("office:date-value", "")) or text
            case "time":
                found = _DURATION.fullmatch(attributes.get("office:time-value", ""))
                return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3])) if found else text
            case None if formula and not text:
                return FormulaWithoutResult(None)
        text = text or attributes.get("office:string-value", "")
        return CellTooLong(None, LONGEST_CELL) if len(text) > LONGEST_CELL else text


def _times(attributes: Mapping[str, str], name: str) -> int:
    """A count that an attribute says; 1 where it says none. Raises ValueError, by which a package is known as damaged."""
    times = int(attributes.get(name, "1"))
    if times < 1:
        raise ValueError(name)
    return times
