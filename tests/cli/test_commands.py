"""Each command on the shipped example: what it prints, what it writes, and its exit code."""

import csv
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from criteria_engine.cli.main import run

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria"
DATA = ROOT / "examples" / "data"
UNITS = ROOT / "examples" / "units" / "hcmc_wards_2023.csv"
TABLES = ["--table", f"cases={DATA / 'hcmc_cases.csv'}", "--table", f"discipline={DATA / 'hcmc_discipline.csv'}"]
WARDS = ["--data", str(DATA / "hcmc_wards.csv"), *TABLES, "--units", str(UNITS), "--as-of", "2023-12-31"]
SMALL = """ruleset small.set "Small"
subject ward, plural wards identified by code
facts
  code : text
  area : number in m2, 0..50000
criterion A1 "Large enough"
  requires area >= 200 m2
verdict
  passes when A1 passes
"""


def schema(name: str) -> Any:
    return json.loads(files("criteria_engine.schemas").joinpath(name).read_text("utf-8"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.criteria"
    path.write_text(SMALL, "utf-8")
    return path


def test_check_says_what_a_file_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(RULES), "--lang", "vi"]) == 0
    out, err = capsys.readouterr()
    assert "tiêu chí: 22" in out
    assert err == ""


def test_check_reports_faults_with_place_and_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.criteria"
    path.write_text(SMALL.replace("area >= 200 m2", "aera >= 200 m2"), "utf-8")
    assert run(["check", str(path), "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert "error[N001]" in err
    assert "bad.criteria:7:12" in err
    assert "`area`" in err
    assert "\x1b" not in err
    assert run(["check", str(path), "--json", "--lang", "vi"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["code"] == "N001"
    assert fault["place"]["line"] == 7


def test_evaluate_prints_every_ward_and_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(RULES), *WARDS, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert len(re.findall(r"^\d{5}  ", out, re.M)) == 249
    counts = re.search(r"Of 249 wards: (\d+) pass, (\d+) fail, (\d+) disqualified, (\d+) undetermined", out) or re.search(
        r"Of 249 wards listed: (\d+) pass, (\d+) fail, (\d+) disqualified, (\d+) undetermined", out
    )
    assert counts is not None
    assert sum(map(int, counts.groups())) == 249


def test_evaluate_json_has_the_published_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(RULES), *WARDS, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema("results.schema.json"))
    assert data["ruleset"] == "hcmc.model_ward_police"
    assert data["as_of"] == "2023-12-31"
    assert len(data["results"]) == 249
    pilot = next(result for result in data["results"] if result["unit"] == "26776")
    assert pilot["verdict"] == "fails"
    assert pilot["criteria"]["C5.3"]["points"] == {"low": "36/7", "high": "36/7"}
    assert pilot["score"]["possible"] == {"low": "100", "high": "100"}
    assert set(pilot) >= {"unit", "name", "verdict", "grade", "score", "criteria", "missing", "invalid"}
    assert "rules" in data["digests"]


def test_evaluate_writes_csv_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(RULES), *WARDS, "--out", str(tmp_path / "results.csv")]) == 0
    assert run(["evaluate", str(RULES), *WARDS, "--out", str(tmp_path / "results.json")]) == 0
    assert capsys.readouterr().out == ""
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    data = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert [row["unit"] for row in rows] == [result["unit"] for result in data["results"]]
    assert [row["verdict"] for row in rows] == [result["verdict"] for result in data["results"]]
    assert {path.name for path in tmp_path.iterdir()} == {"results.csv", "results.json"}


def test_changing_one_ward_changes_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def passing(data: Path) -> int:
        run(["evaluate", str(RULES), "--data", str(data), *WARDS[2:], "--json"])
        return sum(result["verdict"] == "passes" for result in json.loads(capsys.readouterr().out)["results"])

    before = passing(DATA / "hcmc_wards.csv")
    lines = (DATA / "hcmc_wards.csv").read_text("utf-8").splitlines(keepends=True)
    header = lines[0].strip().split(",")
    cells = lines[3].split(",")
    assert cells[0] == "26740"
    cells[header.index("own_headquarters")] = "no"
    (tmp_path / "hcmc_wards.csv").write_text("".join([*lines[:3], ",".join(cells), *lines[4:]]), "utf-8")
    assert passing(tmp_path / "hcmc_wards.csv") == before - 1


def test_explain_in_both_tongues_and_three_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(RULES), *WARDS, "--unit", "26776", "--lang", "vi"]) == 0
    assert "Phường Tân Chánh Hiệp" in capsys.readouterr().out
    assert run(["explain", str(RULES), *WARDS, "--unit", "26776", "--lang", "en", "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# ")
    assert run(["explain", str(RULES), *WARDS, "--unit", "26776", "--format", "json"]) == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), schema("proof.schema.json"))


