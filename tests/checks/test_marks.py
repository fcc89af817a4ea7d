"""Marks and points, case by case: marks out of reach, more points than there are, points below zero, shares of nothing, absolute marks."""

from fractions import Fraction

import pytest

from criteria_engine.checking import Checked, check_text
from criteria_engine.diagnostics.catalogue.rules import (
    AbsoluteMarkWithoutPolicy,
    MorePointsThanPossible,
    PassMarkOutOfReach,
    PointsMayFallBelowZero,
    ShareOfNothing,
)
from criteria_engine.diagnostics.fault import Fault

RULES = """ruleset city.model "Model wards"
{header}subject ward identified by code
choices rank
  standard < excellent
facts
  code : text
  own : yes/no
  v : integer, 0..20
  w : integer, -5..5
  money_given : money in VND, 0..1_000_000
table cases, each case
  solved : yes/no
  opened : date
  loss : number, 0..100
parameter high : number
  40 from 2023-01-01
  20 from 2024-01-01
pillar p "Facilities"
  {pillar}
criterion c1 "Headquarters"
  mandatory
  {applies}
  requires own
  points at most 30
criterion c2 "Funding"
  mandatory
  requires v >= 10
  points at most 20{points}
pillar q "Crime"
criterion c3 "Cases"
  advisory
  requires {c3}
  points at most 7
criterion c4 "Cameras"
  requires own
  points at most 10
{verdict}
"""
VERDICT = "verdict\n  passes when {}"


def checked(**parts: str) -> Checked:
    filled = {"header": "", "pillar": "passes when score >= 10", "applies": "evidence \"A paper\"", "points": "", "c3": "own"}
    return check_text(RULES.format(**{**filled, "verdict": VERDICT.format("score >= 50"), **parts}))


def found(kind: type[Fault], **parts: str) -> list[Fault]:
    result = checked(**parts)
    others = [fault for fault in result.errors if not isinstance(fault, kind)]
    assert others == [], others
    return [fault for fault in result.faults if isinstance(fault, kind)]


def said(fault: Fault) -> tuple[object, ...]:
    return tuple(getattr(fault, name) for name in type(fault).__slots__ if name not in ("place", "__weakref__"))


OUT_OF_REACH: list[tuple[str, tuple[object, object] | None]] = [
    ("score >= 60", None), ("score > 60", (60, 60)), ("score >= 61", (61, 60)), ("score >= 60.01", (Fraction(6001, 100), 60)),
    ("score = 61", (61, 60)),
    ("score <= 61", None), ("score < 61", None), ("score != 61", None), ("61 <= score", (61, 60)), ("60 < score", (60, 60)), ("61 >= score", None),
    ("score >= 100%", None), ("score > 100%", (1, 1)), ("score >= 101%", (Fraction(101, 100), 1)),
    ("score of p >= 50", None), ("score of p >= 51", (51, 50)), ("score of q >= 11", (11, 10)), ("score of (p, q) > 60", (60, 60)),
    ("score of c3 >= 7", None), ("score of c3 >= 8", (8, 7)), ("points of c2 >= 21", (21, 20)), ("points of c2 >= 20", None),
    ("at least 3 criteria pass", None), ("at least 4 criteria pass", (4, 3)), ("at most 4 criteria fail", None), ("exactly 4 criteria pass", (4, 3)),
    ("at least 3 mandatory criteria pass", (3, 2)), ("(share of criteria that pass) >= 101%", (Fraction(101, 100), 1)),
    ("(share of criteria that pass) >= 100%", None),
    ("at least 2 of c1, c2 pass", None), ("at least 3 of c1, c2 pass", (3, 2)), ("exactly 3 of (own, c1 passes)", (3, 2)),
    ("at most 3 of c1, c2 fail", None),
    ("own and (score >= 61 or c1 passes)", (61, 60)), ("score >= high + 21", (61, 60)), ("score >= high + 20", None), ("score >= v", None),
]


@pytest.mark.parametrize(("condition", "expected"), OUT_OF_REACH)
def test_a_mark_out_of_reach(condition: str, expected: tuple[object, object] | None) -> None:
    faults = found(PassMarkOutOfReach, verdict=VERDICT.format(condition))
    assert [said(fault) for fault in faults] == ([] if expected is None else [expected])


@pytest.mark.parametrize("place", ["pillar", "grade", "cap", "disqualified", "criterion"])
def test_a_mark_out_of_reach_anywhere(place: str) -> None:
    parts = {
        "pillar": {"pillar": "passes when score >= 51"},
        "grade": {"verdict": "verdict\n  graded rank\n    excellent when score >= 51\n    standard otherwise".replace("51", "61")},
        "cap": {"verdict": "verdict\n  graded rank\n    excellent when own\n    standard otherwise\n    at most standard when score >= 61"},
        "disqualified": {"verdict": "verdict\n  disqualified when points of c2 > 20 because \"none\"\n  passes when own"},
        "criterion": {"c3": "points of c2 > 20"},
    }[place]
    assert len(found(PassMarkOutOfReach, **parts)) == 1


def test_a_mark_out_of_reach_from_a_day_on() -> None:
    later = RULES.replace('criterion c1 "Headquarters"', 'criterion c1 "Headquarters"\n  in force from 2023-01-01 until 2023-12-31')
    filled = {"header": "", "pillar": "passes when score >= 10", "applies": "", "points": "", "c3": "own", "verdict": VERDICT.format("score >= 31")}
    result = check_text(later.format(**filled))
    assert [said(fault) for fault in result.errors if isinstance(fault, PassMarkOutOfReach)] == [(31, 30)]


