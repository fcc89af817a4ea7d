"""Tree nodes for conditions and values."""

from datetime import date
from typing import Literal

from attrs import field, frozen

from criteria_engine.source import Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational


def _place() -> Span:
    return field(eq=False, repr=False)  # type: ignore[no-any-return]


@frozen
class Name:
    """A name as written, without back-quotes."""

    text: str
    span: Span = _place()


@frozen
class Reference:
    """A name where a value stands: a fact, field, parameter, definition, group, heading or choice member."""

    name: str
    span: Span = _place()


@frozen
class NumberLiteral:
    """A number as written: 30% has the value 30 and `percent` true."""

    value: Rational
    unit: str | None
    percent: bool
    span: Span = _place()


@frozen
class DateLiteral:
    value: date
    span: Span = _place()


@frozen
class TextLiteral:
    value: str
    span: Span = _place()


@frozen
class YesNoLiteral:
    value: bool
    span: Span = _place()


@frozen
class OutcomeLiteral:
    """An outcome as an assessor gives it, in a test or example."""

    value: Literal["passes", "fails", "not applicable", "undetermined", "basically met"]
    span: Span = _place()


@frozen
class AssessmentDate:
    span: Span = _place()


@frozen
class Minus:
    """A sign before a value."""

    operand: "Expression"
    span: Span = _place()


@frozen
class Total:
    """A sum: each term with whether it is added (True) or subtracted; the first is added."""

    terms: tuple[tuple[bool, "Expression"], ...]
    span: Span = _place()


@frozen
class Multiplied:
    """A product: each factor with whether it multiplies (True) or divides; the first multiplies."""

    factors: tuple[tuple[bool, "Expression"], ...]
    span: Span = _place()


@frozen
class Steps:
    """`amount for each full step of measure beyond start`; with `whole` false, `pro rata for each`."""

    amount: "Expression"
    whole: bool
    step: "Expression"
    measure: "Expression"
    start: "Expression | None"
    span: Span = _place()


RoundingWay = Literal["half up", "half even", "up", "down"]


@frozen
class Rounded:
    value: "Expression"
    step: "Expression"
    way: RoundingWay | None
    span: Span = _place()


@frozen
class Period:
    """Days, complete months or complete years from one date to another."""

    calendar: Literal["days", "months", "years"]
    start: "Expression"
    end: "Expression"
    span: Span = _place()


@frozen
class ScoreOf:
    """`score`, `score of a, b`, `score without a` or `points of a`."""

    kind: Literal["own", "of", "without", "points"]
    names: tuple[Name, ...]
    span: Span = _place()


FoldWay = Literal["sum", "average", "greatest", "least", "latest", "earliest"]


@frozen
class FoldList:
    """`sum of (a, b, c)` and its like over named values; one item may be a group."""

    way: FoldWay
    items: tuple["Expression", ...]
    span: Span = _place()


@frozen
class Rows:
    """The rows of a related table, or those of them where a condition holds."""

    table: Name
    where: "Expression | None"
    span: Span = _place()


@frozen
class Aggregate:
    """`share of`, `count of`, `sum of field of` … rows, `where` …, `if none` …."""

    way: Literal["share", "count"] | FoldWay
    value: "Expression | None"
    rows: Rows
    where: "Expression | None"
    if_none: "Expression | None"
    span: Span = _place()


HeadingLevel = Literal["pillar", "criterion", "indicator"]
HeadingFilter = Literal["mandatory", "scored", "advisory", "applicable"]


@frozen
class HeadingKind:
    """`mandatory criterion` and its like: a level, and which headings of it."""

    level: HeadingLevel
    only: HeadingFilter | None
    span: Span = _place()


@frozen
class Predicate:
    """`passes`, `is good or better` …: a word of outcome or, for "member", a choice member or grade."""

    kind: Literal["passes", "fails", "basically met", "not applicable", "yes", "no", "member"]
    member: Name | None
    or_better: bool
    span: Span = _place()


@frozen
class HeadingMeasure:
    """`share of criteria that fail`, `count of criteria that pass`, used as a number."""

    way: Literal["share", "count"]
    kind: HeadingKind
    scope: Name | None
    predicate: Predicate | None
    span: Span = _place()


@frozen
class Comparison:
    symbol: Literal["=", "!=", "<", "<=", ">", ">="]
    left: "Expression"
    right: "Expression"
    span: Span = _place()


@frozen
class IsMissing:
    value: "Expression"
    span: Span = _place()


@frozen
class HasState:
    """`F1 passes`, `party_grade is good or better`."""

    value: "Expression"
    predicate: Predicate
    span: Span = _place()


@frozen
class AllOf:
    """Conditions joined by `and`."""

    items: tuple["Expression", ...]
    span: Span = _place()


@frozen
class AnyOf:
    """Conditions joined by `or`."""

    items: tuple["Expression", ...]
    span: Span = _place()


@frozen
class Not:
    operand: "Expression"
    span: Span = _place()


@frozen
class Quantity:
    """`every`, `no`, `at least 3`, `at most 30% of`, `exactly 2`."""

    kind: Literal["every", "no", "at least", "at most", "exactly"]
    number: Rational | None
    percent: bool
    span: Span = _place()


@frozen
class CountedHeadings:
    """`every mandatory criterion passes`, `at most 1 criterion in facilities fails`."""

    quantity: Quantity
    kind: HeadingKind
    scope: Name | None
    predicate: Predicate
    span: Span = _place()


@frozen
class Listed:
    """`at least 3 of a, b, c`, with one thing asked of all of them where a predicate stands."""

    quantity: Quantity
    items: tuple["Expression", ...]
    predicate: Predicate | None
    span: Span = _place()


@frozen
class Quantified:
    """`exists case in cases where …`, `every case in cases where … has …`, `no case in cases has …`."""

    kind: Literal["exists", "every", "no"]
    variable: Name
    table: Name
    where: "Expression | None"
    condition: "Expression"
    span: Span = _place()


@frozen
class BandWhen:
    """`value when condition`."""

    value: "Expression"
    condition: "Expression"
    span: Span = _place()


@frozen
class BandOtherwise:
    """`value otherwise`."""

    value: "Expression"
    span: Span = _place()


@frozen
class BandLinear:
    """`linear in measure from a at x to b at y`."""

    measure: "Expression"
    from_value: "Expression"
    from_at: "Expression"
    to_value: "Expression"
    to_at: "Expression"
    span: Span = _place()


Band = BandWhen | BandOtherwise | BandLinear


@frozen
class Banded:
    """A value by cases: the first band that holds."""

    bands: tuple[Band, ...]
    span: Span = _place()


Expression = (
    Reference | NumberLiteral | DateLiteral | TextLiteral | YesNoLiteral | OutcomeLiteral | AssessmentDate | Minus | Total | Multiplied | Steps
    | Rounded | Period | ScoreOf | FoldList | Aggregate | HeadingMeasure | Comparison | IsMissing | HasState | AllOf | AnyOf | Not
    | CountedHeadings | Listed | Quantified | Banded
)


@frozen
class Title:
    """A text with its translations; the first has no tongue of its own."""

    labels: Labels
    span: Span = _place()
