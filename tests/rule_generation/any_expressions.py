"""Conditions and values of any shape that the grammar allows; names and types need not fit."""

from typing import get_args

from tests.rule_generation.any_words import PLACE, day, literal, name, name_text, not_negative, number, text, value
from tests.rule_generation.chance import Chance, likely, pick

from criteria_engine.language.tree import expressions as e

_SYMBOLS = ("=", "!=", "<", "<=", ">", ">=")
_FOLDS = get_args(e.FoldWay)
_BOUNDS = ("at least", "at most", "exactly")
KINDS: tuple[tuple[e.HeadingLevel, e.HeadingFilter | None], ...] = (
    ("pillar", None), ("criterion", None), ("indicator", None), ("pillar", "mandatory"), ("criterion", "mandatory"), ("indicator", "mandatory"),
    ("criterion", "scored"), ("indicator", "scored"), ("criterion", "advisory"), ("indicator", "advisory"), ("criterion", "applicable"), ("indicator", "applicable"),
)  # fmt: skip


def condition(chance: Chance, depth: int) -> e.Expression:
    """Anything that may stand as a condition, plain values among them."""
    if depth <= 0:
        return _leaf(chance)
    match chance.whole(0, 9):
        case 0:
            return amount(chance, depth)
        case 1:
            return e.Comparison(pick(chance, _SYMBOLS), amount(chance, depth - 1), _right_side(chance, depth - 1), PLACE)
        case 2:
            return e.AllOf(tuple(condition(chance, depth - 1) for _ in range(chance.whole(2, 3))), PLACE)
        case 3:
            return e.AnyOf(tuple(condition(chance, depth - 1) for _ in range(chance.whole(2, 3))), PLACE)
        case 4:
            return e.Not(condition(chance, depth - 1), PLACE)
        case 5:
            return e.HasState(amount(chance, depth - 1), predicate(chance), PLACE)
        case 6:
            return e.IsMissing(amount(chance, depth - 1), PLACE)
        case 7:
            return _counted(chance)
        case 8:
            return _listed(chance, depth - 1)
    return _quantified(chance, depth - 1)


def _leaf(chance: Chance) -> e.Expression:
    return e.Reference(name_text(chance), PLACE) if likely(chance, 6) else number(chance)


def _right_side(chance: Chance, depth: int) -> e.Expression:
    return e.YesNoLiteral(likely(chance, 5), PLACE) if likely(chance, 2) else amount(chance, depth)


def predicate(chance: Chance) -> e.Predicate:
    """`passes`, `is good or better` and their like."""
    kind = pick(chance, ("passes", "fails", "basically met", "not applicable", "member"))
    better = kind in ("basically met", "member") and likely(chance, 5)
    return e.Predicate(kind, name(chance) if kind == "member" else None, better, PLACE)  # type: ignore[arg-type]


def heading_kind(chance: Chance) -> e.HeadingKind:
    level, only = pick(chance, KINDS)
    return e.HeadingKind(level, only, PLACE)


def _scope(chance: Chance) -> e.Name | None:
    return name(chance) if likely(chance, 3) else None


def _counted(chance: Chance) -> e.Expression:
    kind = pick(chance, ("every", "no", *_BOUNDS))
    percent = kind in _BOUNDS and likely(chance, 4)
    found = e.Quantity(kind, not_negative(chance) if kind in _BOUNDS else None, percent, PLACE)  # type: ignore[arg-type]
    return e.CountedHeadings(found, heading_kind(chance), _scope(chance), predicate(chance), PLACE)


def _listed(chance: Chance, depth: int) -> e.Expression:
    kind = pick(chance, ("every", "no", *_BOUNDS))
    found = e.Quantity(kind, not_negative(chance) if kind in _BOUNDS else None, False, PLACE)  # type: ignore[arg-type]
    items = tuple(condition(chance, depth) for _ in range(chance.whole(1, 4)))
    return e.Listed(found, items, predicate(chance) if likely(chance, 5) else None, PLACE)


def _quantified(chance: Chance, depth: int) -> e.Expression:
    kind = pick(chance, ("exists", "every", "no"))
    where = condition(chance, depth) if kind != "exists" and likely(chance, 5) else None
    return e.Quantified(kind, name(chance), name(chance), where, condition(chance, depth), PLACE)  # type: ignore[arg-type]


