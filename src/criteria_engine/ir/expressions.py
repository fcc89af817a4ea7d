"""Typed operations. Nodes compare by identity: an engine may key what it knows of a node by the node itself."""

from typing import Literal

from attrs import field, frozen

from criteria_engine.source import Span
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import Type, Value

Symbol = Literal["=", "!=", "<", "<=", ">", ">="]
OutcomeName = Literal["passes", "basically met", "fails", "not applicable", "scored"]
RoundingWay = Literal["half up", "half even", "up", "down"]


@frozen(eq=False, kw_only=True, repr=False)
class Node:
    """What every operation has: the type of its value and its place in the rule text."""

    type: Type
    span: Span | None = field(default=None, repr=False)


# Values


@frozen(eq=False, repr=False)
class Constant(Node):
    """A value written in the rules, in the unit of its type."""

    value: Value


@frozen(eq=False, repr=False)
class FactValue(Node):
    """A fact of the unit."""

    name: str


@frozen(eq=False, repr=False)
class FieldValue(Node):
    """A field of the row that `variable` stands for."""

    variable: str
    table: str
    name: str


@frozen(eq=False, repr=False)
class ParameterValue(Node):
    """A parameter's value on the assessment date."""

    name: str


@frozen(eq=False, repr=False)
class DefinitionValue(Node):
    """The value of a definition."""

    name: str


@frozen(eq=False, repr=False)
class AssessmentDate(Node):
    """The day as of which the rules are read."""


@frozen(eq=False, repr=False)
class Total(Node):
    """Terms added (sign 1) or subtracted (-1), all in the unit of the total."""

    terms: tuple[tuple[int, "Expression"], ...]


@frozen(eq=False, repr=False)
class Product(Node):
    """Factors that multiply (power 1) or divide (-1) from left to right; division by zero is unknown."""

    factors: tuple[tuple[int, "Expression"], ...]


@frozen(eq=False, repr=False)
class Converted(Node):
    """An amount in another unit of the same measure: multiplied by `factor`."""

    operand: "Expression"
    factor: Rational


@frozen(eq=False, repr=False)
class Rounded(Node):
    """The multiple of `step` that the way of rounding picks."""

    operand: "Expression"
    step: Rational
    way: RoundingWay


@frozen(eq=False, repr=False)
class Steps(Node):
    """`amount` for each step of what `measure` has beyond `start`; whole steps only, or pro rata. A step that is not
    positive is unknown."""

    amount: "Expression"
    whole: bool
    step: "Expression"
    measure: "Expression"
    start: "Expression | None"


@frozen(eq=False, repr=False)
class Fold(Node):
    """Sum, average, greatest or least of named values; dates and choices have only the last two."""

    way: Literal["sum", "average", "greatest", "least"]
    items: tuple["Expression", ...]


@frozen(eq=False, repr=False)
class DateShift(Node):
    """A date so many days or months later (sign 1) or earlier (-1)."""

    date: "Expression"
    sign: int
    amount: "Expression"
    calendar: Literal["days", "months"]


@frozen(eq=False, repr=False)
class Period(Node):
    """Days, complete months or complete years from `start` to `end`."""

    calendar: Literal["days", "months", "years"]
    start: "Expression"
    end: "Expression"


@frozen(eq=False, repr=False)
class When:
    """A case: its value, where its condition holds; no condition means otherwise."""

    condition: "Expression | None"
    value: "Expression"
    span: Span | None = None


@frozen(eq=False, repr=False)
class Linear:
    """A case: holds where `measure` lies between its two ends, both included; the value on the line between them."""

    measure: "Expression"
    from_value: "Expression"
    from_at: "Expression"
    to_value: "Expression"
    to_at: "Expression"
    span: Span | None = None


@frozen(eq=False, repr=False)
class Cases(Node):
    """The value of the first case that holds."""

    cases: tuple[When | Linear, ...]


# Headings


@frozen(eq=False, repr=False)
class StateOf:
    """What is asked of a heading: one of these outcomes, or one of these grades (indices of its choices)."""

    outcomes: frozenset[OutcomeName] = frozenset()
    grades: frozenset[int] | None = None
    text: str = ""


