"""Workbooks made in memory for tests."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from criteria_engine.data.data_file import DataFile
from criteria_engine.data.raw_table import RawTable
from criteria_engine.data.readers import by_format

Fill = Callable[[Any, Any], None]
"""Fills a sheet of xlsxwriter; the second argument is its workbook."""


def workbook(sheets: Mapping[str, Fill | Sequence[Sequence[object]]], **options: object) -> bytes:
    """The bytes of a workbook: sheets by name, each filled by a function, or with rows of plain values."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    for name, content in sheets.items():
        sheet = book.add_worksheet(name)
        if callable(content):
            content(sheet, book)
        else:
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def with_parts(package: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """A package with some parts replaced, added, or (None) left out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in changed:
                new.writestr(part, old.read(part))
        for part, content in changed.items():
            if content is not None:
                new.writestr(part, content)
    return target.getvalue()


def part_of(package: bytes, part: str) -> bytes:
    """A part of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(part)


def file_of(content: bytes, name: str = "a.xlsx", format: str = "xlsx") -> DataFile:
    """The data file that a reader makes of bytes."""
    return by_format.opened_bytes(name, content, format)


def table_of(content: bytes, format: str = "xlsx") -> RawTable:
    """The first table of a file."""
    file = file_of(content, format=format)
    assert file.tables, file.faults
    reading = file.tables[0].read()
    assert reading.table is not None, reading.faults
    return reading.table


def cells_of(content: bytes, format: str = "xlsx") -> list[tuple[int, dict[str, object]]]:
    """The rows of the first table by number."""
    return [(row.number, dict(row.cells)) for row in table_of(content, format).rows]
