"""Every fault class there is, and a fault of each with made-up fields."""

from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args, get_origin

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.kinds import fault_kinds
from criteria_engine.diagnostics.wording import fields_of
from criteria_engine.source import Span
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.type_names import TypeName

PLACE = Span("a.criteria", 2, 3, 2, 6)


def fault_classes() -> list[type[Fault]]:
    return list(fault_kinds().values())


def example_of(kind: type[Fault], text: str = "abc") -> Fault:
    return kind(PLACE, **{name: _example(of, name, text) for name, of in fields_of(kind).items()})


def _example(of: Any, name: str, text: str) -> object:
    if get_origin(of) is Literal:
        return get_args(of)[0]
    options = get_args(of) if type(None) in get_args(of) else (of,)
    if of == tuple[Labels, ...]:
        return (Labels((("en", text), ("vi", text))), NO_LABELS)
    if of == tuple[str, ...]:
        return ("KW_WHEN", "NAME", "LPAR") if name == "expected" else (text, "x")
    for option, value in (
        (bool, True), (int, 7), (Fraction, Fraction(1, 2)), (TypeName, TypeName("number", "m2")), (Span, PLACE),
        (str, "2023-12-31" if name == "date" else text), (date, date(2023, 12, 31)),
    ):
        if option in options or (of == int | Fraction and option is Fraction):
            return value
    raise AssertionError(f"no example for a field of type {of}")
