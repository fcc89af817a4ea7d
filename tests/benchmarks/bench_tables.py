"""How fast tables are evaluated, beside queries written by hand and a peer: `make bench`, or `python -m tests.benchmarks.bench_tables`.

One made-up table in memory, in types as narrow as the facts' bounds allow, is given to all (DuckDB's SQL by hand has 32 bits for 16, or its
products would not fit). Verdicts are checked to be equal before any
time counts; the ways take turns and the median round counts, in seconds by the clock, so this wants a quiet machine. "Reading" adds up every
column once: what the memory allows. Engines are asked for the verdict alone, and for every outcome and all points.
"""

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from tests.benchmarks import by_hand_polars
from tests.benchmarks.made_up_columns import encoded, made_up, with_gaps
from tests.benchmarks.peers import openfisca
from tests.benchmarks.realistic import DAY, rules

from criteria_engine.backends.columns.engine import ColumnsEngine
from criteria_engine.backends.duckdb.engine import DuckDBEngine, connected
from criteria_engine.backends.tables.answers import column_name
from criteria_engine.backends.tables.encoded import EncodedBatch

ROUNDS = 5
HAND = Path(__file__).with_name("by_hand.sql")
CODES = ("passes", "fails", "disqualified")

Way = Callable[[], Any]
"""Does the whole work once; what it gives back has the verdicts."""


def as_written_by_hand(table: pa.Table) -> pa.Table:
    """The table with 32 bits for what has 16, as who writes a query by hand would have it: a product of two would not fit."""
    wider = {pa.int16(): pa.int32()}
    return table.cast(pa.schema([(field.name, wider.get(field.type, field.type)) for field in table.schema]))


def by_engine(engine: Any, batch: EncodedBatch) -> Way:
    """An engine's answers."""
    return lambda: engine.answers(batch)


def verdicts_of(name: str, found: Any, engines: Mapping[str, Any]) -> Any:
    """The verdicts that a way has given back, as the places in `CODES`."""
    if name in engines:
        return np.asarray(found.column(column_name(engines[name].plan.verdict.code)))
    if isinstance(found, pl.DataFrame):
        found = found.to_arrow()
    if isinstance(found, pa.Table):
        return np.asarray(pc.index_in(found.column("verdict").combine_chunks(), pa.array(CODES)))
    return np.asarray(found)


def ways(arrays: Mapping[str, Any], threads: int) -> tuple[dict[str, Way], dict[str, Any], dict[str, Callable[[], None]]]:
    """The ways with their names, the engines among them, and what some need to be done between two rounds."""
    dated = rules().on(DAY)
    whole, gaps = encoded(arrays), encoded(with_gaps(arrays))
    table = pa.table({name: pa.array(values) for name, values in arrays.items()})
    frame = pl.from_arrow(table)
    connection = connected(threads)
    connection.register("units", as_written_by_hand(table))
    text = HAND.read_text("utf-8")
    columns = list(arrays.values())
    engines = {
        "columns, verdict": ColumnsEngine(dated, findings=False, threads=threads),
        "columns, all outcomes": ColumnsEngine(dated, threads=threads),
        "DuckDB, verdict": DuckDBEngine(dated, findings=False, threads=threads),
        "DuckDB, all outcomes": DuckDBEngine(dated, threads=threads),
    }
    found: dict[str, Way] = {"reading every column once": lambda: [column.sum() for column in columns]}
    found |= {name: by_engine(engine, whole) for name, engine in engines.items()}
    found |= {f"{name}, 2 % missing": by_engine(engine, gaps) for name, engine in engines.items()}
    found["Polars by hand, verdict"] = lambda: by_hand_polars.verdicts(frame)
    found["DuckDB's SQL by hand, verdict"] = lambda: connection.sql(text).to_arrow_table()
    peer = openfisca.ready(arrays)
    found["openfisca-core, verdict"] = peer
    return found, engines, {"openfisca-core, verdict": peer.again}  # type: ignore[attr-defined]


def measured(many: int, threads: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of each way for so many rows, the median of the rounds. Stops where two ways give different verdicts."""
    found, engines, between = ways(made_up(many), threads)
    first: Any = None
    for name, way in found.items():
        answer = way()
        between.get(name, lambda: None)()
        if name.startswith("reading") or "missing" in name:
            continue
        codes = verdicts_of(name, answer, engines)
        first = codes if first is None else first
        if not np.array_equal(codes, first):
            raise SystemExit(f"{name}: {np.count_nonzero(codes != first)} of {many} verdicts differ")
    taken: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name, way in found.items():
            begun = perf_counter()
            way()
            taken[name].append(perf_counter() - begun)
            between.get(name, lambda: None)()
    return {name: median(times) for name, times in taken.items()}


def main() -> None:
    """Print the table and write it as data."""
    arguments = argparse.ArgumentParser(description="Tables: engines, by hand, and a peer.")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    arguments.add_argument("--out", default="bench-tables.json")
    asked = arguments.parse_args()
    for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS"):
        if os.environ.get(name) != str(asked.threads):
            raise SystemExit(f"set {name}={asked.threads}, so that all have as many threads")
    found = measured(asked.rows, asked.threads, asked.rounds)
    peer = found["openfisca-core, verdict"]
    print(f"{asked.rows:,} rows of 60 facts, 40 criteria; {asked.threads} thread(s); median of {asked.rounds} rounds\n")
    print(f"{'way':<40} {'M rows/s':>9} {'× peer':>8}")
    for name, seconds in found.items():
        print(f"{name:<40} {asked.rows / seconds / 1e6:>9.2f} {peer / seconds:>8.2f}")
    rows = [{"way": name, "seconds": seconds, "rows_a_second": asked.rows / seconds, "times_peer": peer / seconds} for name, seconds in found.items()]
    data = {"rows": asked.rows, "threads": asked.threads, "rounds": asked.rounds, "ways": rows}
    Path(asked.out).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
