"""Values by cases are read as `Cases`, all of one type."""

from criteria_engine.diagnostics.catalogue.rules import BandNeverReached
from criteria_engine.diagnostics.catalogue.types import CannotCalculate, NotWhole
from criteria_engine.ir import expressions as ir
from criteria_engine.language.elaborate.fitting import WHOLE, agree, fit, in_unit_of
from criteria_engine.language.elaborate.reading import read, read_condition, read_number
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import NUMBER, NumberType, Type, without_bounds


@read.register
def read_bands(node: e.Banded, scope: Scope, wanted: Type | None = None) -> ir.Expression | None:
    """Bands in order; the wanted type (of the definition, or points) is what each value must be."""
    asked = NUMBER if wanted is None else wanted
    cases: list[ir.When | ir.Linear] = []
    whole = True
    closed = False
    for band in node.bands:
        if closed:
            scope.faults.append(BandNeverReached(band.span))
        case = _linear(band, scope, asked) if isinstance(band, e.BandLinear) else _when(band, scope, asked)
        whole = whole and case is not None
        closed = closed or isinstance(band, e.BandOtherwise)
        if case is not None:
            cases.append(case)
    return ir.Cases(tuple(cases), type=without_bounds(asked), span=node.span) if whole else None


def _when(band: e.BandWhen | e.BandOtherwise, scope: Scope, wanted: Type) -> ir.When | None:
    value = read(band.value, scope, wanted)
    fitted = fit(value, wanted, scope, band.value.span) if value is not None else None
    if isinstance(band, e.BandOtherwise):
        return ir.When(None, fitted, band.span) if fitted is not None else None
    condition = read_condition(band.condition, scope)
    return ir.When(condition, fitted, band.span) if fitted is not None and condition is not None else None


def _linear(band: e.BandLinear, scope: Scope, wanted: Type) -> ir.Linear | None:
    if isinstance(wanted, NumberType) and wanted.kind in WHOLE:
        scope.faults.append(NotWhole(band.span, type_name(wanted)))
        return None
    from_at = read_number(band.from_at, scope)
    measure = read_number(band.measure, scope, from_at[1] if from_at else None)
    to_at = read_number(band.to_at, scope, measure[1] if measure else None)
    values = [_value(part, scope, wanted) for part in (band.from_value, band.to_value)]
    if from_at is None or to_at is None or measure is None or values[0] is None or values[1] is None:
        return None
    for end in (from_at, to_at):
        if not agree(measure[1], end[1]):
            scope.faults.append(CannotCalculate(end[0].span, "linear", type_name(measure[1]), type_name(end[1])))
            return None
    ends = [in_unit_of(end[0], measure[1]) for end in (from_at, to_at)]
    return ir.Linear(measure[0], values[0], ends[0], values[1], ends[1], band.span)


def _value(node: e.Expression, scope: Scope, wanted: Type) -> ir.Expression | None:
    found = read(node, scope, wanted)
    return None if found is None else fit(found, wanted, scope, node.span)
