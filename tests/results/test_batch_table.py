"""The results table that is made of an engine's columns is the one that is made of single results."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from random import Random

import pyarrow as pa
import pytest
from attrs import evolve
from tests.benchmarks import realistic
from tests.engines.agreement import made_up
from tests.rule_generation.chance import Seeded
from tests.semantics.cases import all_cases, prepare

from criteria_engine.assessment import groups_of
from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.python.tables import PythonTables
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.program import walk_headings
from criteria_engine.ir.records import Record
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.programmes.result_data import result_file, unit_result
from criteria_engine.results.batch_table import BatchTables
from criteria_engine.results.csv_columns import csv_header, csv_lines
from criteria_engine.results.csv_text import results_csv
from criteria_engine.results.exact_columns import decimal_of, number_columns
from criteria_engine.results.parquet_file import units_table
from criteria_engine.values.numbers import exact_text


def by_columns(dated: Dated, records: Sequence[Record]) -> tuple[pa.Table, int]:
    engine = PythonTables(dated)
    batch = encode_records(dated.program, records)
    found = BatchTables(dated, lower(dated, findings=True, complete=False)).table(batch, engine.answers(batch))
    return found.table, len(found.interpreted)


def by_rows(dated: Dated, records: Sequence[Record]) -> pa.Table:
    program = dated.program
    gradings = {heading.id: heading.grading for heading in walk_headings(program.headings)}
    results = [unit_result(program, gradings, outcome_of(evaluate(dated, each)), groups_of(program, each)) for each in records]
    return units_table(BatchTables(dated, lower(dated, findings=True, complete=False)).columns, results)


def assert_same(wanted: pa.Table, found: pa.Table) -> None:
    assert found.schema == wanted.schema
    for name in wanted.column_names:
        assert found.column(name).to_pylist() == wanted.column(name).to_pylist(), name
    assert found.equals(wanted)


def test_programs_made_up_at_random_give_the_same_table() -> None:
    compared = interpreted = 0
    for seed in range(30):
        case, records = made_up(Seeded(seed), 8)
        try:
            found, apart = by_columns(case.dated, records)
        except Unsupported:
            continue
        assert_same(by_rows(case.dated, records), found)
        compared += len(records)
        interpreted += apart
    assert compared > 100
    assert interpreted < compared * 3 / 4


@pytest.mark.parametrize("topic", ["points", "grades", "weighted_averages", "minimums", "missing_and_invalid", "verdicts"])
def test_cases_of_the_contract_give_the_same_table(topic: str) -> None:
    compared = 0
    for case in all_cases():
        prepared = prepare(case) if case.topic == topic else None
        if prepared is None or prepared.dated is None:
            continue
        try:
            found, _ = by_columns(prepared.dated, [prepared.record])
        except Unsupported:
            continue
        assert_same(by_rows(prepared.dated, [prepared.record]), found)
        compared += 1
    assert compared > 3


def test_the_realistic_set_with_gaps_gives_the_same_table() -> None:
    rules = realistic.rules()
    chance = Random(7)
    records = [realistic.record(rules, str(place), realistic.steps(place, "t", 40), chance if place % 2 else None) for place in range(40)]
    dated = rules.on(realistic.DAY)
    found, interpreted = by_columns(dated, records)
    assert_same(by_rows(dated, records), found)
    assert interpreted == 0
    assert any(found.column("missing").to_pylist())


def test_an_empty_batch_gives_an_empty_table_of_the_same_columns() -> None:
    dated = at_date(realistic.rules().program, date(2024, 6, 30))
    found, _ = by_columns(dated, [])
    assert_same(by_rows(dated, []), found)


@pytest.mark.parametrize("scale", [Fraction(text) for text in ("1", "1/10", "1/8", "1/1000000", "1/3", "5", "1/1000000000", "7/25")])
def test_many_different_numbers_are_written_as_one_by_one(scale: Fraction) -> None:
    chance = Random(1)
    values = [None, 0, 1, -1, 2**63 - 1, -(2**63), *(chance.randint(-(10**12), 10**12) for _ in range(5000))]
    found = number_columns(pa.array(values, pa.int64()), None, scale)
    numbers = [None if value is None else value * scale for value in values]
    assert found.texts.to_pylist() == [None if number is None else exact_text(number) for number in numbers]
    assert found.decimals.to_pylist() == [None if number is None else decimal_of(number) for number in numbers]


def test_quotients_are_written_exactly() -> None:
    found = number_columns(pa.array([1, 2, None, 48]), pa.array([3, 6, 1, 7]), Fraction(1, 2))
    assert found.texts.to_pylist() == ["1/6", "1/6", None, "24/7"]


HOSTILE = ("=1+1", 'a"b', "a,b", "", "An Khánh", "-3+4", "'=1", "\u202eabc", "x\r\ny", "Phường 1, Quận 3", "\u3164", "48/7", "-5%", "@x")


def test_csv_by_columns_is_the_csv_of_single_results() -> None:
    rules = realistic.rules()
    dated = rules.on(realistic.DAY)
    chance = Random(3)
    records = []
    for place, text in enumerate(HOSTILE):
        made = realistic.record(rules, "1", realistic.steps(place, "t", 40), chance if place % 3 else None)
        records.append(evolve(made, unit=f"{text}{place}", name=text))
    tables = BatchTables(dated, lower(dated, findings=True, complete=False))
    found, _ = by_columns(dated, records)
    outcomes = [outcome_of(evaluate(dated, each)) for each in records]
    groups = {each.unit: groups_of(dated.program, each) for each in records}
    wanted = results_csv(result_file(dated.program, outcomes, groups, {}, realistic.DAY, (), (), "1"))
    lines = b"".join(csv_lines(tables.columns, found.slice(start, 5)) for start in range(0, len(found), 5))
    assert (csv_header(tables.columns) + lines).decode() == wanted
