"""Type expressions, choices and units become types."""

from datetime import date
from fractions import Fraction

from attrs import evolve

from criteria_engine.diagnostics.catalogue.names import DuplicateName
from criteria_engine.diagnostics.catalogue.types import BadRange, BadScale, NotACurrency, TypeMismatch
from criteria_engine.language.elaborate.literals import constant_of_type, number_constant
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.dates import EARLIEST, LATEST
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import LARGEST, Rational, exact_text
from criteria_engine.values.type_names import TypeName
from criteria_engine.values.types import DATE, TEXT, YES_NO, ChoiceType, DateType, Member, NumberType, Type, default_scale
from criteria_engine.values.units import BARE, Unit, counting_unit, known_units


def labels_of(title: e.Title | None, tongue: str | None) -> Labels:
    """A title's texts; those that say no tongue get the file's own."""
    if title is None:
        return NO_LABELS
    return Labels(tuple((said or tongue, text) for said, text in title.labels.texts))


def choice_type(name: str, members: tuple[d.Choice, ...], ordered: bool, title: e.Title | None, tongue: str | None, scope: Scope) -> ChoiceType:
    """Declared members as a type; a member named twice is a fault."""
    seen: dict[str, d.Choice] = {}
    for member in members:
        if member.name.text in seen:
            scope.faults.append(DuplicateName(member.span, member.name.text, seen[member.name.text].span))
        seen.setdefault(member.name.text, member)
    return ChoiceType(name, tuple(Member(text, labels_of(member.title, tongue)) for text, member in seen.items()), ordered, labels_of(title, tongue))


def declared_units(tree: d.RuleFile, tongue: str | None, scope: Scope) -> dict[str, Unit]:
    """The author's own counting units, in the order of the text: a multiple may only name an earlier one."""
    units: dict[str, Unit] = {}
    for section in tree.sections:
        if isinstance(section, d.UnitDeclaration) and section.name.text not in units:
            if section.name.text in known_units():
                scope.faults.append(DuplicateName(section.name.span, section.name.text, None))
            base: tuple[Rational, Unit] | None = None
            if isinstance(section.amount, e.NumberLiteral):
                amount = number_constant(section.amount, evolve(scope, declared_units=units))
                if amount is not None and isinstance(amount.type, NumberType) and isinstance(amount.value, (int, Fraction)) and amount.value > 0:
                    base = amount.value, amount.type.unit
                elif amount is not None:
                    scope.faults.append(BadScale(section.amount.span, exact_text(section.amount.value)))
            units[section.name.text] = counting_unit(section.name.text, labels_of(section.title, tongue), base)
    return units


def type_of(node: d.TypeExpression, name: str, tongue: str | None, scope: Scope) -> Type | None:
    """The type that is written; `name` names a `one of` type after its fact. None after a fault."""
    match node.kind:
        case "text":
            return TEXT
        case "yes/no":
            return YES_NO
        case "date":
            return _date_type(node, scope)
        case "one of":
            return choice_type(name, node.members, node.ordered, None, tongue, scope)
        case "named":
            assert node.name is not None
            if node.name.text in scope.choices:
                return scope.choices[node.name.text]
            scope.names.unknown(node.name.text, node.name.span, "type", scope.choices)
            return None
    return _number_type(node, scope)


def _date_type(node: d.TypeExpression, scope: Scope) -> Type | None:
    low, high = (EARLIEST, LATEST)
    if node.range is not None:
        ends = [constant_of_type(end, DATE, scope) if end is not None else None for end in (node.range.low, node.range.high)]
        if ends[0] is not None and isinstance(ends[0].value, date):
            low = ends[0].value
        if ends[1] is not None and isinstance(ends[1].value, date):
            high = ends[1].value
        if low > high:
            scope.faults.append(BadRange(node.range.span, low.isoformat(), high.isoformat()))
            return None
    return DateType(low, high)


def _number_type(node: d.TypeExpression, scope: Scope) -> Type | None:
    assert node.kind in ("integer", "number", "percent", "money", "duration")
    unit = known_units()["day"] if node.kind == "duration" else BARE
    if node.unit is not None:
        found = scope.unit(node.unit)
        if found is None:
            scope.names.unknown(node.unit, node.span, "unit", scope.unit_words())
            return None
        unit = found
    if node.kind == "money" and unit.scale is None:
        scope.faults.append(NotACurrency(node.span, unit.symbol))
        return None
    if node.kind == "duration" and unit.dimension not in ((("day", 1),), (("month", 1),)):
        scope.faults.append(TypeMismatch(node.span, TypeName("number", unit.symbol), TypeName("duration", "day")))
        return None
    plain = NumberType(node.kind, unit, None, -LARGEST, LARGEST)
    scale = default_scale(node.kind, unit)
    if node.scale is not None:
        written = constant_of_type(node.scale, plain, scope)
        if written is None or not isinstance(written.value, (int, Fraction)):
            return None
        if written.value <= 0:
            scope.faults.append(BadScale(node.scale.span, exact_text(written.value)))
            return None
        scale = written.value
    declared = evolve(plain, scale=scale)
    if node.range is None:
        return declared
    low: Rational = -LARGEST
    high: Rational = LARGEST
    if node.range.low is not None:
        bound = constant_of_type(node.range.low, declared, scope)
        low = bound.value if bound is not None and isinstance(bound.value, (int, Fraction)) else low
    if node.range.high is not None:
        bound = constant_of_type(node.range.high, declared, scope)
        high = bound.value if bound is not None and isinstance(bound.value, (int, Fraction)) else high
    if low > high:
        scope.faults.append(BadRange(node.range.span, exact_text(low), exact_text(high)))
        return None
    return evolve(declared, low=low, high=high)


def plain_type_of(node: d.TypeExpression, name: str, tongue: str | None, scope: Scope) -> Type | None:
    """The type of a parameter or definition: without scale, since what it holds is written or calculated exactly."""
    found = type_of(node, name, tongue, scope)
    return evolve(found, scale=1 if found.kind == "integer" else None) if isinstance(found, NumberType) else found
