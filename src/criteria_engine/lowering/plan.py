"""The closed set of instructions that a lowered program consists of, and the plan that holds them.

A plan is a list of instructions; the register that an instruction fills has the number of its place, and operands are
numbers of registers filled before. A register holds a flag (true or false, never unknown), a whole number, or a text. No
instruction can fail and none has a side effect, so an engine may leave out, reorder or put inside one another as it likes. A
renderer to another language is a table with one row for each of `INSTRUCTIONS`.

How the values of the language become registers:

- a number is a whole number times a scale that is known at compile time (`Exact.scale`); a quotient is a pair, numerator
  over a positive denominator, compared by cross-multiplying. Nothing is rounded but by a rounding that the author wrote;
- a date is its day number (0001-01-01 is 1); a choice the index of its member; an assessed outcome its place in `OUTCOMES`;
- a truth is two flags, "surely true" and "surely false"; a number that is open is its lowest and its highest and a flag
  "unknown". Where nothing can be open the flags fold away, so that the same lowering gives the short plan for records with
  nothing missing (`Plan.complete`) and the three-valued one for all others;
- what a plan does not answer is not guessed: where the flag `Plan.unsure` comes out true the record goes to the interpreter.

Every register has bounds (`Plan.lows`, `Plan.highs`), found by interval arithmetic from the bounds of the facts; `too_wide`
in `lowering.width` says what does not fit an engine's widest number.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen

from criteria_engine.ir.program import Level
from criteria_engine.values.truth import Origin
from criteria_engine.values.types import Type

Register = int
Kind = Literal["flag", "number", "text"]

OUTCOMES = ("passes", "basically met", "fails", "not applicable", "scored")
"""What an outcome's code stands for; the last is never an assessor's datum."""

VERDICTS = ("passes", "fails", "disqualified", "graded")

LAST_DAY = 3652059
"""The number of 9999-12-31, the last day of the calendar."""


@frozen
class Value:
    """The value of an input: the datum, or its fact's default; any number where there is neither."""

    input: int


@frozen
class Known:
    """Whether an input has a value: a valid datum, or none and a default."""

    input: int


@frozen
class Absent:
    """Whether the record has no datum at all for an input, default or not."""

    input: int


@frozen
class Constant:
    """A flag, a whole number, or a text (NFC)."""

    value: bool | int | str


@frozen
class Add:
    left: Register
    right: Register


@frozen
class Subtract:
    left: Register
    right: Register


@frozen
class Multiply:
    left: Register
    right: Register


@frozen
class Divide:
    """The greatest whole number that is not above the quotient; the divisor is always positive."""

    left: Register
    right: Register


@frozen
class Least:
    left: Register
    right: Register


@frozen
class Greatest:
    left: Register
    right: Register


@frozen
class Compare:
    """A flag: whether two numbers, or with `=` two texts, stand in an order."""

    symbol: Literal["=", "<", "<="]
    left: Register
    right: Register


@frozen
class And:
    items: tuple[Register, ...]


@frozen
class Or:
    items: tuple[Register, ...]


@frozen
class Not:
    item: Register


@frozen
class Choose:
    """One of two values of the same kind."""

    condition: Register
    then: Register
    otherwise: Register


@frozen
class Count:
    """How many flags are true."""

    items: tuple[Register, ...]


@frozen
class AddMonths:
    """The number of the day so many months later, or of that month's last day where it has no such day; 0 outside the
    calendar's years 1 to 9999, and for a day that is not in them."""

    day: Register
    months: Register


@frozen
class MonthsBetween:
    """Complete months from a day to another, negative when it comes before."""

    start: Register
    end: Register


@frozen
class Given:
    """Whether the record has a related table at all, be it empty."""

    table: str


@frozen
class Outer:
    """In the plan of a row: the register of the plan around it that stands at this place of `RowPlan.outer`."""

    place: int