def test_explain_of_an_unknown_unit_suggests_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(RULES), *WARDS, "--unit", "2677", "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert "2677" in err
    assert "26776" in err


def test_programme_answers_its_phases(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["programme", str(RULES), *WARDS, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"Phase 1.*missed", out, re.S)
    assert "29 of 249 wards pass; 75 needed" in out
    assert run(["programme", str(RULES), *WARDS, "--json"]) == 0
    (programme,) = json.loads(capsys.readouterr().out)["programmes"]
    assert [phase["status"] for phase in programme["phases"]] == ["missed", "not yet due", "not yet due"]


def test_programme_without_a_list_of_units_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["programme", str(RULES), "--data", str(DATA / "hcmc_wards.csv"), "--as-of", "2023-12-31"]) == 2


def test_review_of_two_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = [part.replace(".csv", "_2024.csv") if "examples/data" in part else part for part in WARDS]
    later[later.index("2023-12-31")] = "2024-12-31"
    assert run(["evaluate", str(RULES), *WARDS, "--out", str(tmp_path / "a.json")]) == 0
    assert run(["evaluate", str(RULES), *later, "--out", str(tmp_path / "b.json")]) == 0
    capsys.readouterr()
    assert run(["review", "--before", str(tmp_path / "a.json"), "--after", str(tmp_path / "b.json"), "--lang", "vi"]) == 0
    out = capsys.readouterr().out
    assert "I. Kết quả đạt được" in out
    assert "II. Tồn tại, hạn chế" in out
    assert run(["review", "--before", str(tmp_path / "a.json"), "--after", str(RULES)]) == 1


