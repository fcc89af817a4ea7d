"""What only all of a column can tell, and rows that are nobody's, are to workers what they are in one file: results are the same, row by row."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from tests.servers.test_spark import sorted_rows

import criteria_engine as ce
from criteria_engine.diagnostics.fault import FaultsFound
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.table_assessment import in_spark
from criteria_engine.table_assessment.assessed import assess_table

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")

RULES = """ruleset spark.columns "Wards"
subject ward identified by code, grouped by district
facts
  code     : text
  district : text "District no. 1.5 `x`"
  share    : percent to 0.1%, 0%..100%
  other    : percent, 0%..100%
  days     : integer, 0..999
  area     : number to 0.1, 0..5000
  built    : date
  own      : yes/no
table cases, each case
  solved : yes/no
  part   : percent to 0.1%, 0%..100%
criterion A1 "Built and its own"
  requires own and built >= 2000-01-01 and area >= 1 and days >= 2 and other >= 10 %
  points at most 10
criterion B1 "Half at least"
  requires share >= 50 %
  points at most 10
criterion C1 "Cases"
  requires (share of cases where case.solved and case.part >= 50 %) >= 40 %
  points at most 10
verdict
  passes when score >= 20
"""
DAY = date(2024, 6, 30)
MANY = 40
ROWS = [number for number in range(MANY * 3) if number % MANY % 5]


def wards(**others: Any) -> pa.Table:
    columns: dict[str, Any] = {
        "code": [f"{number:03}" for number in range(MANY)],
        "district": [f"Quận {number % 3}" for number in range(MANY)],
        "share": pa.array([number * 2.0 for number in range(MANY)]),
        "other": pa.array([number / MANY for number in range(MANY)]),
        "days": pa.array(range(MANY)),
        "area": pa.array([number / 2 for number in range(MANY)]),
        "built": pa.array([date(1995 + number % 10, 1, 1) for number in range(MANY)]),
        "own": [number % 3 > 0 for number in range(MANY)],
    } | others  # fmt: skip
    return pa.table({name: values for name, values in columns.items() if values is not None})


def cases(code: Callable[[int], Any] = lambda number: f"{number % MANY:03}", part: float = 1.0) -> pa.Table:
    return pa.table({
        "code": [code(number) for number in ROWS],
        "solved": [number % 2 > 0 for number in ROWS],
        "part": pa.array([number % 100 * part for number in ROWS]),
    })  # fmt: skip


SAME = {
    "percentages as shares": (wards(share=pa.array([number / MANY for number in range(MANY)])), cases(part=0.01)),
    "percentages that may be either among others": (wards(share=pa.array([50.0 + number if number % 10 else 0.5 for number in range(MANY)])), None),
    "rows of units that there are not": (wards(), cases(lambda number: f"{number % MANY + 3:03}")),
    "codes that are not there": (
        wards(code=[f"{number:03}" if number % 7 else None for number in range(MANY)]),
        cases(lambda number: f"{number % MANY:03}" if number % 11 else None),
    ),
    "a mark in place of one code": (wards(), cases(lambda number: "n/a" if number == 6 else f"{number % MANY:03}")),
    "codes that lost their zeros": (wards(), cases(lambda number: str(number % MANY) if number % MANY == 7 else f"{number % MANY:03}")),
    "codes as numbers and as texts": (wards(code=pa.array(range(MANY))), cases(lambda number: str(number % MANY))),
    "codes with blanks and in parts": (
        wards(code=[f"Phường {number}" for number in range(MANY)]),
        cases(lambda number: f"  Phu\u031bo\u031b\u0300ng {number % MANY}\t"),
    ),
    "a code twice but for a blank": (wards(code=[f"{number // 2:03}" + "\t" * (number % 2) for number in range(MANY)]), None),
    "columns of other types": (
        wards(
            district=pa.array([f"Quận {number % 3}" for number in range(MANY)]).dictionary_encode(),
            area=pa.array([Decimal(number) / 4 for number in range(MANY)], pa.decimal128(10, 2)),
            built=pa.array([datetime(1995 + number % 10, 1, 1, number % 2) for number in range(MANY)], pa.timestamp("us", "Asia/Ho_Chi_Minh")),
            own=pa.array([number % 2 for number in range(MANY)]),
            days=pa.array(range(MANY), pa.uint16()),
            further=pa.array([{"a": 1}] * MANY),
        ),
        None,
    ),
    "labels with dots and backticks": (
        wards(district=None, **{"District no. 1.5 `x`": [f"Quận {number % 3}" for number in range(MANY)]}),
        cases().append_column("no. `t`", pa.array([1] * len(ROWS))),
    ),
    "no rows": (wards().slice(0, 0), cases().slice(0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_results_are_the_same_row_by_row(name: str, spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_spark, "UNITS_TOGETHER", 12)
    units, rows = SAME[name]
    rules = ce.loads(RULES)
    data, out, related = tmp_path / "wards.parquet", tmp_path / "out.parquet", {}
    parquet.write_table(units, data)
    if rows is not None:
        related["cases"] = tmp_path / "cases.parquet"
        parquet.write_table(rows, related["cases"])
    assess_table(rules, data, DAY, related, engine="python", out=out)
    frames = {each: spark.read.parquet(str(path)).repartition(3) for each, path in related.items()}
    found = in_spark.spark_results(rules, DAY, spark.read.parquet(str(data)).repartition(3), frames).toArrow()
    assert sorted_rows(found) == sorted_rows(parquet.read_table(out))


@pytest.mark.parametrize(
    ("units", "problem", "words"),
    [
        (wards(own=["x"] * MANY), Unsupported, "own"),
        (wards(code=pa.array([float(number) for number in range(MANY)])), Unsupported, "code"),
        (wards(share=pa.array([1.0] * MANY)), FaultsFound, "D072"),
    ],
)
def test_what_workers_could_not_read_alike_is_refused(units: pa.Table, problem: type[Exception], words: str, spark: Any) -> None:
    with pytest.raises(problem, match=words):
        in_spark.spark_results(ce.loads(RULES), DAY, spark.createDataFrame(units))
