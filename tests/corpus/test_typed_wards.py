"""The wards as a clerk types them, with 40 cells spoiled in 12 ways: every one is found at its cell, and nothing else is."""

import csv
from pathlib import Path

from criteria_engine import Rules, load
from criteria_engine.data.loading import load_records
from criteria_engine.ir.records import Invalid
from criteria_engine.source import Cell

from .typed_wards import make

HERE = make.HERE
EXAMPLES = make.ROOT / "examples"


def rules() -> Rules:
    return load(make.RULES)


def planted() -> list[dict[str, str]]:
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_spoiled_cell_is_found_and_no_other() -> None:
    expected = planted()
    assert (len(expected), len({row["what"] for row in expected})) == (40, 12)
    loaded = load_records(rules().program, HERE / "wards.csv", units=EXAMPLES / "units" / "hcmc_wards_2023.csv")
    found = {(fault.place.row, fault.place.column, fault.code) for fault in loaded.faults if isinstance(fault.place, Cell)}
    assert found == {(int(row["row"]), row["column"], row["code"]) for row in expected}
    assert len(loaded.faults) == len(expected)
    assert {getattr(fault, "found", "") for fault in loaded.faults} >= {"bốn mươi", "#REF!", "08/20/2023"}


def test_all_other_cells_are_what_the_example_says() -> None:
    program = rules().program
    typed = load_records(program, HERE / "wards.csv")
    plain = load_records(program, EXAMPLES / "data" / "hcmc_wards.csv")
    spoiled = 0
    for one, other in zip(typed.records, plain.records, strict=True):
        assert one.unit == other.unit
        for fact in program.facts:
            value = one.values.get(fact)
            if isinstance(value, Invalid):
                spoiled += 1
            else:
                assert value == other.values.get(fact), (one.unit, fact)
    assert spoiled == 40


def test_the_files_are_what_their_maker_writes(tmp_path: Path) -> None:
    make.write(tmp_path)
    for name in ("wards.csv", "expected.csv"):
        assert (HERE / name).read_bytes() == (tmp_path / name).read_bytes(), f"run `python -m tests.corpus.typed_wards.make` for {name}"