@frozen
class RowPlan:
    """Instructions that are run for each row of a related table. Its inputs are fields of the row; in a complete plan all of them
    have a value in every row, or the record is not for that plan. Its registers have bounds as those of the plan around it."""

    table: str
    inputs: tuple["Input", ...]
    instructions: tuple["Instruction", ...]
    kinds: tuple[Kind, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    outer: tuple[Register, ...]


@frozen
class Aggregate:
    """Over the rows where the flag is true: how many, or the sum, least or greatest of a number; 0 where there is no such row, or
    the table was not given. `flag` and `value` are registers of the row's plan."""

    rows: RowPlan
    way: Literal["count", "sum", "least", "greatest"]
    flag: Register
    value: Register | None


Instruction = (
    Value | Known | Absent | Constant | Add | Subtract | Multiply | Divide | Least | Greatest | Compare | And | Or | Not | Choose | Count
    | AddMonths | MonthsBetween | Given | Outer | Aggregate
)  # fmt: skip

INSTRUCTIONS: tuple[type, ...] = Instruction.__args__
"""Every instruction; a test holds each renderer to all of them."""


@frozen
class Input:
    """A fact that the plan reads, or the assessor's datum of a heading. A number comes in as a whole number of `scale`; a datum
    that is not one goes to the interpreter."""

    name: str
    type: Type
    kind: Kind
    scale: Fraction
    default: int | bool | str | None


@frozen
class Exact:
    """A number in registers: `above` times `scale`, over `below` where there is one, which is positive."""

    above: Register
    below: Register | None
    scale: Fraction


@frozen
class Span:
    """From the lowest to the highest that a number may be; both the same where it is not open. `there` is false where the
    number does not exist (no points, no score)."""

    low: Exact
    high: Exact
    there: Register


@frozen
class HeadingPlan:
    """What the registers say of a heading: each outcome that it may ever have with the flag that it still may, and `code`, the
    place in `OUTCOMES` of the only one, else their number (undetermined); points, possible points, and each grade with its flag.
    Where `single`, exactly one outcome is possible in every record."""

    id: str
    level: Level
    advisory: bool
    single: bool
    code: Register
    outcomes: tuple[tuple[str, Register], ...]
    points: Span | None
    most: Span | None
    grades: tuple[tuple[int, Register], ...]


@frozen
class VerdictPlan:
    """The verdicts and grades that are still possible; `code`, the place in `VERDICTS` of the verdict, else their number
    (undetermined); `grade`, the only grade possible, else -1. The score with the points that were possible is None where the plan
    was made for the verdict alone."""

    code: Register
    grade: Register
    possible: tuple[tuple[str, Register], ...]
    grades: tuple[tuple[int, Register], ...]
    score: Span | None
    most: Span | None


@frozen(eq=False)
class Plan:
    """A lowered program. A `complete` plan holds only where every one of its inputs has a value, each of its `tables` was given, and
    the fields that the aggregates read have a value in every row; `required` are those aggregates. `headings` is empty where the plan was made
    for the verdict alone. `missing` and `reasons`, in a plan with findings for records with something missing, tell from what a verdict or
    its grade is open, as `UnitOutcome` has it: each name or origin that it may be open from, in order, with the flag that it is."""

    complete: bool
    inputs: tuple[Input, ...]
    instructions: tuple[Instruction, ...]
    kinds: tuple[Kind, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    verdict: VerdictPlan
    headings: tuple[HeadingPlan, ...]
    unsure: Register
    tables: tuple[str, ...] = ()
    required: tuple[Register, ...] = ()
    missing: tuple[tuple[str, Register], ...] = ()
    reasons: tuple[tuple[Origin, Register], ...] = ()
    findings: bool = False
    """Whether it tells more than the verdict: a program may have no headings at all."""


def _both(step: Any) -> tuple[Register, ...]:
    return (step.left, step.right)


def _items(step: Any) -> tuple[Register, ...]:
    found: tuple[Register, ...] = step.items
    return found


_OPERANDS: dict[type, Callable[[Any], tuple[Register, ...]]] = {
    **dict.fromkeys((Add, Subtract, Multiply, Divide, Least, Greatest, Compare), _both),
    **dict.fromkeys((And, Or, Count), _items),
    Not: lambda step: (step.item,),
    Choose: lambda step: (step.condition, step.then, step.otherwise),
    AddMonths: lambda step: (step.day, step.months),
    MonthsBetween: lambda step: (step.start, step.end),
    Aggregate: lambda step: step.rows.outer,
    **dict.fromkeys((Value, Known, Absent, Constant, Given, Outer), lambda step: ()),
}


def operands(instruction: Instruction) -> tuple[Register, ...]:
    """The registers that an instruction reads."""
    return _OPERANDS[type(instruction)](instruction)
