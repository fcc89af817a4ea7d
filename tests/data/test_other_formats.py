"""OpenDocument, JSON Lines, SQLite, Parquet, Arrow and data frames become the same raw tables; hostile ones are faults."""

import builtins
import io
import sqlite3
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from pyarrow import feather, parquet

from criteria_engine import loads
from criteria_engine.data.loading import load_records
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.readers import arrow_reader
from criteria_engine.data.readers.arrow_reader import read_frame
from criteria_engine.data.readers.by_format import ENDINGS, FORMATS, format_of
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.catalogue import data_files as f
from criteria_engine.source import Cell

from .builders import WARDS
from .conftest import Write
from .workbooks import cells_of, file_of, workbook

# OpenDocument, as LibreOffice writes it

NOTE = "<office:annotation><text:p>note</text:p></office:annotation>"
_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def spreadsheet(rows: str, *, manifest: str = "", styles: str = "", sheet: str = 'table:name="Số liệu"') -> bytes:
    target = io.BytesIO()
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "text", "style", "calcext", "xlink"))
    body = f"<office:body><office:spreadsheet><table:table {sheet}>{rows}</table:table></office:spreadsheet></office:body>"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{styles}{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", f"<m:manifest xmlns:m='urn:m'>{manifest}</m:manifest>")
    return target.getvalue()


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def text(*words: str) -> str:
    return "".join(_CELL.format(word) for word in words)


def value(kind: str, name: str, written: str, shown: str = "?", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{written}" {more}><text:p>{shown}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (value("float", "value", "0.30000000000000004"), NumberText("0.3")),
        (value("currency", "value", "1250000", "1.250.000 ₫"), NumberText("1250000")),
        (value("percentage", "value", "0.912", "91%"), PercentText("91.2%")),
        (value("boolean", "boolean-value", "true"), True),
        (value("date", "date-value", "2023-12-31"), date(2023, 12, 31)),
        (value("date", "date-value", "2023-12-31T08:30:00"), datetime(2023, 12, 31, 8, 30)),
        (value("time", "time-value", "PT08H30M00S"), timedelta(hours=8, minutes=30)),
        (value("string", "string-value", "", "#N/A", 'calcext:value-type="error" table:formula="of:=NA()"'), f.ErrorInCell(None, "#N/A")),
        ('<table:table-cell table:formula="of:=1"/>', f.FormulaWithoutResult(None)),
        ('<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>', "a  b\nc"),
        (
            f'<table:table-cell office:value-type="string">{NOTE}<text:p>a</text:p></table:table-cell>',
            "a",
        ),
    ],
)
def test_what_a_cell_of_an_open_document_is_read_as(cell: str, read: object) -> None:
    assert cells_of(spreadsheet(row(text("code", "x")) + row(text("1"), cell)), "ods") == [(2, {"code": "1", "x": read})]


def test_repeated_and_hidden_rows_and_hidden_sheets_of_an_open_document() -> None:
    styles = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    rows = row(text("code", "x")) + row(attributes='table:number-rows-repeated="3"') + row(text("1", "a"), attributes='table:visibility="collapse"')
    file = file_of(spreadsheet(rows, styles=styles, sheet='table:name="A" table:style-name="h"'), "a.ods", "ods")
    (table,) = file.tables
    assert (table.name, table.hidden) == ("A", True)
    assert table.read().faults == (f.HiddenRead(Cell("a.ods", sheet="A"), ("5",)),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (spreadsheet(row(text("a"), attributes='table:number-rows-repeated="1048577"')), "D014"),
        (
            spreadsheet(
                row('<table:table-cell table:number-columns-repeated="16385" office:value-type="string"><text:p>a</text:p></table:table-cell>')
            ),
            "D013",
        ),
        (spreadsheet(row(text("a", "b", "c", "d", "e", "f"), attributes='table:number-rows-repeated="1048576"')), "D126"),
        (spreadsheet(row('<table:table-cell table:formula="of:=\'file:///C:/b.ods\'#$A.A1" office:value-type="float" office:value="1"/>')), "D113"),
        (spreadsheet(row(text("a")), manifest="<m:encryption-data/>"), "D110"),
        (spreadsheet(row('<table:table-cell table:number-columns-repeated="-5"/>')), "D109"),
        (spreadsheet("<table:table-row>"), "D109"),
        (workbook({"A": [["code"]]}), "D109"),
    ],
)
def test_open_documents_made_to_hurt(content: bytes, code: str) -> None:
    file = file_of(content, "a.ods", "ods")
    assert [fault.code for fault in (*file.faults, *(fault for table in file.tables for fault in table.read().faults))] == [code]


# JSON Lines