@frozen(eq=False, repr=False)
class HeadingState(Node):
    """Whether a heading has a state."""

    heading: str
    state: StateOf


@frozen(eq=False, repr=False)
class Selection:
    """Headings counted over: those of a level, of a kind, below a scope; ids in the order of the text."""

    headings: tuple[str, ...]
    level: Literal["pillar", "criterion", "indicator"]
    only: Literal["mandatory", "scored", "advisory", "applicable"] | None
    scope: str | None


@frozen(eq=False, repr=False)
class HeadingCount(Node):
    """How many of the applicable headings have a state (of all applicable ones without state)."""

    selection: Selection
    state: StateOf | None


@frozen(eq=False, repr=False)
class HeadingShare(Node):
    """The share of the applicable headings that have a state; unknown when none is applicable."""

    selection: Selection
    state: StateOf


@frozen(eq=False, repr=False)
class EveryHeading(Node):
    """Whether every applicable heading has a state (`holds`), or none has."""

    selection: Selection
    state: StateOf
    holds: bool


@frozen(eq=False, repr=False)
class Score(Node):
    """The points, or the share of possible points, of some headings together; None: of the whole rule set."""

    headings: tuple[str, ...] | None
    share: bool
    without: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class PointsOf(Node):
    """The points of one heading; unknown where it is not applicable."""

    heading: str


# Truth


@frozen(eq=False, repr=False)
class Comparison(Node):
    """Whether two values of one type (amounts in one unit) stand in an order."""

    symbol: Symbol
    left: "Expression"
    right: "Expression"


@frozen(eq=False, repr=False)
class IsMissing(Node):
    """Whether a fact or field has no value; unknown where it is invalid."""

    operand: "FactValue | FieldValue"


@frozen(eq=False, repr=False)
class AllOf(Node):
    items: tuple["Expression", ...]


@frozen(eq=False, repr=False)
class AnyOf(Node):
    items: tuple["Expression", ...]


@frozen(eq=False, repr=False)
class Not(Node):
    operand: "Expression"


@frozen(eq=False, repr=False)
class CountOf(Node):
    """Whether at least, at most or exactly `number` of the conditions hold."""

    bound: Literal["at least", "at most", "exactly"]
    number: int
    items: tuple["Expression", ...]
    group: str | None = None


# Related rows


@frozen(eq=False, repr=False)
class RowSet:
    """The rows of a table under a variable's name, where a condition holds."""

    table: str
    variable: str
    where: "Expression | None"


@frozen(eq=False, repr=False)
class AnyRow(Node):
    """Whether some row meets a condition; false of no rows."""

    rows: RowSet
    condition: "Expression"


@frozen(eq=False, repr=False)
class EveryRow(Node):
    """Whether every row meets a condition; true of no rows."""

    rows: RowSet
    condition: "Expression"


@frozen(eq=False, repr=False)
class RowCount(Node):
    """How many rows there are."""

    rows: RowSet


@frozen(eq=False, repr=False)
class RowShare(Node):
    """The share of rows that meet a condition; of no rows the value of `if_none`, else unknown."""

    rows: RowSet
    condition: "Expression"
    if_none: "Expression | None"


@frozen(eq=False, repr=False)
class RowFold(Node):
    """Sum, average, greatest or least of a value over rows; of no rows the value of `if_none`, else 0 for a sum and
    unknown for the others."""

    way: Literal["sum", "average", "greatest", "least"]
    value: "Expression"
    rows: RowSet
    if_none: "Expression | None"


Expression = (
    Constant | FactValue | FieldValue | ParameterValue | DefinitionValue | AssessmentDate | Total | Product | Converted | Rounded | Steps
    | Fold | DateShift | Period | Cases | HeadingState | HeadingCount | HeadingShare | EveryHeading | Score | PointsOf | Comparison
    | IsMissing | AllOf | AnyOf | Not | CountOf | AnyRow | EveryRow | RowCount | RowShare | RowFold
)

OPERATIONS: tuple[type[Node], ...] = Expression.__args__
"""Every operation, for tests that hold each engine to all of them."""
