"""Facts, related tables, parameters, definitions and groups become the declarations that engines read."""

from datetime import timedelta

from criteria_engine.diagnostics.catalogue.names import WrongKindOfName
from criteria_engine.diagnostics.catalogue.rules import ParameterPeriodsOverlap, PeriodEndsBeforeItBegins
from criteria_engine.ir import program as ir
from criteria_engine.ir.expressions import Expression
from criteria_engine.language.elaborate.declared_types import labels_of, plain_type_of, type_of
from criteria_engine.language.elaborate.fitting import fit
from criteria_engine.language.elaborate.literals import constant_of_type, number_constant, plain_value
from criteria_engine.language.elaborate.reading import read, read_condition
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.dates import overlaps


def fact_of(node: d.Fact, tongue: str | None, scope: Scope) -> ir.Fact | None:
    """A declared fact or field."""
    kind = type_of(node.type, node.name.text, tongue, scope)
    if kind is None:
        return None
    default, actionable, cost, private = None, False, 1, False
    for clause in node.clauses:
        match clause:
            case d.IfMissing():
                default = plain_value(constant_of_type(clause.value, kind, scope))
            case d.Actionable():
                actionable = True
                if isinstance(clause.cost, e.NumberLiteral):
                    found = number_constant(clause.cost, scope)
                    cost = found.value if found is not None else 1  # type: ignore[assignment]
            case d.Private():
                private = True
    return ir.Fact(node.name.text, kind, labels_of(node.title, tongue), default, actionable, cost, private, span=node.span)


def citations(cites: d.Cites | None, scope: Scope) -> tuple[ir.Citation, ...]:
    """The clauses that are cited; an undeclared source is a fault."""
    found = []
    for citation in cites.citations if cites else ():
        if citation.source.text not in scope.names.sources:
            scope.names.unknown(citation.source.text, citation.source.span, "source", scope.names.sources)
        else:
            found.append(ir.Citation(citation.source.text, citation.clause))
    return tuple(found)


def force_of(node: d.Force, scope: Scope) -> ir.Force:
    """A period of force; one that ends before it begins is a fault, and is then taken to go on, so that no other follows from it."""
    if node.end is not None and node.end < node.start:
        scope.faults.append(PeriodEndsBeforeItBegins(node.span, node.start, node.end))
        return ir.Force(node.start, None)
    return ir.Force(node.start, node.end)


def parameter_of(node: d.Parameter, tongue: str | None, scope: Scope) -> ir.Parameter | None:
    """A parameter with its values by period: one without `until` ends the day before the next begins."""
    kind = plain_type_of(node.type, node.name.text, tongue, scope)
    if kind is None:
        return None
    ordered = sorted(node.values, key=lambda value: value.start)
    values: list[ir.DatedValue] = []
    for position, written in enumerate(ordered):
        following = ordered[position + 1].start if position + 1 < len(ordered) else None
        end = written.end
        if end is None and following is not None:
            end = following - timedelta(days=1) if following > written.start else following
        if end is not None and end < written.start:
            scope.faults.append(PeriodEndsBeforeItBegins(written.span, written.start, end))
        if values and overlaps(values[-1].force.start or written.start, values[-1].force.end, written.start, end):
            scope.faults.append(ParameterPeriodsOverlap(written.span, node.name.text, written.start))
        constant = constant_of_type(written.value, kind, scope)
        if constant is not None:
            values.append(ir.DatedValue(constant.value, ir.Force(written.start, end), citations(written.cites, scope), written.span))
    return ir.Parameter(node.name.text, kind, tuple(values), labels_of(node.title, tongue), node.span)


def definition_of(node: d.Definition, tongue: str | None, scope: Scope) -> ir.Definition | None:
    """A definition; its value must be of the type that it states."""
    kind = scope.value_types.get(node.name.text)
    if kind is None:
        return None
    value = read(node.value, scope, kind)
    fitted = fit(value, kind, scope, node.value.span) if value is not None else None
    if fitted is None:
        return None
    return ir.Definition(node.name.text, kind, fitted, labels_of(node.title, tongue), citations(node.cites, scope), node.span)


def table_of(node: d.Table, tongue: str | None, scope: Scope) -> ir.Table:
    """A related table with its fields; when it is complete is read later, since that may name definitions."""
    fields: dict[str, ir.Fact] = {}
    for declared in node.fields:
        fact = fact_of(declared, tongue, scope)
        if fact is not None:
            fields.setdefault(fact.name, fact)
    return ir.Table(node.name.text, node.row.text, fields, labels_of(node.title, tongue), None, node.span)


def complete_when(node: d.Table, scope: Scope) -> Expression | None:
    """The condition under which a unit's rows are all there."""
    return read_condition(node.complete_when[-1], scope) if node.complete_when else None


def group_of(node: d.Group, scope: Scope) -> tuple[str, ...]:
    """A group's members: facts, definitions or headings."""
    for member in node.members:
        entry = scope.names.values.get(member.text)
        if entry is None:
            candidates = [name for name, found in scope.names.values.items() if found.kind != "table"]
            scope.names.unknown(member.text, member.span, "value", candidates)
        elif entry.kind in ("table", "group"):
            scope.faults.append(WrongKindOfName(member.span, member.text, entry.kind, "value"))
    return tuple(member.text for member in node.members)
