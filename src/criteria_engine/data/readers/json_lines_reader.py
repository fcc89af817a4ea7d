"""A JSON Lines file (an object a line) becomes a raw table whose rows have the numbers of their lines."""

import json

from attrs import evolve

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.raw_objects import object_of, raw_rows
from criteria_engine.data.raw_table import MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, Reading
from criteria_engine.data.readers.decoding import decoded
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data import JsonNestedTooDeep, NotJson, TooManyColumns, TooManyRows
from criteria_engine.source import Cell


def read_json_lines(name: str, data: bytes, read_as: ReadAs = AS_FOUND) -> Reading:
    """The table of a JSON Lines file's bytes. A line that cannot be read stays in the table with its fault."""
    text, said = decoded(name, data, read_as.encoding)
    if text is None:
        return Reading(None, said)
    rows: list[RawRow] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.isspace() or not line:
            continue
        if len(rows) >= MOST_ROWS:
            return Reading(None, (*said, TooManyRows(Cell(name, number), MOST_ROWS)))
        rows.append(_row(name, number, line))
    columns = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    if len(columns) > MOST_COLUMNS:
        return Reading(None, (*said, TooManyColumns(Cell(name), MOST_COLUMNS)))
    return Reading(RawTable(name, columns, tuple(rows)), (*said, *(row.fault for row in rows if row.fault is not None)))


def _row(name: str, number: int, line: str) -> RawRow:
    try:
        content = json.loads(line, parse_float=NumberText, parse_int=NumberText, parse_constant=NumberText, object_pairs_hook=object_of)
    except json.JSONDecodeError as error:
        return RawRow(number, {}, NotJson(Cell(name, number), number, error.colno, excerpt(line[error.pos : error.pos + 20])))
    except RecursionError:
        return RawRow(number, {}, JsonNestedTooDeep(Cell(name, number)))
    (row,) = raw_rows([content], lambda _, key: Cell(name, number, excerpt(key) if key is not None else None))
    return evolve(row, number=number)
