"""A heading becomes its result: possible outcomes, points, how it counts in the score above it, and its grade."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve, frozen

from criteria_engine.backends.interpreter.evaluator import NO_ROWS, Evaluator
from criteria_engine.backends.interpreter.heading_meanings import NOT_APPLICABLE, parts_of
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import Part, may_be_empty, share_range, total_range, whole_range
from criteria_engine.backends.interpreter.value_meanings import reachable_cases
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Exemption, Grading, Heading, Policy, Rung
from criteria_engine.ir.records import Invalid
from criteria_engine.values.intervals import Ranged, combine, compare, highest, hull, interval, lowest, origins_of
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin, Truth, Unknown, unknown

NOTHING: frozenset[Origin] = frozenset()
PASS_OR_FAIL = frozenset(("passes", "fails"))


@frozen
class _Way:
    """One way in which a heading may come out: its outcome, its points, and whether an exemption says so."""

    outcome: str
    points: Ranged | None
    exempted: bool = False


@frozen
class _Test:
    """What a heading's own test may give: rungs (None: what its parts or points say), outcomes, what is open."""

    outcomes: frozenset[str]
    origins: frozenset[Origin]
    rungs: tuple[Rung | None, ...] = (None,)


def judge(heading: Heading, at: Evaluator) -> HeadingResult:
    """The result of a heading whose parts, and everything else that it reads, are known."""
    applicable: Truth = True if heading.applies is None else at.truth(heading.applies)
    children = [at.results[child.id] for child in heading.children if child.id in at.results]
    parts = parts_of([child.id for child in heading.children], frozenset(), at)
    if applicable is False:
        return _absent(heading, parts, at)
    test = _own_test(heading, children, at)
    own_points, own_origins = _own_points(heading, parts, children, at)
    ways, exemptions, exempt_origins = _ways(heading, test, own_points, at)
    ways, minimum_origins = _with_minimum(heading, ways, parts, own_origins)
    origins = test.origins | exempt_origins | minimum_origins | origins_of(applicable)
    outcomes = frozenset(way.outcome for way in ways)
    if isinstance(applicable, Unknown):
        outcomes |= NOT_APPLICABLE
    return _result(heading, ways, outcomes, origins, own_origins, parts, exemptions, test, at)


def _own_test(heading: Heading, children: Sequence[HeadingResult], at: Evaluator) -> _Test:
    """What `requires`, levels, the assessor or the parts say, before exceptions."""
    if heading.rungs:
        return _climb(heading.rungs, heading, at)
    if heading.assessed and heading.most is None:
        return _assessed(heading, at)
    counted = [child for child in children if heading.advisory or not at.dated.by_id[child.id].advisory]
    able = [child for child in counted if child.outcomes & (PASS_OR_FAIL | {"basically met"})]
    if heading.level != "pillar" and able:
        return _by_parts(able)
    if heading.exemptions and heading.points is None and heading.most is None:
        return _Test(frozenset(("passes",)), NOTHING)
    if heading.level != "pillar" and counted and all(child.outcomes == NOT_APPLICABLE for child in counted):
        return _Test(NOT_APPLICABLE, NOTHING)
    return _Test(frozenset(("scored",)), NOTHING)


def judged_outcomes(heading: Heading) -> frozenset[str]:
    """What an outcome that is left to judgement may be: passes, fails, and basically met where the rules know it."""
    known = {rung.outcome for rung in heading.rungs} | {part.outcome for chain in heading.exemptions for part in chain}
    return PASS_OR_FAIL | ({"basically met"} if "basically met" in known else set())


def _climb(rungs: Sequence[Rung], heading: Heading, at: Evaluator) -> _Test:
    found: list[Rung | None] = []
    outcomes: set[str] = set()
    origins = NOTHING
    for rung in rungs:
        holds: Truth = True if rung.condition is None else at.truth(rung.condition)
        if holds is False:
            continue
        found.append(rung)
        if rung.outcome is None:
            outcomes |= judged_outcomes(heading)
            origins |= unknown("judgement", heading.id).origins
        else:
            outcomes.add(rung.outcome)
        if holds is True:
            break
        origins |= origins_of(holds)
    return _Test(frozenset(outcomes), origins if len(outcomes) > 1 else NOTHING, tuple(found))


