"""`criteria explain-fault` prints a code's page, takes codes as people type them, and names near ones."""

import json

import pytest

from criteria_engine.cli.main import run
from criteria_engine.diagnostics.fault_pages import codes_with_pages


@pytest.mark.parametrize("asked", ["S006", "s006", "s6", "error[S006]", "S006:", " S006 "])
def test_a_code_as_people_type_it(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain-fault", asked, "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("S006 · A number that two readers read differently\n\nWhat it says\n")
    assert "requires households >= 1.250" in printed
    assert "requires households >= 1_250" in printed
    assert "```" not in printed


def test_in_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain-fault", "S006", "--lang", "vi"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("S006 · Con số hiểu được theo hai cách\n\nThông báo\n    lỗi[S006]: `1.250` dễ bị hiểu nhầm")


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain-fault", "S006", "--lang", "en", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["code"], data["severity"], data["lang"]) == ("S006", "error", "en")
    assert data["wrong"] == [{"format": "criteria", "marks": ["wrong", "part"], "text": data["wrong"][0]["text"]}]
    assert "households >= 1.250" in data["wrong"][0]["text"]
    assert "households >= 1_250" in data["right"][0]["text"]
    assert data["mend"].startswith("For the whole number write `1250`")
    assert data["markdown"].startswith("# S006 · ")


@pytest.mark.parametrize(("asked", "near"), [("S066", "S006"), ("X006", "S006"), ("S0066", "S006")])
def test_an_unknown_code_names_near_ones(asked: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain-fault", asked, "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert printed.err.startswith(f"There is no fault code {asked}. Codes that look like it: ")
    assert near in printed.err


def test_a_word_that_is_no_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain-fault", "\x1b[31mhelp", "--lang", "en"]) == 2
    printed = capsys.readouterr().err
    assert "\x1b" not in printed
    assert "`criteria explain-fault` lists all codes." in printed


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain-fault", "--lang", "vi", "--json"]) == 0
    assert [one["code"] for one in json.loads(capsys.readouterr().out)] == list(codes_with_pages())
    assert run(["explain-fault", "--lang", "vi"]) == 0
    assert "S006  Con số hiểu được theo hai cách" in capsys.readouterr().out
