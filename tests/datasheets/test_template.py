"""Empty sheets, opened by another program: headings that the reader finds, lists, bounds, notes, text cells, the roster."""

import csv
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from criteria_engine.checking import check
from criteria_engine.cli.main import run
from criteria_engine.data.binding import bind
from criteria_engine.datasheets.columns import row_columns, unit_columns
from criteria_engine.ir.program import Program
from criteria_engine.source import Cell

ROOT = Path(__file__).parents[2]
RULES = Path(__file__).parent / "every_type.criteria"
SHIPPED = sorted((ROOT / "rulesets").rglob("*.criteria"))
HOSTILE = ROOT / "tests" / "results" / "hostile.criteria"
ROSTER = "code,name,district\n00101,An Khánh,Quận 2\n00102,=1+1,@SUM(A1)\n"


def program_of(path: Path) -> Program:
    program = check(path).program
    assert program is not None
    return program


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    (folder / "units.csv").write_text(ROSTER, "utf-8")
    for tongue in ("vi", "en"):
        arguments = ["--template", "xlsx", "--units", str(folder / "units.csv"), "--out", str(folder / f"{tongue}.xlsx"), "--lang", tongue]
        assert run(["schema", str(RULES), *arguments]) == 0
    return folder


def checks(sheet: Any) -> dict[str, Any]:
    """What each column of a sheet checks, by its heading."""
    found = {}
    for each in sheet.data_validations.dataValidation:
        letters = "".join(character for character in str(each.sqref).split(":")[0] if character.isalpha())
        found[sheet[f"{letters}1"].value] = each
    return found


def offered(book: Any, each: Any) -> list[str]:
    name, cells = each.formula1.rsplit("!", 1)
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


@pytest.mark.parametrize("path", [*SHIPPED, RULES, HOSTILE], ids=lambda path: path.stem)
@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_the_reader_finds_every_heading(path: Path, tongue: str) -> None:
    program = program_of(path)
    tables = [unit_columns(program, tongue), *(row_columns(program, table, tongue) for table in program.tables.values())]
    for columns in tables:
        titles = [column.title for column in columns]
        found = bind(titles, {column.fact.name: column.fact for column in columns}, Cell("t.xlsx", 1))
        assert found.columns == {column.fact.name: column.title for column in columns}
        assert found.faults == () and not found.doubtful


def test_lists_and_bounds_are_checked_by_the_spreadsheet(template: Path) -> None:
    book = openpyxl.load_workbook(template / "vi.xlsx")
    found = checks(book["Phường"])
    assert offered(book, found["Sẵn sàng"]) == ["có", "không"]
    assert offered(book, found["Hạnh kiểm"]) == ["Yếu", "Trung bình", "Khá, tốt"]
    assert offered(book, found["Màu"]) == ["red", "blue", "Xanh, lục"], "two choices with one label are offered by name"
    assert offered(book, found["Ấn tượng"]) == ["đạt", "cơ bản đạt", "chưa đạt", "không áp dụng"]
    bounds = {title: (each.type, float(each.formula1), float(each.formula2)) for title, each in found.items() if each.type != "list"}
    assert bounds["Số xe (xe)"] == ("whole", 0, 120)
    assert bounds["Diện tích (m2)"] == ("decimal", 2.5, 5000)
    assert bounds["Thay đổi"] == ("decimal", -5, 5)
    assert bounds["Tỷ lệ"] == ("decimal", 0, 1)
    assert bounds["Kinh phí (đồng)"] == ("whole", 0, 20_000_000_000)
    assert bounds["Nền nếp"][1:] == (0, 5)
    days = (datetime(2019, 5, 19), datetime(2030, 12, 31))
    assert bounds["Ngày mở"] == ("date", *((day - datetime(1899, 12, 30)).days for day in days))
    assert all(each.errorStyle in (None, "stop") and each.showErrorMessage for each in found.values())
    cases = checks(book["Vụ việc"])
    assert offered(book, cases["Mã phường"]) == ["00101", "00102"]
    assert offered(book, cases["Loại"]) == ["theft", "drugs", "other"]


