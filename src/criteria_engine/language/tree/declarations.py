"""Tree nodes for declarations and their clauses, in the order in which the file has them."""

from datetime import date
from typing import Literal

from attrs import field, frozen

from criteria_engine.language.tree.expressions import Banded, Expression, HeadingLevel, Name, Title
from criteria_engine.source import Span
from criteria_engine.values.numbers import Rational


def _place() -> Span:
    return field(eq=False, repr=False)  # type: ignore[no-any-return]


@frozen
class Force:
    """`in force from … until …`: both days included."""

    start: date
    end: date | None
    span: Span = _place()


PolicyKind = Literal["are left out", "count in full", "count as none"]


@frozen
class Policy:
    """`not applicable points are left out | count in full | count as none`."""

    kind: PolicyKind
    span: Span = _place()


@frozen
class SourceClause:
    """`source scheme "Scheme attached to …"`."""

    name: Name
    title: Title
    span: Span = _place()


@frozen
class LabelsClause:
    """`labels en`: the tongue of texts that say none."""

    tongue: str
    span: Span = _place()


@frozen
class Header:
    name: Name
    title: Title
    clauses: tuple[SourceClause | LabelsClause | Force | Policy, ...]
    span: Span = _place()


@frozen
class Subject:
    """What is assessed: `subject ward, plural wards identified by code, named by name, grouped by district`."""

    name: Name
    title: Title | None
    plural: Name | None
    identified_by: tuple[Name, ...]
    named_by: tuple[Name, ...]
    grouped_by: tuple[Name, ...]
    span: Span = _place()


@frozen
class UnitDeclaration:
    """`unit dossier "dossier"`, or a multiple of another unit: `unit dozen = 12 dossier`."""

    name: Name
    title: Title | None
    amount: Expression | None
    span: Span = _place()


@frozen
class Choice:
    name: Name
    title: Title | None
    span: Span = _place()


@frozen
class Choices:
    name: Name
    title: Title | None
    members: tuple[Choice, ...]
    ordered: bool
    span: Span = _place()


@frozen
class Range:
    low: Expression | None
    high: Expression | None
    span: Span = _place()


@frozen
class TypeExpression:
    """A type as written; `members` for `one of`, `name` for declared choices."""

    kind: Literal["text", "yes/no", "integer", "number", "percent", "money", "date", "duration", "one of", "named"]
    name: Name | None
    unit: str | None
    scale: Expression | None
    range: Range | None
    members: tuple[Choice, ...]
    ordered: bool
    span: Span = _place()


@frozen
class IfMissing:
    value: Expression
    span: Span = _place()


@frozen
class Actionable:
    cost: Expression | None
    span: Span = _place()


@frozen
class Private:
    span: Span = _place()


@frozen
class Fact:
    name: Name
    type: TypeExpression
    title: Title | None
    clauses: tuple[IfMissing | Actionable | Private, ...]
    span: Span = _place()


@frozen
class Facts:
    facts: tuple[Fact, ...]
    span: Span = _place()


@frozen
class Table:
    name: Name
    row: Name
    title: Title | None
    complete_when: tuple[Expression, ...]
    fields: tuple[Fact, ...]
    span: Span = _place()


@frozen
class Citation:
    source: Name
    clause: str
    span: Span = _place()


@frozen
class Cites:
    citations: tuple[Citation, ...]
    span: Span = _place()


@frozen
class ParameterValue:
    value: Expression
    start: date
    end: date | None
    cites: Cites | None
    span: Span = _place()


@frozen
class Parameter:
    name: Name
    type: TypeExpression
    title: Title | None
    values: tuple[ParameterValue, ...]
    span: Span = _place()


@frozen
class Definition:
    name: Name
    type: TypeExpression
    title: Title | None
    value: Expression
    cites: Cites | None
    span: Span = _place()


@frozen
class Group:
    name: Name
    title: Title | None
    members: tuple[Name, ...]
    span: Span = _place()


@frozen
class Kind:
    kind: Literal["mandatory", "scored", "advisory", "assessed"]
    span: Span = _place()


@frozen
class Under:
    heading: Name
    span: Span = _place()


@frozen
class Measure:
    """A heading's number: `weight`, `minimum` or `basically met counts`."""

    kind: Literal["weight", "minimum", "basically met counts"]
    value: Expression
    span: Span = _place()


@frozen
class AppliesWhen:
    condition: Expression
    span: Span = _place()


OutcomeWord = Literal["passes", "fails", "not applicable", "undetermined", "basically met"]


@frozen
class Level:
    """`requires`, `met when`, `basically met when`, `not met when`, `not met otherwise`, `undetermined otherwise because`."""

    clause: Literal["requires", "met when", "basically met when", "not met when", "not met otherwise", "undetermined otherwise"]
    condition: Expression | None
    points: Expression | None
    because: Title | None
    span: Span = _place()


