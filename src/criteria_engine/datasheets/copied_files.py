"""A data file of any format becomes its copied tables."""

from pathlib import Path

from attrs import evolve

from criteria_engine.data.binding import identifying_fact
from criteria_engine.data.own_sheets import OWN_SHEETS
from criteria_engine.data.raw_table import LARGEST_FILE
from criteria_engine.data.readers.by_format import ENDINGS, format_of, opened_bytes
from criteria_engine.data.readers.csv_reader import csv_rows
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.readers.sheet_table import table_of
from criteria_engine.data.readers.xlsx_reader import read_sheet, read_workbook
from criteria_engine.data.readers.zip_packages import opened
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.datasheets.copied_tables import CopiedTable, copied_objects, copied_rows
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program


def copied_file(path: Path, name: str, program: Program, read_as: ReadAs) -> list[CopiedTable]:
    """The tables of the file at `path`, which faults call `name`; none where it cannot be read, or no longer (standard input)."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        return []
    format = read_as.format or ENDINGS.get(path.suffix.lower()) or format_of(data)
    if len(data) > LARGEST_FILE or format is None:
        return []
    if format in ("csv", "tsv"):
        return _text_table(name, data, format, read_as)
    if format == "xlsx":
        return _sheets(name, data)
    identifier = identifying_fact(program.subject, program.facts).name
    tables = [table for table in opened_bytes(name, data, format, read_as).tables if not table.hidden and table.name not in OWN_SHEETS]
    readings = [table.read() for table in tables]
    return [copy for reading in readings if reading.table is not None for copy in copied_objects(reading.table, identifier, program.tables)]


def _text_table(name: str, data: bytes, format: str, read_as: ReadAs) -> list[CopiedTable]:
    tabs = format == "tsv" and read_as.delimiter is None
    rows, _ = csv_rows(name, data, evolve(read_as, delimiter="tab") if tabs else read_as)
    if rows is None:
        return []
    kept = [(number, dict(enumerate(cells))) for number, cells in rows if not isinstance(cells, Fault)]
    header = next((number for number, cells in kept if cells), 1)
    return [copied_rows(name, None, kept, header)]


def _sheets(name: str, data: bytes) -> list[CopiedTable]:
    """Every sheet of a workbook but hidden ones and those that only guide people."""
    try:
        workbook = read_workbook(opened(name, data, "Excel"))
    except Refused:
        return []
    found = []
    for part in workbook.sheets:
        if part.hidden or part.name in OWN_SHEETS:
            continue
        try:
            sheet = read_sheet(workbook, part)
        except Refused:
            continue
        table = table_of(name, sheet).table
        rows = [(number, {column - 1: raw for column, raw in cells.items()}) for number, cells in sheet.rows.items()]
        found.append(copied_rows(name, sheet.name, rows, (table.header_row if table is not None else None) or 1))
    return found