MORE: list[tuple[str, list[tuple[object, object]]]] = [
    ("\n    20 when own\n    0 otherwise", []),
    ("\n    20.5 when own\n    0 otherwise", [(Fraction(41, 2), 20)]),
    ("\n    21 when own\n    25 when v >= 5\n    0 otherwise", [(21, 20), (25, 20)]),
    ("\n    10 when own\n    21 otherwise", [(21, 20)]),
    ("\n    linear in v from 0 at 0 to 21 at 20", [(21, 20)]),
    ("\n    linear in v from 22 at 0 to 0 at 20", [(22, 20)]),
    ("\n    linear in v from 0 at 0 to 20 at 20", []),
    ("\n    21", [(21, 20)]),
    ("\n    20", []),
    ("\n    2 * v", []),
    ("\n    v when own\n    0 otherwise", []),
]


@pytest.mark.parametrize(("points", "expected"), MORE)
def test_more_points_than_possible(points: str, expected: list[tuple[object, object]]) -> None:
    assert [said(fault) for fault in found(MorePointsThanPossible, points=points)] == expected


BELOW: list[tuple[str, object]] = [
    ("\n    10 - v", -10), ("\n    20 - v", None), ("\n    10 - v, at least 0", None), ("\n    10 - v, at least 0, at most 15", None),
    ("\n    10 - v, at least -3", -3), ("\n    10 - v, at most 5", -10), ("\n    10, at most w", -5), ("\n    w", -5), ("\n    v * w", -100),
    ("\n    w * w", -25), ("\n    5 - v when own\n    0 otherwise", -15), ("\n    linear in v from -1 at 0 to 5 at 20", -1),
    ("\n    6 + 0.4 for each full 2 of v beyond 5", None), ("\n    6 - 0.5 for each full 2 of v beyond 5", None),
    ("\n    6 - 2 for each full 2 of v beyond 5", -8),
    ("\n    20 - (v rounded to 10 half up)", None), ("\n    20 - (v + 5 rounded to 10 half up)", -10), ("\n    20 - count of cases", -(10**12) + 20),
    ("\n    20 * (share of cases where solved if none 0%)", None), ("\n    v / 2 - 5", -5), ("\n    high - v", None), ("\n    high - 2 * v", -20),
]


@pytest.mark.parametrize(("points", "expected"), BELOW)
def test_points_that_bounds_let_fall_below_zero(points: str, expected: object) -> None:
    faults = found(PointsMayFallBelowZero, points=points)
    assert [said(fault) for fault in faults] == ([] if expected is None else [(expected,)])
    assert all(fault.severity == "warning" for fault in faults)


NOTHING: list[tuple[str, bool]] = [
    ("(share of cases where solved) >= 50%", True), ("(share of cases where solved if none 100%) >= 50%", False),
    ("(average of loss of cases) >= 5", True), ("(average of loss of cases if none 0) >= 5", False),
    ("(greatest of loss of cases) >= 5", True), ("(least of loss of cases) >= 5", True), ("(sum of loss of cases) >= 5", False),
    ("(latest of opened of cases) >= 2024-01-01", True), ("(latest of opened of cases if none 2023-01-01) >= 2024-01-01", False),
    ("(count of cases where solved) >= 1", False), ("exists case in cases where solved", False), ("every case in cases has solved", False),
    ("(share of criteria that pass) >= 50%", False), ("(greatest of (v, w)) >= 5", False),
]


@pytest.mark.parametrize(("condition", "warned"), NOTHING)
def test_a_share_of_nothing(condition: str, warned: bool) -> None:
    faults = found(ShareOfNothing, verdict=VERDICT.format(condition))
    assert len(faults) == warned and all(fault.severity == "warning" for fault in faults)


ABSOLUTE: list[tuple[dict[str, str], int]] = [
    ({}, 0),
    ({"applies": "applies when own"}, 1),
    ({"applies": "unless own then not applicable"}, 1),
    ({"applies": "unless own then passes"}, 0),
    ({"applies": "applies when own", "verdict": VERDICT.format("score >= 50%")}, 0),
    ({"applies": "applies when own", "verdict": VERDICT.format("own and (50 <= score or score of p >= 40)")}, 2),
    ({"applies": "applies when own", "verdict": VERDICT.format("points of c2 >= 10")}, 0),
    ({"applies": "applies when own", "verdict": VERDICT.format("every criterion passes")}, 0),
    ({"applies": "applies when own", "verdict": "verdict\n  graded rank\n    excellent when score >= 50\n    standard otherwise"}, 1),
    ({"applies": "applies when own", "verdict": VERDICT.format("own\n  graded rank\n    excellent when score >= 50\n    standard otherwise")}, 1),
    ({"applies": "applies when own", "header": "  not applicable points are left out\n"}, 0),
    ({"applies": "applies when own", "header": "  not applicable points count in full\n"}, 0),
]


@pytest.mark.parametrize(("parts", "warned"), ABSOLUTE)
def test_an_absolute_mark_without_a_policy(parts: dict[str, str], warned: int) -> None:
    faults = found(AbsoluteMarkWithoutPolicy, **parts)
    assert len(faults) == warned and all(fault.severity == "warning" for fault in faults)


def test_an_advisory_criterion_that_may_not_apply_moves_no_mark() -> None:
    advisory = RULES.replace("  advisory\n", "  advisory\n  applies when own\n")
    filled = {"header": "", "pillar": "passes when score >= 10", "applies": "", "points": "", "c3": "own", "verdict": VERDICT.format("score >= 50")}
    assert [fault for fault in check_text(advisory.format(**filled)).faults if isinstance(fault, AbsoluteMarkWithoutPolicy)] == []
