"""Faults of data files before their cells are read: encodings, delimiters, spreadsheets, tables of bytes (D...).

What a spreadsheet reports of its own (hidden rows, other sheets) is a warning: it is read or left out as the message says.
"""

from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, Severity

# Text


@frozen
class EncodingDoubtful(Fault):
    """Bytes that are no UTF-8 and could be text in several encodings; `readings` show the first such line in each."""

    code: ClassVar[str] = "D100"
    candidates: tuple[str, ...]
    readings: tuple[str, ...]


@frozen
class EncodingFound(Fault):
    """A file that was read in another encoding than UTF-8, since its words are Vietnamese only in that one."""

    code: ClassVar[str] = "D101"
    severity: ClassVar[Severity] = "warning"
    encoding: str
    reading: str


@frozen
class OldVietnameseText(Fault):
    """Text in the letters of a font from before Unicode (TCVN3, VNI): `found` as it stands, `reading` as it was meant."""

    code: ClassVar[str] = "D102"
    encoding: str
    found: str
    reading: str


@frozen
class EncodingUnknown(Fault):
    """The name of an encoding that nobody knows."""

    code: ClassVar[str] = "D103"
    found: str


@frozen
class NotInEncoding(Fault):
    """A line that is no text in the encoding that was said or found."""

    code: ClassVar[str] = "D104"
    line: int
    encoding: str


@frozen
class DelimiterDoubtful(Fault):
    """A header that several delimiters would split, and the rows do not say which is meant."""

    code: ClassVar[str] = "D105"
    candidates: tuple[str, ...]


@frozen
class DelimiterUnusable(Fault):
    """A delimiter was asked for that is no single character, or one that a cell needs itself."""

    code: ClassVar[str] = "D130"
    found: str
    known: tuple[str, ...]


@frozen
class InputFormatDoubtful(Fault):
    """Bytes from standard input, or a file without a known ending, that begin as no known format does."""

    code: ClassVar[str] = "D106"
    known: tuple[str, ...]


@frozen
class FormatUnknown(Fault):
    """A format was asked for that is not read."""

    code: ClassVar[str] = "D107"
    found: str
    known: tuple[str, ...]


@frozen
class LibraryMissing(Fault):
    """A format that is read by a library which is not installed."""

    code: ClassVar[str] = "D108"
    format: str
    library: str
    extra: str


@frozen
class NotOfItsFormat(Fault):
    """A file that is damaged, cut off or of another format than it was taken for."""

    code: ClassVar[str] = "D109"
    format: str


# Packages of spreadsheets


@frozen
class ProtectedByPassword(Fault):
    code: ClassVar[str] = "D110"


@frozen
class UnpackedTooLarge(Fault):
    """A compressed file that holds more than may be unpacked: by its size, or by how much it was compressed."""

    code: ClassVar[str] = "D111"
    limit: int


@frozen
class TypeDefinitionInside(Fault):
    """A part with a document type definition, which no spreadsheet needs: entities could stand for anything."""

    code: ClassVar[str] = "D112"
    part: str


@frozen
class LinkToOtherFile(Fault):
    """A workbook that takes values from another file."""

    code: ClassVar[str] = "D113"
    target: str


@frozen
class OldSpreadsheetFormat(Fault):
    """A workbook in a format from before 2007, which cannot be read without losing its error cells."""

    code: ClassVar[str] = "D114"
    format: str


# Sheets


@frozen
class SheetDoubtful(Fault):
    """Several sheets, of which it is not known which one holds the table."""

    code: ClassVar[str] = "D115"
    sheets: tuple[str, ...]


@frozen
class SheetNotFound(Fault):
    """A sheet that was asked for and is not there."""

    code: ClassVar[str] = "D116"
    found: str
    sheets: tuple[str, ...]


@frozen
class SheetsNotRead(Fault):
    """Sheets with cells that no table takes."""

    code: ClassVar[str] = "D117"
    severity: ClassVar[Severity] = "warning"
    sheets: tuple[str, ...]


@frozen
class HiddenRead(Fault):
    """Hidden rows, or columns, that were read like all others."""

    code: ClassVar[str] = "D118"
    severity: ClassVar[Severity] = "warning"
    hidden: tuple[str, ...]


@frozen
class RowsAboveHeadings(Fault):
    """Rows above the headings (a title, an office's name) that hold no data; `last` is the last of them."""

    code: ClassVar[str] = "D119"
    severity: ClassVar[Severity] = "warning"
    last: int


@frozen
class HeadingOverColumns(Fault):
    """One merged heading over several columns, with no heading of their own below."""

    code: ClassVar[str] = "D120"
    column: str


@frozen
class MergedCells(Fault):
    """A cell that is merged with others: which rows its value is of cannot be known."""

    code: ClassVar[str] = "D121"
    merged: str


@frozen
class ErrorInCell(Fault):
    """A cell that shows an error of the spreadsheet (#N/A, #DIV/0!)."""

    code: ClassVar[str] = "D122"
    found: str


@frozen
class FormulaWithoutResult(Fault):
    """A formula whose result the file does not hold."""

    code: ClassVar[str] = "D123"


@frozen
class DigitsLost(Fault):
    """A whole number of more than fifteen digits, of which a spreadsheet keeps only the first fifteen."""

    code: ClassVar[str] = "D124"
    found: str


@frozen
class NoDayOfSheet(Fault):
    """A number shown as a date for which there is no day in the spreadsheet's calendar."""

    code: ClassVar[str] = "D125"
    found: str


@frozen
class TooManyCells(Fault):
    code: ClassVar[str] = "D126"
    limit: int


@frozen
class SheetWithoutCells(Fault):
    """A sheet, or a workbook, without a single cell."""

    code: ClassVar[str] = "D127"


@frozen
class NumberingRow(Fault):
    """A row below the headings that only numbers the columns: (1), (2), (3)."""

    code: ClassVar[str] = "D128"
    severity: ClassVar[Severity] = "warning"


@frozen
class ColumnTypeNotRead(Fault):
    """A column of a Parquet or Arrow file, or a data frame, whose kind of value no fact has."""

    code: ClassVar[str] = "D129"
    severity: ClassVar[Severity] = "warning"
    column: str
    kind: str


@frozen
class DatabaseInUse(Fault):
    """A database beside which a log lies: some of its rows are not in the file yet."""

    code: ClassVar[str] = "D131"


@frozen
class DatabaseSaidNo(Fault):
    """A database that cannot be reached, has no such table, or does not let it be read; in its own words."""

    code: ClassVar[str] = "D132"
    said: str


@frozen
class FurtherCells(Fault):
    """A column of a large file in which so many cells have the same fault that only the first are kept."""

    code: ClassVar[str] = "D133"
    severity: ClassVar[Severity] = "warning"
    further: int
    of: str
    kept: int
