"""One datum becomes a value, nothing, or a fault: the good and the bad forms of each type."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.data.cell_reading import read_datum, written
from criteria_engine.data.number_reading import MOST_DIGITS
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.wording import help_text
from criteria_engine.ir.program import Fact
from criteria_engine.values.labels import Labels
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import OUTCOME, TEXT, YES_NO, ChoiceType, DateType, Member, NumberType, Type, Value
from criteria_engine.values.units import known_units

from .builders import AREA, COUNT, FACTS, MONEY, PERCENT, RATING

FINE = NumberType("number", scale=Fraction(1, 1000))
WIDE = NumberType("number", scale=Fraction(1, 100))
TWINS = ChoiceType("twins", (Member("A", Labels((("en", "one"),))), Member("a", Labels((("en", "One"),))), Member("one")), ordered=False)


def n(text: str) -> NumberText:
    return NumberText(text)


@pytest.mark.parametrize("kind", FACTS.values(), ids=FACTS.keys())
@pytest.mark.parametrize("raw", [None, "", " \t\n", "\u00a0", "-", "–", "N/A", "#N/A"])
def test_nothing_is_missing(kind: Type, raw: object) -> None:
    assert read_datum(raw, Fact("x", kind)) is None


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        *((YES_NO, raw, True) for raw in ("yes", " YES ", "true", "Có", "co\u0301", True, "co", "CO", "x", "X", "✓", "Đạt", "đúng", "1", n("1"), 1)),
        *((YES_NO, raw, False) for raw in ("no", "False", "không", "KHÔNG", "kho\u0302ng", False, "khong", "không đạt", "chưa  đạt", "0", n("0"))),
        *((YES_NO, raw, False) for raw in ("không có", "chưa có", "sai")),
        (COUNT, "12", 12),
        (COUNT, "+012", 12),
        (COUNT, "12.0", 12),
        (COUNT, 12, 12),
        (COUNT, 12.0, 12),
        (COUNT, n("12"), 12),
        (COUNT, n("1.2e1"), 12),
        (WIDE, "-85.5", Fraction(-171, 2)),
        (WIDE, "-0", 0),
        (WIDE, 0.1, Fraction(1, 10)),
        (WIDE, 1e5, 100_000),
        (WIDE, Decimal("0.10"), Fraction(1, 10)),
        (WIDE, Decimal("1E+3"), 1000),
        (WIDE, Fraction(4, 2), 2),
        (WIDE, n("0.10"), Fraction(1, 10)),
        (WIDE, n("1.250"), Fraction(5, 4)),
        (WIDE, n("1e-2"), Fraction(1, 100)),
        (WIDE, "0.250", Fraction(1, 4)),
        *((WIDE, raw, Fraction(171, 2)) for raw in ("85,5", "85.5", "85,50")),
        *((WIDE, raw, Fraction(2501, 2)) for raw in ("1.250,5", "1,250.5", "1 250,5", "1\u00a0250.5")),
        *((MONEY, raw, 1_250_000) for raw in ("1.250.000", "1,250,000", "1 250 000", "1.250.000 ₫", "1.250.000 VND", "1.250.000 đồng", "1.250.000đ")),
        *((COUNT, raw, 1250) for raw in ("1.250", "1,250", "1 250")),
        (WIDE, "\u22125", -5),
        (AREA, "320 m2", 320),
        (AREA, "320,5 mét vuông", Fraction(641, 2)),
        (FINE, "0.250", Fraction(1, 4)),
        (NumberType("number", scale=Fraction(1, 100), low=0, high=100), "1.250", Fraction(5, 4)),
        (NumberType("number"), "0.333333", Fraction(333333, 10**6)),
        (MONEY, "1250000", 1_250_000),
        (PERCENT, "85.5%", Fraction(171, 200)),
        (PERCENT, " 85.5 % ", Fraction(171, 200)),
        (PERCENT, "100%", 1),
        (PERCENT, "0.01%", Fraction(1, 10000)),
        (PERCENT, "85,5%", Fraction(171, 200)),
        (PERCENT, PercentText("85.5%"), Fraction(171, 200)),
        *((PERCENT, raw, Fraction(171, 200)) for raw in ("85,5", "85.5", "0.855", n("0.855"))),
        *((PERCENT, raw, 0) for raw in ("0", n("0"))),
        *((DateType(), raw, date(2023, 12, 31)) for raw in ("31/12/2023", "31-12-2023", "31.12.2023", "12/31/2023", "2023/12/31", "31 / 12 / 2023")),
        *((DateType(), raw, date(2023, 12, 31)) for raw in ("ngày 31 tháng 12 năm 2023", "Ngay 31 thang 12 nam 2023", "31 tháng 12, 2023")),
        *((DateType(), raw, date(2023, 12, 31)) for raw in ("31 December 2023", "Dec 31, 2023", "2023-12-31T00:00:00", "2023-12-31 00:00:00")),
        (DateType(), "2023-1-5", date(2023, 1, 5)),
        (DateType(), "03.04.2023", date(2023, 4, 3)),
        (DateType(), "2023-12-31", date(2023, 12, 31)),
        (DateType(), date(2023, 12, 31), date(2023, 12, 31)),
        (DateType(), datetime(2023, 12, 31), date(2023, 12, 31)),
        *((RATING, raw, 2) for raw in ("good", "Good", "GOOD", "Khá", "khá", " kha\u0301 ", "kha")),
        (TWINS, "A", 0),
        (TWINS, "a", 1),
        (TWINS, "one", 2),
        (TWINS, "One", 1),
        (TEXT, " Qua\u0302\u0323n  1 ", "Quận  1"),
        (TEXT, "007", "007"),
        *((TEXT, raw, "760") for raw in (n("760"), 760)),
        *((OUTCOME, raw, "passes") for raw in ("passes", "Đạt", "met")),
        *((OUTCOME, raw, "basically met") for raw in ("basically met", "Cơ bản đạt")),
        *((OUTCOME, raw, "fails") for raw in ("fails", "không đạt", "CHƯA ĐẠT", "not met")),
        *((OUTCOME, raw, "not applicable") for raw in ("not applicable", "không áp dụng")),
    ],
)
def test_good_forms(kind: Type, raw: object, value: Value) -> None:
    found = read_datum(raw, Fact("x", kind))
    assert found == value
    assert type(found) is type(value)


def doubtful(kind: Type, raw: str, *readings: str) -> tuple[Type, object, Fault]:
    return kind, raw, d.NumberFormDoubtful(None, "x", raw, readings)


def doubtful_date(raw: str, *readings: str) -> tuple[Type, object, Fault]:
    return DateType(), raw, d.DateFormDoubtful(None, "x", raw, readings)


def wrong(kind: Type, raw: object, found: str) -> tuple[Type, object, Fault]:
    return kind, raw, d.WrongKindOfDatum(None, "x", found, type_name(kind))


MEMBERS = ("weak", "average", "good")
AREA_BOUNDS = ("0", "50000")


@pytest.mark.parametrize(
    ("kind", "raw", "fault"),
    [
        *((YES_NO, raw, d.NotYesOrNo(None, "x", raw)) for raw in ("2", "cơ", "khống", "maybe")),
        (YES_NO, n("2"), d.NotYesOrNo(None, "x", "2")),
        wrong(YES_NO, 1.0, "1.0"),
        wrong(YES_NO, [True], "[…]"),
        *((WIDE, raw, d.NotANumber(None, "x", raw)) for raw in ("abc", "1 2", "1,2,3", "٣", "NaN", "inf", "1/3")),
        *((WIDE, raw, d.NotANumber(None, "x", raw)) for raw in ("12 km", ".", "1e999")),
        (WIDE, n("NaN"), d.NotANumber(None, "x", "NaN")),
        (WIDE, float("nan"), d.NotANumber(None, "x", "nan")),
        (WIDE, float("inf"), d.NotANumber(None, "x", "inf")),
        (WIDE, Decimal("NaN"), d.NotANumber(None, "x", "NaN")),
        (WIDE, Decimal("sNaN"), d.NotANumber(None, "x", "sNaN")),
        wrong(WIDE, True, "true"),
        wrong(WIDE, date(2023, 1, 2), "2023-01-02"),
        wrong(WIDE, {"a": 1}, "{…}"),
        wrong(WIDE, 1j, "1j"),
        doubtful(WIDE, "1,250", "1.25", "1250"),
        doubtful(WIDE, "1.250", "1250", "1.25"),
        doubtful(FINE, "15.682", "15682", "15.682"),
        (PERCENT, "0.85", d.PercentWithoutSign(None, "x", "0.85", "0.85%", "85%")),
        wrong(TEXT, n("760.5"), "760.5"),
        doubtful_date("2023-12-31T10:30:00", "2023-12-31"),
        doubtful_date("31/12/23", "2023-12-31"),
        (DateType(), "31/02/2023", d.NoSuchDay(None, "x", "31/02/2023")),
        doubtful(MONEY, "1_250_000", "1250000"),
        doubtful(WIDE, "1e3", "1000"),
        doubtful(AREA, "0,5 ha", "5000"),
        (WIDE, "9" * 61, d.NumberOfTooManyDigits(None, "x", MOST_DIGITS)),
        (WIDE, "x" * 100, d.NotANumber(None, "x", "x" * 79 + "…")),
        (WIDE, n("9" * 10_000), d.NumberOfTooManyDigits(None, "x", MOST_DIGITS)),
        (WIDE, n("1e9999"), d.NumberOfTooManyDigits(None, "x", MOST_DIGITS)),
        (WIDE, n("1e99999999"), d.NotANumber(None, "x", "1e99999999")),
        pytest.param(WIDE, 10**6000, d.NumberOfTooManyDigits(None, "x", MOST_DIGITS), id="a huge integer"),
        (WIDE, 1e300, d.NumberOfTooManyDigits(None, "x", MOST_DIGITS)),
        (WIDE, Decimal("1E+999999"), d.NumberOfTooManyDigits(None, "x", MOST_DIGITS)),
        (PERCENT, n("1"), d.PercentWithoutSign(None, "x", "1", "1%", "100%")),
        (PERCENT, Fraction(17, 20), d.PercentWithoutSign(None, "x", "17/20", "0.85%", "85%")),
        (PERCENT, "101%", d.NumberOutOfBounds(None, "x", "101%", "0%", "100%")),
        (PERCENT, "0.001%", d.FinerThanScale(None, "x", "0.001%", "0.01%")),
        (AREA, "0.001", d.FinerThanScale(None, "x", "0.001", "0.01")),
        (COUNT, "1.5", d.FinerThanScale(None, "x", "1.5", "1")),
        (WIDE, Fraction(1, 3), d.FinerThanScale(None, "x", "1/3", "0.01")),
        (WIDE, 0.1 + 0.2, d.FinerThanScale(None, "x", "0.30000000000000004", "0.01")),
        (AREA, "-1", d.NumberOutOfBounds(None, "x", "-1", *AREA_BOUNDS)),
        (AREA, "50000.01", d.NumberOutOfBounds(None, "x", "50000.01", *AREA_BOUNDS)),
        (WIDE, "1000000000001", d.NumberOutOfBounds(None, "x", "1000000000001", "-1000000000000", "1000000000000")),
        doubtful_date("03/04/2023", "2023-04-03", "2023-03-04"),
        doubtful_date("20231231", "2023-12-31"),
        (DateType(), "soon", d.NotADate(None, "x", "soon")),
        (DateType(), "32/13/2023", d.NotADate(None, "x", "32/13/2023")),
        (DateType(), "2023-02-30", d.NoSuchDay(None, "x", "2023-02-30")),
        (DateType(), "0000-01-01", d.NoSuchDay(None, "x", "0000-01-01")),
        (DateType(), "1899-12-31", d.DateOutOfBounds(None, "x", "1899-12-31", "1900-01-01", "2199-12-31")),
        (DateType(), datetime(2023, 1, 2, 3), d.DateWithTime(None, "x", "2023-01-02 03:00:00")),
        (DateType(), datetime(2023, 1, 2, tzinfo=UTC), d.DateWithTime(None, "x", "2023-01-02 00:00:00+00:00")),
        wrong(DateType(), 45000, "45000"),
        (RATING, "bad", d.NotAMember(None, "x", "bad", MEMBERS)),
        wrong(RATING, 1, "1"),
        (TWINS, "ONE", d.MemberDoubtful(None, "x", "ONE", ("A", "a", "one"))),
        (OUTCOME, "scored", d.NotAnOutcome(None, "x", "scored")),
        wrong(OUTCOME, True, "true"),
        *((kind, "a\ud800", d.CharactersNotText(None, "x")) for kind in (TEXT, WIDE, RATING)),
        (TEXT, "a\0", d.CharactersNotText(None, "x")),
        (TEXT, "x" * (LONGEST_CELL + 1), d.CellTooLong(None, LONGEST_CELL)),
    ],
)
def test_bad_forms(kind: Type, raw: object, fault: Fault) -> None:
    assert read_datum(raw, Fact("x", kind)) == fault


class Unspeakable:
    def __str__(self) -> str:
        raise ValueError


def test_an_object_that_has_no_text() -> None:
    assert read_datum(Unspeakable(), Fact("x", TEXT)) == d.WrongKindOfDatum(None, "x", "…", type_name(TEXT))


ANYTHING = st.one_of(
    st.text(),
    st.text("0123456789.,+-eE%_ \u00a0\u2212/:TZ₫m2VND", max_size=70),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes(),
    st.builds(NumberText, st.text("0123456789.-eE", max_size=70)),
    st.lists(st.integers()),
)


@given(raw=ANYTHING, kind=st.sampled_from([*FACTS.values(), WIDE, FINE, TWINS, NumberType("duration", known_units()["day"], 1)]))
def test_no_datum_raises_and_what_is_read_reads_back(raw: object, kind: Type) -> None:
    found = read_datum(raw, Fact("x", kind))
    if found is not None and not isinstance(found, Fault):
        if isinstance(kind, NumberType):
            assert kind.low <= found <= kind.high  # type: ignore[operator]
        again = read_datum(written(found, kind), Fact("x", kind))
        if not isinstance(again, d.NumberFormDoubtful):
            assert again == found


@given(st.fractions(-(10**6), 10**6).map(lambda x: Fraction(round(x * 100), 100)))
def test_a_doubtful_number_is_never_taken_and_its_readings_are_plain(number: Fraction) -> None:
    fact = Fact("x", WIDE)
    plain = written(number, WIDE)
    found = read_datum(plain.replace(".", ","), fact)
    if isinstance(found, d.NumberFormDoubtful):
        assert plain in found.readings
        assert number in [read_datum(NumberText(reading), fact) for reading in found.readings]
    else:
        assert found == number


@pytest.mark.parametrize(
    ("raw", "meant"),
    [("60 triệu", "60000000"), ("50tr", "50000000"), ("50 million", "50000000"), ("1,5 tỷ", "1500000000"), ("60 triệu m", None), ("x", None)],
)
def test_money_in_words_is_no_number_but_the_fault_says_how_to_write_it(raw: str, meant: str | None) -> None:
    fault = read_datum(raw, Fact("x", MONEY))
    assert fault == d.NotANumber(None, "x", raw, meant)
    assert isinstance(fault, d.NotANumber)
    assert ("write `" in (help_text(fault, "en") or "")) == (meant is not None)


def test_letters_alone_are_yes_and_no() -> None:
    assert [read_datum(raw, Fact("x", YES_NO)) for raw in ("Y", "n")] == [True, False]
