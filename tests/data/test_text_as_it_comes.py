"""Text files in any encoding and with any delimiter: found where the file leaves no doubt, else a fault with the candidates."""

import unicodedata

import pytest

from criteria_engine.data.raw_table import Reading
from criteria_engine.data.readers.csv_reader import read_csv
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.catalogue import data_files as f
from criteria_engine.source import Cell

WARDS = "code,name\n001,Phường Bến Nghé\n002,Quận Bình Thạnh\n003,Xã Đông Thạnh\n"
TCVN3 = "code,name\n001,Ph­êng BÕn NghÐ\n002,QuËn B×nh Th¹nh\n003,Y\xaan L\xb7ng, Thu\xfb Thi\xaam\n".replace(", ", " ").encode("latin-1")
VNI = "code,name\n001,Phöôøng Beán Ngheù\n002,Quaän Bình Thaïnh\n003,Xaõ Ñoâng Thaïnh\n".encode("cp1252")


def names(reading: Reading) -> list[str]:
    assert reading.table is not None, reading.faults
    return [unicodedata.normalize("NFC", str(row.cells["name"])) for row in reading.table.rows]


def windows_1258(text: str) -> bytes:
    """Letters with their tone marks apart, as the encoding has them."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            kept.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if tone in "\u0302\u0306\u031b":  # a circumflex after a dot below: the tone stands before it
                base, tone = base[0] + tone, base[1:]
            kept.append(unicodedata.normalize("NFC", base).encode("cp1258") + tone.encode("cp1258"))
    return b"".join(kept)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_found_with_or_without_a_mark(encoding: str) -> None:
    reading = read_csv("a.csv", WARDS.encode(encoding))
    assert names(reading)[0] == "Phường Bến Nghé"
    assert reading.faults == ()


def test_windows_1258_is_read_and_said() -> None:
    reading = read_csv("a.csv", windows_1258(WARDS))
    assert names(reading) == ["Phường Bến Nghé", "Quận Bình Thạnh", "Xã Đông Thạnh"]
    (said,) = reading.faults
    assert isinstance(said, f.EncodingFound)
    assert (said.encoding, said.place) == ("windows-1258", Cell("a.csv", 2))


@pytest.mark.parametrize(
    ("content", "encoding", "first"), [(TCVN3, "TCVN3", "001,Phường Bến Nghé"), (VNI, "VNI", "001,Phường Bến Nghé")]
)
def test_fonts_from_before_unicode_are_refused_and_read_when_said(content: bytes, encoding: str, first: str) -> None:
    refused = read_csv("a.csv", content)
    assert refused.table is None
    (fault,) = refused.faults
    assert isinstance(fault, f.OldVietnameseText)
    assert (fault.encoding, fault.reading) == (encoding, first)
    inside_utf8 = read_csv("a.csv", content.decode("latin-1").encode())
    assert [type(fault) for fault in inside_utf8.faults] == [f.OldVietnameseText]
    assert names(read_csv("a.csv", content, ReadAs(encoding=encoding)))[0] == "Phường Bến Nghé"


def test_bytes_that_may_be_several_encodings_are_a_fault_with_the_candidates() -> None:
    (fault,) = read_csv("a.csv", "code,name\n001,caf\xe9 M\xfcller\n".encode("latin-1")).faults
    assert isinstance(fault, f.EncodingDoubtful)
    assert fault.place == Cell("a.csv", 2)
    assert "windows-1252" in fault.candidates
    assert "001,café Müller" in fault.readings
    assert names(read_csv("a.csv", "code,name\n001,caf\xe9\n".encode("latin-1"), ReadAs(encoding="windows-1252"))) == ["café"]


def test_bytes_that_are_text_in_no_encoding() -> None:
    assert read_csv("a.csv", b"code,name\n001,\x81\x8d\xff\n").faults == (d.DataNotUtf8(Cell("a.csv", 2), 2),)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "unicode_escape", "undefined", "", "\0", "rot13", "idna"])
def test_an_encoding_that_is_none(encoding: str) -> None:
    assert [fault.code for fault in read_csv("a.csv", b"code\n1\n", ReadAs(encoding=encoding)).faults] == ["D103"]


def test_text_that_is_not_in_the_encoding_said() -> None:
    assert read_csv("a.csv", b"code\n\xff\n", ReadAs(encoding="utf-8")).faults == (f.NotInEncoding(Cell("a.csv", 2), 2, "utf-8"),)
    assert read_csv("a.csv", b"\xff\xfea\0\n\0b\0\n\0\0", ReadAs()).faults == (f.NotInEncoding(Cell("a.csv", 3), 3, "utf-16-le"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found(delimiter: str) -> None:
    reading = read_csv("a.csv", f"code{delimiter}name\n1{delimiter}85.5\n".encode())
    assert reading.faults == ()
    assert reading.table is not None
    assert dict(reading.table.rows[0].cells) == {"code": "1", "name": "85.5"}


def test_decimal_commas_and_commas_in_names_do_not_hide_the_delimiter() -> None:
    reading = read_csv("a.csv", b'code;name, full\n1;85,5\n2;"a;b"\n')
    assert reading.table is not None
    assert reading.table.columns == ("code", "name, full")
    assert reading.faults == (f.DelimiterDoubtful(Cell("a.csv", 1), ("comma", "semicolon")),) or [
        row.cells["name, full"] for row in reading.table.rows
    ] == ["85,5", "a;b"]


def test_two_delimiters_are_a_fault_until_one_is_said() -> None:
    content = b"code;kind,name\n1;a,x\n"
    assert read_csv("a.csv", content).faults == (f.DelimiterDoubtful(Cell("a.csv", 1), ("comma", "semicolon")),)
    for said, columns in (("semicolon", ("code", "kind,name")), (",", ("code;kind", "name"))):
        reading = read_csv("a.csv", content, ReadAs(delimiter=said))
        assert reading.table is not None
        assert reading.table.columns == columns


def test_excel_says_its_delimiter_in_a_first_line() -> None:
    reading = read_csv("a.csv", b"sep=;\r\ncode;name\r\n1;a,b\r\n")
    assert reading.table is not None
    assert (reading.table.header_row, reading.table.rows[0].number) == (2, 3)


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n", "\0", "\ud800"])
def test_a_delimiter_that_is_none(delimiter: str) -> None:
    assert [fault.code for fault in read_csv("a.csv", b"a,b\n1,2\n", ReadAs(delimiter=delimiter)).faults] == ["D130"]


def test_a_quotation_mark_that_is_never_closed_is_one_row_and_quick() -> None:
    reading = read_csv("a.csv", b'code,name\n1,a\n2,"b\n' + b"3,c\n" * 60_000)
    assert [type(fault) for fault in reading.faults[:1]] == [d.CellTooLong]
    assert reading.faults[0].place == Cell("a.csv", 3)


def test_a_cell_of_ten_million_characters() -> None:
    reading = read_csv("a.csv", b"code,name\n1," + b"x" * 10_000_000 + b"\n2,b\n")
    assert reading.faults == (d.CellTooLong(Cell("a.csv", 2), 131_072),)
    assert reading.table is not None
    assert [row.number for row in reading.table.rows] == [2, 3]
