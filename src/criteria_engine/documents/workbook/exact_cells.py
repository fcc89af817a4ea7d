"""An exact number becomes what a cell of a spreadsheet can hold without changing it, or is told to be too long for one."""

from fractions import Fraction

from criteria_engine.documents.workbook.model import MOST_SIGNIFICANT
from criteria_engine.values.numbers import decimal_places, exact_text, round_to


def as_double(number: int | Fraction) -> float | None:
    """The double whose shortest decimal text is the number; None where the number has more than 15 significant digits, so that a
    number cell would change it.

    >>> as_double(Fraction(7057, 100)), as_double(Fraction(1, 3)), as_double(10**15 + 1)
    (70.57, None, None)
    """
    if decimal_places(number) is None:
        return None
    text = exact_text(number)
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    whole = digits.rstrip("0") if "." not in text else digits
    return float(text) if len(whole) <= MOST_SIGNIFICANT and len(text) < 30 else None


def nearest_shown(number: int | Fraction, places: int = 10) -> int | Fraction:
    """The number itself where a cell can hold it, else rounded half up to as many decimals (ten at most) as a cell keeps.

    >>> nearest_shown(Fraction(1, 3)), nearest_shown(Fraction(5, 2))
    (Fraction(3333333333, 10000000000), Fraction(5, 2))
    """
    if as_double(number) is not None:
        return number
    for decimals in range(places, -1, -1):
        rounded = round_to(number, Fraction(1, 10**decimals), "half up")
        if as_double(rounded) is not None:
            return rounded
    return number
