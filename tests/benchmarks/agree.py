"""Engines against the interpreter on made-up programs and records: `make agree N=…`, or `python -m tests.benchmarks.agree N`, with
`--engine NAME` for one engine alone, also for those that need a server (`postgres`, `spark`), which is started for it.

A case is a program with a record; there are `RECORDS` records a program. Prints, for each engine, cases, how many of them it
declined (they go to the interpreter), disagreements and seconds; the first disagreements in full. Exit code 1 where there is one.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from time import monotonic

from tests.engines.agreement import Engine, Python, Tally, made_up, put
from tests.engines.in_columns import COLUMNS
from tests.engines.in_duckdb import DUCKDB
from tests.rule_generation.chance import Seeded

RECORDS = 50
ENGINES: tuple[Engine, ...] = (Python(), DUCKDB, COLUMNS)
"""An engine more is one more here."""

SERVERS = {"postgres": "tests.servers.agreeing", "spark": "tests.servers.spark"}
"""Engines that need a server, asked for by name: a module whose `started` starts it."""

SHOWN = 3


def main() -> int:
    """Put so many cases to every engine."""
    arguments = argparse.ArgumentParser(description="Engines against the interpreter.")
    arguments.add_argument("cases", type=int, nargs="?", default=5000)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--engine", choices=[*(engine.name for engine in ENGINES), *SERVERS])
    asked = arguments.parse_args()
    with ExitStack() as servers:
        if asked.engine in SERVERS:
            return put_all((servers.enter_context(import_module(SERVERS[asked.engine]).started()),), asked.cases, asked.seed)
        return put_all([engine for engine in ENGINES if asked.engine in (None, engine.name)], asked.cases, asked.seed)


def put_all(engines: Sequence[Engine], cases: int, seed: int) -> int:
    """Put the cases and print what came of them."""
    tallies = {engine.name: Tally() for engine in engines}
    taken = dict.fromkeys(tallies, 0.0)
    for number in range(-(-cases // RECORDS)):
        found, given = made_up(Seeded(seed + number), RECORDS)
        for engine in engines:
            begun = monotonic()
            put(engine, found.dated, given, tallies[engine.name], found.text)
            taken[engine.name] += monotonic() - begun
    print(f"{'engine':<12} {'cases':>9} {'declined':>9} {'disagreements':>14} {'seconds':>8}")
    for name, tally in tallies.items():
        print(f"{name:<12} {tally.cases:>9} {tally.declined:>9} {len(tally.disagreements):>14} {taken[name]:>8.1f}")
    wrong = [said for tally in tallies.values() for said in tally.disagreements]
    for said in wrong[:SHOWN]:
        print(f"\n{said}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
