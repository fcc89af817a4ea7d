"""A program's test blocks become results: what was expected and not found, with the evaluation that shows why."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from criteria_engine.backends.interpreter.evaluation import Evaluation, evaluate, outcome_of
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.outcomes import Extent, UnitOutcome, extent
from criteria_engine.ir.program import Expected, Program, TestBlock
from criteria_engine.ir.records import Record, Row
from criteria_engine.language.checks.calendar import days_of_change
from criteria_engine.values.intervals import Interval, Within
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Unknown
from criteria_engine.values.types import Type, Value


@frozen(eq=False)
class Found:
    """A value that came out where another was expected: known, from a lowest to a highest, or not known."""

    low: Value | None
    high: Value | None
    type: Type | None = None
    share: bool = False


@frozen(eq=False)
class Mismatch:
    """An expectation that does not hold: what was expected, and what came out (a word, or a value)."""

    expected: Expected
    found: str | Found
    missing: tuple[str, ...] | None = None


@frozen(eq=False)
class TestResult:
    """How a test block came out. `faults` are those of its day (out of force, a parameter's gap): it is not evaluated."""

    block: TestBlock
    mismatches: tuple[Mismatch, ...]
    faults: tuple[Fault, ...]
    evaluation: Evaluation | None
    outcome: UnitOutcome | None

    @property
    def holds(self) -> bool:
        """Whether all that the block expects came out."""
        return not self.mismatches and not self.faults


def default_day(program: Program) -> date:
    """The day of a test block that says none: the last on which anything in the rules begins to be in force."""
    return days_of_change(program)[-1]


def run_tests(program: Program) -> Iterator[TestResult]:
    """The result of each test block, in the order of the text."""
    days: dict[date, Dated] = {}
    usual = default_day(program)
    for block in program.tests:
        day = block.as_of or usual
        if day not in days:
            days[day] = at_date(program, day)
        yield run_test(block, days[day])


def run_test(block: TestBlock, dated: Dated) -> TestResult:
    """The result of one test block on a day."""
    if dated.faults:
        return TestResult(block, (), dated.faults, None, None)
    evaluation = evaluate(dated, record_of(block))
    outcome = outcome_of(evaluation)
    found = [_mismatch(expected, evaluation, outcome) for expected in block.expected]
    return TestResult(block, tuple(part for part in found if part is not None), (), evaluation, outcome)


def record_of(block: TestBlock) -> Record:
    """The record that a test block states."""
    tables = {name: tuple(Row(values) for values in rows) for name, rows in block.given.rows.items()}
    return Record(block.name, dict(block.given.facts), tables, name=block.name)


def _mismatch(expected: Expected, evaluation: Evaluation, outcome: UnitOutcome) -> Mismatch | None:
    match expected.kind:
        case "outcome":
            heading = outcome.headings.get(expected.name or "")
            found = heading.outcome if heading is not None else "not in force"
            return None if found == expected.outcome else Mismatch(expected, found)
        case "verdict":
            wrong = outcome.verdict != expected.outcome
            lacking = expected.missing is not None and not set(expected.missing) <= set(outcome.missing)
            return Mismatch(expected, outcome.verdict, outcome.missing) if wrong or lacking else None
        case "grade":
            grading = evaluation.dated.program.verdict.grading
            names = [grading.choices.members[grade].name for grade in outcome.grades] if grading is not None else []
            return None if names == [expected.name] else Mismatch(expected, ", ".join(names) or "-")
        case "value":
            return _wrong_value(expected, evaluation)
    return _wrong_points(expected, evaluation, outcome)


def _wrong_value(expected: Expected, evaluation: Evaluation) -> Mismatch | None:
    name = expected.name or ""
    if name in evaluation.dated.program.definitions:
        found = evaluation.defined(name)
    else:
        dated = evaluation.dated.parameters.get(name)
        found = dated.value if dated is not None else None  # type: ignore[assignment]
    if isinstance(found, (Interval, Within)):
        return Mismatch(expected, Found(found.low, found.high, expected.value_type))
    if isinstance(found, Unknown):
        return Mismatch(expected, Found(None, None, expected.value_type))
    return None if found == expected.value else Mismatch(expected, Found(found, found, expected.value_type))


def _wrong_points(expected: Expected, evaluation: Evaluation, outcome: UnitOutcome) -> Mismatch | None:
    """Points, or with a percent the share of what is possible: all that they may still be lies in what is expected."""
    if expected.kind == "score":
        found, most = outcome.score, outcome.most
    else:
        heading = outcome.headings.get(expected.name or "")
        found, most = (heading.points, heading.most) if heading is not None else (None, None)
    average = expected.kind == "score" and evaluation.dated.program.verdict.way == "average"
    if expected.share and expected.kind == "points" and expected.name in evaluation.results:
        share = evaluation.results[expected.name].share
        found = extent(share) if share is not None else None
    elif expected.share and not average:
        found = _share(found, most)
    if found is None:
        return Mismatch(expected, Found(None, None, share=expected.share))
    assert expected.low is not None and expected.high is not None
    if expected.low <= found.low and found.high <= expected.high:
        return None
    return Mismatch(expected, Found(found.low, found.high, share=expected.share))


def _share(points: Extent | None, most: Extent | None) -> Extent | None:
    if points is None or most is None or most.low != most.high or most.low == 0:
        return None
    whole: Rational = most.low
    return Extent(Fraction(points.low) / Fraction(whole), Fraction(points.high) / Fraction(whole))

