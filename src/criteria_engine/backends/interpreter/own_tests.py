"""`requires`, levels, the assessor or the parts become the outcomes that a heading may have, before exceptions."""

from collections.abc import Sequence

from attrs import frozen

from criteria_engine.backends.interpreter.evaluator import Evaluator
from criteria_engine.backends.interpreter.parts import NOT_APPLICABLE, NOTHING, counts, gives_points
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.ir.program import Heading, Rung
from criteria_engine.ir.records import Invalid, Open
from criteria_engine.values.intervals import origins_of
from criteria_engine.values.truth import Origin, Truth, unknown

PASS_OR_FAIL = frozenset(("passes", "fails"))
SCORED = frozenset(("scored",))


@frozen
class OwnTest:
    """What a heading's own test may give: outcomes, what is open, and the rungs that hold or may hold, where it has any."""

    outcomes: frozenset[str]
    origins: frozenset[Origin]
    rungs: tuple[Rung, ...] = ()


def own_test(heading: Heading, counted: Sequence[HeadingResult], at: Evaluator) -> OwnTest:
    """What `requires`, levels, the assessor or the parts that count say, before exceptions."""
    if heading.rungs:
        return _climb(heading.rungs, heading, at)
    if heading.assessed and heading.most is None:
        return _assessed(heading, at)
    able = [child for child in counted if child.outcomes & (PASS_OR_FAIL | {"basically met"})]
    if heading.level != "pillar" and able:
        return _by_parts(counted)
    by_parts = any(gives_points(child, at) for child in heading.children if counts(child, at))
    if heading.exemptions and heading.points is None and not heading.assessed and not by_parts:
        return OwnTest(frozenset(("passes",)), NOTHING)
    return OwnTest(SCORED, NOTHING)


def judged_outcomes(heading: Heading) -> frozenset[str]:
    """What an outcome that is left to judgement may be: passes, fails, and basically met where the rules know it."""
    known = {rung.outcome for rung in heading.rungs} | {part.outcome for chain in heading.exemptions for part in chain}
    return PASS_OR_FAIL | ({"basically met"} if "basically met" in known else set())


def _climb(rungs: Sequence[Rung], heading: Heading, at: Evaluator) -> OwnTest:
    found: list[Rung] = []
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
    decided = len(outcomes) == 1 and len({rung.points for rung in found}) == 1
    return OwnTest(frozenset(outcomes), NOTHING if decided else origins, tuple(found))


def _assessed(heading: Heading, at: Evaluator) -> OwnTest:
    found = at.record.values.get(heading.id)
    if found is None or isinstance(found, (Invalid, Open)):
        possible = frozenset(("passes", "basically met", "fails", "not applicable"))
        return OwnTest(possible, unknown("invalid" if isinstance(found, Invalid) else "missing", heading.id).origins)
    return OwnTest(frozenset((str(found),)), NOTHING)


def _by_parts(parts: Sequence[HeadingResult]) -> OwnTest:
    """Passes when all its parts do: one that is basically met or fails makes it fail; parts that are not applicable, or
    only scored, leave. Where all others turn out not to apply and some are only scored, so is the heading."""
    aside = NOT_APPLICABLE | SCORED
    outcomes: set[str] = set()
    if all(child.outcomes & ({"passes"} | aside) for child in parts) and any("passes" in child.outcomes for child in parts):
        outcomes.add("passes")
    if any(child.outcomes & {"fails", "basically met"} for child in parts):
        outcomes.add("fails")
    if all(child.outcomes & aside for child in parts) and any("scored" in child.outcomes for child in parts):
        outcomes.add("scored")
    if all("not applicable" in child.outcomes for child in parts):
        outcomes.add("not applicable")
    origins = frozenset().union(*(child.outcome_origins for child in parts if len(child.outcomes) > 1))
    return OwnTest(frozenset(outcomes), origins if len(outcomes) > 1 else NOTHING)
