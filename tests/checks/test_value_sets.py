"""Sets of values: their algebra against brute force, on a grid and without one, and what a condition covers."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.checking import check_text
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.language.checks.value_sets import (
    NOTHING,
    Domain,
    Edge,
    ValueSet,
    between,
    complement,
    constant_on,
    covered,
    domain_of,
    intersection,
    union,
    within,
)
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import NUMBER, TEXT, YES_NO, ChoiceType, DateType, Member, NumberType

from .conditions import ORDER

LOW, HIGH = -2, 3
DENSE = NumberType("number", low=LOW, high=HIGH)
THING = ir.FactValue("v", type=DENSE)
POINTS = [Fraction(quarter, 4) for quarter in range(4 * LOW, 4 * HIGH + 1)]
"""Whole numbers and points between them: no two sets with whole edges agree on all of these and differ."""

program = check_text(
    """ruleset t "T"
subject ward identified by code
facts
  code : text
  v : number, -2..3
parameter mark : number
  2 from 2024-01-01
parameter day : date
  2024-05-01 from 2024-01-01
define twice : number = mark * 2
criterion c "C"
  mandatory
  requires v >= mark and assessment date >= day and v < twice
verdict
  passes when c passes
"""
).program
assert program is not None
DATED: Dated = at_date(program, date(2024, 6, 30))


def holds(values: ValueSet, point: Rational) -> bool:
    return any(low <= (point, 0) <= high for low, high in values.stretches)


def held(values: ValueSet) -> list[bool]:
    return [holds(values, point) for point in POINTS]


def about(condition: ir.Expression) -> ValueSet:
    found = covered(condition, DATED)
    assert found is not None and found[1] is THING
    return found[2]


def compared(symbol: str, mark: Rational) -> ir.Expression:
    return ir.Comparison(symbol, THING, ir.Constant(mark, type=NUMBER), type=YES_NO)  # type: ignore[arg-type]


leaves = st.tuples(st.sampled_from(sorted(ORDER)), st.integers(LOW - 1, HIGH + 1))
trees = st.recursive(
    leaves.map(lambda leaf: compared(*leaf)),
    lambda inner: st.one_of(
        inner.map(lambda one: ir.Not(one, type=YES_NO)),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: ir.AllOf(tuple(items), type=YES_NO)),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: ir.AnyOf(tuple(items), type=YES_NO)),
    ),
    max_leaves=6,
)
sets = trees.map(about)
DOMAIN = Domain(LOW, HIGH, None)


def truth(condition: ir.Expression, point: Rational) -> bool:
    match condition:
        case ir.Comparison(symbol, _, ir.Constant(mark)):
            return ORDER[symbol](point, mark)  # type: ignore[arg-type]
        case ir.Not(operand):
            return not truth(operand, point)
        case ir.AllOf(items):
            return all(truth(item, point) for item in items)
        case ir.AnyOf(items):
            return any(truth(item, point) for item in items)
    raise AssertionError(condition)


@given(trees)
def test_a_condition_covers_just_the_values_for_which_it_holds(condition: ir.Expression) -> None:
    assert held(about(condition)) == [truth(condition, point) for point in POINTS]


@given(st.lists(sets, max_size=4), sets)
def test_union_intersection_complement(several: list[ValueSet], one: ValueSet) -> None:
    rows = [held(part) for part in several]
    assert held(union(several, DOMAIN)) == [any(row[index] for row in rows) for index in range(len(POINTS))]
    assert held(intersection(several, DOMAIN)) == [all(row[index] for row in rows) for index in range(len(POINTS))]
    assert held(complement(one, DOMAIN)) == [not point for point in held(one)]
    assert complement(complement(one, DOMAIN), DOMAIN) == one, "one way to say a set"


@given(sets, sets)
def test_within(inner: ValueSet, outer: ValueSet) -> None:
    assert within(inner, outer) == all(other for one, other in zip(held(inner), held(outer), strict=True) if one)


@given(sets)
def test_stretches_are_apart_and_in_order(values: ValueSet) -> None:
    edges: list[Edge] = [edge for stretch in values.stretches for edge in stretch]
    assert edges == sorted(edges)
    assert all((LOW, 0) <= edge <= (HIGH, 0) for edge in edges)
    for (_, end), (start, _) in zip(values.stretches, values.stretches[1:], strict=False):
        assert start[0] > end[0] or start[1] - end[1] > 1


GRAINS = [Fraction(1), Fraction(1, 2), Fraction(2, 3)]


@pytest.mark.parametrize("grain", GRAINS)
@given(st.lists(leaves, min_size=1, max_size=4))
def test_on_a_grid_only_its_points_count(grain: Fraction, several: list[tuple[str, int]]) -> None:
    low, high = -2 * grain, 4 * grain
    thing = ir.FactValue("v", type=NumberType("number", scale=grain, low=low, high=high))
    grid = [low + grain * step for step in range(7)]
    every = []
    for symbol, mark in several:
        found = covered(ir.Comparison(symbol, thing, ir.Constant(mark, type=NUMBER), type=YES_NO), DATED)  # type: ignore[arg-type]
        assert found is not None
        expected = [ORDER[symbol](point, mark) for point in grid]
        assert [holds(found[2], point) for point in grid] == expected
        assert all(edge[1] == 0 and edge[0] in grid for stretch in found[2].stretches for edge in stretch)
        every.append(found[2])
    domain = domain_of(thing, DATED)
    assert domain is not None
    whole = union(every, domain)
    assert (complement(whole, domain) == NOTHING) == all(holds(whole, point) for point in grid)
    assert len(whole.stretches) <= len(grid) // 2 + 1


def test_domains() -> None:
    rating = ChoiceType("rating", (Member("a"), Member("b"), Member("c")), True)
    for kind, expected in (
        (YES_NO, Domain(0, 1, 1)), (rating, Domain(0, 2, 1)), (DENSE, Domain(-2, 3, None)), (TEXT, None),
        (DateType(date(2024, 1, 1), date(2024, 1, 31)), Domain(date(2024, 1, 1).toordinal(), date(2024, 1, 31).toordinal(), 1)),
    ):
        assert domain_of(ir.FactValue("v", type=kind), DATED) == expected


def test_what_is_the_same_whatever_the_record() -> None:
    two = ir.ParameterValue("mark", type=NUMBER)
    for expression, expected in (
        (ir.Constant(5, type=NUMBER), 5), (two, 2), (ir.ParameterValue("other", type=NUMBER), None),
        (ir.ParameterValue("day", type=DateType()), date(2024, 5, 1).toordinal()),
        (ir.AssessmentDate(type=DateType()), date(2024, 6, 30).toordinal()), (ir.DefinitionValue("twice", type=NUMBER), 4),
        (ir.Total(((1, two), (-1, ir.Constant(Fraction(1, 2), type=NUMBER))), type=NUMBER), Fraction(3, 2)),
        (ir.Total(((1, two), (1, THING)), type=NUMBER), None), (THING, None), (ir.Constant("x", type=TEXT), None),
    ):
        assert constant_on(expression, DATED) == expected


@pytest.mark.parametrize("condition", [
    ir.AnyOf((compared(">", 1), ir.Comparison(">", ir.FactValue("w", type=DENSE), ir.Constant(1, type=NUMBER), type=YES_NO)), type=YES_NO),
    ir.Comparison(">", THING, ir.FactValue("w", type=DENSE), type=YES_NO),
    ir.Comparison("=", ir.FactValue("t", type=TEXT), ir.Constant("x", type=TEXT), type=YES_NO),
    ir.IsMissing(THING, type=YES_NO),
    ir.Not(ir.IsMissing(THING, type=YES_NO), type=YES_NO),
])
def test_a_condition_about_more_than_one_thing_covers_nothing_sure(condition: ir.Expression) -> None:
    assert covered(condition, DATED) is None


def test_an_amount_in_another_unit_is_the_same_thing() -> None:
    in_cm = ir.Converted(THING, 100, type=DENSE)
    found = covered(ir.Comparison(">=", in_cm, ir.Constant(150, type=NUMBER), type=YES_NO), DATED)
    assert found is not None and found[1] is THING and found[2] == about(compared(">=", Fraction(3, 2)))
    assert between(in_cm, 100, 200, DATED) == between(THING, 1, 2, DATED)
