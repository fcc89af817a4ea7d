"""Arithmetic on numbers that may be open, in registers: the hull over all corners, as the interpreter has it."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

from attrs import evolve

from criteria_engine.ir import expressions as ir
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder
from criteria_engine.lowering.lowered import Amount, Program, apart, is_point, known, noted
from criteria_engine.lowering.plan import Exact
from criteria_engine.values.truth import Origin
from criteria_engine.values.types import NumberType

Of = Callable[[ir.Expression], Amount]
"""How the operands of an arithmetic operation are lowered."""


def combined(b: Builder, operation: Callable[..., Exact], *amounts: Amount) -> Amount:
    """An operation that is monotone in each argument by itself: the hull over all corners; unknown where any argument is."""
    unknown = b.some(amount.unknown for amount in amounts)
    ends = [(amount.low,) if amount.low is amount.high or amount.low == amount.high else (amount.low, amount.high) for amount in amounts]
    low: Exact | None = None
    high: Exact | None = None
    for corner in product(*ends):
        found = operation(*corner)
        low = found if low is None else e.lower_of(b, low, found)
        high = found if high is None else e.higher_of(b, high, found)
    assert low is not None and high is not None
    if not b.tracing:
        return Amount(low, high, unknown)
    gate = None if all(map(is_point, amounts)) else Amount(low, high, unknown)
    return Amount(low, high, unknown, b.note(gate, [(amount.place, None) for amount in amounts]))


def total(node: ir.Total, of: Of, at: Program) -> Amount:
    b = at.b
    result = known(b, e.exact(b, 0))
    for sign, term in node.terms:
        operation = e.plus if sign > 0 else e.minus
        result = combined(b, lambda left, right, operation=operation: operation(b, left, right), result, of(term))
    return result


def multiplied(node: ir.Product, of: Of, at: Program) -> Amount:
    b = at.b
    result = known(b, e.exact(b, 1))
    for power, factor in node.factors:
        result = combined(b, lambda x, y: e.times(b, x, y), result, of(factor)) if power > 0 else quotient(b, result, of(factor))
    return result


def quotient(b: Builder, above: Amount, below: Amount) -> Amount:
    """A quotient; unknown where the divisor is zero, or may be."""
    zero = e.exact(b, 0)
    crosses = b.every((e.compared(b, "<=", below.low, zero), e.compared(b, "<=", zero, below.high)))
    found = combined(b, lambda x, y: e.over(b, x, y), above, below)
    result = Amount(found.low, found.high, b.some((found.unknown, crosses)))
    if not b.tracing:
        return result
    sure = b.every((crosses, b.negated(b.some((below.unknown, apart(b, below.low, below.high))))))
    gate = None if is_point(above) and is_point(below) else result
    return evolve(result, place=b.note(gate, [(above.place, None), (below.place, None), (Origin("division by zero", ""), sure)]))


def converted(node: ir.Converted, of: Of, at: Program) -> Amount:
    return combined(at.b, lambda x: e.scaled_by(at.b, x, node.factor), of(node.operand))


def rounded(node: ir.Rounded, of: Of, at: Program) -> Amount:
    return combined(at.b, lambda x: e.rounded(at.b, x, node.step, node.way), of(node.operand))


def steps(node: ir.Steps, of: Of, at: Program) -> Amount:
    b = at.b
    zero = e.exact(b, 0)
    step = of(node.step)
    start = of(node.start) if node.start is not None else known(b, zero)
    not_positive = e.compared(b, "<=", step.low, zero)

    def points(amount: Exact, step: Exact, measure: Exact, start: Exact) -> Exact:
        beyond = e.higher_of(b, e.minus(b, measure, start), zero)
        found = e.over(b, beyond, e.chosen(b, e.compared(b, "<=", step, zero), e.exact(b, 1), step))
        return e.times(b, amount, Exact(e.floored(b, found), None, e.ONE) if node.whole else found)

    amount, measure = of(node.amount), of(node.measure)
    found = combined(b, points, amount, step, measure, start)
    result = Amount(found.low, found.high, b.some((found.unknown, not_positive)))
    if not b.tracing:
        return result
    there = b.negated(step.unknown)
    never, may_not = b.every((there, e.compared(b, "<=", step.high, zero))), b.every((there, not_positive))
    parts = [(part.place, b.negated(may_not)) for part in (amount, measure, start)]
    return evolve(result, place=b.note(result, [*parts, (step.place, b.negated(never)), (Origin("step not positive", ""), never)]))


def fold(node: ir.Fold, of: Of, at: Program) -> Amount:
    b = at.b
    items = [of(item) for item in node.items]
    operation = {"greatest": e.higher_of, "least": e.lower_of}.get(node.way, e.plus)
    result = items[0]
    for item in items[1:]:
        result = combined(b, lambda left, right: operation(b, left, right), result, item)
    if not isinstance(node.type, NumberType):
        return noted(b, result, *[item.place for item in items])
    return combined(b, lambda x: e.scaled_by(b, x, Fraction(1, len(items))), result) if node.way == "average" else result


SPREADING: dict[type, Callable[..., Amount]] = {
    ir.Total: total,
    ir.Product: multiplied,
    ir.Converted: converted,
    ir.Rounded: rounded,
    ir.Steps: steps,
    ir.Fold: fold,
}
"""Operations whose extent follows from that of their operands."""
