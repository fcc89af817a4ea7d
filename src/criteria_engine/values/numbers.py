"""Exact rational numbers: whole ones are `int`, all others `Fraction`; no float ever stands in for one."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Rational = int | Fraction

LARGEST = 10**12
"""Every number lies within ± LARGEST unless its fact declares narrower bounds."""

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?\Z", re.ASCII)
_RATIO = re.compile(r"[+-]?\d+/\d+\Z", re.ASCII)


def normal(number: Rational) -> Rational:
    """The same number as `int` where it is whole.

    >>> normal(Fraction(6, 3))
    2
    """
    if type(number) is int:
        return number
    return number.numerator if number.denominator == 1 else number


def ratio(above: Rational, below: Rational) -> Rational:
    """A quotient; raises ZeroDivisionError for a divisor of zero.

    >>> ratio(6, 3), ratio(6, 4), ratio(Fraction(1, 2), 2)
    (2, Fraction(3, 2), Fraction(1, 4))
    """
    return normal(Fraction(above, below))


def rational(text: str) -> Rational:
    """The exact number that a decimal (`-85.5`) or a ratio (`48/7`) in ASCII digits writes; raises ValueError otherwise.

    >>> rational("85.50"), rational("48/7")
    (Fraction(171, 2), Fraction(48, 7))
    """
    if _DECIMAL.match(text) or (_RATIO.match(text) and int(text.split("/")[1]) != 0):
        return normal(Fraction(text))
    raise ValueError(text)


def rational_from_float(number: float) -> Rational:
    """The number that the shortest decimal text of a float writes; raises ValueError for infinities and NaN.

    >>> rational_from_float(0.1)
    Fraction(1, 10)
    """
    return rational(format(Decimal(repr(float(number))), "f"))


def exact_text(number: Rational) -> str:
    """The number as canonical text: a finite decimal where it has one, else a ratio in lowest terms.

    >>> exact_text(Fraction(69, 2)), exact_text(Fraction(48, 7)), exact_text(3)
    ('34.5', '48/7', '3')
    """
    if isinstance(number, int):
        return str(number)
    above, below = number.as_integer_ratio()
    decimals = _decimals_of(below)
    if decimals is None:
        return f"{above}/{below}"
    digits = str(abs(above) * 10**decimals // below).rjust(decimals + 1, "0")
    sign = "-" if above < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def decimal_places(number: Rational) -> int | None:
    """How many decimals write the number exactly; None where no finite decimal does.

    >>> decimal_places(Fraction(1, 8)), decimal_places(Fraction(1, 3)), decimal_places(7)
    (3, None, 0)
    """
    return _decimals_of(number.denominator)


@lru_cache(maxsize=1000)
def _decimals_of(denominator: int) -> int | None:
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def fits_scale(number: Rational, scale: Rational) -> bool:
    """Whether the number is a whole multiple of the scale.

    >>> fits_scale(Fraction(1, 2), Fraction(1, 100)), fits_scale(Fraction(1, 3), Fraction(1, 100))
    (True, False)
    """
    return Fraction(number, 1) % scale == 0


def size(number: Rational) -> Rational:
    """The number without its sign."""
    return -number if number < 0 else number


def floor(number: Rational) -> int:
    """The greatest whole number that is not above this one."""
    return number.numerator // number.denominator


def round_to(number: Rational, step: Rational, way: str) -> Rational:
    """The multiple of `step` that rounding picks, as spreadsheets do: ties of "half up" go away from zero, those of
    "half even" to the even multiple; "up" is away from zero, "down" towards it.

    >>> round_to(Fraction(-5, 2), 1, "half up"), round_to(Fraction(5, 2), 1, "half even"), round_to(Fraction(-7, 3), 1, "up")
    (-3, 2, -3)
    """
    steps = Fraction(number) / Fraction(step)
    distance = abs(steps)
    whole = floor(distance)
    rest = distance - whole
    if way == "up":
        whole += rest > 0
    elif way == "half up":
        whole += rest >= Fraction(1, 2)
    elif way == "half even":
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    elif way != "down":
        raise ValueError(way)
    return normal(Fraction(step) * (-whole if steps < 0 else whole))
