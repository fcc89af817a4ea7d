"""Numbers are exact: what is written is what is read, and rounding agrees with the decimal standard's modes."""

import decimal
import math
import re
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from criteria_engine.values.numbers import (
    Rational,
    decimal_places,
    exact_text,
    fits_scale,
    floor,
    normal,
    rational,
    rational_from_float,
    round_to,
    size,
)

MODES = {"half up": decimal.ROUND_HALF_UP, "half even": decimal.ROUND_HALF_EVEN, "up": decimal.ROUND_UP, "down": decimal.ROUND_DOWN}
decimals = st.decimals(-10**12, 10**12, allow_nan=False, allow_infinity=False)
fractions = st.fractions(-10**6, 10**6, max_denominator=10**6) | decimals.map(Fraction)
numbers = fractions.map(normal) | st.integers(-10**15, 10**15)
steps = st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 8), Fraction(5), Fraction(1, 3), Fraction(5, 2), Fraction(10**6)])


@given(numbers)
def test_exact_text_is_read_back(number: Rational) -> None:
    text = exact_text(number)
    assert rational(text) == number and type(rational(text)) is type(number)
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9]|/[1-9][0-9]*)?", text) and text != "-0", "one text for one number"
    assert ("/" in text) == (decimal_places(number) is None)


@given(fractions)
def test_whole_numbers_are_int(number: Fraction) -> None:
    assert normal(number) == number
    assert isinstance(normal(number), int) == (number.denominator == 1)


@given(decimals)
def test_decimal_text_is_read_exactly(number: decimal.Decimal) -> None:
    assert rational(format(number, "f")) == Fraction(number)


@pytest.mark.parametrize(("text", "number"), [
    ("0", 0), ("-0", 0), ("+3", 3), ("007", 7), ("85.50", Fraction(171, 2)), ("-0.5", Fraction(-1, 2)), ("4/2", 2), ("-48/7", Fraction(-48, 7)),
])
def test_what_writes_a_number(text: str, number: Rational) -> None:
    assert rational(text) == number and type(rational(text)) is type(number)


@pytest.mark.parametrize("text", [
    "", " 1", "1 ", "1\n", "1.", ".5", "1e3", "1_000", "1,5", "0x1", "nan", "inf", "1/0", "1/", "/2", "1/2/3", "1.5/2", "1/-2", "--1",
    "\u0661", "1.\u0665", "\uff11", "\u00b2", "\u2212" + "1",
])
def test_what_writes_none(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        rational(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(0.1)
@example(-0.0)
@example(5e-324)
@example(1.7976931348623157e308)
def test_a_float_is_its_shortest_text(number: float) -> None:
    found = rational_from_float(number)
    assert found == Fraction(repr(number)) and float(found) == number
    assert not isinstance(found, Fraction) or found.denominator > 1


class Measured(float):
    """A float of another library, which shows itself in its own way."""

    def __repr__(self) -> str:
        return f"measured({float(self)!r})"


def test_a_float_of_another_library_is_a_float() -> None:
    assert rational_from_float(Measured(0.1)) == Fraction(1, 10)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_no_number_no_rational(number: float) -> None:
    with pytest.raises(ValueError, match=r"(?i)nan|inf"):
        rational_from_float(number)


@given(st.fractions(-100, 100, max_denominator=2000))
def test_decimal_places_is_the_least_power_of_ten(number: Fraction) -> None:
    least = next((places for places in range(12) if (number * 10**places).denominator == 1), None)
    assert decimal_places(normal(number)) == least


@given(numbers, steps)
def test_a_number_fits_a_scale_when_it_is_a_multiple(number: Rational, step: Fraction) -> None:
    assert fits_scale(number, step) == ((Fraction(number) / step).denominator == 1)
    assert fits_scale(number * step, step) == (Fraction(number).denominator == 1)


@given(decimals, st.integers(-3, 6), st.sampled_from(sorted(MODES)))
@example(decimal.Decimal("2.5"), 0, "half even")
@example(decimal.Decimal("-2.5"), 0, "half up")
@example(decimal.Decimal("0.125"), 2, "half even")
@example(decimal.Decimal("-0.001"), 2, "up")
def test_rounding_is_that_of_the_decimal_standard(number: decimal.Decimal, places: int, way: str) -> None:
    with decimal.localcontext(prec=80):
        expected = number.quantize(decimal.Decimal(1).scaleb(-places), MODES[way])
    assert round_to(Fraction(number), Fraction(10) ** -places, way) == Fraction(expected)


@given(numbers, steps, st.sampled_from(sorted(MODES)))
def test_rounding_to_any_step(number: Rational, step: Fraction, way: str) -> None:
    found = round_to(number, step, way)
    assert fits_scale(found, step) and found == normal(found) and type(found) is type(normal(found))
    assert round_to(found, step, way) == found
    assert round_to(-number, step, way) == -found
    away = abs(found) - abs(Fraction(number))
    if way == "up":
        assert 0 <= away < step
    elif way == "down":
        assert -step < away <= 0
    else:
        assert 2 * abs(away) <= step
        if 2 * abs(away) == step:
            assert away > 0 if way == "half up" else (found / step) % 2 == 0


def test_there_is_no_other_way_of_rounding() -> None:
    with pytest.raises(ValueError, match="ceiling"):
        round_to(1, 1, "ceiling")


@given(numbers)
def test_floor_and_size(number: Rational) -> None:
    assert floor(number) == math.floor(number) and size(number) == abs(number)