def test_json_lines_have_the_numbers_of_their_lines() -> None:
    content = b'{"code": "1", "area": 60.50}\n\n{"code": "2", "area": }\n[1]\n{"code": "3", "code": "4"}\r\n{"code": "5", "cases": []}\n'
    reading = file_of(content, "a.jsonl", "jsonl").tables[0].read()
    assert reading.table is not None
    assert [(each.number, each.fault.code if each.fault else None) for each in reading.table.rows] == [
        (1, None),
        (3, "D016"),
        (4, "D019"),
        (5, "D018"),
        (6, None),
    ]
    assert reading.table.rows[0].cells == {"code": "1", "area": NumberText("60.50")}
    assert [fault.place for fault in reading.faults] == [Cell("a.jsonl", 3), Cell("a.jsonl", 4), Cell("a.jsonl", 5, "code")]


# SQLite


def database(script: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    content = connection.serialize()
    connection.close()
    return content


def test_tables_of_a_database_are_found_by_name() -> None:
    content = database(
        "CREATE TABLE wards (code TEXT, own BOOLEAN, area REAL, late INTEGER);"
        "INSERT INTO wards VALUES ('001', 1, 0.1 + 0.2, 3), ('002', NULL, NULL, 0);"
        "CREATE TABLE cases (code TEXT, kind TEXT, solved BOOLEAN, opened TEXT); INSERT INTO cases VALUES ('001', 'weak', 0, '2023-01-02');"
    )
    loaded = file_of(content, "a.db", "sqlite")
    assert [table.name for table in loaded.tables] == ["wards", "cases"]
    assert cells_of(content, "sqlite")[0] == (1, {"code": "001", "own": True, "area": NumberText("0.3"), "late": NumberText("3")})


def test_a_database_gives_units_and_their_related_rows(write: Write) -> None:
    content = database(
        "CREATE TABLE wards (code TEXT, own BOOLEAN); INSERT INTO wards VALUES ('001', 1);"
        "CREATE TABLE cases (code TEXT, kind TEXT); INSERT INTO cases VALUES ('001', 'weak'), ('001', 'worst');"
    )
    loaded = load_records(WARDS, write("a.db", content))
    (record,) = loaded.records
    assert record.values["own"] is True
    assert len(record.tables["cases"]) == 2
    assert [fault.place for fault in loaded.faults if fault.code == "D042"] == [Cell("a.db", 2, "kind", "cases")]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"SQLite format 3\0" + b"\xff" * 4096, ["D109"]),
        (database("CREATE TABLE a (x); INSERT INTO a VALUES (1);")[:1500], ["D109"]),
        (database("CREATE TABLE a (x); DROP TABLE a;"), ["D007"]),
        (database("CREATE TABLE abcdefgh (x);").replace(b"abcdefgh", b"abcd\xff\xfegh"), ["D109"]),
        (database("CREATE VIEW v AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t;"), ["D007"]),
        (database("CREATE TABLE a (x); INSERT INTO a VALUES (zeroblob(10000000));"), ["D109"]),
    ],
)
def test_databases_made_to_hurt(content: bytes, codes: list[str]) -> None:
    file = file_of(content, "a.db", "sqlite")
    assert [fault.code for fault in (*file.faults, *(fault for table in file.tables for fault in table.read().faults))] == codes


def test_a_database_with_a_log_beside_it_is_not_read(write: Write) -> None:
    path = write("a.db", database("CREATE TABLE a (x);"))
    write("a.db-wal", b"x")
    assert load_records(WARDS, path).faults == (f.DatabaseInUse(Cell("a.db")),)


# Parquet, Arrow, data frames

COLUMNS: dict[str, Any] = {
    "code": ["001", "002"],
    "whole": pyarrow.array([1, None], pyarrow.int32()),
    "real": [0.1 + 0.2, float("nan")],
    "narrow": pyarrow.array([0.1, None], pyarrow.float32()),
    "exact": [Decimal("1.50"), None],
    "day": [date(2023, 12, 31), None],
    "moment": [datetime(2023, 12, 31), None],
    "yes": [True, False],
    "choice": pyarrow.array(["weak", "good"]).dictionary_encode(),
    "cases": [[{"kind": "weak", "solved": True}], []],
}
EXPECTED = {
    "code": "001",
    "whole": NumberText("1"),
    "real": NumberText("0.30000000000000004"),
    "narrow": NumberText("0.1"),
    "exact": NumberText("1.50"),
    "day": date(2023, 12, 31),
    "moment": datetime(2023, 12, 31),
    "yes": True,
    "choice": "weak",
    "cases": [{"kind": "weak", "solved": True}],
}
TABLE = pyarrow.table(COLUMNS)


def arrow_bytes(kind: str) -> bytes:
    target = io.BytesIO()
    if kind == "parquet":
        parquet.write_table(TABLE, target)
    elif kind == "feather":
        feather.write_feather(TABLE, target)
    else:
        opener = pyarrow.ipc.new_file if kind == "file" else pyarrow.ipc.new_stream
        with opener(target, TABLE.schema) as writer:
            writer.write_table(TABLE)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["parquet", "feather", "file", "stream"])
