"""Quantifiers and aggregates over the rows of a related table, in registers: a plan for one row, and what is counted over all."""

from fractions import Fraction
from typing import Any, Literal

from attrs import define, evolve, field

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import operations
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, EachRow, Outside, Part, Place, Unsupported
from criteria_engine.lowering.inputs import datum
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
    negation,
)
from criteria_engine.lowering.plan import Aggregate, Exact, Register
from criteria_engine.lowering.pruning import pruned_rows
from criteria_engine.lowering.values import MEANINGS as OF_VALUES
from criteria_engine.lowering.values import is_absent
from criteria_engine.values.numbers import LARGEST
from criteria_engine.values.truth import Origin

ROW_OPERATIONS = (ir.AnyRow, ir.EveryRow, ir.RowCount, ir.RowShare, ir.RowFold)


@define(eq=False)
class Rows:
    """The rows of a table, seen from one row: what does not speak of the row is the program's around it."""

    around: Program
    rows: ir.RowSet
    b: Builder
    _values: dict[ir.Expression, Lowered] = field(factory=dict)

    @property
    def dated(self) -> Dated:
        return self.around.dated

    @property
    def judged(self) -> Any:
        return self.around.judged

    def value(self, expression: ir.Expression) -> Lowered:
        found = self._values.get(expression)
        if found is None:
            found = self._values[expression] = self._lowered(expression)
        return found

    def _lowered(self, expression: ir.Expression) -> Lowered:
        if not any(isinstance(part, ir.FieldValue) and part.variable == self.rows.variable for part in operations(expression)):
            return self._from_outside(self.around.value(expression))
        if isinstance(expression, ROW_OPERATIONS):
            raise Unsupported(type(expression).__name__, "rows asked for within a row")
        if isinstance(expression, ir.FieldValue):
            return datum(self.b, self.dated.program.tables[expression.table].fields[expression.name], expression.table)
        if isinstance(expression, ir.IsMissing) and isinstance(expression.operand, ir.FieldValue):
            table = expression.operand.table
            return is_absent(self.b, self.dated.program.tables[table].fields[expression.operand.name], table)
        return OF_VALUES[type(expression)](expression, self)

    def _from_outside(self, found: Lowered) -> Lowered:
        place = self.b.note(None, [(Outside(found.place), None)]) if found.place else 0
        match found:
            case Truth(yes, no):
                return Truth(self._flag(yes), self._flag(no), place)
            case Amount(low, high, unknown):
                return Amount(self._number(low), self._number(high), self._flag(unknown), place)
        return Word(self._flag(found.value), self._flag(found.unknown), place)

    def _flag(self, register: Register) -> Register:
        return self.b.from_outside(register, self.around.b)

    def _number(self, number: Exact) -> Exact:
        return Exact(self._flag(number.above), None if number.below is None else self._flag(number.below), number.scale)

    def truth(self, expression: ir.Expression) -> Truth:
        found = self.value(expression)
        assert isinstance(found, Truth)
        return found

    def amount(self, expression: ir.Expression) -> Amount:
        found = self.value(expression)
        assert isinstance(found, Amount)
        return found

    def defined(self, name: str) -> Lowered:
        return self._from_outside(self.around.defined(name))

    @property
    def belongs(self) -> Truth:
        """Whether the row is one of those asked for."""
        return decided(self.b, self.b.flag(True)) if self.rows.where is None else self.truth(self.rows.where)

    def count(self, flag: Register) -> Register:
        """How many rows have a flag."""
        return self._over("count", flag, None, 0, LARGEST)

    def some(self, flag: Register) -> Register:
        """Whether any row has a flag. A complete plan counts even where that is plain, since it must see that no field is missing."""
        outer = self.around.b
        if not self.b.complete and self.b.constant_of(flag) is False:
            return outer.flag(False)
        return outer.compare("<", outer.number(0), self.count(flag))

    def fold(self, way: Literal["sum", "least", "greatest"], flag: Register, value: Register) -> Register:
        low, high = min(self.b.lows[value], 0), max(self.b.highs[value], 0)
        most = LARGEST if way == "sum" else 1
        return self._over(way, flag, value, low * most, high * most)

    def _over(self, way: Literal["count", "sum", "least", "greatest"], flag: Register, value: Register | None, low: int, high: int) -> Register:
        plan, new_flag, new_value = pruned_rows(self.b, self.rows.table, flag, value)
        return self.around.b.aggregate(Aggregate(plan, way, new_flag, new_value), low, high)


