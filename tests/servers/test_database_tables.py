"""Tables of the database give what the same data give as files: the same results, and faults with the same codes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from tests.servers.typed_tables import made_tables

import criteria_engine as ce
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Rules
from criteria_engine.table_assessment.assessed import assess_table
from criteria_engine.table_assessment.in_database import InDatabase, assess_in_database

RULES = Path(__file__).with_name("typed_tables.criteria")
DAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return ce.load(RULES)


@pytest.fixture(scope="module")
def connection(postgres: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres, autocommit=True) as opened:
        yield opened


def by_unit(table: pa.Table) -> pa.Table:
    return table.sort_by("unit").replace_schema_metadata()


def told(faults: tuple[Fault, ...]) -> Counter[tuple[str, Any]]:
    """Faults without their places. Of rows that lack a code files have one each, the database one for all."""
    return Counter({(fault.code, getattr(fault, "fact", None), getattr(fault, "unit", None)): 1 for fault in faults})


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_tables_of_many_types_are_read_as_files_are(
    seed: int, listed: bool, rules: Rules, connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    made = made_tables(connection, tmp_path, seed, 50)
    out, own_out = tmp_path / "files.parquet", tmp_path / "database.parquet"
    units = made.files["listed"] if listed else None
    wanted = assess_table(rules, made.files["wards"], DAY, {"cases": made.files["cases"]}, units, out=out)
    where = InDatabase(connection, made.names["wards"], {"cases": made.names["cases"]}, made.names["listed"] if listed else None)
    found = assess_in_database(rules, where, DAY, out=own_out)
    one, other = by_unit(parquet.read_table(out)), by_unit(parquet.read_table(own_out))
    for name in one.column_names:
        assert one.column(name).to_pylist() == other.column(name).to_pylist(), name
    assert one.equals(other)
    assert (found.counts, found.evaluated) == (wanted.counts, wanted.evaluated)
    assert told(found.faults) == told(wanted.faults)
    if not listed:
        counted = assess_in_database(rules, where, DAY)
        assert (counted.counts, counted.groupings, counted.evaluated) == (found.counts, found.groupings, found.evaluated)
        assert told(counted.faults) == told(wanted.faults)
