"""PostgreSQL answers as the interpreter does, for the contract's cases and for programs made up at random."""

from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from tests.engines.agreement import made_up
from tests.engines.contract import TOPICS, put_cases, put_made_up
from tests.engines.table_engines import OverTables
from tests.rule_generation.chance import Seeded
from tests.servers.agreeing import over_postgres

from criteria_engine.backends.postgres.engine import PostgresEngine
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.lowering.builder import Unsupported


@pytest.fixture(scope="module")
def connection(postgres: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres, autocommit=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def engine(connection: psycopg.Connection) -> OverTables:
    return over_postgres(connection)


EVERY = 3
"""One case of the contract in so many is put here; `make agree` with programs made up at random reaches further."""


@pytest.mark.parametrize("topic", TOPICS)
def test_postgres_answers_cases_of_the_contract_as_the_interpreter_does(topic: str, engine: OverTables) -> None:
    tally = put_cases(engine, {topic}, EVERY, first=1)
    assert not tally.disagreements, tally.disagreements[0]


def test_postgres_agrees_on_programs_made_up_at_random(engine: OverTables) -> None:
    tally = put_made_up(engine, 40, 25)
    assert tally.cases == 1000
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases / 3, tally.reasons


def test_the_verdict_alone_is_that_of_the_findings(connection: psycopg.Connection) -> None:
    compared = 0
    for seed in range(20):
        found, given = made_up(Seeded(seed), 10)
        codes = []
        with suppress(Unsupported):
            for findings in (True, False):
                engine = PostgresEngine(found.dated, connection, findings=findings)
                answers = engine.answers(encode_records(found.program, given))
                name = f"r{engine.plan.verdict.code}"
                code = answers.column(name).to_pylist() if name in answers.schema.names else [None] * len(given)
                codes.append([None if unsure else one for one, unsure in zip(code, answers.column("unsure").to_pylist(), strict=True)])
            both = [(one, other) for one, other in zip(*codes, strict=True) if one is not None and other is not None]
            assert all(one == other for one, other in both)
            compared += len(both)
    assert compared > 50
