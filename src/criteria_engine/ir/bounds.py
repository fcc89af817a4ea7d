"""The lowest and highest number that an operation can give on a day, from declared bounds alone, whatever the record."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

from attrs import frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import operations
from criteria_engine.values.dates import EARLIEST, LATEST
from criteria_engine.values.numbers import LARGEST, Rational, floor, normal, round_to, size
from criteria_engine.values.types import NumberType

FAR = 10**24
"""Stands for the size of a quotient whose divisor may come as near to zero as it likes."""


@frozen
class Bounds:
    """All values lie from `low` to `high`; where `grain` is known they are whole multiples of it."""

    low: Rational
    high: Rational
    grain: Rational | None = None


def _grain_sum(grains: Sequence[Rational | None]) -> Rational | None:
    different = set(grains)
    if None in different:
        return None
    result = Fraction(0)
    for grain in sorted(grain for grain in different if grain is not None):
        left, right = result, Fraction(grain)
        while right:
            left, right = right, left % right
        result = left
    return normal(result) or None


def _corners(operation: Callable[..., Rational], *sides: Bounds) -> tuple[Rational, Rational]:
    values = [operation(*corner) for corner in product(*((side.low, side.high) for side in sides))]
    return min(values), max(values)


def bounds(expression: ir.Expression, dated: Dated) -> Bounds:
    """Bounds of a numeric operation. Sound for every record; as tight as interval arithmetic makes them."""
    match expression:
        case ir.Constant(value=value) if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
            return Bounds(value, value, size(value) or None)
        case ir.ParameterValue(name):
            found = dated.parameters.get(name)
            if found is not None and isinstance(found.value, (int, Fraction)):
                return Bounds(found.value, found.value, size(found.value) or None)
        case ir.FactValue(type=kind) | ir.FieldValue(type=kind) if isinstance(kind, NumberType):
            return Bounds(kind.low, kind.high, kind.scale)
        case ir.DefinitionValue(name) if name in dated.program.definitions:
            return _of_definition(name, dated)
        case ir.Total(terms):
            return _total([(sign, bounds(term, dated)) for sign, term in terms])
        case ir.Product(factors):
            return _product([(power, bounds(factor, dated)) for power, factor in factors])
        case ir.Converted(operand, factor):
            inner = bounds(operand, dated)
            ends = sorted((inner.low * factor, inner.high * factor))
            return Bounds(normal(ends[0]), normal(ends[1]), None if inner.grain is None else normal(inner.grain * factor))
        case ir.Rounded(operand, step, way):
            inner = bounds(operand, dated)
            return Bounds(round_to(inner.low, step, way), round_to(inner.high, step, way), step)
        case ir.Steps():
            return _steps(expression, dated)
        case ir.Fold(way, items):
            return _fold(way, [bounds(item, dated) for item in items])
        case ir.Cases(cases):
            return _cases(cases, dated)
        case ir.Period(calendar):
            days = (LATEST - EARLIEST).days
            most = {"days": days, "months": days // 28, "years": days // 365}[calendar]
            return Bounds(-most, most, 1)
        case ir.HeadingCount(selection):
            return Bounds(0, len(selection.headings), 1)
        case ir.HeadingShare() | ir.RowShare(if_none=None):
            return Bounds(0, 1)
        case ir.RowShare(if_none=given) if given is not None:
            return _fold("least or greatest", [Bounds(0, 1), bounds(given, dated)])
        case ir.RowCount():
            return Bounds(0, LARGEST, 1)
        case ir.RowFold(way, value, _, given):
            return _row_fold(way, bounds(value, dated), bounds(given, dated) if given is not None else None)
        case ir.Score(share=True):
            return Bounds(-FAR, FAR)
    return Bounds(-FAR, FAR)


def _of_definition(name: str, dated: Dated) -> Bounds:
    """Bounds of a definition, after those of all that it reads, each once: definitions that read one another many times
    over would otherwise cost as much as all ways through them, and a long chain would be as deep as it is long."""
    known, definitions = dated.definition_bounds, dated.program.definitions
    waiting, begun = [name], set[str]()
    while waiting:
        one = waiting[-1]
        if one in known:
            waiting.pop()
            continue
        read = [part.name for part in operations(definitions[one].value) if isinstance(part, ir.DefinitionValue)]
        lacking = [other for other in read if other in definitions and other not in known and other not in begun]
        begun.add(one)
        if lacking:
            waiting.extend(lacking)
        else:
            known[one] = bounds(definitions[one].value, dated)
    found: Bounds = known[name]
    return found


def _total(terms: Sequence[tuple[int, Bounds]]) -> Bounds:
    low: Rational = sum(side.low if sign > 0 else -side.high for sign, side in terms)
    high: Rational = sum(side.high if sign > 0 else -side.low for sign, side in terms)
    return Bounds(normal(low), normal(high), _grain_sum([side.grain for _, side in terms]))


def _product(factors: Sequence[tuple[int, Bounds]]) -> Bounds:
    result = Bounds(1, 1, 1)
    for power, side in factors:
        if power > 0:
            low, high = _corners(lambda a, b: a * b, result, side)
            grain = None if result.grain is None or side.grain is None else normal(result.grain * side.grain)
            result = Bounds(normal(low), normal(high), grain)
        else:
            result = _quotient(result, side)
    return result


def _quotient(above: Bounds, below: Bounds) -> Bounds:
    if below.low > 0 or below.high < 0:
        low, high = _corners(lambda a, b: Fraction(a) / Fraction(b), above, below)
        return Bounds(normal(low), normal(high))
    if below.grain is None:
        return Bounds(-FAR, FAR)
    finest = below.grain
    most = normal(Fraction(max(size(above.low), size(above.high))) / Fraction(finest))
    if below.low >= 0:
        return Bounds(normal(Fraction(min(above.low, 0)) / Fraction(finest)), normal(Fraction(max(above.high, 0)) / Fraction(finest)))
    return Bounds(-most, most)


def _steps(node: ir.Steps, dated: Dated) -> Bounds:
    amount, step, measure = (bounds(part, dated) for part in (node.amount, node.step, node.measure))
    start = bounds(node.start, dated) if node.start is not None else Bounds(0, 0)
    most = max(0, measure.high - start.low)
    least = max(0, measure.low - start.high)
    smallest = step.low if step.low > 0 else step.grain
    if smallest is None:
        return Bounds(-FAR, FAR)
    counts = Bounds(_times(least, step.high, node.whole) if step.high > 0 else 0, _times(most, smallest, node.whole))
    low, high = _corners(lambda a, b: a * b, amount, counts)
    return Bounds(normal(low), normal(high), amount.grain if node.whole else None)


def _times(measure: Rational, step: Rational, whole: bool) -> Rational:
    times = Fraction(measure) / Fraction(step)
    return floor(times) if whole else normal(times)


def _fold(way: str, items: Sequence[Bounds]) -> Bounds:
    grain = _grain_sum([item.grain for item in items])
    match way:
        case "sum":
            return _total([(1, item) for item in items])
        case "average":
            total = _total([(1, item) for item in items])
            return Bounds(normal(Fraction(total.low) / len(items)), normal(Fraction(total.high) / len(items)))
        case "greatest":
            return Bounds(max(item.low for item in items), max(item.high for item in items), grain)
        case "least":
            return Bounds(min(item.low for item in items), min(item.high for item in items), grain)
    return Bounds(min(item.low for item in items), max(item.high for item in items), grain)


def _cases(cases: Sequence[ir.When | ir.Linear], dated: Dated) -> Bounds:
    found: list[Bounds] = []
    for case in cases:
        if isinstance(case, ir.When):
            found.append(bounds(case.value, dated))
        else:
            ends = _fold("hull", [bounds(case.from_value, dated), bounds(case.to_value, dated)])
            found.append(Bounds(ends.low, ends.high))
    return _fold("hull", found)


def _row_fold(way: str, value: Bounds, given: Bounds | None) -> Bounds:
    result = value
    if way == "sum":
        result = Bounds(min(value.low, 0) * LARGEST, max(value.high, 0) * LARGEST, value.grain)
    elif way == "average":
        result = Bounds(value.low, value.high)
    return _fold("hull", [result, given]) if given is not None else result
