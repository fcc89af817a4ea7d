"""Intervals: an operation on them holds every result that it could have, no wider than its corners; comparisons decide what is decided."""

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from criteria_engine.values.intervals import Amount, Interval, Ranged, combine, compare, highest, hull, interval, lowest, origins_of
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.truth import Origin, Unknown, unknown

A, B = frozenset((Origin("missing", "a"),)), frozenset((Origin("invalid", "b"),))
SYMBOLS: dict[str, Callable[[Rational, Rational], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}
OPERATIONS: dict[str, Callable[..., Rational]] = {
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "greatest": max, "least": min,
    "both": lambda one, other: 3 * one - other / Fraction(2), "whole steps": lambda one, other: one // 7 - other,
}
ends = st.fractions(-50, 50, max_denominator=12).map(normal)
shares = st.fractions(0, 1, max_denominator=8)
whole = st.integers(-3, 3)


def ranged(numbers: st.SearchStrategy[Rational], origins: frozenset[Origin]) -> st.SearchStrategy[Ranged]:
    return st.tuples(numbers, numbers).map(lambda pair: interval(min(pair), max(pair), origins))


def inside(amount: Ranged, share: Fraction) -> Rational:
    return lowest(amount) + (highest(amount) - lowest(amount)) * share


def test_ends_that_meet_are_the_number() -> None:
    assert interval(Fraction(6, 2), 3, A) == 3
    assert isinstance(interval(3, 4, A), Interval)
    assert (lowest(3), highest(3), lowest(Interval(1, 2, A)), highest(Interval(1, 2, A))) == (3, 3, 1, 2)
    assert isinstance(interval(Fraction(4, 2), Fraction(9, 3), A).low, int)  # type: ignore[union-attr]


def test_origins() -> None:
    assert (origins_of(3), origins_of(True), origins_of("x"), origins_of(Interval(1, 2, A)), origins_of(Unknown(B))) == (
        frozenset(), frozenset(), frozenset(), A, B,
    )


@pytest.mark.parametrize("name", OPERATIONS)
@given(ranged(ends, A), ranged(ends, B), shares, shares)
def test_an_operation_holds_every_result(name: str, left: Ranged, right: Ranged, one: Fraction, other: Fraction) -> None:
    operation = OPERATIONS[name]
    found = combine(operation, left, right)
    assert not isinstance(found, Unknown)
    assert lowest(found) <= operation(inside(left, one), inside(right, other)) <= highest(found)
    corners = [operation(*corner) for corner in product(*({lowest(side), highest(side)} for side in (left, right)))]
    assert (lowest(found), highest(found)) == (min(corners), max(corners)), "and no more"
    assert isinstance(found, Interval) == (min(corners) != max(corners))
    assert origins_of(found) in (frozenset(), origins_of(left) | origins_of(right))


@given(ranged(ends, A), ranged(ends, B), shares, shares)
def test_a_quotient_whose_divisor_is_never_zero(above: Ranged, below: Ranged, one: Fraction, other: Fraction) -> None:
    assume(lowest(below) > 0 or highest(below) < 0)
    found = combine(lambda left, right: Fraction(left) / Fraction(right), above, below)
    assert not isinstance(found, Unknown)
    assert lowest(found) <= Fraction(inside(above, one)) / inside(below, other) <= highest(found)


@given(st.lists(ranged(ends, A), max_size=4), shares)
def test_of_any_number_of_amounts(amounts: list[Ranged], share: Fraction) -> None:
    found = combine(lambda *parts: sum(parts, Fraction(0)), *amounts)
    assert not isinstance(found, Unknown)
    assert (lowest(found), highest(found)) == (sum(map(lowest, amounts)), sum(map(highest, amounts)))
    assert found == normal(found) if not isinstance(found, Interval) else True


@given(ranged(ends, A))
def test_an_unknown_is_unknown_with_the_origins_of_all(amount: Ranged) -> None:
    missing = unknown("missing", "c")
    for amounts in ((amount, missing), (missing, amount), (missing, missing)):
        found = combine(operator.add, *amounts)
        assert isinstance(found, Unknown) and found.origins == frozenset().union(*(origins_of(one) for one in amounts))


def test_known_numbers_need_no_corner() -> None:
    def refuse(*_: Rational) -> Rational:
        raise AssertionError("called twice")

    calls: list[tuple[Rational, ...]] = []

    def once(*parts: Rational) -> Rational:
        return refuse() if calls else calls.append(parts) or Fraction(4, 2)  # type: ignore[func-returns-value]

    assert combine(once, 1, Fraction(1, 2)) == 2 and calls == [(1, Fraction(1, 2))]


@pytest.mark.parametrize("symbol", SYMBOLS)
@given(ranged(whole, A), ranged(whole, B))
def test_a_comparison_is_decided_just_when_every_pair_agrees(symbol: str, left: Ranged, right: Ranged) -> None:
    answers = {SYMBOLS[symbol](one, other) for one in points(left) for other in points(right)}
    found = compare(symbol, left, right)
    if len(answers) == 1:
        assert found is answers.pop()
    else:
        assert isinstance(found, Unknown) and found.origins == origins_of(left) | origins_of(right)


def points(amount: Ranged) -> list[Rational]:
    """Points of an interval with whole ends: enough to tell comparisons with another such interval apart."""
    return [lowest(amount) + Fraction(half, 4) for half in range(4 * int(highest(amount) - lowest(amount)) + 1)]


@pytest.mark.parametrize("symbol", SYMBOLS)
@given(ranged(ends, A), ranged(ends, B), shares, shares)
def test_a_decided_comparison_is_right_inside(symbol: str, left: Ranged, right: Ranged, one: Fraction, other: Fraction) -> None:
    found = compare(symbol, left, right)
    if not isinstance(found, Unknown):
        assert found == SYMBOLS[symbol](inside(left, one), inside(right, other))


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("amounts", [(Unknown(A), 3), (3, Unknown(A)), (Unknown(A), Unknown(B)), (Interval(1, 2, B), Unknown(A))])
def test_with_an_unknown_nothing_is_decided(symbol: str, amounts: tuple[Amount, Amount]) -> None:
    assert compare(symbol, *amounts) == Unknown(origins_of(amounts[0]) | origins_of(amounts[1]))


@given(st.lists(ranged(ends, A), min_size=1, max_size=5), shares)
def test_the_hull_is_the_smallest_that_holds_all(amounts: list[Ranged], share: Fraction) -> None:
    found = hull(amounts)
    assert all(lowest(found) <= inside(amount, share) <= highest(found) for amount in amounts)
    assert lowest(found) in map(lowest, amounts) and highest(found) in map(highest, amounts)
