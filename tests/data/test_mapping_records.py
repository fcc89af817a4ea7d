"""Mappings of Python values become records, and faults name the fact."""

from datetime import date
from fractions import Fraction

from criteria_engine.data.mapping_records import record_from_mapping
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.ir.records import Invalid
from criteria_engine.source import Cell

from .builders import WARDS


def test_python_values() -> None:
    record, faults = record_from_mapping(
        WARDS,
        {
            "code": "26776",
            "ward_name": "Phường Tân Chánh Hiệp",
            "own": True,
            "area": 320.5,
            "share": "75%",
            "late": 3,
            "drill": date(2023, 6, 1),
            "budget": None,
            "cases": [{"kind": "good", "solved": False}, {"kind": "Yếu"}],
        },
    )
    assert faults == ()
    assert (record.unit, record.name, record.place) == ("26776", "Phường Tân Chánh Hiệp", None)
    assert record.values == {
        "code": "26776",
        "ward_name": "Phường Tân Chánh Hiệp",
        "own": True,
        "area": Fraction(641, 2),
        "share": Fraction(3, 4),
        "late": 3,
        "drill": date(2023, 6, 1),
    }
    assert [dict(row.values) for row in record.tables["cases"]] == [{"kind": 2, "solved": False}, {"kind": 0}]


def test_faults_name_the_fact() -> None:
    record, faults = record_from_mapping(WARDS, {"own": [1], "aera": 3, 7: 1, "cases": [{"solved": "?"}, 5]})  # type: ignore[dict-item]
    assert {type(fault) for fault in faults} == {d.ColumnLikeFact, d.UnknownColumn, d.WrongKindOfDatum, d.JsonNotUnits, d.NotYesOrNo}
    assert Cell("", None, "own") in [fault.place for fault in faults]
    assert Cell("", None, "cases[1].solved") in [fault.place for fault in faults]
    assert isinstance(record.values["own"], Invalid)
    assert record.unit == ""


def test_the_unit_that_the_caller_names() -> None:
    record, faults = record_from_mapping(WARDS, {"own": True}, unit="1")
    assert (record.unit, record.values["code"], faults) == ("1", "1", ())
    record, faults = record_from_mapping(WARDS, {"code": "2"}, unit="1")
    assert record.unit == "2"
    assert faults == (d.UnitNamedTwice(Cell("", None, "code"), "2", "1"),)


def test_tables_that_are_no_lists_and_names_given_twice() -> None:
    record, faults = record_from_mapping(WARDS, {"cases": 5, "late": 1, " late": 2})
    assert [type(fault) for fault in faults] == [d.KeyTwice]
    record, faults = record_from_mapping(WARDS, {"cases": 5})
    assert faults == (d.NotRows(Cell("", None, "cases"), "cases", "5"),)
    assert dict(record.tables) == {}
