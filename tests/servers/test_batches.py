"""What a batch holds is told apart by PostgreSQL's engine, whatever the batches before it held."""

import psycopg
import pyarrow as pa
from attrs import evolve

from criteria_engine.backends.postgres.engine import PostgresEngine
from criteria_engine.backends.tables.answers import outcomes
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.engine import loads

RULES = loads(
    """
ruleset city.posts "Posts"
subject ward identified by code
facts
  code : text
  rooms : integer, 0..100
table cases, each case
  solved : yes/no
  grave : yes/no
criterion A1 "Room"
  requires rooms >= 5
criterion A2 "Every grave case is solved"
  requires every case in cases where grave has solved
verdict
  passes when A1 passes and A2 passes
"""
)


def batch() -> EncodedBatch:
    """A ward with one grave case that is not solved."""
    given = {"code": "1", "rooms": 7, "cases": [{"solved": False, "grave": True}]}
    return encode_records(RULES.program, [RULES.evaluate(given, as_of="2024-06-30").record])


def verdict(engine: PostgresEngine, given: EncodedBatch) -> str | None:
    found = outcomes(engine.plan, given, engine.answers(given))[0]
    return None if found is None else found.verdict


def test_rows_with_their_fields_in_another_order_have_a_query_of_their_own(postgres: str) -> None:
    first = batch()
    rows = first.tables["cases"]
    second = evolve(first, tables={"cases": evolve(rows, columns=dict(reversed(rows.columns.items())))})
    with psycopg.connect(postgres, autocommit=True) as connection:
        engine = PostgresEngine(RULES.on("2024-06-30"), connection)
        assert verdict(engine, first) == "fails"
        assert verdict(engine, second) == "fails"
        without = evolve(first, tables={"cases": evolve(rows, columns={"grave": rows.columns["grave"]})})
        assert verdict(engine, without) == "undetermined"


def test_a_number_out_of_its_bounds_is_the_interpreters(postgres: str) -> None:
    first = batch()
    columns = {**first.columns, "rooms": EncodedColumn(pa.array([2**62], pa.int64()))}
    with psycopg.connect(postgres, autocommit=True) as connection:
        engine = PostgresEngine(RULES.on("2024-06-30"), connection)
        assert engine.answers(evolve(first, columns=columns)).column("unsure").to_pylist() == [True]
