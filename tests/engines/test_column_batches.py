"""Batches with texts, dates and related rows: slices, threads, few rows and none, numbers outside their bounds."""

from datetime import date
from functools import cache
from itertools import islice
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from attrs import evolve
from tests.engines.agreement import Tally, put
from tests.engines.in_columns import COLUMNS

from criteria_engine.backends.columns.engine import ColumnsEngine
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows, batches_of
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.records import Record, Row
from criteria_engine.language.compile import compile_source
from criteria_engine.lowering.plan import Aggregate
from criteria_engine.source import source_from_text

RULES = """ruleset t "T"
subject ward identified by code
facts
  code   : text
  staff  : integer, 0..500
  needed : integer, 1..500
  opened : date
  kind   : one of low, high
  other  : text
  place  : text  if missing "Huế"
  ready  : yes/no  if missing yes
table cases, each case "case"
  severity : integer, 0..100
  closed   : yes/no
  spot     : text
  note     : integer, 0..9  if missing 3
table visits, each visit "visit"
  minutes  : integer, 0..1000
criterion A "A"
  requires ready and staff / needed >= 80% and kind = high
  points at most 10
    10 when opened + 3 months <= 2024-01-31
    0 otherwise
criterion B "B"
  requires place = "Huế" or place = other
criterion C "C"
  requires (count of cases where severity > staff and spot = place) <= 2
criterion D "D"
  requires sum of severity of cases + (greatest of note of cases if none 0) <= 300
criterion E "E"
  requires (count of visits where minutes > sum of severity of cases) <= 1
verdict
  passes when A passes and B passes and C passes and D passes and E passes
"""


@cache
def dated() -> Dated:
    compiled = compile_source(source_from_text(RULES))
    assert compiled.program is not None, compiled.errors
    return at_date(compiled.program, date(2024, 6, 30))


def wards(seed: int, many: int, missing: float) -> list[Record]:
    """Made-up wards with up to 40 cases and visits."""
    chance = Random(seed)

    def kept(values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if chance.random() >= missing}

    def word() -> str:
        return chance.choice(("Huế", "Đà Nẵng", "Vinh", ""))

    found = []
    for number in range(many):
        values = kept({"staff": chance.choice((0, 1, 50, 500)), "needed": chance.choice((1, 60, 500)), "kind": chance.randint(0, 1)})
        values |= kept({"opened": date(2023, 10, chance.randint(1, 31)), "other": word(), "place": word(), "ready": chance.random() < 0.9})
        cases = [
            Row(kept({"severity": chance.choice((0, 7, 60, 100)), "closed": chance.random() < 0.5, "spot": word(), "note": chance.randint(0, 9)}))
            for _ in range(chance.choice((0, 0, 1, 3, 40)))
        ]
        visits = [Row(kept({"minutes": chance.choice((0, 60, 500, 1000))})) for _ in range(chance.choice((0, 1, 2, 40)))]
        tables = {"cases": tuple(cases), "visits": tuple(visits)}
        found.append(Record(str(number), {"code": str(number), **values}, tables))
    return found


@pytest.mark.parametrize("missing", [0.0, 0.05])
def test_related_rows_texts_and_dates_agree_with_the_interpreter(missing: float) -> None:
    tally = Tally()
    put(COLUMNS, dated(), wards(1, 150, missing), tally, RULES)
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases / 4, tally.reasons


@pytest.mark.parametrize("missing", [0.0, 0.05])
def test_threads_and_slices_do_not_change_answers(missing: float) -> None:
    batch = encode_records(dated().program, wards(2, 1200, missing))
    engine = ColumnsEngine(dated())
    alone = engine.answers(batch)
    for threads in (2, 5):
        assert ColumnsEngine(dated(), threads=threads).answers(batch).equals(alone)
    for size in (1, 33, 500):
        parts = [engine.answers(part) for part in islice(batches_of(batch, size), 30)]
        assert pa.concat_tables(parts).combine_chunks().equals(alone.slice(0, sum(map(len, parts))).combine_chunks())


def test_an_empty_batch_has_no_answers() -> None:
    engine = ColumnsEngine(dated())
    answers = engine.answers(encode_records(dated().program, []))
    assert answers.num_rows == 0
    assert answers.column_names == [name for name, _ in answer_columns(engine.plan)]


