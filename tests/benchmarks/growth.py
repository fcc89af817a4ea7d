"""How the time grows with the number of criteria and of records: `make growth`, or `python -m tests.benchmarks.growth`.

Writes a picture with two plots (`docs/explanation/engines-growth.svg`) and the figures beside it as data. Rule sets of 10, 40, 160 and 640
criteria are made up; tables of 1,000 to 10,000,000 rows of the benchmark's are evaluated, in memory, by the engine over columns, and smaller
ones record by record by compiled Python and the interpreter. Seconds by the clock, the best of the rounds.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks.made_up_columns import encoded, made_up
from tests.benchmarks.realistic import DAY, record, rules, steps

import criteria_engine as ce
from criteria_engine.backends.columns.engine import ColumnsEngine
from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.python.engine import PythonEngine
from criteria_engine.engine import Rules
from criteria_engine.ir.records import Record

CRITERIA = (10, 40, 160, 640)
RECORDS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
VALUES = 25_600_000
"""Facts of a table for the engine over columns: as many for every number of criteria, and more than a processor's caches hold."""

OUT = Path(__file__).parents[2] / "docs" / "explanation" / "engines-growth.svg"


def rules_of(criteria: int) -> Rules:
    """A rule set with so many criteria, five of them in each pillar, with five facts of its own."""
    lines = [f'ruleset benchmark.growth "A made-up standard of {criteria} criteria"', "subject ward identified by code", "facts", "  code : text"]
    many = max(criteria // 5, 1)
    for number in range(many):
        lines += [f"  ready_{number} : yes/no", f"  staff_{number} : integer, 0..500", f"  needed_{number} : integer, 1..500"]
        lines += [f"  area_{number} : number to 0.1 in m2, 0..50000", f"  late_{number} : integer, 0..1000"]
    for number in range(many):
        lines += [
            f'pillar P{number} "Pillar {number}"',
            f'  criterion P{number}A "Ready"', f"    requires ready_{number} and area_{number} >= 200 m2", "    points at most 3",
            f'  criterion P{number}B "Enough staff"', f"    requires staff_{number} / needed_{number} >= 0.9", "    points at most 3",
            f"      3 when staff_{number} >= needed_{number}", f"      2 when staff_{number} / needed_{number} >= 0.9", "      0 otherwise",
            f'  criterion P{number}C "Seldom late"', f"    requires late_{number} <= 8", "    points at most 3",
            f"      3 - late_{number} / 4 when late_{number} < 12", "      0 otherwise",
            f'  criterion P{number}D "Much room"', f"    requires area_{number} / staff_{number} >= 5 m2",  "    points at most 2",
            f'  criterion P{number}E "Ready and staffed"', f"    requires ready_{number} and staff_{number} >= 20", "    points at most 2",
        ]  # fmt: skip
    lines += ["verdict", f"  passes when score >= {many * 6}"]
    return ce.loads("\n".join(lines) + "\n")


def records_of(criteria: int, many: int) -> list[Record]:
    """Made-up records of such a rule set."""
    found = []
    for seed in range(many):
        values: dict[str, Any] = {"code": str(seed)}
        for number in range(max(criteria // 5, 1)):
            mixed = (seed * 31 + number * 17) % 97
            values |= {f"ready_{number}": mixed % 9 > 0, f"staff_{number}": 40 + mixed, f"needed_{number}": 90 + mixed % 50}
            values |= {f"area_{number}": 150 + mixed * 9, f"late_{number}": mixed % 13}
        found.append(Record(str(seed), values))
    return found


def best(way: Callable[[], object], rounds: int = 5) -> float:
    """The seconds of the quickest round."""
    taken = []
    for _ in range(rounds):
        begun = perf_counter()
        way()
        taken.append(perf_counter() - begun)
    return min(taken)


Line = list[tuple[int, float]]


def by_criteria() -> dict[str, Line]:
    """Microseconds a record, and milliseconds to compile, by the number of criteria."""
    names = ("compiled Python, verdict", "compiled Python, findings", "columns, findings", "compiling to Python")
    found: dict[str, Line] = {name: [] for name in names}
    for criteria in CRITERIA:
        made = rules_of(criteria)
        dated = made.on(DAY)
        given = records_of(criteria, 500)
        engine = PythonEngine(dated)
        engine.prepare()
        found["compiled Python, verdict"].append((criteria, best(lambda: [engine.verdict(each) for each in given]) / len(given) * 1e6))  # noqa: B023
        found["compiled Python, findings"].append((criteria, best(lambda: [engine.outcome(each) for each in given]) / len(given) * 1e6))  # noqa: B023
        found["compiling to Python"].append((criteria, best(lambda: PythonEngine(dated).verdict(given[0]), 3) * 1e3))  # noqa: B023
        columns = ColumnsEngine(dated, threads=1)
        batch = repeated(made, given, VALUES // (criteria * len(given)))
        columns.answers(batch)
        found["columns, findings"].append((criteria, best(lambda: columns.answers(batch)) / len(batch) * 1e6))  # noqa: B023
        print(criteria, {name: line[-1][1] for name, line in found.items()})
    return found


def repeated(rules: Rules, given: Sequence[Record], times: int) -> Any:
    """A batch of the records, so many times."""
    import pyarrow as pa
    from attrs import evolve

    from criteria_engine.backends.tables.encoded import EncodedColumn
    from criteria_engine.backends.tables.encoding import encode_records

    one = encode_records(rules.program, given)

    def again(array: Any) -> Any:
        return pa.concat_arrays([array] * times)

    columns = {name: EncodedColumn(again(column.values)) for name, column in one.columns.items()}
    return evolve(one, units=again(one.units), names=again(one.names), columns=columns)


def by_records(most: int) -> dict[str, Line]:
    """Seconds for a whole table, by the number of its rows."""
    realistic = rules()
    dated = realistic.on(DAY)
    python = PythonEngine(dated)
    python.prepare()
    found: dict[str, Line] = {name: [] for name in ("interpreter", "compiled Python, findings", "columns, findings", "columns, verdict")}
    whole, verdict = ColumnsEngine(dated, threads=1), ColumnsEngine(dated, findings=False, threads=1)
    for many in (each for each in RECORDS if each <= most):
        batch = encoded(made_up(many))
        for engine, name in ((whole, "columns, findings"), (verdict, "columns, verdict")):
            engine.answers(batch)
            found[name].append((many, best(lambda: engine.answers(batch), 3)))  # noqa: B023
        if many <= 100_000:
            given = [record(realistic, str(seed), steps(seed, "unit", seed)) for seed in range(many)]
            found["compiled Python, findings"].append((many, best(lambda: [python.outcome(each) for each in given], 2)))  # noqa: B023
            if many <= 10_000:
                found["interpreter"].append((many, best(lambda: [outcome_of(evaluate(dated, each)) for each in given], 1)))  # noqa: B023
        print(many, {name: line[-1] for name, line in found.items() if line})
    return found


def drawn(criteria: dict[str, Line], records: dict[str, Line], out: Path) -> None:
    """Two plots side by side, both axes logarithmic: a straight line that rises one to one is growth in proportion."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "criteria"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.4))
    for axes, lines, across, up in (
        (left, criteria, "criteria", "µs a record (compiling: ms)"), (right, records, "records", "seconds, one thread"),
    ):  # fmt: skip
        for (name, line), mark in zip(lines.items(), "os^D", strict=False):
            axes.plot(*zip(*line, strict=True), marker=mark, label=name)
        axes.set(xscale="log", yscale="log", xlabel=across, ylabel=up)
        axes.grid(True, which="major", alpha=0.3)
        axes.legend(fontsize=8)
    left.set_xticks(CRITERIA, [str(each) for each in CRITERIA])
    figure.tight_layout()
    figure.savefig(out, metadata={"Date": None})


def main() -> None:
    """Measure, draw, and write the figures as data."""
    arguments = argparse.ArgumentParser(description="How the time grows.")
    arguments.add_argument("--most", type=int, default=RECORDS[-1], help="rows of the largest table")
    arguments.add_argument("--out", type=Path, default=OUT)
    asked = arguments.parse_args()
    criteria, records = by_criteria(), by_records(asked.most)
    drawn(criteria, records, asked.out)
    data = {"by criteria": criteria, "by records": records}
    asked.out.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
