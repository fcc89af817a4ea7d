"""A SQLite database becomes its tables: each as a raw table, rows in the order in which the database gives them.

The bytes are read in memory, so that no other file is touched; views, triggers and functions of the database are never
run, and what takes too many steps is given up.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from criteria_engine.data.excerpts import HALF_PAIRS, excerpt
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.raw_table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, Reading
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.readers.sheet_cells import plain, stored_number
from criteria_engine.diagnostics.catalogue.data import DataFileEmpty, TooManyColumns, TooManyRows
from criteria_engine.diagnostics.catalogue.data_files import NotOfItsFormat
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

SIGNATURE = b"SQLite format 3\0"

_MOST_STEPS = 200_000_000
_STEPS_BETWEEN = 1_000_000
_DEEPEST = 20
_WRITE_AHEAD = slice(18, 20)


def table_names(name: str, data: bytes) -> tuple[str, ...]:
    """The names of the tables in a database's bytes. Raises Refused where there are none to be found."""
    with _opened(name, data) as database:
        rows = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")
        names = tuple(str(row[0]) for row in rows.fetchmany(10_000))
    if any(HALF_PAIRS.search(table) for table in names):
        raise Refused(NotOfItsFormat(Cell(name), "SQLite"))
    if not names:
        raise Refused(DataFileEmpty(Cell(name)))
    return names


def read_database_table(name: str, data: bytes, table: str) -> Reading:
    """A table of a database."""
    try:
        with _opened(name, data) as database:
            return _table(database, name, table)
    except Refused as refused:
        return Reading(None, (refused.fault,))


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[sqlite3.Connection]:
    damaged = Refused(NotOfItsFormat(Cell(name), "SQLite"))
    if not data.startswith(SIGNATURE):
        raise damaged
    if data[_WRITE_AHEAD] == b"\2\2":  # a log beside the file is no part of it; without it the file is read as it is
        data = data[: _WRITE_AHEAD.start] + b"\1\1" + data[_WRITE_AHEAD.stop :]
    database = sqlite3.connect(":memory:", isolation_level=None)
    steps = iter(range(_MOST_STEPS // _STEPS_BETWEEN))
    try:
        database.deserialize(data)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 16 * LONGEST_CELL)
        database.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, _DEEPEST)
        database.set_progress_handler(lambda: next(steps, None) is None, _STEPS_BETWEEN)
        database.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        yield database
    except (sqlite3.Error, sqlite3.Warning, MemoryError, OverflowError, ValueError) as problem:
        raise damaged from problem
    finally:
        database.close()


def _table(database: sqlite3.Connection, name: str, table: str) -> Reading:
    quoted = '"' + table.replace('"', '""') + '"'
    columns = database.execute(f"PRAGMA table_info({quoted})").fetchmany(MOST_COLUMNS + 1)
    place = Cell(name, sheet=table)
    if len(columns) > MOST_COLUMNS:
        return Reading(None, (TooManyColumns(place, MOST_COLUMNS),))
    names = [" ".join(excerpt(column[1]).split()) for column in columns]
    logical = ["BOOL" in str(column[2]).upper() for column in columns]
    rows: list[RawRow] = []
    listed = ", ".join('"' + str(column[1]).replace('"', '""') + '"' for column in columns)
    for number, values in enumerate(database.execute(f"SELECT {listed} FROM {quoted}"), 1):
        if number > MOST_ROWS:
            return Reading(None, (TooManyRows(place, MOST_ROWS),))
        rows.append(RawRow(number, {at: _cell(value, yes) for at, value, yes in zip(names, values, logical, strict=True)}))
    return Reading(RawTable(name, tuple(dict.fromkeys(names)), tuple(rows), sheet=table))


def _cell(value: object, logical: bool) -> object:
    match value:
        case 0 | 1 if logical:
            return bool(value)
        case int():
            return NumberText(str(value))
        case float():
            return real_number(value)
    return value


def real_number(value: float) -> NumberText | Fault:
    """A binary number as the fifteen digits that programs show of it: 0.1 + 0.2 is 0.3."""
    found = stored_number(repr(value))
    if found is None:
        return NumberText("NaN" if value != value else "Infinity" if value > 0 else "-Infinity")
    return found if isinstance(found, Fault) else NumberText(plain(found))


