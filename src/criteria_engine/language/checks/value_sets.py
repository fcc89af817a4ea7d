"""Which values of one thing a condition covers: for bands that are never reached, or that leave gaps."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.bounds import bounds
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dump import dump
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.types import ChoiceType, DateType, NumberType, YesNoType

Edge = tuple[Rational, int]
"""A value with -1 for just below it, 0 for the value itself, 1 for just above."""


@frozen
class Domain:
    """All that a thing can be: from `low` to `high`, in whole multiples of `grain` where that is known."""

    low: Rational
    high: Rational
    grain: Rational | None


@frozen
class ValueSet:
    """Stretches of values, from one edge to another, apart and in order."""

    stretches: tuple[tuple[Edge, Edge], ...]


NOTHING = ValueSet(())


def _snapped(low: Edge, high: Edge, grain: Rational | None) -> tuple[Edge, Edge]:
    """The same values with edges on the grid, where there is one."""
    if grain is None:
        return low, high
    first = -(-low[0] // grain)
    if low[1] > 0 and first * grain == low[0]:
        first += 1
    last = high[0] // grain
    if high[1] < 0 and last * grain == high[0]:
        last -= 1
    return (normal(first * grain), 0), (normal(last * grain), 0)


def _touch(high: Edge, low: Edge, grain: Rational | None) -> bool:
    """Whether no value lies between the end of one stretch and the start of the next."""
    if grain is not None:
        return low[0] - high[0] <= grain
    return low <= high or (low[0] == high[0] and low[1] - high[1] == 1)


def union(sets: Sequence[ValueSet], domain: Domain) -> ValueSet:
    """Everything that some set holds."""
    stretches = sorted(stretch for part in sets for stretch in part.stretches)
    merged: list[tuple[Edge, Edge]] = []
    for low, high in stretches:
        if merged and _touch(merged[-1][1], low, domain.grain):
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return ValueSet(tuple(merged))


def complement(values: ValueSet, domain: Domain) -> ValueSet:
    """Everything in the domain that a set lacks."""
    found: list[tuple[Edge, Edge]] = []
    start: Edge = (domain.low, 0)
    for low, high in values.stretches:
        found.append((start, (low[0], low[1] - 1)))
        start = (high[0], high[1] + 1)
    found.append((start, (domain.high, 0)))
    return _cut(found, domain)


def _cut(stretches: Sequence[tuple[Edge, Edge]], domain: Domain) -> ValueSet:
    kept: list[tuple[Edge, Edge]] = []
    for low, high in stretches:
        low, high = _snapped(max(low, (domain.low, 0)), min(high, (domain.high, 0)), domain.grain)
        if low <= high and abs(low[1]) <= 1 and abs(high[1]) <= 1:
            kept.append((low, high))
    return union([ValueSet(tuple(kept))], domain)


def intersection(sets: Sequence[ValueSet], domain: Domain) -> ValueSet:
    """Everything that all sets hold."""
    return complement(union([complement(part, domain) for part in sets], domain), domain)


def within(inner: ValueSet, outer: ValueSet) -> bool:
    """Whether one set holds all of another."""
    return all(any(low >= other_low and high <= other_high for other_low, other_high in outer.stretches) for low, high in inner.stretches)


def domain_of(thing: ir.Expression, dated: Dated) -> Domain | None:
    """All that a thing can be, from its type and declared bounds; None where it has no order of values."""
    match thing.type:
        case YesNoType():
            return Domain(0, 1, 1)
        case ChoiceType(members=members):
            return Domain(0, len(members) - 1, 1)
        case DateType(low, high):
            return Domain(low.toordinal(), high.toordinal(), 1)
        case NumberType():
            limits = bounds(thing, dated)
            return Domain(limits.low, limits.high, limits.grain)
    return None


def constant_on(expression: ir.Expression, dated: Dated) -> Rational | None:
    """The number that an operation is on a day whatever the record (dates as day numbers); None where records decide."""
    while isinstance(expression, ir.DefinitionValue) and expression.name in dated.program.definitions:
        expression = dated.program.definitions[expression.name].value
    match expression:
        case ir.Constant(value=value):
            return _as_number(value)
        case ir.ParameterValue(name) if name in dated.parameters:
            return _as_number(dated.parameters[name].value)
        case ir.AssessmentDate():
            return dated.as_of.toordinal()
        case ir.Converted() | ir.Total() | ir.Product() | ir.Rounded() if isinstance(expression.type, NumberType):
            limits = bounds(expression, dated)
            return limits.low if limits.low == limits.high else None
    return None


def _as_number(value: object) -> Rational | None:
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, (int, Fraction)) else None


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def covered(condition: ir.Expression, dated: Dated) -> tuple[str, ir.Expression, ValueSet] | None:
    """The thing that a condition is about, by its canonical text, and the values of it for which it surely holds; None
    where it is about more than one thing."""
    match condition:
        case ir.Comparison(symbol, left, right):
            fixed = constant_on(right, dated)
            if fixed is not None and constant_on(left, dated) is None:
                return _compared(symbol, left, fixed, dated)
            fixed = constant_on(left, dated)
            if fixed is not None and constant_on(right, dated) is None:
                return _compared(_TURNED[symbol], right, fixed, dated)
            return None
        case ir.FactValue() | ir.FieldValue() | ir.DefinitionValue() if isinstance(condition.type, YesNoType):
            return _compared("=", condition, 1, dated)
        case ir.Not(operand):
            found = covered(operand, dated)
            domain = domain_of(found[1], dated) if found else None
            return None if found is None or domain is None else (found[0], found[1], complement(found[2], domain))
        case ir.AllOf(items) | ir.AnyOf(items):
            parts = [covered(item, dated) for item in items]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts) or len({part[0] for part in known}) > 1:
                return None
            domain = domain_of(known[0][1], dated)
            if domain is None:
                return None
            sets = list(dict.fromkeys(part[2] for part in known))
            return known[0][0], known[0][1], intersection(sets, domain) if isinstance(condition, ir.AllOf) else union(sets, domain)
    return None


def _compared(symbol: str, thing: ir.Expression, fixed: Rational, dated: Dated) -> tuple[str, ir.Expression, ValueSet] | None:
    thing, fixed = _unconverted(thing, fixed)
    domain = domain_of(thing, dated)
    if domain is None:
        return None
    low, high = (domain.low, 0), (domain.high, 0)
    if symbol == "!=":
        values = complement(_cut([((fixed, 0), (fixed, 0))], domain), domain)
    else:
        stretch: dict[str, tuple[Edge, Edge]] = {
            "=": ((fixed, 0), (fixed, 0)),
            "<": (low, (fixed, -1)),
            "<=": (low, (fixed, 0)),
            ">": ((fixed, 1), high),
            ">=": ((fixed, 0), high),
        }
        values = _cut([stretch[symbol]], domain)
    return _key(thing), thing, values


def _key(thing: ir.Expression) -> str:
    """Text that two expressions share where they are the same thing; of most things, facts, it is their name."""
    return f"fact {thing.name}" if isinstance(thing, ir.FactValue) else dump(thing)


def _unconverted(thing: ir.Expression, fixed: Rational) -> tuple[ir.Expression, Rational]:
    """The amount behind conversions, and a number in its unit: `300 cm > width` is about the width as it is declared."""
    if isinstance(thing, ir.Converted):
        return _unconverted(thing.operand, normal(Fraction(fixed) / Fraction(thing.factor)))
    return thing, fixed


def between(thing: ir.Expression, low: Rational, high: Rational, dated: Dated) -> tuple[str, ir.Expression, ValueSet] | None:
    """The values of a thing from one number to another, both included."""
    (thing, low), (_, high) = _unconverted(thing, low), _unconverted(thing, high)
    domain = domain_of(thing, dated)
    return None if domain is None else (_key(thing), thing, _cut([((low, 0), (high, 0))], domain))
