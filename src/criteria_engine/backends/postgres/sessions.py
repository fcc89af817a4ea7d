"""How a session of PostgreSQL is set, so that a query means the same whatever its server, database and role have as their own settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

SETTINGS = {
    "search_path": "pg_catalog, pg_temp",
    "standard_conforming_strings": "on",
    "DateStyle": "ISO, YMD",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "jit": "off",
    "cursor_tuple_fraction": "1.0",
    "client_encoding": "UTF8",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
}
"""Names that are not qualified are the server's own or temporary; a backslash in a text is a backslash; dates and binary numbers are written in
one way. Compiling a query of thousands of expressions takes longer than it saves, and its joins stand in the right order."""


@contextmanager
def snapshot(connection: "Connection[Any]", *, writes: bool = False) -> Iterator[None]:
    """One transaction that sees the data as they are at its beginning. What was written is there as a whole when it ends, or where something
    fails or is interrupted not at all. Unless it `writes`, the server refuses every change in it but of temporary tables."""
    with connection.transaction():
        mode = "READ WRITE" if writes else "READ ONLY"
        connection.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, {mode}".encode())
        yield


def settle(connection: "Connection[Any]") -> None:
    """Set a session as above until its transaction ends."""
    for name, value in SETTINGS.items():
        connection.execute("SELECT pg_catalog.set_config(%s, %s, true)", (name, value))
