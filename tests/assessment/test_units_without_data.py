"""A listed unit without data is undetermined, whatever the rules take for what is missing: everywhere that it is told of."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from criteria_engine.assessment import Assessment, assess
from criteria_engine.cli.main import run
from criteria_engine.engine import loads
from criteria_engine.results.csv_text import results_csv

RULES = """
ruleset city.model "Model wards"
subject ward, plural wards identified by code, named by name, grouped by district
facts
  code : text
  name : text
  district : text
  disciplined : integer, 0..100  if missing 0
  reported : yes/no
table cases, each case
  solved : yes/no
criterion S1 "Discipline"
  mandatory
  requires disciplined = 0
criterion S2 "Reports"
  mandatory
  requires reported is missing or reported
verdict
  disqualified when exists case in cases where not solved because "an unsolved case"
  passes when every mandatory criterion passes
programme "Scheme"
  phase 1 due 2023-12-31
    every ward passes
"""
LIST = "code,name,district\n1,Phường Một,Quận 1\n2,Phường Hai,Quận 1\n3,Phường Ba,Quận 3\n"
DATA = "code,disciplined,reported\n1,,\n"
DAY = date(2023, 12, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "rules.criteria": RULES,
        "units.csv": LIST,
        "data.csv": DATA,
        "cases.csv": "code,solved\n1,yes\n3,no\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def assessed(folder: Path, table: bool = True) -> Assessment:
    rules = loads((folder / "rules.criteria").read_text("utf-8"))
    tables = {"cases": folder / "cases.csv"} if table else None
    return assess(rules, folder / "data.csv", DAY, tables, folder / "units.csv")


@pytest.mark.parametrize("table", [True, False])
def test_it_has_no_result_and_counts_as_undetermined(folder: Path, table: bool) -> None:
    found = assessed(folder, table)
    assert [result.unit for result in found.results] == ["1"] and found.without_data == ("2", "3")
    assert found.results[0].verdict == ("passes" if table else "undetermined")
    assert found.result_of("2") is None
    told = {result["unit"]: (result["verdict"], result["with_data"], result["verdicts_possible"]) for result in found.data()["results"]}
    assert told["2"] == told["3"] == ("undetermined", False, ["passes", "fails", "disqualified"]), "not even its cases decide"
    target = found.standings[0].phases[0].targets[0]
    assert (target.status, target.groups[0].sure, target.groups[0].open) == ("open", int(table), 2 if table else 3)
    assert [unit.name for unit in target.groups[0].open_units][-2:] == ["Phường Hai", "Phường Ba"]


def test_without_a_list_there_are_only_units_with_data(folder: Path) -> None:
    rules = loads((folder / "rules.criteria").read_text("utf-8"))
    found = assess(rules, folder / "data.csv", DAY)
    assert (found.without_data, [result.unit for result in found.results]) == ((), ["1"])


def test_a_row_of_blanks_is_data(folder: Path) -> None:
    (folder / "data.csv").write_text("code,disciplined,reported\n1,,\n2,,\n", "utf-8")
    found = assessed(folder)
    assert [result.verdict for result in found.results] == ["passes", "passes"] and found.without_data == ("3",)


def test_progress_counts_what_is_evaluated(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    rules = loads((folder / "rules.criteria").read_text("utf-8"))
    assess(rules, folder / "data.csv", DAY, None, folder / "units.csv", lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


def test_the_spreadsheet_has_a_row_for_each(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(results_csv(assessed(folder).file()).removeprefix("\ufeff"))))
    assert [(row["unit"], row["name"], row["district"], row["verdict"], row["S1.outcome"]) for row in rows] == [
        ("1", "Phường Một", "Quận 1", "passes", "passes"), ("2", "Phường Hai", "Quận 1", "undetermined", ""),
        ("3", "Phường Ba", "Quận 3", "undetermined", ""),
    ]
    assert all(value is not None for row in rows for value in row.values())


def arguments(folder: Path, command: str, *more: str) -> list[str]:
    files = ["--data", str(folder / "data.csv"), "--table", f"cases={folder / 'cases.csv'}", "--units", str(folder / "units.csv")]
    return [command, str(folder / "rules.criteria"), *files, "--as-of", "2023-12-31", *more]


@pytest.mark.parametrize(("lang", "expected"), [
    ("vi", "Phường Hai (mã 2), Quận 1 có trong danh sách nhưng data.csv không có số liệu của đơn vị này; mọi nội dung đều chưa xác định."),
    ("en", "Phường Hai (2), Quận 1 is listed but has no data in data.csv; everything about it is undetermined."),
])
@pytest.mark.parametrize("format", ["text", "markdown"])
def test_explain_says_so(folder: Path, lang: str, expected: str, format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(folder, "explain", "--unit", "2", "--lang", lang, "--format", format)) == 0
    assert expected in " ".join(capsys.readouterr().out.split())


def test_explain_as_json_gives_its_result(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(folder, "explain", "--unit", "3", "--format", "json", "--lang", "en")) == 0
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert (told["unit"], told["verdict"], told["with_data"]) == ("3", "undetermined", False)
    assert "is listed but has no data" in shown.err


def test_explain_still_knows_a_unit_that_is_nowhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(folder, "explain", "--unit", "22", "--lang", "en")) == 1
    assert "Codes that look like it: 2." in capsys.readouterr().err


def test_the_table_on_the_screen_has_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(folder, "evaluate", "--lang", "en")) == 0
    shown = capsys.readouterr().out
    assert "Of 3 wards listed: 1 pass, 0 fail, 2 undetermined." in shown
    assert [line.split()[0] for line in shown.splitlines() if "Phường" in line] == ["1", "2", "3"]


def test_what_earlier_results_show_stays_met(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "data.csv").write_text("code,disciplined,reported\n1,,\n2,,\n3,,\n", "utf-8")
    (folder / "cases.csv").write_text("code,solved\n1,yes\n", "utf-8")
    earlier = folder / "earlier.json"
    assert run(arguments(folder, "evaluate", "--out", str(earlier))) == 0
    later = [argument.replace("2023-12-31", "2024-12-31") for argument in arguments(folder, "programme", "--json")]
    capsys.readouterr()
    statuses = []
    for more in ([], ["--earlier", str(earlier)], ["--earlier", str(earlier), "--earlier", str(earlier)]):
        assert run([*later, *more]) == 0
        statuses.append(json.loads(capsys.readouterr().out)["programmes"][0]["phases"][0]["status"])
    assert statuses == ["met late", "met", "met"]
    assert run([*later, "--earlier", str(folder / "units.csv")]) == 1
    assert "P010" in capsys.readouterr().err
    first = arguments(folder, "evaluate", "--json", "--earlier", str(earlier))
    assert run([*first[: first.index("--as-of") + 1], "2023-01-01", *first[first.index("--as-of") + 2 :]]) == 0
    shown = capsys.readouterr()
    assert [fault["code"] for fault in json.loads(shown.out)["faults"]] == ["P024"] and "P024" in shown.err