def test_codes_are_text_and_formats_fit_the_types(template: Path) -> None:
    sheet = openpyxl.load_workbook(template / "vi.xlsx")["Phường"]
    assert [cell.value for cell in sheet["A"]] == ["Mã phường", "00101", "00102"]
    assert sheet["A2"].number_format == "@" and sheet["A2"].data_type == "s"
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    formats = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
    assert [formats[title].number_format for title in ("Mã phường", "Tỷ lệ", "Ngày mở", "Số xe (xe)")] == ["@", "0.0%", "dd/mm/yyyy", "#,##0"]
    assert sheet.freeze_panes == "C2"
    assert all(formats[title].width >= 11 for title in formats if title)


def test_notes_say_what_range_evidence_and_clause(template: Path) -> None:
    for tongue, sheet, heading, parts in (
        ("vi", "Phường", "Diện tích (m2)", ["tính bằng m2", "từ 2,5 đến 5.000", "0,1", "A1 Trụ sở đủ rộng", "Giấy chứng nhận", "Đề án: II.3"]),
        ("en", "Wards", "Area (m2)", ["in m2", "from 2.5 to 5,000", "0.1", "A1 The office is large enough", "Land-use", "The scheme: II.3"]),
    ):
        page = openpyxl.load_workbook(template / f"{tongue}.xlsx")[sheet]
        note = next(cell.comment.text for cell in page[1] if cell.value == heading)
        assert all(part in note for part in parts), note
    guide = openpyxl.load_workbook(template / "vi.xlsx")["Hướng dẫn nhập"]
    text = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    assert "mỗi phường một dòng" in text and "Nếu để trống: 2." in text and "Không công khai." in text and "“Vụ việc”" in text


def test_the_same_rules_give_the_same_bytes_and_nothing_acts(template: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    assert run(["schema", str(RULES), "--template", "xlsx", "--units", str(template / "units.csv"), "--out", str(again), "--lang", "vi"]) == 0
    assert again.read_bytes() == (template / "vi.xlsx").read_bytes()
    hostile = tmp_path / "hostile.xlsx"
    assert run(["schema", str(HOSTILE), "--template", "xlsx", "--out", str(hostile), "--lang", "en"]) == 0
    with zipfile.ZipFile(hostile) as archive:
        sheets = [archive.read(name).decode("utf-8") for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_csv_templates_are_read_back(tongue: str, template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "t.csv"
    assert run(["schema", str(RULES), "--template", "csv", "--units", str(template / "units.csv"), "--out", str(out), "--lang", tongue]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"t.csv", "t.cases.csv"}
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == ["00101", "00102"]
    assert rows[2][1:3] == ["'=1+1", "'@SUM(A1)"]
    capsys.readouterr()
    data = ["--data", str(out), "--table", f"cases={tmp_path / 't.cases.csv'}"]
    assert run(["evaluate", str(RULES), *data, "--as-of", "2024-06-30", "--lang", tongue]) == 0
    assert "00101" in capsys.readouterr().out


def test_wrong_usage_says_what_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--template", "xlsx"], ["--template", "xlsx", "--out", str(tmp_path / "a.csv")], ["--units", "units.csv"]):
        assert run(["schema", str(RULES), *arguments, "--lang", "vi"]) == 2
    assert "--out với tên có đuôi .xlsx" in capsys.readouterr().err


def test_only_declared_ranges_are_told_and_one_sheet_is_one(tmp_path: Path) -> None:
    rules, out = tmp_path / "a.criteria", tmp_path / "a.xlsx"
    rules.write_text(
        'ruleset a "A"\nlabels en\nin force from 2025-01-01\nsubject ward identified by code\nfacts\n  code : text\n'
        "  opened : date\n  drilled : date, 2020-01-01..2030-12-31\ntable cases, each case\n  kind : text\n"
        "criterion C1\n  requires opened <= drilled\nverdict\n  passes when C1 passes\n", "utf-8",
    )  # fmt: skip
    assert run(["schema", str(rules), "--template", "xlsx", "--out", str(out), "--lang", "en"]) == 0
    guide = " ".join(str(cell.value) for sheet in openpyxl.load_workbook(out) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "2199" not in guide and "from 1 January 2020 to 31 December 2030" in guide
    assert "2. Sheet “" in guide
