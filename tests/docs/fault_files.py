"""A fenced block of a fault's page becomes the bytes of a file: text in an encoding, a workbook, a Parquet file, a database.

What the marks mean stands in CONTRIBUTING.md.
"""

import csv
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.data.workbooks import part_of, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TYPED = re.compile(r"\[(number|date) (-?\d+)\]")


def file_bytes(text: str, marks: Mapping[str, str]) -> bytes:
    """The bytes of a block of one file."""
    if "hex" in marks:
        return bytes.fromhex("".join(text.split()))
    if "parquet" in marks:
        return _parquet(json.loads(text), int(marks.get("rows", "0")))
    if marks.get("encoding") == "windows-1258":
        return _windows_1258(text)
    return text.encode(marks.get("encoding", "utf-8"), "surrogatepass")


def workbook_bytes(sheets: Sequence[tuple[str, Mapping[str, str]]]) -> bytes:
    """The bytes of a workbook whose sheets are blocks, each with its marks."""
    filled = {marks.get("sheet", f"Sheet{number}"): _filler(text, marks) for number, (text, marks) in enumerate(sheets, 1)}
    package = workbook(filled)
    formulas = re.sub(rb"(<f>[^<]*</f>)<v>987654321</v>", rb"\1", part_of(package, SHEET))
    package = with_parts(package, {SHEET: formulas})
    marks = sheets[0][1]
    if "bomb" in marks:
        package = with_parts(package, {SHEET: formulas.replace(b"</worksheet>", b" " * 60_000_000 + b"</worksheet>")})
    if "dtd" in marks:
        package = with_parts(package, {SHEET: formulas.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)})
    if "link" in marks:
        target = f'<Relationships><Relationship Id="rId1" Type="x/externalLinkPath" Target="{marks["link"]}" TargetMode="External"/></Relationships>'
        link = "xl/externalLinks/externalLink1.xml"
        package = with_parts(package, {link: b"<externalLink/>", "xl/externalLinks/_rels/externalLink1.xml.rels": target.encode()})
    return package


def _filler(text: str, marks: Mapping[str, str]) -> Any:
    rows = list(csv.reader(io.StringIO(text)))

    def fill(sheet: Any, book: Any) -> None:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, row in enumerate(rows):
            for across, cell in enumerate(row):
                typed = _TYPED.fullmatch(cell)
                if cell.startswith("#"):
                    sheet.write_formula(at, across, "=NA()", None, cell)
                elif cell.startswith("="):
                    sheet.write_formula(at, across, cell, None, 987654321)
                elif typed is not None:
                    sheet.write_number(at, across, float(typed[2]), dates if typed[1] == "date" else None)
                elif cell:
                    sheet.write_string(at, across, cell)
        if "merge" in marks:
            first = re.match(r"([A-Z])(\d+)", marks["merge"])
            assert first is not None
            sheet.merge_range(marks["merge"], rows[int(first[2]) - 1][ord(first[1]) - 65])
        if "hide" in marks:
            sheet.set_row(int(marks["hide"]) - 1, None, None, {"hidden": True})

    return fill


def write_database(path: Path, text: str, *, log: bool) -> None:
    """A database with one table of the block's rows; with `log`, some rows are said to lie beside it."""
    header, *rows = csv.reader(io.StringIO(text))
    columns = ", ".join(f"[{name}] TEXT" for name in header)
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE wards ({columns})")
        database.executemany(f"INSERT INTO wards VALUES ({', '.join('?' * len(header))})", rows)
    database.close()
    if log:
        path.with_name(f"{path.name}-wal").write_bytes(b"rows")


def _parquet(rows: list[dict[str, Any]], times: int) -> bytes:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.Table.from_pylist(rows)
    if times:
        table = pyarrow.table({name: pyarrow.nulls(times, pyarrow.string()) for name in table.column_names})
    target = io.BytesIO()
    pyarrow.parquet.write_table(table, target)
    return target.getvalue()


def _windows_1258(text: str) -> bytes:
    """Letters with their hats and horns, the tones behind them, as that encoding has it."""
    found = bytearray()
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        found += (base + "".join(part for part in parts if part in _TONES)).encode("cp1258")
    return bytes(found)
