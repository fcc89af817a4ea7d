"""Batches of a results table become a new table of the database."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, frozen

from criteria_engine.backends.postgres.copying import put
from criteria_engine.backends.postgres.quoting import array_text, name_sql, text_sql
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.diagnostics.catalogue.data_files import DatabaseSaidNo
from criteria_engine.source import Cell

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg import Connection

LONGEST_NAME = 63
"""Bytes of a name in the database."""

_BETWEEN = "\x1f"


@frozen
class NewTable:
    """The table that results are to be in; `there` says whether there is one of that name already."""

    schema: str
    name: str
    there: bool

    @property
    def shown(self) -> str:
        return excerpt(f"{self.schema}.{self.name}")


def new_table(connection: "Connection[Any]", name: str) -> NewTable:
    """The table that a name, with a schema or without, means to the session as it stands. Raises Refused where it can mean none."""
    import psycopg

    try:
        with connection.transaction():
            found = connection.execute("SELECT pg_catalog.parse_ident(%s), pg_catalog.current_schema()", (name,)).fetchone()
    except psycopg.Error:
        found = ([name], _current_schema(connection)) if "\0" not in name else None
    parts, current = found if found is not None else ([], None)
    if not 1 <= len(parts) <= 2 or (len(parts) == 1 and current is None):
        raise Refused(DatabaseSaidNo(Cell(excerpt(name)), f'no schema to create "{excerpt(name)}" in'))
    schema, own = parts if len(parts) == 2 else (current, parts[0])
    query = """SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s AND c.relname = %s)"""
    there = connection.execute(query, (schema, own)).fetchone()
    return NewTable(schema, own, there == (True,))


def _current_schema(connection: "Connection[Any]") -> str | None:
    found = connection.execute("SELECT pg_catalog.current_schema()").fetchone()
    return found[0] if found is not None else None


@define(eq=False)
class ResultTable:
    """A table of the database in the making: created with the first batch, within the transaction of the connection. `said` stands in the
    comment of the table. Where the table is `there` already it is dropped first."""

    connection: "Connection[Any]"
    table: NewTable
    said: Mapping[str, str]
    _created: bool = False

    def write(self, batch: "pa.Table") -> None:
        """The rows that come next; there must be at least one call, be it without rows, since it brings the columns."""
        from psycopg.sql import Identifier

        if not self._created:
            self._create(batch.schema)
        put(self.connection, Identifier(self.table.schema, self.table.name), _plain(batch))

    def _create(self, schema: "pa.Schema") -> None:
        own = name_sql(self.table.schema, self.table.name)
        for name in schema.names:
            if len(name.encode()) > LONGEST_NAME:
                raise Refused(DatabaseSaidNo(Cell(self.table.shown), f'the name "{excerpt(name)}" has more than {LONGEST_NAME} bytes'))
        if self.table.there:
            self.connection.execute(f"DROP TABLE {own}".encode())
        columns = ", ".join(f"{name_sql(field.name)} {_kind(field.type)}" for field in schema)
        self.connection.execute(f"CREATE TABLE {own} ({columns})".encode())
        comment = "; ".join(f"{key}: {value}" for key, value in self.said.items())
        self.connection.execute(f"COMMENT ON TABLE {own} IS {text_sql(comment)}".encode())
        self._created = True


def _kind(of: "pa.DataType") -> str:
    import pyarrow as pa

    if pa.types.is_boolean(of):
        return "boolean"
    if pa.types.is_decimal(of):
        return f"numeric({of.precision}, {of.scale})"
    return "text[]" if pa.types.is_list(of) else "text"


def _plain(batch: "pa.Table") -> "pa.Table":
    """The rows with lists as the database writes arrays."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, of in enumerate(batch.schema):
        if pa.types.is_list(of.type):
            joined = pc.binary_join(batch.column(place).combine_chunks(), _BETWEEN)
            joined = joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined
            encoded = joined.dictionary_encode()
            texts = [array_text(text.split(_BETWEEN) if text else []) for text in encoded.dictionary.to_pylist()]
            batch = batch.set_column(place, of.name, pa.array(texts, pa.string()).take(encoded.indices))
    return batch
