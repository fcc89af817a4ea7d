"""What operations that ask of headings mean: states, counts, shares, points and scores."""

from collections.abc import Iterable

from criteria_engine.backends.interpreter.evaluator import Bindings, Evaluator, Meaning, Result
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.row_meanings import counted_share
from criteria_engine.backends.interpreter.shares import Part, may_be_empty, share_range, total_range
from criteria_engine.ir import expressions as ir
from criteria_engine.values.intervals import Ranged, interval
from criteria_engine.values.truth import Origin, Truth, Unknown, conjunction, disjunction, negation, unknown

NOT_APPLICABLE = frozenset(("not applicable",))


def has_state(result: HeadingResult, state: ir.StateOf) -> Truth:
    """Whether a heading has a state, whatever its open outcome turns out to be."""
    if state.grades is not None:
        possible, wanted, origins = frozenset(result.grades), state.grades, result.grade_origins | result.outcome_origins
        if "not applicable" in result.outcomes:
            return False if len(result.outcomes) == 1 or not possible & wanted else Unknown(origins)
    else:
        possible, wanted, origins = result.outcomes, state.outcomes, result.outcome_origins  # type: ignore[assignment]
    if possible <= wanted:
        return True
    return Unknown(origins) if possible & wanted else False


def applies(result: HeadingResult) -> Truth:
    """Whether a heading is applicable."""
    return negation(has_state(result, ir.StateOf(NOT_APPLICABLE)))  # type: ignore[arg-type]


def _members(selection: ir.Selection, at: Evaluator) -> list[HeadingResult]:
    return [at.results[name] for name in selection.headings if name in at.results]


def _counted(selection: ir.Selection, state: ir.StateOf | None, at: Evaluator) -> list[tuple[Truth, Truth]]:
    """For each heading counted over, whether it counts at all and whether it has the state. One that is not applicable
    does not count, unless that is what is asked."""
    found: list[tuple[Truth, Truth]] = []
    for result in _members(selection, at):
        counts: Truth = True if state is not None and state.outcomes == NOT_APPLICABLE else applies(result)
        if counts is not False:
            found.append((counts, True if state is None else _given_applies(result, state)))
    return found


def _given_applies(result: HeadingResult, state: ir.StateOf) -> Truth:
    """Whether a heading has a state, supposing that it is applicable."""
    if state.grades is not None or state.outcomes == NOT_APPLICABLE:
        return has_state(result, state)
    possible = result.outcomes - NOT_APPLICABLE
    if possible <= state.outcomes:
        return True
    return Unknown(result.outcome_origins) if possible & state.outcomes else False


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


def parts_of(headings: Iterable[str], without: frozenset[str], at: Evaluator) -> list[Part]:
    """How headings count in a score together, leaving out some of them at any depth; advisory ones never count."""
    found = []
    for name in headings:
        if name not in at.results or name in without:
            continue
        part = _without(name, without, at) if without else at.results[name].part
        if part is not None:
            found.append(part)
    return found


def _without(name: str, without: frozenset[str], at: Evaluator) -> Part | None:
    """A heading's part with some of its own parts left out."""
    part = at.results[name].part
    heading = at.dated.by_id[name]
    if part is None or not part.parts:
        return part
    inner = parts_of([child.id for child in heading.children], without, at)
    return Part(0, 0, 0, part.optional, tuple(inner)) if inner else None


def _score(node: ir.Score, at: Evaluator, rows: Bindings) -> Result:
    dated = at.dated
    without = frozenset(node.without)
    own = node.headings is not None and len(node.headings) == 1 and node.headings[0] not in at.results
    names: list[str]
    if node.headings is None:
        names = [heading.id for heading in dated.headings]
        parts = parts_of(names, without, at)
    elif own or node.without:
        names = [child.id for child in dated.by_id[node.headings[0]].children]
        parts = parts_of(names, without, at)
    else:
        names = list(node.headings)
        only = at.results[node.headings[0]]
        if len(node.headings) == 1 and node.share:
            return only.share if only.share is not None else unknown("not applicable", only.id)
        if len(node.headings) == 1 and only.points is not None:
            return only.points if applies(only) is True else unknown("not applicable", only.id)
        parts = parts_of(names, without, at)
    origins = frozenset().union(*(at.results[name].points_origins for name in names if name in at.results))
    return score_of_parts(parts, node.share, origins)


def score_of_parts(parts: list[Part], share: bool, origins: frozenset[Origin]) -> Ranged | Unknown:
    """Points together, or their share of what was possible; unknown where nothing is applicable."""
    if not parts:
        return unknown("not applicable", "")
    if not share:
        return total_range(parts, origins)
    found = share_range(parts, origins)
    if found is None or may_be_empty(parts):
        return Unknown(origins | unknown("not applicable", "").origins)
    return found


def _points_of(node: ir.PointsOf, at: Evaluator, rows: Bindings) -> Result:
    result = at.results[node.heading]
    applicable = applies(result)
    if applicable is True and result.points is not None:
        return result.points
    return unknown("not applicable", node.heading) if applicable is False else Unknown(result.outcome_origins | result.points_origins)


MEANINGS: dict[type, Meaning] = {
    ir.HeadingState: _heading_state,
    ir.HeadingCount: _heading_count,
    ir.HeadingShare: _heading_share,
    ir.EveryHeading: _every_heading,
    ir.Score: _score,
    ir.PointsOf: _points_of,
}
