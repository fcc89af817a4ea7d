"""Comparisons, lists and logic are read as typed conditions."""

from typing import Literal

from criteria_engine.diagnostics.catalogue.rules import CountIsWrong
from criteria_engine.diagnostics.catalogue.types import CannotBeMissing, NotOrdered, PredicateDoesNotFit
from criteria_engine.ir import expressions as ir
from criteria_engine.language.elaborate.fitting import unified
from criteria_engine.language.elaborate.heading_conditions import read_heading_state
from criteria_engine.language.elaborate.literals import choice_constant
from criteria_engine.language.elaborate.reading import read, read_condition
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.elaborate.values import group_members, is_declared_value
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import exact_text
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import YES_NO, ChoiceType, DateType, NumberType, Type, YesNoType


@read.register
def _all_of(node: e.AllOf, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    items = [read_condition(item, scope) for item in node.items]
    return None if None in items else ir.AllOf(tuple(item for item in items if item is not None), type=YES_NO, span=node.span)


@read.register
def _any_of(node: e.AnyOf, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    items = [read_condition(item, scope) for item in node.items]
    return None if None in items else ir.AnyOf(tuple(item for item in items if item is not None), type=YES_NO, span=node.span)


@read.register
def _not(node: e.Not, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    operand = read_condition(node.operand, scope)
    return None if operand is None else ir.Not(operand, type=YES_NO, span=node.span)


def needs_other_side(node: e.Expression, scope: Scope) -> bool:
    """Whether a side of a comparison can only be read once the other side's type is known: a choice's member, or a
    score, which is points beside a number and a share beside a percent."""
    match node:
        case e.Reference():
            return not is_declared_value(node.name, scope) and scope.names.values.get(node.name) is None
        case e.TextLiteral() | e.ScoreOf():
            return True
        case e.Minus(operand):
            return needs_other_side(operand, scope)
        case e.Total(parts) | e.Multiplied(parts):
            return any(isinstance(part, e.ScoreOf) for _, part in parts)
        case e.Rounded(value):
            return needs_other_side(value, scope)
    return False


@read.register
def _comparison(node: e.Comparison, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    if needs_other_side(node.left, scope):
        right = read(node.right, scope)
        left = read(node.left, scope, right.type if right is not None else None) if right is not None else None
    else:
        left = read(node.left, scope)
        right = read(node.right, scope, left.type) if left is not None else None
    if left is None or right is None:
        return None
    pair = unified(left, right, scope, node.span)
    if pair is None:
        return None
    left, right, kind = pair
    if node.symbol not in ("=", "!=") and not _ordered(kind):
        scope.faults.append(NotOrdered(node.span, type_name(kind)))
        return None
    return ir.Comparison(node.symbol, left, right, type=YES_NO, span=node.span)


def _ordered(kind: Type) -> bool:
    return isinstance(kind, (NumberType, DateType)) or (isinstance(kind, ChoiceType) and kind.ordered)


@read.register
def _is_missing(node: e.IsMissing, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    operand = read(node.value, scope)
    if operand is None:
        return None
    if not isinstance(operand, (ir.FactValue, ir.FieldValue)):
        scope.faults.append(CannotBeMissing(node.value.span))
        return None
    return ir.IsMissing(operand, type=YES_NO, span=node.span)


@read.register
def _has_state(node: e.HasState, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    if isinstance(node.value, e.Reference):
        entry = scope.names.values.get(node.value.name)
        if entry is not None and entry.kind == "heading":
            return read_heading_state(node.value, node.predicate, scope, node.span)
    value = read(node.value, scope)
    return None if value is None else _value_state(value, node.predicate, scope, node)


def _value_state(value: ir.Expression, predicate: e.Predicate, scope: Scope, node: e.Expression) -> ir.Expression | None:
    """`is good or better` of a choice, `is yes` of a yes/no value."""
    if predicate.kind in ("yes", "no") and isinstance(value.type, YesNoType):
        answer = ir.Constant(predicate.kind == "yes", type=YES_NO, span=predicate.span)
        return ir.Comparison("=", value, answer, type=YES_NO, span=node.span)
    if predicate.kind != "member" or predicate.member is None or not isinstance(value.type, ChoiceType):
        word = predicate.member.text if predicate.member else predicate.kind
        scope.faults.append(PredicateDoesNotFit(predicate.span, word, type_name(value.type)))
        return None
    if predicate.or_better and not value.type.ordered:
        scope.faults.append(NotOrdered(predicate.span, type_name(value.type)))
        return None
    member = choice_constant(predicate.member.text, predicate.member.span, value.type, scope)
    return None if member is None else ir.Comparison(">=" if predicate.or_better else "=", value, member, type=YES_NO, span=node.span)


@read.register
def _listed(node: e.Listed, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    items: list[ir.Expression | None] = []
    for item in group_members(node.items, scope):
        if node.predicate is None:
            items.append(read_condition(item, scope))
        else:
            items.append(read(e.HasState(item, node.predicate, item.span), scope))
    found = tuple(item for item in items if item is not None)
    if len(found) < len(items):
        return None
    group = node.items[0].name if len(node.items) == 1 and isinstance(node.items[0], e.Reference) and len(found) != 1 else None
    match node.quantity.kind:
        case "every":
            return ir.AllOf(found, type=YES_NO, span=node.span)
        case "no":
            return ir.Not(ir.AnyOf(found, type=YES_NO, span=node.span), type=YES_NO, span=node.span)
    number = whole_count(node.quantity, scope)
    if number is None:
        return None
    bound: Literal["at least", "at most", "exactly"] = node.quantity.kind
    return ir.CountOf(bound, number, found, group, type=YES_NO, span=node.span)


def whole_count(quantity: e.Quantity, scope: Scope) -> int | None:
    """The number of a count: whole and not negative."""
    if not isinstance(quantity.number, int):
        scope.faults.append(CountIsWrong(quantity.span, exact_text(quantity.number or 0)))
        return None
    return quantity.number