def test_a_number_outside_its_bounds_makes_its_record_the_interpreters() -> None:
    records = wards(3, 40, 0.0)
    records[7] = evolve(records[7], values={**records[7].values, "staff": 2**40})
    records[9] = evolve(records[9], values={**records[9].values, "needed": 0})
    records[11] = evolve(records[11], tables={**records[11].tables, "cases": (Row({"severity": -1, "closed": True, "spot": "Huế", "note": 1}),)})
    answers = ColumnsEngine(dated()).answers(encode_records(dated().program, records))
    assert [place for place, unsure in enumerate(answers.column(UNSURE).to_pylist()) if unsure] == [7, 9, 11]


def test_places_of_units_are_checked() -> None:
    batch, engine = encode_records(dated().program, wards(4, 3, 0.0)), ColumnsEngine(dated())
    for places in ([1, 0], [0, 3], [-1, 0]):
        with pytest.raises(ValueError, match="places of units"):
            engine.answers(batch_with_rows(batch, places))


@pytest.mark.parametrize(
    ("values", "problem", "said"),
    [
        (pa.array([1.5, 2.0, 3.0]), TypeError, "whole numbers were expected, not double"),
        (pa.array([1, 2]), ValueError, "2 rows where 3 were expected"),
        (pa.array([1, None]), ValueError, "2 rows where 3 were expected"),
    ],
)
def test_a_column_that_is_not_what_it_should_be_is_not_read(values: pa.Array, problem: type[Exception], said: str) -> None:
    batch = encode_records(dated().program, wards(5, 3, 0.0))
    wrong = evolve(batch, columns={**batch.columns, "staff": EncodedColumn(values)})
    with pytest.raises(problem, match=said):
        ColumnsEngine(dated()).answers(wrong)


def test_columns_of_other_integers_or_of_nothing_are_read_by_their_types() -> None:
    batch, engine = encode_records(dated().program, wards(5, 40, 0.1)), ColumnsEngine(dated())
    staff = batch.columns["staff"].values
    unsigned = {**batch.columns, "staff": EncodedColumn(staff.cast(pa.uint16())), "needed": EncodedColumn(pa.nulls(40))}
    absent = {name: column for name, column in batch.columns.items() if name != "needed"}
    given = {**batch.columns, "needed": EncodedColumn(pa.nulls(40, pa.int64()))}
    assert engine.answers(evolve(batch, columns=unsigned)).equals(engine.answers(evolve(batch, columns=absent)))
    assert engine.answers(evolve(batch, columns=unsigned)).equals(engine.answers(evolve(batch, columns=given)))


def test_a_unit_with_more_rows_than_numbers_were_made_for_is_the_interpreters() -> None:
    engine = ColumnsEngine(dated())
    assert engine.program.most_rows == {"cases": 10**6, "visits": 10**6}
    engine.program = evolve(engine.program, most_rows={"cases": 39, "visits": 39})
    records = wards(6, 60, 0.0)
    crowded = [any(len(rows) > 39 for rows in record.tables.values()) for record in records]
    assert any(crowded) and not all(crowded)
    assert engine.answers(encode_records(dated().program, records)).column(UNSURE).to_pylist() == crowded


def test_totals_of_too_many_rows_are_brought_into_their_bounds() -> None:
    """So that nothing after them divides by what cannot be; the record itself is the interpreter's."""
    engine = ColumnsEngine(dated())
    settled = [step for step in engine.program.steps if step.function == "settle"]
    plan = engine.plan
    totals = [(low, high) for step, low, high in zip(plan.instructions, plan.lows, plan.highs, strict=True) if isinstance(step, Aggregate)]
    assert totals and all((step.words[4], step.words[5]) in totals for step in settled)
    assert len(settled) == len([step for step in engine.program.steps if step.function == "fill" and step.words[4] == 64])


def batch_with_rows(batch: EncodedBatch, places: list[int]) -> EncodedBatch:
    """The batch with nothing but the places of its cases' units."""
    return evolve(batch, tables={"cases": EncodedRows({}, pa.array(places, pa.int64()))})
