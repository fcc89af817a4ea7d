"""Faults on the screen, a line each, and as data."""

import json
import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.diagnostics.catalogue import example_of, fault_classes

from criteria_engine.diagnostics.catalogue import data, names, rules, syntax, types
from criteria_engine.diagnostics.catalogue.data import ColumnMissing, DateOutOfBounds, NotAMember, NumberOutOfBounds
from criteria_engine.diagnostics.excerpt import WIDEST, excerpt
from criteria_engine.diagnostics.fault import place_order
from criteria_engine.diagnostics.rendering import concise, faults_data, in_full, summary
from criteria_engine.diagnostics.wording import message
from criteria_engine.documents.inert import inert
from criteria_engine.documents.width import text_width
from criteria_engine.source import Cell, Span, source_from_text
from criteria_engine.values.labels import Labels
from criteria_engine.values.type_names import TypeName

TEXT = "ruleset a\n\n\tyêu cầu  trụ_sở và diện_tích >= 200\n"
SOURCES = {"a.criteria": source_from_text(TEXT, "a.criteria")}
FAULT = names.UnknownName(Span("a.criteria", 3, 11, 3, 17), "trụ_sở", "fact", ("trụ_sở_riêng",))
CELL = data.NotYesOrNo(Cell("wards.csv", 16, "own_headquarters"), "own_headquarters", "maybe")


def test_a_fault_in_rule_text_shows_its_line_with_carets() -> None:
    assert in_full([FAULT], "vi", SOURCES) == (
        "lỗi[N001]: `trụ_sở` chưa được khai báo; ở đây cần một số liệu\n"
        "  --> a.criteria:3:11\n"
        "  |\n"
        "3 |     yêu cầu  trụ_sở và diện_tích >= 200\n"
        "  |              ^^^^^^\n"
        "  = gợi ý: Có phải ý của bạn là `trụ_sở_riêng`? Khai báo tên này, hoặc viết một tên đã được khai báo.\n"
    )


def test_a_fault_in_a_cell_names_the_cell() -> None:
    assert "\n  --> wards.csv, row 16, column own_headquarters\n" in in_full([CELL], "en")
    assert "\n  --> wards.csv, dòng 16, cột own_headquarters\n" in in_full([CELL], "vi")
    sheet = data.NotYesOrNo(Cell("w.xlsx", 2, "x", "Phường"), "x", "maybe")
    assert concise([sheet], "vi").startswith("w.xlsx, trang tính Phường, dòng 2, cột x: D030 ")


def test_one_line_each_in_the_order_of_their_places() -> None:
    later = syntax.NoSuchDate(Span("a.criteria", 9, 1, 9, 11), "2023-02-30")
    assert concise([later, FAULT], "en") == (
        "a.criteria:3:11: N001 `trụ_sở` is not declared; a fact was expected\n"
        "a.criteria:9:1: S010 `2023-02-30` is no day of the calendar\n"
    )
    assert concise([rules.OutOfForce(None, *_days())], "en").startswith("R022 the rule set")


def test_faults_of_a_workbook_stand_sheet_by_sheet_row_by_row_from_the_left() -> None:
    cells = [("Vụ cháy", 2, "A"), ("Vụ cháy", 9, "B"), ("Xã", 2, "F"), ("Xã", 2, "Z"), ("Xã", 2, "AA"), ("Xã", 10, "B")]
    faults = [data.NotANumber(Cell("w.xlsx", row, "x", sheet, letter), "x", "?") for sheet, row, letter in reversed(cells)]
    places = [fault.place for fault in sorted(faults, key=place_order)]
    assert [(place.sheet, place.row, place.letter) for place in places if isinstance(place, Cell)] == cells


def test_weights_that_lack_a_part_are_said_as_their_sum() -> None:
    fault = rules.WeightsNotWhole(None, Fraction(9, 10))
    assert concise([fault], "en").startswith("R013 the weights add up to 90%")
    assert concise([rules.WeightsIncomplete(None, "")], "en").startswith("R012 the weights are not of one kind")


def _days() -> tuple[object, None, None]:
    from datetime import date

    return date(2020, 1, 1), None, None


def test_a_summary_counts() -> None:
    warning = rules.WeightWithoutEffect(None)
    assert summary([FAULT, FAULT, warning], "en") == "2 errors, 1 warning"
    assert summary([FAULT, warning, warning], "vi") == "1 lỗi, 2 cảnh báo"


