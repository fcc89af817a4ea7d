"""The values of a fact at which something may change: its bounds, what the rules compare it with, dates around the day of assessment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated, expressions_in_force
from criteria_engine.ir.dependencies import operations
from criteria_engine.reasons.thresholds import texts_of, thresholds_of
from criteria_engine.reasons.variables import Variable
from criteria_engine.values.dates import add_days, add_months
from criteria_engine.values.numbers import floor
from criteria_engine.values.types import DateType, NumberType, TextType, Value


@frozen
class Landmarks:
    """What the rules in force on some days name: thresholds of variables by name, as places of their lines; numbers by kind and
    unit; dates, periods (in days or months), texts."""

    thresholds: Mapping[str, frozenset[int]]
    numbers: Mapping[tuple[str, object], frozenset[Fraction]]
    dates: frozenset[date]
    periods: frozenset[tuple[str, int]]
    texts: tuple[str, ...]


MOST_NAMED = 50
"""Numbers that rules compare with some other fact may matter to this one too, through sums and definitions; where there are
more of one kind than this, only a fact's own thresholds are taken, so that large rule sets cost no more than their size."""


def landmarks_of(days: Iterable[Dated], variables: Sequence[Variable]) -> Landmarks:
    """What the rules name on those days, which are among the dates."""
    days = tuple(days)
    thresholds: dict[str, set[int]] = {}
    for dated in days:
        for number, places in thresholds_of(dated, variables).items():
            thresholds.setdefault(variables[number].name, set()).update(places)
    numbers: dict[tuple[str, object], set[Fraction]] = {}
    dates = {dated.as_of for dated in days}
    periods: set[tuple[str, int]] = set()
    for dated in days:
        for part in (part for expression in expressions_in_force(dated) for part in operations(expression)):
            value = _known(part, dated)
            if isinstance(value, date):
                dates.add(value)
            elif isinstance(part.type, NumberType) and isinstance(value, (int, Fraction)):
                numbers.setdefault((part.type.kind, part.type.unit), set()).add(Fraction(value))
            periods.update(_periods(part, dated))
    texts = tuple(sorted({text for dated in days for text in texts_of(dated)}))
    return Landmarks(
        {name: frozenset(places) for name, places in thresholds.items()},
        {of: frozenset(values) for of, values in numbers.items()},
        frozenset(dates),
        frozenset(periods),
        texts,
    )


def places_of(variable: Variable, landmarks: Landmarks) -> tuple[int, ...]:
    """The places of a variable's line at a bound, just inside it, at or beside what the rules name; in order."""
    kind = variable.fact.type
    if not isinstance(kind, (NumberType, DateType)):
        return ()
    found = {0, 1, variable.size - 2, variable.size - 1}
    found.update(place + step for place in landmarks.thresholds.get(variable.name, ()) for step in (-1, 0))
    for value in _named(kind, landmarks):
        found.update(variable.index(value) + step for step in (-1, 0, 1))
    return tuple(sorted(place for place in found if 0 <= place < variable.size))


def _named(kind: NumberType | DateType, landmarks: Landmarks) -> Iterator[Value]:
    if isinstance(kind, NumberType):
        alike = ("percent", "ratio") if kind.kind == "percent" else (kind.kind, "number", "integer")
        yield 0
        named = {value for of in alike for value in landmarks.numbers.get((of, kind.unit), ())}
        yield from named if len(named) <= MOST_NAMED else ()
        return
    yield from landmarks.dates
    for day in landmarks.dates:
        for calendar, length in landmarks.periods:
            for sign in (-1, 1):
                try:
                    yield add_days(day, sign * length) if calendar == "days" else add_months(day, sign * length)
                except OverflowError:
                    continue


def _periods(part: ir.Expression, dated: Dated) -> Iterator[tuple[str, int]]:
    """The lengths of time that dates are moved or periods compared by."""
    if isinstance(part, ir.DateShift):
        length = _known(part.amount, dated)
        if isinstance(length, (int, Fraction)):
            yield part.calendar, floor(Fraction(length))
    elif isinstance(part, ir.Comparison):
        for one, other in ((part.left, part.right), (part.right, part.left)):
            period = one.operand if isinstance(one, ir.Converted) else one
            factor = Fraction(one.factor) if isinstance(one, ir.Converted) else Fraction(1)
            length = _known(other, dated)
            if isinstance(period, ir.Period) and isinstance(length, (int, Fraction)):
                count = floor(Fraction(length) / factor)
                yield ("days", count) if period.calendar == "days" else ("months", count * (12 if period.calendar == "years" else 1))


def _known(expression: ir.Expression, dated: Dated) -> Value | None:
    match expression:
        case ir.Constant(value) if not isinstance(expression.type, TextType):
            return value
        case ir.ParameterValue(name) if name in dated.parameters:
            return dated.parameters[name].value
    return None
