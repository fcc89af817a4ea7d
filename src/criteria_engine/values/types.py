"""Types: what a fact, a definition or an expression can be, with scale and bounds where it is a number or a date."""

from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import evolve, field, frozen

from criteria_engine.values.dates import EARLIEST, LATEST
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import LARGEST, Rational
from criteria_engine.values.units import BARE, Unit

NumberKind = Literal["integer", "number", "percent", "money", "duration", "ratio"]


@frozen
class TextType:
    """Text, compared after NFC and without white space at its ends."""


@frozen
class YesNoType:
    """Yes or no: also the type of every condition."""


@frozen
class NumberType:
    """An exact number of a kind, in a unit, a multiple of `scale`, from `low` to `high`.

    A percent is held as its ratio (85 % is 17/20, its default scale 1/10000). A ratio is what the quotient of two like
    amounts is: it may stand where a percent or a plain number is asked for. `scale` None: no finest step is known.
    """

    kind: NumberKind
    unit: Unit = BARE
    scale: Rational | None = None
    low: Rational = -LARGEST
    high: Rational = LARGEST


@frozen
class DateType:
    """A calendar day within bounds, both included."""

    low: date = EARLIEST
    high: date = LATEST


@frozen
class Member:
    """One of the values of a choice."""

    name: str
    labels: Labels = field(default=NO_LABELS, eq=False)


@frozen
class ChoiceType:
    """One of several named values; when ordered, the first is the lowest. A value is the member's index."""

    name: str
    members: tuple[Member, ...]
    ordered: bool
    labels: Labels = field(default=NO_LABELS, eq=False)


@frozen
class OutcomeType:
    """The outcome of a criterion that an assessor gives: a column of "passes", "basically met", "fails", "not applicable"."""


Type = TextType | YesNoType | NumberType | DateType | ChoiceType | OutcomeType

TEXT = TextType()
YES_NO = YesNoType()
DATE = DateType()
OUTCOME = OutcomeType()
INTEGER = NumberType("integer", BARE, 1)
NUMBER = NumberType("number", BARE)
PERCENT = NumberType("percent", BARE)
RATIO = NumberType("ratio", BARE)

DEFAULT_SCALES: dict[NumberKind, Rational] = {"integer": 1, "number": Fraction(1, 100), "percent": Fraction(1, 10000), "duration": 1}


def default_scale(kind: NumberKind, unit: Unit) -> Rational | None:
    """The scale of a fact that declares none: integer and duration 1, number 0.01, percent 0.01 %, money the currency's
    smallest unit."""
    return unit.scale if kind == "money" else DEFAULT_SCALES.get(kind)


def without_bounds(kind: Type) -> Type:
    """The same type with scale and bounds at their widest, as expressions have it."""
    if isinstance(kind, NumberType):
        return evolve(kind, scale=None, low=-LARGEST, high=LARGEST)
    return DATE if isinstance(kind, DateType) else kind


Value = bool | int | Fraction | date | str
"""A known value: yes/no as bool, numbers as int or Fraction, dates, text; a choice as its member's index (int); an
assessed outcome as its name (str)."""
