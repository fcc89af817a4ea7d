"""A PostgreSQL server and a session of Spark for the tests. Whatever lacks fails: nothing is left out in silence."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.servers.postgres import postgres_server
from tests.servers.spark import spark_session


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """How to connect to the server, which stops when the tests are done."""
    with postgres_server() as connection:
        yield connection


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """The session, which stops when the tests are done."""
    with spark_session() as session:
        yield session
