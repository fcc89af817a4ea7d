"""Values and conditions as an evaluation found them, with every place that they came from: what proofs are made of.

Plain data. `asked` conditions and values are those of a row in general ("solved is yes"), which no record answers.
"""

from datetime import date
from typing import Literal

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.expressions import Symbol
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Level
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import OriginKind
from criteria_engine.values.types import ChoiceType, Type, Value

ValueKind = Literal[
    "constant", "fact", "field", "parameter", "definition", "assessment date", "sum", "product", "conversion", "rounding",
    "steps", "fold", "date shift", "period", "cases", "condition", "heading count", "heading share", "score", "points",
    "row count", "row share", "row fold",
]
"""What a value is; `fold` is the sum, average, greatest or least of named values, `row fold` that over rows."""

ConditionKind = Literal[
    "value", "comparison", "missing", "all", "any", "none", "not all", "count", "heading state", "every heading", "no heading",
    "some row", "no row", "every row", "not every row", "always",
]
"""What a condition is. `not` has been taken in: a comparison turned round, "any" become "none", and so on."""

Standing = Literal["true", "false", "unknown", "asked"]
"""How a condition stands; "asked" where it is only spoken of."""


@frozen
class OriginProof:
    """Where an unknown comes from, with what people call the fact, table or heading that it concerns. "private": it is known, and is
    not shown."""

    kind: OriginKind | Literal["private"]
    name: str
    labels: Labels = NO_LABELS
    table: bool = False


@frozen
class CitationProof:
    """A clause of a source document, with what the document is called."""

    source: str
    labels: Labels
    clause: str


@frozen
class FactDetail:
    """A fact that is not simply as the data say: missing with the rules' default in its place, or invalid for a fault."""

    standing: Literal["default", "invalid"]
    fault: str = ""
    problem: Fault | None = None


@frozen
class ParameterDetail:
    """The period in which a parameter has the value, both days included, and where it is laid down."""

    start: date | None
    end: date | None
    cites: tuple[CitationProof, ...] = ()


@frozen
class DefinitionDetail:
    """Where a definition is laid down."""

    cites: tuple[CitationProof, ...] = ()


@frozen
class SignsDetail:
    """For each input 1 (added, multiplied by) or -1 (subtracted, divided by)."""

    signs: tuple[int, ...]


@frozen
class ConversionDetail:
    """What the input is multiplied by to have it in another unit."""

    factor: Rational


@frozen
class RoundingDetail:
    """The step that the input is rounded to, and the way."""

    step: Rational
    way: Literal["half up", "half even", "up", "down"]


@frozen
class StepsDetail:
    """Inputs: amount, step, measure and, where said, start. `times` is how often the amount counts, where known."""

    whole: bool
    times: Rational | None


@frozen
class FoldDetail:
    """Which of the inputs' sum, average, greatest or least it is."""

    way: Literal["sum", "average", "greatest", "least"]


@frozen
class CalendarDetail:
    """The calendar unit of a period or a shift; sign -1 is earlier."""

    calendar: Literal["days", "months", "years"]
    sign: int = 1


@frozen
class BandProof:
    """A case that was read: its condition (none: otherwise) and value, or the line between two points that it lies on.

    `line` holds the measure, the value and the place of one end, and those of the other.
    """

    truth: Standing
    condition: "ConditionProof | None"
    value: "ValueProof | None"
    line: "tuple[ValueProof, ValueProof, ValueProof, ValueProof, ValueProof] | None" = None
    span: Span | None = None


@frozen
class BandsDetail:
    """The cases that were read, in order, up to the first that holds."""

    bands: tuple[BandProof, ...]


@frozen
class WantedState:
    """What is asked of a heading: one of some outcomes, or one of some grades (indices into choices)."""

    outcomes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    choices: ChoiceType | None = None


@frozen
class HeadingMember:
    """A heading that was counted over: whether it counts (is applicable), whether it has the state, and its outcome."""

    id: str
    labels: Labels
    counts: Standing
    has: Standing
    outcome: str
    grades: tuple[int, ...] = ()