def test_bad_cells_are_all_reported_and_the_others_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    bad = ["--data", str(DATA / "hcmc_wards_bad.csv"), *WARDS[2:]]
    assert run(["evaluate", str(RULES), *bad, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    with (DATA / "hcmc_wards_bad.expected.csv").open(encoding="utf-8", newline="") as file:
        planted = list(csv.DictReader(file))
    found = {(fault["code"], str(fault["place"]["row"])) for fault in data["faults"] if fault["severity"] == "error"}
    assert found == {(row["code"], row["row"]) for row in planted}
    assert len(data["results"]) == 249


def test_test_blocks_hold_and_a_failing_one_is_explained(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", str(RULES)]) == 0
    small.write_text(SMALL + '\ntest "too small"\n  given area = 199 m2\n  expect A1 passes\n', "utf-8")
    capsys.readouterr()
    assert run(["test", str(small), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "expected: A1: passes; found: fails" in out
    assert "199 m2" in out


def test_a_date_out_of_force_is_a_fault_of_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [part if part != "2023-12-31" else "2019-12-31" for part in WARDS]
    assert run(["evaluate", str(RULES), *arguments, "--lang", "en"]) == 1
    assert "R022" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["evaluate"],
        ["evalute", "x"],
        ["check", "--no-such-option", "x"],
        ["evaluate", str(RULES), "--data", "x.csv", "--as-of", "2023-13-01"],
        ["evaluate", str(RULES), "--data", "x.csv", "--as-of", "31/12/2023"],
        ["evaluate", str(RULES), "--data", "x.csv", "--as-of", "2023-12-31", "--table", "cases"],
        ["evaluate", str(RULES), "--data", "x.csv", "--as-of", "2023-12-31", "--out", "results.pdf"],
        ["check", str(RULES), "--lang", "xx"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_wrong_usage_is_exit_code_2_with_one_clear_sentence(arguments: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([*arguments, "--lang", lang] if "--lang" not in arguments and arguments else arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    if arguments:
        assert code == 2
        assert err.strip()


@pytest.mark.parametrize("missing", ["rules", "data", "units"])
def test_a_file_that_is_not_there_is_a_fault(missing: str, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data.csv").write_text("code,area\n1,200\n", "utf-8")
    paths = {"rules": small, "data": tmp_path / "data.csv", "units": tmp_path / "data.csv"} | {missing: tmp_path / "nothing"}
    arguments = ["evaluate", str(paths["rules"]), "--data", str(paths["data"]), "--units", str(paths["units"]), "--as-of", "2023-12-31"]
    assert run([*arguments, "--lang", "en"]) == 1
    assert "nothing" in capsys.readouterr().err


RANKED = """
ruleset g "G"
labels en
in force from 2025-01-01
subject ward identified by code
choices rank
  c "Grade C" < b "Grade B" < a "Grade A"
facts
  code : text
  area : number, 0..5000
  own : yes/no
criterion C1
  requires own
verdict
  passes when C1 passes
  graded rank
    a when area >= 800
    c otherwise
test "none"
  given area = 1
  expect verdict undetermined
"""


def test_a_grade_has_no_check_mark_while_the_pass_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, data = tmp_path / "g.criteria", tmp_path / "d.csv"
    rules.write_text(RANKED, "utf-8")
    data.write_text("code,area,own\n1,200,\n2,200,yes\n", "utf-8")
    asked = ["--data", str(data), "--as-of", "2025-03-01", "--lang", "en"]
    assert run(["explain", str(rules), *asked, "--unit", "1"]) == 0
    shown = capsys.readouterr().out
    assert "Only if the unit passes" in shown and "? Grade C" in shown and "✓ Grade C" not in shown
    assert run(["explain", str(rules), *asked, "--unit", "2"]) == 0
    assert "✓ Grade C" in capsys.readouterr().out


def test_one_and_several_are_told_apart_and_no_score_is_shown_without_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, data = tmp_path / "g.criteria", tmp_path / "d.csv"
    rules.write_text(RANKED, "utf-8")
    data.write_text("code,area,own\n1,200,no\n2,200,yes\n", "utf-8")
    assert run(["check", str(rules), "--lang", "en"]) == 0
    assert "1 criterion or indicator, 1 test block; no errors." in capsys.readouterr().out
    assert run(["test", str(rules), "--lang", "en"]) == 0
    assert "1 test block, and it holds." in capsys.readouterr().out
    assert run(["evaluate", str(rules), "--data", str(data), "--as-of", "2025-03-01", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "Of 2 wards listed" in shown and "Score" not in shown


def test_a_wrong_date_is_told_by_what_was_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, data = tmp_path / "g.criteria", tmp_path / "d.csv"
    rules.write_text(RANKED, "utf-8")
    data.write_text("code,area,own\n1,200,no\n", "utf-8")
    for typed, meant in (("31/12/2025", "2025-12-31"), ("5/6/2025", "2025-06-05 or 2025-05-06"), ("20250701", "2025-07-01")):
        assert run(["evaluate", str(rules), "--data", str(data), "--as-of", typed, "--lang", "en"]) == 2
        assert capsys.readouterr().err.strip().endswith(f"write it as {meant}.")


def test_outside_its_period_a_rule_set_has_only_that_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, data = tmp_path / "g.criteria", tmp_path / "d.csv"
    text = RANKED.replace("area >= 800", "area >= most").replace("criterion C1", "parameter most : number\n  800 from 2025-01-01\ncriterion C1")
    rules.write_text(text, "utf-8")
    data.write_text("code,area,own\n1,200,no\n", "utf-8")
    assert run(["evaluate", str(rules), "--data", str(data), "--as-of", "2024-03-01", "--lang", "en"]) == 1
    shown = capsys.readouterr().err
    assert "R022" in shown and "R002" not in shown


@pytest.mark.parametrize("engine", ["interpreter", "columns"])
def test_results_that_are_there_stay_where_the_data_cannot_be_read(
    engine: str, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results.csv"
    out.write_text("of last year\n", "utf-8")
    arguments = ["--data", str(tmp_path / "mistyped.csv"), "--as-of", "2024-06-30", "--out", str(out), "--engine", engine]
    assert run(["evaluate", str(small), *arguments]) == 1
    assert "D001" in capsys.readouterr().err
    assert out.read_text("utf-8") == "of last year\n"
    assert [path.name for path in tmp_path.glob(".*")] == []
