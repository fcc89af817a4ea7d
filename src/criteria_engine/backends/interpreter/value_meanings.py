"""What each operation on single values means."""

from datetime import date
from typing import Any

from criteria_engine.backends.interpreter.evaluator import Bindings, Evaluator, Meaning, Result
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Fact
from criteria_engine.ir.records import Datum, Invalid, Open
from criteria_engine.values.dates import LATEST, add_days, add_months, complete_months_from, complete_years_from, days_from
from criteria_engine.values.intervals import Amount, Interval, combine, compare, ends, highest, hull, interval, lowest, origins_of, within
from criteria_engine.values.numbers import Rational, floor, ratio, round_to
from criteria_engine.values.truth import Origin, Truth, Unknown, conjunction, disjunction, negation, unknown
from criteria_engine.values.types import ChoiceType, DateType, NumberType, Type, Value


def _constant(node: ir.Constant, at: Evaluator, rows: Bindings) -> Result:
    return node.value


def datum_value(found: Datum | None, fact: Fact, name: str) -> Result:
    """The value of a fact or field by what the record has of it: its default where it is missing and has one, unknown where it
    is missing or invalid, all that it may be where it is open."""
    if isinstance(found, Invalid):
        return unknown("invalid", name)
    if isinstance(found, Open):
        return _opened(found, fact.type, name)
    if found is None:
        return unknown("missing", name) if fact.default is None else fact.default
    return found


def _opened(found: Open, kind: Type, name: str) -> Result:
    """An open datum: what is left unsaid of it counts as missing."""
    anything = unknown("missing", name)
    match kind:
        case NumberType(low=low, high=high):
            return interval(_or(found.low, low), _or(found.high, high), anything.origins)
        case DateType(low=low, high=high):
            return within(_or(found.low, low), _or(found.high, high), anything.origins)
        case ChoiceType(members=members):
            return within(_or(found.low, 0), _or(found.high, len(members) - 1), anything.origins)
    return anything if found.low is None or found.low != found.high else found.low


def _or(given: Value | None, bound: Any) -> Any:
    return bound if given is None else given


def _fact(node: ir.FactValue, at: Evaluator, rows: Bindings) -> Result:
    return datum_value(at.record.values.get(node.name), at.dated.program.facts[node.name], node.name)


def _field(node: ir.FieldValue, at: Evaluator, rows: Bindings) -> Result:
    _, row = rows[node.variable]
    return datum_value(row.values.get(node.name), at.dated.program.tables[node.table].fields[node.name], f"{node.table}.{node.name}")


def _parameter(node: ir.ParameterValue, at: Evaluator, rows: Bindings) -> Result:
    return at.dated.parameters[node.name].value


def _definition(node: ir.DefinitionValue, at: Evaluator, rows: Bindings) -> Result:
    return at.defined(node.name)


def _assessment_date(node: ir.AssessmentDate, at: Evaluator, rows: Bindings) -> Result:
    return at.dated.as_of


def _add(left: Rational, right: Rational) -> Rational:
    return left + right


def _subtract(left: Rational, right: Rational) -> Rational:
    return left - right


def _multiply(left: Rational, right: Rational) -> Rational:
    return left * right


def _divide(left: Rational, right: Rational) -> Rational:
    return ratio(left, right)


def _total(node: ir.Total, at: Evaluator, rows: Bindings) -> Result:
    result: Amount = 0
    for sign, term in node.terms:
        result = combine(_add if sign > 0 else _subtract, result, at.amount(term, rows))
    return result


def _product(node: ir.Product, at: Evaluator, rows: Bindings) -> Result:
    result: Amount = 1
    for power, factor in node.factors:
        operand = at.amount(factor, rows)
        if power > 0:
            result = combine(_multiply, result, operand)
        else:
            result = quotient(result, operand)
    return result


def quotient(above: Amount, below: Amount) -> Amount:
    """A quotient; unknown where the divisor is zero, or may be."""
    if isinstance(below, Unknown):
        return Unknown(origins_of(above) | below.origins)
    if lowest(below) <= 0 <= highest(below):
        if isinstance(below, Interval):
            return Unknown(origins_of(above) | below.origins)
        return Unknown(origins_of(above) | unknown("division by zero", "").origins)
    return combine(_divide, above, below)


def _converted(node: ir.Converted, at: Evaluator, rows: Bindings) -> Result:
    return combine(_multiply, at.amount(node.operand, rows), node.factor)


