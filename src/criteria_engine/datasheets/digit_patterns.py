"""Bounds become regular expressions that exactly the numbers and days within them match, as a data file writes them.

Only plain parts of regular expressions are used (classes, groups, alternatives, repetition), which every engine reads alike.
"""

from datetime import date
from fractions import Fraction

from criteria_engine.values.numbers import Rational, decimal_places, floor

_ZEROS = "0{0,9}"

NOTHING = "a^"
"""A pattern that no text matches."""

DAYS = (
    "[0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])"
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
)
"""Every day of the calendar as year-month-day, leap years minded."""


def same_length(low: str, high: str) -> list[str]:
    """Alternatives that match the texts of digits between two of the same length, both included.

    >>> same_length("095", "130")
    ['09[5-9]', '1[0-2][0-9]', '130']
    """
    if not low:
        return [""]
    first, last, rest = low[0], high[0], len(low) - 1
    if first == last:
        return [first + each for each in same_length(low[1:], high[1:])]
    lowest, highest = "0" * rest, "9" * rest
    found: list[str] = []
    start, end = int(first), int(last)
    if low[1:] != lowest:
        found += [first + each for each in same_length(low[1:], highest)]
        start += 1
    tail: list[str] = []
    if high[1:] != highest:
        tail = [last + each for each in same_length(lowest, high[1:])]
        end -= 1
    if start <= end:
        found.append((f"[{start}-{end}]" if start < end else str(start)) + _any_digits(rest))
    return found + tail


def _any_digits(count: int) -> str:
    return "" if count == 0 else "[0-9]" if count == 1 else f"[0-9]{{{count}}}"


def whole_numbers(low: int, high: int) -> list[str]:
    """Alternatives that match the whole numbers from a number not below 0 to another, without leading zeros.

    >>> whole_numbers(8, 120)
    ['[8-9]', '[1-9][0-9]', '1[0-1][0-9]', '120']
    """
    found: list[str] = []
    for length in range(len(str(low)), len(str(high)) + 1):
        first = max(low, 10 ** (length - 1) if length > 1 else 0)
        found += same_length(str(first), str(min(high, 10**length - 1)))
    return found


def numbers_between(low: Rational, high: Rational, scale: Rational | None, sign: str = "") -> str | None:
    """A pattern for the plain decimal texts (followed by `sign`) of the multiples of a decimal scale within bounds; None where the
    scale is no power of ten, so that a pattern could not tell its multiples.

    >>> numbers_between(0, 100, Fraction(1, 10), "%")
    '^\\\\+?0{0,9}([0-9](\\\\.[0-9])?|[1-9][0-9](\\\\.[0-9])?|100(\\\\.0)?)%$|^-0{0,9}0(\\\\.0)?%$'
    """
    places = decimal_places(scale) if scale is not None else None
    if places is None or scale != Fraction(1, 10**places) or places > 12:
        return None
    ten = 10**places
    lowest, highest = -floor(-Fraction(low) * ten), floor(Fraction(high) * ten)
    if lowest > highest:
        return NOTHING
    parts = []
    if highest >= 0:
        parts.append(f"^\\+?{_ZEROS}({'|'.join(_decimals(max(lowest, 0), highest, places))}){sign}$")
    if lowest <= 0:
        most = -lowest
        least = max(-highest, 0)
        parts.append(f"^-{_ZEROS}{_group(_decimals(least, most, places))}{sign}$")
    return "|".join(parts)


def _group(alternatives: list[str]) -> str:
    return alternatives[0] if len(alternatives) == 1 else f"({'|'.join(alternatives)})"


def _decimals(low: int, high: int, places: int) -> list[str]:
    """Alternatives for the numbers from low to high, counted in units of the last decimal place; decimals of zero may be
    left out. No zeros follow that the scale does not have: `1.250` is a thousand to some readers."""
    if places == 0:
        return [each + "(\\.0{1,2})?" for each in whole_numbers(low, high)]
    ten = 10**places
    first, last = low // ten, high // ten
    if first == last:
        return [str(first) + part for part in _fractions(low % ten, high % ten, places)]
    found: list[str] = []
    if low % ten:
        found += [str(first) + part for part in _fractions(low % ten, ten - 1, places)]
        first += 1
    tail: list[str] = []
    if high % ten != ten - 1:
        tail = [str(last) + part for part in _fractions(0, high % ten, places)]
        last -= 1
    if first <= last:
        any_fraction = _fractions(0, ten - 1, places)[0]
        found += [each + any_fraction for each in whole_numbers(first, last)]
    return found + tail


def _fractions(low: int, high: int, places: int) -> list[str]:
    """Alternatives for the part after the whole number: decimals from low to high; shorter texts stand for zeros at the end."""
    ten = 10**places
    if low == 0 and high == ten - 1:
        return [f"(\\.[0-9]{_up_to(places)})?"]
    found: list[str] = []
    if low == 0 and high == 0:
        return [f"(\\.0{_up_to(places)})?"]
    for length in range(1, places + 1):
        unit = 10 ** (places - length)
        start, end = -(-low // unit), high // unit
        if start <= end:
            wide = same_length(str(start).rjust(length, "0"), str(end).rjust(length, "0"))
            found.append(f"\\.{_group(wide)}")
    return ([""] if low == 0 else []) + found


def _up_to(places: int) -> str:
    return "" if places == 1 else f"{{1,{places}}}"


def days_between(low: date, high: date) -> str:
    """A pattern for the texts of days from one to another, as year-month-day.

    >>> days_between(date(2023, 1, 1), date(2023, 12, 31))
    '^(2023-01-0[1-9]|2023-01-[1-9][0-9]|2023-0[2-9]-[0-9][0-9]|2023-1[0-1]-[0-9][0-9]|2023-12-[0-2][0-9]|2023-12-3[0-1])$'
    """
    texts = [f"{day.year:04}{day.month:02}{day.day:02}" for day in (low, high)]
    return f"^({'|'.join(_dashed(each) for each in same_length(*texts))})$"


def _dashed(pattern: str) -> str:
    """A pattern of eight digits with dashes after the fourth and the sixth."""
    parts: list[str] = []
    position = 0
    while position < len(pattern):
        if pattern[position] == "[":
            end = pattern.index("]", position) + 1
            parts.append(pattern[position:end])
        elif pattern[position] == "{":
            end = pattern.index("}", position) + 1
            parts += [parts[-1]] * (int(pattern[position + 1 : end - 1]) - 1)
        else:
            end = position + 1
            parts.append(pattern[position])
        position = end
    digits = [*parts[:4], "-", *parts[4:6], "-", *parts[6:]]
    return "".join(digits)
