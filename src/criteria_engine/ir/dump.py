"""A program or an operation as canonical text, places left out: two that mean the same give the same text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational, exact_text
from criteria_engine.values.types import ChoiceType, NumberType
from criteria_engine.values.units import Unit

_LEFT_OUT = frozenset(("span", "digest", "files"))


def dump(value: object) -> str:
    """The canonical text of anything that the IR is made of.

    >>> from criteria_engine.values.types import PERCENT
    >>> dump(PERCENT)
    'percent'
    """
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case str():
            return repr(value)
        case date():
            return value.isoformat()
        case Unit():
            return value.symbol
        case Labels():
            return "{" + " ".join(f"{tongue or '*'}:{text!r}" for tongue, text in value.texts) + "}"
        case NumberType():
            return _number_type(value)
        case ChoiceType():
            sign = " < " if value.ordered else ", "
            return f"{value.name}({sign.join(member.name for member in value.members)})"
        case tuple():
            return "[" + " ".join(dump(item) for item in value) + "]"
        case frozenset():
            return "{" + " ".join(sorted(dump(item) for item in value)) + "}"
        case Mapping():
            return "{" + " ".join(f"{key}: {dump(item)}" for key, item in value.items()) + "}"
    kind: Any = type(value)
    if attrs.has(kind):
        fields = [field.name for field in attrs.fields(kind) if field.name not in _LEFT_OUT]
        return "(" + " ".join([type(value).__name__, *(f"{name}={dump(getattr(value, name))}" for name in fields)]) + ")"
    return exact_text(value)  # type: ignore[arg-type]


def _number_type(kind: NumberType) -> str:
    unit = f" in {kind.unit.symbol}" if kind.unit.symbol else ""
    plain = NumberType(kind.kind)
    scale = f" to {exact_text(kind.scale)}" if kind.scale is not None else ""
    limits: tuple[Rational, Rational] = (kind.low, kind.high)
    bounds = "" if limits == (plain.low, plain.high) else f" {exact_text(kind.low)}..{exact_text(kind.high)}"
    return f"{kind.kind}{scale}{unit}{bounds}"
