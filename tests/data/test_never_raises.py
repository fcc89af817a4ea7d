"""Whatever bytes or mappings are given as data: faults, never an exception; every fault has a code and a place."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria_engine.data.loading import load_records
from criteria_engine.data.mapping_records import record_from_mapping
from criteria_engine.ir.records import Invalid, Record, Row
from criteria_engine.source import Cell

from .builders import WARDS

NAMES = [*WARDS.facts, "cases", "kind", "solved", "units", "ward", "Own"]
WORDS = st.sampled_from([*NAMES, "yes", "có", "001", "1", "", "85%", "1.250", "NaN", "\ud800"])
CSV_SOUP = st.lists(st.one_of(WORDS, st.sampled_from([",", "\n", "\r\n", '"', ";", "\0", "\ufeff"]), st.text(max_size=5)), max_size=60).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)
TABLES = st.lists(st.lists(WORDS, min_size=3, max_size=4), max_size=6).map(
    lambda rows: "\n".join(["code,own,kind", *(",".join(row) for row in rows)]).encode("utf-8", "replace")
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=5)),
    max_leaves=20,
)
CSV = st.one_of(st.binary(max_size=300), CSV_SOUP, TABLES)
JSON = st.one_of(st.binary(max_size=300), CSV_SOUP, VALUES.map(lambda value: json.dumps(value).encode()))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in files}
        for name, content in files.items():
            paths[name].write_bytes(content)
        data, cases, units = paths.values()
        for roster in (None, units):
            loaded = load_records(WARDS, data, {"cases": cases}, roster)
            for fault in loaded.faults:
                assert fault.code.startswith("D")
                assert isinstance(fault.place, Cell)
                assert fault.place.file in files
                str(fault).encode()
            reported = set(loaded.faults)
            for record in loaded.records:
                read: list[Record | Row] = [record, *(row for rows in record.tables.values() for row in rows)]
                for row in read:
                    assert all(value.fault in reported for value in row.values.values() if isinstance(value, Invalid))
                    assert all(isinstance(row.cells[name], Cell) for name in row.values)
            assert len(loaded.digests) == (2 if roster is None else 3)


@QUICK
@given(CSV, CSV, CSV)
def test_csv(data: bytes, cases: bytes, units: bytes) -> None:
    check({"a.csv": data, "c.csv": cases, "u.csv": units})


@QUICK
@given(JSON, JSON, JSON)
def test_json(data: bytes, cases: bytes, units: bytes) -> None:
    check({"a.json": data, "c.json": cases, "u.json": units})


@QUICK
@given(st.dictionaries(st.one_of(WORDS, st.integers()), VALUES, max_size=8))
def test_mappings(mapping: dict[str, object]) -> None:
    record, faults = record_from_mapping(WARDS, mapping)
    assert all(value.fault in faults for value in record.values.values() if isinstance(value, Invalid))
