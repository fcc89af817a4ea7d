"""Mapping files say which column gives which fact and how it is read; every error in one is a fault at its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.data.loading import Loaded, load_records
from criteria_engine.data.mapping import ReadingSettings
from criteria_engine.data.mapping_file import mapping_of
from criteria_engine.data.mapping_places import key_places
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.catalogue import columns as c
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell, Span

from .builders import WARDS
from .conftest import Write

GOOD = """
missing = ["trống"]
dates = "dmy"
[data]
sheet = "Phường"
unit_key = "Mã số"
ignore = ["Ghi chú"]
[data.columns]
area = { column = "Diện tích", numbers = "vi", unit = "ha" }
own = { column = "Trụ sở", yes = ["v"], blank = "no" }
"J2" = "Hội đồng chấm"
[tables.cases]
unit_key = "Phường"
dates = "mdy"
[tables.cases.columns]
solved = "Đã khám phá"
"""

BAD = """restore_leading_zeros = "yes"
datess = "dmy"
numbers = "fr"
[data]
unit_key = 5
[data.columns]
aera = "Diện tích"
area = { column = "Diện tích", dates = "dmy", unit = "kg", colour = 1 }
own = "Một"
late = "một"
share = 3
[tables.case]
x = 1
"""


def faults_of(text: str) -> list[tuple[str, int, str]]:
    found = mapping_of(WARDS, text, "m.toml")[1]
    return [(fault.code, fault.place.line, _subject(fault)) for fault in found if isinstance(fault.place, Span)]


def _subject(fault: Fault) -> str:
    return next((str(getattr(fault, name)) for name in ("key", "fact", "column", "reason") if hasattr(fault, name)), "")


def test_what_a_mapping_says() -> None:
    mapping, faults = mapping_of(WARDS, GOOD, "m.toml")
    assert faults == ()
    assert dict(mapping.units.columns) == {"code": "Mã số", "area": "Diện tích", "own": "Trụ sở", "J2": "Hội đồng chấm"}
    assert mapping.units.of("area") == ReadingSettings(numbers="vi", unit="ha", dates="dmy", missing=("trống",))
    assert mapping.units.of("own") == ReadingSettings(yes=("v",), blank="no", dates="dmy", missing=("trống",))
    assert (mapping.units.sheet, mapping.units.ignored) == ("Phường", ("Ghi chú",))
    assert dict(mapping.of("cases").columns) == {"code": "Phường", "solved": "Đã khám phá"}
    assert mapping.of("cases").of("opened").dates == "mdy"
    assert mapping.units.places["area"] == Span("m.toml", 9, 1, 9, 5)


def test_every_error_is_a_fault_at_its_line() -> None:
    assert faults_of(BAD) == [
        ("D083", 1, "restore_leading_zeros"),
        ("D082", 2, "datess"),
        ("D083", 3, "numbers"),
        ("D083", 5, "unit_key"),
        ("D084", 7, "aera"),
        ("D082", 8, "colour"),
        ("D086", 8, "dates"),
        ("D083", 8, "unit"),
        ("D085", 10, "Một"),
        ("D083", 11, "share"),
        ("D082", 12, "case"),
    ]
    assert faults_of('a = "x\n') == [("D081", 1, "Illegal character '\\n'")]
    assert faults_of("data = 3") == [("D083", 1, "data")]
    assert faults_of("[tables]\ncases = 1\n") == [("D083", 2, "cases")]


def test_a_near_key_is_suggested() -> None:
    found = mapping_of(WARDS, 'datess = "dmy"\n[data.columns]\naera = "A"\n', "m.toml")[1]
    assert [getattr(fault, "nearest", ()) for fault in found] == [("dates",), ("area",)]


def read(write: Write, data: str, mapping: str | None, units: str | None = None, *, restore: bool = False, cases: str | None = None) -> Loaded:
    said = ReadAs(mapping=write("m.toml", mapping) if mapping is not None else None, restore_zeros=restore)
    tables = {"cases": write("cases.csv", cases)} if cases is not None else None
    return load_records(WARDS, write("a.csv", data), tables, write("u.csv", units) if units is not None else None, said)


def errors(loaded: Loaded) -> list[Fault]:
    return [fault for fault in loaded.faults if fault.severity == "error"]


def test_data_is_read_as_the_mapping_says(write: Write) -> None:
    data = 'Mã số,Diện tích,Trụ sở,drill,Ghi chú\n1,"1.250",v,03/04/2023,a\n2,trống,,04/05/2023,b\n'
    text = """
