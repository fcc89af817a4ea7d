"""A PostgreSQL server for the tests. Whatever lacks fails: nothing is left out in silence."""

from collections.abc import Iterator

import pytest
from tests.servers.postgres import postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """How to connect to the server, which stops when the tests are done."""
    with postgres_server() as connection:
        yield connection
