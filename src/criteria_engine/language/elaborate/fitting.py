"""Two typed operations are brought to one unit, or one to a declared type; numbers, percents and ratios are told apart."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from criteria_engine.diagnostics.catalogue.types import CannotCompare, NotWhole, NumberLacksPercent, NumberLacksUnit, TypeMismatch
from criteria_engine.ir.expressions import Constant, Converted, Expression
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.source import Span
from criteria_engine.values.numbers import normal
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import ChoiceType, NumberKind, NumberType, OutcomeType, Type, without_bounds
from criteria_engine.values.units import BARE, conversion

WHOLE: tuple[NumberKind, ...] = ("integer", "duration")
"""The kinds whose numbers are whole."""


def in_unit_of(operand: Expression, target: NumberType) -> Expression:
    """An amount in the unit of another type that measures the same."""
    have = operand.type
    assert isinstance(have, NumberType)
    factor = conversion(have.unit, target.unit)
    if factor == 1:
        return operand
    kind: NumberKind = have.kind if factor.denominator == 1 or have.kind not in WHOLE else "number"
    if isinstance(operand, Constant):
        assert isinstance(operand.value, (int, Fraction))
        return Constant(normal(operand.value * factor), type=NumberType(kind, target.unit), span=operand.span)
    return Converted(operand, factor, type=NumberType(kind, target.unit), span=operand.span)


def finest(operands: Sequence[Expression]) -> Expression:
    """The operand in whose unit several stand together: the first, or for whole amounts the one in the smallest unit, so
    that what is whole stays whole."""
    kinds = [operand.type for operand in operands if isinstance(operand.type, NumberType)]
    if len(kinds) < len(operands) or any(kind.kind not in WHOLE for kind in kinds):
        return operands[0]
    return min(zip(kinds, operands, strict=True), key=lambda pair: Fraction(pair[0].unit.factor))[1]


def agree(left: NumberType, right: NumberType) -> bool:
    """Whether two numbers can be compared and added: they measure the same, and no percent meets a plain number."""
    kinds = {left.kind == "percent", right.kind == "percent"}
    return left.unit.measures_as(right.unit) and (len(kinds) == 1 or "ratio" in (left.kind, right.kind))


def common_kind(left: NumberType, right: NumberType) -> NumberKind:
    """The kind of a sum or choice between two numbers that agree: whole only where both are."""
    if left.kind == right.kind:
        return left.kind
    for kind in ("percent", "money"):
        if kind in (left.kind, right.kind):
            return kind
    return "duration" if left.kind in WHOLE and right.kind in WHOLE else "number"


def unified(left: Expression, right: Expression, scope: Scope, span: Span) -> tuple[Expression, Expression, Type] | None:
    """Two values in one type, for comparing or choosing between them; a fault and None where there is none."""
    match left.type, right.type:
        case NumberType() as have, NumberType() as other if agree(have, other):
            right = in_unit_of(right, have)
            return left, right, NumberType(common_kind(have, other), have.unit)
        case NumberType() as have, NumberType() as other if have.unit == BARE and other.unit == BARE:
            bare = left if isinstance(left, Constant) and have.kind != "percent" else right
            if isinstance(bare, Constant) and isinstance(bare.type, NumberType) and bare.type.kind != "percent":
                scope.faults.append(NumberLacksPercent(bare.span, bare.value))  # type: ignore[arg-type]
                return None
        case (NumberType(unit=unit), NumberType()) if _bare_constant(right) and unit != BARE:
            scope.faults.append(NumberLacksUnit(right.span, right.value, unit.symbol))  # type: ignore[union-attr,arg-type]
            return None
        case (NumberType(), NumberType(unit=unit)) if _bare_constant(left) and unit != BARE:
            scope.faults.append(NumberLacksUnit(left.span, left.value, unit.symbol))  # type: ignore[union-attr,arg-type]
            return None
        case ChoiceType() as have, ChoiceType() as other if have.name == other.name:
            return left, right, have
        case (a, b) if not isinstance(a, (NumberType, OutcomeType)) and without_bounds(a) == without_bounds(b):
            return left, right, without_bounds(a)
    scope.faults.append(CannotCompare(span, type_name(left.type), type_name(right.type)))
    return None


def _bare_constant(operand: Expression) -> bool:
    """Whether an operand is a number written without a unit."""
    return isinstance(operand, Constant) and isinstance(operand.type, NumberType) and operand.type.unit == BARE and operand.type.kind != "percent"


def fit(found: Expression, wanted: Type, scope: Scope, span: Span) -> Expression | None:
    """A value as a declared type wants it: in its unit, whole where it asks for whole; a fault and None otherwise."""
    match found.type, wanted:
        case NumberType() as have, NumberType() as asked:
            if not agree(have, asked):
                if asked.kind == "percent" and have.unit == BARE and isinstance(found, Constant):
                    scope.faults.append(NumberLacksPercent(span, found.value))  # type: ignore[arg-type]
                else:
                    scope.faults.append(TypeMismatch(span, type_name(have), type_name(asked)))
                return None
            converted = in_unit_of(found, asked)
            assert isinstance(converted.type, NumberType)
            if asked.kind in WHOLE and converted.type.kind not in WHOLE:
                scope.faults.append(NotWhole(span, type_name(asked)))
                return None
            return converted
        case (have, asked) if without_bounds(have) == without_bounds(asked):
            return found
    scope.faults.append(TypeMismatch(span, type_name(found.type), type_name(wanted)))
    return None


def as_kind(found: Expression, kind: NumberKind) -> NumberType:
    """The number type of an operation under another kind, without scale and bounds."""
    assert isinstance(found.type, NumberType)
    return evolve(found.type, kind=kind, scale=None, low=NumberType("number").low, high=NumberType("number").high)
