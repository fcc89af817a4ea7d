"""Operations on single values in registers; each row of `MEANINGS` does what the interpreter's row of that name does."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve, frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Fact
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.arithmetic import SPREADING, combined
from criteria_engine.lowering.builder import Builder, Unsupported
from criteria_engine.lowering.inputs import constant, datum, input_of
from criteria_engine.lowering.lowered import (
    Amount,
    Lowered,
    Meaning,
    Program,
    Truth,
    Word,
    conjunction,
    decided,
    disjunction,
    is_decided,
    is_point,
    known,
    negation,
    noted,
    opened,
)
from criteria_engine.lowering.plan import LAST_DAY, Exact
from criteria_engine.values.dates import LATEST
from criteria_engine.values.truth import Origin
from criteria_engine.values.types import NumberType, OutcomeType, TextType, YesNoType


def _constant(node: ir.Constant, at: Program) -> Lowered:
    return constant(at.b, node.value, node.type)


def _fact(node: ir.FactValue, at: Program) -> Lowered:
    return datum(at.b, at.dated.program.facts[node.name])


def _parameter(node: ir.ParameterValue, at: Program) -> Lowered:
    return constant(at.b, at.dated.parameters[node.name].value, node.type)


def _definition(node: ir.DefinitionValue, at: Program) -> Lowered:
    return at.defined(node.name)


def _assessment_date(node: ir.AssessmentDate, at: Program) -> Lowered:
    return known(at.b, e.exact(at.b, at.dated.as_of.toordinal()))


def _arithmetic(node: ir.Expression, at: Program) -> Lowered:
    return SPREADING[type(node)](node, at.amount, at)


# Dates


def _date_shift(node: ir.DateShift, at: Program) -> Lowered:
    b = at.b
    day, amount = at.amount(node.date), at.amount(node.amount)
    zero, last = b.number(0), b.number(LATEST.toordinal())
    outside: list[int] = []

    def moved(start: Exact, number: Exact) -> Exact:
        whole = _away_from_zero(b, number)
        shift = whole if node.sign > 0 else b.subtract(zero, whole)
        outside.append(b.compare("<", last, whole))
        outside.append(b.compare("<", last, b.subtract(zero, whole)))
        if node.calendar == "days":
            found = b.add(start.above, shift)
            outside.extend((b.compare("<", found, b.number(1)), b.compare("<", b.number(LAST_DAY), found)))
            found = b.greatest(b.least(found, b.number(LAST_DAY)), zero)
        else:
            found = b.add_months(start.above, b.greatest(b.least(shift, last), b.subtract(zero, last)))
            outside.append(b.compare("=", found, zero))
        return Exact(found, None, e.ONE)

    moving = combined(b, moved, day, amount)
    result = Amount(moving.low, moving.high, b.some((moving.unknown, *outside)))
    if not b.tracing:
        return result
    sure = b.every((b.negated(opened(b, day)), b.negated(opened(b, amount)), b.some(outside)))
    return evolve(result, place=b.note(result, [(day.place, None), (amount.place, None), (Origin("date out of range", ""), sure)]))


def _away_from_zero(b: Builder, number: Exact) -> int:
    up = b.subtract(b.number(0), e.floored(b, e.scaled_by(b, number, -1)))
    return b.choose(e.compared(b, "<", number, e.exact(b, 0)), e.floored(b, number), up)


def _period(node: ir.Period, at: Program) -> Lowered:
    b = at.b
    start, end = at.amount(node.start), at.amount(node.end)

    def count(first: Exact, last: Exact) -> Exact:
        if node.calendar == "days":
            return Exact(b.subtract(last.above, first.above), None, e.ONE)
        months = b.months_between(first.above, last.above)
        if node.calendar == "months":
            return Exact(months, None, e.ONE)
        zero, twelve = b.number(0), b.number(12)
        before = b.subtract(zero, b.divide(b.subtract(zero, months), twelve))
        return Exact(b.choose(b.compare("<", months, zero), before, b.divide(months, twelve)), None, e.ONE)

    found = Amount(count(start.high, end.low), count(start.low, end.high), b.some((start.unknown, end.unknown)))
    return noted(b, found, start.place, end.place)


# Cases


def linear(case: ir.Linear, at: Program) -> tuple[Truth, Amount]:
    """Whether a linear case holds, and its value where it does."""
    b = at.b
    measure, start, end = (at.amount(part) for part in (case.measure, case.from_at, case.to_at))
    low_value, high_value = at.amount(case.from_value), at.amount(case.to_value)
    holds = conjunction(b, (compared(b, "<", start, end), compared(b, ">=", measure, start), compared(b, "<=", measure, end)))

    def on_line(x: Exact, x0: Exact, x1: Exact, y0: Exact, y1: Exact) -> Exact:
        width = e.minus(b, x1, x0)
        flat = e.compared(b, "<=", x1, x0)
        x = e.lower_of(b, e.higher_of(b, x, x0), x1)
        rise = e.times(b, e.minus(b, x, x0), e.minus(b, y1, y0))
        found = e.plus(b, y0, e.over(b, rise, e.chosen(b, flat, e.exact(b, 1), width)))
        return e.chosen(b, flat, y1, found)

    line = combined(b, on_line, measure, start, end, low_value, high_value)
    open_ends = b.some((measure.unknown, start.unknown, end.unknown))
    open_values = b.some((low_value.unknown, high_value.unknown))
    if b.constant_of(open_ends) is False:
        return holds, Amount(line.low, line.high, open_values, line.place)
    low, high = e.lower_of(b, low_value.low, high_value.low), e.higher_of(b, low_value.high, high_value.high)
    result = Amount(e.chosen(b, open_ends, low, line.low), e.chosen(b, open_ends, high, line.high), open_values)
    asked = b.negated(b.every((open_ends, open_values)))
    parts = [*((part.place, asked) for part in (measure, start, end)), (low_value.place, None), (high_value.place, None)]
    return holds, evolve(result, place=b.note(result, parts))


@frozen
class Case:
    """A case in registers: whether it holds, flags that it is reached, and that it is reached and may hold, its value there."""

    case: ir.When | ir.Linear
    holds: Truth
    reached: int
    flag: int
    value: Lowered


def reachable(node: ir.Cases, at: Program) -> tuple[list[Case], int]:
    """The cases, and whether one of them surely holds."""
    b = at.b
    found: list[Case] = []
    waiting = b.flag(True)
    for case in node.cases:
        if isinstance(case, ir.When):
            holds = decided(b, b.flag(True)) if case.condition is None else at.truth(case.condition)
            value = at.value(case.value)
        else:
            holds, value = linear(case, at)
        found.append(Case(case, holds, waiting, b.every((waiting, b.negated(holds.no))), value))
        waiting = b.every((waiting, b.negated(holds.yes)))
    return found, b.negated(waiting)


def first(b: Builder, cases: Sequence[tuple[Case, Amount]]) -> tuple[Exact, Exact]:
    """The lowest and the highest value of the cases that may hold; one of them must."""
    if all(is_decided(b, case.holds) for case, _ in cases):
        low, high = cases[-1][1].low, cases[-1][1].high
        for case, value in reversed(cases[:-1]):
            low, high = e.chosen(b, case.holds.yes, value.low, low), e.chosen(b, case.holds.yes, value.high, high)
        return low, high
    return hull(b, [(case.flag, value) for case, value in cases])


def hull(b: Builder, options: Sequence[tuple[int, Amount]], single: bool = False) -> tuple[Exact, Exact]:
    """The lowest and the highest of the numbers whose flags are true; one must be, and where `single` no more than one is."""
    low, high = options[-1][1].low, options[-1][1].high
    for flag, option in reversed(options[:-1]):
        low, high = e.chosen(b, flag, option.low, low), e.chosen(b, flag, option.high, high)
    if single or len(options) < 2:
        return low, high
    known_values = [(e.constant_of(b, option.low), flag, option.low) for flag, option in options if option.low == option.high]
    if len(known_values) == len(options) and all(value is not None for value, _, _ in known_values):
        ordered = sorted(known_values, key=lambda found: found[0])  # type: ignore[arg-type,return-value]
        return _first_true(b, ordered), _first_true(b, ordered[::-1])
    base_low, base_high = low, high
    for flag, option in options:
        low = e.lower_of(b, low, e.chosen(b, flag, option.low, base_low))
        high = e.higher_of(b, high, e.chosen(b, flag, option.high, base_high))
    return low, high


def _first_true(b: Builder, options: Sequence[tuple[Fraction | None, int, Exact]]) -> Exact:
    result = options[-1][2]
    for _, flag, number in reversed(options[:-1]):
        result = e.chosen(b, flag, number, result)
    return result


def _cases(node: ir.Cases, at: Program) -> Lowered:
    b = at.b
    found, closed = reachable(node, at)
    result = _whichever(node, found, closed, b)
    if not b.tracing:
        return result
    none = b.every(case.holds.no for case in found)
    asked = [(case.holds.place, case.reached) for case in found]
    values = [(case.value.place, case.flag) for case in found]
    return evolve(result, place=b.note(result, [*asked, *values, (Origin("no case holds", ""), none)]))


def _whichever(node: ir.Cases, found: Sequence[Case], closed: int, b: Builder) -> Lowered:
    """The value of the cases that may hold."""
    if isinstance(node.type, YesNoType):
        truths = [(case.flag, case.value) for case in found if isinstance(case.value, Truth)]
        yes = b.every((closed, *(b.some((b.negated(flag), value.yes)) for flag, value in truths)))
        no = b.every((closed, *(b.some((b.negated(flag), value.no)) for flag, value in truths)))
        return Truth(yes, no)
    if isinstance(node.type, (TextType, OutcomeType)):
        return _cases_of_words(b, [(case.flag, case.value) for case in found if isinstance(case.value, Word)], closed)
    amounts = [(case, case.value) for case in found if isinstance(case.value, Amount)]
    unknown = [b.negated(closed), *(b.every((case.flag, value.unknown)) for case, value in amounts)]
    low, high = first(b, amounts)
    if not isinstance(node.type, NumberType):
        for case, value in amounts:
            if value.low != value.high:
                b.never(b.every((case.flag, b.negated(e.compared(b, "=", value.low, value.high)))))
        unknown.append(b.negated(e.compared(b, "=", low, high)))
        high = low
    return Amount(low, high, b.some(unknown))


def _cases_of_words(b: Builder, values: Sequence[tuple[int, Word]], closed: int) -> Lowered:
    result = values[-1][1].value
    for flag, word in reversed(values[:-1]):
        result = b.choose(flag, word.value, result)
    different = [b.every((flag, b.negated(b.compare("=", word.value, result)))) for flag, word in values]
    return Word(result, b.some((b.negated(closed), *(b.every((flag, word.unknown)) for flag, word in values), *different)))


# Truth


def compared(b: Builder, symbol: str, left: Amount, right: Amount) -> Truth:
    """Whether a comparison holds for every pair of values that two numbers may be, for none, or unknown."""
    return from_both(b, _compared(b, symbol, left, right), left, right)


def from_both(b: Builder, found: Truth, left: Lowered, right: Lowered) -> Truth:
    """A truth that where it is open is so from both operands."""
    if not b.tracing:
        return found
    gate = None if is_point(left) and is_point(right) else found
    return Truth(found.yes, found.no, b.note(gate, [(left.place, None), (right.place, None)]))


def _compared(b: Builder, symbol: str, left: Amount, right: Amount) -> Truth:
    if symbol in ("!=", ">", ">="):
        return negation(_compared(b, {"!=": "=", ">": "<=", ">=": "<"}[symbol], left, right))
    sure = _alike(left.low, left.high) and _alike(right.low, right.high)
    known_both = b.negated(b.some((left.unknown, right.unknown)))
    if sure and symbol == "=":
        yes = e.compared(b, "=", left.low, right.low)
        return Truth(b.every((known_both, yes)), b.every((known_both, b.negated(yes))))
    if symbol == "=":
        yes = b.every((e.compared(b, "=", left.low, left.high), e.compared(b, "=", right.low, right.high), e.compared(b, "=", left.low, right.low)))
        no = b.some((e.compared(b, "<", left.high, right.low), e.compared(b, "<", right.high, left.low)))
        return Truth(b.every((known_both, yes)), b.every((known_both, no)))
    strict = symbol == "<"
    yes = e.compared(b, "<" if strict else "<=", left.high, right.low)
    no = e.compared(b, "<=" if strict else "<", right.high, left.low)
    return Truth(b.every((known_both, yes)), b.every((known_both, no)))


def _alike(low: Exact, high: Exact) -> bool:
    return low is high or low == high


def _comparison(node: ir.Comparison, at: Program) -> Lowered:
    b = at.b
    left, right = at.value(node.left), at.value(node.right)
    if isinstance(left, Amount) and isinstance(right, Amount):
        return compared(b, node.symbol, left, right)
    if node.symbol not in ("=", "!="):
        raise Unsupported("Comparison", node.symbol)
    if isinstance(left, Truth) and isinstance(right, Truth):
        alike = b.some((b.every((left.yes, right.yes)), b.every((left.no, right.no))))
        differ = b.some((b.every((left.yes, right.no)), b.every((left.no, right.yes))))
        found = Truth(alike, differ)
    else:
        assert isinstance(left, Word) and isinstance(right, Word)
        there = b.negated(b.some((left.unknown, right.unknown)))
        same = b.compare("=", left.value, right.value)
        found = Truth(b.every((there, same)), b.every((there, b.negated(same))))
    found = from_both(b, found, left, right)
    return found if node.symbol == "=" else negation(found)


def _is_missing(node: ir.IsMissing, at: Program) -> Lowered:
    b = at.b
    if not isinstance(node.operand, ir.FactValue):
        raise Unsupported("FieldValue", "rows of related tables")
    return is_absent(b, at.dated.program.facts[node.operand.name])


def is_absent(b: Builder, fact: Fact, table: str = "") -> Truth:
    """Whether a record has no datum for a fact, or a row none for a field; unknown where it has one that could not be read."""
    index = b.input(input_of(fact))
    absent = b.absent(index)
    if b.complete:
        return decided(b, absent)
    found = Truth(absent, b.every((b.negated(absent), b.known(index))))
    name = f"{table}.{fact.name}" if table else fact.name
    return evolve(found, place=b.note(found, [(Origin("invalid", name), None)]))


def _all_of(node: ir.AllOf, at: Program) -> Lowered:
    return conjunction(at.b, [at.truth(item) for item in node.items])


def _any_of(node: ir.AnyOf, at: Program) -> Lowered:
    return disjunction(at.b, [at.truth(item) for item in node.items])


def _not(node: ir.Not, at: Program) -> Lowered:
    return negation(at.truth(node.operand))


def _count_of(node: ir.CountOf, at: Program) -> Lowered:
    b = at.b
    symbol = {"at least": ">=", "at most": "<=", "exactly": "="}[node.bound]
    return compared(b, symbol, counted(b, [at.truth(item) for item in node.items]), known(b, e.exact(b, node.number)))


def counted(b: Builder, truths: Sequence[Truth]) -> Amount:
    """How many truths hold, from those that surely do to those that may."""
    sure = Exact(b.count(truth.yes for truth in truths), None, e.ONE)
    may = Exact(b.count(b.negated(truth.no) for truth in truths), None, e.ONE)
    return noted(b, Amount(sure, may, b.flag(False)), *[truth.place for truth in truths])


MEANINGS: dict[type, Meaning] = {
    ir.Constant: _constant,
    ir.FactValue: _fact,
    ir.ParameterValue: _parameter,
    ir.DefinitionValue: _definition,
    ir.AssessmentDate: _assessment_date,
    **dict.fromkeys(SPREADING, _arithmetic),
    ir.DateShift: _date_shift,
    ir.Period: _period,
    ir.Cases: _cases,
    ir.Comparison: _comparison,
    ir.IsMissing: _is_missing,
    ir.AllOf: _all_of,
    ir.AnyOf: _any_of,
    ir.Not: _not,
    ir.CountOf: _count_of,
}
