"""Faults and places become plain data that they can be made of again."""

from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args, get_origin

import attrs

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.kinds import fault_kinds
from criteria_engine.diagnostics.wording import fields_of
from criteria_engine.records.file_names import FileNames
from criteria_engine.records.shape import At
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational, exact_text, rational
from criteria_engine.values.type_names import TypeName

Data = dict[str, Any]


def place_data(place: Cell | Span | None, names: FileNames) -> Data | None:
    """A place, its file by its name in the record; what it does not say is left out."""
    if place is None:
        return None
    data = {name: value for name, value in attrs.asdict(place).items() if value is not None}
    return {**data, "file": names.of(place.file)}


def place_of(at: At) -> Cell | Span | None:
    """The place that data stand for."""
    return None if at.data is None else span_of(at) if at.has("line") else cell_of(at)


def cell_of(at: At) -> Cell:
    """The cell that data stand for."""
    at.keys(("file",), ("row", "column", "sheet", "letter"))
    row = at.of("row").whole() if at.has("row") else None
    column, sheet, letter = (at.of(name).text() if at.has(name) else None for name in ("column", "sheet", "letter"))
    return Cell(at.of("file").text(), row, column, sheet, letter)


def span_of(at: At) -> Span:
    """The stretch of rule text that data stand for."""
    numbers = ("line", "column", "end_line", "end_column")
    at.keys(("file", *numbers))
    return Span(at.of("file").text(), *(at.of(name).whole() for name in numbers))


def fault_data(fault: Fault, names: FileNames) -> Data:
    """A fault as its code, its place and its fields."""
    fields = {name: value for name, value in attrs.asdict(fault, recurse=False).items() if name != "place"}
    if isinstance(fields.get("file"), str):
        fields["file"] = names.of(fields["file"])
    return {"code": fault.code, "place": place_data(fault.place, names), "fields": {name: _plain(value, names) for name, value in fields.items()}}


def _plain(value: object, names: FileNames) -> Any:
    if isinstance(value, (Cell, Span)):
        return place_data(value, names)
    if isinstance(value, TypeName):
        return attrs.asdict(value)
    if isinstance(value, Labels):
        return [[tongue, text] for tongue, text in value.texts]
    if isinstance(value, (tuple, list)):
        return [_plain(item, names) for item in value]
    if isinstance(value, Fraction):
        return exact_text(value)
    return value.isoformat() if isinstance(value, date) else value


def fault_of(at: At) -> Fault:
    """The fault that data stand for: of a known code, with just its fields, each of its kind."""
    at.keys(("code", "place", "fields"))
    kind = fault_kinds().get(at.of("code").text())
    if kind is None:
        raise at.of("code").wrong()
    asked = fields_of(kind)
    fields = at.of("fields")
    fields.keys(tuple(asked))
    return kind(place_of(at.of("place")), **{name: _field(fields.of(name), hint) for name, hint in asked.items()})


def _field(at: At, hint: Any) -> Any:
    options = get_args(hint) if get_origin(hint) is not tuple and type(None) in get_args(hint) else (hint,)
    if at.data is None and type(None) in options:
        return None
    wanted = next(option for option in options if option is not type(None))
    if get_origin(wanted) is tuple:
        return tuple(_labels(item) if Labels in get_args(wanted) else item.text() for item in at.items())
    if get_origin(wanted) is Literal:
        if at.text() not in get_args(wanted):
            raise at.wrong()
        return at.text()
    if wanted is TypeName:
        at.keys([field.name for field in attrs.fields(TypeName)])
        return TypeName(*(at.of(field.name).text_or_none() for field in attrs.fields(TypeName)))  # type: ignore[arg-type]
    if wanted in (Span, Cell):
        return place_of(at)
    if wanted is date:
        return _read(date.fromisoformat, at)
    if wanted == Rational or wanted is Fraction:
        return _read(rational, at) if isinstance(at.data, str) else at.whole()
    return at.yes_no() if wanted is bool else at.whole() if wanted is int else at.text()


def _labels(at: At) -> Labels:
    pairs = [[*each.items()] for each in at.items()]
    if any(len(pair) != 2 for pair in pairs):
        raise at.wrong()
    return Labels(tuple((tongue.text_or_none(), text.text()) for tongue, text in pairs))


def _read(how: Any, at: At) -> Any:
    try:
        return how(at.text())
    except ValueError as problem:
        raise at.wrong() from problem
