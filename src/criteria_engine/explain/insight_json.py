"""The answers of `insight` as plain data for JSON: exact numbers as text, what is empty left out."""

from criteria_engine.explain.finding_json import Data, extent_data, kept, value_text
from criteria_engine.explain.insight import Insight
from criteria_engine.ir.dated import Dated
from criteria_engine.reasons.changes import Change, SmallestChanges
from criteria_engine.reasons.marginal_effects import MarginalEffect
from criteria_engine.reasons.still_matters import WhatStillMatters
from criteria_engine.reasons.sufficient_facts import SufficientFacts
from criteria_engine.reasons.variables import Variable
from criteria_engine.values.numbers import exact_text

PRIVATE = "not public"
"""What stands in the place of a private value."""


def insight_data(found: Insight, dated: Dated) -> Data:
    """All that was asked for, each under its own key: `sufficient`, `changes`, `matters`, `effects`."""
    data: Data = {}
    if "sufficient" in found.asked:
        data["sufficient"] = _sufficient(found.sufficient)
    if found.changes is not None:
        data["changes"] = _changes(found.changes, dated)
    if found.matters is not None:
        data["matters"] = _matters(found.matters, dated)
    if "effects" in found.asked:
        data["effects"] = [_effect(effect, dated) for effect in found.effects]
    return data


def _sufficient(found: SufficientFacts | None) -> Data | None:
    return None if found is None else {"verdict": found.verdict, "facts": list(found.facts), "tables": list(found.tables), "least": found.least}


def _grade(index: int | None, dated: Dated) -> str | None:
    grading = dated.program.verdict.grading
    return None if index is None or grading is None else grading.choices.members[index].name


def _named(variable: Variable) -> Data:
    """A fact, or a field with the number of its row among the unit's rows, counted from 1."""
    return kept(fact=variable.name, row=None if variable.row is None else variable.row + 1)


def _changes(found: SmallestChanges, dated: Dated) -> Data:
    sets = [
        {
            "cost": PRIVATE if any(change.variable.fact.private for change in each.changes) else exact_text(each.cost),
            "proved": each.proved,
            "changes": [
                kept(
                    **_named(change.variable),
                    alike=[row + 1 for row in change.alike],
                    **_ends(change),
                )
                for change in each.changes
            ],
        }
        for each in found.sets
    ]
    bound = {"fewest": found.fewest, "least_cost": exact_text(found.least_cost)} if found.ending == "cut short" else None
    return {
        "goal": kept(verdict="passes" if found.goal.grade is None else None, grade=_grade(found.goal.grade, dated)),
        "reached": found.reached,
        "out_of_reach": found.out_of_reach,
        **kept(even_completed=found.even_completed if found.out_of_reach else None),
        "ending": found.ending,
        "sets": sets,
        **kept(any_other_needs=bound),
    }


def _ends(change: Change) -> Data:
    """The value before and after, and what the change costs; of a private fact only whether there was a value."""
    kind = change.variable.fact.type
    if change.variable.fact.private:
        return {**kept(before=None if change.before is None else PRIVATE), "after": PRIVATE}
    return kept(
        before=None if change.before is None else value_text(change.before, kind),
        after=value_text(change.after, kind),
        steps=change.steps,
        cost=exact_text(change.cost),
    )


def _matters(found: WhatStillMatters, dated: Dated) -> Data:
    facts = [
        {
            **_named(each.variable),
            "matters": each.matters,
            "values": [
                kept(
                    others=piece.others or None,
                    low=None if piece.others else value_text(piece.low, each.variable.fact.type),
                    high=None if piece.others else value_text(piece.high, each.variable.fact.type),
                    verdict=piece.verdict,
                    grade=_grade(piece.grade, dated),
                )
                for piece in each.decides
            ],
        }
        for each in found.facts
    ]
    return {"facts": facts, "complete": found.complete, **kept(open_tables=list(found.open_tables), same_anyway=found.same_anyway)}


def _effect(effect: MarginalEffect, dated: Dated) -> Data:
    return {
        "criterion": effect.heading,
        "decides": effect.decides,
        **kept(
            score=extent_data(effect.score),
            score_in_full=extent_data(effect.score_in_full),
            score_with_none=extent_data(effect.score_with_none),
        ),
        "verdict": effect.verdict,
        "verdict_in_full": effect.verdict_in_full,
        "verdict_with_none": effect.verdict_with_none,
        **kept(
            grades=[_grade(grade, dated) for grade in effect.grades],
            grades_in_full=[_grade(grade, dated) for grade in effect.grades_in_full],
            grades_with_none=[_grade(grade, dated) for grade in effect.grades_with_none],
        ),
    }
