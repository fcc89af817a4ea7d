"""The one entry to reading an expression: each kind of tree node is registered by the module that knows it.

`read(node, scope, wanted)` gives the typed operation, or None after a fault. `wanted` is the type that the surroundings
ask for, where they do: a choice's member, a percent or points of a score can only be told by it. It is a hint: who needs
the type to be right checks the answer.
"""

from functools import singledispatch

from criteria_engine.diagnostics.catalogue.types import TypeMismatch
from criteria_engine.ir.expressions import Expression
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import YES_NO, NumberType, Type, YesNoType


@singledispatch
def read(node: object, scope: Scope, wanted: Type | None = None) -> Expression | None:
    """The typed operation that a tree node means in a scope; None when it has a fault, which the scope then holds."""
    raise TypeError(type(node))


def read_condition(node: e.Expression, scope: Scope) -> Expression | None:
    """An expression that must be true or false."""
    found = read(node, scope, YES_NO)
    if found is not None and not isinstance(found.type, YesNoType):
        scope.faults.append(TypeMismatch(node.span, type_name(found.type), type_name(YES_NO)))
        return None
    return found


def read_number(node: e.Expression, scope: Scope, wanted: Type | None = None) -> tuple[Expression, NumberType] | None:
    """An expression that must be a number of any kind, with its type."""
    found = read(node, scope, wanted)
    if found is None:
        return None
    if not isinstance(found.type, NumberType):
        scope.faults.append(TypeMismatch(node.span, type_name(found.type), type_name(NumberType("number"))))
        return None
    return found, found.type