@frozen
class Unless:
    """`unless condition because reason then outcome, points`; `ordered` for `otherwise unless`."""

    ordered: bool
    condition: Expression
    because: Title | None
    outcome: OutcomeWord
    points: Expression | None
    span: Span = _place()


@frozen
class Clamp:
    kind: Literal["at least", "at most"]
    value: Expression
    span: Span = _place()


@frozen
class Points:
    """`points at most 30`, with the bands or the formula that give them where there is one."""

    at_most: Expression
    rule: Expression | Banded | None
    clamps: tuple[Clamp, ...]
    span: Span = _place()


@frozen
class ScoreIs:
    kind: Literal["sum", "average"]
    span: Span = _place()


@frozen
class Grade:
    """`good when …`, `average otherwise`; with `at_most`, `at most good when …`."""

    name: Name
    condition: Expression | None
    at_most: bool
    span: Span = _place()


@frozen
class Graded:
    choices: Name
    grades: tuple[Grade, ...]
    span: Span = _place()


@frozen
class Words:
    """`evidence` or `remedy`."""

    kind: Literal["evidence", "remedy"]
    title: Title
    span: Span = _place()


HeadingClause = Force | Policy | Kind | Under | Measure | AppliesWhen | Level | Unless | Points | ScoreIs | Graded | Words | Cites


@frozen
class Heading:
    level: HeadingLevel
    name: Name
    title: Title | None
    clauses: tuple[HeadingClause, ...]
    span: Span = _place()


@frozen
class DisqualifiedWhen:
    condition: Expression
    because: Title | None
    cites: Cites | None
    span: Span = _place()


@frozen
class VerdictPassesWhen:
    condition: Expression
    cites: Cites | None
    span: Span = _place()


@frozen
class GradeUndetermined:
    """`undetermined otherwise because …` after the grades of a verdict."""

    because: Title
    span: Span = _place()


VerdictClause = DisqualifiedWhen | VerdictPassesWhen | Graded | GradeUndetermined | ScoreIs


@frozen
class Verdict:
    clauses: tuple[VerdictClause, ...]
    span: Span = _place()


@frozen
class TargetScope:
    """`in each district`, or `in district "Quận 1"` where `group` is given."""

    by: Name
    group: str | None
    span: Span = _place()


@frozen
class Target:
    scope: TargetScope | None
    quantity: Literal["every", "at least", "at most", "exactly"]
    number: Rational | None
    percent: bool
    subject: Name
    predicate: Literal["passes", "fails", "grade"]
    grade: Name | None
    or_better: bool
    span: Span = _place()


@frozen
class Phase:
    name: str
    title: Title | None
    due: date
    clauses: tuple[Force | Cites, ...]
    targets: tuple[Target, ...]
    span: Span = _place()


@frozen
class Programme:
    title: Title
    clauses: tuple[Force | Cites, ...]
    phases: tuple[Phase, ...]
    span: Span = _place()


@frozen
class RowField:
    name: Name
    value: Expression
    span: Span = _place()


@frozen
class Row:
    fields: tuple[RowField, ...]
    span: Span = _place()


@frozen
class Given:
    """`given fact = value`; `rows` for a related table (empty for `no rows`); both None for `is missing`."""

    name: Name
    value: Expression | None
    rows: tuple[Row, ...] | None
    span: Span = _place()


@frozen
class Example:
    name: Name
    title: Title | None
    given: tuple[Given, ...]
    span: Span = _place()


@frozen
class Like:
    name: Name
    span: Span = _place()


@frozen
class AsOf:
    date: date
    span: Span = _place()


@frozen
class ExpectPoints:
    """`expect S1 has 2 points`; the score of the whole where `name` is None; a span of points where `high` is given."""

    name: Name | None
    low: Expression
    high: Expression | None
    points: bool
    span: Span = _place()


@frozen
class ExpectOutcome:
    name: Name
    outcome: OutcomeWord | Literal["scored"]
    span: Span = _place()


@frozen
class ExpectValue:
    name: Name
    value: Expression
    span: Span = _place()


@frozen
class ExpectVerdict:
    verdict: Literal["passes", "fails", "undetermined", "disqualified", "graded"]
    missing: tuple[Name, ...]
    span: Span = _place()


@frozen
class ExpectGrade:
    grade: Name
    span: Span = _place()


Expectation = ExpectPoints | ExpectOutcome | ExpectValue | ExpectVerdict | ExpectGrade
TestClause = Like | AsOf | Given | ExpectPoints | ExpectOutcome | ExpectValue | ExpectVerdict | ExpectGrade


@frozen
class Test:
    name: str
    clauses: tuple[TestClause, ...]
    span: Span = _place()


Section = (
    Subject | UnitDeclaration | Choices | Facts | Table | Parameter | Definition | Group | Heading | Verdict | Programme | Example | Test
)


@frozen
class RuleFile:
    """A whole rule file."""

    header: Header
    sections: tuple[Section, ...]
    span: Span = _place()
