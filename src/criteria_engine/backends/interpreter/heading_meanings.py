"""What operations that ask of headings mean: states, counts, shares, points and scores."""

from collections.abc import Iterable, Sequence

from criteria_engine.backends.interpreter.averages import average_or_unknown, averaged
from criteria_engine.backends.interpreter.evaluator import Bindings, Evaluator, Meaning, Result
from criteria_engine.backends.interpreter.own_points import own_score, share_of_parts
from criteria_engine.backends.interpreter.own_tests import SCORED
from criteria_engine.backends.interpreter.parts import NOT_APPLICABLE, parts_of, points_origins_of
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.row_meanings import counted_share
from criteria_engine.backends.interpreter.shares import total_range
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Heading
from criteria_engine.values.intervals import interval
from criteria_engine.values.truth import Origin, Truth, Unknown, conjunction, disjunction, negation, unknown


def has_state(result: HeadingResult, state: ir.StateOf) -> Truth:
    """Whether a heading has a state, whatever its open outcome turns out to be."""
    if state.grades is not None:
        possible, wanted, origins = frozenset(result.grades), state.grades, result.grade_origins
        if "not applicable" in result.outcomes:
            origins |= result.outcome_origins
            return False if len(result.outcomes) == 1 or not possible & wanted else Unknown(origins)
    else:
        possible, wanted, origins = result.outcomes, state.outcomes, result.outcome_origins  # type: ignore[assignment]
    if possible <= wanted:
        return True
    return Unknown(origins) if possible & wanted else False


def applies(result: HeadingResult) -> Truth:
    """Whether a heading is applicable."""
    return negation(_has_any(result, NOT_APPLICABLE))


def _members(selection: ir.Selection, at: Evaluator) -> list[HeadingResult]:
    return [at.results[name] for name in selection.headings if name in at.results]


def _counted(selection: ir.Selection, state: ir.StateOf | None, at: Evaluator) -> list[tuple[Truth, Truth]]:
    """For each heading counted over, whether it counts at all and whether it has the state. One that is not applicable
    does not count, unless that is what is asked; nor does one that turns out to be only scored, unless its grade is asked."""
    found: list[tuple[Truth, Truth]] = []
    for result in _members(selection, at):
        counts, has = counted_member(result, state)
        if counts is not False:
            found.append((counts, has))
    return found


def counted_member(result: HeadingResult, state: ir.StateOf | None) -> tuple[Truth, Truth]:
    """Whether a heading is counted at all where a state is asked, and, supposing that it is, whether it has the state."""
    counts: Truth = True if state is not None and state.outcomes == NOT_APPLICABLE else negation(_has_any(result, _aside(state)))
    return counts, True if state is None else _given_applies(result, state)


def _aside(state: ir.StateOf | None) -> frozenset[str]:
    """The outcomes with which a heading is left out of a count."""
    return NOT_APPLICABLE if state is not None and state.grades is not None else NOT_APPLICABLE | SCORED


def _has_any(result: HeadingResult, outcomes: frozenset[str]) -> Truth:
    if result.outcomes <= outcomes:
        return True
    return Unknown(result.outcome_origins) if result.outcomes & outcomes else False


def _given_applies(result: HeadingResult, state: ir.StateOf) -> Truth:
    """Whether a heading has a state, supposing that it counts."""
    if state.outcomes == NOT_APPLICABLE:
        return has_state(result, state)
    if state.grades is not None:
        possible: frozenset[object] = frozenset(result.grades)
        wanted: frozenset[object] = frozenset(state.grades)
        origins = result.grade_origins
    else:
        possible, wanted, origins = result.outcomes - _aside(state), frozenset(state.outcomes), result.outcome_origins
    if possible <= wanted:
        return True
    return Unknown(origins) if possible & wanted else False


def _heading_state(node: ir.HeadingState, at: Evaluator, rows: Bindings) -> Result:
    return has_state(at.results[node.heading], node.state)


def _heading_count(node: ir.HeadingCount, at: Evaluator, rows: Bindings) -> Result:
    truths = [conjunction(member) for member in _counted(node.selection, node.state, at)]
    sure = sum(truth is True for truth in truths)
    return interval(sure, sure + sum(isinstance(truth, Unknown) for truth in truths), _origins(truths))


def _origins(truths: Iterable[Truth]) -> frozenset[Origin]:
    return frozenset().union(*(truth.origins for truth in truths if isinstance(truth, Unknown)))


def _heading_share(node: ir.HeadingShare, at: Evaluator, rows: Bindings) -> Result:
    members = _counted(node.selection, node.state, at)
    origins = _origins(truth for member in members for truth in member)
    share = counted_share(members, origins)
    none = unknown("none arose", node.selection.scope or "")
    if share is None:
        return none
    return share if any(counts is True for counts, _ in members) else Unknown(origins | none.origins)


def _every_heading(node: ir.EveryHeading, at: Evaluator, rows: Bindings) -> Result:
    truths = []
    for counts, has in _counted(node.selection, node.state, at):
        truths.append(disjunction((negation(counts), has if node.holds else negation(has))))
    return conjunction(truths)


def _score(node: ir.Score, at: Evaluator, rows: Bindings) -> Result:
    dated = at.dated
    without = frozenset(node.without)
    if node.headings is None:
        if dated.program.verdict.way == "average":
            return average_or_unknown(dated.headings, at, without)
        return _together(dated.headings, without, node.share, at)
    headings = [dated.by_id[name] for name in node.headings]
    if len(headings) == 1:
        own = headings[0]
        return own_score(own, node.share, without, at) if without or own.id not in at.results else _score_of(own, node.share, at)
    if node.share and all(averaged(heading, at) for heading in headings):
        return average_or_unknown(headings, at)
    applicable = disjunction(applies(at.results[heading.id]) for heading in headings)
    if applicable is not True:
        return unknown("not applicable", "") if applicable is False else applicable
    return _together(headings, without, node.share, at)


def _together(headings: Sequence[Heading], without: frozenset[str], share: bool, at: Evaluator) -> Result:
    """The points of headings that apply, or their share of what is possible."""
    parts, origins = parts_of(headings, without, at), points_origins_of(headings, at)
    return share_of_parts(parts, origins) if share else total_range(parts, origins)


def _score_of(heading: Heading, share: bool, at: Evaluator) -> Result:
    """The points or the share of one heading that is known already."""
    result = at.results[heading.id]
    applicable = applies(result)
    found = result.share if share else result.points
    if applicable is False or (applicable is True and found is None):
        return unknown("not applicable", heading.id)
    sure = applicable is True and not (share and result.may_lack_share)
    return found if sure else Unknown(result.outcome_origins | result.points_origins)  # type: ignore[return-value]


def _points_of(node: ir.PointsOf, at: Evaluator, rows: Bindings) -> Result:
    return _score_of(at.dated.by_id[node.heading], False, at)


MEANINGS: dict[type, Meaning] = {
    ir.HeadingState: _heading_state,
    ir.HeadingCount: _heading_count,
    ir.HeadingShare: _heading_share,
    ir.EveryHeading: _every_heading,
    ir.Score: _score,
    ir.PointsOf: _points_of,
}
