"""Exact values as readers of Vietnamese and English expect to see them."""

import re
import timeit
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.locale import (
    ABOUT,
    MOST_DECIMALS,
    TONGUES,
    format_amount,
    format_date,
    format_list,
    format_number,
    format_pair,
    format_percent,
    format_place,
    format_range,
    format_value,
    formats,
    tongue_of_environment,
    unit_word,
    unit_words,
)
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.types import DATE, NUMBER, OUTCOME, PERCENT, TEXT, YES_NO, ChoiceType, Member, NumberType
from criteria_engine.values.units import BARE, counting_unit, known_units, quotient

UNITS = known_units()
NUMBERS = st.integers() | st.fractions() | st.builds(Fraction, st.integers(), st.sampled_from([2, 4, 100, 10**6, 3, 7, 249]))


def read(text: str, tongue: str) -> Rational:
    """The number that a formatted text shows, as a person reads it."""
    known = formats(tongue)
    plain = text.removeprefix(ABOUT).replace(known.group, "").replace(known.point, ".").replace(known.minus, "-")
    return normal(Fraction(plain))


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        (0, None, "0", "0"),
        (1250000, None, "1.250.000", "1,250,000"),
        (-1250, None, "-1.250", "-1,250"),
        (Fraction(17, 20), None, "0,85", "0.85"),
        (Fraction(-1, 200), None, "-0,005", "-0.005"),
        (Fraction(12345678, 100), None, "123.456,78", "123,456.78"),
        (Fraction(1, 3), None, "≈ 0,33", "≈ 0.33"),
        (Fraction(-2, 3), None, "≈ -0,67", "≈ -0.67"),
        (Fraction(144, 7), None, "≈ 20,57", "≈ 20.57"),
        (Fraction(1, 300), None, "≈ 0,003", "≈ 0.003"),
        (Fraction(1, 2**40), None, "1/1.099.511.627.776", "1/1,099,511,627,776"),
        (Fraction(1, 3), 0, "≈ 0", "≈ 0"),
        (Fraction(-1, 3), 0, "≈ 0", "≈ 0"),
        (Fraction(5, 2), 0, "≈ 3", "≈ 3"),
        (Fraction(-5, 2), 0, "≈ -3", "≈ -3"),
        (Fraction(5, 2), 2, "2,50", "2.50"),
        (7, 2, "7,00", "7.00"),
        (Fraction(19999, 2), 1, "9.999,5", "9,999.5"),
        (Fraction(999999, 1000), 2, "≈ 1.000,00", "≈ 1,000.00"),
    ],
)
def test_numbers(value: Rational, places: int | None, vi: str, en: str) -> None:
    assert (format_number(value, "vi", places), format_number(value, "en", places)) == (vi, en)


def test_percents() -> None:
    assert format_percent(Fraction(171, 200), "vi") == "85,5%"
    assert format_percent(Fraction(171, 200), "en") == "85.5%"
    assert format_percent(1, "vi") == "100%"
    assert format_percent(Fraction(74, 249), "en") == "≈ 29.72%"
    assert format_percent(Fraction(12345, 10000), "vi", 1) == "≈ 123,5%"


def test_amounts_take_the_unit_of_the_reader() -> None:
    assert format_amount(1250000, UNITS["VND"], "vi") == "1.250.000 đồng"
    assert format_amount(1250000, UNITS["VND"], "en") == "1,250,000 VND"
    assert format_amount(Fraction(25, 2), UNITS["USD"], "en") == "12.50 USD"
    assert format_amount(12, UNITS["USD"], "vi") == "12 USD"
    assert format_amount(Fraction(1, 3), UNITS["USD"], "en") == "≈ 0.33 USD"
    assert format_amount(Fraction(5, 2), UNITS["million_VND"], "vi") == "2,5 triệu đồng"
    assert format_amount(1, UNITS["month"], "en") == "1 month"
    assert format_amount(-1, UNITS["person"], "en") == "-1 person"
    assert format_amount(18, UNITS["month"], "en") == "18 months"
    assert format_amount(1, UNITS["month"], "vi") == "1 tháng"
    assert format_amount(5, BARE, "vi") == "5"
    assert format_amount(Fraction(3, 2), quotient(UNITS["m2"], UNITS["person"]), "vi") == "1,5 m2/người"
    assert unit_words("VND/household", "en") == "VND/household"
    kits = counting_unit("kit", Labels((("en", "sets of kit"), ("vi", "bộ"))))
    assert (unit_word(kits, "en", one=True), unit_word(kits, "vi")) == ("sets of kit", "bộ")


def test_dates() -> None:
    assert format_date(date(2023, 12, 31), "vi") == "31/12/2023"
    assert format_date(date(2023, 12, 31), "en") == "31 December 2023"
    assert format_date(date(1999, 2, 1), "vi") == "01/02/1999"
    assert format_date(date(1999, 2, 1), "en") == "1 February 1999"


