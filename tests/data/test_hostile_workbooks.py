"""Workbooks made to hurt: each is refused with a fault that says what and where, quickly, in little memory."""

import io
import struct
import time
import zipfile

import pytest

from criteria_engine.data.data_file import DataFile
from criteria_engine.data.loading import load_records
from criteria_engine.data.raw_table import MOST_COLUMNS
from criteria_engine.data.readers.zip_packages import MOST_UNPACKED
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.catalogue import data_files as f
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

from .builders import WARDS
from .conftest import Write
from .workbooks import cells_of, file_of, part_of, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook({"A": [["code", "a"], ["1", 2]]})
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
WHOLE = Cell("a.xlsx")
IN_SHEET = Cell("a.xlsx", sheet="A")


def faults_of(content: bytes) -> tuple[Fault, ...]:
    """The faults of a file and of all its sheets."""
    started = time.monotonic()
    file: DataFile = file_of(content)
    faults = [*file.faults, *(fault for table in file.tables for fault in table.read().faults)]
    assert time.monotonic() - started < 5
    return tuple(faults)


def sheet(cells: bytes) -> bytes:
    """The plain workbook with other cells."""
    return with_parts(PLAIN, {SHEET: HEAD + cells + TAIL})


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert faults_of(with_parts(PLAIN, {SHEET: HEAD + b" " * 60_000_000 + TAIL})) == (f.UnpackedTooLarge(WHOLE, MOST_UNPACKED),)
    forged = bytearray(PLAIN)
    entry = forged.find(b"PK\x01\x02")
    forged[entry + 24 : entry + 28] = struct.pack("<I", 2**32 - 2)
    assert faults_of(bytes(forged)) == (f.UnpackedTooLarge(WHOLE, MOST_UNPACKED),)


def test_a_part_gives_no_more_than_the_archive_declares() -> None:
    content = bytearray(with_parts(PLAIN, {"zz.xml": b"<a/>" * 10}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(SHEET.encode())
        while content[at - (30 if mark[2] == 3 else 46) :][:4] != mark:
            at = content.find(SHEET.encode(), at + 1)
        start = at - (30 if mark[2] == 3 else 46) + offset
        content[start : start + 4] = struct.pack("<I", 50)
    assert faults_of(bytes(content)) == (f.NotOfItsFormat(WHOLE, "Excel"),)


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_definition_is_refused_wherever_it_stands(part: str, encoding: str) -> None:
    text = part_of(PLAIN, part).decode().split("?>", 1)[-1].strip()
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "{"b" * 10}"><!ENTITY c SYSTEM "file:///etc/passwd">]>{text}'
    assert faults_of(with_parts(PLAIN, {part: bomb.encode(encoding)})) == (f.TypeDefinitionInside(WHOLE, part),)


def test_links_to_other_workbooks_are_refused() -> None:
    link = "xl/externalLinks/externalLink1.xml"
    rels = b'<Relationships><Relationship Id="rId1" Type="x/externalLinkPath" Target="file:///C:/S.xlsx" TargetMode="External"/></Relationships>'
    changed = with_parts(PLAIN, {link: b"<externalLink/>", "xl/externalLinks/_rels/externalLink1.xml.rels": rels})
    assert faults_of(changed) == (f.LinkToOtherFile(WHOLE, "file:///C:/S.xlsx"),)
    assert [fault.code for fault in faults_of(with_parts(PLAIN, {link: b"<externalLink/>"}))] == ["D113"]


def test_protected_and_old_workbooks() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert faults_of(old) == (f.OldSpreadsheetFormat(WHOLE, ".xls"),)
    assert faults_of(old + "EncryptedPackage".encode("utf-16-le")) == (f.ProtectedByPassword(WHOLE),)
    locked = bytearray(PLAIN)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + offset] |= 1
    assert faults_of(bytes(locked)) == (f.ProtectedByPassword(WHOLE),)


