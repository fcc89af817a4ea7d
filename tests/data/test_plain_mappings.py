"""A mapping is read the same, quickly where it is plain or slowly: values, faults, code, name and cells."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria_engine.data.cell_reading import datum_reader
from criteria_engine.data.mapping_records import MappingReader
from criteria_engine.data.plain_data import plain_reader
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.ir.records import Datum, Record

from .builders import WARDS


class Text(str):
    """A text of a caller's own class."""


PLAIN = MappingReader(WARDS)
WHOLE_WAY = MappingReader(WARDS, plain={})

NAMES = [*WARDS.facts, "Own", "AREA", "Trụ sở riêng", "tru so rieng", "Own headquarters", "area (m2)", "share (%)", "cases", "ward", "unknown"]
NUMBERS = st.one_of(
    st.integers(-3, 12),
    st.integers(49_990, 50_010),
    st.sampled_from([10**12, 10**400, -(10**30), 2**63]),
    st.decimals(-10, 60_000, places=2),
    st.fractions(-1, 2, max_denominator=10_000),
    st.integers(-100, 11_000).map(lambda steps: Fraction(steps, 10_000)),
    st.integers(-100, 5_100_000).map(lambda steps: steps / 100),
    st.floats(),
    st.sampled_from([Decimal("NaN"), Decimal("1e400"), -0.0, 1e16, 1e-7, 0.1 + 0.2, complex(1, 0)]),
    st.sampled_from([numpy.int64(5), numpy.float64(0.5), numpy.bool_(True), numpy.str_("good"), numpy.datetime64("2023-06-01")]),
)
MEMBERS = ["good", "Good", "Khá", "kha", "weak", Text("good"), "passes", "đạt"]
TRUTHS = ["yes", "có", "co", "không có", "x", "n/a", "-", ""]
WORDS = st.sampled_from([*MEMBERS, *TRUTHS, " 12 ", "85%", "0.5", "1.250", "2023-06-01", "001", "\ud800", "e\u0301", Text("12")])
DATES = st.sampled_from([date(2023, 6, 1), date(1, 1, 1), date(9999, 12, 31), datetime(2023, 6, 1), datetime(2023, 6, 1, 8)])
OTHERS = st.sampled_from([None, True, False, [], {}, (1,), object, NumberText("3"), PercentText("85%"), b"1"])
DATA = st.one_of(NUMBERS, WORDS, DATES, OTHERS)
KEYS = st.one_of(st.sampled_from(NAMES), st.sampled_from([*NAMES, 7, Text("own"), " own", "e\u0301"]))
MAPPINGS = st.dictionaries(KEYS, DATA, max_size=7)
FITTING_DATA: dict[str, st.SearchStrategy[object]] = {
    "code": st.sampled_from(["26776", "1", "", "n/a"]),
    "ward_name": st.sampled_from(["An Khánh", "An Kha\u0301nh", " An "]),
    "rating": st.sampled_from(["weak", "Khá", "good", "Trung bình"]),
    "own": st.booleans(),
    "area": st.one_of(st.integers(0, 50_001), st.integers(0, 5_000_000).map(lambda steps: Fraction(steps, 100)), st.floats(0, 50_000)),
    "share": st.one_of(st.integers(0, 10_000).map(lambda steps: Fraction(steps, 10_000)), st.floats(0, 1)),
    "late": st.integers(0, 10_001),
    "budget": st.integers(0, 10**11),
    "drill": st.dates(),
    "J2": st.sampled_from(["passes", "đạt", "not applicable"]),
}
FITTING = st.fixed_dictionaries({}, optional=FITTING_DATA)


def told(found: tuple[Record, tuple[object, ...]]) -> tuple[object, ...]:
    """All that a record and its faults say; a value with its type, since True is no 1."""
    record, faults = found

    def typed(values: dict[str, Datum]) -> list[tuple[str, type, Datum]]:
        return [(name, type(value), value) for name, value in values.items()]

    rows = {name: [typed(dict(row.values)) for row in rows] for name, rows in record.tables.items()}
    return record.unit, record.name, typed(dict(record.values)), rows, dict(record.cells), record.place, faults


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(MAPPINGS, FITTING), st.sampled_from([None, None, "1", "n/a"]))
def test_what_is_plain_is_read_as_it_is_read_the_whole_way(mapping: dict[str, object], unit: str | None) -> None:
    assert told(PLAIN.record(mapping, unit)) == told(WHOLE_WAY.record(mapping, unit))
    bare = PLAIN.bare_record(mapping, unit)
    assert (bare.values, list(bare.tables)) == (WHOLE_WAY.record(mapping, unit)[0].values, list(WHOLE_WAY.record(mapping, unit)[0].tables))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(WARDS.facts)), st.one_of(DATA, *FITTING_DATA.values()))
def test_a_plain_reader_reads_what_the_reader_does(name: str, datum: object) -> None:
    read = datum_reader(WARDS.facts[name])
    found, wanted = plain_reader(WARDS.facts[name], read)(datum), read(datum)
    assert (type(found), found) == (type(wanted), wanted)


@pytest.mark.parametrize(
    ("name", "datum", "value"),
    [
        ("area", 320.5, Fraction(641, 2)),
        ("area", 0.1 + 0.2, None),
        ("area", True, None),
        ("late", 3, 3),
        ("late", 10_001, None),
        ("share", Fraction(17, 20), None),
        ("share", Fraction(8567, 10_000), Fraction(8567, 10_000)),
        ("share", "85%", Fraction(17, 20)),
        ("rating", "Khá", 2),
        ("own", 1, True),
        ("drill", date(2023, 6, 1), date(2023, 6, 1)),
    ],
)
def test_plain_values(name: str, datum: object, value: object) -> None:
    found = PLAIN.plain_values({name: datum})
    assert found == (None if value is None else {name: value})


ROWS = st.lists(st.one_of(st.dictionaries(st.sampled_from(["kind", "Kind", "solved", "opened", "odd"]), DATA, max_size=4), DATA), max_size=3)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({"cases": ROWS}, optional={"own": st.booleans(), "odd": st.booleans()}))
def test_rows_are_read_as_by_a_reader_that_has_read_nothing_before(mapping: dict[str, object]) -> None:
    assert told(PLAIN.record(mapping)) == told(MappingReader(WARDS).record(mapping))


def test_names_are_not_taken_for_others() -> None:
    for mapping in ({"Own": True}, {"own": True, "unknown": 1}, {"cases": []}, {7: 1}, {Text("own"): True}):
        assert PLAIN.plain_values(mapping) is None  # type: ignore[arg-type]


def test_labels_in_both_tongues_name_facts() -> None:
    for name in ("Trụ sở riêng", "Own headquarters"):
        record, faults = PLAIN.record({name: True})
        assert (record.values, faults) == ({"own": True}, ())
