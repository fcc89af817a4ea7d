"""What operations ask of headings becomes a proof: their states, counts, shares, points and scores."""

from criteria_engine.backends.interpreter.evaluator import Bindings
from criteria_engine.backends.interpreter.heading_meanings import counted_member
from criteria_engine.backends.interpreter.parts import NOTHING, parts_of
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import total_range, whole_range
from criteria_engine.explain.findings import (
    ConditionKind,
    ConditionProof,
    HeadingMember,
    HeadingsDetail,
    ScoreDetail,
    StateDetail,
    ValueProof,
    WantedState,
)
from criteria_engine.explain.proving.conditions import truth_of
from criteria_engine.explain.proving.context import ASKED, OUTCOMES, ConditionProver, Proving, ValueProver, ends, look, standing
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Heading, Level, Program
from criteria_engine.values.labels import NO_LABELS, Labels


def in_outcome_order(outcomes: frozenset[str]) -> tuple[str, ...]:
    """Outcomes in the order in which they are listed."""
    if len(outcomes) == 1:
        return tuple(outcomes)
    return tuple(outcome for outcome in OUTCOMES if outcome in outcomes)


def _labels(name: str, at: Proving) -> Labels:
    heading = at.dated.by_id.get(name)
    return NO_LABELS if heading is None else heading.labels


def _wanted(state: ir.StateOf, heading: Heading | None) -> WantedState:
    if state.grades is None:
        return WantedState(in_outcome_order(state.outcomes))
    grading = heading.grading if heading is not None else None
    return WantedState(grades=tuple(sorted(state.grades)), choices=None if grading is None else grading.choices)


def _heading_state(node: ir.HeadingState, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    heading = at.dated.by_id[node.heading]
    wanted = _wanted(node.state, heading)
    if rows is ASKED:
        detail = StateDetail(heading.id, heading.level, heading.labels, wanted, "", ())
    else:
        result = at.evaluation.results[node.heading]
        detail = StateDetail(
            heading.id, heading.level, heading.labels, wanted, result.outcome, in_outcome_order(result.outcomes), result.grades
        )
    return ConditionProof("heading state", truth, negated, origins=origins, detail=detail, span=node.span)


def _detail(selection: ir.Selection, state: ir.StateOf | None, at: Proving, rows: Bindings) -> HeadingsDetail:
    """The headings counted over, in the order of the text; on the date's text only those in force."""
    results = at.evaluation.results
    names = [] if rows is ASKED else [name for name in selection.headings if name in results]
    members = tuple([_member(results[name], state, at) for name in names])
    first = at.dated.by_id.get(selection.headings[0]) if selection.headings else None
    wanted = None if state is None else _wanted(state, first)
    labels = NO_LABELS if selection.scope is None else _labels(selection.scope, at)
    return HeadingsDetail(selection.level, selection.only, selection.scope, labels, wanted, members, _own(selection.scope, at))


def _own(name: str | None, at: Proving) -> Level | None:
    return at.dated.by_id[name].level if name is not None and name == at.heading else None


def _member(result: HeadingResult, state: ir.StateOf | None, at: Proving) -> HeadingMember:
    counts, has = counted_member(result, state)
    return HeadingMember(result.id, _labels(result.id, at), standing(counts), standing(has), result.outcome, result.grades)


def _every_heading(node: ir.EveryHeading, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    kind: ConditionKind = "every heading" if node.holds else "no heading"
    return ConditionProof(kind, truth, negated, origins=origins, detail=_detail(node.selection, node.state, at, rows), span=node.span)


def _heading_count(node: ir.HeadingCount, at: Proving, rows: Bindings) -> ValueProof:
    return ValueProof("heading count", node.type, *look(node, at, rows), detail=_detail(node.selection, node.state, at, rows), span=node.span)


def _heading_share(node: ir.HeadingShare, at: Proving, rows: Bindings) -> ValueProof:
    return ValueProof("heading share", node.type, *look(node, at, rows), detail=_detail(node.selection, node.state, at, rows), span=node.span)


def _score(node: ir.Score, at: Proving, rows: Bindings) -> ValueProof:
    ids = node.headings or ()
    headings = tuple((name, _labels(name, at)) for name in ids)
    without = tuple((name, _labels(name, at)) for name in node.without)
    points, most = (None, None) if rows is ASKED else _amounts(node, at)
    detail = ScoreDetail(headings, without, node.share, points, most, _own(ids[0], at) if len(ids) == 1 else None)
    return ValueProof("score", node.type, *look(node, at, rows), detail=detail, span=node.span)


def _amounts(node: ir.Score, at: Proving) -> tuple[Extent | None, Extent | None]:
    """The points and possible points of a score; none where it is an average."""
    ids = node.headings or ()
    found = at.scores.get((ids, node.without))
    if found is None:
        found = None, None
        if len(ids) == 1 and not node.without and not _has_parts(ids[0], at):
            found = at.outcomes[ids[0]].points, at.outcomes[ids[0]].most
        elif not _averaged(ids, at):
            parts = parts_of(_parts(node, at), frozenset(node.without), at.evaluation)
            found = (ends(total_range(parts, NOTHING)), ends(whole_range(parts, NOTHING))) if parts else found
        at.scores[ids, node.without] = found
    return found


def _has_parts(name: str, at: Proving) -> bool:
    """Whether a heading's points are those of its parts."""
    heading = at.dated.by_id[name]
    return bool(heading.children) and heading.points is None and not heading.assessed and heading.way == "sum"


def _parts(node: ir.Score, at: Proving) -> tuple[Heading, ...]:
    """The headings whose points a score adds up."""
    if node.headings is None:
        return at.dated.headings
    if len(node.headings) == 1:
        return at.dated.by_id[node.headings[0]].children
    return tuple(at.dated.by_id[name] for name in node.headings)


def _averaged(ids: tuple[str, ...], at: Proving) -> bool:
    program: Program = at.dated.program
    ways = [program.verdict.way] if not ids else [at.dated.by_id[name].way for name in ids]
    return "average" in ways


def _points_of(node: ir.PointsOf, at: Proving, rows: Bindings) -> ValueProof:
    heading = at.dated.by_id[node.heading]
    outcome = ""
    possible: tuple[str, ...] = ()
    if rows is not ASKED:
        result = at.evaluation.results[node.heading]
        outcome, possible = result.outcome, in_outcome_order(result.outcomes)
    detail = StateDetail(heading.id, heading.level, heading.labels, WantedState(), outcome, possible)
    return ValueProof("points", node.type, *look(node, at, rows), name=heading.id, labels=heading.labels, detail=detail, span=node.span)


CONDITIONS: dict[type[ir.Node], ConditionProver] = {ir.HeadingState: _heading_state, ir.EveryHeading: _every_heading}
VALUES: dict[type[ir.Node], ValueProver] = {
    ir.HeadingCount: _heading_count,
    ir.HeadingShare: _heading_share,
    ir.Score: _score,
    ir.PointsOf: _points_of,
}
"""How operations that ask of headings are proved."""