def _rounded(node: ir.Rounded, at: Evaluator, rows: Bindings) -> Result:
    return combine(lambda number: round_to(number, node.step, node.way), at.amount(node.operand, rows))


def _steps(node: ir.Steps, at: Evaluator, rows: Bindings) -> Result:
    step = at.amount(node.step, rows)
    if not isinstance(step, Unknown):
        if highest(step) <= 0:
            return Unknown(unknown("step not positive", "").origins)
        if lowest(step) <= 0:
            return Unknown(origins_of(step))
    start: Amount = at.amount(node.start, rows) if node.start is not None else 0

    def points(amount: Rational, step: Rational, measure: Rational, start: Rational) -> Rational:
        times = ratio(max(measure - start, 0), step)
        return amount * (floor(times) if node.whole else times)

    return combine(points, at.amount(node.amount, rows), step, at.amount(node.measure, rows), start)


def _fold(node: ir.Fold, at: Evaluator, rows: Bindings) -> Result:
    if isinstance(node.type, NumberType):
        return fold_amounts(node.way, [at.amount(item, rows) for item in node.items])
    return fold_ordered(node.way, [at.value(item, rows) for item in node.items])


def fold_amounts(way: str, amounts: list[Amount]) -> Amount:
    """The sum, average, greatest or least of at least one number."""
    operation = {"greatest": max, "least": min}.get(way, _add)
    result = amounts[0]
    for amount in amounts[1:]:
        result = combine(operation, result, amount)
    return quotient(result, len(amounts)) if way == "average" else result


def fold_ordered(way: str, values: list[Result]) -> Result:
    """The greatest or least of at least one date or choice; unknown where one is."""
    origins = frozenset().union(*(origins_of(value) for value in values))
    if any(isinstance(value, Unknown) for value in values):
        return Unknown(origins)
    choose = max if way == "greatest" else min
    lows, highs = zip(*map(ends, values), strict=True)
    return within(choose(lows), choose(highs), origins)


def _date_shift(node: ir.DateShift, at: Evaluator, rows: Bindings) -> Result:
    day, amount = at.value(node.date, rows), at.amount(node.amount, rows)
    origins = origins_of(day) | origins_of(amount)
    if isinstance(day, Unknown) or isinstance(amount, Unknown):
        return Unknown(origins)
    moved = [_moved(node, start, number) for start in ends(day) for number in ends(amount)]
    within_reach = [end for end in moved if end is not None]
    if len(within_reach) < len(moved):
        return Unknown(origins) if origins else unknown("date out of range", "")
    return within(min(within_reach), max(within_reach), origins)


def _moved(node: ir.DateShift, day: date, amount: Rational) -> date | None:
    """A day so many days or months away; None where the calendar does not reach. An end of what a number may be need not be
    whole, then the whole number beyond it is taken."""
    whole = floor(amount) if amount < 0 else -floor(-amount)
    if abs(whole) > LATEST.toordinal():
        return None
    try:
        move = add_days if node.calendar == "days" else add_months
        return move(day, node.sign * whole)
    except (OverflowError, ValueError):
        return None


def _period(node: ir.Period, at: Evaluator, rows: Bindings) -> Result:
    start, end = at.value(node.start, rows), at.value(node.end, rows)
    origins = origins_of(start) | origins_of(end)
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return Unknown(origins)
    count = {"days": days_from, "months": complete_months_from, "years": complete_years_from}[node.calendar]
    (first, last), (early, late) = ends(start), ends(end)
    return interval(count(last, early), count(first, late), origins)


def linear_value(case: ir.Linear, at: Evaluator, rows: Bindings) -> tuple[Truth, Amount]:
    """Whether a linear case holds, and its value where it does: on the line between its two ends."""
    measure, start, end = (at.amount(part, rows) for part in (case.measure, case.from_at, case.to_at))
    low_value, high_value = at.amount(case.from_value, rows), at.amount(case.to_value, rows)
    forward = compare("<", start, end)
    holds = conjunction((forward, compare(">=", measure, start), compare("<=", measure, end)))
    if holds is False:
        return False, 0
    if isinstance(measure, Unknown) or isinstance(start, Unknown) or isinstance(end, Unknown):
        if isinstance(low_value, Unknown) or isinstance(high_value, Unknown):
            return holds, Unknown(origins_of(low_value) | origins_of(high_value))
        origins = origins_of(measure) | origins_of(start) | origins_of(end)
        ends = hull([low_value, high_value])
        return holds, Interval(lowest(ends), highest(ends), origins | origins_of(ends)) if lowest(ends) < highest(ends) else ends

    def on_line(x: Rational, x0: Rational, x1: Rational, y0: Rational, y1: Rational) -> Rational:
        if x1 <= x0:
            return y1
        along = ratio(min(max(x, x0), x1) - x0, x1 - x0)
        return y0 + along * (y1 - y0)

    return holds, combine(on_line, measure, start, end, low_value, high_value)


