"""Results of headings become the parts that they are in a score together, by the policy for what is not applicable."""

from collections.abc import Iterable

from attrs import evolve

from criteria_engine.backends.interpreter.evaluator import Evaluator
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import Part, total_range, whole_range
from criteria_engine.ir.program import Heading, Policy
from criteria_engine.values.intervals import Ranged, highest, interval, lowest
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin

NOTHING: frozenset[Origin] = frozenset()
NOTHING_LEFT_OUT: frozenset[str] = frozenset()
NOT_APPLICABLE = frozenset(("not applicable",))


def counts(heading: Heading, at: Evaluator) -> bool:
    """Whether a heading counts in what it belongs to: an advisory one does only in one that is advisory itself."""
    if not heading.advisory:
        return True
    above = at.dated.parents[heading.id]
    return above is not None and at.dated.by_id[above].advisory


def points_by_parts(heading: Heading, at: Evaluator) -> bool:
    """Whether the text gives a heading points through those that belong to it."""
    return heading.way == "sum" and any(gives_points(child, at) for child in heading.children if counts(child, at))


def gives_points(heading: Heading, at: Evaluator) -> bool:
    """Whether the text gives a heading points, applicable or not."""
    return heading.most is not None or points_by_parts(heading, at)


def possible_points(heading: Heading, at: Evaluator) -> Ranged | None:
    """What a heading counts out of, as far as its parts are known to apply; None where it has no points."""
    if heading.most is not None:
        return heading.most
    return whole_range(parts_of(heading.children, NOTHING_LEFT_OUT, at), NOTHING) if points_by_parts(heading, at) else None


def stands_with_its_parts(heading: Heading, at: Evaluator) -> bool:
    """Whether a heading of which no part has a share is itself not applicable."""
    counted = [at.results[child.id] for child in heading.children if counts(child, at)]
    return all(result.outcomes == NOT_APPLICABLE or (_has_share(result, heading.way) and not result.may_lack_share) for result in counted)


def _has_share(result: HeadingResult, way: str) -> bool:
    return result.part is not None if way == "sum" else result.share is not None


def parts_of(headings: Iterable[Heading], without: frozenset[str], at: Evaluator) -> list[Part]:
    """How headings count in a score together, leaving out some of them at any depth."""
    found = []
    for heading in headings:
        if heading.id not in at.results or heading.id in without or not counts(heading, at):
            continue
        part = _without(heading, without, at) if without else at.results[heading.id].part
        if part is not None:
            found.append(part)
    return found


def points_origins_of(headings: Iterable[Heading], at: Evaluator) -> frozenset[Origin]:
    """What is open of the points of those headings that count in a score together."""
    return NOTHING.union(*(at.results[heading.id].points_origins for heading in headings if counts(heading, at) and heading.id in at.results))


def _without(heading: Heading, without: frozenset[str], at: Evaluator) -> Part | None:
    """A heading's part with some of its own parts left out."""
    part = at.results[heading.id].part
    if part is None or not part.parts:
        return part
    inner = parts_of(heading.children, without, at)
    return Part(0, 0, 0, part.optional, tuple(inner)) if inner else None


def policy_of(heading: Heading, at: Evaluator) -> Policy:
    """What the heading above says of points that are not applicable."""
    above = at.dated.parents[heading.id]
    return at.dated.program.verdict.policy if above is None else at.dated.by_id[above].policy


def part_by_policy(part: Part, outcomes: frozenset[str], policy: Policy) -> Part | None:
    """How a heading counts, given that it may be or surely is not applicable."""
    if "not applicable" not in outcomes:
        return part
    surely = len(outcomes) == 1
    if policy == "are left out":
        return None if surely else evolve(part, optional=True)
    whole = whole_range([part], NOTHING)
    least, more = lowest(whole), highest(whole) - lowest(whole)
    in_full = policy == "count in full"
    if surely:
        return stated_part(least if in_full else 0, whole, more if in_full else 0)
    points = total_range([part], NOTHING)
    low = min(lowest(points), least if in_full else 0)
    high = max(highest(points), highest(whole) if in_full else 0)
    return stated_part(interval(low, high, NOTHING), whole)


def stated_part(points: Ranged, whole: Ranged, more_points: Rational = 0) -> Part:
    """Points out of a whole that may be smaller, with so many points less, where parts turn out not to apply."""
    least, more = lowest(whole), highest(whole) - lowest(whole)
    own = Part(lowest(points), highest(points), least)
    return own if more == 0 else Part(0, 0, 0, False, (own, Part(more_points, more_points, more, True)))
