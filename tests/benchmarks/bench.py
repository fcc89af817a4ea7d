"""How fast engines are, as multiples of a function written by hand: `make bench`, or `python -m tests.benchmarks.bench`.

Every way of evaluating is checked to give the same verdicts before any time counts. The ways take turns, round by round, so that
what else the machine does falls on all alike; what counts is the median round of each, in processor time. The table goes to the
screen, the same as data to `bench.json` or the file named.
"""

import json
import platform
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from tests.benchmarks import by_hand
from tests.benchmarks.peers import cel, json_logic, rules_of_rule_engine, zen_engine, zen_graph
from tests.benchmarks.realistic import DAY, record, rules, steps

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.python.engine import PythonEngine, compiled
from criteria_engine.backends.python.source import Written, findings_function, verdict_function
from criteria_engine.engine import Result, Rules
from criteria_engine.ir.records import Record
from criteria_engine.values.types import ChoiceType, NumberType

UNITS = 249
ROUNDS = 7
EXPLAINED = 10

Way = tuple[str, Callable[[], Sequence[str | None]]]


def as_read(of: Rules, given: Record) -> dict[str, object]:
    """The values of a record as a program has them: choices by name; percentages as fractions, but with their sign where a fraction
    might be either."""
    found: dict[str, object] = {}
    for name, value in given.values.items():
        kind = of.program.facts[name].type
        found[name] = value
        if isinstance(kind, ChoiceType) and isinstance(value, int):
            found[name] = kind.members[value].name
        elif isinstance(kind, NumberType) and kind.kind == "percent" and isinstance(value, (int, Fraction)) and value * 100 % 1 == 0:
            found[name] = f"{value * 100}%"
    return found


def ways() -> tuple[list[Way], list[Way]]:
    """The ways of evaluating: of units with nothing missing, and of units with 2 % of their values missing."""
    of = rules()
    dated = of.on(DAY)
    engine = PythonEngine(dated)
    known = [steps(seed, "unit", seed) for seed in range(UNITS)]
    whole = [record(of, str(number), found) for number, found in enumerate(known)]
    gaps = [record(of, str(number), found, Random(number)) for number, found in enumerate(known)]
    raw = [as_read(of, each) for each in whole]

    def interpreted(given: list[Record]) -> list[str | None]:
        return [outcome_of(evaluate(dated, each)).verdict for each in given]

    def findings(given: list[Record]) -> list[str | None]:
        return [None if (found := engine.outcome(each)) is None else found.verdict for each in given]

    def numbers(given: list[Record]) -> list[str | None]:
        return [engine.verdict_with_findings(each) for each in given]

    complete: list[Way] = [
        ("by hand, verdict, whole numbers given", lambda: [by_hand.verdict(found) for found in known]),
        ("compiled Python, verdict", lambda: [engine.verdict(each) for each in whole]),
        ("compiled Python, all outcomes as numbers", lambda: numbers(whole)),
        ("compiled Python, all outcomes as objects", lambda: findings(whole)),
        ("library, verdicts of records", lambda: list(of.verdicts(whole, DAY, engine="python"))),
        ("library, verdict from a mapping, every value checked", lambda: [of.verdict(each, DAY, engine="python") for each in raw]),
        ("library, result from a mapping, every value checked", lambda: [of.evaluate(each, DAY, engine="python").verdict for each in raw]),
        ("interpreter, all outcomes", lambda: interpreted(whole)),
    ]
    for peer in (json_logic, zen_engine, zen_graph, cel, rules_of_rule_engine):
        complete.append((f"{peer.NAME}, verdict", peer.ready(known)))
    with_gaps: list[Way] = [
        ("compiled Python, verdict, 2 % missing", lambda: [engine.verdict(each) for each in gaps]),
        ("compiled Python, all outcomes as numbers, 2 % missing", lambda: numbers(gaps)),
        ("interpreter, all outcomes, 2 % missing", lambda: interpreted(gaps)),
    ]
    return complete, with_gaps


def same(group: list[Way]) -> None:
    """Stops where two ways give different verdicts."""
    answers = {name: list(way()) for name, way in group}
    first = next(iter(answers.values()))
    for name, found in answers.items():
        different = sum(one != other for one, other in zip(first, found, strict=True))
        if different:
            raise SystemExit(f"{name}: {different} of {len(first)} verdicts differ from {next(iter(answers))}")


def timed(group: Sequence[Way]) -> dict[str, float]:
    """Microseconds a record of each way, the median of the rounds."""
    taken: dict[str, list[float]] = {name: [] for name, _ in group}
    for _ in range(ROUNDS):
        for name, way in group:
            way()  # so that none pays for what the one before it left in the processor's caches
            begun = process_time()
            way()
            taken[name].append((process_time() - begun) / UNITS * 1e6)
    return {name: median(found) for name, found in taken.items()}


def compile_times() -> dict[str, float]:
    """Milliseconds in which the rules, parsed, become each function; the first is what the first verdict waits for."""
    dated = rules().on(DAY)
    made: dict[str, Callable[[], Written]] = {
        "the verdict, nothing missing": lambda: verdict_function(dated, True),
        "the verdict, something missing": lambda: verdict_function(dated, False),
        "all outcomes, nothing missing": lambda: findings_function(dated, True),
        "all outcomes, something missing": lambda: findings_function(dated, False),
    }
    taken: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, make in made.items():
            begun = process_time()
            compiled(make())
            taken[name].append((process_time() - begun) * 1e3)
    return {name: median(found) for name, found in taken.items()}


def explain_times() -> dict[str, float]:
    """Microseconds a unit, of units that the interpreter has evaluated: the whole proof as data; the explanation as text, which folds
    what passes; and the whole explanation."""
    of = rules()
    results = [of.evaluate(record(of, str(number), steps(number, "unit", number)), DAY, engine="interpreter") for number in range(EXPLAINED)]
    made: dict[str, Callable[[Result], object]] = {
        "the whole proof as data": lambda result: result.proof(),
        "the explanation as text": lambda result: result.explain(),
        "the whole explanation as text": lambda result: result.explain(full=True),
    }
    taken: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(ROUNDS):
        for name, make in made.items():
            begun = process_time()
            for result in results:
                make(result)
            taken[name].append((process_time() - begun) / EXPLAINED * 1e6)
    return {name: median(found) for name, found in taken.items()}


def main(out: str = "bench.json") -> None:
    """Print the table and write it as data."""
    complete, with_gaps = ways()
    same(complete)
    same(with_gaps)
    found = timed([*complete, *with_gaps])
    by_hand_time = next(iter(found.values()))
    print(f"{UNITS} units, 40 criteria, 60 facts; median of {ROUNDS} rounds; Python {platform.python_version()}\n")
    print(f"{'way':<56} {'µs a record':>11} {'× by hand':>9}")
    for name, taken in found.items():
        print(f"{name:<56} {taken:>11.2f} {taken / by_hand_time:>9.2f}")
    to_compile, to_explain = compile_times(), explain_times()
    print("\ncompiling, rules already parsed, to the function for")
    for name, taken in to_compile.items():
        print(f"  {name:<54} {taken:>8.1f} ms")
    print("\nexplaining one unit")
    for name, taken in to_explain.items():
        print(f"  {name:<54} {taken:>8.0f} µs")
    rows = [{"way": name, "microseconds": taken, "ratio": taken / by_hand_time} for name, taken in found.items()]
    data: dict[str, object] = {"units": UNITS, "rounds": ROUNDS, "python": platform.python_version(), "ways": rows}
    data |= {"compile_ms": to_compile, "explain_microseconds": to_explain}
    Path(out).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