def reachable_cases(node: ir.Cases, at: Evaluator, rows: Bindings) -> tuple[list[tuple[ir.When | ir.Linear, Result]], frozenset[Origin], bool]:
    """The cases that hold or may hold, each with its value; what leaves it open; and whether one of them surely holds."""
    found: list[tuple[ir.When | ir.Linear, Result]] = []
    origins: frozenset[Origin] = frozenset()
    for case in node.cases:
        if isinstance(case, ir.When):
            holds: Truth = True if case.condition is None else at.truth(case.condition, rows)
            if holds is False:
                continue
            value = at.value(case.value, rows)
        else:
            holds, value = linear_value(case, at, rows)
            if holds is False:
                continue
        found.append((case, value))
        if holds is True:
            return found, origins, True
        origins |= origins_of(holds)
    return found, origins, False


def _cases(node: ir.Cases, at: Evaluator, rows: Bindings) -> Result:
    found, origins, closed = reachable_cases(node, at, rows)
    if not closed and not origins:
        return unknown("no case holds", "")
    values = [value for _, value in found]
    if not closed or any(isinstance(value, Unknown) for value in values):
        if closed and len(values) == 1:
            return values[0]
        return Unknown(frozenset(origins).union(*(origins_of(value) for value in values)))
    if len(values) == 1:
        return values[0]
    if isinstance(node.type, NumberType):
        whole = hull(values)  # type: ignore[arg-type]
        return Interval(whole.low, whole.high, whole.origins | origins) if isinstance(whole, Interval) else whole
    return values[0] if all(value == values[0] for value in values) else Unknown(origins.union(*map(origins_of, values)))


def _comparison(node: ir.Comparison, at: Evaluator, rows: Bindings) -> Result:
    left, right = at.value(node.left, rows), at.value(node.right, rows)
    return compare(node.symbol, left, right)


def _is_missing(node: ir.IsMissing, at: Evaluator, rows: Bindings) -> Result:
    match node.operand:
        case ir.FactValue(name):
            found = at.record.values.get(name)
            source = name
        case ir.FieldValue(variable, table, name):
            found = rows[variable][1].values.get(name)
            source = f"{table}.{name}"
    return unknown("invalid", source) if isinstance(found, Invalid) else found is None


def _all_of(node: ir.AllOf, at: Evaluator, rows: Bindings) -> Result:
    return conjunction(at.truth(item, rows) for item in node.items)


def _any_of(node: ir.AnyOf, at: Evaluator, rows: Bindings) -> Result:
    return disjunction(at.truth(item, rows) for item in node.items)


def _not(node: ir.Not, at: Evaluator, rows: Bindings) -> Result:
    return negation(at.truth(node.operand, rows))


def _count_of(node: ir.CountOf, at: Evaluator, rows: Bindings) -> Result:
    truths = [at.truth(item, rows) for item in node.items]
    sure = sum(truth is True for truth in truths)
    origins = frozenset().union(*(origins_of(truth) for truth in truths))
    count: Amount = Interval(sure, sure + sum(isinstance(truth, Unknown) for truth in truths), origins) if origins else sure
    return compare({"at least": ">=", "at most": "<=", "exactly": "="}[node.bound], count, node.number)


MEANINGS: dict[type, Meaning] = {
    ir.Constant: _constant,
    ir.FactValue: _fact,
    ir.FieldValue: _field,
    ir.ParameterValue: _parameter,
    ir.DefinitionValue: _definition,
    ir.AssessmentDate: _assessment_date,
    ir.Total: _total,
    ir.Product: _product,
    ir.Converted: _converted,
    ir.Rounded: _rounded,
    ir.Steps: _steps,
    ir.Fold: _fold,
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