def _assessed(heading: Heading, at: Evaluator) -> _Test:
    found = at.record.values.get(heading.id)
    if found is None or isinstance(found, Invalid):
        possible = frozenset(("passes", "basically met", "fails", "not applicable"))
        return _Test(possible, unknown("missing" if found is None else "invalid", heading.id).origins)
    return _Test(frozenset((str(found),)), NOTHING)


def _by_parts(able: Sequence[HeadingResult]) -> _Test:
    """Passes when all its parts do: one that is basically met or fails makes it fail; parts not applicable leave."""
    outcomes: set[str] = set()
    if all(child.outcomes & {"passes", "not applicable"} for child in able) and any("passes" in child.outcomes for child in able):
        outcomes.add("passes")
    if any(child.outcomes & {"fails", "basically met"} for child in able):
        outcomes.add("fails")
    if all("not applicable" in child.outcomes for child in able):
        outcomes.add("not applicable")
    origins = frozenset().union(*(child.outcome_origins for child in able if len(child.outcomes) > 1))
    return _Test(frozenset(outcomes), origins if len(outcomes) > 1 else NOTHING)


def _own_points(heading: Heading, parts: Sequence[Part], children: Sequence[HeadingResult], at: Evaluator) -> tuple[Ranged | None, frozenset[Origin]]:
    """The points that a heading's bands, formula, assessor or parts give, whatever its outcome; None where its outcome
    decides or there are none. With what is open of them."""
    if heading.points is not None and heading.most is not None:
        points = _ruled_points(heading, at)
        return points, origins_of(points)
    if heading.assessed and heading.most is not None:
        found = at.record.values.get(heading.id)
        if found is None or isinstance(found, Invalid):
            origins = unknown("missing" if found is None else "invalid", heading.id).origins
            return interval(0, heading.most, origins), origins
        return found, NOTHING  # type: ignore[return-value]
    if heading.way == "average":
        share, origins = weighted_average(heading.children, at)
        if share is None or heading.most is None:
            return None, origins
        return combine(lambda ratio: ratio * heading.most, share), origins  # type: ignore[return-value, operator]
    if parts:
        origins = frozenset().union(*(child.points_origins for child in children))
        return total_range(parts, origins), origins
    return None, NOTHING


def _ruled_points(heading: Heading, at: Evaluator) -> Ranged:
    """Bands or a formula, then the clamps in order, then never above the most. What is unknown spans all that it can be."""
    assert heading.points is not None and heading.most is not None
    points = _banded(heading.points.value, at)
    for kind, expression in heading.points.clamps:
        operation = max if kind == "at least" else min
        points = combine(operation, points, at.ranged(expression))  # type: ignore[assignment]
    most = heading.most
    return combine(lambda number: min(number, most), points)  # type: ignore[return-value]


def _banded(expression: ir.Expression, at: Evaluator) -> Ranged:
    """The hull of the bands that hold or may hold; a value that is unknown spans all that it can be."""
    if not isinstance(expression, ir.Cases):
        return at.ranged(expression)
    found, origins, closed = reachable_cases(expression, at, NO_ROWS)
    if not found or not closed:
        whole = at.ranged(expression)
        return whole
    spans: list[Ranged] = []
    for case, value in found:
        if not isinstance(value, Unknown):
            spans.append(value)  # type: ignore[arg-type]
        elif isinstance(case, ir.When):
            spans.append(at.ranged(case.value))
        else:
            spans.append(hull([at.ranged(case.from_value), at.ranged(case.to_value)]))
    whole = hull(spans)
    return interval(lowest(whole), highest(whole), origins_of(whole) | origins)


