"""How a heading's points came about becomes a proof: bands or a formula, each bound on them, the cap; sums and averages."""

from collections.abc import Sequence

from criteria_engine.backends.interpreter.heading_meanings import applies
from criteria_engine.backends.interpreter.own_points import banded
from criteria_engine.backends.interpreter.parts import NOT_APPLICABLE, NOTHING, policy_of
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import total_range, whole_range
from criteria_engine.explain.proof import Addend, ClampProof, ClauseProof, PointsProof, PointsWay, WeightedPart
from criteria_engine.explain.proving.context import Proving, ends, standing
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.outcomes import Extent, extent
from criteria_engine.ir.program import Heading, PointsRule
from criteria_engine.values.intervals import combine, highest
from criteria_engine.values.numbers import Rational


def prove_points(heading: Heading, result: HeadingResult, clauses: Sequence[ClauseProof], at: Proving) -> PointsProof | None:
    """How a heading's points came about; None where it gives none."""
    most = at.outcomes[heading.id].most
    if result.outcomes == NOT_APPLICABLE:
        if result.part is None and heading.most is None:
            return None
        whole = None if result.part is None else extent(whole_range([result.part], NOTHING))
        return PointsProof("not applicable", None, whole, policy=policy_of(heading, at.evaluation))
    if result.points is None:
        if heading.way == "average":
            return PointsProof("average", None, None, weighted=weighted_parts(heading.children, at))
        return None
    points = at.outcomes[heading.id].points
    parts = addends(heading.children, at) if heading.children and heading.way == "sum" else ()
    way, is_open = _way(heading, result, clauses, bool(parts))
    if way in ("exception", "level"):
        return PointsProof(way, points, most, open=is_open)
    if heading.points is not None and heading.most is not None:
        return _ruled(way, heading.points, heading.most, points, most, is_open, at)
    return PointsProof(
        way, points, most,
        addends=parts if way == "sum" else (),
        weighted=weighted_parts(heading.children, at) if way == "average" else (),
        open=is_open,
    )


def _way(heading: Heading, result: HeadingResult, clauses: Sequence[ClauseProof], has_parts: bool) -> tuple[PointsWay, bool]:
    """What gives the points, and whether something else still may."""
    exceptions = [clause for clause in clauses if clause.clause == "unless" and clause.decides is not False]
    stated = [rung for rung in result.rungs if rung.points is not None]
    if any(clause.truth == "true" for clause in exceptions):
        return "exception", any(clause.truth == "unknown" for clause in exceptions)
    is_open = bool(exceptions)
    if stated and len(stated) == len(result.rungs):
        return "level", is_open
    is_open = is_open or bool(stated)
    if heading.points is not None and heading.most is not None:
        return "bands" if isinstance(heading.points.value, ir.Cases) else "formula", is_open
    if heading.assessed and heading.most is not None:
        return "assessed", is_open
    if heading.way == "average":
        return "average", is_open
    return "sum" if has_parts else "outcome", is_open


def _ruled(
    way: PointsWay, rule: PointsRule, cap: Rational, points: Extent | None, most: Extent | None, is_open: bool, at: Proving
) -> PointsProof:
    amount = banded(rule.value, at.evaluation)
    clamps: list[ClampProof] = []
    for kind, limit in rule.clamps:
        before = amount
        amount = combine(max if kind == "at least" else min, amount, at.evaluation.ranged(limit))  # type: ignore[assignment]
        first, then = ends(before), ends(amount)
        assert first is not None and then is not None
        clamps.append(ClampProof(kind, at.value(limit), first, then))
    uncapped = ends(amount) if highest(amount) > cap else None
    return PointsProof(way, points, most, at.value(rule.value), tuple(clamps), uncapped, open=is_open)


def addends(children: Sequence[Heading], at: Proving) -> tuple[Addend, ...]:
    """The parts of a sum in the order of the text: what each counts, of how much."""
    found = []
    for child in children:
        result = at.evaluation.results.get(child.id)
        if result is None or child.advisory:
            continue
        part, outcome = result.part, at.outcomes[child.id]
        if part is None:
            if child.most is not None and result.outcomes == NOT_APPLICABLE:
                found.append(Addend(child.id, child.labels, None, None, "false", result.outcome))
            continue
        points, most = outcome.points, outcome.most
        if points is None or most is None or not (part.parts or part.optional):
            points, most = extent(total_range([part], NOTHING)), extent(whole_range([part], NOTHING))
        if part.optional:
            points = Extent(min(points.low, 0), max(points.high, 0))
        found.append(Addend(child.id, child.labels, points, most, standing(applies(result)) if part.optional else "true", result.outcome))
    return tuple(found)


def share_of(result: HeadingResult) -> Extent | None:
    """What a heading's share is in the weighted average above it."""
    return ends(result.share)


def weighted_parts(children: Sequence[Heading], at: Proving) -> tuple[WeightedPart, ...]:
    """The parts of a weighted average in the order of the text."""
    found = []
    for child in children:
        result = at.evaluation.results.get(child.id)
        if result is not None and not child.advisory:
            found.append(WeightedPart(child.id, child.labels, child.weight, share_of(result), standing(applies(result)), result.outcome))
    return tuple(found)
