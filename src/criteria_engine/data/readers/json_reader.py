"""A JSON file (a list of objects, one object, or `{"units": [...]}`) becomes a raw table; the first object is row 1.

Numbers keep the file's own digits; rows of related tables stay lists of objects in the cell of their unit.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from criteria_engine.data.excerpts import HALF_PAIRS, excerpt
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.data.readers.raw_table import MOST_COLUMNS, MOST_ROWS, NumberText, RawRow, RawTable, Reading
from criteria_engine.diagnostics.catalogue.data import (
    JsonNestedTooDeep,
    JsonNotUnits,
    KeyTwice,
    NotJson,
    TooManyColumns,
    TooManyRows,
    UnknownColumn,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

UNITS_KEY = "units"
"""The name under which an object may hold its list of units."""

class _ObjectWithKeyTwice(dict[str, object]):
    """A JSON object that gives `key` twice."""

    key: str


def read_json(name: str, data: bytes) -> Reading:
    """The table of a JSON file's bytes. A row that cannot be trusted stays in the table with its fault."""
    text = decoded(name, data)
    if isinstance(text, Fault):
        return Reading(None, (text,))
    try:
        content = json.loads(
            text, parse_float=NumberText, parse_int=NumberText, parse_constant=NumberText, object_pairs_hook=object_of
        )
    except json.JSONDecodeError as error:
        found = excerpt(text[error.pos : error.pos + 20].split("\n")[0])
        return Reading(None, (NotJson(Cell(name, error.lineno), error.lineno, error.colno, found),))
    except RecursionError:
        return Reading(None, (JsonNestedTooDeep(Cell(name)),))
    return _table(name, content)


PlaceOf = Callable[[int, str | None], Cell]
"""The cell of a row's number and a key; None stands for the whole row."""


def object_of(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """Names and values as an object: names in NFC without white space at their ends; a name given twice is noted, so
    that `raw_rows` reports it."""
    plain = [(name if isinstance(name, str) and name.isascii() else _plain_name(name), value) for name, value in pairs]
    found = {name.strip(): value for name, value in plain}
    if len(found) == len(plain):
        return found
    doubled = _ObjectWithKeyTwice(found)
    doubled.key = next(name for name, times in Counter(name.strip() for name, _ in plain).items() if times > 1)
    return doubled


def _plain_name(name: object) -> str:
    text = name if isinstance(name, str) else excerpt(name)
    return HALF_PAIRS.sub("\ufffd", unicodedata.normalize("NFC", text))


def _table(name: str, content: object) -> Reading:
    faults: list[Fault] = []
    units: object = content
    if isinstance(content, dict):
        units = [content]
        if isinstance(content.get(UNITS_KEY), list):
            if isinstance(content, _ObjectWithKeyTwice):
                return Reading(None, (KeyTwice(Cell(name, None, excerpt(content.key)), excerpt(content.key)),))
            units = content[UNITS_KEY]
            faults += [UnknownColumn(Cell(name, None, excerpt(key)), excerpt(key)) for key in content if key != UNITS_KEY]
    if not isinstance(units, list):
        return Reading(None, (JsonNotUnits(Cell(name), excerpt(units)),))
    if len(units) > MOST_ROWS:
        return Reading(None, (TooManyRows(Cell(name, MOST_ROWS + 1), MOST_ROWS),))
    rows = raw_rows(units, lambda number, key: Cell(name, number, excerpt(key) if key is not None else None))
    faults += [row.fault for row in rows if row.fault is not None]
    columns = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    if len(columns) > MOST_COLUMNS:
        return Reading(None, (TooManyColumns(Cell(name), MOST_COLUMNS),))
    return Reading(RawTable(name, columns, rows), tuple(faults))


def raw_rows(objects: Iterable[object], place: PlaceOf) -> tuple[RawRow, ...]:
    """Objects of a list as rows, numbered from 1; `place` gives the cell of a fault. What is no object, or gives a name
    twice, is a row with a fault."""
    rows = []
    for number, found in enumerate(objects, 1):
        if isinstance(found, _ObjectWithKeyTwice):
            rows.append(RawRow(number, found, KeyTwice(place(number, found.key), excerpt(found.key))))
        elif isinstance(found, dict):
            rows.append(RawRow(number, found))
        else:
            rows.append(RawRow(number, {}, JsonNotUnits(place(number, None), excerpt(found))))
    return tuple(rows)
