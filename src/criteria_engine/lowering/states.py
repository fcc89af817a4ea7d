"""Operations that ask of headings, in registers: states, counts, shares, points and scores."""

from collections.abc import Sequence

from attrs import evolve

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Heading
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Part, Place
from criteria_engine.lowering.lowered import (
    Amount,
    Judged,
    Lowered,
    Meaning,
    Program,
    Truth,
    conjunction,
    decided,
    disjunction,
    is_decided,
    negation,
    noted,
)
from criteria_engine.lowering.own_points import own_score
from criteria_engine.lowering.plan import Exact, Register
from criteria_engine.lowering.scores import may_be_absent, points_place, share_of, share_of_heading, sum_of, surely_absent, weighted_average
from criteria_engine.lowering.shape import averaged
from criteria_engine.lowering.values import counted
from criteria_engine.values.truth import Origin

NOT_APPLICABLE = frozenset(("not applicable",))
_SCORED = frozenset(("scored",))


def applies(judged: Judged, b: Builder) -> Truth:
    """Whether a heading is applicable."""
    return _open_from(b, Truth(b.negated(may_be_absent(judged, b)), surely_absent(judged, b)), judged.of_outcome)


def _open_from(b: Builder, found: Truth, place: Place) -> Truth:
    return Truth(found.yes, found.no, b.note(found, [(place, None)])) if b.tracing else found


def _among(flags: dict[str, Register], wanted: frozenset[str], judged: Judged, b: Builder) -> Truth:
    """Whether all of the outcomes that are possible is wanted, or none."""
    inside = b.some(flag for name, flag in flags.items() if name in wanted)
    if judged.single:
        return decided(b, inside)
    found = Truth(b.negated(b.some(flag for name, flag in flags.items() if name not in wanted)), b.negated(inside))
    return _open_from(b, found, judged.of_outcome)


def has_state(judged: Judged, state: ir.StateOf, b: Builder) -> Truth:
    """Whether a heading has a state, whatever its open outcome turns out to be."""
    if state.grades is None:
        return _among(judged.outcomes, frozenset(state.outcomes), judged, b)
    graded, may_be = _graded(judged, state.grades, b), may_be_absent(judged, b)
    found = Truth(b.every((b.negated(may_be), graded.yes)), b.some((surely_absent(judged, b), graded.no)))
    return evolve(found, place=b.note(found, [(judged.of_grades, None), (judged.of_outcome, may_be)]))


def _graded(judged: Judged, wanted: frozenset[int], b: Builder) -> Truth:
    inside = b.some(flag for grade, flag in judged.grades.items() if grade in wanted)
    found = Truth(b.negated(b.some(flag for grade, flag in judged.grades.items() if grade not in wanted)), b.negated(inside))
    return _open_from(b, found, judged.of_grades)


def counted_member(judged: Judged, state: ir.StateOf | None, b: Builder) -> tuple[Truth, Truth]:
    """Whether a heading is counted at all where a state is asked, and, supposing that it is, whether it has the state."""
    yes = decided(b, b.flag(True))
    if state is not None and state.outcomes == NOT_APPLICABLE:
        return yes, has_state(judged, state, b)
    aside = NOT_APPLICABLE if state is not None and state.grades is not None else NOT_APPLICABLE | _SCORED
    counts = negation(_among(judged.outcomes, aside, judged, b))
    if state is None:
        return counts, yes
    if state.grades is not None:
        return counts, _graded(judged, state.grades, b)
    rest = {name: flag for name, flag in judged.outcomes.items() if name not in aside}
    if judged.single:
        return counts, decided(b, b.some(flag for name, flag in rest.items() if name in state.outcomes))
    return counts, _among(rest, frozenset(state.outcomes), judged, b)


def _members(selection: ir.Selection, state: ir.StateOf | None, at: Program) -> list[tuple[Truth, Truth]]:
    return [counted_member(at.judged[name], state, at.b) for name in selection.headings if name in at.judged]


def _heading_state(node: ir.HeadingState, at: Program) -> Lowered:
    return has_state(at.judged[node.heading], node.state, at.b)


def _heading_count(node: ir.HeadingCount, at: Program) -> Lowered:
    return counted(at.b, [conjunction(at.b, member) for member in _members(node.selection, node.state, at)])


