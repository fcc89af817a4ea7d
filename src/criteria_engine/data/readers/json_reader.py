"""A JSON file (a list of objects, one object, or `{"units": [...]}`) becomes a raw table; the first object is row 1.

Numbers keep the file's own digits; rows of related tables stay lists of objects in the cell of their unit.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from criteria_engine.data.excerpts import HALF_PAIRS, excerpt
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.data.readers.raw_table import MOST_COLUMNS, MOST_ROWS, NumberText, RawRow, RawTable, Reading
from criteria_engine.diagnostics.catalogue.data import (
    JsonKeyTwice,
    JsonNestedTooDeep,
    JsonNotUnits,
    NotJson,
    TooManyColumns,
    TooManyRows,
    UnknownColumn,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

UNITS_KEY = "units"
"""The name under which an object may hold its list of units."""

_ESCAPED_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


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
            text, parse_float=NumberText, parse_int=NumberText, parse_constant=NumberText, object_pairs_hook=_object_builder(text)
        )
    except json.JSONDecodeError as error:
        found = excerpt(text[error.pos : error.pos + 20].split("\n")[0])
        return Reading(None, (NotJson(Cell(name, error.lineno), error.lineno, error.colno, found),))
    except RecursionError:
        return Reading(None, (JsonNestedTooDeep(Cell(name)),))
    return _table(name, content)


def _object_builder(text: str) -> Any:
    """What makes a JSON object of its pairs: keys in NFC without white space at their ends, a key given twice noted."""
    half_pairs = _ESCAPED_HALF_PAIR.search(text) is not None

    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if not all(key.isascii() for key, _ in pairs) or any(key[:1].isspace() or key[-1:].isspace() for key, _ in pairs):
            pairs = [(unicodedata.normalize("NFC", key).strip(), value) for key, value in pairs]
            if half_pairs:
                pairs = [(HALF_PAIRS.sub("\ufffd", key), value) for key, value in pairs]
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            doubled = _ObjectWithKeyTwice(found)
            doubled.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            return doubled
        return found

    return build


def _table(name: str, content: object) -> Reading:
    faults: list[Fault] = []
    units: object = content
    if isinstance(content, dict):
        units = [content]
        if isinstance(content.get(UNITS_KEY), list):
            if isinstance(content, _ObjectWithKeyTwice):
                return Reading(None, (JsonKeyTwice(Cell(name, None, excerpt(content.key)), excerpt(content.key)),))
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


def raw_rows(objects: Iterable[object], place: Any) -> tuple[RawRow, ...]:
    """Objects of a list as rows, numbered from 1; `place(number, key or None)` gives the cell of a fault. What is no
    object, or gives a name twice, is a row with a fault."""
    rows = []
    for number, found in enumerate(objects, 1):
        if not isinstance(found, dict):
            rows.append(RawRow(number, {}, JsonNotUnits(place(number, None), excerpt(found))))
        elif isinstance(found, _ObjectWithKeyTwice):
            rows.append(RawRow(number, found, JsonKeyTwice(place(number, found.key), excerpt(found.key))))
        else:
            rows.append(RawRow(number, found))
    return tuple(rows)
