"""Facts and constants as registers: how a datum comes into a plan, its bounds, and from what it is open."""

from datetime import date
from fractions import Fraction

from criteria_engine.ir.program import Fact
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Place, Unsupported
from criteria_engine.lowering.lowered import (
    Amount,
    Lowered,
    Truth,
    Word,
    decided,
    known,
)
from criteria_engine.lowering.plan import OUTCOMES, Exact, Input
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Origin
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, Value, YesNoType


def constant(b: Builder, value: Value, kind: Type) -> Lowered:
    """A value of a type."""
    match kind:
        case YesNoType():
            return decided(b, b.flag(bool(value)))
        case TextType():
            return Word(b.text(str(value)), b.flag(False))
        case OutcomeType():
            return Word(b.number(OUTCOMES.index(str(value))), b.flag(False))
    number = value.toordinal() if isinstance(value, date) else value
    assert not isinstance(number, str)
    return known(b, e.exact(b, number))


def input_of(fact: Fact) -> Input:
    """How a fact comes into a plan."""
    kind, default = fact.type, fact.default
    match kind:
        case NumberType(scale=scale):
            if scale is None:
                raise Unsupported(fact.name, "a number without a finest step")
            finest = e.scale_of(*scale.as_integer_ratio())
            return Input(fact.name, kind, "number", finest, None if default is None else int(Fraction(default) / finest))  # type: ignore[arg-type]
        case DateType():
            return Input(fact.name, kind, "number", e.ONE, default.toordinal() if isinstance(default, date) else None)
        case YesNoType():
            return Input(fact.name, kind, "flag", e.ONE, default if isinstance(default, bool) else None)
        case TextType():
            return Input(fact.name, kind, "text", e.ONE, default if isinstance(default, str) else None)
        case OutcomeType():
            return Input(fact.name, kind, "number", e.ONE, OUTCOMES.index(default) if isinstance(default, str) else None)
    return Input(fact.name, kind, "number", e.ONE, default)  # type: ignore[arg-type]


def limits(kind: Type) -> tuple[Rational, Rational]:
    """The lowest and highest of a type, in the numbers that registers hold (before the scale)."""
    match kind:
        case NumberType(low=low, high=high):
            return low, high
        case DateType(low=low, high=high):
            return low.toordinal(), high.toordinal()
        case ChoiceType(members=members):
            return 0, len(members) - 1
        case OutcomeType():
            return 0, len(OUTCOMES) - 2
    return 0, 1


def datum(b: Builder, fact: Fact, table: str = "") -> Lowered:
    """A fact of the record, or in the plan of a row a field of the table."""
    found: Lowered | None = b.worked_out.get((datum, fact.name))
    if found is None:
        found = b.worked_out[datum, fact.name] = _datum(b, fact, table)
    return found


def _datum(b: Builder, fact: Fact, table: str) -> Lowered:
    index = b.input(input_of(fact))
    scale = b.inputs[index].scale
    low, high = limits(fact.type)
    register = b.value(index, -int(-Fraction(low) // scale), int(Fraction(high) // scale))
    there = b.known(index)
    unknown = b.negated(there)
    place = _unread(b, index, table)
    match fact.type:
        case YesNoType():
            return Truth(b.every((there, register)), b.every((there, b.negated(register))), place)
        case TextType() | OutcomeType():
            return Word(register, unknown, place)
    number = Exact(register, None, scale)
    return Amount(number, number, unknown, place)


def _unread(b: Builder, index: int, table: str) -> Place:
    """From what an input is open: it is missing, or could not be read."""
    if not b.tracing:
        return 0
    found = b.inputs[index]
    name = f"{table}.{found.name}" if table else found.name
    unknown, absent = b.negated(b.known(index)), b.absent(index)
    missing = absent if found.default is None else b.flag(False)
    return b.note(None, [(Origin("missing", name), missing), (Origin("invalid", name), b.every((unknown, b.negated(absent))))])
