"""A type's name as data, which the messages put into the reader's words."""

from attrs import frozen

from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type


@frozen
class TypeName:
    """The kind of a type, with the unit or the choices that it is of (empty when none)."""

    kind: str
    of: str = ""


def type_name(kind: Type) -> TypeName:
    """The name of a type.

    >>> type_name(NumberType("percent"))
    TypeName(kind='percent', of='')
    """
    match kind:
        case NumberType():
            return TypeName(kind.kind, kind.unit.symbol)
        case ChoiceType():
            return TypeName("choice", kind.name)
        case DateType():
            return TypeName("date")
        case TextType():
            return TypeName("text")
        case OutcomeType():
            return TypeName("outcome")
    return TypeName("yes/no")
