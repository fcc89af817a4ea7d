"""Literals, names and arithmetic are read as typed operations."""

from fractions import Fraction

from attrs import evolve

from criteria_engine.diagnostics.catalogue.names import NameOfRowAndUnit, WrongKindOfName
from criteria_engine.diagnostics.catalogue.types import BadScale, CannotCalculate, NotACalendarUnit, NotWhole, TypeMismatch
from criteria_engine.ir import expressions as ir
from criteria_engine.language.elaborate.fitting import WHOLE, agree, as_kind, common_kind, finest, fit, in_unit_of, unified
from criteria_engine.language.elaborate.literals import choice_constant, number_constant
from criteria_engine.language.elaborate.reading import read, read_number
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.numbers import normal
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import DATE, TEXT, YES_NO, ChoiceType, DateType, NumberKind, NumberType, Type, without_bounds
from criteria_engine.values.units import BARE, known_units, product, quotient


@read.register
def _number(node: e.NumberLiteral, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    return number_constant(node, scope)


@read.register
def _date(node: e.DateLiteral, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    return ir.Constant(node.value, type=DATE, span=node.span)


@read.register
def _text(node: e.TextLiteral, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    if isinstance(wanted, ChoiceType):
        return choice_constant(node.value, node.span, wanted, scope)
    return ir.Constant(node.value.strip(), type=TEXT, span=node.span)


@read.register
def _yes_no(node: e.YesNoLiteral, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    return ir.Constant(node.value, type=YES_NO, span=node.span)


@read.register
def _assessment_date(node: e.AssessmentDate, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    return ir.AssessmentDate(type=DATE, span=node.span)


def is_declared_value(name: str, scope: Scope) -> bool:
    """Whether a bare name means a fact, field, parameter or definition here (and not, say, a choice's member)."""
    if any(name in scope.tables[table].fields for _, table in scope.rows):
        return True
    entry = scope.names.values.get(name)
    return (entry is not None and entry.kind in ("fact", "parameter", "definition")) or "." in name


@read.register
def _reference(node: e.Reference, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    if isinstance(wanted, ChoiceType) and any(member.name == node.name for member in wanted.members):
        return choice_constant(node.name, node.span, wanted, scope)
    owner, dot, rest = node.name.partition(".")
    if dot and node.name not in scope.names.values:
        for variable, table in scope.rows:
            if variable == owner and rest in scope.tables[table].fields:
                return _field(variable, table, rest, node, scope)
        if owner == scope.subject and rest in scope.facts:
            return ir.FactValue(rest, type=scope.facts[rest].type, span=node.span)
    for variable, table in scope.rows:
        if node.name in scope.tables[table].fields:
            if node.name in scope.facts:
                choices = (f"{variable}.{node.name}", f"{scope.subject}.{node.name}")
                scope.faults.append(NameOfRowAndUnit(node.span, node.name, choices))
                return None
            return _field(variable, table, node.name, node, scope)
    entry = scope.names.values.get(node.name)
    if entry is None:
        if node.name in scope.names.lost:
            return None
        fields = [field for _, table in scope.rows for field in scope.tables[table].fields]
        scope.names.unknown(node.name, node.span, "value", [*fields, *scope.names.readable()])
        return None
    match entry.kind:
        case "fact" if node.name in scope.facts:
            return ir.FactValue(node.name, type=scope.facts[node.name].type, span=node.span)
        case "parameter" if node.name in scope.value_types:
            return ir.ParameterValue(node.name, type=scope.value_types[node.name], span=node.span)
        case "definition" if node.name in scope.value_types:
            return ir.DefinitionValue(node.name, type=scope.value_types[node.name], span=node.span)
        case "fact" | "parameter" | "definition":
            return None  # its own declaration has the fault
    scope.faults.append(WrongKindOfName(node.span, node.name, entry.kind, "value"))
    return None


def _field(variable: str, table: str, name: str, node: e.Reference, scope: Scope) -> ir.FieldValue:
    return ir.FieldValue(variable, table, name, type=scope.tables[table].fields[name].type, span=node.span)


@read.register
def _minus(node: e.Minus, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    found = read_number(node.operand, scope, wanted)
    if found is None:
        return None
    operand, kind = found
    return ir.Total(((-1, operand),), type=without_bounds(kind), span=node.span)


@read.register
def _total(node: e.Total, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    read_terms = [read(term, scope, wanted) for _, term in node.terms]
    terms = [term for term in read_terms if term is not None]
    if len(terms) < len(read_terms):
        return None
    signs = [1 if added else -1 for added, _ in node.terms]
    if isinstance(terms[0].type, DateType):
        return _date_total(node, signs, terms, scope)
    first = terms[0]
    if not isinstance(first.type, NumberType):
        scope.faults.append(TypeMismatch(first.span, type_name(first.type), type_name(NumberType("number"))))
        return None
    kind = without_bounds(finest(terms).type)
    assert isinstance(kind, NumberType)
    converted: list[tuple[int, ir.Expression]] = []
    for sign, term in zip(signs, terms, strict=True):
        if not isinstance(term.type, NumberType) or not agree(kind, term.type):
            scope.faults.append(CannotCalculate(term.span, "+" if sign > 0 else "-", type_name(kind), type_name(term.type)))
            return None
        term = in_unit_of(term, kind)
        assert isinstance(term.type, NumberType)
        converted.append((sign, term))
        kind = evolve(kind, kind=common_kind(kind, term.type))
    return ir.Total(tuple(converted), type=kind, span=node.span)


def _date_total(node: e.Total, signs: list[int], terms: list[ir.Expression], scope: Scope) -> ir.Expression | None:
    """A date moved by days or months; or the days between two dates."""
    result = terms[0]
    for sign, term in zip(signs[1:], terms[1:], strict=True):
        if isinstance(result.type, DateType) and isinstance(term.type, DateType) and sign < 0:
            result = ir.Period("days", term, result, type=NumberType("duration", known_units()["day"]), span=node.span)
            continue
        if not isinstance(result.type, DateType):
            scope.faults.append(CannotCalculate(term.span, "+" if sign > 0 else "-", type_name(result.type), type_name(term.type)))
            return None
        kind = term.type
        base = kind.unit.dimension if isinstance(kind, NumberType) else ()
        if not isinstance(kind, NumberType) or base not in ((("day", 1),), (("month", 1),)):
            scope.faults.append(NotACalendarUnit(term.span, type_name(kind)))
            return None
        calendar = base[0][0]
        amount = in_unit_of(term, NumberType("duration", known_units()[calendar]))
        assert isinstance(amount.type, NumberType)
        if amount.type.kind not in WHOLE:
            scope.faults.append(NotWhole(term.span, type_name(amount.type)))
            return None
        result = ir.DateShift(result, sign, amount, f"{calendar}s", type=DATE, span=node.span)  # type: ignore[arg-type]
    return result


@read.register
def _multiplied(node: e.Multiplied, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    found = [read_number(factor, scope) for _, factor in node.factors]
    factors: list[tuple[int, ir.Expression]] = []
    kind: NumberType | None = None
    for (times, _), part in zip(node.factors, found, strict=True):
        if part is None:
            return None
        operand, other = part
        factors.append((1 if times else -1, operand))
        kind = other if kind is None else _multiplied_kind(kind, other, times)
    assert kind is not None
    clean = NumberType(kind.kind, kind.unit)
    if clean.unit.dimension == () and clean.unit.factor != 1:
        inner = ir.Product(tuple(factors), type=clean, span=node.span)
        return ir.Converted(inner, clean.unit.factor, type=NumberType(clean.kind), span=node.span)
    return ir.Product(tuple(factors), type=clean, span=node.span)


def _multiplied_kind(left: NumberType, right: NumberType, times: bool) -> NumberType:
    unit = product(left.unit, right.unit) if times else quotient(left.unit, right.unit)
    kinds: list[NumberKind] = [kind for kind in (left.kind, right.kind) if kind not in ("percent", "ratio")]
    kind: NumberKind
    if times:
        if not kinds:
            kind = "percent" if "percent" in (left.kind, right.kind) else "ratio"
        elif len(kinds) == 2 and kinds[0] == kinds[1] == "integer":
            kind = "integer"
        elif "money" in kinds and unit.dimension != ():
            kind = "money"
        else:
            kind = "number"
    elif (left.kind == "percent") == (right.kind == "percent") and unit.dimension == ():
        kind = "ratio"
    elif left.kind == "percent" and right.unit == BARE:
        kind = "percent"
    elif left.kind == "money" and right.unit == BARE:
        kind = "money"
    else:
        kind = "number"
    return NumberType(kind, unit)


@read.register
def _steps(node: e.Steps, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    amount = read_number(node.amount, scope, wanted)
    measure = read_number(node.measure, scope)
    step = read_number(node.step, scope)
    start = read_number(node.start, scope) if node.start else None
    if amount is None or measure is None or step is None or (node.start and start is None):
        return None
    placed: list[ir.Expression] = []
    for part in (step, start):
        if part is None:
            continue
        if not agree(measure[1], part[1]):
            scope.faults.append(CannotCalculate(part[0].span, "/", type_name(measure[1]), type_name(part[1])))
            return None
        placed.append(in_unit_of(part[0], measure[1]))
    kind = as_kind(amount[0], amount[1].kind if node.whole or amount[1].kind not in WHOLE else "number")
    return ir.Steps(amount[0], node.whole, placed[0], measure[0], placed[1] if start else None, type=kind, span=node.span)


@read.register
def _rounded(node: e.Rounded, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    operand = read_number(node.value, scope, wanted)
    step = read_number(node.step, scope)
    if operand is None or step is None:
        return None
    if not agree(operand[1], step[1]):
        scope.faults.append(TypeMismatch(node.step.span, type_name(step[1]), type_name(operand[1])))
        return None
    constant = in_unit_of(step[0], operand[1])
    assert isinstance(constant, ir.Constant)
    value = constant.value
    assert isinstance(value, (int, Fraction))
    if value <= 0:
        scope.faults.append(BadScale(node.step.span, str(value)))
        return None
    kind: NumberKind = operand[1].kind
    if kind == "ratio":
        kind = step[1].kind
    if kind in ("number", "integer", "duration"):
        kind = "integer" if isinstance(normal(value), int) else "number"
    return ir.Rounded(operand[0], value, node.way or "half up", type=as_kind(operand[0], kind), span=node.span)


@read.register
def _period(node: e.Period, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    ends = [read(end, scope, DATE) for end in (node.start, node.end)]
    fitted = [fit(end, DATE, scope, part.span) if end is not None else None for end, part in zip(ends, (node.start, node.end), strict=True)]
    if fitted[0] is None or fitted[1] is None:
        return None
    unit = known_units()[{"days": "day", "months": "month", "years": "year"}[node.calendar]]
    return ir.Period(node.calendar, fitted[0], fitted[1], type=NumberType("duration", unit), span=node.span)


@read.register
def _fold_list(node: e.FoldList, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    items = [read(item, scope, wanted) for item in group_members(node.items, scope)]
    found = [item for item in items if item is not None]
    if len(found) < len(items) or not found:
        return None
    way = {"latest": "greatest", "earliest": "least"}.get(node.way, node.way)
    first = finest(found)
    kind: Type = without_bounds(first.type)
    placed: list[ir.Expression] = []
    for item in found:
        pair = unified(first, item, scope, item.span or node.span)
        if pair is None:
            return None
        placed.append(pair[1])
        if isinstance(kind, NumberType) and isinstance(pair[1].type, NumberType):
            kind = evolve(kind, kind=common_kind(kind, pair[1].type))
    if not _foldable(kind, node.way):
        scope.faults.append(CannotCalculate(node.span, node.way, type_name(kind), type_name(kind)))
        return None
    if way == "average" and isinstance(kind, NumberType) and kind.kind in WHOLE:
        kind = NumberType("ratio" if kind.unit == BARE else "number", kind.unit)
    return ir.Fold(way, tuple(placed), type=kind, span=node.span)  # type: ignore[arg-type]


def _foldable(kind: Type, way: e.FoldWay) -> bool:
    if isinstance(kind, NumberType):
        return way not in ("latest", "earliest")
    if isinstance(kind, ChoiceType):
        return kind.ordered and way in ("greatest", "least")
    return isinstance(kind, DateType) and way not in ("sum", "average")


def group_members(items: tuple[e.Expression, ...], scope: Scope) -> list[e.Expression]:
    """The items of a list, each named group replaced by its members, which stand where its name does."""
    found: list[e.Expression] = []
    for item in items:
        entry = scope.names.values.get(item.name) if isinstance(item, e.Reference) else None
        if entry is not None and entry.kind == "group":
            members = getattr(entry.node, "members", ())
            found.extend(e.Reference(member.text, item.span) for member in members)
        else:
            found.append(item)
    return found
