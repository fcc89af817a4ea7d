"""What the searches find is what trying everything finds."""

from fractions import Fraction
from itertools import product

import pytest
from tests.reasons.small_rules import Small, small, told, ways
from tests.rule_generation.chance import Seeded

from criteria_engine.backends.interpreter.evaluation import evaluate, verdict_of
from criteria_engine.reasons.smallest_changes import actionable_variables, changed, smallest_changes
from criteria_engine.reasons.still_matters import what_still_matters
from criteria_engine.reasons.sufficient_facts import sufficient_facts
from criteria_engine.reasons.unknowns import known_texts, unknown_variables
from criteria_engine.reasons.variables import place_of, variable_of_fact

HOW_MANY = 20
"""Rule sets of each kind; CRITERIA_HOW_MANY asks for more."""


def seeds(start: int, how_many: int) -> range:
    """Those of one part of the run; each part has as many more as are asked for."""
    times = max(1, how_many // HOW_MANY)
    return range(start * times, (start + 10) * times)


@pytest.mark.parametrize("start", range(0, HOW_MANY, 10))
def test_the_smallest_changes_are_the_smallest(start: int, how_many: int) -> None:
    reached = 0
    for seed in seeds(start, how_many):
        reached += _smallest(small(Seeded(seed), 4, 1))
    assert reached > 0


def _smallest(case: Small) -> int:
    variables = actionable_variables(case.dated, case.record)
    start = [place_of(variable, case.record) for variable in variables]
    best: dict[frozenset[int], Fraction] = {}
    for way in product(*([None, *(place for place in range(each.size) if place != start[n])] for n, each in enumerate(variables))):
        moved = {n: place for n, place in enumerate(way) if place is not None}
        cost = sum((variables[n].steps(start[n], place) * variables[n].fact.cost for n, place in moved.items()), Fraction(0))
        key = frozenset(moved)
        if (key not in best or cost < best[key]) and told(case.dated, case.record, variables, way).possible == {"passes"}:
            best[key] = cost
    found = smallest_changes(case.dated, case.record, alternatives=50)
    assert found.ending in ("complete", "enough"), case
    assert found.reached == (frozenset() in best), case
    least = {moved: cost for moved, cost in best.items() if not any(other < moved for other in best)}
    if found.reached or not best:
        assert not found.sets, case
        assert found.out_of_reach == (not best), case
        return 0
    fewest = min(map(len, least))
    wanted = sorted((len(moved), cost, tuple(sorted(variables[n].name for n in moved))) for moved, cost in least.items() if len(moved) <= fewest + 1)
    came = sorted((len(each.changes), each.cost, tuple(sorted(change.variable.name for change in each.changes))) for each in found.sets)
    assert came == wanted, case
    assert [(len(each.changes), each.cost) for each in found.sets] == [(size, cost) for size, cost, _ in wanted], case
    for each in found.sets:
        assert verdict_of(evaluate(case.dated, changed(case.record, each))).verdict == "passes", case
    return 1


@pytest.mark.parametrize("start", range(0, HOW_MANY, 10))
def test_what_still_matters_is_what_two_values_decide_differently(start: int, how_many: int) -> None:
    mattering = 0
    for seed in seeds(start, how_many):
        mattering += _matters(small(Seeded(1000 + seed), 0, 4))
    assert mattering > 0


def _matters(case: Small) -> int:
    variables = unknown_variables(case.dated, case.record)
    if _product(variables) > 3000:
        return 0
    verdicts = {way: told(case.dated, case.record, variables, way).verdict for way in ways(variables)}
    wanted = set()
    for number, variable in enumerate(variables):
        for way in verdicts:
            if way[number] == 0 and len({verdicts[(*way[:number], place, *way[number + 1 :])] for place in range(variable.size)}) > 1:
                wanted.add(variable.name)
                break
    found = what_still_matters(case.dated, case.record)
    assert found.complete, case
    assert {each.variable.name for each in found.facts if each.matters} == wanted, case
    before = verdict_of(evaluate(case.dated, case.record)).verdict
    if before == "undetermined" and len(set(verdicts.values())) == 1:
        assert found.same_anyway == next(iter(verdicts.values())), case
    for each in found.facts:
        for piece in each.decides:
            if piece.verdict is not None:
                number = variables.index(each.variable)
                low, high = each.variable.index(piece.low), each.variable.index(piece.high)
                assert {verdict for way, verdict in verdicts.items() if low <= way[number] <= high} == {piece.verdict}, (case, each)
    return len(wanted)


@pytest.mark.parametrize("start", range(0, HOW_MANY, 10))
def test_sufficient_facts_suffice_and_none_can_be_left_out(start: int, how_many: int) -> None:
    told_of = 0
    for seed in seeds(start, how_many):
        told_of += _sufficient(small(Seeded(2000 + seed), 0, 2))
    assert told_of > 0


def test_a_quick_search_leaves_out_nothing_that_matters(how_many: int) -> None:
    assert sum(_sufficient(small(Seeded(3000 + seed), 0, 2), quick=True) for seed in range(max(10, how_many // 4))) > 0


def _sufficient(case: Small, quick: bool = False) -> int:
    found = sufficient_facts(case.dated, case.record, quick=quick)
    before = verdict_of(evaluate(case.dated, case.record)).verdict
    assert (found is None) == (before == "undetermined"), case
    if found is None:
        return 0
    assert found.least or quick, case
    texts = known_texts(case.dated, case.record)
    others = tuple(variable_of_fact(case.dated.program, name, texts) for name in case.record.values if name not in found.facts and name != "code")
    if _product(others) > 3000:
        return 0
    passes = before == "passes"
    assert {told(case.dated, case.record, others, way).verdict == "passes" for way in ways(others)} == {passes}, case
    for name in found.facts if found.least else ():
        more = (*others, variable_of_fact(case.dated.program, name, texts))
        found_out = {told(case.dated, case.record, more, way).possible for way in ways(more)}
        assert any("passes" in possible for possible in found_out) if not passes else found_out != {frozenset({"passes"})}, (case, name)
    return 1


def _product(variables: tuple[object, ...]) -> int:
    size = 1
    for variable in variables:
        size *= variable.size  # type: ignore[attr-defined]
    return size
