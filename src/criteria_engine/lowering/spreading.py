"""A number that is unknown becomes the interval from the lowest to the highest that it can be, in registers."""

from attrs import evolve

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.bounds import bounds
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.arithmetic import SPREADING
from criteria_engine.lowering.lowered import Amount, Program, noted
from criteria_engine.lowering.values import first, reachable


def spread(expression: ir.Expression, at: Program) -> Amount:
    """The value of a numeric operation where it is known; where it is not, all that it can be: what is missing spans its declared
    bounds, what is known counts as it is."""
    b = at.b
    found = at.amount(expression)
    if b.constant_of(found.unknown) is False:
        return found
    if isinstance(expression, ir.DefinitionValue):
        wide = spread(at.dated.program.definitions[expression.name].value, at)
        return _where_unknown(found, wide, at)
    limits = bounds(expression, at.dated)
    low, high = e.exact(b, limits.low), e.exact(b, limits.high)
    if type(expression) in SPREADING:
        wide = SPREADING[type(expression)](expression, lambda operand: spread(operand, at), at)
        tighter_low, tighter_high = e.higher_of(b, low, wide.low), e.lower_of(b, high, wide.high)
        low, high = e.chosen(b, wide.unknown, low, tighter_low), e.chosen(b, wide.unknown, high, tighter_high)
    return _where_unknown(found, Amount(low, high, b.flag(False)), at)


def _where_unknown(found: Amount, wide: Amount, at: Program) -> Amount:
    b = at.b
    low, high = e.chosen(b, found.unknown, wide.low, found.low), e.chosen(b, found.unknown, wide.high, found.high)
    return noted(b, Amount(low, high, b.flag(False)), found.place)


def banded(expression: ir.Expression, at: Program) -> Amount:
    """The hull of the bands that hold or may hold; a value that is unknown spans all that it can be."""
    b = at.b
    if not isinstance(expression, ir.Cases):
        return spread(expression, at)
    found, closed = reachable(expression, at)
    spans: list[Amount] = []
    for case in found:
        value = case.value
        assert isinstance(value, Amount)
        if b.constant_of(value.unknown) is False:
            spans.append(value)
        elif isinstance(case.case, ir.When):
            spans.append(spread(case.case.value, at))
        else:
            one, other = spread(case.case.from_value, at), spread(case.case.to_value, at)
            wide = Amount(e.lower_of(b, one.low, other.low), e.higher_of(b, one.high, other.high), b.flag(False))
            span = _where_unknown(value, wide, at)
            there = b.negated(value.unknown)
            parts = [(value.place, there), (one.place, value.unknown), (other.place, value.unknown)]
            spans.append(evolve(span, place=b.note(span, parts)))
    low, high = first(b, list(zip(found, spans, strict=True)))
    place = 0
    if b.constant_of(closed) is not True:
        whole = spread(expression, at)
        place = whole.place
        low, high = e.chosen(b, closed, low, whole.low), e.chosen(b, closed, high, whole.high)
    result = Amount(low, high, b.flag(False))
    if not b.tracing:
        return result
    parts = [(case.holds.place, b.every((closed, case.reached))) for case in found]
    parts += [(span.place, b.every((closed, case.flag))) for case, span in zip(found, spans, strict=True)]
    return evolve(result, place=b.note(result, [*parts, (place, b.negated(closed))]))
