"""A name becomes a table of the database: its columns, and what kind of values each has."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from criteria_engine.backends.postgres.quoting import name_sql
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText
from criteria_engine.diagnostics.catalogue.data import DuplicateColumn
from criteria_engine.diagnostics.catalogue.data_files import ColumnTypeNotRead
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

if TYPE_CHECKING:
    from psycopg import Connection

Kind = Literal["truth", "whole", "exact", "binary", "text", "day", "moment", "moment with zone", "other"]

_KINDS: Mapping[str, Kind] = {
    "bool": "truth", "int2": "whole", "int4": "whole", "int8": "whole", "numeric": "exact", "float4": "binary", "float8": "binary",
    "text": "text", "varchar": "text", "bpchar": "text", "name": "text", "citext": "text", "uuid": "text",
    "date": "day", "timestamp": "moment", "timestamptz": "moment with zone",
}  # fmt: skip


@frozen
class DatabaseColumn:
    """A column: its name in the database, and as a heading; its kind, the type as the database calls it, and how many decimals it may have,
    where the type says so."""

    name: str
    heading: str
    kind: Kind
    type: str
    decimals: int | None = None
    unique: bool = False
    """Whether the database sees to it that no two rows have the same value."""

    @property
    def sql(self) -> str:
        """The column of the table that a query calls `t`."""
        return f"t.{name_sql(self.name)}"

    @property
    def as_text(self) -> str:
        """Its values as texts, equal only where all characters are."""
        return f'({self.sql})::text COLLATE "C"'

    @property
    def compared(self) -> str:
        """Its values in a form in which they can be grouped, equal only where they are written alike or are the same number."""
        return f'({self.sql})::text COLLATE "C"' if self.kind == "text" else self.sql

    def cell(self, text: str | None) -> object:
        """The raw cell of a value that the database has written as text."""
        if text is None:
            return None
        match self.kind:
            case "truth":
                return text == "true"
            case "whole" | "exact" | "binary":
                return NumberText(text)
            case "day":
                return _parsed(date.fromisoformat, text)
            case "moment" | "moment with zone":
                return _parsed(datetime.fromisoformat, text)
        return text


def _parsed(parse: Callable[[str], date], text: str) -> object:
    """A day or a moment; the text itself where the calendar of files has no such day: `infinity`, years before 1 or after 9999."""
    try:
        return parse(text)
    except ValueError:
        return text


@frozen(eq=False)
class DatabaseTable:
    """A table, view or foreign table."""

    schema: str
    name: str
    columns: tuple[DatabaseColumn, ...]
    faults: tuple[Fault, ...] = ()
    doubtful: Mapping[str, Fault] = field(factory=dict)

    @property
    def sql(self) -> str:
        return name_sql(self.schema, self.name)

    @property
    def shown(self) -> str:
        return excerpt(f"{self.schema}.{self.name}")

    @cached_property
    def by_heading(self) -> dict[str, DatabaseColumn]:
        return {column.heading: column for column in self.columns}

    def place(self, heading: str | None = None, unit: str | None = None) -> Cell:
        """The table, a column of it, or the cell of a unit in it: rows of a table have no numbers, but their unit has a code."""
        where = self.shown if unit is None else f"{self.shown} ({excerpt(unit)})"
        return Cell(where, None, None if heading is None else excerpt(heading))


_FOUND = """
SELECT n.nspname, c.relname, c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND
"""
_COLUMNS = """
WITH RECURSIVE found AS (
  SELECT a.attnum, a.attname, t.oid, t.typtype, t.typname, t.typbasetype, t.typtypmod, a.atttypmod AS modifier,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS shown,
    EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
      AND i.indexprs IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS alone
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT f.attnum, f.attname, t.oid, t.typtype, t.typname, t.typbasetype, t.typtypmod, f.typtypmod, f.shown, f.alone
  FROM found f JOIN pg_catalog.pg_type t ON t.oid = f.typbasetype WHERE f.typtype = 'd'
)
SELECT attname, typtype, typname, modifier, shown, alone FROM found WHERE typtype <> 'd' ORDER BY attnum
"""


def find_table(connection: "Connection[Any]", name: str) -> DatabaseTable | None:
    """The table that a name means to the session as it stands: with a schema or without, quoted as in SQL or not; else the one that is called
    exactly so. None where there is none, or where the role may not see it."""
    import psycopg

    found = None
    if "\0" not in name:
        try:
            with connection.transaction():
                found = connection.execute(f"{_FOUND} c.oid = pg_catalog.to_regclass(%s)", (name,)).fetchone()
        except psycopg.Error:  # no name at all, as SQL writes names
            found = None
        if found is None:
            plain = f"{_FOUND} c.relname = %s AND pg_catalog.pg_table_is_visible(c.oid)"
            found = connection.execute(plain, (name,)).fetchone()
    if found is None:
        return None
    schema, own, oid = found
    columns: list[DatabaseColumn] = []
    faults: list[Fault] = []
    for column, kind, type_name, modifier, shown, alone in connection.execute(_COLUMNS, (oid,)).fetchall():
        heading = unicodedata.normalize("NFC", " ".join(column.split()))
        of = "text" if kind == "e" else _KINDS.get(type_name, "other")
        decimals = _decimals(modifier) if of == "exact" and modifier >= 4 else None
        columns.append(DatabaseColumn(column, heading, of, shown, decimals, alone))
    table = DatabaseTable(schema, own, tuple(columns))
    headings = [column.heading for column in columns]
    doubtful: dict[str, Fault] = {
        heading: DuplicateColumn(table.place(heading), excerpt(heading)) for heading in headings if headings.count(heading) > 1
    }
    faults += [ColumnTypeNotRead(table.place(each.heading), excerpt(each.heading), excerpt(each.type)) for each in columns if each.kind == "other"]
    kept = tuple(column for column in columns if column.kind != "other")
    return DatabaseTable(schema, own, kept, (*faults, *doubtful.values()), doubtful)


def _decimals(modifier: int) -> int:
    """The decimals in a modifier of `numeric`: eleven bits with a sign."""
    bits = (modifier - 4) & 0x7FF
    return bits - 0x800 if bits & 0x400 else bits