def test_columns_of_files_of_bytes(kind: str) -> None:
    content = arrow_bytes(kind)
    format = "parquet" if kind == "parquet" else "arrow"
    assert format_of(content) == format
    rows = cells_of(content, format)
    assert rows[0] == (1, EXPECTED)
    assert rows[1][1]["real"] == NumberText("NaN")
    for cut in (0, 3, len(content) // 2):
        assert [fault.code for fault in file_of(content[:cut], format=format).tables[0].read().faults] == ["D109"]


def test_frames_of_pandas_and_polars() -> None:
    plain = {name: TABLE[name].to_pylist() for name in ("code", "real", "day", "yes")}
    for frame in (pandas.DataFrame(plain), polars.DataFrame(plain), pyarrow.table(plain)):
        reading = read_frame("data", frame)
        assert reading.table is not None
        assert reading.table.rows[0].cells == {name: EXPECTED[name] for name in plain}
    mixed = read_frame("data", pandas.DataFrame({"x": [1, "a", None, True]})).table
    assert mixed is not None
    assert [each.cells["x"] for each in mixed.rows] == ["1", "a", None, "true"]


RULES = """ruleset a.b "A"
subject ward identified by code
facts
  code : text
  area : number to 0.1 in m2, 0..100
table cases, each case
  solved : yes/no
criterion A "A"
  requires area >= 60 m2 and (count of cases where solved) >= 1
verdict
  passes when every criterion passes
"""


def test_frames_are_data_of_the_library() -> None:
    rules = loads(RULES)
    units = polars.DataFrame({"code": ["1", "2"], "area": [60.0, 600.0]})
    loaded = rules.read(units, {"cases": pandas.DataFrame({"code": ["1"], "solved": [True]})})
    assert [result.verdict for result in rules.evaluate_many(loaded.records, "2024-01-01")] == ["passes", "fails"]
    assert [(fault.code, fault.place) for fault in loaded.faults] == [("D036", Cell("data", 2, "area"))]
    with pytest.raises(TypeError, match="int"):
        rules.read(1)


def test_columns_that_no_fact_can_have_and_two_of_one_name() -> None:
    table = pyarrow.table([pyarrow.array([b"x"]), pyarrow.array(["1"]), pyarrow.array(["2"])], names=["bytes", "a", "a "])
    reading = read_frame("data", table)
    assert reading.table is not None
    assert reading.table.columns == ("a",)
    assert reading.faults == (
        f.ColumnTypeNotRead(Cell("data", None, "bytes"), "bytes", "binary"),
        d.DuplicateColumn(Cell("data", None, "a"), "a"),
    )


def test_limits_of_tables_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_reader, "MOST_CELLS", 5)
    content = arrow_bytes("parquet")
    assert file_of(content, format="parquet").tables[0].read().faults == (f.TooManyCells(Cell("a.xlsx"), 5),)
    monkeypatch.undo()
    monkeypatch.setattr(arrow_reader, "MOST_BYTES", 5)
    for kind in ("parquet", "file"):
        format = "parquet" if kind == "parquet" else "arrow"
        assert file_of(arrow_bytes(kind), format=format).tables[0].read().faults == (f.UnpackedTooLarge(Cell("a.xlsx"), 5),)


def test_without_pyarrow_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert file_of(b"PAR1", format="parquet").tables[0].read().faults == (f.LibraryMissing(Cell("a.xlsx"), "Parquet", "pyarrow", "tables"),)


# Standard input, and formats that are said


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (workbook({"A": [["a"]]}), "xlsx"),
        (spreadsheet(row(text("a"))), "ods"),
        (b"\xef\xbb\xbf a,b\n1,2", "csv"),
        ("a,b".encode("utf-16"), "csv"),
        (b'[\n{"a": 1}]', "json"),
        (b'{"units": [\n{"a": 1}]}', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (database("CREATE TABLE a (x)"), "sqlite"),
        (b"\x7fELF\0\0", None),
        (b"", None),
    ],
)
def test_the_first_bytes_say_the_format(content: bytes, format: str | None) -> None:
    assert format_of(content) == format


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        buffer = io.BytesIO(b"code,own\n001,yes\n")

    monkeypatch.setattr("sys.stdin", Stream())
    loaded = load_records(WARDS, Path("-"))
    assert loaded.records[0].unit == "001"
    assert list(loaded.digests) == ["stdin"]
    Stream.buffer = io.BytesIO(b"\0\1")
    assert load_records(WARDS, Path("-")).faults == (f.InputFormatDoubtful(Cell("stdin"), tuple(FORMATS)),)


def test_a_format_that_is_said_goes_before_the_name(write: Write) -> None:
    path = write("a.txt", b"code,own\n001,yes\n")
    assert load_records(WARDS, path).faults == (d.DataFormatUnknown(Cell("a.txt"), "a.txt", tuple(each.removeprefix(".") for each in ENDINGS)),)
    assert load_records(WARDS, path, read_as=ReadAs(format="csv")).records[0].unit == "001"
    assert load_records(WARDS, path, read_as=ReadAs(format="doc")).faults == (f.FormatUnknown(Cell("a.txt"), "doc", tuple(FORMATS)),)
