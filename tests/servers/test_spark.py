"""Spark answers as the interpreter does: by its own SQL, and with the rules on its workers."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from tests.engines.agreement import Tally, made_up, put
from tests.engines.contract import put_cases
from tests.rule_generation.chance import Seeded
from tests.servers.spark import over_spark

import criteria_engine as ce
from criteria_engine.diagnostics.fault import FaultsFound
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.table_assessment.assessed import assess_table
from criteria_engine.table_assessment.in_spark import spark_rejects, spark_results

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")

EVERY = 60
"""One case of so many of the contract: a query costs Spark a second, whatever it asks. `python -m tests.servers.spark_cases` runs all."""

LARGEST = 250
"""Instructions of a plan: Spark looks at a query again for each of its parts, a large one takes it a minute. `make agree` has them all."""

RULES = """ruleset spark.example "Wards"
subject ward identified by code, grouped by district
facts
  code     : text
  district : text
  area     : number to 0.1 in m2, 0..5000
  officers : integer, 1..500
  built    : date
  own      : yes/no
  kind     : one of small, large
table cases, each case
  solved : yes/no
  days   : integer, 0..999
criterion A1 "An office of its own"
  requires own and built >= 2000-01-01
  points at most 10
criterion A2 "Room for every officer"
  requires area / officers >= 8 m2 or kind = large
  points at most 10
    10 when area / officers >= 12 m2
     5 when area / officers >= 8 m2
     0 otherwise
criterion B1 "Cases are solved"
  requires (share of cases where case.solved) >= 80 %
  points at most 10
verdict
  passes when A1 passes and B1 passes and score >= 20
"""
DAY = date(2024, 6, 30)


def test_spark_answers_cases_of_the_contract_as_the_interpreter_does(spark: Any) -> None:
    tally = put_cases(over_spark(spark), every=EVERY)
    assert tally.cases
    assert not tally.disagreements, tally.disagreements[0]


def test_spark_agrees_on_programs_made_up_at_random(spark: Any) -> None:
    tally = Tally()
    made = (made_up(Seeded(seed), 100) for seed in range(9))
    for found, given in made:
        if len(lower(found.dated, findings=True, complete=False).instructions) <= LARGEST:
            put(over_spark(spark), found.dated, given, tally, found.text)
    assert tally.cases == 500
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases / 2, tally.reasons


def units(many: int) -> pa.Table:
    """Made-up wards; some values are missing, some out of bounds."""
    numbers = range(many)
    return pa.table({
        "code": [f"{number:05}" for number in numbers],
        "district": pa.array([f"Quận {number % 7}" for number in numbers]),
        "area": pa.array([None if number % 11 == 3 else number * 7 % 61000 / 10 for number in numbers]).cast(pa.decimal128(10, 1)),
        "officers": pa.array([number % 50 + 1 for number in numbers], pa.int32()),
        "built": pa.array([date(1990 + number % 40, 1, 1) for number in numbers]),
        "own": pa.array([None if number % 13 == 0 else number % 5 > 0 for number in numbers]),
        "kind": pa.array([("small", "large", "huge")[(number % 17 == 0) + (number % 101 == 0)] for number in numbers]),
    })  # fmt: skip


def cases(many: int) -> pa.Table:
    return pa.table({
        "code": [f"{number % many:05}" for number in range(many * 3) if number % many % 9],
        "solved": [number % 4 > 0 for number in range(many * 3) if number % many % 9],
        "days": pa.array([number % 1001 for number in range(many * 3) if number % many % 9], pa.int32()),
    })  # fmt: skip


def sorted_rows(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=lambda row: row["unit"])


@pytest.mark.parametrize("related", [False, True])
def test_results_on_the_workers_are_those_of_the_table_on_one_machine(related: bool, spark: Any, tmp_path: Path) -> None:
    many = 3000
    rules = ce.loads(RULES)
    data, rows, out = tmp_path / "wards.parquet", tmp_path / "cases.parquet", tmp_path / "out.parquet"
    parquet.write_table(units(many), data)
    parquet.write_table(cases(many), rows)
    assessed = assess_table(rules, data, DAY, {"cases": rows} if related else {}, engine="python", out=out, rejects=True)
    frames = {"cases": spark.read.parquet(str(rows))} if related else {}
    found = spark_results(rules, DAY, spark.read.parquet(str(data)), frames).toArrow()
    assert sorted_rows(found) == sorted_rows(parquet.read_table(out))
    assert len(found) == many
    rejects = spark_rejects(rules, DAY, spark.read.parquet(str(data)), frames).toArrow().to_pylist()
    wanted = [(reject.unit, reject.fact, reject.code, reject.found) for reject in assessed.rejects]
    assert sorted((row["unit"] or "", row["fact"] or "", row["code"], row["found"] or "") for row in rejects) == sorted(
        (unit or "", fact or "", code, text or "") for unit, fact, code, text in wanted
    )
    assert wanted


def test_a_code_that_stands_twice_is_told_as_from_a_file(spark: Any, tmp_path: Path) -> None:
    twice = pa.concat_tables([units(40), units(3).set_column(3, "officers", pa.array([9, 9, 9], pa.int32()))])
    data, out = tmp_path / "wards.parquet", tmp_path / "out.parquet"
    parquet.write_table(twice, data)
    rules = ce.loads(RULES)
    assess_table(rules, data, DAY, engine="python", out=out)
    frame = spark.read.parquet(str(data)).repartition(5)
    assert sorted_rows(spark_results(rules, DAY, frame).toArrow()) == sorted_rows(parquet.read_table(out))
    assert {row["code"] for row in spark_rejects(rules, DAY, frame).toArrow().to_pylist()} >= {"D051"}


def test_what_cannot_be_read_alike_everywhere_is_refused(spark: Any) -> None:
    rules = ce.loads(RULES)
    texts = spark.createDataFrame(units(5)).selectExpr("code", "district", "string(area) area", "officers", "built", "own", "kind")
    with pytest.raises(Unsupported, match="cast it"):
        spark_results(rules, DAY, texts)
    with pytest.raises(FaultsFound):
        spark_results(rules, DAY, spark.createDataFrame(units(5)).drop("officers", "code"))