def weighted_average(children: Sequence[Heading], at: Evaluator) -> tuple[Ranged | None, frozenset[Origin]]:
    """The average of the children's shares by weight, over those that apply; None where none does."""
    parts: list[Part] = []
    origins = NOTHING
    for child in children:
        result = at.results.get(child.id)
        if result is None or child.advisory:
            continue
        share = result.share if result.share is not None else _outcome_share(child, result)
        if result.outcomes == NOT_APPLICABLE or share is None:
            continue
        origins |= result.points_origins | result.outcome_origins
        optional = "not applicable" in result.outcomes
        parts.append(Part(lowest(share) * child.weight, highest(share) * child.weight, child.weight, optional))
    if may_be_empty(parts):
        found = share_range(parts, origins)
        return (None if found is None else interval(min(lowest(found), 0), max(highest(found), 1), origins)), origins
    return share_range(parts, origins), origins


def _outcome_share(heading: Heading, result: HeadingResult) -> Ranged | None:
    """What a heading without points counts in an average: all, none, or what "basically met" is said to."""
    shares: dict[str, Rational] = {"passes": 1, "fails": 0, "basically met": heading.basically_met_share or 0}
    found: list[Ranged] = [shares[outcome] for outcome in result.outcomes if outcome in shares]
    if not found:
        return None
    whole = hull(found)
    return interval(lowest(whole), highest(whole), result.outcome_origins)


def _ways(
    heading: Heading, test: _Test, own_points: Ranged | None, at: Evaluator
) -> tuple[list[_Way], tuple[Exemption, ...], frozenset[Origin]]:
    """Every way in which the heading may come out, its exceptions read on top of its own test."""
    ways: dict[_Way, None] = {}
    held: dict[Exemption, None] = {}
    origins = NOTHING
    bases: list[tuple[Rung | None, str | None]] = [(rung, rung.outcome) for rung in test.rungs if rung is not None]
    if not bases:
        bases = [(None, outcome) for outcome in sorted(test.outcomes)]
    for rung, outcome in bases:
        readings: list[tuple[Exemption | None, ...]] = [()]
        for chain in heading.exemptions:
            possible, open_origins = _read_chain(chain, outcome == "passes", at)
            origins |= open_origins
            readings = _combined(readings, possible)
        for reading in readings:
            said = [exemption for exemption in reading if exemption is not None]
            held.update(dict.fromkeys(said))
            for way in _way(heading, rung, outcome, said, own_points):
                ways[way] = None
            if _disagree(said):
                origins |= unknown("exceptions disagree", heading.id).origins
            elif any(exemption.outcome is None for exemption in said):
                origins |= unknown("judgement", heading.id).origins
    return list(ways), tuple(held), origins


def _combined(readings: list[tuple[Exemption | None, ...]], possible: list[Exemption | None]) -> list[tuple[Exemption | None, ...]]:
    """Every reading so far with every possible reading of one more chain; those that say the same are kept once."""
    found: dict[frozenset[tuple[str | None, Rational | None]], tuple[Exemption | None, ...]] = {}
    for reading in readings:
        for exemption in possible:
            longer = (*reading, exemption) if exemption is not None else reading
            found.setdefault(frozenset((part.outcome, part.points) for part in longer if part is not None), longer)
    return list(found.values())


def _read_chain(chain: Sequence[Exemption], passes: bool, at: Evaluator) -> tuple[list[Exemption | None], frozenset[Origin]]:
    """The exceptions of a chain that hold or may hold, None for none of them. One that excuses is read only where the
    heading does not pass by itself; one that fails it always."""
    possible: list[Exemption | None] = []
    origins = NOTHING
    for exemption in chain:
        if passes and exemption.outcome != "fails":
            continue
        holds = at.truth(exemption.condition)
        if holds is False:
            continue
        possible.append(exemption)
        if holds is True:
            return possible, origins
        origins |= origins_of(holds)
    return [*possible, None], origins


def _disagree(said: Sequence[Exemption]) -> bool:
    return len({exemption.outcome for exemption in said}) > 1


