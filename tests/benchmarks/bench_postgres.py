"""How fast tables of PostgreSQL are evaluated, beside a query written by hand: `python -m tests.benchmarks.bench_postgres --rows N`.

A server is started for it. The table has columns as people make them: areas and shares as `numeric`, ratings as text. The query by hand knows
nothing of missing values and checks no bounds. Verdicts are counted by the database, are compared first, and the median round counts; one
process answers (no parallel workers), so that the ratio says something of the queries.
"""

import argparse
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from psycopg.sql import SQL
from tests.benchmarks.made_up_columns import made_up
from tests.benchmarks.realistic import DAY, rules
from tests.servers.postgres import postgres_server

from criteria_engine.backends.postgres.copying import put
from criteria_engine.backends.postgres.database_source import DatabaseSource
from criteria_engine.backends.postgres.opening import TableNames
from criteria_engine.backends.tables.answers import answer_columns

HAND = Path(__file__).with_name("by_hand.sql")
RATINGS = pa.array(["weak", "average", "good", "excellent"])


def columns(arrays: Mapping[str, Any], many: int) -> list[tuple[str, str, pa.Array]]:
    """The made-up columns by name, with their types in the database."""
    found = [("code", "text", pa.array(np.arange(many)).cast(pa.string()))]
    for name, values in arrays.items():
        if name.endswith("_area"):
            found.append((name, "numeric(6,1)", pa.array([f"{each // 10}.{each % 10}" for each in values.tolist()])))
        elif name.endswith("_share"):
            found.append((name, "numeric(5,2)", pa.array([f"{each // 100}.{each % 100:02}" for each in values.tolist()])))
        elif name.endswith("_grade"):
            found.append((name, "text", RATINGS.take(pa.array(values.astype(np.int32)))))
        else:
            array = pa.array(values)
            found.append((name, "boolean" if pa.types.is_boolean(array.type) else "integer", array))
    return found


def by_hand() -> str:
    """The query by hand for such columns."""
    text = HAND.read_text("utf-8").replace("//", "/")
    for old, new in (
        (r"_area >= 2000", "_area >= 200"),
        (r"(\w+_share) >= (\d\d)00", r"\1 >= \2"),
        (r"\((\w+_share) - 5000\) \* 15", r"(\1 - 50) * 1500"),
        (r"CASE (\w+_grade) WHEN 3 THEN 60000 WHEN 2", r"CASE \1 WHEN 'excellent' THEN 60000 WHEN 'good'"),
        (r"\((\w+_grade) < 2\)", r"(\1 IN ('weak', 'average'))"),
        (r"(\w+_grade) = 0", r"\1 = 'weak'"),
    ):
        text = re.sub(old, new, text)
    return f"SELECT verdict, count(*) FROM ({text}) AS q GROUP BY 1"


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description="Tables of PostgreSQL, beside a query by hand.")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    asked = arguments.parse_args()
    with postgres_server() as server, psycopg.connect(server, autocommit=True) as connection:
        found = columns(made_up(asked.rows), asked.rows)
        connection.execute(f"CREATE TABLE units ({', '.join(f'{name} {kind}' for name, kind, _ in found)})".encode())
        put(connection, SQL("units"), pa.Table.from_arrays([array for *_, array in found], [name for name, *_ in found]))
        connection.execute("ALTER TABLE units ADD PRIMARY KEY (code)")
        connection.execute("VACUUM ANALYZE units")
        connection.execute("SET max_parallel_workers_per_gather = 0; SET jit = off")
        dated = rules().on(DAY)

        def hand() -> Any:
            return dict(connection.execute(by_hand().encode()).fetchall())

        def counts() -> Any:
            source = DatabaseSource(connection, dated, TableNames("units", {}), findings=False)
            with source.opened():
                return {each.verdict: each.many for each in source.counted()}

        def query(findings: bool) -> Callable[[], Any]:
            source = DatabaseSource(connection, dated, TableNames("units", {}), findings=findings)
            with source.opened():
                text = source.texts[0]  # nothing is missing in the table
            shown = ", ".join(f"count({name})" for name, _ in answer_columns(source.plan))
            return lambda: connection.execute(f"SELECT {shown} FROM ({text}) AS q".encode()).fetchall()

        ways: dict[str, Callable[[], Any]] = {"SQL by hand, verdict": hand, "our query, verdict": query(False)}
        ways |= {"our query, all outcomes": query(True), "verdicts counted, from rules to counts": counts}
        if hand() != counts():
            raise SystemExit("verdicts differ")
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(asked.rounds):
            for name, way in ways.items():
                begun = perf_counter()
                way()
                taken[name].append(perf_counter() - begun)
    first = median(taken["SQL by hand, verdict"])
    print(f"{asked.rows:,} rows of 60 facts, 40 criteria; median of {asked.rounds} rounds\n")
    print(f"{'way':<40} {'seconds':>8} {'M rows/s':>9} {'× by hand':>10}")
    for name, times in taken.items():
        seconds = median(times)
        print(f"{name:<40} {seconds:>8.2f} {asked.rows / seconds / 1e6:>9.2f} {seconds / first:>10.2f}")


if __name__ == "__main__":
    main()