@frozen
class HeadingsDetail:
    """The headings counted over: which they are, and what is asked of them. `own`: they are parts of the heading, of that
    level, in which the condition stands."""

    level: Level
    only: Literal["mandatory", "scored", "advisory", "applicable"] | None
    scope: str | None
    scope_labels: Labels
    wanted: WantedState | None
    members: tuple[HeadingMember, ...]
    own: Level | None = None


@frozen
class StateDetail:
    """A heading of which a state is asked, and what became of it."""

    id: str
    level: Level
    labels: Labels
    wanted: WantedState
    outcome: str
    possible: tuple[str, ...]
    grades: tuple[int, ...] = ()


@frozen
class ScoreDetail:
    """Whose score it is (none: the whole rule set's), and the points and possible points behind it where it is a sum.
    `own`: it is that of the heading, of that level, in which the condition stands."""

    headings: tuple[tuple[str, Labels], ...]
    without: tuple[tuple[str, Labels], ...]
    share: bool
    points: Extent | None
    most: Extent | None
    own: Level | None = None


@frozen
class CountDetail:
    """How many of the conditions must hold, how many do, and how many still may."""

    bound: Literal["at least", "at most", "exactly"]
    number: int
    held: int
    open: int
    group: str = ""
    labels: Labels = NO_LABELS


@frozen
class RowProof:
    """A row that matters: its number among the unit's rows, its place, the condition or the value that it has, and what
    makes it belong."""

    number: int
    place: Cell | None
    condition: "ConditionProof | None" = None
    value: "ValueProof | None" = None
    where: "ConditionProof | None" = None


@frozen
class RowsDetail:
    """The rows of a related table that were looked through.

    `given` are all rows of the unit (None: the table was not given); `base` how many of them belong, from and to; `hits`
    how many of those meet the condition, from and to; `unseen` why more rows may exist. `rows` are those that matter,
    `rest` how many more do. `used_none`: there were no rows, and the value for that case was taken. `extremes`: the lowest
    and the highest share that open rows leave possible, each as how many of how many. `file_rows` are the rows of the file (or
    sheet) in which all rows of the unit stand; empty where that is not known of each.
    """

    table: str
    row: str
    labels: Labels
    file: str
    where: "ConditionProof | None"
    condition: "ConditionProof | None"
    given: int | None
    base: tuple[int, int]
    hits: tuple[int, int]
    unseen: tuple[OriginProof, ...]
    rows: "tuple[RowProof, ...]"
    rest: int
    way: str = ""
    used_none: bool = False
    extremes: tuple[tuple[int, int], tuple[int, int]] | None = None
    file_rows: tuple[int, ...] = ()


ValueDetail = (
    FactDetail | ParameterDetail | DefinitionDetail | SignsDetail | ConversionDetail | RoundingDetail | StepsDetail | FoldDetail
    | CalendarDetail | BandsDetail | HeadingsDetail | StateDetail | ScoreDetail | RowsDetail
)
ConditionDetail = CountDetail | StateDetail | HeadingsDetail | RowsDetail


@frozen
class ValueProof:
    """A value with its type: known (`value`), a range (`low` to `high`), or unknown (all None), and then its origins.

    `name` is that of a fact (a field's as `cases.solved`), parameter, definition or heading; `cells` are where it was
    read; `inputs` what it was made of.
    """

    kind: ValueKind
    type: Type
    value: Value | None = None
    low: Value | None = None
    high: Value | None = None
    origins: tuple[OriginProof, ...] = ()
    name: str = ""
    labels: Labels = NO_LABELS
    cells: tuple[Cell, ...] = ()
    inputs: tuple["ValueProof", ...] = ()
    detail: ValueDetail | None = None
    condition: "ConditionProof | None" = None
    span: Span | None = None


@frozen
class ConditionProof:
    """A condition, how it stands, and why.

    Of a comparison both sides, and the margin: how far it is inside (positive) or outside (negative) of what is asked, in
    the unit of what was found, days for dates, steps for ordered choices; from and to where something is open.
    """

    kind: ConditionKind
    truth: Standing
    negated: bool = False
    symbol: Symbol | None = None
    found: ValueProof | None = None
    required: ValueProof | None = None
    margin: Extent | None = None
    origins: tuple[OriginProof, ...] = ()
    children: tuple["ConditionProof", ...] = ()
    detail: ConditionDetail | None = None
    span: Span | None = None
