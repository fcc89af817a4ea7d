"""Sheets filled in by another program, and copies with faults, are read back by the engine."""

import csv
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from criteria_engine.cli.main import run
from criteria_engine.data.own_sheets import OWN_SHEETS
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.raw_table import RawRow, RawTable
from criteria_engine.datasheets.copied_tables import copied_objects
from criteria_engine.datasheets.words import word
from criteria_engine.locale import TONGUES
from criteria_engine.source import Cell

RULES = str(Path(__file__).parent / "every_type.criteria")
ROSTER = "code,name,district\n00101,An Khánh,Quận 2\n00102,=1+1,@SUM(A1)\n00103,Cát Lái,Quận 2\n"
FACTS = ("ready", "conduct", "colour", "cars", "area", "change", "share", "budget", "opened", "reported", "remark", "A3", "A4")
FILLED: dict[str, tuple[Any, ...]] = {
    # what is typed into the sheet, and what a data file says
    "vi": (
        ("có", "Khá, tốt", "red", 3, 85.5, -0.07, 0.912, 1_250_000, date(2019, 5, 19), "không", "a; b", "cơ bản đạt", 4.5),
        ("không", "Yếu", "Xanh, lục", 0, 2.5, 5, 1, 20_000_000_000, date(2024, 2, 29), "có", "'x", "không áp dụng", 0),
    ),
    "en": (
        ("yes", "Good", "red", 3, 85.5, -0.07, 0.912, 1_250_000, date(2019, 5, 19), "no", "a; b", "basically met", 4.5),
        ("no", "Weak", "Green", 0, 2.5, 5, 1, 20_000_000_000, date(2024, 2, 29), "yes", "'x", "not applicable", 0),
    ),
}
AS_DATA = (
    ("yes", "good", "red", "3", "85.5", "-0.07", "91.2%", "1250000", "2019-05-19", "no", "a; b", "basically met", "4.5"),
    ("no", "weak", "green", "0", "2.5", "5", "100%", "20000000000", "2024-02-29", "yes", "'x", "not applicable", "0"),
)
CASES = {"vi": ("Vụ việc", "00102", "drugs", 1000, date(2024, 1, 31), "có"), "en": ("Cases", "00102", "drugs", 1000, date(2024, 1, 31), "yes")}


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(ROSTER, "utf-8")
    return path


