"""Grades and caps become the grades that may come out."""

from criteria_engine.backends.interpreter.evaluator import Evaluator
from criteria_engine.backends.interpreter.parts import NOTHING
from criteria_engine.ir.program import Grading
from criteria_engine.values.intervals import origins_of
from criteria_engine.values.truth import Origin, Truth, Unknown, unknown


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
