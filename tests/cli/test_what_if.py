"""`what-if` and what `explain` compares: exit codes, what is refused, JSON, and colours where they are asked for."""

import json
from pathlib import Path

import pytest

from criteria_engine.cli.main import run
from criteria_engine.cli.screen import FAULTS, WRONG_USAGE

RULES = """ruleset a.b "T"
  in force from 2023-01-01 until 2025-12-31
subject ward identified by code
facts
  code : text
  area : number in m2, 0..5000 "Area" vi "Diện tích"
criterion A1 "Large enough"
  requires area >= 200 m2
  points at most 10
verdict
  passes when A1 passes
"""


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "rules.criteria").write_text(RULES, "utf-8")
    (tmp_path / "data.csv").write_text("code,area\n1,150\n2,250\n3,many\n", "utf-8")
    return [str(tmp_path / "rules.criteria"), "--data", str(tmp_path / "data.csv"), "--as-of", "2024-06-30", "--unit", "1"]


def test_the_data_of_a_supposition_are_json(unit, capsys):
    assert run(["what-if", *unit, "--set", "Diện tích=250,5", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["compared"], data["before"]["verdict"], data["after"]["verdict"]) == ("what if", "fails", "passes")
    assert data["supposed"] == [{"fact": "area", "before": "150", "after": "250.5"}]
    assert run(["explain", *unit, "--what-if", "area=250", "--format", "json"]) == 0
    proof = json.loads(capsys.readouterr().out)
    assert proof["verdict"] == "passes" and proof["supposed"] == [{"fact": "area", "before": "150", "after": "250"}]


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (["what-if"], WRONG_USAGE, "Nothing is supposed"),
    (["what-if", "--set", "area"], WRONG_USAGE, "`--set` takes a fact and its value"),
    (["what-if", "--set", "=5"], WRONG_USAGE, "found `=5`"),
    (["what-if", "--set", "aera=5"], FAULTS, "Did you mean `area`?"),
    (["what-if", "--set", "area=250", "--unset", "Area"], FAULTS, "two things are supposed of `area`"),
    (["explain", "--what-if", "area=99999"], FAULTS, "--what-if area=99999"),
    (["explain", "--compare", "9"], FAULTS, "There is no"),
    (["explain", "--compare", "2", "--compare-date", "2025-01-01"], WRONG_USAGE, "Compare by one of"),
    (["explain", "--compare", "2", "--what-if", "area=5"], WRONG_USAGE, "found --compare, --what-if"),
    (["explain", "--compare-date", "2026-06-30"], FAULTS, "in force"),
    (["explain", "--compare-date", "soon"], WRONG_USAGE, "soon"),
    (["explain", "--compare-rules", "nowhere.criteria"], FAULTS, "nowhere.criteria"),
])  # fmt: skip
def test_what_cannot_be_done_is_said(unit, arguments, code, said, capsys):
    assert run([arguments[0], *unit, *arguments[1:]]) == code
    assert said in capsys.readouterr().err


def test_a_unit_whose_data_cannot_be_used_compares_and_its_fault_is_told(unit, capsys):
    assert run(["explain", *unit, "--compare", "3"]) == FAULTS
    out, err = capsys.readouterr()
    assert "Area: 150 m2 → cannot be used" in out and "D031" in err


def test_colours_are_forced_or_forbidden(unit, capsys, monkeypatch):
    for force, forbid, coloured in (("1", "", True), ("1", "1", False), ("0", "", False), ("", "", False)):
        monkeypatch.setenv("FORCE_COLOR", force)
        monkeypatch.setenv("NO_COLOR", forbid)
        assert run(["explain", *unit, "--compare", "2"]) == 0
        assert ("\x1b[" in capsys.readouterr().out) == coloured
