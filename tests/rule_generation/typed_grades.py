"""Well-typed grades, verdicts and programmes."""

from datetime import date
from fractions import Fraction

from attrs import evolve
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import likely, pick
from tests.rule_generation.typed_amounts import literal_of
from tests.rule_generation.typed_conditions import condition
from tests.rule_generation.typed_values import steps
from tests.rule_generation.typed_world import Shape, World, choice_named, cites_or_none, name, title, title_or_none

from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import normal
from criteria_engine.values.types import ChoiceType


def graded(w: World, shape: Shape | None) -> tuple[d.Graded, ChoiceType]:
    """Grades by the score or by other conditions, closed, with caps now and then."""
    kind = choice_named(w, ordered=likely(w.chance, 8)) or w.choices[0]
    names = [member.name for member in kind.members]
    asked = _score_steps(w, shape) if likely(w.chance, 5) else steps(w, 1, 3, 1)
    grades = [d.Grade(name(pick(w.chance, names)), one, False, PLACE) for one in asked]
    grades.append(d.Grade(name(names[0]), None, False, PLACE))
    if likely(w.chance, 3):
        grades.append(d.Grade(name(pick(w.chance, names)), condition(w, 1).tree, True, PLACE))
    return d.Graded(name(kind.name), tuple(grades), PLACE), kind


def _score_steps(w: World, shape: Shape | None) -> list[e.Expression]:
    """The score against falling marks."""
    scored = shape.has_points if shape is not None else any(one.has_points for one in w.roots)
    below = [one for one in shape.below if not one.advisory] if shape is not None else []
    if not scored or (shape is not None and not (below if shape.average else any(one.has_points for one in below))):
        return steps(w, 1, 2, 1)
    marks = (80, 50)
    return [e.Comparison(">=", e.ScoreOf("own", (), PLACE), e.NumberLiteral(mark, None, True, PLACE), PLACE) for mark in marks]


def verdict(w: World, *, average: bool) -> tuple[d.Verdict, bool, ChoiceType | None]:
    """A verdict that passes, grades, or both; whether it passes, and by which choices it grades."""
    clauses: list[d.VerdictClause] = []
    asking = evolve(w, asks_headings=True, heading=None)
    for _ in range(w.chance.whole(0, 3) - 1):
        clauses.append(d.DisqualifiedWhen(condition(asking, 2).tree, title_or_none(w), cites_or_none(w), PLACE))
    if average:
        clauses.append(d.ScoreIs("average", PLACE))
    passes = likely(w.chance, 8)
    if passes:
        clauses.append(d.VerdictPassesWhen(_passes(asking, average), cites_or_none(w), PLACE))
    kind = None
    if not passes or likely(w.chance, 4):
        grades, kind = graded(asking, None)
        clauses.append(grades)
        if likely(w.chance, 1):
            clauses[-1] = evolve(grades, grades=tuple(grade for grade in grades.grades if grade.condition is not None))
            clauses.append(d.GradeUndetermined(title(w), PLACE))
    return d.Verdict(tuple(clauses), PLACE), passes, kind


def _passes(w: World, average: bool) -> e.Expression:
    """What a verdict usually asks, or anything."""
    every = e.CountedHeadings(e.Quantity("every", None, False, PLACE), e.HeadingKind("criterion", "mandatory", PLACE), None, e.Predicate("passes", None, False, PLACE), PLACE)
    found: list[e.Expression] = []
    if likely(w.chance, 5):
        found.append(every)
    total = normal(sum((one.most for one in w.roots if one in w.done and not one.advisory), Fraction(0)))
    if average or any(one.has_points for one in w.roots):
        if not average and total > 0 and likely(w.chance, 5):
            mark = literal_of("plain", normal(total * Fraction(w.chance.whole(1, 4), 4)))
        else:
            mark = literal_of("percent", Fraction(w.chance.whole(1, 9), 10))
        if average or likely(w.chance, 7):
            found.append(e.Comparison(">=", e.ScoreOf("own", (), PLACE), mark, PLACE))
    if not found or likely(w.chance, 3):
        found.append(condition(w, 2).tree)
    return found[0] if len(found) == 1 else e.AllOf(tuple(found), PLACE)


def programme(w: World, passes: bool, kind: ChoiceType | None) -> list[d.Programme]:
    """Phases with targets overall and by group."""
    if not likely(w.chance, 3):
        return []
    phases = [
        d.Phase(str(number), title_or_none(w), date(2020 + number * 2, 12, 31), (), tuple(_target(w, passes, kind) for _ in range(w.chance.whole(1, 3))), PLACE)
        for number in range(1, w.chance.whole(1, 2) + 1)
    ]
    return [d.Programme(title(w), (), tuple(phases), PLACE)]


def _target(w: World, passes: bool, kind: ChoiceType | None) -> d.Target:
    scope = d.TargetScope(name("quận"), "Quận 1" if likely(w.chance, 4) else None, PLACE) if likely(w.chance, 5) else None
    quantity = pick(w.chance, ("every", "at least", "at most", "exactly"))
    percent = quantity != "every" and likely(w.chance, 5)
    number = None if quantity == "every" else w.chance.whole(0, 10) * (10 if percent else 1)
    if kind is not None and (not passes or likely(w.chance, 4)):
        grade = name(pick(w.chance, kind.members).name)
        return d.Target(scope, quantity, number, percent, name("wards"), "grade", grade, likely(w.chance, 5), PLACE)  # type: ignore[arg-type]
    return d.Target(scope, quantity, number, percent, name("wards"), pick(w.chance, ("passes", "fails")), None, False, PLACE)  # type: ignore[arg-type]
