"""An Excel workbook (.xlsx, .xlsm) becomes the cells of its sheets.

Only what its parts say themselves is read: values as stored, results of formulas as the last program left them, how a
number is shown where that changes what it is (percentages, dates). Formulas and macros are never run.
"""

import posixpath
import re
from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.readers.sheet_cells import (
    EPOCH_1900,
    EPOCH_1904,
    MOST_CELLS,
    MOST_MERGED,
    SheetCells,
    Stretch,
    kind_of_format,
    moment_written,
    number_cell,
    place_of,
    stored_number,
)
from criteria_engine.data.readers.zip_packages import Package
from criteria_engine.diagnostics.catalogue.data import CellTooLong, TooManyColumns, TooManyRows
from criteria_engine.diagnostics.catalogue.data_files import (
    ErrorInCell,
    FormulaWithoutResult,
    LinkToOtherFile,
    TooManyCells,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

MOST_KNOWN = 100_000
"""Numbers of a sheet that are remembered as they were read."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@frozen
class SheetPart:
    """A sheet's name, the part that holds it, and whether the workbook hides it."""

    name: str
    part: str
    hidden: bool


@frozen(eq=False)
class Workbook:
    """What the sheets of a workbook share: the kinds of its formats by number, its texts, the first day of its calendar, and
    whether it was written by a program that does not calculate: then a formula's result 0 only holds the place."""

    package: Package
    sheets: tuple[SheetPart, ...]
    kinds: tuple[str, ...] = field(repr=False)
    texts: tuple[str | Fault, ...] = field(repr=False)
    epoch: date
    uncalculated: bool


def read_workbook(package: Package) -> Workbook:
    """The workbook in a package. Raises Refused where it is damaged, dangerous, or takes values from other files."""
    _refuse_links(package)
    start = next((target for kind, target in _relations(package, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    related = _relations(package, start)
    sheets: list[SheetPart] = []
    epochs: list[date] = []
    uncalculated: list[bool] = []

    def element(name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
            epochs.append(EPOCH_1904)
        elif name == "calcPr" and attributes.get("fullCalcOnLoad", "0") in ("1", "true"):
            uncalculated.append(True)
        elif name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, target = related.get(identity, ("", ""))
            if kind == "worksheet":
                sheets.append(SheetPart(attributes.get("name", ""), target, attributes.get("state", "visible") != "visible"))

    package.parse(start, element)
    parts = {kind: target for kind, target in related.values() if kind in ("styles", "sharedStrings")}
    kinds = _kinds(package, parts["styles"]) if "styles" in parts else ()
    texts = _texts(package, parts["sharedStrings"]) if "sharedStrings" in parts else ()
    return Workbook(package, tuple(sheets), kinds, texts, epochs[0] if epochs else EPOCH_1900, bool(uncalculated))


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by their identities: the last word of the kind, and the part that is meant."""
    folder, base = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{base}.rels")
    found: dict[str, tuple[str, str]] = {}

    def element(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], whole)

    if rels in package.parts:
        package.parse(rels, element)
    return found


def _refuse_links(package: Package) -> None:
    """A value that comes from another workbook is as old as its last refresh, and nobody sees that in the cell."""
    links = [part for part in package.parts if re.fullmatch(r"xl/externalLinks/_rels/[^/]+\.rels", part)]
    targets: list[str] = []
    for link in links[:1]:
        package.parse(link, lambda name, attributes: targets.append(attributes.get("Target", "")) if name == "Relationship" else None)
    if links or any(part.startswith("xl/externalLinks/") for part in package.parts):
        raise Refused(LinkToOtherFile(Cell(package.file), excerpt(targets[0] if targets else "?")))


def _kinds(package: Package, part: str) -> tuple[str, ...]:
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside: list[str] = []

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "xf" and inside and inside[-1] == "cellXfs":
            numbers.append(int(attributes.get("numFmtId", "0")))
        inside.append(name)

    package.parse(part, begin, lambda name: inside.clear() if len(inside) <= 1 else inside.__delitem__(-1))
    return tuple(kind_of_format(number, codes.get(number)) for number in numbers)


def _texts(package: Package, part: str) -> tuple[str | Fault, ...]:
    """The texts that cells share: runs joined, readings of characters (phonetic) left out."""
    texts: list[str | Fault] = []
    pieces: list[str] = []
    length = phonetic = 0
    taking = False

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal taking, phonetic, length
        if name == "t":
            taking = phonetic == 0
        elif name == "rPh":
            phonetic += 1
        elif name == "si":
            pieces.clear()
            length = 0

    def end(name: str) -> None:
        nonlocal taking, phonetic
        if name == "t":
            taking = False
        elif name == "rPh":
            phonetic -= 1
        elif name == "si":
            if len(texts) >= MOST_CELLS:
                raise Refused(TooManyCells(Cell(package.file), MOST_CELLS))
            texts.append(_text("".join(pieces)))

    def characters(text: str) -> None:
        nonlocal length
        if taking and length <= LONGEST_CELL:
            pieces.append(text)
            length += len(text)

    package.parse(part, begin, end, characters)
    return tuple(texts)


def _text(text: str) -> str | Fault:
    if len(text) > LONGEST_CELL:
        return CellTooLong(None, LONGEST_CELL)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_sheet(workbook: Workbook, sheet: SheetPart) -> SheetCells:
    """The cells of a sheet. Raises Refused where it is damaged or has more than a sheet can have."""
    reading = _SheetReading(workbook, sheet)
    workbook.package.parse(sheet.part, reading.begin, reading.end, reading.characters)
    return SheetCells(sheet.name, reading.rows, frozenset(reading.hidden_rows), tuple(reading.hidden_columns), tuple(reading.merged))


class _SheetReading:
    """The state of reading one sheet's part from its start to its end."""

    def __init__(self, workbook: Workbook, sheet: SheetPart) -> None:
        self.workbook = workbook
        self.place = Cell(workbook.package.file, sheet=sheet.name)
        self.rows: dict[int, dict[int, object]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.merged: list[Stretch] = []
        self.count = self.row = self.column = self.length = 0
        self.row_text = "0"
        self.columns: dict[str, int] = {}
        self.known: dict[tuple[str, str], object] = {}
        self.cells: dict[int, object] = {}
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.taking = self.formula = self.phonetic = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "t"):
            self.taking = not self.phonetic
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._row(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            top, bottom = place_of(first), place_of(last or first)
            if top is None or bottom is None or len(self.merged) >= MOST_MERGED:
                raise self.workbook.package.damaged()
            self.merged.append(Stretch(*top, *bottom))

    def _row(self, attributes: Mapping[str, str]) -> None:
        number = int(attributes["r"]) if "r" in attributes else self.row + 1
        if number <= self.row:
            raise self.workbook.package.damaged()
        if number > MOST_ROWS:
            raise Refused(TooManyRows(self.place, MOST_ROWS))
        self.row, self.row_text, self.column, self.cells = number, str(number), 0, {}
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(number)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("r")
        if address is not None:
            letters = address.removesuffix(self.row_text)
            column = self.columns.get(letters)
            if column is None or letters == address:
                found = place_of(address)
                if found is None or found[0] != self.row:
                    raise self.workbook.package.damaged()
                column = found[1]
                if address == letters + self.row_text and letters.isalpha() and len(self.columns) < MOST_COLUMNS:
                    self.columns[letters] = column
            if column in self.cells:
                raise self.workbook.package.damaged()
            self.column = column
        else:
            self.column += 1
        if self.column > MOST_COLUMNS:
            raise Refused(TooManyColumns(self.place, MOST_COLUMNS))
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.formula = False
        self.length = 0
        self.pieces.clear()

    def characters(self, text: str) -> None:
        if self.taking and self.length <= LONGEST_CELL:
            self.pieces.append(text)
            self.length += len(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.taking = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "c":
            value = self._value("".join(self.pieces))
            if value is not None and value != "":
                self.count += 1
                if self.count > MOST_CELLS:
                    raise Refused(TooManyCells(self.place, MOST_CELLS))
                self.cells[self.column] = value
        elif name == "row" and self.cells:
            self.rows[self.row] = self.cells

    def _value(self, text: str) -> object:
        match self.kind:
            case "s" if text:
                return self.workbook.texts[int(text)]
            case "str" | "inlineStr":
                return _text(text)
            case "e":
                return ErrorInCell(None, excerpt(text))
        if not text or (self.formula and text == "0" and self.workbook.uncalculated):
            return FormulaWithoutResult(None) if self.formula else None
        match self.kind:
            case "b":
                return text.strip() in ("1", "true")
            case "d":
                return moment_written(text) or _text(text)
        known = self.known.get((text, self.style))
        if known is None:
            known = self._number(text)
            if len(self.known) < MOST_KNOWN:
                self.known[text, self.style] = known
        return known

    def _number(self, text: str) -> object:
        number = stored_number(text.strip())
        if number is None or isinstance(number, Fault):
            return number if number is not None else _text(text)
        style = int(self.style)
        kinds = self.workbook.kinds
        return number_cell(number, kinds[style] if 0 <= style < len(kinds) else "number", self.workbook.epoch)
