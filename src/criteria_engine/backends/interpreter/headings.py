"""A heading becomes its result: possible outcomes, points, how it counts in the score above it, and its grade."""

from attrs import evolve

from criteria_engine.backends.interpreter.averages import averaged, outcome_share, weighted_average
from criteria_engine.backends.interpreter.evaluator import Evaluator
from criteria_engine.backends.interpreter.grades import grades_of
from criteria_engine.backends.interpreter.own_points import own_points
from criteria_engine.backends.interpreter.own_tests import own_test
from criteria_engine.backends.interpreter.parts import (
    NOT_APPLICABLE,
    NOTHING,
    NOTHING_LEFT_OUT,
    counts,
    part_by_policy,
    parts_of,
    points_by_parts,
    points_origins_of,
    policy_of,
    possible_points,
    stands_with_its_parts,
    stated_part,
)
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import Part, is_open, may_be_empty, share_range
from criteria_engine.backends.interpreter.ways import Way, ways_of, with_minimum
from criteria_engine.ir.program import Exemption, Heading, Rung
from criteria_engine.values.intervals import Ranged, highest, hull, interval, lowest, origins_of
from criteria_engine.values.truth import Origin, Truth, Unknown


def judge(heading: Heading, at: Evaluator) -> HeadingResult:
    """The result, without grade, of a heading whose parts, and everything else that it reads, are known. A heading whose
    parts are all not applicable is not applicable itself."""
    applicable: Truth = True if heading.applies is None else at.truth(heading.applies)
    counted = [at.results[child.id] for child in heading.children if counts(child, at)]
    if applicable is False or (counted and all(child.outcomes == NOT_APPLICABLE for child in counted)):
        return _absent(heading, at)
    test = own_test(heading, counted, at)
    points, points_origins = own_points(heading, at)
    ways, exemptions, exempt_origins = ways_of(heading, test, points, at)
    ways, minimum_origins = with_minimum(heading, ways, at)
    origins = test.origins | exempt_origins | minimum_origins
    outcomes = frozenset(way.outcome for way in ways)
    if isinstance(applicable, Unknown):
        outcomes |= NOT_APPLICABLE
        origins |= applicable.origins
    if counted and all("not applicable" in child.outcomes for child in counted):
        outcomes |= NOT_APPLICABLE
        origins = origins.union(*(child.outcome_origins for child in counted))
    return _result(heading, ways, outcomes, origins, points_origins, test.rungs, exemptions, at)


def supposed_applicable(result: HeadingResult) -> HeadingResult:
    """What the heading's own grades see of it: they are read only where it is applicable."""
    if "not applicable" not in result.outcomes:
        return result
    outcomes = result.outcomes - NOT_APPLICABLE
    return evolve(result, outcomes=outcomes) if outcomes else result


def graded(heading: Heading, result: HeadingResult, at: Evaluator) -> HeadingResult:
    """The result with its grade, which may ask for the heading's own score; none where it is surely not applicable."""
    if heading.grading is None or result.outcomes == NOT_APPLICABLE:
        return result
    grades, origins = grades_of(heading.grading, at)
    return evolve(result, grades=grades, grade_origins=origins)


def _absent(heading: Heading, at: Evaluator) -> HeadingResult:
    """A heading that is surely not applicable: how it still counts is its policy's."""
    whole = possible_points(heading, at)
    part = None if whole is None else part_by_policy(stated_part(0, whole), NOT_APPLICABLE, policy_of(heading, at))
    open_of_parts = points_origins_of(heading.children, at) if part is not None and is_open(part) else NOTHING
    return HeadingResult(heading.id, NOT_APPLICABLE, NOTHING, None, open_of_parts, part, None)


def _result(
    heading: Heading,
    ways: list[Way],
    outcomes: frozenset[str],
    origins: frozenset[Origin],
    own_origins: frozenset[Origin],
    rungs: tuple[Rung, ...],
    exemptions: tuple[Exemption, ...],
    at: Evaluator,
) -> HeadingResult:
    given = [way.points for way in ways if way.points is not None]
    open_origins = origins if len(outcomes) > 1 or (len(given) > 1 and len(set(given)) > 1) else NOTHING
    points_origins = frozenset().union(*(origins_of(points) for points in given)) | (open_origins if given else NOTHING)
    points: Ranged | None = None
    if given:
        whole = hull(given)
        points_origins |= own_origins if lowest(whole) != highest(whole) else NOTHING
        points = interval(lowest(whole), highest(whole), points_origins)
    part, share, may_lack = _counting(heading, ways, outcomes, points, points_origins | own_origins, at)
    if may_lack or (part is not None and is_open(part)):
        points_origins |= own_origins
    points_origins |= origins_of(share)
    if "not applicable" in outcomes and len(outcomes) > 1:
        points_origins |= origins
    open_outcome = origins if len(outcomes) > 1 else NOTHING
    if share is None and averaged(heading, at):
        share = outcome_share(heading, outcomes, open_outcome, at)
    return HeadingResult(heading.id, outcomes, open_outcome, points, points_origins, part, share, (), NOTHING, rungs, exemptions, may_lack)


def _counting(
    heading: Heading,
    ways: list[Way],
    outcomes: frozenset[str],
    points: Ranged | None,
    origins: frozenset[Origin],
    at: Evaluator,
) -> tuple[Part | None, Ranged | None, bool]:
    """How the heading counts in the score above it, its own share of what is possible, and whether it may lack one."""
    if heading.way == "average":
        average, _, empty = weighted_average(heading.children, at)
        may_lack = empty and not stands_with_its_parts(heading, at)
        if heading.most is None or points is None:
            return None, average, may_lack
        return part_by_policy(Part(lowest(points), highest(points), heading.most), outcomes, policy_of(heading, at)), average, may_lack
    whole = possible_points(heading, at)
    if points is None or whole is None:
        if outcomes == NOT_APPLICABLE and whole is not None:
            return part_by_policy(stated_part(0, whole), outcomes, policy_of(heading, at)), None, False
        return None, None, False
    by_parts = heading.points is None and not heading.assessed and points_by_parts(heading, at)
    if not by_parts or any(way.stated for way in ways):
        part = stated_part(points, whole)
        may_lack = lowest(whole) == 0 < highest(whole) and not stands_with_its_parts(heading, at)
        return part_by_policy(part, outcomes, policy_of(heading, at)), share_range([part], origins), may_lack
    part = Part(0, 0, 0, False, tuple(parts_of(heading.children, NOTHING_LEFT_OUT, at)))
    may_lack = may_be_empty(part.parts) and not stands_with_its_parts(heading, at)
    return part_by_policy(part, outcomes, policy_of(heading, at)), share_range([part], origins), may_lack
