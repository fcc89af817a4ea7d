"""Values written in the rules become constants of a type, checked against unit, scale and bounds."""

from datetime import date
from fractions import Fraction

from attrs import evolve

from criteria_engine.diagnostics.catalogue.names import UnknownChoice
from criteria_engine.diagnostics.catalogue.types import FinerThanScale, NumberLacksPercent, OutsideBounds, TypeMismatch
from criteria_engine.ir.expressions import Constant
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.names.table import nearest
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import Rational, exact_text, fits_scale, normal
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import DATE, OUTCOME, PERCENT, TEXT, YES_NO, ChoiceType, DateType, NumberType, TextType, Type, Value, YesNoType
from criteria_engine.values.units import BARE, Unit, conversion


def number_constant(literal: e.NumberLiteral, scope: Scope) -> Constant | None:
    """A number as written, in its own unit."""
    if literal.percent:
        return Constant(normal(Fraction(literal.value) / 100), type=PERCENT, span=literal.span)
    unit = BARE
    if literal.unit is not None:
        found = scope.unit(literal.unit)
        if found is None:
            scope.names.unknown(literal.unit, literal.span, "unit", scope.unit_words())
            return None
        unit = found
    kind = "money" if unit.scale is not None else "integer" if isinstance(literal.value, int) else "number"
    return Constant(literal.value, type=NumberType(kind, unit), span=literal.span)  # type: ignore[arg-type]


def choice_constant(name: str, span: Span, choice: ChoiceType, scope: Scope) -> Constant | None:
    """A choice's member by its name, or by its label in any tongue."""
    for index, member in enumerate(choice.members):
        if member.name == name or any(text == name for _, text in member.labels.texts):
            return Constant(index, type=choice, span=span)
    names = tuple(member.name for member in choice.members)
    if name not in scope.names.lost:
        scope.faults.append(UnknownChoice(span, name, choice.name, names, nearest(name, names)))
    return None


def constant_of_type(literal: e.Expression, wanted: Type, scope: Scope) -> Constant | None:
    """A literal that must be a value of a declared type, with unit, scale and bounds in order; None after a fault."""
    found: Constant | None
    match literal:
        case e.NumberLiteral():
            found = number_constant(literal, scope)
        case e.DateLiteral():
            found = Constant(literal.value, type=DATE, span=literal.span)
        case e.TextLiteral() if isinstance(wanted, ChoiceType):
            return choice_constant(literal.value, literal.span, wanted, scope)
        case e.TextLiteral():
            found = Constant(literal.value.strip(), type=TEXT, span=literal.span)
        case e.YesNoLiteral():
            found = Constant(literal.value, type=YES_NO, span=literal.span)
        case e.OutcomeLiteral():
            found = Constant(literal.value, type=OUTCOME, span=literal.span)
        case e.Reference() if isinstance(wanted, ChoiceType):
            return choice_constant(literal.name, literal.span, wanted, scope)
        case e.Reference():
            scope.names.unknown(literal.name, literal.span, "value", ())
            return None
        case _:
            return None
    return None if found is None else fitted(found, wanted, scope)


def fitted(found: Constant, wanted: Type, scope: Scope) -> Constant | None:
    """The constant in the wanted type's unit, or a fault and None."""
    match wanted, found.type:
        case NumberType(), NumberType():
            return _fitted_number(found, found.type, wanted, scope)
        case (TextType(), TextType()) | (YesNoType(), YesNoType()):
            return found
        case DateType(), DateType():
            day = found.value
            assert isinstance(day, date)
            if not wanted.low <= day <= wanted.high:
                scope.faults.append(OutsideBounds(_place(found), day.isoformat(), wanted.low.isoformat(), wanted.high.isoformat()))
                return None
            return found
    scope.faults.append(TypeMismatch(found.span, type_name(found.type), type_name(wanted)))
    return None


def _place(found: Constant) -> Span:
    assert found.span is not None
    return found.span


def _fitted_number(found: Constant, have: NumberType, wanted: NumberType, scope: Scope) -> Constant | None:
    value = found.value
    assert not isinstance(value, (str, date))
    if (have.kind == "percent") != (wanted.kind == "percent"):
        if wanted.kind == "percent" and have.unit == BARE:
            scope.faults.append(NumberLacksPercent(found.span, value))
        else:
            scope.faults.append(TypeMismatch(found.span, type_name(have), type_name(wanted)))
        return None
    if have.unit.symbol == "" and wanted.unit.symbol != "":
        unit_wanted: Unit = wanted.unit
    elif have.unit.measures_as(wanted.unit):
        unit_wanted = wanted.unit
        value = normal(value * conversion(have.unit, wanted.unit))
    else:
        scope.faults.append(TypeMismatch(found.span, type_name(have), type_name(wanted)))
        return None
    written = _written(value, wanted)
    if not wanted.low <= value <= wanted.high:
        scope.faults.append(OutsideBounds(found.span, written, _written(wanted.low, wanted), _written(wanted.high, wanted)))
        return None
    if wanted.scale is not None and not fits_scale(value, wanted.scale):
        scope.faults.append(FinerThanScale(found.span, written, _written(wanted.scale, wanted)))
        return None
    return Constant(value, type=evolve(wanted, unit=unit_wanted), span=found.span)


def _written(value: Rational, kind: NumberType) -> str:
    if kind.kind == "percent":
        return f"{exact_text(normal(value * 100))}%"
    unit = f" {label_in(kind.unit.labels, 'en', kind.unit.symbol)}" if kind.unit.symbol else ""
    return f"{exact_text(value)}{unit}"


def plain_value(constant: Constant | None) -> Value | None:
    """A constant's value, where there is one."""
    return None if constant is None else constant.value