def _way(heading: Heading, rung: Rung | None, outcome: str | None, said: Sequence[Exemption], own_points: Ranged | None) -> list[_Way]:
    most = heading.most if heading.most is not None else highest(own_points) if own_points is not None else None
    open_points: Ranged | None = None if most is None else interval(0, most, NOTHING)
    if said:
        if _disagree(said) or said[0].outcome is None:
            outcomes: frozenset[str] = frozenset(exemption.outcome for exemption in said if exemption.outcome) | (
                judged_outcomes(heading) if any(exemption.outcome is None for exemption in said) else NOTHING  # type: ignore[operator]
            )
            stated = [exemption.points for exemption in said if exemption.points is not None]
            points = stated[0] if len(said) == len(stated) == 1 else open_points
            return [_Way(found, None if found == "not applicable" else points, True) for found in sorted(outcomes)]
        only = said[0].outcome
        if only == "not applicable":
            return [_Way(only, None, True)]
        usual: Rational | None = most if only == "passes" else 0
        stated_points: list[Ranged] = [usual if part.points is None else part.points for part in said] if most is not None else []  # type: ignore[misc]
        return [_Way(only, hull(stated_points) if stated_points else None, True)]
    if outcome is None:
        return [_Way(found, own_points if own_points is not None else open_points) for found in sorted(judged_outcomes(heading))]
    if outcome == "not applicable":
        return [_Way(outcome, None)]
    if rung is not None and rung.points is not None:
        return [_Way(outcome, rung.points)]
    if own_points is not None:
        return [_Way(outcome, own_points)]
    return [_Way(outcome, None if most is None else most if outcome == "passes" else 0)]


def _with_minimum(heading: Heading, ways: list[_Way], parts: Sequence[Part], own_origins: frozenset[Origin]) -> tuple[list[_Way], frozenset[Origin]]:
    """Below its minimum a heading fails; a heading that is only scored passes by reaching it."""
    if heading.minimum is None:
        return ways, NOTHING
    found: dict[_Way, None] = {}
    origins = NOTHING
    for way in ways:
        if way.outcome == "not applicable" or way.points is None:
            found[way] = None
            continue
        measured: Ranged | None = way.points
        if heading.minimum.share:
            measured = _share_of(way, heading, parts, own_origins)
        reached = True if measured is None else compare(">=", measured, heading.minimum.value)
        if reached is not False:
            found[evolve(way, outcome="passes" if way.outcome == "scored" else way.outcome)] = None
        if reached is not True:
            found[evolve(way, outcome="fails")] = None
            origins |= origins_of(reached)
    outcomes = {way.outcome for way in found}
    return list(found), origins if len(outcomes) > 1 else NOTHING


def _share_of(way: _Way, heading: Heading, parts: Sequence[Part], origins: frozenset[Origin]) -> Ranged | None:
    if parts and heading.points is None and not way.exempted and heading.way == "sum":
        return share_range(parts, origins)
    if heading.most is None or heading.most == 0 or way.points is None:
        return None
    most = heading.most
    return combine(lambda points: Fraction(points) / Fraction(most), way.points)  # type: ignore[return-value]


def _absent(heading: Heading, parts: Sequence[Part], at: Evaluator) -> HeadingResult:
    """A heading that is surely not applicable: how it still counts is its policy's."""
    whole = heading.most if heading.most is not None else highest(whole_range(parts, NOTHING)) if parts else None
    part = None if whole is None else _part_by_policy(Part(0, 0, whole), NOT_APPLICABLE, policy_of(heading, at))
    return HeadingResult(heading.id, NOT_APPLICABLE, NOTHING, None, NOTHING, part, None)


def policy_of(heading: Heading, at: Evaluator) -> Policy:
    """What the heading above says of points that are not applicable."""
    above = at.dated.parents[heading.id]
    return at.dated.program.verdict.policy if above is None else at.dated.by_id[above].policy


def _part_by_policy(part: Part, outcomes: frozenset[str], policy: Policy) -> Part | None:
    """How a heading counts, given that it may be or surely is not applicable."""
    if "not applicable" not in outcomes:
        return part
    surely = len(outcomes) == 1
    if policy == "are left out":
        return None if surely else evolve(part, optional=True)
    whole = part.whole if not part.parts else highest(whole_range(part.parts, NOTHING))
    low = part.low if not part.parts else lowest(total_range(part.parts, NOTHING))
    high = part.high if not part.parts else highest(total_range(part.parts, NOTHING))
    instead: Rational = whole if policy == "count in full" else 0
    if surely:
        return Part(instead, instead, whole)
    return Part(min(low, instead), max(high, instead), whole)


