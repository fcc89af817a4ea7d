"""DuckDB answers as the interpreter does, for the contract's cases and for programs made up at random."""

import pytest
from tests.engines.contract import TOPICS, put_cases, put_made_up
from tests.engines.in_duckdb import DUCKDB

EVERY = 6
"""One case of the contract in so many is put here; `make agree` has made-up ones in any number."""


@pytest.mark.parametrize("topic", TOPICS)
def test_duckdb_answers_cases_of_the_contract_as_the_interpreter_does(topic: str) -> None:
    tally = put_cases(DUCKDB, {topic}, EVERY)
    assert not tally.disagreements, tally.disagreements[0]


def test_duckdb_agrees_on_programs_made_up_at_random() -> None:
    tally = put_made_up(DUCKDB, 26, 25)
    assert tally.cases == 650
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases / 3, tally.reasons