def test_values_of_every_type() -> None:
    weak = Member("weak", Labels(((None, "Weak"), ("vi", "Yếu"))))
    rating = ChoiceType("rating", (weak, Member("good"), Member("fine", Labels(((None, "good"),)))), True)
    assert format_value(0, rating, "vi") == "Yếu"
    assert format_value(0, rating, "en") == "Weak"
    assert (format_value(1, rating, "en"), format_value(2, rating, "en")) == ("good (good)", "good (fine)")
    assert format_value(True, YES_NO, "vi") == "có"
    assert format_value(False, YES_NO, "vi") == "không"
    assert format_value(False, YES_NO, "en") == "no"
    assert format_value("Quận 12", TEXT, "vi") == "“Quận 12”"
    assert format_value(date(2024, 6, 30), DATE, "vi") == "30/06/2024"
    assert format_value("basically met", OUTCOME, "vi") == "cơ bản đạt"
    assert format_value(Fraction(3, 4), PERCENT, "en") == "75%"
    assert format_value(Fraction(64025, 2), NumberType("number", UNITS["m2"]), "vi") == "32.012,5 m2"
    assert format_value(Fraction(1, 3), NumberType("ratio"), "en", 4) == "≈ 0.3333"


def test_pairs_tell_unequal_numbers_apart() -> None:
    assert format_pair(Fraction(5, 7), Fraction(3, 4), PERCENT, "en") == ("≈ 71.43%", "75%")
    assert format_pair(Fraction(1, 3), Fraction(33, 100), NUMBER, "vi") == ("≈ 0,333", "0,33")
    assert format_pair(Fraction(2999999, 10000000), Fraction(3, 10), PERCENT, "en") == ("29.99999%", "30%")
    assert format_pair(Fraction(3, 10) - Fraction(1, 3 * 10**7), Fraction(3, 10), PERCENT, "en") == ("≈ 29.999997%", "30%")
    assert format_pair(Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**15), NUMBER, "en")[0] == "1/3"
    assert format_pair(5, 5, NumberType("number", UNITS["day"]), "vi") == ("5 ngày", "5 ngày")
    assert format_pair(date(2023, 1, 1), date(2023, 1, 2), DATE, "vi") == ("01/01/2023", "02/01/2023")


AMOUNTS = st.sampled_from([NUMBER, PERCENT, NumberType("money", UNITS["USD"])])
CLOSE = st.tuples(NUMBERS, NUMBERS).map(lambda pair: (pair[0], pair[0] + Fraction(pair[1]) / 10**9))


@given(st.tuples(NUMBERS, NUMBERS) | CLOSE, AMOUNTS, st.sampled_from(TONGUES))
def test_a_pair_never_prints_alike_or_in_the_wrong_order(pair: tuple[Rational, Rational], kind: NumberType, tongue: str) -> None:
    texts = format_pair(*pair, kind, tongue)
    if pair[0] == pair[1]:
        assert texts[0] == texts[1]
        return
    first, second = (read(text.removesuffix("%").removesuffix(" USD"), tongue) for text in texts)
    assert (first < second) == (pair[0] < pair[1]) and first != second


@given(NUMBERS, st.sampled_from(TONGUES), st.none() | st.integers(0, 6))
def test_what_is_shown_is_the_number_or_says_that_it_is_about_it(value: Rational, tongue: str, places: int | None) -> None:
    text = format_number(value, tongue, places)
    shown = read(text, tongue)
    assert text.startswith(ABOUT) == (shown != value)
    decimals = len(text.partition(formats(tongue).point)[2])
    assert abs(shown - value) <= Fraction(1, 2 * 10**decimals)
    if places is not None:
        assert decimals == places
    elif "/" not in text:
        assert decimals <= MOST_DECIMALS and (shown != 0 or value == 0)
    assert re.fullmatch(r"(≈ )?-?\d{1,3}([.,]\d{3})*([.,]\d+)?(/\d{1,3}([.,]\d{3})*)?", text)


def test_numbers_longer_than_python_writes_at_once() -> None:
    assert format_number(10**5000, "en") == "100" + ",000" * 1666
    assert format_number(Fraction(-(10**5000), 3), "en").startswith("≈ -33,333,")


def test_ranges_lists_and_places() -> None:
    assert format_range(70, 75, NUMBER, "en") == "70 to 75"
    assert format_range(Fraction(1, 2), Fraction(1, 2), PERCENT, "vi") == "50%"
    assert format_list([], "en") == ""
    assert format_list(["a", "b"], "en") == "a and b"
    assert format_place(Cell("w.xlsx", 16, "x", "Sheet1"), "vi") == "w.xlsx, trang tính Sheet1, dòng 16, cột x"
    assert format_place(Cell("w.csv"), "vi") == "w.csv"
    assert format_place(Span("a.criteria", 3, 5, 3, 9), "vi") == "a.criteria:3:5"


def test_the_tongue_of_the_environment() -> None:
    assert tongue_of_environment({"LANG": "vi_VN.UTF-8"}) == "vi"
    assert tongue_of_environment({"LC_ALL": "", "LC_MESSAGES": "vi", "LANG": "en_US.UTF-8"}) == "vi"
    assert tongue_of_environment({"LC_ALL": "en_GB", "LC_MESSAGES": "vi_VN"}) == "en"
    assert tongue_of_environment({"LANG": "fr_FR.UTF-8"}) == "en"
    assert tongue_of_environment({"LANG": "vie"}) == "en"
    assert tongue_of_environment({}) == "en"


def test_every_tongue_has_every_word() -> None:
    words = [formats(tongue).words for tongue in TONGUES]
    assert all(set(each) == set(words[0]) for each in words)
    assert all(name == "units" or text.strip() for each in words for name, text in each.items())


def test_numbers_are_formatted_fast() -> None:
    values: list[Rational] = [1250000, Fraction(341, 4), Fraction(5, 7), Fraction(171, 200)]
    for tongue in TONGUES:
        each = min(timeit.repeat(lambda tongue=tongue: [format_number(value, tongue) for value in values], number=500, repeat=5)) / 500 / len(values)
        assert each < 20e-6
