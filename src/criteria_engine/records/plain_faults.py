"""Faults and places become plain data that they can be made of again."""

from datetime import date
from fractions import Fraction
from typing import Any, get_type_hints

import attrs

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.kinds import fault_kinds
from criteria_engine.records.file_names import FileNames
from criteria_engine.records.shape import At
from criteria_engine.source import Cell, Span
from criteria_engine.values.numbers import exact_text, rational

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
    return {"code": fault.code, "place": place_data(fault.place, names), "fields": {name: _plain(value) for name, value in fields.items()}}


def _plain(value: object) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Fraction):
        return exact_text(value)
    return value.isoformat() if isinstance(value, date) else value


def fault_of(at: At) -> Fault:
    """The fault that data stand for: of a known code, with just its fields, each of its kind."""
    at.keys(("code", "place", "fields"))
    kind = fault_kinds().get(at.of("code").text())
    if kind is None:
        raise at.of("code").wrong()
    asked = {name: hint for name, hint in get_type_hints(kind).items() if name not in ("code", "severity", "place")}
    fields = at.of("fields")
    fields.keys(tuple(asked))
    return kind(place_of(at.of("place")), **{name: _field(fields.of(name), hint) for name, hint in asked.items()})


def _field(at: At, hint: Any) -> Any:
    value, wanted = at.data, str(hint)
    if value is None and "None" in wanted:
        return None
    if wanted.startswith("tuple"):
        return tuple(item.text() for item in at.items())
    if "Fraction" in wanted and isinstance(value, str):
        return _read(rational, at)
    if "datetime.date" in wanted:
        return _read(date.fromisoformat, at)
    return at.whole() if hint is int or "Fraction" in wanted else at.text()


def _read(how: Any, at: At) -> Any:
    try:
        return how(at.text())
    except ValueError as problem:
        raise at.wrong() from problem
