"""Rule files with planted mistakes: the faults that are reported are those that the lines name, and no others."""

import re
from datetime import date

import pytest

from criteria_engine.checking import check, check_text
from criteria_engine.diagnostics.catalogue import names, rules, syntax, types
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import at_date
from criteria_engine.language.syntax.parser import LARGEST_FILE
from criteria_engine.source import Span

from .parts import FAULTY, FOLDER, pair_text

_PLANTED = re.compile(r"\b(?:(error|warning): )?([NRST]\d{3})\b")

GROUND = 'ruleset faults.direct "Direct"\nsubject ward identified by code\nfacts\n  code : text\n  office : yes/no\n'
"""The beginning of a rule set that a mistake can be added to."""


def planted(text: str) -> list[tuple[int, str, str]]:
    """Line, severity and code of every mistake that the comments name, sorted."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        comment = re.search(r"-- ((?:error|warning): .*)$", line)
        severity = ""
        for word, code in _PLANTED.findall(comment[1] if comment else ""):
            severity = word or severity
            found.append((number, severity, code))
    return sorted(found)


def reported(faults: tuple[Fault, ...]) -> list[tuple[int, str, str]]:
    """The same of faults; 0 is no line."""
    return sorted((fault.place.line if isinstance(fault.place, Span) else 0, fault.severity, fault.code) for fault in faults)


@pytest.mark.parametrize("name", FAULTY)
def test_exactly_the_planted_faults(name: str) -> None:
    text = (FOLDER / "faults" / name).read_text(encoding="utf-8")
    found = check_text(text, name)
    assert sorted(set(reported(found.faults))) == sorted(set(planted(text)))
    assert (found.program is None) == any(severity == "error" for _, severity, _ in planted(text))


@pytest.mark.parametrize("name", FAULTY)
def test_every_fault_lies_within_the_text(name: str) -> None:
    text = (FOLDER / "faults" / name).read_text(encoding="utf-8")
    lines = text.split("\n")
    for fault in check_text(text, name).faults:
        place = fault.place
        assert isinstance(place, Span)
        assert place.file == name
        assert (place.line, place.column) <= (place.end_line, place.end_column)
        assert place.column <= len(lines[place.line - 1]) + 1
        assert place.end_column <= len(lines[place.end_line - 1]) + 1


def _unreadable() -> tuple[Fault, ...]:
    return check(FOLDER / "no such file.criteria").faults


def _too_large() -> tuple[Fault, ...]:
    return check_text("-" * (LARGEST_FILE + 1)).faults


def _nested() -> tuple[Fault, ...]:
    return check_text(f"{GROUND}define deep : yes/no = {'(' * 101}office{')' * 101}\n").faults


def _too_long() -> tuple[Fault, ...]:
    return check_text(f"{GROUND}define long : yes/no = {' and '.join(['office'] * 25_001)}\n").faults


def _headings_nested() -> tuple[Fault, ...]:
    chain = "".join(f"criterion C{depth}\n  requires office\n" + (f"  under C{depth - 1}\n" if depth else "") for depth in range(51))
    return check_text(f"{GROUND}{chain}verdict\n  passes when C0 passes\n").faults


def _out_of_force() -> tuple[Fault, ...]:
    program = check_text(pair_text("programme_and_tests", "en")).program
    assert program is not None
    return at_date(program, date(2023, 6, 30)).faults


DIRECT = {"S001": _unreadable, "S002": _too_large, "S011": _nested, "S022": _too_long, "N010": _headings_nested, "R022": _out_of_force}
"""Faults that ask for more than a file of some lines."""


@pytest.mark.parametrize("code", DIRECT)
def test_triggered_directly(code: str) -> None:
    assert [fault.code for fault in DIRECT[code]()] == [code]


def test_every_code_is_triggered() -> None:
    classes = [kind for module in (syntax, names, types, rules) for kind in vars(module).values() if isinstance(kind, type) and kind is not Fault]
    codes = {kind.code for kind in classes if issubclass(kind, Fault)}
    in_files = {code for name in FAULTY for _, _, code in planted((FOLDER / "faults" / name).read_text(encoding="utf-8"))}
    assert codes - in_files == set(DIRECT)
    assert in_files <= codes
