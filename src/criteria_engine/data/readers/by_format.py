"""A path, or standard input, becomes a data file whose tables can be read, by the reader that its format asks for.

The format is what the user says, else what the end of the name says, else what the first bytes say.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve

from criteria_engine.data.data_file import DataFile, TableInFile, table_in_file
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import LARGEST_FILE, Reading
from criteria_engine.data.readers.arrow_reader import is_frame, read_arrow, read_frame, read_parquet
from criteria_engine.data.readers.csv_reader import read_csv
from criteria_engine.data.readers.json_lines_reader import read_json_lines
from criteria_engine.data.readers.json_reader import read_json
from criteria_engine.data.readers.ods_reader import read_spreadsheet
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.readers.sheet_table import table_of
from criteria_engine.data.readers.sqlite_reader import SIGNATURE, read_database_table, table_names
from criteria_engine.data.readers.xlsx_reader import read_sheet, read_workbook
from criteria_engine.data.readers.zip_packages import opened
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data import DataFileNotFound, DataFileNotReadable, DataFileTooLarge, DataFormatUnknown
from criteria_engine.diagnostics.catalogue.data_files import DatabaseInUse, FormatUnknown, InputFormatDoubtful, OldSpreadsheetFormat
from criteria_engine.source import Cell

STANDARD_INPUT = Path("-")
"""The path that stands for standard input."""

Tables = Callable[[str, bytes, ReadAs], tuple[TableInFile, ...]]
"""What finds the tables of a file in its bytes; may raise Refused."""


def _one(read: Callable[[str, bytes, ReadAs], Reading]) -> Tables:
    """The tables of a format of which a file holds just one."""
    return lambda name, data, read_as: (table_in_file(None, lambda: read(name, data, read_as)),)


def _tab_separated(name: str, data: bytes, read_as: ReadAs) -> Reading:
    return read_csv(name, data, read_as if read_as.delimiter is not None else evolve(read_as, delimiter="tab"))


def _workbook(name: str, data: bytes, read_as: ReadAs) -> tuple[TableInFile, ...]:
    workbook = read_workbook(opened(name, data, "Excel"))

    def reading(position: int) -> Reading:
        try:
            return table_of(name, read_sheet(workbook, workbook.sheets[position]))
        except Refused as refused:
            return Reading(None, (refused.fault,))

    return tuple(
        table_in_file(sheet.name, lambda position=position: reading(position), sheet.hidden)  # type: ignore[misc]
        for position, sheet in enumerate(workbook.sheets)
    )


def _open_document(name: str, data: bytes, read_as: ReadAs) -> tuple[TableInFile, ...]:
    sheets, hidden = read_spreadsheet(opened(name, data, "OpenDocument"))
    return tuple(
        table_in_file(sheet.name, lambda position=position: table_of(name, sheets[position]), sheet.name in hidden)  # type: ignore[misc]
        for position, sheet in enumerate(sheets)
    )


def _database(name: str, data: bytes, read_as: ReadAs) -> tuple[TableInFile, ...]:
    return tuple(
        table_in_file(table, lambda table=table: read_database_table(name, data, table))  # type: ignore[misc]
        for table in table_names(name, data)
    )


FORMATS: Mapping[str, Tables] = {
    "csv": _one(read_csv),
    "tsv": _one(_tab_separated),
    "json": _one(read_json),
    "jsonl": _one(read_json_lines),
    "xlsx": _workbook,
    "ods": _open_document,
    "parquet": _one(read_parquet),
    "arrow": _one(read_arrow),
    "sqlite": _database,
}
"""What reads each format, by the name that the user can say."""

ENDINGS: Mapping[str, str] = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods", ".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow",
    ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite",
}
"""The format that the end of a file's name says, in small letters."""

OLD_ENDINGS = (".xls", ".xlsb")
"""Formats of spreadsheets that are recognised and not read."""


def open_file(path: Path, name: str, read_as: ReadAs = AS_FOUND) -> DataFile:
    """The data file at `path`, which faults call `name`. Never raises for what it holds."""
    ending = path.suffix.lower()
    if read_as.format is not None and read_as.format not in FORMATS:
        return DataFile(name, faults=(FormatUnknown(Cell(name), excerpt(read_as.format), tuple(FORMATS)),))
    format = read_as.format or ENDINGS.get(ending)
    if format is None and path != STANDARD_INPUT and ending not in OLD_ENDINGS:
        return DataFile(name, faults=(DataFormatUnknown(Cell(name), name, tuple(end.removeprefix(".") for end in ENDINGS)),))
    try:
        data = _bytes(path)
    except FileNotFoundError:
        return DataFile(name, faults=(DataFileNotFound(Cell(name), name),))
    except (OSError, ValueError):  # ValueError: a path with NUL in it
        return DataFile(name, faults=(DataFileNotReadable(Cell(name), name),))
    if len(data) > LARGEST_FILE:
        return DataFile(name, faults=(DataFileTooLarge(Cell(name), LARGEST_FILE),))
    if (format := format or format_of(data)) is None:
        old = ending in OLD_ENDINGS
        fault = OldSpreadsheetFormat(Cell(name), ending) if old else InputFormatDoubtful(Cell(name), tuple(FORMATS))
        return DataFile(name, faults=(fault,), digest=hashlib.sha256(data).hexdigest())
    if format == "sqlite" and _has_log(path):
        return DataFile(name, faults=(DatabaseInUse(Cell(name)),))
    return opened_bytes(name, data, format, read_as)


def _bytes(path: Path) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _has_log(path: Path) -> bool:
    """Whether a database has rows that are not in its file yet: its log lies beside it."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except (OSError, ValueError):
        return False


def opened_bytes(name: str, data: bytes, format: str, read_as: ReadAs = AS_FOUND) -> DataFile:
    """The data file in bytes of one of the known formats."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        return DataFile(name, FORMATS[format](name, data, read_as), digest=digest)
    except Refused as refused:
        return DataFile(name, faults=(refused.fault,), digest=digest)


def given_file(name: str, given: object) -> Path | DataFile:
    """What the library's user gives as data: the path of a file, or a data frame, which faults call `name`. Raises TypeError
    for anything else."""
    if isinstance(given, (str, Path)):
        return Path(given)
    if is_frame(given):
        return DataFile(name, (table_in_file(None, lambda: read_frame(name, given)),), frame=given)
    raise TypeError(f"data must be a path or a data frame, not {type(given).__name__}")


def format_of(data: bytes) -> str | None:
    """The format that the first bytes of data say.

    >>> format_of(b' [{"code": 1}]'), format_of(b"code,name"), format_of(b"\\x00\\x01")
    ('json', 'csv', None)
    """
    if data.startswith(b"PK\x03\x04"):
        return "ods" if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200] else "xlsx"
    for signature, format in ((SIGNATURE, "sqlite"), (b"PAR1", "parquet"), (b"ARROW1", "arrow"), (b"\xff\xff\xff\xff", "arrow")):
        if data.startswith(signature):
            return format
    start = data[:4_096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{" and _is_object(data[: data.find(b"\n")]):
        return "jsonl"
    if start[:1] in (b"[", b"{"):
        return "json"
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "csv" if start and (wide or b"\0" not in start) else None


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
