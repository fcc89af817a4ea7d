"""Engines against the interpreter on made-up programs and records: `make agree N=…`, or `python -m tests.benchmarks.agree N`, with
`--engine NAME` (again for another) for some engines alone, also for those that need a server (`postgres`, `spark`), which is started for it.

A case is a program with a record; there are `--records` records a program, and `--jobs` processes share the programs. Prints, for each
engine, cases, how many of them it declined (they go to the interpreter), disagreements and seconds; the first disagreements in full. Exit
code 1 where there is one.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from multiprocessing import get_context
from time import monotonic

from tests.engines.agreement import Engine, Interpreted, Python, Tally, made_up, put
from tests.engines.in_columns import COLUMNS
from tests.engines.in_duckdb import DUCKDB
from tests.rule_generation.chance import Seeded

RECORDS = 50
ENGINES: tuple[Engine, ...] = (Python(), DUCKDB, COLUMNS)
"""An engine more is one more here."""

SERVERS = {"postgres": "tests.servers.agreeing", "spark": "tests.servers.spark"}
"""Engines that need a server, asked for by name: a module whose `started` starts it."""

SHOWN = 3

INTERPRETER = "interpreter"


def main() -> int:
    """Put so many cases to every engine."""
    arguments = argparse.ArgumentParser(description="Engines against the interpreter.")
    arguments.add_argument("cases", type=int, nargs="?", default=5000)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--records", type=int, default=RECORDS, help="records a program")
    arguments.add_argument("--jobs", type=int, default=1, help="processes that share the cases")
    arguments.add_argument("--engine", action="append", choices=[*(engine.name for engine in ENGINES), *SERVERS])
    asked = arguments.parse_args()
    programs = -(-asked.cases // asked.records)
    parts = [range(asked.seed + job, asked.seed + programs, asked.jobs) for job in range(asked.jobs)]
    names = tuple(asked.engine or [engine.name for engine in ENGINES])
    if asked.jobs == 1:
        found = [put_all(names, parts[0], asked.records, shown=sys.stderr.isatty())]
    else:
        with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
            found = list(pool.map(put_all, [names] * len(parts), parts, [asked.records] * len(parts)))
    return told(found)


Found = dict[str, tuple[Tally, float]]
"""By engine what came of the cases, and the seconds that it took."""


def put_all(names: Sequence[str], seeds: Sequence[int], records: int, shown: bool = False) -> Found:
    """Put a program of each seed, with so many records, to the engines; the interpreter answers once for all of them."""
    with ExitStack() as servers:
        started = [servers.enter_context(import_module(SERVERS[name]).started()) for name in names if name in SERVERS]
        engines = [*(engine for engine in ENGINES if engine.name in names), *started]
        tallies = {engine.name: Tally() for engine in engines}
        taken = dict.fromkeys([INTERPRETER, *tallies], 0.0)
        for number, seed in enumerate(seeds, 1):
            made, given = made_up(Seeded(seed), records)
            begun = monotonic()
            interpreted = Interpreted(made.dated, given)
            for place in range(len(given)):
                interpreted.at(place)
            taken[INTERPRETER] += monotonic() - begun
            for engine in engines:
                begun = monotonic()
                put(engine, made.dated, given, tallies[engine.name], f"seed {seed}\n{made.text}", interpreted)
                taken[engine.name] += monotonic() - begun
            if shown:
                print(f"\r{number} of {len(seeds)} programs", end="", file=sys.stderr, flush=True)
    alone = Tally(cases=len(seeds) * records)
    return {INTERPRETER: (alone, taken[INTERPRETER])} | {name: (tally, taken[name]) for name, tally in tallies.items()}


def told(found: Sequence[Found]) -> int:
    """Print what came of all parts; 1 where an engine disagrees."""
    print(f"\n{'engine':<12} {'cases':>9} {'declined':>9} {'disagreements':>14} {'seconds':>8}")
    for name in found[0]:
        tallies = [part[name][0] for part in found]
        cases, declined = sum(each.cases for each in tallies), sum(each.declined for each in tallies)
        disagreements, seconds = sum(len(each.disagreements) for each in tallies), sum(part[name][1] for part in found)
        print(f"{name:<12} {cases:>9} {declined:>9} {disagreements:>14} {seconds:>8.1f}")
    wrong = [said for part in found for tally, _ in part.values() for said in tally.disagreements]
    for said in wrong[:SHOWN]:
        print(f"\n{said}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