def results(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run(["evaluate", RULES, *arguments, "--as-of", "2024-06-30", "--json"]) == 0, capsys.readouterr().err
    found = json.loads(capsys.readouterr().out)
    assert found["faults"] == []
    return found["results"]


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_a_filled_sheet_is_read_as_the_same_data(tongue: str, roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "t.xlsx"
    assert run(["schema", RULES, "--template", "xlsx", "--units", str(roster), "--out", str(sheet), "--lang", tongue]) == 0
    empty = results(["--data", str(sheet), "--units", str(roster)], capsys)
    assert [one["unit"] for one in empty] == ["00101", "00102", "00103"]
    assert {one["verdict"] for one in empty} == {"undetermined"}

    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    for row, typed in enumerate(FILLED[tongue], 2):
        for column, value in enumerate(typed, 4):
            page.cell(row, column).value = value
    title, *case = CASES[tongue]
    for column, value in enumerate(case, 1):
        book[title].cell(2, column).value = value
    book.save(sheet)

    data = tmp_path / "wards.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        known = [line.split(",") for line in ROSTER.splitlines()]
        rows = [[*known[0], *FACTS], *([*one, *more] for one, more in zip(known[1:3], AS_DATA, strict=True)), known[3]]
        csv.writer(file).writerows([*row, *[""] * (len(rows[0]) - len(row))] for row in rows)
    (tmp_path / "cases.csv").write_text("code,kind,loss,on,solved\n00102,drugs,1000,2024-01-31,yes\n", "utf-8")
    wanted = results(["--data", str(data), "--table", f"cases={tmp_path / 'cases.csv'}", "--units", str(roster)], capsys)
    assert results(["--data", str(sheet), "--units", str(roster)], capsys) == wanted
    assert wanted[0]["criteria"]["A4"]["points"] == {"low": "4.5", "high": "4.5"}


def test_sheets_for_people_are_called_what_the_reader_passes_over() -> None:
    assert {word(tongue, key) for tongue in TONGUES for key in ("sheet.guide", "faults.sheet")} == OWN_SHEETS


BAD_CSV = (
    "code,name,ready,area,share,opened,cars,conduct,extra,ready\n"
    "00101,=1+1,maybe,85.5,91.2,2019-05-19,3,good,<script>,yes\n"
    "00102,Bình An,yes,9999,50%,19/05/23,x9,splendid,,no\n"
    "00103,Cát Lái,yes,60,50%,2020-01-01,1\n"
)  # fmt: skip


def faults_of(path: Path) -> tuple[dict[str, str], list[tuple[Any, ...]], Any]:
    book = openpyxl.load_workbook(path)
    notes = {cell.coordinate: cell.comment.text for row in book.worksheets[1].iter_rows() for cell in row if cell.comment}
    listing = [row for row in book.worksheets[0].iter_rows(min_row=6, values_only=True) if row[0]]
    return notes, listing, book


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_bad_cells_are_marked_and_listed(tongue: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "wards.csv", tmp_path / "faults.xlsx"
    data.write_text(BAD_CSV, "utf-8")
    assert run(["evaluate", RULES, "--data", str(data), "--as-of", "2024-06-30", "--faults", str(out), "--lang", tongue]) == 1
    notes, listing, book = faults_of(out)
    assert {"D3", "E2", "F3", "G3", "H3", "I1", "J1", "A4"} <= set(notes)
    assert ("D036" in notes["D3"]) and "9999" in notes["D3"] and ("gợi ý" if tongue == "vi" else "help") in notes["D3"]
    assert "splendid" in notes["H3"] and "D042" in notes["H3"]
    page = book.worksheets[1]
    assert [[cell.value for cell in row][:4] for row in page.iter_rows()] == [line.split(",")[:4] for line in BAD_CSV.splitlines()]
    assert page["B2"].data_type == "s" and page["I2"].value == "<script>"
    assert page["D3"].fill.fgColor.rgb != page["D2"].fill.fgColor.rgb
    places = {row[4] for row in listing}
    assert f"{page.title}!D3" in places and len(listing) == sum(1 for row in listing if row[2])
    links = {cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink}
    assert f"'{page.title}'!D3" in links
    assert all(link.startswith("'") for link in links), "links lead into the workbook only"


def test_the_copy_reads_as_the_file_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out, again = tmp_path / "wards.csv", tmp_path / "faults.xlsx", tmp_path / "again.xlsx"
    data.write_text(BAD_CSV, "utf-8")
    arguments = ["--as-of", "2024-06-30", "--lang", "vi"]
    assert run(["evaluate", RULES, "--data", str(data), *arguments, "--faults", str(out)]) == 1
    assert run(["evaluate", RULES, "--data", str(out), *arguments, "--faults", str(again)]) == 1
    first, second = faults_of(out), faults_of(again)
    marked = set(first[0]) - {"A4"}  # a row that is too short in CSV is just a row with empty cells in a sheet
    assert marked <= set(second[0])
    assert {notes[:40] for place, notes in first[0].items() if place in marked} == {second[0][place][:40] for place in marked}


def test_rows_inside_units_have_a_sheet_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "wards.json", tmp_path / "faults.xlsx"
    units = [
        {"code": "00101", "area": 85.5, "cases": [{"kind": "theft"}, {"kind": "murder", "solved": True}]},
        {"code": "00102", "area": 1e9, "share": "50%", "cases": []},
    ]
    data.write_text(json.dumps(units), "utf-8")
    assert run(["evaluate", RULES, "--data", str(data), "--as-of", "2024-06-30", "--faults", str(out), "--lang", "vi"]) == 1
    notes, _, book = faults_of(out)
    assert "D036" in notes["B3"]
    cases = book["Vụ việc"]
    assert "D042" in cases["B3"].comment.text
    assert [[cell.value for cell in row][:2] for row in cases.iter_rows()] == [["code", "kind"], ["00101", "theft"], ["00101", "murder"]]


def test_a_sheet_of_another_program_keeps_its_places() -> None:
    rows = (RawRow(4, {"code": "00101", "area": NumberText("85.5")}),)
    table = RawTable("w.ods", ("code", "area"), rows, header_row=3, sheet="Data", letters={"code": "B", "area": "D"})
    (copy,) = copied_objects(table, "code", ())
    assert copy.place_of(Cell("w.ods", 4, "area", "Data", "D")) == (3, 3)
    assert copy.place_of(Cell("w.ods", 4, "area", "Other", "D")) is None
    assert copy.cells[3, 3].content == Fraction(171, 2)
    assert (copy.cells[2, 1].content, copy.header) == ("code", 2)


def test_without_faults_the_list_says_so(tmp_path: Path) -> None:
    data, out = tmp_path / "wards.json", tmp_path / "faults.xlsx"
    facts = dict.fromkeys(("name", "district", *FACTS))
    data.write_text(json.dumps([{"code": "00101", **facts, "cases": []}]), "utf-8")
    assert run(["evaluate", RULES, "--data", str(data), "--as-of", "2024-06-30", "--faults", str(out), "--lang", "vi"]) == 0
    notes, listing, book = faults_of(out)
    assert (notes, listing) == ({}, [])
    assert book.worksheets[0]["A2"].value == "Không phát hiện lỗi nào."
    assert run(["evaluate", RULES, "--data", str(data), "--as-of", "2024-06-30", "--faults", str(tmp_path / "f.csv")]) == 2


def test_every_planted_fault_of_the_city_is_marked_at_its_cell(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    data, out = root / "examples" / "data", tmp_path / "faults.xlsx"
    rules = str(root / "rulesets" / "hcmc" / "model_ward_police.criteria")
    arguments = ["--data", str(data / "hcmc_wards_bad.csv"), "--units", str(root / "examples" / "units" / "hcmc_wards_2023.csv")]
    assert run(["evaluate", rules, *arguments, "--as-of", "2023-12-31", "--faults", str(out), "--lang", "vi"]) == 1
    page = openpyxl.load_workbook(out).worksheets[1]
    names = [cell.value for cell in page[1]]
    marked = {
        (cell.row, names[cell.column - 1], code)
        for row in page.iter_rows()
        for cell in row
        if cell.comment
        for code in re.findall(r"lỗi\[(D[0-9]+)\]", cell.comment.text)
    }
    with (data / "hcmc_wards_bad.expected.csv").open(encoding="utf-8", newline="") as file:
        planted = {(int(row["row"]), row["column"], row["code"]) for row in csv.DictReader(file)}
    assert marked == planted
