"""Each part of a rule set is checked on the days on which what it reads changes: nothing is lost by it, and it does not cost
the product of days and parts."""

from datetime import date, timedelta
from itertools import product

import pytest

from criteria_engine.checking import check_text
from criteria_engine.diagnostics.catalogue.names import HeadingNotInForce
from criteria_engine.diagnostics.catalogue.rules import ParameterGap
from criteria_engine.ir.dated import at_date
from criteria_engine.language.checks import all_checks
from criteria_engine.language.checks.calendar import days_of_change
from criteria_engine.language.compile import elaborate
from criteria_engine.language.names.table import name_table
from criteria_engine.language.syntax.parser import parse
from criteria_engine.source import source_from_text

HEAD = 'ruleset d.t "Days"\n  in force from 2020-01-01\nsubject ward identified by code\nfacts\n  code : text\n  late : integer, 0..100\n'
PERIODS = ("", "in force from 2021-01-01", "in force from 2020-01-01 until 2022-12-31", "in force from 2021-01-01 until 2021-12-31")
VALUES = ("5 from 2020-01-01", "5 from 2021-06-01", "5 from 2020-01-01 until 2020-12-31\n  7 from 2022-01-01")


@pytest.mark.parametrize(("period", "pillar", "values"), list(product(PERIODS, PERIODS[:2], VALUES)))
def test_what_is_not_there_on_some_day_is_found(period: str, pillar: str, values: str) -> None:
    text = (
        f"{HEAD}parameter allowed : integer\n  {values}\ndefine few : yes/no = late <= allowed\ndefine unread : integer = allowed\n"
        f"pillar P\n  {pillar}\ncriterion A\n  {period}\n  mandatory\n  requires few\ncriterion B\n  mandatory\n  requires A passes\n"
        "verdict\n  passes when score of P >= 0 or B passes\n"
    )
    source = source_from_text(text, "a")
    parsed = parse(source)
    tree = parsed.tree
    assert tree is not None and not parsed.faults
    program = elaborate(tree, name_table(tree, frozenset()), source)
    day_by_day = {(type(fault), fault.place) for day in days_of_change(program) for fault in at_date(program, day).faults}
    found = [fault for fault in all_checks.checks(program) if isinstance(fault, (ParameterGap, HeadingNotInForce))]
    assert {(type(fault), fault.place) for fault in found} == day_by_day


def test_a_fault_names_the_first_day_that_has_it() -> None:
    values = "5 from 2021-01-01 until 2021-12-31\n  7 from 2023-01-01"
    rules = f"parameter allowed : integer\n  {values}\ncriterion A\n  mandatory\n  requires late <= allowed\nverdict\n  passes when A passes\n"
    found = [fault for fault in check_text(HEAD + rules).faults if isinstance(fault, ParameterGap)]
    assert [fault.day for fault in found] == [date(2020, 1, 1)]


def test_a_mark_out_of_reach_on_a_later_day_is_found() -> None:
    points = "  points at most 10\n    10 when late = 0\n    0 otherwise\n"
    rules = f"criterion A\n{points}criterion B\n  in force from 2020-01-01 until 2024-12-31\n{points}"
    verdict = "verdict\n  passes when score >= allowed\nparameter allowed : number\n  15 from 2020-01-01\n"
    codes = [fault.code for fault in check_text(HEAD + rules + verdict).faults]
    assert codes.count("R007") == 1
    assert "R007" not in [fault.code for fault in check_text(HEAD + rules + verdict.replace("15", "10")).faults]


def test_a_gap_between_bands_on_one_day_alone_is_found() -> None:
    bands = "criterion A\n  points at most 10\n    10 when late >= allowed\n    5 when late < 10\n"
    values = "parameter allowed : integer\n  10 from 2020-01-01\n  11 from 2022-01-01 until 2022-01-01\n  10 from 2022-01-02\n"
    assert "R005" in [fault.code for fault in check_text(HEAD + bands + values + "verdict\n  passes when score >= 60%\n").faults]


def test_parts_are_checked_on_their_own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    count, asked = 60, 0
    real = all_checks.coverage_faults

    def counted(*given):  # type: ignore[no-untyped-def]
        nonlocal asked
        asked += 1
        return real(*given)

    monkeypatch.setattr(all_checks, "coverage_faults", counted)
    days = [date(2020, 1, 2) + timedelta(days=number) for number in range(count)]
    parameters = "".join(f"parameter p{n} : integer\n  5 from 2020-01-01\n  7 from {day}\n" for n, day in enumerate(days))
    criteria = "".join(
        f"criterion C{n}\n  in force from {day}\n  points at most 10\n    10 when late >= p{n}\n    5 when late < p{n}\n"
        for n, day in enumerate(days)
    )
    assert not check_text(HEAD + parameters + criteria + "verdict\n  passes when score >= 0\n").errors
    assert count <= asked <= 3 * count