dates = "dmy"
[data]
unit_key = "Mã số"
ignore = ["ghi chú"]
[data.columns]
area = { column = "Diện tích", numbers = "vi", missing = ["trống"] }
own = { column = "Trụ sở", yes = ["v"], blank = "no" }
"""
    loaded = read(write, data, text)
    assert errors(loaded) == []
    assert not any(isinstance(fault, d.UnknownColumn) for fault in loaded.faults)
    first, second = loaded.records
    assert (first.values["area"], first.values["own"], str(first.values["drill"])) == (1250, True, "2023-04-03")
    assert ("area" in second.values, second.values["own"]) == (False, False)
    assert set(loaded.digests) == {"a.csv", "m.toml"}


def test_with_an_error_in_the_mapping_no_data_is_read(write: Write) -> None:
    loaded = read(write, "code,own\n1,yes\n", "[data\n")
    assert (loaded.records, [fault.code for fault in loaded.faults]) == ((), ["D081"])
    gone = load_records(WARDS, write("a.csv", "code\n1\n"), read_as=ReadAs(mapping=Path("gone.toml")))
    assert gone.faults == (c.MappingNotReadable(Span("gone.toml", 1, 1, 1, 1), "gone.toml"),)
    missing = read(write, "code,own\n1,yes\n", '[data.columns]\nown = "Trụ sở"\n')
    assert c.MappedColumnMissing(Span("m.toml", 2, 1, 2, 4), "own", "Trụ sở", ("code", "own")) in missing.faults


LIST = "code,ward_name,district\n00123,A,Q1\n00124,B,Q1\n0125,C,Q1\n"


def test_lost_zeros_are_faults_until_the_author_says_restore(write: Write) -> None:
    data, cases = "code,own\n123,yes\n124,no\n0125,yes\n", "code,kind,opened,solved\n123,weak,,yes\n125,weak,,yes\n"
    lost = read(write, data, None, LIST, cases=cases)
    assert [fault for fault in errors(lost) if isinstance(fault, d.UnitLostZeros)] == [
        d.UnitLostZeros(Cell("a.csv", 2, "code"), "123", "00123"),
        d.UnitLostZeros(Cell("a.csv", 3, "code"), "124", "00124"),
        d.UnitLostZeros(Cell("cases.csv", 3, "code"), "125", "0125"),
    ]
    for restored in (read(write, data, None, LIST, restore=True, cases=cases), read(write, data, "restore_leading_zeros = true", LIST, cases=cases)):
        assert errors(restored) == []
        assert [(record.unit, record.values["code"], record.values["own"]) for record in restored.records] == [
            ("00123", "00123", True),
            ("00124", "00124", False),
            ("0125", "0125", True),
        ]
        assert [len(record.tables["cases"]) for record in restored.records] == [1, 0, 1]
        assert c.ZerosRestored(Cell("a.csv", 2, "code"), 2, "123", "00123") in restored.faults
        assert c.ZerosRestored(Cell("cases.csv", 2, "code"), 2, "123", "00123") in restored.faults


def test_zeros_are_not_restored_where_two_units_could_be_meant(write: Write) -> None:
    loaded = read(write, "code,own\n7,yes\n", None, "code,ward_name,district\n007,A,Q\n07,B,Q\n", restore=True)
    assert [type(fault) for fault in errors(loaded)] == [d.UnitLostZeros]
    twice = read(write, "code,own\n123,yes\n00123,no\n", None, LIST, restore=True)
    assert d.UnitTwice(Cell("a.csv", 3, "code"), "00123", 2) in twice.faults


def test_places_of_keys() -> None:
    places = key_places('# [no] = 1\n[a."b.c"] # x\n  d = "= e"\n"f g".h = 1\n[[list]]\n')
    assert places == {
        ("a",): (2, 1),
        ("a", "b.c"): (2, 1),
        ("a", "b.c", "d"): (3, 3),
        ("a", "b.c", "f g"): (4, 1),
        ("a", "b.c", "f g", "h"): (4, 1),
        ("list",): (5, 1),
    }


LINES = [*GOOD.split("\n"), *BAD.split("\n"), "# a = 1", "=", '"', "[", "a.b.c = {", "\0", "x = [[[[[["]


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
def test_no_text_raises_and_every_fault_has_a_line_of_it(text: str) -> None:
    for fault in mapping_of(WARDS, text, "m.toml")[1]:
        assert isinstance(fault.place, Span)
        assert 1 <= fault.place.line <= text.count("\n") + 1


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = \xff", b""])
def test_bytes_that_are_no_text(data: bytes, write: Write) -> None:
    loaded = load_records(WARDS, write("a.csv", "code\n1\n"), read_as=ReadAs(mapping=write("m.toml", data)))
    assert [fault.code for fault in errors(loaded)] == (["D080"] if data else [])
