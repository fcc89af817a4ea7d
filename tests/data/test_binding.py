"""Headings as people write them find their facts; near misses, doubles and other units are faults and never taken."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from criteria_engine.data.binding import Binding, bind
from criteria_engine.data.mapping import ReadingSettings, TableMapping
from criteria_engine.data.vietnamese_letters import alike
from criteria_engine.diagnostics.catalogue import columns as c
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.types import TEXT, YES_NO, NumberType, Type
from criteria_engine.values.units import counting_unit, known_units

HEADER = Cell("a.csv", 1)
DOSSIER = counting_unit("dossier", Labels((("vi", "hồ sơ"), ("en", "dossiers"))))


def fact(name: str, kind: Type, vi: str, en: str) -> Fact:
    return Fact(name, kind, Labels((("vi", vi), ("en", en))))


FACTS = {
    each.name: each
    for each in (
        fact("code", TEXT, "Mã phường", "Ward code"),
        fact("headquarters_area", NumberType("number", known_units()["m2"], Fraction(1, 10)), "Diện tích trụ sở", "Area of the headquarters"),
        fact("budget", NumberType("money", known_units()["VND"], 1), "Kinh phí hỗ trợ", "Support"),
        fact("satisfied", NumberType("percent", scale=Fraction(1, 1000)), "Tỷ lệ hài lòng", "Share of satisfied residents"),
        fact("received", NumberType("integer", DOSSIER, 1), "Số hồ sơ đã nhận", "Dossiers received"),
        fact("book", YES_NO, "Sổ hồ sơ", "Book of dossiers"),
        fact("peace", YES_NO, "Hoà giải ở cơ sở", "Mediation"),
    )
}


def bound(*columns: str, mapping: TableMapping | None = None) -> Binding:
    return bind(columns, FACTS, HEADER, given_elsewhere=FACTS, mapping=mapping or TableMapping())


def at(column: str) -> Cell:
    return Cell("a.csv", 1, column)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("headquarters_area", "headquarters_area"),
        ("Headquarters Area", "headquarters_area"),
        ("HEADQUARTERS-AREA", "headquarters_area"),
        ("Diện tích trụ sở", "headquarters_area"),
        ("DIỆN  TÍCH\nTRỤ SỞ", "headquarters_area"),
        ("Dien tich tru so", "headquarters_area"),
        ("dien_tich_tru_so", "headquarters_area"),
        ("Diên tích tru sở", "headquarters_area"),
        ("Die\u0323\u0302n ti\u0301ch tru\u0323 sơ\u0309", "headquarters_area"),
        ("Diện tích trụ sở (m2)", "headquarters_area"),
        ("Diện tích trụ sở [m²]", "headquarters_area"),
        ("Diện tích trụ sở (đơn vị tính: mét vuông)", "headquarters_area"),
        ("area of the headquarters (sqm)", "headquarters_area"),
        ("Diện tích trụ sở *", "headquarters_area"),
        ("Mã phường:", "code"),
        ("Kinh phí hỗ trợ (đồng)", "budget"),
        ("Kinh phí hỗ trợ (ĐVT: VNĐ)", "budget"),
        ("KINH PHI HO TRO (₫)", "budget"),
        ("Tỷ lệ hài lòng (%)", "satisfied"),
        ("Số hồ sơ đã nhận (hồ sơ)", "received"),
        ("Số hồ sơ da nhận", "received"),
        ("SO HO SO ÐA NHAN", "received"),
        ("Sổ hồ sơ", "book"),
        ("Hòa giải ở cơ sở", "peace"),
        ("Hoà giải ở cơ sở", "peace"),
    ],
)
def test_a_heading_finds_its_fact(heading: str, name: str) -> None:
    binding = bound(heading)
    assert (binding.columns, binding.faults) == ({name: heading}, ())


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("headquaters_area", "headquarters_area"),
        ("Diện tích trụ xở", "headquarters_area"),
        ("Diện tích trú sở", "headquarters_area"),
        ("Diện tích trụ sở (nhà)", "headquarters_area"),
        ("Số hồ sơ", "book"),
        ("Hóa giải ở cơ sở", "peace"),
    ],
)
def test_a_near_miss_is_suggested_and_never_taken(heading: str, name: str) -> None:
    binding = bound(heading)
    assert binding.columns == {}
    assert binding.faults == (d.ColumnLikeFact(at(heading), heading, name),)


def test_what_is_like_no_fact_is_reported() -> None:
    assert bound("Ghi chú").faults == (d.UnknownColumn(at("Ghi chú"), "Ghi chú"),)
    assert bound("Ghi chú", mapping=TableMapping(ignored=("ghi chú",))).faults == ()


def test_two_columns_for_one_fact_and_two_facts_for_one_column_show_both() -> None:
    twice = bound("Mã phường", "code")
    fault: Fault = d.FactInSeveralColumns(at("code"), "code", ("Mã phường", "code"))
    assert (twice.faults, twice.doubtful) == ((fault,), {"code": fault})
    plain = {name: Fact(name, YES_NO, Labels((("vi", label),))) for name, label in (("a", "Số vụ"), ("b", "Sổ vụ"))}
    doubt = bind(["So vu"], plain, HEADER)
    assert doubt.faults == (d.ColumnOfSeveralFacts(at("So vu"), "So vu", ("a", "b")),)
    assert set(doubt.doubtful) == {"a", "b"}
    assert bind(["Sổ vụ"], plain, HEADER, given_elsewhere=plain).columns == {"b": "Sổ vụ"}


def test_a_heading_in_another_unit_is_a_fault_until_the_mapping_says() -> None:
    fault = c.ColumnOfOtherUnit(at("Kinh phí hỗ trợ (triệu đồng)"), "budget", "Kinh phí hỗ trợ (triệu đồng)", "triệu đồng", "VND")
    assert bound("Kinh phí hỗ trợ (triệu đồng)").doubtful == {"budget": fault}
    said = TableMapping(settings={"budget": ReadingSettings(unit="triệu đồng")})
    assert bound("Kinh phí hỗ trợ (triệu đồng)", mapping=said).faults == ()


def test_the_mapping_says_which_column_is_whose() -> None:
    place = Span("m.toml", 3, 1, 3, 5)

    def said(columns: Mapping[str, str]) -> TableMapping:
        return TableMapping(columns=columns, places=dict.fromkeys(columns, place))

    taken = bound("Cột A", "code", mapping=said({"code": "cột a"}))
    assert taken.columns == {"code": "Cột A"}
    assert taken.faults == (d.UnknownColumn(at("code"), "code"),)
    gone = bound("code", mapping=said({"code": "Cột B"}))
    assert gone.columns == {}
    assert gone.faults[0] == c.MappedColumnMissing(place, "code", "Cột B", ("code",))


@pytest.mark.parametrize(
    ("found", "declared", "same"),
    [
        ("Đà Nẵng", "da nang", True),
        ("da nang", "Đà Nẵng", True),
        ("thuỷ", "thủy", True),
        ("thuy", "thủy", True),
        ("thụy", "thủy", False),
        ("dâu", "dầu", True),
        ("dầu", "dâu", False),
        ("dấu", "dầu", False),
        ("cơ", "có", False),
        ("ban", "bạn bè", False),
    ],
)
def test_marks_may_be_missing_but_never_differ(found: str, declared: str, same: bool) -> None:
    assert alike(found, declared) is same