@pytest.mark.parametrize("kept", [0, 1, 4, 30, "half", "all but one"])
def test_a_file_cut_off(kept: int | str) -> None:
    end = {"half": len(PLAIN) // 2, "all but one": len(PLAIN) - 1}.get(str(kept), kept)
    assert faults_of(PLAIN[: int(end)]) == (f.NotOfItsFormat(WHOLE, "Excel"),)


def test_no_changed_byte_makes_it_raise() -> None:
    for position in range(0, len(PLAIN), 7):
        changed = PLAIN[:position] + bytes([PLAIN[position] ^ 0x55]) + PLAIN[position + 1 :]
        assert all(fault.code.startswith("D") for fault in faults_of(changed))


def test_two_parts_of_one_name() -> None:
    target = io.BytesIO(PLAIN)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, HEAD + TAIL)
    assert faults_of(target.getvalue()) == (f.NotOfItsFormat(WHOLE, "Excel"),)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (b'<row r="1"><c r="XFE1"><v>1</v></c></row>', d.TooManyColumns(IN_SHEET, MOST_COLUMNS)),
        (b'<row r="1">' + b"<c/>" * 1_000_000 + b"</row>", d.TooManyColumns(IN_SHEET, MOST_COLUMNS)),
        (b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>', d.TooManyRows(IN_SHEET, 1_048_576)),
        (b'<row r="2"/><row r="2"/>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b'<row r="1"><c r="A2"><v>1</v></c></row>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b'<row r="x"></row>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b'<row r="1"><c r="A1" s="x"><v>9</v></c></row>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b'<row r="1"><c r="A1"><v>&a;</v></c></row>', f.NotOfItsFormat(WHOLE, "Excel")),
        (b"<row>", f.NotOfItsFormat(WHOLE, "Excel")),
        (b"<a>" * 100_000, f.NotOfItsFormat(WHOLE, "Excel")),
        (b"", f.SheetWithoutCells(IN_SHEET)),
    ],
)
def test_sheets_that_no_spreadsheet_writes(cells: bytes, fault: Fault) -> None:
    assert faults_of(sheet(cells)) == (fault,)


def test_half_letters_and_nul_in_headings_and_cells_are_shown_as_such(write: Write) -> None:
    head = b'<row r="1"><c r="A1" t="str"><v>code</v></c><c r="B1" t="str"><v>ow_xD800_n</v></c><c r="C1" t="str"><v>own</v></c></row>'
    row = b'<row r="2"><c r="A2" t="str"><v>1</v></c><c r="B2" t="str"><v>yes</v></c><c r="C2" t="str"><v>yes_x0000_</v></c></row>'
    loaded = load_records(WARDS, write("a.xlsx", sheet(head + row)))
    assert {(fault.code, fault.place.address) for fault in loaded.faults if isinstance(fault.place, Cell) and fault.place.letter} == {
        ("D020", "B1"), ("D046", "C2"),
    }
    for fault in loaded.faults:
        str(fault).encode()


def test_cells_at_the_far_corners_cost_nothing() -> None:
    content = sheet(
        b'<row r="1"><c r="A1" t="str"><v>code</v></c><c r="XFD1" t="str"><v>a</v></c></row>'
        b'<row r="1048576"><c r="A1048576" t="str"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    )
    ((number, cells),) = cells_of(content)
    assert (number, cells["code"]) == (1_048_576, "1")


def test_a_merged_stretch_over_everything_costs_nothing() -> None:
    rows = b'<row r="1"><c r="A1" t="str"><v>code</v></c><c r="B1" t="str"><v>a</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    merged = b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/><mergeCell ref="C1:XFD1"/></mergeCells></worksheet>'
    assert cells_of(with_parts(PLAIN, {SHEET: HEAD + rows + merged}))[0][1]["code"] == f.MergedCells(None, "A2:XFD1048576")


def test_a_cell_of_ten_million_characters_is_a_fault_of_that_cell() -> None:
    long = b"<t>" + b"xy" * 5_000_000 + b"</t>"
    row = b'<row r="1"><c r="A1" t="str"><v>code</v></c><c r="B1" t="str"><v>a</v></c></row><row r="2"><c r="A2"><v>1</v></c>'
    content = sheet(row + b'<c r="B2" t="inlineStr"><is>' + long + b"</is></c></row>")
    assert cells_of(content)[0][1]["a"] == d.CellTooLong(None, 131_072)
