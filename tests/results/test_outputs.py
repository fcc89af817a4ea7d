"""Results in every format, read back by other programs: the same verdicts and exact numbers, and text that is only text."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as parquet
import pytest
from python_calamine import CalamineWorkbook

from criteria_engine.assessment import Assessment, assess
from criteria_engine.cli.evaluate import write_results
from criteria_engine.cli.main import run
from criteria_engine.cli.programme import contents
from criteria_engine.cli.screen import screen
from criteria_engine.cli.written_files import write_file
from criteria_engine.engine import load

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
DATA = ROOT / "examples" / "data"
CITY = [
    str(ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria"), "--data", str(DATA / "hcmc_wards.csv"),
    "--table", f"cases={DATA / 'hcmc_cases.csv'}", "--table", f"discipline={DATA / 'hcmc_discipline.csv'}",
    "--units", str(ROOT / "examples" / "units" / "hcmc_wards_2023.csv"), "--as-of", "2023-12-31",
]  # fmt: skip
ENDINGS = ("csv", "xlsx", "parquet", "json")
HOSTILE_ROWS = (
    ("W1", "=HYPERLINK(\"http://x\",\"y\")", "+1", "250", "3"),
    ("W2", "@SUM(A1:A9)", "[red]\x1b[31m", "90", "7"),
    ("-3+4", "<script>alert(1)</script>", "\u202eabc", "", "1000"),
)  # fmt: skip


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    tables = {name: DATA / f"hcmc_{name}.csv" for name in ("cases", "discipline")}
    units = ROOT / "examples" / "units" / "hcmc_wards_2023.csv"
    return assess(load(CITY[0]), DATA / "hcmc_wards.csv", date(2023, 12, 31), tables, units)


@pytest.fixture(scope="module")
def city(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    for ending in ENDINGS:
        assert write_results(assessment, folder / f"r.{ending}", screen("vi"))
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "w.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "name", "district", "area", "parts"), *HOSTILE_ROWS])
    rules = str(HERE / "hostile.criteria")
    for ending in ENDINGS:
        run(["evaluate", rules, "--data", str(folder / "w.csv"), "--as-of", "2024-01-01", "--out", str(folder / f"r.{ending}"), "--lang", "en"])
    return folder


def rows_of_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()


def test_every_format_says_the_same(city: Path) -> None:
    results = json.loads((city / "r.json").read_text("utf-8"))["results"]
    table = rows_of_csv(city / "r.csv")
    assert [(row["unit"], row["verdict"], row["score_low"]) for row in table] == [
        (one["unit"], one["verdict"], one["score"]["low"]) for one in results
    ]
    columns = parquet.read_table(city / "r.parquet").to_pydict()
    assert columns["unit"] == [row["unit"] for row in table]
    assert columns["score_low_exact"] == [row["score_low"] for row in table]
    assert columns["C5.3.points_high_exact"] == [row["C5.3.points_high"] or None for row in table]
    assert columns["missing"] == [one["missing"] for one in results]
    exact = sheet(city / "r.xlsx", "Số liệu chính xác")
    assert exact[0] == list(table[0])
    assert [row[:5] for row in exact[1:]] == [list(row.values())[:5] for row in table]
    assert any("/" in row["score_low"] for row in table), "some score has no finite decimal"


def test_sheets_show_labels_and_numbers_that_are_exact_or_rounded_as_said(city: Path) -> None:
    table = rows_of_csv(city / "r.csv")
    shown = sheet(city / "r.xlsx", "Kết quả")
    assert shown[0][:5] == ["Mã", "Tên", "Quận, thành phố", "Kết luận", "Xếp loại"]
    column = shown[0].index("Tổng điểm thấp nhất")
    for row, one in zip(shown[1:], table, strict=True):
        assert row[0] == one["unit"] and isinstance(row[0], str)
        exact, number = Fraction(one["score_low"]), Fraction(repr(row[column]))
        assert number == exact or ("/" in one["score_low"] and abs(number - exact) <= Fraction(1, 2 * 10**10))
    assert {row[3] for row in shown[1:]} == {"✓ đạt", "✗ chưa đạt", "✗ không được xét công nhận", "? chưa xác định"}


def test_the_summary_counts_what_the_results_hold(city: Path) -> None:
    table = rows_of_csv(city / "r.csv")
    summary = sheet(city / "r.xlsx", "Tổng hợp")
    counts = {row[0]: row[1] for row in summary}
    assert counts["✓ đạt"] == sum(row["verdict"] == "passes" for row in table)
    assert counts["Quận 12"] == sum(row["district"] == "Quận 12" for row in table)
    failed = {id: sum(row[f"{id}.outcome"] == "fails" for row in table) for id in ("C4.3", "C4.2", "C4.1")}
    listed = {row[0].split()[0]: row[1] for row in summary if row[0].startswith("C4.")}
    assert {id: listed[id] for id in failed} == failed


def test_parquet_has_stable_types(city: Path) -> None:
    schema = parquet.read_schema(city / "r.parquet")
    assert str(schema.field("score_low").type) == "decimal128(38, 10)"
    assert str(schema.field("score_low_exact").type) == "string"
    assert str(schema.field("missing").type) == "list<element: string>"
    assert str(schema.field("with_data").type) == "bool"
    assert schema.metadata[b"format"] == b"criteria-results-table/1"
    assert schema.metadata[b"as_of"] == b"2023-12-31"


def test_the_same_input_gives_the_same_bytes_at_another_time_and_place(tmp_path: Path, hostile: Path) -> None:
    for ending in ENDINGS:
        out = tmp_path / f"other name.{ending}"
        code = "import sys; from criteria_engine.cli.main import run; run(sys.argv[1:])"
        arguments = ["evaluate", str(HERE / "hostile.criteria"), "--data", str(hostile / "w.csv"), "--as-of", "2024-01-01"]
        environment = {**os.environ, "TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
        subprocess.run(
            [sys.executable, "-c", code, *arguments, "--out", str(out), "--lang", "en"], check=True, env=environment, capture_output=True
        )
        assert out.read_bytes() == (hostile / f"r.{ending}").read_bytes(), ending


def test_no_text_becomes_a_formula_a_link_or_a_command_in_a_workbook(hostile: Path) -> None:
    with zipfile.ZipFile(hostile / "r.xlsx") as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}
    assert not any("<f>" in text or "<hyperlink" in text for name, text in parts.items() if "worksheets" in name)
    assert not any("\x1b" in text or "\u202e" in text for text in parts.values())
    book = openpyxl.load_workbook(hostile / "r.xlsx")
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n"}
    names = [row[1] for row in sheet(hostile / "r.xlsx", "Results")]
    assert HOSTILE_ROWS[0][1] in names and HOSTILE_ROWS[1][1] in names and HOSTILE_ROWS[2][1] in names
    assert "[red]\\x1b[31m" in [row[2] for row in sheet(hostile / "r.xlsx", "Results")]


def test_csv_guards_what_a_spreadsheet_would_run(hostile: Path) -> None:
    text = (hostile / "r.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert "'=HYPERLINK(\"http://x\",\"y\")" in cells and "'-3+4" in cells
    assert "\x1b" not in text and "\u202e" not in text
    assert "10/3" in cells


def test_json_spells_out_what_acts_and_reads_as_it_was(hostile: Path) -> None:
    text = (hostile / "r.json").read_text("utf-8")
    assert "\x1b" not in text and "\u202e" not in text and "\\u202e" in text
    assert [one["groups"]["district"] for one in json.loads(text)["results"]] == [row[2] for row in HOSTILE_ROWS]


def test_an_ending_that_is_none_of_ours_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", *CITY, "--out", str(tmp_path / "r.pdf"), "--lang", "vi"]) == 2
    assert ".csv, .xlsx, .parquet hoặc .json" in capsys.readouterr().err


def test_a_stop_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "r.xlsx"
    out.write_text("old")

    def stopped(self: Path, target: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    rules, data = str(HERE / "hostile.criteria"), str(DATA / "hcmc_wards.csv")
    assert run(["evaluate", rules, "--data", data, "--as-of", "2024-01-01", "--out", str(out)]) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]
    assert out.read_text() == "old"


def test_a_programme_leaves_in_every_format(assessment: Assessment, tmp_path: Path) -> None:
    for ending, content in contents(assessment, "vi").items():
        assert write_file(tmp_path / f"p{ending}", content(), screen("vi"))
    phases = json.loads((tmp_path / "p.json").read_text("utf-8"))["programmes"][0]["phases"]
    groups = [(phase["name"], group["group"], group["status"]) for phase in phases for target in phase["targets"] for group in target["groups"]]
    table = rows_of_csv(tmp_path / "p.csv")
    assert [(row["phase"], row["group"] or None, row["status"]) for row in table] == groups
    parts = parquet.read_table(tmp_path / "p.parquet").to_pydict()
    assert parts["lacking_high"] == [int(row["lacking_high"]) for row in table]
    shown = sheet(tmp_path / "p.xlsx", "Lộ trình")
    assert len(shown) == len(groups) + 1
    assert [row[5] for row in shown[1:]] == [int(row["base"]) for row in table]
    assert shown[1][4] in ("đã đạt", "không đạt", "đạt chậm", "chưa đến hạn", "chưa kết luận được")
