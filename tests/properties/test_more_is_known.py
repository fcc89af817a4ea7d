"""Learning more of a unit never turns what is decided into something else, and points only close in."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from tests.rule_generation.chance import Seeded
from tests.rule_generation.strategies import Learning, learning, learnings, opening

from criteria_engine.backends.interpreter.evaluation import Evaluation, evaluate, outcome_of
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations, verdict_expressions
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.values.intervals import Interval, Within, ends
from criteria_engine.values.truth import Unknown

_OF_ROWS = (ir.AnyRow, ir.EveryRow, ir.RowCount, ir.RowShare, ir.RowFold)


@given(learnings())
def test_nothing_decided_is_decided_otherwise(case: Learning) -> None:
    assert not list(contradictions(case))


@pytest.mark.parametrize("start", range(0, 800, 200))
def test_nothing_decided_is_decided_otherwise_in_many(start: int) -> None:
    for seed in range(start, start + 200):
        case = learning(Seeded(seed))
        assert not list(contradictions(case)), f"seed {seed}: {list(contradictions(case))}\n{case!r}"


@pytest.mark.parametrize("start", range(0, 800, 200))
def test_a_value_is_among_all_that_it_may_be(start: int) -> None:
    for seed in range(start, start + 200):
        case = opening(Seeded(seed))
        assert not list(contradictions(case)), f"seed {seed}: {list(contradictions(case))}\n{case!r}"


def contradictions(case: Learning) -> Iterator[str]:
    """What came out otherwise than it was decided before."""
    before, after = evaluate(case.dated, case.record), evaluate(case.dated, case.later)
    yield from _of_verdict(outcome_of(before), outcome_of(after))
    yield from _of_operations(before, after)


def _of_verdict(before: UnitOutcome, after: UnitOutcome) -> Iterator[str]:
    if not after.possible <= before.possible or before.verdict not in ("undetermined", after.verdict):
        yield f"verdict {before.verdict} {sorted(before.possible)}, then {after.verdict} {sorted(after.possible)}"
    if before.grades and not set(after.grades) <= set(before.grades):
        yield f"grades {before.grades}, then {after.grades}"
    yield from _wider("score", before.score, after.score)
    yield from _wider("most", before.most, after.most)
    for name, found in before.headings.items():
        for what in _of_heading(found, after.headings[name]):
            yield f"{name}: {what}"


def _of_heading(before: HeadingOutcome, after: HeadingOutcome) -> Iterator[str]:
    if not after.possible <= before.possible:
        yield f"{sorted(before.possible)}, then {sorted(after.possible)}"
    if before.grades and not set(after.grades) <= set(before.grades):
        yield f"grades {before.grades}, then {after.grades}"
    if before.points is None and after.points is not None:
        yield f"no points, then {after.points}"
    yield from _wider("points", before.points, after.points)
    yield from _wider("most", before.most, after.most)


def _wider(what: str, before: Extent | None, after: Extent | None) -> Iterator[str]:
    if before is not None and after is not None and not (before.low <= after.low and after.high <= before.high):
        yield f"{what} {before.low}..{before.high}, then {after.low}..{after.high}"


def _of_operations(before: Evaluation, after: Evaluation) -> Iterator[str]:
    """Every comparison, count and amount outside rows: what was known stays, an interval closes in. Only of headings that
    turn out not to apply nothing is asked: their own conditions suppose that they do."""
    dated = before.dated
    expressions = list(verdict_expressions(dated.program.verdict))
    expressions += [dated.program.definitions[key.removeprefix("definition:")].value for key in dated.order if key.startswith("definition:")]
    for heading in dated.by_id.values():
        if after.results[heading.id].outcomes != {"not applicable"}:
            expressions += heading_expressions(heading)
    for expression in expressions:
        for part in _outside_rows(expression):
            if part not in before._trace or part not in after._trace:
                continue  # asked now, a heading's own score would no longer be the one that its conditions asked for
            known, then = before._trace[part], after._trace[part]
            if isinstance(known, Unknown):
                continue
            if isinstance(known, (Interval, Within)):
                low, high = ends(then)
                if isinstance(then, Unknown) or not (known.low <= low and high <= known.high):
                    yield f"{type(part).__name__} {known.low}..{known.high}, then {then}"
            elif known != then:
                yield f"{type(part).__name__} {known}, then {then}"


def _outside_rows(expression: ir.Expression) -> Iterator[ir.Expression]:
    inside = {id(part) for row_set in operations(expression) if isinstance(row_set, _OF_ROWS) for part in list(operations(row_set))[1:]}
    yield from (part for part in operations(expression) if id(part) not in inside and not isinstance(part, ir.DefinitionValue))
