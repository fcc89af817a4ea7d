"""A record of the shipped wards, changed at random in one byte or one value: every change is found.

CRITERIA_CHANGES=1000 tries so many on the record of all 249; without it a few on that of 20, so that the suite stays quick. The
figures are printed with `-s`.
"""

import gc
import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from criteria_engine.records.canonical import canonical
from criteria_engine.records.contents import record_bytes, sealed
from criteria_engine.records.own_digests import damaged_parts
from criteria_engine.records.reading import read_record
from criteria_engine.records.verifying import GivenData, verify

from .made import assessed, city

CHANGES = int(os.environ.get("CRITERIA_CHANGES", "24"))
WARDS = 249 if "CRITERIA_CHANGES" in os.environ else 20


def found_at_once(content: bytes) -> bool:
    """Whether verifying finds something before it evaluates: faults of the form, or parts without their digests."""
    read = read_record(content, "record.json")
    return read.data is None or bool(damaged_parts(read.data, read.content))


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values that are no lists or objects."""
    if isinstance(data, (dict, list)) and data:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))
    else:
        yield path


def other(value: Any, chance: Random) -> Any:
    """Another value of the same kind where there is one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice([each for each in "0123456789abcdxyz" if each != value[at]]) + value[at + 1 :]
    return "x" if value != "x" else "y"


def set_at(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Put a value in its place; what was there."""
    for key in path[:-1]:
        data = data[key]
    was, data[path[-1]] = data[path[-1]], value
    return was


def value_at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def test_every_change_of_the_city_s_record_is_found() -> None:
    begun = perf_counter()
    found = city(WARDS)
    evaluated = perf_counter()
    content = record_bytes(found)
    written = perf_counter()
    answer = verify(read_record(content, "record.json"))
    verified = perf_counter()
    assert answer.differences == () and answer.faults == () and answer.units == WARDS
    gc.freeze()  # else every parse of the record looks through all that the evaluation has left
    chance = Random(249)
    for _ in range(CHANGES // 2):
        at = chance.randrange(len(content))
        byte = chance.choice([value for value in range(256) if value != content[at]])
        assert found_at_once(content[:at] + bytes([byte]) + content[at + 1 :]), at
    data = json.loads(content)
    everywhere = list(leaves(data))
    for path in chance.sample(everywhere, CHANGES - CHANGES // 2):
        was = set_at(data, path, other(value_at(data, path), chance))
        assert found_at_once(canonical(data) + b"\n"), path
        set_at(data, path, was)
    assert canonical(data) + b"\n" == content
    print(
        f"{len(content):,} bytes: evaluated in {evaluated - begun:.1f} s, record written in {written - evaluated:.1f} s, "
        f"verified in {verified - written:.1f} s; {CHANGES} of {CHANGES} changes found in {perf_counter() - verified:.0f} s"
    )


def test_a_change_with_new_digests_everywhere_is_found_by_evaluating_and_by_the_data(tmp_path: Path) -> None:
    """What rules and data decide cannot be changed by someone who writes all digests anew; comments in the rules can, and for
    those there are signatures."""
    record = json.loads(record_bytes(assessed(tmp_path, show_private=True)))
    given = GivenData(tmp_path / "wards.csv", {"cases": tmp_path / "cases.csv"}, tmp_path / "wards.csv")
    chance = Random(249)
    parts = ("results", "inputs", "proofs", "parameters", "as_of")
    everywhere = [path for path in leaves(record) if path[0] in parts]
    for path in chance.sample(everywhere, min(len(everywhere), CHANGES * 2)):
        was = set_at(record, path, other(value_at(record, path), chance))
        answer = verify(read_record(canonical(sealed(record)) + b"\n", "record.json"), given)
        assert answer.answer == "different", path
        set_at(record, path, was)
