"""The truth of a condition becomes a proof of it, with `not` taken inwards so that every sentence about it reads straight."""

from datetime import date
from fractions import Fraction

from criteria_engine.backends.interpreter.evaluator import Bindings
from criteria_engine.explain.findings import ConditionKind, ConditionProof, CountDetail, OriginProof, Standing, ValueProof
from criteria_engine.explain.proving.context import ASKED, ConditionProver, Proving, in_order, standing, turned
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.outcomes import Extent
from criteria_engine.values.dates import days_from
from criteria_engine.values.labels import NO_LABELS
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Unknown
from criteria_engine.values.types import ChoiceType, DateType, NumberType

OPPOSITE: dict[ir.Symbol, ir.Symbol] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED: dict[ir.Symbol, ir.Symbol] = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_UPWARDS = (">", ">=")
_FIXED = ("constant", "parameter", "assessment date")


def truth_of(node: ir.Expression, at: Proving, rows: Bindings, negated: bool) -> tuple[Standing, tuple[OriginProof, ...]]:
    """How a condition, or its opposite, stands, and why it is unknown."""
    if rows is ASKED:
        return "asked", ()
    truth = at.evaluation.truth(node, rows)
    found = standing(truth)
    return turned(found) if negated else found, in_order(truth.origins, at) if isinstance(truth, Unknown) else ()


def _comparison(node: ir.Comparison, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    symbol = OPPOSITE[node.symbol] if negated else node.symbol
    found, required = at.value(node.left, rows), at.value(node.right, rows)
    if found.kind in _FIXED and required.kind not in _FIXED:
        found, required, symbol = required, found, MIRRORED[symbol]
    return ConditionProof("comparison", truth, False, symbol, found, required, margin_of(symbol, found, required), origins, span=node.span)


def margin_of(symbol: ir.Symbol, found: ValueProof, required: ValueProof) -> Extent | None:
    """How far a value lies inside (positive) or outside (negative) of what is asked; None where nothing measures it.

    Of `=` minus the distance, of `!=` nothing.
    """
    if symbol == "!=" or (symbol == "=" and not isinstance(found.type, (NumberType, DateType))):
        return None
    if isinstance(found.type, ChoiceType) and not found.type.ordered:
        return None
    mine, other = _span(found), _span(required)
    if mine is None or other is None:
        return None
    (low, high), (other_low, other_high) = mine, other
    if symbol in _UPWARDS:
        return Extent(low - other_high, high - other_low)
    if symbol == "=":
        far = max(high - other_low, other_high - low)
        near = max(low - other_high, other_low - high, 0)
        return Extent(-far, -near)
    return Extent(other_low - high, other_high - low)


_DAY_ZERO = date(1900, 1, 1)


def _span(proof: ValueProof) -> tuple[Rational, Rational] | None:
    """The ends of a value on a line; a date's in days."""
    if proof.value is None:
        low, high = proof.low, proof.high
        return (low, high) if isinstance(low, (int, Fraction)) and isinstance(high, (int, Fraction)) else None
    value = proof.value
    if isinstance(value, date):
        days = days_from(_DAY_ZERO, value)
        return days, days
    return None if isinstance(value, (bool, str)) else (value, value)


def _is_missing(node: ir.IsMissing, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    return ConditionProof("missing", truth, negated, found=at.value(node.operand, rows), origins=origins, span=node.span)


def _listed(kind: ConditionKind, node: ir.AllOf | ir.AnyOf, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    children = tuple([at.condition(item, rows) for item in node.items])
    return ConditionProof(kind, truth, origins=origins, children=children, span=node.span)


def _all_of(node: ir.AllOf, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    return _listed("not all" if negated else "all", node, at, rows, negated)


def _any_of(node: ir.AnyOf, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    return _listed("none" if negated else "any", node, at, rows, negated)


def _not(node: ir.Not, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    return at.condition(node.operand, rows, not negated)


def _count_of(node: ir.CountOf, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    truth, origins = truth_of(node, at, rows, negated)
    children = tuple([at.condition(item, rows) for item in node.items])
    held = sum(child.truth == "true" for child in children)
    still = sum(child.truth == "unknown" for child in children)
    labels = at.dated.program.group_labels.get(node.group or "", NO_LABELS)
    detail = CountDetail(node.bound, node.number, held, still, node.group or "", labels)
    return ConditionProof("count", truth, negated, origins=origins, children=children, detail=detail, span=node.span)


def _value(node: ir.Expression, at: Proving, rows: Bindings, negated: bool) -> ConditionProof:
    """A yes/no value that stands where a condition does."""
    if isinstance(node, ir.Constant) and rows is not ASKED:
        return ConditionProof("always", "true" if node.value is not negated else "false", negated, span=node.span)
    truth, origins = truth_of(node, at, rows, negated)
    return ConditionProof("value", truth, negated, found=at.value(node, rows), origins=origins, span=node.span)


PROVERS: dict[type[ir.Node], ConditionProver] = {
    ir.Comparison: _comparison,
    ir.IsMissing: _is_missing,
    ir.AllOf: _all_of,
    ir.AnyOf: _any_of,
    ir.Not: _not,
    ir.CountOf: _count_of,
    ir.Node: _value,
}
"""How logic, comparisons and yes/no values are proved; `ir.Node` stands for all others."""