def _rows(rows: ir.RowSet, at: Program) -> tuple[Rows, Register, Truth]:
    """The rows, whether the table was given, and whether they are known to be all there."""
    if isinstance(at, Rows):
        raise Unsupported("RowSet", "rows asked for within a row")
    condition = at.dated.program.tables[rows.table].complete_when
    given = at.b.given(rows.table)
    complete = decided(at.b, at.b.flag(True)) if condition is None else at.truth(condition)
    return Rows(at, rows, Builder(at.b.complete, at.b.tracing)), given, complete


Parts = list[tuple[Part, Register | None]]


def _unseen(rows: Rows, given: Register, complete: Truth, *places: tuple[Place, Register | None]) -> Parts:
    """What leaves open a value over rows: the table was not given, rows may be out of sight, or it is open what some row is; of each
    row these places where their flags are true."""
    b, table = rows.around.b, rows.rows.table
    if not b.tracing:
        return []
    found: Parts = [(EachRow(rows, place, flag), given) for place, flag in places if place]
    found += [(Origin("missing", table), b.negated(given)), (Origin("incomplete", table), b.every((given, complete.no)))]
    return [*found, (complete.place, given)]


def _any_row(node: ir.AnyRow, at: Program) -> Lowered:
    b = at.b
    rows, given, complete = _rows(node.rows, at)
    found = conjunction(rows.b, (rows.belongs, rows.truth(node.condition)))
    yes = b.every((given, rows.some(found.yes)))
    result = Truth(yes, b.every((given, complete.yes, b.negated(rows.some(rows.b.negated(found.no))))))
    return evolve(result, place=b.note(result, _unseen(rows, given, complete, (found.place, None))))


def _every_row(node: ir.EveryRow, at: Program) -> Lowered:
    b = at.b
    rows, given, complete = _rows(node.rows, at)
    found = disjunction(rows.b, (negation(rows.belongs), rows.truth(node.condition)))
    yes = b.every((given, complete.yes, b.negated(rows.some(rows.b.negated(found.yes)))))
    result = Truth(yes, b.every((given, rows.some(found.no))))
    return evolve(result, place=b.note(result, _unseen(rows, given, complete, (found.place, None))))


def _whole(register: Register) -> Exact:
    return Exact(register, None, Fraction(1))


def _row_count(node: ir.RowCount, at: Program) -> Lowered:
    b = at.b
    rows, given, complete = _rows(node.rows, at)
    sure = _whole(rows.count(rows.belongs.yes))
    may = sure if is_decided(rows.b, rows.belongs) else _whole(rows.count(rows.b.negated(rows.belongs.no)))
    result = Amount(sure, e.chosen(b, complete.yes, may, e.exact(b, LARGEST)), b.negated(given))
    return evolve(result, place=b.note(result, _unseen(rows, given, complete, (rows.belongs.place, None))))


def _row_share(node: ir.RowShare, at: Program) -> Lowered:
    """The share; of rows of which none surely belongs it is whatever the doubtful ones may make of it."""
    b = at.b
    rows, given, complete = _rows(node.rows, at)
    inner, belongs, meets = rows.b, rows.belongs, rows.truth(node.condition)
    zero, one = e.exact(b, 0), e.exact(b, 1)
    surely = rows.count(belongs.yes)
    sure = some = b.compare("<", b.number(0), surely)
    both = _whole(rows.count(inner.every((belongs.yes, meets.yes))))
    if is_decided(inner, belongs) and is_decided(inner, meets):
        low = high = e.over(b, both, _whole(surely))
    else:
        may = inner.negated(belongs.no)
        some = b.some((sure, rows.some(may)))
        whole = _whole(rows.count(inner.every((may, inner.some((belongs.yes, inner.negated(meets.yes)))))))
        low = e.chosen(b, e.compared(b, "=", whole, zero), one, e.over(b, both, whole))
        hit = inner.every((may, inner.negated(meets.no)))
        high = e.over(b, _whole(rows.count(hit)), _whole(rows.count(inner.some((belongs.yes, hit)))))
    some = b.some((some, b.negated(complete.yes)))
    low, high = e.chosen(b, complete.yes, low, zero), e.chosen(b, complete.yes, high, one)
    parts = _unseen(rows, given, complete, (belongs.place, None), (meets.place, inner.negated(belongs.no)))
    return _or_none(Amount(low, high, b.flag(False)), sure, some, given, node, parts, at)


