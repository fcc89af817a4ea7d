"""Quantifiers and aggregates over the rows of related tables."""

from criteria_engine.diagnostics.catalogue.names import WrongKindOfName
from criteria_engine.diagnostics.catalogue.types import CannotCalculate
from criteria_engine.ir import expressions as ir
from criteria_engine.language.elaborate.fitting import fit
from criteria_engine.language.elaborate.reading import read, read_condition
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import INTEGER, PERCENT, YES_NO, ChoiceType, DateType, NumberType, Type, without_bounds
from criteria_engine.values.units import BARE


def table_named(name: e.Name, scope: Scope) -> str | None:
    """The related table that a name means, or a fault."""
    if name.text in scope.tables:
        return name.text
    entry = scope.names.values.get(name.text)
    if entry is not None and entry.kind != "table":
        scope.faults.append(WrongKindOfName(name.span, name.text, entry.kind, "table"))
    elif entry is None:
        scope.names.unknown(name.text, name.span, "table", scope.tables)
    return None


def _both(first: ir.Expression | None, second: ir.Expression | None) -> ir.Expression | None:
    parts = tuple(part for part in (first, second) if part is not None)
    return ir.AllOf(parts, type=YES_NO) if len(parts) == 2 else parts[0] if parts else None


@read.register
def _quantified(node: e.Quantified, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    table = table_named(node.table, scope)
    if table is None:
        return None
    inner = scope.within_rows(node.variable.text, table)
    where = read_condition(node.where, inner) if node.where else None
    condition = read_condition(node.condition, inner)
    if condition is None or (node.where and where is None):
        return None
    rows = ir.RowSet(table, node.variable.text, where)
    if node.kind == "every":
        return ir.EveryRow(rows, condition, type=YES_NO, span=node.span)
    found = ir.AnyRow(rows, condition, type=YES_NO, span=node.span)
    return found if node.kind == "exists" else ir.Not(found, type=YES_NO, span=node.span)


@read.register
def _aggregate(node: e.Aggregate, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    table = table_named(node.rows.table, scope)
    if table is None:
        return None
    variable = scope.tables[table].row
    inner = scope.within_rows(variable, table)
    base = read_condition(node.rows.where, inner) if node.rows.where else None
    where = read_condition(node.where, inner) if node.where else None
    if (node.rows.where and base is None) or (node.where and where is None):
        return None
    if node.way == "count":
        return ir.RowCount(ir.RowSet(table, variable, _both(base, where)), type=INTEGER, span=node.span)
    if node.way == "share":
        return _share(node, ir.RowSet(table, variable, base), where, scope)
    return _fold(node, ir.RowSet(table, variable, _both(base, where)), inner, scope)


def _share(node: e.Aggregate, rows: ir.RowSet, where: ir.Expression | None, scope: Scope) -> ir.Expression | None:
    if_none = _if_none(node, PERCENT, scope)
    if node.if_none and if_none is None:
        return None
    condition = where if where is not None else ir.Constant(True, type=YES_NO, span=node.span)
    return ir.RowShare(rows, condition, if_none, type=PERCENT, span=node.span)


def _fold(node: e.Aggregate, rows: ir.RowSet, inner: Scope, scope: Scope) -> ir.Expression | None:
    assert node.value is not None
    value = read(node.value, inner)
    if value is None:
        return None
    kind = without_bounds(value.type)
    way = {"latest": "greatest", "earliest": "least"}.get(node.way, node.way)
    fits = {
        "sum": isinstance(kind, NumberType),
        "average": isinstance(kind, NumberType),
        "latest": isinstance(kind, DateType),
        "earliest": isinstance(kind, DateType),
    }.get(node.way, isinstance(kind, (NumberType, DateType)) or (isinstance(kind, ChoiceType) and kind.ordered))
    if not fits:
        scope.faults.append(CannotCalculate(node.span, node.way, type_name(kind), type_name(kind)))
        return None
    if way == "average" and isinstance(kind, NumberType) and kind.kind in ("integer", "duration"):
        kind = NumberType("ratio" if kind.unit == BARE else "number", kind.unit)
    if_none = _if_none(node, kind, scope)
    if node.if_none and if_none is None:
        return None
    return ir.RowFold(way, value, rows, if_none, type=kind, span=node.span)  # type: ignore[arg-type]


def _if_none(node: e.Aggregate, kind: Type, scope: Scope) -> ir.Expression | None:
    if node.if_none is None:
        return None
    found = read(node.if_none, scope, kind)
    return fit(found, kind, scope, node.if_none.span) if found is not None else None
