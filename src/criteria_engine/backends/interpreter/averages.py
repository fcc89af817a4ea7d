"""Shares of headings become their weighted average."""

from collections.abc import Sequence

from attrs import evolve

from criteria_engine.backends.interpreter.evaluator import Evaluator
from criteria_engine.backends.interpreter.parts import NOT_APPLICABLE, NOTHING, counts, gives_points, part_by_policy, parts_of, policy_of
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import Part, may_be_empty, share_range
from criteria_engine.ir.program import Heading
from criteria_engine.values.intervals import Ranged, highest, hull, interval, lowest
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin, Unknown, unknown


def weighted_average(
    children: Sequence[Heading], at: Evaluator, without: frozenset[str] = frozenset()
) -> tuple[Ranged | None, frozenset[Origin], bool]:
    """The average of the children's shares by weight, over those that count and apply; None where none does. With what
    is open of it, and whether it may turn out that none applies."""
    parts: list[Part] = []
    origins = NOTHING
    for child in children:
        result = at.results.get(child.id)
        if result is None or child.id in without or not counts(child, at):
            continue
        weight = child.weight
        if result.outcomes == NOT_APPLICABLE:
            part = part_by_policy(Part(0, 0, weight), NOT_APPLICABLE, policy_of(child, at)) if _has_share(child, at) else None
        else:
            share = _share_without(child, result, without, at)
            if share is None:
                continue
            origins |= result.points_origins | result.outcome_origins
            part = part_by_policy(Part(lowest(share) * weight, highest(share) * weight, weight), result.outcomes, policy_of(child, at))
            if part is not None and result.may_lack_share:
                part = evolve(part, optional=True)
        if part is not None:
            parts.append(part)
    return share_range(parts, origins), origins, may_be_empty(parts)


def average_or_unknown(children: Sequence[Heading], at: Evaluator, without: frozenset[str] = frozenset()) -> Ranged | Unknown:
    """The weighted average; unknown where none of the children applies, or may turn out to."""
    share, origins, empty = weighted_average(children, at, without)
    return Unknown(origins | unknown("not applicable", "").origins) if share is None or empty else share


def _has_share(heading: Heading, at: Evaluator) -> bool:
    """Whether the text gives a heading a share: by points, by an average of its own, or by an outcome that passes or fails."""
    by_parts = any(_has_share(child, at) for child in heading.children if counts(child, at))
    if heading.way == "average" and heading.most is None:
        return by_parts
    by_outcome = heading.rungs or heading.exemptions or heading.assessed or (heading.level != "pillar" and by_parts)
    return bool(by_outcome) or gives_points(heading, at)


def _share_without(heading: Heading, result: HeadingResult, without: frozenset[str], at: Evaluator) -> Ranged | None:
    if without and heading.children and heading.points is None and not heading.assessed:
        if heading.way == "average":
            return weighted_average(heading.children, at, without)[0]
        parts = parts_of(heading.children, without, at)
        if parts:
            return share_range(parts, result.points_origins)
    return result.share


def averaged(heading: Heading, at: Evaluator) -> bool:
    """Whether a heading counts by its share and its weight in what it belongs to."""
    above = at.dated.parents[heading.id]
    return (at.dated.program.verdict.way if above is None else at.dated.by_id[above].way) == "average"


def outcome_share(heading: Heading, outcomes: frozenset[str], origins: frozenset[Origin], at: Evaluator) -> Ranged | None:
    """What a heading without points counts in an average: all, none, or what "basically met" is said to; None of one
    that the text gives points or an average of its own."""
    if heading.way == "average" or gives_points(heading, at):
        return None
    shares: dict[str, Rational] = {"passes": 1, "fails": 0, "basically met": heading.basically_met_share or 0}
    found: list[Ranged] = [shares[outcome] for outcome in outcomes if outcome in shares]
    if not found:
        return None
    whole = hull(found)
    return interval(lowest(whole), highest(whole), origins)
