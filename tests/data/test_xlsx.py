"""Excel workbooks become raw tables whose cells are what a person sees in them, each with its address."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.readers.sheet_cells import kind_of_format, stored_number
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.catalogue import data_files as f
from criteria_engine.source import Cell

from .workbooks import cells_of, file_of, part_of, table_of, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"


def one(value: object, format: str | None = None) -> object:
    """What a cell with a value under a format is read as."""

    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["code", "x"])
        sheet.write(1, 0, "1")
        style = book.add_format({"num_format": format}) if format else None
        if isinstance(value, date):
            sheet.write_datetime(1, 1, value, style)
        else:
            sheet.write(1, 1, value, style)

    return cells_of(workbook({"A": fill}))[0][1].get("x")


@pytest.mark.parametrize(
    ("value", "format", "read"),
    [
        ("00101", None, "00101"),
        ("=1+1", "@", f.FormulaWithoutResult(None)),  # written by a library that does not calculate, with 0 in its place
        (101, None, NumberText("101")),
        (0.1 + 0.2, None, NumberText("0.3")),
        (1 / 3, None, NumberText("0.333333333333333")),
        (85.5, "0", NumberText("85.5")),
        (1e-7, None, NumberText("0.0000001")),
        (-0.0, None, NumberText("0")),
        (1.25e15, None, NumberText("1250000000000000")),
        (0.912, "0%", PercentText("91.2%")),
        (1, "0.00%", PercentText("100%")),
        (0.07, "0%", PercentText("7%")),
        (0.57, "[Red]0.0%;-0.0%", PercentText("57%")),
        (85, '0"%"', NumberText("85")),
        (date(2023, 12, 31), "dd/mm/yyyy", date(2023, 12, 31)),
        (date(1900, 1, 31), "dd/mm/yyyy", date(1900, 1, 31)),
        (datetime(2023, 12, 31, 8, 30), "dd/mm/yyyy hh:mm", datetime(2023, 12, 31, 8, 30)),
        (0.5, "hh:mm", timedelta(hours=12)),
        (True, None, True),
        (False, None, False),
        ("", None, None),
        ("  ", None, None),
    ],
)
def test_what_a_cell_is_read_as(value: object, format: str | None, read: object) -> None:
    found = one(value, format)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize("text", ["1_0", "0x1", "NaN", "INF", "1e9999", "١٢", "1" * 61, "", "."])
def test_what_is_no_number(text: str) -> None:
    assert stored_number(text) is None


def test_digits_that_a_spreadsheet_loses_are_a_fault_of_the_cell() -> None:
    assert one(12345678901234567890) == f.DigitsLost(None, "1.234567890123457E+19")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "number"), ("0.00", "number"), ('#,##0 "đồng"', "number"), ("0.0%", "percent"), (r"0\%", "number"), ("yyyy-mm-dd", "date"),
        ("[$-vi-VN]d mmmm yyyy", "date"), ("[h]:mm:ss", "time"), ("mmm", "date"), ("_(* #,##0_)", "number"), ("[Red]0", "number"), ("@", "number"),
    ],
)
def test_how_a_format_shows_numbers(code: str, kind: str) -> None:
    assert kind_of_format(200, code) == kind


def test_the_calendar_that_begins_in_1904() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["code", "x"])
        sheet.write(1, 0, "1")
        sheet.write_datetime(1, 1, datetime(2023, 12, 31), book.add_format({"num_format": "dd/mm/yyyy"}))

    assert cells_of(workbook({"A": fill}, date_1904=True))[0][1]["x"] == date(2023, 12, 31)


def test_errors_and_formulas_without_a_result_are_faults_of_their_cells() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["code", "a", "b", "c"])
        sheet.write(1, 0, "1")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 2, '=""', None, "x")
        sheet.write_formula(1, 3, "=2*3", None, 6)

    content = workbook({"A": fill})
    assert cells_of(content)[0][1] == {"code": "1", "a": f.ErrorInCell(None, "#DIV/0!"), "b": "x", "c": NumberText("6")}
    changed = part_of(content, SHEET).replace(b"<v>6</v>", b"").replace(b"<v>x</v>", b"<v></v>")
    assert cells_of(with_parts(content, {SHEET: changed}))[0][1] == {
        "code": "1", "a": f.ErrorInCell(None, "#DIV/0!"), "c": f.FormulaWithoutResult(None),  # an empty text is a result: nothing
    }


def test_rows_have_their_numbers_and_cells_their_addresses() -> None:
    table = table_of(workbook({"Số liệu": [[], ["code", "", "area"], [], ["1", "", 60]]}))
    assert (table.header_row, table.sheet, table.columns) == (2, "Số liệu", ("code", "area"))
    assert [row.number for row in table.rows] == [4]
    assert table.at(4, "area") == Cell("a.xlsx", 4, "area", "Số liệu", "C")
    assert table.at(4, "area").address == "C4"


def test_a_title_above_the_headings_is_said_and_numbers_below_them_too() -> None:
    rows: list[list[object]] = [["UBND THÀNH PHỐ", "", "", "Mẫu 01"], ["BIỂU SỐ LIỆU"], ["Mã", "Tên", "Diện tích", "Đạt"]]
    rows += [["(1)", "(2)", "(3)", "(4)"], ["1", "A", 60, "có"]]
    reading = file_of(workbook({"A": rows})).tables[0].read()
    assert reading.table is not None
    assert (reading.table.columns, [row.number for row in reading.table.rows]) == (("Mã", "Tên", "Diện tích", "Đạt"), [5])
    assert reading.faults == (f.RowsAboveHeadings(Cell("a.xlsx", 2, sheet="A"), 2), f.NumberingRow(Cell("a.xlsx", 4, sheet="A")))


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["code", "a"], ["1", 2]], 1),
        ([["Báo cáo", "2024"], ["code", "a", "b", "c"], ["1", 2, 3, 4]], 2),
        ([["code", "a", "b"], ["1", 2, 3], ["2", 3, 4, "x", "y", "z", "t"], ["3", 4, 5]], 1),  # remarks beside a row
        ([["Sở", "", "Cộng hòa"], ["code", "name", 2022, 2023, 2024], ["1", "A", 2, 3, 4]], 2),  # years as headings
        ([["code"], ["1"], ["2"]], 1),
        ([["code", "a", "b", "c", "d"], ["1"], ["2", 3], ["3"]], 1),
    ],
)
def test_where_the_headings_are(rows: list[list[object]], header: int) -> None:
    assert table_of(workbook({"A": rows})).header_row == header


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=8).map(lambda text: f"t{text}"),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14).filter(lambda number: number == 0 or abs(number) > 1e-12),
    st.integers(-(10**14), 10**14),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=2, max_size=2), min_size=1, max_size=6))
def test_another_reader_finds_the_same_values(rows: list[list[object]]) -> None:
    def fill(sheet: Any, book: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["code", "a"])
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)

    content = workbook({"A": fill})
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    for (_, cells), row in zip(cells_of(content), other, strict=True):
        for found, value in zip((cells["code"], cells["a"]), row, strict=True):
            if isinstance(found, NumberText):
                assert f"{Decimal(found.text):.14e}" == f"{Decimal(value):.14e}"
            else:
                assert found == value


def test_headings_in_two_rows_joined_by_merged_cells() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.merge_range("A1:A2", "Mã")
        sheet.merge_range("B1:C1", "Trụ sở")
        sheet.merge_range("D1:E1", "Nhà tạm giữ")
        sheet.write_row(1, 1, ["Diện tích", "Năm xây", "Diện tích", "Số phòng"])
        sheet.write_row(2, 0, ["1", 60, 1999, 20, 3])

    table = table_of(workbook({"A": fill}))
    assert table.columns == ("Mã", "Trụ sở – Diện tích", "Năm xây", "Nhà tạm giữ – Diện tích", "Số phòng")
    assert table.letters["Nhà tạm giữ – Diện tích"] == "D"
    assert [row.number for row in table.rows] == [3]


def test_one_heading_over_two_columns_and_two_headings_alike_are_doubtful() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.merge_range("B1:C1", "Trụ sở")
        sheet.write_row(0, 3, ["area", "area"])
        sheet.write(0, 0, "code")
        sheet.write_row(1, 0, ["1", 60, 1999, 1, 2])

    assert table_of(workbook({"A": fill})).doubtful == {
        "Trụ sở": f.HeadingOverColumns(Cell("a.xlsx", 1, "Trụ sở", "A", "C"), "Trụ sở"),
        "area": d.DuplicateColumn(Cell("a.xlsx", 1, "area", "A", "E"), "area"),
    }


def test_merged_cells_of_data_are_faults_of_each_of_them() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["code", "district", "area"])
        sheet.merge_range("B2:B3", "Quận 1")
        sheet.write_column(1, 0, ["1", "2", "3"])
        sheet.write_column(1, 2, [10, 20, 30])
        sheet.write(3, 1, "Quận 2")

    rows = cells_of(workbook({"A": fill}))
    merged = f.MergedCells(None, "B2:B3")
    assert [cells["district"] for _, cells in rows] == [merged, merged, "Quận 2"]
    assert [cells["area"] for _, cells in rows] == [NumberText("10"), NumberText("20"), NumberText("30")]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write_row(0, 0, ["code", "a", "b"])
        for number in range(1, 6):
            sheet.write_row(number, 0, [str(number), number, number])
        for number in (1, 3, 4):
            sheet.set_row(number, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    reading = file_of(workbook({"A": fill})).tables[0].read()
    assert reading.table is not None
    assert len(reading.table.rows) == 5
    assert reading.faults == (f.HiddenRead(Cell("a.xlsx", sheet="A"), ("2", "4–5", "B")),)


def test_rich_text_is_one_text() -> None:
    def fill(sheet: Any, book: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ["code", "name", "x"])
        sheet.write(1, 0, "1")
        sheet.write_rich_string(1, 1, "Phường ", bold, "Bến", " Nghé")
        sheet.write(1, 2, "_x0041_")

    assert cells_of(workbook({"A": fill}))[0][1] == {"code": "1", "name": "Phường Bến Nghé", "x": "_x0041_"}


def test_a_column_without_a_heading_matters_only_with_data() -> None:
    reading = file_of(workbook({"A": [["code", "", "a"], ["1", "x", 2]]})).tables[0].read()
    assert reading.faults == (d.ColumnWithoutName(Cell("a.xlsx", 1, None, "A", "B"), 2),)


def test_a_heading_that_shows_an_error_is_a_fault() -> None:
    def fill(sheet: Any, book: Any) -> None:
        sheet.write(0, 0, "code")
        sheet.write_formula(0, 1, "=NA()", None, "#N/A")
        sheet.write_row(1, 0, ["1", 2])

    reading = file_of(workbook({"A": fill})).tables[0].read()
    place = Cell("a.xlsx", 1, None, "A", "B")
    assert reading.faults == (f.ErrorInCell(place, "#N/A"), d.ColumnWithoutName(place, 2))


def test_an_empty_sheet_and_one_with_headings_only() -> None:
    assert file_of(workbook({"A": []})).tables[0].read().faults == (f.SheetWithoutCells(Cell("a.xlsx", sheet="A")),)
    table = table_of(workbook({"A": [["code", "a"]]}))
    assert (table.columns, table.rows) == (("code", "a"), ())