def _heading_share(node: ir.HeadingShare, at: Program) -> Lowered:
    b = at.b
    members = _members(node.selection, node.state, at)
    none = Origin("none arose", node.selection.scope or "")
    sure = b.some(counts.yes for counts, _ in members)
    if all(is_decided(b, truth) for member in members for truth in member):
        share = _ratio(b.count(b.every((counts.yes, has.yes)) for counts, has in members), b.count(counts.yes for counts, _ in members), b)
        found = Amount(share, share, b.negated(sure))
        return evolve(found, place=b.note(found, [(none, found.unknown)]))
    low = _ratio(
        b.count(b.every((counts.yes, has.yes)) for counts, has in members),
        b.count(b.every((b.negated(counts.no), b.some((counts.yes, b.negated(has.yes))))) for counts, has in members),
        b,
    )
    may = [b.every((b.negated(counts.no), b.negated(has.no))) for counts, has in members]
    high = _ratio(b.count(may), b.count(b.some((counts.yes, flag)) for (counts, _), flag in zip(members, may, strict=True)), b)
    found = Amount(low, high, b.negated(sure))
    asked: list[tuple[Part, Register | None]] = [(counts.place, None) for counts, _ in members]
    asked += [(has.place, b.negated(counts.no)) for counts, has in members]
    return evolve(found, place=b.note(found, [*asked, (none, found.unknown)]))


def _ratio(hits: Register, whole: Register, b: Builder) -> Exact:
    return e.over(b, Exact(hits, None, e.ONE), Exact(whole, None, e.ONE))


def _every_heading(node: ir.EveryHeading, at: Program) -> Lowered:
    b = at.b
    members = _members(node.selection, node.state, at)
    return conjunction(b, [disjunction(b, (negation(counts), has if node.holds else negation(has))) for counts, has in members])


def _score(node: ir.Score, at: Program) -> Lowered:
    b, dated, without = at.b, at.dated, frozenset(node.without)
    if node.headings is None:
        return whole_score(node.share, without, at)
    headings = [dated.by_id[name] for name in node.headings]
    if len(headings) == 1:
        own = headings[0]
        return own_score(own, node.share, without, at) if without or own.id not in at.judged else _score_of(own, node.share, at)
    if node.share and all(averaged(heading, dated) for heading in headings):
        return weighted_average(headings, at)
    found = _together(headings, without, node.share, at)
    applicable = disjunction(b, [applies(at.judged[heading.id], b) for heading in headings])
    result = Amount(found.low, found.high, b.some((found.unknown, b.negated(applicable.yes))))
    none = (Origin("not applicable", ""), applicable.no)
    return evolve(result, place=b.note(result, [(found.place, applicable.yes), (applicable.place, None), none]))


def whole_score(share: bool, without: frozenset[str], at: Program) -> Amount:
    """The score of the whole rule set: its points, its share, or under a weighted average that."""
    headings = at.dated.headings
    if at.dated.program.verdict.way == "average":
        return weighted_average(headings, at, without)
    return _together(headings, without, share, at)


def _together(headings: Sequence[Heading], without: frozenset[str], share: bool, at: Program) -> Amount:
    """The points of headings that apply, or their share of what is possible."""
    found, place = sum_of(headings, without, at), points_place(headings, at)
    return share_of(at.b, found, place, "", at.b.flag(False)) if share else noted(at.b, Amount(found.low, found.high, at.b.flag(False)), place)


def _score_of(heading: Heading, share: bool, at: Program) -> Amount:
    """The points or the share of one heading that is lowered already; unknown where it is not, or may not be, applicable."""
    b = at.b
    judged = at.judged[heading.id]
    found = share_of_heading(heading, judged, at) if share else judged.points
    if found is None:
        zero = e.exact(b, 0)
        found = Amount(zero, zero, b.flag(True))
    absent, may_be = surely_absent(judged, b), may_be_absent(judged, b)
    may_lack = b.every((judged.may_lack_share, b.negated(found.unknown))) if share else b.flag(False)
    result = Amount(found.low, found.high, b.some((found.unknown, may_be, may_lack)))
    if not b.tracing:
        return result
    none = b.some((absent, b.every((b.negated(may_be), found.unknown))))
    doubtful = b.every((b.negated(absent), b.some((may_be, may_lack))))
    parts = [(judged.of_outcome, doubtful), (judged.of_points, doubtful), (found.place, b.negated(b.some((may_be, found.unknown))))]
    return evolve(result, place=b.note(result, [*parts, (Origin("not applicable", heading.id), none)]))


def _points_of(node: ir.PointsOf, at: Program) -> Lowered:
    return _score_of(at.dated.by_id[node.heading], False, at)


MEANINGS: dict[type, Meaning] = {
    ir.HeadingState: _heading_state,
    ir.HeadingCount: _heading_count,
    ir.HeadingShare: _heading_share,
    ir.EveryHeading: _every_heading,
    ir.Score: _score,
    ir.PointsOf: _points_of,
}
