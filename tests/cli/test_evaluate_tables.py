"""`criteria evaluate` of large tables: counts on the screen, results and rejects in files, the engine said or refused in clear words."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from attrs import evolve
from tests.assessment.offices import offices

from criteria_engine.backends import engine_list
from criteria_engine.backends.duckdb import engine as duckdb_engine
from criteria_engine.backends.tables import cell_faults
from criteria_engine.cli import table_evaluation
from criteria_engine.cli.main import run
from criteria_engine.results import parquet_file, table_files
from criteria_engine.table_assessment import evaluator

BAD = [
    *(("cases.csv", str(unit + 1), "code", str(unit), "None", "D055", "None") for unit in (7, 14, 21, 28)),
    ("data.csv", "13", "area", "13", "area", "D031", "2OO"),
]
"""Rows of related tables whose units have no data, and a number with letters in it."""


@pytest.fixture
def arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Those of an evaluation of thirty wards, where ten are many."""
    monkeypatch.setattr(table_evaluation, "LARGE", 10)
    _, paths = offices(tmp_path)
    files = ["--data", str(paths["data"]), "--table", f"cases={paths['cases']}"]
    return ["evaluate", str(paths["rules"]), *files, "--as-of", "2023-12-31", "--lang", "en"]


def test_a_large_table_is_counted_and_standard_error_tells_by_what(arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run([*arguments, "--units", str(tmp_path / "units.csv")]) == 1  # one cell cannot be read
    printed, told = capsys.readouterr()
    assert "Of 30 wards listed:" in printed
    assert "Quận 2" in printed
    assert "Phase 1" in printed
    assert "Phường 4" not in printed.partition("Phase 1")[0]  # no list of units
    assert "Engine: columns for " in told
    assert "D031" in told


@pytest.mark.parametrize("engine", ["python", "columns", "duckdb"])
def test_files_are_those_of_single_results_whatever_the_engine(engine: str, arguments: list[str], tmp_path: Path) -> None:
    for ending in ("parquet", "csv"):
        single, table = tmp_path / f"single.{ending}", tmp_path / f"table.{ending}"
        run([*arguments, "--engine", "interpreter", "--out", str(single)])
        run([*arguments, "--engine", engine, "--out", str(table)])
        assert table.read_bytes() == single.read_bytes()


@pytest.mark.parametrize("engine", ["interpreter", "python"])
def test_rejects_are_told_with_their_places_and_units(engine: str, arguments: list[str], tmp_path: Path) -> None:
    run([*arguments, "--engine", engine, "--rejects", str(tmp_path / "rejects.csv")])
    rows = list(csv.reader(io.StringIO((tmp_path / "rejects.csv").read_text("utf-8-sig"))))
    assert rows[0] == ["file", "row", "column", "unit", "fact", "code", "found"]
    assert [tuple(cell or "None" for cell in row) for row in rows[1:]] == BAD
    run([*arguments, "--engine", engine, "--rejects", str(tmp_path / "rejects.parquet")])
    assert [tuple(map(str, row.values())) for row in parquet.read_table(tmp_path / "rejects.parquet").to_pylist()] == BAD
    run([*arguments, "--engine", engine, "--rejects", str(tmp_path / "rejects.json")])
    assert [tuple(map(str, row.values())) for row in json.loads((tmp_path / "rejects.json").read_text("utf-8"))] == BAD


def test_very_many_rejects_are_all_written_though_few_are_told(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cell_faults, "MOST_OF_A_KIND", 5)
    data = tmp_path / "data.csv"
    data.write_text("code,area\n" + "".join(f"{n},x{n}\n" for n in range(1, 21)), "utf-8")
    for ending in ("csv", "json", "parquet"):
        assert run([*arguments, "--rejects", str(tmp_path / f"rejects.{ending}")]) == 1
    assert "D133" in capsys.readouterr().err
    found = json.loads((tmp_path / "rejects.json").read_text("utf-8"))
    own = [(each["row"], each["unit"], each["found"]) for each in found if each["code"] == "D031"]
    assert own == [(n + 1, str(n), f"x{n}") for n in range(1, 21)]
    assert [each["unit"] for each in found if each["code"] == "D055"] == [str(n) for n in range(21, 31)]
    assert parquet.read_table(tmp_path / "rejects.parquet").to_pylist() == found
    assert len((tmp_path / "rejects.csv").read_text("utf-8-sig").splitlines()) == len(found) + 1


def test_json_holds_the_counts(arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_evaluation, "MOST_SINGLE", 10)
    run([*arguments, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "criteria-table-counts/1"
    assert found["counts"]["all"] == found["engine"]["evaluated"] == 26
    assert {fault["code"] for fault in found["faults"]} >= {"D055", "D031"}
    assert sum(found["counts"][name] for name in ("passes", "fails", "disqualified", "undetermined", "graded")) == 26


def test_single_results_of_very_many_units_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(table_evaluation, "MOST_SINGLE", 10)
    assert run([*arguments, "--out", str(tmp_path / "results.xlsx")]) == 2
    told = capsys.readouterr().err
    assert "up to 10" in told
    assert ".csv or .parquet" in told
    assert not (tmp_path / "results.xlsx").exists()


@pytest.mark.parametrize("tongue", ["en", "vi"])
def test_an_engine_that_is_not_installed_says_what_to_install(
    tongue: str, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = engine_list.TABLE_ENGINES["columns"]
    monkeypatch.setitem(engine_list.TABLE_ENGINES, "columns", evolve(listed, packages=("pyarrow", "no_such_module")))
    assert run([*arguments[:-1], tongue, "--engine", "columns"]) == 2
    told = capsys.readouterr().err
    assert "no_such_module" in told
    assert "pip install 'criteria-engine[columns]'" in told
    run([*arguments, "--engine", "auto"])
    assert "Engine: python for " in capsys.readouterr().err


@pytest.mark.parametrize(("tongue", "why"), [("en", "rows asked for within a row"), ("vi", "hỏi đến các dòng bên trong một dòng khác")])
def test_rules_that_an_engine_does_not_take_are_refused_with_what_stands_in_the_way(
    tongue: str, why: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rules = Path(arguments[1])
    condition = "exists case in cases where (exists other in cases where other.solved = case.solved)"
    rules.write_text(rules.read_text("utf-8").replace("  requires own\n", f"  requires {condition}\n"), "utf-8")
    assert run([*arguments[:-1], tongue, "--engine", "duckdb"]) == 2
    assert why in capsys.readouterr().err
    run(arguments)  # by default the interpreter answers, without a word
    assert "Engine" not in capsys.readouterr().err


def test_an_engine_that_there_is_not(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--engine", "abacus"]) == 2
    assert "There is no engine `abacus`; write auto, interpreter, python" in capsys.readouterr().err
    assert run([*arguments, "--threads", "0"]) == 2


@pytest.mark.parametrize("engine", ["columns", "duckdb"])
def test_a_small_table_is_listed_by_engines_over_tables_too(
    engine: str, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(table_evaluation, "LARGE", 1000)
    listed = [*arguments, "--units", str(tmp_path / "units.csv")]
    run([*listed, "--engine", "interpreter"])
    wanted = capsys.readouterr().out
    run([*listed, "--engine", engine])
    printed, told = capsys.readouterr()
    assert "Phường 4" in printed
    assert printed == wanted
    assert f"Engine: {engine} for " in told


def test_a_unit_of_a_large_table_is_explained_as_one_of_a_small(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["explain", *arguments[1:], "--unit"]
    large = []
    for options in (["3"], ["13", "--format", "json"], ["nobody"], ["3", "--compare", "4"]):
        code = run([*asked, *options])
        large.append((code, capsys.readouterr()))
    monkeypatch.setattr(table_evaluation, "LARGE", 1000)
    for options, wanted in zip((["3"], ["13", "--format", "json"], ["nobody"], ["3", "--compare", "4"]), large, strict=True):
        code = run([*asked, *options])
        assert (code, capsys.readouterr().out) == (wanted[0], wanted[1].out)


@pytest.mark.parametrize("engine", ["python", "columns"])
def test_the_file_is_the_same_however_the_rows_come(
    engine: str, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluator, "UNITS_AT_ONCE", 4)
    for module in (table_files, parquet_file):
        monkeypatch.setattr(module, "ROWS_TOGETHER", 7)
    single, table = tmp_path / "single.parquet", tmp_path / "table.parquet"
    run([*arguments, "--engine", "interpreter", "--out", str(single)])
    run([*arguments, "--engine", engine, "--out", str(table)])
    assert parquet.ParquetFile(table).metadata.num_row_groups == 4
    assert table.read_bytes() == single.read_bytes()


def test_rows_inside_units_are_a_table_that_was_given(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"code": str(n), "staff": 20, "cases": [{"solved": True}]} for n in range(20)]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "inside.parquet")
    run(["evaluate", arguments[1], "--data", str(tmp_path / "inside.parquet"), "--as-of", "2023-12-31", "--engine", "python"])
    assert "Engine: python" in (told := capsys.readouterr().err)
    assert "D059" not in told


def test_ctrl_c_within_a_query_is_ctrl_c(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "results.parquet"
    out.write_bytes(b"before")

    class Cursor:
        def register(self, name: str, table: object) -> None: ...

        def close(self) -> None: ...

        def sql(self, text: str) -> None:
            raise RuntimeError("Query interrupted")

    class Connection:
        cursor = Cursor

    monkeypatch.setattr(duckdb_engine, "connected", lambda threads=None: Connection())
    assert run([*arguments, "--engine", "duckdb", "--out", str(out)]) == 130
    assert out.read_bytes() == b"before"
    assert not list(tmp_path.glob(".*"))


def test_standard_output_without_room_is_told(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "criteria_engine", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "Standard output cannot be written" in done.stderr


@pytest.mark.parametrize("tongue", ["vi", "en"])
@pytest.mark.parametrize(("option", "name"), [("--out", "data.csv"), ("--out", "cases.csv"), ("--rejects", "data.csv"), ("--rejects", "new.csv")])
def test_nothing_that_is_read_or_written_is_written_over(
    option: str, name: str, tongue: str, arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = (tmp_path / "data.csv").read_bytes(), (tmp_path / "cases.csv").read_bytes()
    also = ["--out", str(tmp_path / "new.csv")] if option == "--rejects" else []
    assert run([*arguments[:-1], tongue, *also, option, str(tmp_path / ".." / tmp_path.name / name)]) == 2
    assert name in capsys.readouterr().err
    assert ((tmp_path / "data.csv").read_bytes(), (tmp_path / "cases.csv").read_bytes()) == before
    assert not (tmp_path / "new.csv").exists()


def test_every_row_that_is_told_of_a_unit_again_is_written(arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cell_faults, "MOST_OF_A_KIND", 5)
    (tmp_path / "data.csv").write_text("code,area\n" + "".join(f"{n % 10 + 1},60\n" for n in range(30)), "utf-8")
    assert run([*arguments, "--rejects", str(tmp_path / "rejects.json")]) == 1
    found = json.loads((tmp_path / "rejects.json").read_text("utf-8"))
    assert sorted((each["row"], each["unit"]) for each in found if each["code"] == "D051") == [(n + 2, str(n % 10 + 1)) for n in range(10, 30)]
