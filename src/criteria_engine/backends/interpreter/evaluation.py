"""A record meets a program read as of a date: every definition and heading in order, then the verdict.

The evaluation keeps the value of every operation that it met (outside rows): that is the trace explanations read.
"""

from attrs import define, field, frozen

from criteria_engine.backends.interpreter import heading_meanings, row_meanings, value_meanings
from criteria_engine.backends.interpreter.averages import average_or_unknown
from criteria_engine.backends.interpreter.evaluator import NO_ROWS, Bindings, Meaning, Result
from criteria_engine.backends.interpreter.grades import grades_of
from criteria_engine.backends.interpreter.heading_meanings import applies
from criteria_engine.backends.interpreter.headings import graded, judge, supposed_applicable
from criteria_engine.backends.interpreter.parts import NOT_APPLICABLE, NOTHING, NOTHING_LEFT_OUT, parts_of, points_origins_of
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.backends.interpreter.shares import total_range, whole_range
from criteria_engine.backends.interpreter.spreading import spread
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import HeadingOutcome, UnitOutcome, extent
from criteria_engine.ir.program import Heading
from criteria_engine.ir.records import Record, invalid_names
from criteria_engine.values.intervals import Amount, Ranged, origins_of
from criteria_engine.values.truth import Origin, Truth, Unknown, disjunction, unknown

MEANINGS: dict[type, Meaning] = {**value_meanings.MEANINGS, **row_meanings.MEANINGS, **heading_meanings.MEANINGS}
"""What every operation means; a test holds this to the whole of `ir.OPERATIONS`."""