def _result(
    heading: Heading,
    ways: list[_Way],
    outcomes: frozenset[str],
    origins: frozenset[Origin],
    own_origins: frozenset[Origin],
    parts: Sequence[Part],
    exemptions: tuple[Exemption, ...],
    test: _Test,
    at: Evaluator,
) -> HeadingResult:
    given = [way.points for way in ways if way.points is not None]
    open_origins = origins if len(outcomes) > 1 or len(set(given)) > 1 else NOTHING
    points_origins = frozenset().union(*(origins_of(points) for points in given)) | (open_origins if given else NOTHING)
    points: Ranged | None = None
    if given:
        whole = hull(given)
        points_origins |= own_origins if lowest(whole) != highest(whole) else NOTHING
        points = interval(lowest(whole), highest(whole), points_origins)
    part, share = _counting(heading, ways, outcomes, points, points_origins, parts, at)
    if "not applicable" in outcomes and len(outcomes) > 1:
        points_origins |= origins
    grades, grade_origins = grades_of(heading.grading, at) if heading.grading is not None else ((), NOTHING)
    return HeadingResult(
        heading.id,
        outcomes,
        origins if len(outcomes) > 1 else NOTHING,
        points,
        points_origins,
        part,
        share,
        grades,
        grade_origins,
        tuple(rung for rung in test.rungs if rung is not None),
        exemptions,
    )


def _counting(
    heading: Heading,
    ways: list[_Way],
    outcomes: frozenset[str],
    points: Ranged | None,
    origins: frozenset[Origin],
    parts: Sequence[Part],
    at: Evaluator,
) -> tuple[Part | None, Ranged | None]:
    """How the heading counts in the score above it, and its own share of what is possible."""
    if heading.way == "average":
        average, _ = weighted_average(heading.children, at)
        if heading.most is None or points is None:
            return None, average
        return _part_by_policy(Part(lowest(points), highest(points), heading.most), outcomes, policy_of(heading, at)), average
    if points is None:
        if outcomes == NOT_APPLICABLE and (heading.most is not None or parts):
            whole = heading.most if heading.most is not None else highest(whole_range(parts, NOTHING))
            return _part_by_policy(Part(0, 0, whole), outcomes, policy_of(heading, at)), None
        return None, None
    grouped = bool(parts) and heading.points is None and not any(way.exempted for way in ways)
    if grouped:
        part = Part(0, 0, 0, False, tuple(parts))
    else:
        whole = heading.most if heading.most is not None else highest(whole_range(parts, NOTHING))
        part = Part(lowest(points), highest(points), whole)
    share = share_range([part], origins)
    if share is not None and grouped and may_be_empty(parts):
        share = interval(lowest(share), highest(share), origins)
    return _part_by_policy(part, outcomes, policy_of(heading, at)), share


def grades_of(grading: Grading, at: Evaluator) -> tuple[tuple[int, ...], frozenset[Origin]]:
    """The grades that may come out: the first that holds, lowered by every cap that holds."""
    possible: set[int] = set()
    origins = NOTHING
    closed = False
    for rule in grading.grades:
        holds: Truth = True if rule.condition is None else at.truth(rule.condition)
        if holds is False:
            continue
        possible.add(rule.grade)
        if holds is True:
            closed = True
            break
        origins |= origins_of(holds)
    if not closed:
        possible |= set(range(len(grading.choices.members)))
        origins |= unknown("judgement" if grading.undetermined_because else "no case holds", grading.choices.name).origins
    for cap in grading.caps:
        holds = True if cap.condition is None else at.truth(cap.condition)
        if holds is True:
            possible = {min(grade, cap.grade) for grade in possible}
        elif isinstance(holds, Unknown):
            possible |= {min(grade, cap.grade) for grade in possible}
            origins |= origins_of(holds)
    return tuple(sorted(possible)), origins if len(possible) > 1 else NOTHING
