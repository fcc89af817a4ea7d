"""A rule set's pass mark and the results of some units become the units that are nearest to passing."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from criteria_engine.ir.expressions import AllOf, Comparison, Expression, Score
from criteria_engine.ir.outcomes import Extent, UnitOutcome
from criteria_engine.ir.program import Program
from criteria_engine.programmes.blocking import BlockingHeading, blocking, number_on
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.types import Member


@frozen
class PassMark:
    """The score that `passes when` asks of the whole rule set, in points, or as a share of possible points."""

    value: Rational
    share: bool


@frozen
class NearUnit:
    """A unit that has not what a target asks for: how many points it lacks at most (None: no pass mark, or no score), the
    criteria that it fails (the pillars or indicators where it fails no criterion), the headings that have not what the verdict
    asks of them, its grade where it has one, and its group by the first fact that groups units. `least_shortfall` is how many points
    it lacks at least, if everything that is open turns out well."""

    unit: str
    name: str
    verdict: str
    score: Extent | None
    shortfall: Rational | None
    failed: tuple[str, ...]
    group: str = ""
    blocked_by: tuple[BlockingHeading, ...] = ()
    grade: Member | None = None
    least_shortfall: Rational | None = None


def pass_mark(program: Program, as_of: date) -> PassMark | None:
    """The greatest score that the verdict's `passes when` asks for by itself or beside other conditions; None where it
    asks for none, or under alternatives."""
    marks = [mark for mark in (_mark(program, node, as_of) for node in _conditions(program.verdict.passes)) if mark]
    return max(marks, key=lambda mark: (not mark.share, mark.value), default=None)


def _conditions(node: Expression | None) -> list[Expression]:
    if isinstance(node, AllOf):
        return [part for item in node.items for part in _conditions(item)]
    return [] if node is None else [node]


def _mark(program: Program, node: Expression, as_of: date) -> PassMark | None:
    if not isinstance(node, Comparison):
        return None
    if node.symbol in (">=", ">"):
        score, mark = node.left, node.right
    elif node.symbol in ("<=", "<"):
        score, mark = node.right, node.left
    else:
        return None
    value = number_on(program, mark, as_of)
    if isinstance(score, Score) and score.headings is None and not score.without and value is not None:
        return PassMark(value, score.share)
    return None


def shortfall(outcome: UnitOutcome, mark: PassMark | None, *, at_best: bool = False) -> Rational | None:
    """How many points a unit lacks to the mark if everything that is open turns out badly, or `at_best` well; 0 where it reaches it."""
    if mark is None or outcome.score is None:
        return None
    asked = mark.value
    if mark.share:
        if outcome.most is None:
            return None
        asked = mark.value * (outcome.most.low if at_best else outcome.most.high)
    return normal(max(Fraction(0), Fraction(asked) - (outcome.score.high if at_best else outcome.score.low)))


def near_unit(program: Program, outcome: UnitOutcome, mark: PassMark | None, as_of: date, group: str = "") -> NearUnit:
    """A unit's result as what a list of the nearest units says of it: what it lacks to pass, or its grade where it passes."""
    failing = [heading for heading in outcome.headings.values() if heading.outcome == "fails" and not heading.advisory]
    criteria = [heading for heading in failing if heading.level == "criterion"]
    failed = tuple(heading.id for heading in criteria or failing)
    blocked = blocking(program, outcome, as_of) if outcome.verdict not in ("passes", "graded") else ()
    grading = program.verdict.grading
    grade = grading.choices.members[outcome.grades[0]] if grading is not None and len(outcome.grades) == 1 else None
    lacks = shortfall(outcome, mark)
    least = shortfall(outcome, mark, at_best=True)
    return NearUnit(outcome.unit, outcome.name, outcome.verdict, outcome.score, lacks, failed, group, blocked, grade, least)


def nearest_first(units: Iterable[NearUnit], best_grades: Mapping[str, int] | None = None) -> list[NearUnit]:
    """The units by how far they are from passing: least shortfall first, then fewest headings that fail or
    block, then the order given; those without a known shortfall after those with one, disqualified ones last. With `best_grades`
    (by unit), the highest grade goes before all that."""

    def distance(near: NearUnit) -> tuple[bool, int, bool, Rational, int]:
        grade = (best_grades or {}).get(near.unit, -1)
        headings = {*near.failed, *(one.id for one in near.blocked_by)}
        return near.verdict == "disqualified", -grade, near.shortfall is None, near.shortfall or 0, len(headings)

    return sorted(units, key=distance)
