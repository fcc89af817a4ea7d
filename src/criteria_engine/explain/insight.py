"""What trying tells of a verdict beyond its proof: what suffices, what would change it, what could still matter, what each criterion does."""

from typing import Literal

from attrs import frozen

from criteria_engine.backends.interpreter.evaluation import evaluate, verdict_of
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record
from criteria_engine.reasons.changes import SmallestChanges
from criteria_engine.reasons.marginal_effects import MarginalEffect, marginal_effects
from criteria_engine.reasons.question import Goal
from criteria_engine.reasons.smallest_changes import smallest_changes
from criteria_engine.reasons.still_matters import WhatStillMatters, what_still_matters
from criteria_engine.reasons.sufficient_facts import SufficientFacts, sufficient_facts

Asked = Literal["sufficient", "changes", "matters", "effects"]

EVERYTHING: tuple[Asked, ...] = ("sufficient", "changes", "matters", "effects")

SECONDS = 1.5
"""How long the search for the smallest changes of one unit, and that for what could still matter, may take unless told otherwise."""


@frozen(eq=False)
class Insight:
    """The answers that were asked for; None for the others. `sufficient` is None, too, where nothing is decided."""

    asked: tuple[Asked, ...]
    sufficient: SufficientFacts | None = None
    changes: SmallestChanges | None = None
    matters: WhatStillMatters | None = None
    effects: tuple[MarginalEffect, ...] = ()


def insight(
    dated: Dated,
    record: Record,
    asked: tuple[Asked, ...] = EVERYTHING,
    *,
    goal: Goal | None = None,
    seconds: float | None = SECONDS,
    quick: bool = False,
) -> Insight:
    """The answers for one unit. Without a goal the smallest changes are to make it pass, or, where the rules only grade, to raise its
    grade by one. The time limit is that of the smallest changes, and of what could still matter, each by itself: where it cuts them short, what
    is found depends on how fast the machine is. None has none. With `quick` less is tried for what suffices."""
    return Insight(
        asked,
        sufficient_facts(dated, record, quick=quick) if "sufficient" in asked else None,
        smallest_changes(dated, record, goal or usual_goal(dated, record), seconds=seconds) if "changes" in asked else None,
        what_still_matters(dated, record, seconds=seconds) if "matters" in asked else None,
        marginal_effects(dated, record) if "effects" in asked else (),
    )


def usual_goal(dated: Dated, record: Record) -> Goal:
    """To pass; where the rules only grade, the grade above the lowest that the unit may have now, or the highest there is."""
    verdict = dated.program.verdict
    if verdict.passes is not None or verdict.grading is None:
        return Goal()
    found = verdict_of(evaluate(dated, record))
    highest = len(verdict.grading.choices.members) - 1
    return Goal(min(min(found.grades, default=0) + 1, highest))
