"""A JSON file (a list of objects, one object, or `{"units": [...]}`) becomes a raw table; the first object is row 1.

Numbers keep the file's own digits; rows of related tables stay lists of objects in the cell of their unit.
"""

import json

from attrs import evolve

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.raw_objects import ObjectWithKeyTwice, object_of, raw_rows
from criteria_engine.data.raw_table import MOST_COLUMNS, MOST_ROWS, RawTable, Reading
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
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


def read_json(name: str, data: bytes, read_as: ReadAs = AS_FOUND) -> Reading:
    """The table of a JSON file's bytes. A row that cannot be trusted stays in the table with its fault."""
    text, said = decoded(name, data, read_as.encoding)
    if text is None:
        return Reading(None, said)
    reading = _read(name, text)
    return evolve(reading, faults=(*said, *reading.faults))


def _read(name: str, text: str) -> Reading:
    try:
        content = json.loads(text, parse_float=NumberText, parse_int=NumberText, parse_constant=NumberText, object_pairs_hook=object_of)
    except json.JSONDecodeError as error:
        found = excerpt(text[error.pos : error.pos + 20].split("\n", maxsplit=1)[0])
        return Reading(None, (NotJson(Cell(name, error.lineno), error.lineno, error.colno, found),))
    except RecursionError:
        return Reading(None, (JsonNestedTooDeep(Cell(name)),))
    return _table(name, content)


def _table(name: str, content: object) -> Reading:
    faults: list[Fault] = []
    units: object = content
    if isinstance(content, dict):
        units = [content]
        if isinstance(content.get(UNITS_KEY), list):
            if isinstance(content, ObjectWithKeyTwice):
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
