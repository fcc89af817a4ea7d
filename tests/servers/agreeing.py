"""PostgreSQL as an engine that must agree with the interpreter."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from tests.engines.table_engines import OverTables
from tests.servers.postgres import postgres_server

from criteria_engine.backends.postgres.engine import PostgresEngine


def over_postgres(connection: psycopg.Connection) -> OverTables:
    """The engine over an open connection."""
    return OverTables("postgres", lambda dated: PostgresEngine(dated, connection))


@contextmanager
def started() -> Iterator[OverTables]:
    """The engine with a server of its own."""
    with postgres_server() as server, psycopg.connect(server, autocommit=True) as connection:
        yield over_postgres(connection)
