"""For each warning of the linter a small rule set that has it, where its comments say, and one beside it that has none."""

import re
from pathlib import Path

import pytest

from criteria_engine.checking import check_text, with_lint
from criteria_engine.diagnostics.catalogue import lint
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Span

FOLDER = Path(__file__).parent / "lint"
ROOT = Path(__file__).parents[2]
CODES = sorted(kind.code for kind in vars(lint).values() if isinstance(kind, type) and issubclass(kind, Fault) and kind is not Fault)
OF_COMMENTS = {"L090": [(7, "L001"), (7, "L090")], "L091": [(6, "L091")], "L092": [(6, "L092")]}
"""What is wrong with a permission cannot be said in the comment that is it."""


def warned(text: str) -> list[tuple[int, str]]:
    found = []
    for fault in with_lint(check_text(text)).faults:
        assert fault.severity == "warning", fault
        assert isinstance(fault.place, Span)
        found.append((fault.place.line, fault.code))
    return found


@pytest.mark.parametrize("code", CODES)
def test_exactly_the_planted_warnings(code: str) -> None:
    text = (FOLDER / f"{code}.criteria").read_text(encoding="utf-8")
    lines = enumerate(text.split("\n"), 1)
    planted = [(number, said) for number, line in lines for said in re.findall(r"-- warning: (L\d{3})$", line)]
    assert sorted(set(warned(text))) == (OF_COMMENTS.get(code) or planted)
    assert {said for _, said in planted} <= {code}


@pytest.mark.parametrize("code", CODES)
def test_the_file_beside_it_has_none(code: str) -> None:
    assert warned((FOLDER / f"{code}.right.criteria").read_text(encoding="utf-8")) == []


def test_there_is_no_other_file() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{code}{ending}" for code in CODES for ending in (".criteria", ".right.criteria")}


@pytest.mark.parametrize("path", sorted((ROOT / "rulesets").rglob("*.criteria")), ids=lambda path: path.stem)
def test_shipped_rule_sets_have_no_warning(path: Path) -> None:
    assert warned(path.read_text(encoding="utf-8")) == []
