"""A rule set as engines read it: facts, tables, parameters, definitions, headings, verdict, programmes, tests."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import field, frozen

from criteria_engine.ir.expressions import Cases, Expression
from criteria_engine.source import Span
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import ChoiceType, Type, Value

Level = Literal["pillar", "criterion", "indicator"]
Policy = Literal["are left out", "count in full", "count as none"]


@frozen
class Citation:
    """A clause of a declared source document."""

    source: str
    clause: str


@frozen(eq=False, repr=False)
class SourceDocument:
    name: str
    labels: Labels


@frozen(eq=False, repr=False)
class Force:
    """A period of force, both days included; None is open."""

    start: date | None = None
    end: date | None = None


ALWAYS = Force()


@frozen(eq=False, repr=False)
class Subject:
    """What is assessed, and which facts identify, name and group it."""

    name: str
    plural: str
    labels: Labels = NO_LABELS
    identified_by: str | None = None
    named_by: str | None = None
    grouped_by: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Fact:
    """A declared fact of the unit, or a field of a related table."""

    name: str
    type: Type
    labels: Labels = NO_LABELS
    default: Value | None = None
    actionable: bool = False
    cost: Rational = 1
    private: bool = False
    assessed: bool = False
    span: Span | None = None


@frozen(eq=False, repr=False)
class Table:
    """A related table: a unit has any number of rows in it."""

    name: str
    row: str
    fields: Mapping[str, Fact]
    labels: Labels = NO_LABELS
    complete_when: Expression | None = None
    span: Span | None = None


@frozen(eq=False, repr=False)
class DatedValue:
    """A parameter's value in a period."""

    value: Value
    force: Force
    cites: tuple[Citation, ...] = ()
    span: Span | None = None


@frozen(eq=False, repr=False)
class Parameter:
    name: str
    type: Type
    values: tuple[DatedValue, ...]
    labels: Labels = NO_LABELS
    span: Span | None = None


@frozen(eq=False, repr=False)
class Definition:
    name: str
    type: Type
    value: Expression
    labels: Labels = NO_LABELS
    cites: tuple[Citation, ...] = ()
    span: Span | None = None


@frozen(eq=False, repr=False)
class Rung:
    """A step of a heading's own test, read in order: the first whose condition holds gives the outcome. No condition:
    otherwise. Outcome None: left undetermined, for the reason."""

    outcome: Literal["passes", "basically met", "fails"] | None
    condition: Expression | None
    points: Rational | None = None
    because: Labels = NO_LABELS
    span: Span | None = None


@frozen(eq=False, repr=False)
class Exemption:
    """`unless condition then outcome`: outcome None is undetermined."""

    condition: Expression
    outcome: Literal["passes", "basically met", "fails", "not applicable"] | None
    points: Rational | None = None
    because: Labels = NO_LABELS
    span: Span | None = None


@frozen(eq=False, repr=False)
class PointsRule:
    """How a heading's points are found: bands or a formula, then clamps in order; then never above the most."""

    value: Expression
    clamps: tuple[tuple[Literal["at least", "at most"], Expression], ...] = ()
    span: Span | None = None


@frozen(eq=False, repr=False)
class GradeRule:
    """A grade (index into the choices) where its condition holds; no condition: otherwise."""

    grade: int
    condition: Expression | None
    span: Span | None = None


@frozen(eq=False, repr=False)
class Grading:
    """The first grade that holds, then lowered by every cap that holds."""

    choices: ChoiceType
    grades: tuple[GradeRule, ...]
    caps: tuple[GradeRule, ...] = ()
    undetermined_because: Labels | None = None
    span: Span | None = None


@frozen
class Minimum:
    """The least points, or the least share of possible points, below which a heading fails."""

    value: Rational
    share: bool


@frozen(eq=False, repr=False)
class Heading:
    """A pillar, criterion or indicator with everything that the text says of it."""

    level: Level
    id: str
    labels: Labels = NO_LABELS
    kinds: frozenset[Literal["mandatory", "scored", "advisory"]] = frozenset()
    force: Force = ALWAYS
    applies: Expression | None = None
    rungs: tuple[Rung, ...] = ()
    exemptions: tuple[tuple[Exemption, ...], ...] = ()
    assessed: bool = False
    most: Rational | None = None
    points: PointsRule | None = None
    minimum: Minimum | None = None
    weight: Rational = 1
    basically_met_share: Rational | None = None
    way: Literal["sum", "average"] = "sum"
    policy: Policy = "are left out"
    grading: Grading | None = None
    evidence: Labels = NO_LABELS
    remedy: Labels = NO_LABELS
    cites: tuple[Citation, ...] = ()
    children: tuple["Heading", ...] = ()
    span: Span | None = None

    @property
    def advisory(self) -> bool:
        return "advisory" in self.kinds


