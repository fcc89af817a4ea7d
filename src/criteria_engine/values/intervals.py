"""Numbers of which only the lowest and the highest possible value are known, and the exact arithmetic on them.

An interval whose ends meet is the number itself: `interval` never builds one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from attrs import frozen

from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.truth import Origin, Truth, Unknown


@frozen
class Interval:
    """Some number from `low` to `high`, both included and low < high, with what could narrow it."""

    low: Rational
    high: Rational
    origins: frozenset[Origin]


@frozen
class Within:
    """Some day, or some value of a choice, from `low` to `high`, both included and low < high, with what could narrow it."""

    low: date | int
    high: date | int
    origins: frozenset[Origin]


Ranged = Rational | Interval
Amount = Rational | Interval | Unknown


def interval(low: Rational, high: Rational, origins: frozenset[Origin]) -> Ranged:
    """The interval between two ends, or the number where they meet.

    >>> interval(3, 3, frozenset())
    3
    """
    if low is high:
        return normal(low)
    low, high = normal(low), normal(high)
    return low if low == high else Interval(low, high, origins)


def within(low: date | int, high: date | int, origins: frozenset[Origin]) -> "date | int | Within":
    """Some day or value of a choice between two ends, or the one where they meet.

    >>> within(2, 2, frozenset())
    2
    """
    return low if low == high else Within(low, high, origins)


def ends(value: object) -> tuple[Any, Any]:
    """The lowest and the highest that an amount, a day or a value of a choice may be; a known value twice."""
    return (value.low, value.high) if isinstance(value, (Interval, Within)) else (value, value)


def lowest(amount: Ranged) -> Rational:
    """The low end of an interval; a number itself."""
    return amount.low if isinstance(amount, Interval) else amount


def highest(amount: Ranged) -> Rational:
    """The high end of an interval; a number itself."""
    return amount.high if isinstance(amount, Interval) else amount


def origins_of(value: object) -> frozenset[Origin]:
    """What an unknown or an interval comes from; nothing for any known value."""
    return value.origins if isinstance(value, (Unknown, Interval, Within)) else frozenset()


def hull(amounts: Sequence[Ranged]) -> Ranged:
    """The smallest interval that holds all of these; there must be one."""
    if len(amounts) == 1:
        only = amounts[0]
        return only if isinstance(only, Interval) else normal(only)
    origins = frozenset().union(*(origins_of(amount) for amount in amounts))
    return interval(min(map(lowest, amounts)), max(map(highest, amounts)), origins)


_EXACT = frozenset((int, Fraction))


def combine(operation: Callable[..., Rational], *amounts: Amount) -> Amount:
    """An operation that is monotone in each argument by itself (rising or falling), on numbers, intervals and unknowns:
    the hull over all corners; unknown where any argument is, with the origins of all."""
    if _EXACT.issuperset(map(type, amounts)):
        return normal(operation(*amounts))
    origins = frozenset().union(*(origins_of(amount) for amount in amounts))
    corners: list[tuple[Rational, ...]] = [()]
    for amount in amounts:
        if isinstance(amount, Unknown):
            return Unknown(origins)
        ends = (amount.low, amount.high) if isinstance(amount, Interval) else (amount,)
        corners = [(*corner, end) for corner in corners for end in ends]
    results = [operation(*corner) for corner in corners]
    return interval(min(results), max(results), origins)


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def compare(symbol: str, left: object, right: object) -> Truth:
    """Whether a comparison of two amounts, days or values of a choice holds for every pair of values that they may be, for
    none, or unknown."""
    if type(left) in _EXACT and type(right) in _EXACT:
        known: bool = _COMPARISONS[symbol](left, right)
        return known
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown(origins_of(left) | origins_of(right))
    if symbol in ("!=", ">", ">="):
        opposite = {"!=": "=", ">": "<=", ">=": "<"}[symbol]
        answer = compare(opposite, left, right)
        return answer if isinstance(answer, Unknown) else not answer
    low, high = ends(left)
    other_low, other_high = ends(right)
    if symbol == "=":
        surely = low == high == other_low == other_high
        never = high < other_low or other_high < low
    elif symbol == "<":
        surely, never = high < other_low, low >= other_high
    else:
        surely, never = high <= other_low, low > other_high
    if surely or never:
        return bool(surely)
    return Unknown(origins_of(left) | origins_of(right))
