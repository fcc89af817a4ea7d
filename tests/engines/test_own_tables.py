"""DuckDB evaluates files, Arrow tables and tables of an open database where they are."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from criteria_engine import loads
from criteria_engine.backends.duckdb.own_tables import own_tables
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Unsupported

RULES = """ruleset t "T"
subject ward identified by code, grouped by district
facts
  code : text
  district : text
  area : number to 0.1 in m2, 0..5000
  share : percent, 0%..100%
  built : date
table cases, each case
  solved : yes/no
criterion A "A"
  requires area >= 100.5 m2 and built < 2020-01-01
  points at most 10
criterion B "B"
  requires share >= 50% and (share of cases where solved) >= 50%
  points at most 7
    linear in share from 0 at 0% to 7 at 100%
    0 otherwise
verdict
  passes when every criterion passes
"""


def dated() -> Dated:
    return loads(RULES).on("2024-06-30")


def units() -> pa.Table:
    return pa.table(
        {
            "code": ["1", "2", "3"],
            "District": ["Q1", "Q1", "Q2"],
            "area": [100.5, 99.95, None],
            "share": [85.5, 40.0, 60.0],
            "built": [date(2019, 12, 31), date(2019, 1, 1), date(2021, 1, 1)],
        }
    )


def cases() -> pa.Table:
    return pa.table({"code": ["1", "1", "2", "9"], "solved": [True, False, None, True]})


EXPECTED = {"1": ("passes", "passes", "passes"), "2": ("fails", "undetermined", "fails"), "3": ("fails", "fails", "undetermined")}


def verdicts(table: pa.Table) -> dict[str, tuple[str, str, str]]:
    return {row["unit"]: (row["verdict"], row["A.outcome"], row["B.outcome"]) for row in table.to_pylist()}


def test_arrow_tables_files_and_tables_of_a_database_are_evaluated_alike(tmp_path: Path) -> None:
    parquet.write_table(units(), tmp_path / "it's.parquet")
    database = duckdb.connect()
    database.register("given", units())
    database.execute('CREATE SCHEMA "select"')
    database.execute('CREATE TABLE "select".wards AS SELECT * FROM given')
    ways = [
        own_tables(dated(), units(), {"cases": cases()}),
        own_tables(dated(), tmp_path / "it's.parquet", {"cases": cases()}, threads=1),
        own_tables(dated(), "select.wards", {"cases": cases()}, connection=database),
    ]
    for found in ways:
        results = found.results()
        assert verdicts(results) == EXPECTED
        assert {row["unit"]: row["district"] for row in results.to_pylist()} == {"1": "Q1", "2": "Q1", "3": "Q2"}
        assert found.rejects().to_pylist() == [{"unit": "2", "fact": "area", "value": "99.95", "code": "D035"}]


def test_points_are_exact_decimals() -> None:
    row = next(row for row in own_tables(dated(), units(), {"cases": cases()}).results().to_pylist() if row["unit"] == "1")
    assert (row["A.points_low"], row["B.points_low"], row["score_high"]) == (10, Decimal("5.985"), Decimal("15.985"))


def test_two_evaluations_on_one_connection_do_not_read_one_anothers_tables() -> None:
    database = duckdb.connect()
    first = own_tables(dated(), units(), {"cases": cases()}, connection=database)
    own_tables(dated(), units().slice(0, 1), {"cases": cases().slice(0, 0)}, connection=database)
    assert verdicts(first.results()) == EXPECTED


def test_results_are_written_and_kept_in_the_database(tmp_path: Path) -> None:
    database = duckdb.connect()
    found = own_tables(dated(), units(), {"cases": cases()}, connection=database)
    found.write(tmp_path / "results.parquet")
    found.write(tmp_path / "results.csv")
    found.create('the "results"')
    assert verdicts(parquet.read_table(tmp_path / "results.parquet")) == EXPECTED
    assert (tmp_path / "results.csv").read_text("utf-8").startswith("unit,name,district,unsure,verdict")
    assert database.execute('SELECT count(*) FROM "the ""results"""').fetchall() == [(3,)]


def test_a_table_that_is_not_given_and_rows_of_nobody_leave_open() -> None:
    without = verdicts(own_tables(dated(), units()).results())
    nobody = verdicts(own_tables(dated(), units(), {"cases": pa.table({"code": ["1", None], "solved": [True, True]})}).results())
    assert without["1"] == nobody["1"] == ("undetermined", "passes", "undetermined")


def test_columns_of_another_type_are_refused_by_name() -> None:
    wrong = units().set_column(2, "area", pa.array(["100.5", "1", None]))
    with pytest.raises(Unsupported, match="area: its column is VARCHAR"):
        own_tables(dated(), wrong)
    with pytest.raises(Unsupported, match="no column code"):
        own_tables(dated(), units().drop_columns(["code"]))
