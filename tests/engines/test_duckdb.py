"""DuckDB answers as the interpreter does, for the contract's cases and for programs made up at random."""

import pytest
from tests.engines.agreement import Tally, made_up, put
from tests.engines.in_duckdb import DUCKDB
from tests.rule_generation.chance import Seeded
from tests.semantics.cases import all_cases, prepare

EVERY = 6
"""One case of the contract in so many is put here; `make agree` has made-up ones in any number."""


@pytest.mark.parametrize("topic", sorted({case.topic for case in all_cases()}))
def test_duckdb_answers_cases_of_the_contract_as_the_interpreter_does(topic: str) -> None:
    tally = Tally()
    for number, case in enumerate(all_cases()):
        prepared = prepare(case) if case.topic == topic and number % EVERY == 0 else None
        if prepared is not None and prepared.dated is not None:
            put(DUCKDB, prepared.dated, [prepared.record], tally, f"{case.id}\n{case.rules}")
    assert not tally.disagreements, tally.disagreements[0]


def test_duckdb_agrees_on_programs_made_up_at_random() -> None:
    tally = Tally()
    for seed in range(26):
        found, given = made_up(Seeded(seed), 25)
        put(DUCKDB, found.dated, given, tally, found.text)
    assert tally.cases == 650
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases / 3, tally.reasons