def amount(chance: Chance, depth: int) -> e.Expression:
    """Anything that may stand as a value: arithmetic, aggregates, scores, conditions in brackets."""
    if depth <= 0:
        return _leaf(chance)
    match chance.whole(0, 15):
        case 0:
            return _leaf(chance)
        case 1:
            return e.DateLiteral(day(chance), PLACE)
        case 2:
            return e.TextLiteral(text(chance), PLACE)
        case 3:
            return e.AssessmentDate(PLACE)
        case 4:
            return _minus(amount(chance, depth - 1))
        case 5:
            return e.Total(_signed(chance, depth), PLACE)
        case 6:
            return e.Multiplied(_signed(chance, depth), PLACE)
        case 7:
            start = amount(chance, depth - 1) if likely(chance, 5) else None
            parts = [amount(chance, depth - 1) for _ in range(3)]
            return e.Steps(parts[0], likely(chance, 5), parts[1], parts[2], start, PLACE)
        case 8:
            return rounded(chance, depth)
        case 9:
            calendar = pick(chance, ("days", "months", "years"))
            return e.Period(calendar, amount(chance, depth - 1), amount(chance, depth - 1), PLACE)  # type: ignore[arg-type]
        case 10:
            return _score(chance)
        case 11:
            return e.FoldList(pick(chance, _FOLDS), tuple(amount(chance, depth - 1) for _ in range(chance.whole(1, 3))), PLACE)
        case 12 | 13:
            return _aggregate(chance, depth - 1)
        case 14:
            way = pick(chance, ("share", "count"))
            asked = predicate(chance) if way == "share" or likely(chance, 5) else None
            return e.HeadingMeasure(way, heading_kind(chance), _scope(chance), asked, PLACE)  # type: ignore[arg-type]
    return condition(chance, depth - 1)


def _minus(operand: e.Expression) -> e.Expression:
    """A sign before a value; before a plain number above zero it is part of the number."""
    if isinstance(operand, e.NumberLiteral) and operand.value > 0:
        return e.NumberLiteral(-operand.value, operand.unit, operand.percent, PLACE)
    return e.Minus(operand, PLACE)


def _signed(chance: Chance, depth: int) -> tuple[tuple[bool, e.Expression], ...]:
    return tuple((index == 0 or likely(chance, 5), amount(chance, depth - 1)) for index in range(chance.whole(2, 3)))


def rounded(chance: Chance, depth: int) -> e.Rounded:
    way = pick(chance, (None, "half up", "half even", "up", "down"))
    return e.Rounded(amount(chance, depth - 1), literal(chance), way, PLACE)  # type: ignore[arg-type]


def _score(chance: Chance) -> e.Expression:
    kind = pick(chance, ("own", "points", "of", "without"))
    names = tuple(name(chance) for _ in range({"own": 0, "points": 1}.get(kind, chance.whole(1, 3))))
    return e.ScoreOf(kind, names, PLACE)  # type: ignore[arg-type]


def _aggregate(chance: Chance, depth: int) -> e.Expression:
    way = pick(chance, ("share", "count", *_FOLDS))
    of = None
    if way not in ("share", "count"):
        of = e.Reference(name_text(chance), PLACE) if likely(chance, 6) else amount(chance, depth)
    rows = e.Rows(name(chance), condition(chance, depth) if likely(chance, 3) else None, PLACE)
    where = condition(chance, depth) if likely(chance, 4) else None
    if_none = value(chance) if likely(chance, 3) else None
    return e.Aggregate(way, of, rows, where, if_none, PLACE)  # type: ignore[arg-type]


def bands(chance: Chance, depth: int) -> e.Banded:
    """A value by cases."""
    return e.Banded(tuple(_band(chance, depth) for _ in range(chance.whole(1, 4))), PLACE)


def _band(chance: Chance, depth: int) -> e.Band:
    match chance.whole(0, 4):
        case 0:
            return e.BandOtherwise(_band_value(chance, depth), PLACE)
        case 1:
            return e.BandLinear(*(amount(chance, depth - 1) for _ in range(5)), PLACE)
    return e.BandWhen(_band_value(chance, depth), condition(chance, depth - 1), PLACE)


def _band_value(chance: Chance, depth: int) -> e.Expression:
    return e.YesNoLiteral(likely(chance, 5), PLACE) if likely(chance, 1) else condition(chance, depth - 1)