def test_data_is_plain_and_exact() -> None:
    fault = types.NumberLacksPercent(Span("a.criteria", 1, 2, 3, 4), Fraction(1, 3))
    mismatch = types.TypeMismatch(CELL.place, TypeName("date"), TypeName("text"))
    first, second = json.loads(json.dumps(faults_data([mismatch, fault], "en")))
    assert first["code"] == "T005" and first["severity"] == "error" and first["fields"] == {"found": "1/3"}
    assert first["place"] == {"file": "a.criteria", "line": 1, "column": 2, "end_line": 3, "end_column": 4}
    assert second["place"] == {"file": "wards.csv", "sheet": None, "row": 16, "column": "own_headquarters"}
    assert second["fields"]["found"] == {"kind": "date", "of": ""}
    assert second["message"] == "this is a date; text was expected"


@given(st.sampled_from(fault_classes()), st.text(min_size=1), st.text())
def test_every_rendering_is_inert(kind: type, text: str, line: str) -> None:
    fault = example_of(kind, text)
    source = source_from_text(f"x\n{line}", "a.criteria")
    for tongue in ("vi", "en"):
        for written in (in_full([fault], tongue, {"a.criteria": source}), concise([fault], tongue)):
            assert all(each == inert(each) for each in written.split("\n"))
        written = json.dumps(faults_data([fault], tongue), ensure_ascii=False)
        assert written == inert(written)


@given(st.text(), st.sampled_from(fault_classes()))
def test_colours_are_all_that_colour_adds(line: str, kind: type) -> None:
    source = {"a.criteria": source_from_text(f"x\n{line}", "a.criteria")}
    coloured = in_full([example_of(kind)], "en", source, colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == in_full([example_of(kind)], "en", source)


@given(st.text(st.sampled_from("aạ\t東\u0301\x1b \u202e"), max_size=300), st.integers(1, 300), st.integers(0, 300), st.integers(0, 1))
def test_carets_stand_under_the_span(text: str, column: int, length: int, lines: int) -> None:
    shown = excerpt(text, Span("a", 1, column, 1 + lines, column + length))
    if shown is None:
        assert not text.strip()
        return
    assert shown.carets >= 1
    assert text_width(shown.text) <= WIDEST + 2
    assert shown.before <= WIDEST + 2


def test_carets_are_as_wide_as_what_they_mark() -> None:
    wide = excerpt("x = 東京 + y", Span("a", 1, 5, 1, 7))
    assert wide is not None and (wide.before, wide.carets) == (4, 4)
    stacked = excerpt("phu\u031bo\u031b\u0300ng x", Span("a", 1, 11, 1, 12))
    assert stacked is not None and (stacked.before, stacked.carets) == (7, 1)
    escape = excerpt("a\x1bb", Span("a", 1, 2, 1, 3))
    assert escape is not None and (escape.text, escape.before, escape.carets) == ("a\\x1bb", 1, 4)
    several = excerpt("requires a and", Span("a", 1, 10, 2, 4))
    assert several is not None and (several.before, several.carets) == (9, 5)


def test_a_long_line_is_shown_around_the_span() -> None:
    shown = excerpt("a" * 500 + "XYZ" + "b" * 500, Span("a", 1, 501, 1, 504))
    assert shown is not None
    assert shown.text[0] == shown.text[-1] == "…"
    assert shown.text[shown.before : shown.before + shown.carets] == "XYZ"


def test_missing_columns_are_one_warning_for_people_and_one_each_for_programs() -> None:
    header = Cell("a.csv", 1)
    names = [f"fact_{number}" for number in range(12)]
    faults = [ColumnMissing(header, name) for name in names]
    shown = in_full(faults, "vi")
    assert shown.count("D022") == 1 and all(f"`{name}`" in shown for name in names)
    assert summary(faults, "en") == "1 warning"
    assert [fault["fields"]["fact"] for fault in faults_data(faults, "en")] == names


def test_bounds_and_members_are_said_as_the_reader_writes_them() -> None:
    labels = (Labels((("vi", "Trung bình"), ("en", "Fair"))), Labels((("vi", "Tốt"), ("en", "Good"))))
    member = NotAMember(None, "x", "a", ("trung_bình", "good"), labels)
    assert "`Trung bình` và `Tốt` (`good`)" in message(member, "vi")
    assert "`Fair` (`trung_bình`) and `Good`" in message(member, "en")
    assert "từ 0 đến 50.000.000" in message(NumberOutOfBounds(None, "x", "-1", "0", "50000000"), "vi")
    assert "từ 0% đến 100%" in message(NumberOutOfBounds(None, "x", "-1%", "0%", "100%"), "vi")
    assert "từ 01/01/2000 đến 31/12/2030" in message(DateOutOfBounds(None, "x", "2040-01-01", "2000-01-01", "2030-12-31"), "vi")