def _or_none(found: Amount, sure: Register, some: Register, given: Register, node: ir.RowShare | ir.RowFold, parts: Parts, at: Program) -> Amount:
    """A value over rows of which some surely belong, or of no rows what is said of none; where some may belong, anything between these.
    Unknown where the table was not given."""
    b = at.b
    missing, maybe_none = b.negated(given), b.every((given, b.negated(sure)))
    if node.if_none is None:
        result = Amount(found.low, found.high, b.some((missing, found.unknown, b.negated(sure))))
        return evolve(result, place=b.note(result, [*parts, (Origin("none arose", node.rows.table), maybe_none)]))
    none = at.amount(node.if_none)
    low, high = found.low, found.high
    if sure != some:
        low, high = e.chosen(b, sure, low, e.lower_of(b, low, none.low)), e.chosen(b, sure, high, e.higher_of(b, high, none.high))
    low, high = e.chosen(b, some, low, none.low), e.chosen(b, some, high, none.high)
    result = Amount(low, high, b.some((missing, b.every((some, found.unknown)), b.every((b.negated(sure), none.unknown)))))
    return evolve(result, place=b.note(result, [*parts, (none.place, maybe_none)]))


def _row_fold(node: ir.RowFold, at: Program) -> Lowered:
    """Sum, average, least or greatest; where it is open which rows belong, only an added sum is known, from its lowest to its highest."""
    b = at.b
    rows, given, complete = _rows(node.rows, at)
    inner, belongs = rows.b, rows.belongs
    value = rows.value(node.value)
    if not isinstance(value, Amount) or value.low != value.high or value.low.below is not None:
        raise Unsupported("RowFold", "a quotient or an open number of each row")
    may = inner.negated(belongs.no)
    doubt = inner.flag(False) if is_decided(inner, belongs) else inner.every((may, inner.negated(belongs.yes)))
    parts = _unseen(rows, given, complete, (belongs.place, None), (value.place, may))
    unknown = b.some((b.negated(complete.yes), rows.some(inner.every((may, value.unknown)))))
    way: Literal["sum", "least", "greatest"] = "least" if node.way == "least" else "greatest" if node.way == "greatest" else "sum"
    scale = value.low.scale
    found = Exact(rows.fold(way, belongs.yes, value.low.above), None, scale)
    if node.way == "sum" and node.if_none is None:
        low = high = found
        if inner.constant_of(doubt) is not False:
            zero = inner.number(0)
            low = e.plus(b, low, Exact(rows.fold("sum", doubt, inner.least(value.low.above, zero)), None, scale))
            high = e.plus(b, high, Exact(rows.fold("sum", doubt, inner.greatest(value.low.above, zero)), None, scale))
        result = Amount(low, high, b.some((b.negated(given), unknown)))
        return evolve(result, place=b.note(result, parts))
    unknown = b.some((unknown, b.flag(False) if inner.constant_of(doubt) is False else rows.some(doubt)))
    if node.way == "average":
        found = e.over(b, found, _whole(rows.count(belongs.yes)))
    any_row = b.some((unknown, rows.some(may)))
    return _or_none(Amount(found, found, unknown), any_row, any_row, given, node, parts, at)


def _field(node: ir.FieldValue, at: Program) -> Lowered:
    return at.value(node)  # rows give their own fields


MEANINGS: dict[type, Meaning] = {
    ir.FieldValue: _field,
    ir.AnyRow: _any_row,
    ir.EveryRow: _every_row,
    ir.RowCount: _row_count,
    ir.RowShare: _row_share,
    ir.RowFold: _row_fold,
}
