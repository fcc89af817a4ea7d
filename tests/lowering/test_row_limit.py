"""Bounds for fewer rows than a plan allows: narrower, never wrong, and a record with more rows goes to the interpreter."""

from datetime import date

import pyarrow as pa
import pytest

from criteria_engine.backends.duckdb import engine as duckdb_engine
from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.python.engine import PythonEngine
from criteria_engine.backends.sql import plan_query
from criteria_engine.backends.tables.answers import outcomes
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.records import Record, Row
from criteria_engine.language.compile import compile_source
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.plan import Aggregate
from criteria_engine.lowering.row_limit import MANY, within_rows
from criteria_engine.lowering.width import bits_of, too_wide
from criteria_engine.source import source_from_text

RULES = """ruleset t "T"
subject ward identified by code
facts
  code : text
  limit1 : integer, 0..100
table cases, each case
  loss : money in VND, 0..1_000_000_000
criterion A "A"
  requires (sum of loss of cases) <= 5000 VND and (count of cases where loss > 0 VND) <= limit1
verdict
  passes when A passes
"""


def dated() -> Dated:
    compiled = compile_source(source_from_text(RULES))
    assert compiled.program is not None, compiled.errors
    return at_date(compiled.program, date(2024, 1, 1))


@pytest.mark.parametrize("complete", [False, True])
def test_bounds_become_narrower_and_sums_fit_sixty_four_bits(complete: bool) -> None:
    plan = lower(dated(), findings=True, complete=complete)
    narrow = within_rows(plan)
    assert too_wide(plan, 64)
    assert not too_wide(narrow, 64)
    for register, step in enumerate(narrow.instructions):
        assert plan.lows[register] <= narrow.lows[register] <= narrow.highs[register] <= plan.highs[register]
        if isinstance(step, Aggregate) and step.way == "sum":
            assert narrow.highs[register] == 10**9 * MANY
            assert bits_of(0, narrow.highs[register]) <= 64


def test_a_record_with_more_rows_is_the_interpreters_and_the_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_query, "MANY", 3)
    records = [
        Record(name, {"code": name, "limit1": 3}, {"cases": tuple(Row({"loss": loss}) for loss in losses)})
        for name, losses in (("few", [1, 2, 3]), ("many", [1, 2, 3, 4]), ("none", []), ("great", [10**9] * 3))
    ]
    engine = duckdb_engine.DuckDBEngine(dated(), threads=1)
    batch = encode_records(engine.dated.program, records)
    answers = engine.answers(batch)
    assert answers.column("unsure").to_pylist() == [False, True, False, False]
    assert [found and found.verdict for found in outcomes(engine.plan, batch, answers)] == ["passes", None, "passes", "fails"]
    assert answers.schema.field("unsure").type == pa.bool_()


def test_a_sum_that_is_nothing_anyway_is_open_where_a_field_is_missing() -> None:
    text = RULES.replace("0..1_000_000_000", "0..0").replace(" and (count of cases where loss > 0 VND) <= limit1", "")
    compiled = compile_source(source_from_text(text))
    assert compiled.program is not None, compiled.errors
    found = at_date(compiled.program, date(2024, 1, 1))
    record = Record("u", {"code": "u"}, {"cases": (Row({}),)})
    engine = duckdb_engine.DuckDBEngine(found, threads=1)
    batch = encode_records(found.program, [record])
    (answer,) = outcomes(engine.plan, batch, engine.answers(batch))
    wanted = outcome_of(evaluate(found, record)).verdict
    assert answer is not None
    assert answer.verdict == PythonEngine(found).verdict(record) == wanted