@define
class Evaluation:
    """One record evaluated on one date."""

    dated: Dated
    record: Record
    results: dict[str, HeadingResult] = field(factory=dict)
    _definitions: dict[str, Result] = field(factory=dict)
    _trace: dict[ir.Expression, Result] = field(factory=dict)

    def value(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Result:
        """The value of an operation: known, an interval, or unknown."""
        if rows:
            return MEANINGS[type(expression)](expression, self, rows)
        found = self._trace.get(expression)
        if found is None:
            found = self._trace[expression] = MEANINGS[type(expression)](expression, self, rows)
        return found

    def truth(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Truth:
        """The value of a condition."""
        found = self.value(expression, rows)
        assert isinstance(found, (bool, Unknown))
        return found

    def amount(self, expression: ir.Expression, rows: Bindings = NO_ROWS) -> Amount:
        """The value of a numeric operation."""
        return self.value(expression, rows)  # type: ignore[return-value]

    def ranged(self, expression: ir.Expression) -> Ranged:
        """The value of a numeric operation; where it is unknown, from the lowest to the highest that it can be: what is
        missing spans its declared bounds, what is known counts as it is."""
        found = self.amount(expression)
        return found if not isinstance(found, Unknown) else spread(expression, self, found.origins)

    def run(self) -> None:
        """Evaluate every definition and heading, each after what it reads."""
        for key in self.dated.order:
            kind, _, name = key.partition(":")
            if kind == "definition":
                self._definitions[name] = self.value(self.dated.program.definitions[name].value)
            elif kind == "heading":
                self.settle(name)

    def settle(self, name: str) -> HeadingResult:
        """The result of a heading, when all that it reads is known, kept for what reads it in turn."""
        heading = self.dated.by_id[name]
        result = judge(heading, self)
        self.results[name] = supposed_applicable(result)
        self.results[name] = graded(heading, result, self)
        return self.results[name]

    def defined(self, name: str) -> Result:
        """The value of a definition, which `run` found before anything that reads it."""
        return self._definitions[name]

    @property
    def applicable(self) -> Truth:
        """Whether anything that counts is applicable at all; true where nothing counts."""
        counted = [self.results[heading.id] for heading in self.dated.by_id.values() if not heading.advisory]
        return disjunction(map(applies, counted)) if counted else True

    def score(self) -> Ranged | Unknown:
        """The score of the whole: points, or under a weighted average a share."""
        headings = self.dated.headings
        if self.dated.program.verdict.way == "average":
            return average_or_unknown(headings, self)
        if self.applicable is False:
            return unknown("not applicable", "")
        return total_range(parts_of(headings, NOTHING_LEFT_OUT, self), points_origins_of(headings, self))

    def most(self) -> Ranged:
        """The points that were possible in all."""
        if self.dated.program.verdict.way == "average":
            return 1
        return whole_range(parts_of(self.dated.headings, NOTHING_LEFT_OUT, self), NOTHING)


def evaluate(dated: Dated, record: Record) -> Evaluation:
    """A record evaluated; the date's rules must be without faults."""
    evaluation = Evaluation(dated, record)
    evaluation.run()
    return evaluation


@frozen
class VerdictFound:
    """The verdict, "undetermined" where it is open; every verdict and grade that are still possible; what leaves it open."""

    verdict: str
    possible: frozenset[str]
    grades: tuple[int, ...]
    origins: frozenset[Origin]


def verdict_of(evaluation: Evaluation, *, grading: bool = True) -> VerdictFound:
    """The verdict and the grade of an evaluated record; no grade, where there is a pass to tell, without `grading`."""
    verdict = evaluation.dated.program.verdict
    barred = disjunction(evaluation.truth(disqualifier.condition) for disqualifier in verdict.disqualifiers)
    possible: set[str] = set()
    origins = origins_of(barred)
    if barred is not False:
        possible.add("disqualified")
    grades: tuple[int, ...] = ()
    grade_origins = NOTHING
    if barred is not True:
        said, said_origins = _passes(evaluation)
        possible |= said
        origins |= said_origins
        if verdict.grading is not None and (said & {"passes", "graded"}) and (grading or verdict.passes is None):
            grades, grade_origins = grades_of(verdict.grading, evaluation)
            if evaluation.applicable is not True:
                grades, grade_origins = tuple(range(len(verdict.grading.choices.members))), grade_origins | said_origins
    named = next(iter(possible)) if len(possible) == 1 else "undetermined"
    if named == "graded" and len(grades) != 1:
        named = "undetermined"
    if len(possible) == 1:
        origins = NOTHING
    if verdict.passes is None or named == "passes":
        origins |= grade_origins
    return VerdictFound(named, frozenset(possible), grades, origins)


def outcome_of(evaluation: Evaluation) -> UnitOutcome:
    """The verdict, grade and score of an evaluated record, and what became of each heading."""
    record = evaluation.record
    found = verdict_of(evaluation)
    score = evaluation.score()
    return UnitOutcome(
        record.unit,
        record.name,
        found.verdict,
        found.possible,
        found.grades,
        None if isinstance(score, Unknown) else extent(score),
        None if isinstance(score, Unknown) else extent(evaluation.most()),
        {heading.id: _heading_outcome(heading, evaluation) for heading in evaluation.dated.by_id.values()},
        tuple(sorted({origin.name for origin in found.origins if origin.kind in ("missing", "incomplete")})),
        invalid_names(record),
        tuple(sorted(origin for origin in found.origins if origin.kind not in ("missing", "incomplete"))),
    )


def _passes(evaluation: Evaluation) -> tuple[set[str], frozenset[Origin]]:
    """What the verdict may be for a unit that is not disqualified, and why it is open. It is where nothing at all is
    applicable, or may turn out to be."""
    verdict = evaluation.dated.program.verdict
    applicable = evaluation.applicable
    if applicable is not True:
        origins = applicable.origins if isinstance(applicable, Unknown) else unknown("not applicable", "").origins
        return {"passes", "fails"} if verdict.passes is not None else {"graded"}, origins
    if verdict.passes is None:
        return {"graded"}, NOTHING
    passes = evaluation.truth(verdict.passes)
    if isinstance(passes, Unknown):
        return {"passes", "fails"}, passes.origins
    return {"passes" if passes else "fails"}, NOTHING


def _heading_outcome(heading: Heading, evaluation: Evaluation) -> HeadingOutcome:
    result = evaluation.results[heading.id]
    most = None
    if result.part is not None and result.outcomes != NOT_APPLICABLE:
        most = extent(whole_range([result.part], NOTHING) if result.part.parts or result.part.optional else result.part.whole)
    points = None if result.points is None else extent(result.points)
    return HeadingOutcome(
        heading.id,
        heading.level,
        result.outcome,
        result.outcomes,
        points,
        most,
        heading.advisory,
        result.grades,
        result.outcome_origins | result.points_origins,
    )
