"""DuckDB as an engine that must agree: one connection for all programs, since starting one takes longer than a program does."""

from functools import cache
from typing import Any

from tests.engines.table_engines import OverTables

from criteria_engine.backends.duckdb.engine import DuckDBEngine, connected


@cache
def connection() -> Any:
    """The connection of this process."""
    return connected(threads=1)


DUCKDB = OverTables("duckdb", lambda dated: DuckDBEngine(dated, connection=connection()))
