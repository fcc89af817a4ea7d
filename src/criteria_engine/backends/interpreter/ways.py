"""A heading's own test, its exceptions and its minimum become every way in which it may come out."""

from collections.abc import Sequence

from attrs import evolve, frozen

from criteria_engine.backends.interpreter.evaluator import Evaluator
from criteria_engine.backends.interpreter.own_points import own_score, share_of_most
from criteria_engine.backends.interpreter.own_tests import OwnTest, judged_outcomes
from criteria_engine.backends.interpreter.parts import NOTHING, points_by_parts, possible_points
from criteria_engine.ir.program import Exemption, Heading, Minimum, Rung
from criteria_engine.values.intervals import Ranged, compare, highest, hull, interval, lowest, origins_of
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin, Unknown, unknown


@frozen
class Way:
    """One way in which a heading may come out: its outcome, its points, and whether a level or an exception states them,
    so that they are not those of its parts."""

    outcome: str
    points: Ranged | None
    stated: bool = False


def ways_of(
    heading: Heading, test: OwnTest, own_points: Ranged | None, at: Evaluator
) -> tuple[list[Way], tuple[Exemption, ...], frozenset[Origin]]:
    """Every way in which the heading may come out, its exceptions read on top of its own test."""
    ways: list[Way] = []
    held: dict[Exemption, None] = {}
    origins = NOTHING
    bases: list[tuple[Rung | None, str | None]] = [(rung, rung.outcome) for rung in test.rungs]
    if not bases:
        bases = [(None, outcome) for outcome in sorted(test.outcomes)]
    for rung, outcome in bases:
        readings: list[tuple[Exemption, ...]] = [()]
        for chain in heading.exemptions:
            possible, open_origins = _read_chain(chain, outcome == "passes", at)
            origins |= open_origins
            readings = _combined(readings, possible)
            held.update(dict.fromkeys(exemption for exemption in possible if exemption is not None))
        for said in readings:
            ways += _ways(heading, rung, outcome, said, own_points, at)
            if _disagree(said):
                origins |= unknown("exceptions disagree", heading.id).origins
            elif any(exemption.outcome is None for exemption in said):
                origins |= unknown("judgement", heading.id).origins
    return _each_once(ways), tuple(held), origins


def _each_once(ways: list[Way]) -> list[Way]:
    return list(dict.fromkeys(ways)) if len(ways) > 1 else ways


def _combined(readings: list[tuple[Exemption, ...]], possible: list[Exemption | None]) -> list[tuple[Exemption, ...]]:
    """Every reading so far with every possible reading of one more chain; those that say the same are kept once, so that
    they do not double with every chain."""
    found: dict[_Said, tuple[Exemption, ...]] = {}
    for reading in readings:
        for exemption in possible:
            longer = (*reading, exemption) if exemption is not None else reading
            found.setdefault(_what_is_said(longer), longer)
    return list(found.values())


_Said = tuple[frozenset[str | None], frozenset[Rational | None], bool]


def _what_is_said(reading: Sequence[Exemption]) -> _Said:
    """All that counts of exceptions that hold together: their outcomes, and where they agree the lowest and the highest
    points, whether one leaves the points unsaid, and whether it is one alone."""
    outcomes = frozenset(exemption.outcome for exemption in reading)
    if len(outcomes) != 1:
        return outcomes, frozenset(), False
    stated = [exemption.points for exemption in reading if exemption.points is not None]
    unsaid = {None} if len(stated) < len(reading) else set()
    ends: set[Rational | None] = {min(stated), max(stated)} if stated else set()
    return outcomes, frozenset(ends | unsaid), len(reading) == 1


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


def _ways(heading: Heading, rung: Rung | None, outcome: str | None, said: Sequence[Exemption], own_points: Ranged | None, at: Evaluator) -> list[Way]:
    most = possible_points(heading, at)
    open_points: Ranged | None = None if most is None else interval(0, highest(most), NOTHING)
    if said:
        return _excepted(heading, said, most, open_points)
    if outcome is None:
        points = own_points if own_points is not None else open_points
        return [Way(found, points) for found in sorted(judged_outcomes(heading))]
    if outcome == "not applicable":
        return [Way(outcome, None)]
    if rung is not None and rung.points is not None:
        return [Way(outcome, rung.points, True)]
    if own_points is not None:
        return [Way(outcome, own_points)]
    return [Way(outcome, None if most is None else most if outcome == "passes" else 0)]


def _excepted(heading: Heading, said: Sequence[Exemption], most: Ranged | None, open_points: Ranged | None) -> list[Way]:
    """What exceptions that hold together say: the same outcome, or every outcome that one of them says."""
    only = said[0].outcome
    if _disagree(said) or only is None:
        outcomes = {exemption.outcome for exemption in said if exemption.outcome is not None}
        if any(exemption.outcome is None for exemption in said):
            outcomes |= judged_outcomes(heading)  # type: ignore[arg-type]
        stated = [exemption.points for exemption in said if exemption.points is not None]
        points = stated[0] if len(said) == len(stated) == 1 else open_points
        return [Way(found, None if found == "not applicable" else points, True) for found in sorted(outcomes)]
    if only == "not applicable":
        return [Way(only, None, True)]
    if most is None:
        return [Way(only, None, True)]
    usual: Ranged = most if only == "passes" else 0
    all_points: list[Ranged] = [usual if part.points is None else part.points for part in said]
    whole = hull(all_points)
    return [Way(only, interval(lowest(whole), highest(whole), unknown("exceptions disagree", heading.id).origins), True)]


def with_minimum(heading: Heading, ways: list[Way], at: Evaluator) -> tuple[list[Way], frozenset[Origin]]:
    """Below its minimum a heading fails; a heading that is only scored passes by reaching it."""
    if heading.minimum is None:
        return ways, NOTHING
    found: dict[Way, None] = {}
    origins = NOTHING
    for way in ways:
        measured = _measured(heading, heading.minimum, way, at)
        reached = True if measured is None else compare(">=", measured, heading.minimum.value)
        if way.outcome == "not applicable" or measured is None:
            found[way] = None
            continue
        if reached is not False:
            found[evolve(way, outcome="passes" if way.outcome == "scored" else way.outcome)] = None
        if reached is not True:
            found[evolve(way, outcome="fails")] = None
            origins |= origins_of(reached)
    return list(found), origins if len({way.outcome for way in found}) > 1 else NOTHING


def _measured(heading: Heading, minimum: Minimum, way: Way, at: Evaluator) -> Ranged | Unknown | None:
    """What a minimum is held against; None where there are no points."""
    if not minimum.share:
        return way.points
    if not way.stated and (heading.way == "average" or points_by_parts(heading, at)):
        return own_score(heading, True, frozenset(), at)
    return None if way.points is None else share_of_most(way.points, heading)
