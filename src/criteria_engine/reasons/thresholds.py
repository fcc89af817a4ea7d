"""Where along a variable's line the rules themselves draw lines: the constants and parameters that it is compared with."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated, expressions_in_force
from criteria_engine.ir.dependencies import operations
from criteria_engine.reasons.variables import Variable
from criteria_engine.values.types import NumberType, TextType, Value

Thresholds = Mapping[int, tuple[int, ...]]
"""For each variable that has any, by its number, the places of its line at which a comparison changes, in order."""


def thresholds_of(dated: Dated, variables: Sequence[Variable]) -> Thresholds:
    """The places at which comparisons of a variable alone with a known value change: at the value, and beyond it. Searches look
    there first; nothing depends on their being complete."""
    values: dict[str, set[Value]] = {}
    for expression in expressions_in_force(dated):
        for part in operations(expression):
            if isinstance(part, ir.Comparison):
                for one, other in ((part.left, part.right), (part.right, part.left)):
                    name, value = _name(one), _known(other, dated)
                    if name is not None and value is not None:
                        values.setdefault(name, set()).add(value)
    found = {}
    for number, variable in enumerate(variables):
        places = {place for value in values.get(variable.name, ()) for place in _around(variable, value)}
        if places:
            found[number] = tuple(sorted(places))
    return found


def texts_of(dated: Dated) -> tuple[str, ...]:
    """Every text that the rules in force name, in order."""
    return tuple(
        sorted(
            {
                str(part.value)
                for expression in expressions_in_force(dated)
                for part in operations(expression)
                if isinstance(part, ir.Constant) and isinstance(part.type, TextType)
            }
        )
    )


def _name(expression: ir.Expression) -> str | None:
    match expression:
        case ir.FactValue(name):
            return name
        case ir.FieldValue(_, table, name):
            return f"{table}.{name}"
        case ir.Converted(operand):
            return _name(operand)
    return None


def _known(expression: ir.Expression, dated: Dated) -> Value | None:
    match expression:
        case ir.Constant(value):
            return value
        case ir.ParameterValue(name):
            return dated.parameters[name].value if name in dated.parameters else None
    return None


def _around(variable: Variable, value: Value) -> tuple[int, ...]:
    """The place of a value, and the next: a comparison changes at one of them."""
    if isinstance(variable.fact.type, TextType) or type(value) is str:
        return ()
    if isinstance(variable.fact.type, NumberType) and not isinstance(value, (int, Fraction)):
        return ()
    place = variable.index(value)
    return tuple(each for each in (place, place + 1) if 0 < each < variable.size)
