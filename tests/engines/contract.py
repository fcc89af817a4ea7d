"""Cases of the contract (`tests/semantics`), and programs made up at random, are put to an engine."""

from tests.engines.agreement import Engine, Tally, made_up, put
from tests.rule_generation.chance import Seeded
from tests.semantics.cases import all_cases, prepare

TOPICS = sorted({case.topic for case in all_cases()})


def put_cases(engine: Engine, topics: set[str] | None = None, every: int = 1, first: int = 0) -> Tally:
    """What comes of one case in so many, the first at a place, of some topics (None: of all)."""
    tally = Tally()
    for case in all_cases()[first::every]:
        prepared = prepare(case) if topics is None or case.topic in topics else None
        if prepared is not None and prepared.dated is not None:
            put(engine, prepared.dated, [prepared.record], tally, f"{case.id}\n{case.rules}")
    return tally


def put_made_up(engine: Engine, programs: int, records: int) -> Tally:
    """What comes of so many programs with so many records each."""
    tally = Tally()
    for seed in range(programs):
        found, given = made_up(Seeded(seed), records)
        put(engine, found.dated, given, tally, found.text)
    return tally