@frozen(eq=False, repr=False)
class Disqualifier:
    condition: Expression
    because: Labels = NO_LABELS
    cites: tuple[Citation, ...] = ()
    span: Span | None = None


@frozen(eq=False, repr=False)
class Verdict:
    """Disqualification first, then the pass, then the grade; a rule set without `passes` only grades."""

    disqualifiers: tuple[Disqualifier, ...] = ()
    passes: Expression | None = None
    cites: tuple[Citation, ...] = ()
    grading: Grading | None = None
    way: Literal["sum", "average"] = "sum"
    policy: Policy = "are left out"
    span: Span | None = None


@frozen(eq=False, repr=False)
class Target:
    """What a phase asks of the roster: of each group by a fact, of one group, or (both None) of all units."""

    quantity: Literal["every", "at least", "at most", "exactly"]
    number: Rational | None
    share: bool
    by: str | None = None
    group: str | None = None
    verdict: Literal["passes", "fails"] | None = "passes"
    grades: frozenset[int] | None = None
    span: Span | None = None


@frozen(eq=False, repr=False)
class Phase:
    name: str
    due: date
    targets: tuple[Target, ...]
    labels: Labels = NO_LABELS
    force: Force = ALWAYS
    cites: tuple[Citation, ...] = ()
    span: Span | None = None


@frozen(eq=False, repr=False)
class Programme:
    labels: Labels
    phases: tuple[Phase, ...]
    force: Force = ALWAYS
    cites: tuple[Citation, ...] = ()
    span: Span | None = None


@frozen(eq=False, repr=False)
class Expected:
    """One `expect` of a test: a heading's, the score's or the verdict's expected result, as plain data."""

    kind: Literal["points", "score", "outcome", "value", "verdict", "grade"]
    name: str | None = None
    low: Rational | None = None
    high: Rational | None = None
    share: bool = False
    outcome: str | None = None
    value: Value | None = None
    value_type: Type | None = None
    missing: tuple[str, ...] | None = None
    span: Span | None = None


@frozen(eq=False, repr=False)
class GivenRecord:
    """The facts and rows that an example or a test states; all others are missing."""

    facts: Mapping[str, Value]
    rows: Mapping[str, tuple[Mapping[str, Value], ...]]


@frozen(eq=False, repr=False)
class TestBlock:
    name: str
    given: GivenRecord
    as_of: date | None
    expected: tuple[Expected, ...]
    span: Span | None = None


@frozen(eq=False, repr=False)
class Program:
    """A whole rule set, not yet read as of a date. `order` lists definitions (`definition:x`) and headings
    (`heading:x`), each after everything that it reads; `score` stands for the whole set's score."""

    name: str
    labels: Labels
    sources: Mapping[str, SourceDocument]
    force: Force
    subject: Subject
    facts: Mapping[str, Fact]
    tables: Mapping[str, Table]
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    groups: Mapping[str, tuple[str, ...]]
    headings: tuple[Heading, ...]
    verdict: Verdict
    programmes: tuple[Programme, ...] = ()
    tests: tuple[TestBlock, ...] = ()
    order: tuple[str, ...] = ()
    digest: str = field(default="", repr=False)
    files: tuple[str, ...] = ()
    says_policy: bool = False
    group_labels: Mapping[str, Labels] = field(factory=dict)


def walk_headings(headings: tuple[Heading, ...]) -> list[Heading]:
    """All headings in the order of the text, each before its children."""
    found: list[Heading] = []
    stack = list(reversed(headings))
    while stack:
        heading = stack.pop()
        found.append(heading)
        stack.extend(reversed(heading.children))
    return found


def points_cases(rule: PointsRule) -> Cases | None:
    """The bands of a points rule, where it goes by bands."""
    return rule.value if isinstance(rule.value, Cases) else None
