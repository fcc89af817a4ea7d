"""A text becomes the day that it writes: in a form that everybody reads alike, with the day first, or with the month first."""

import re
from datetime import date

from criteria_engine.data.vietnamese_letters import bare

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0+)?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s?([/.-])\s?([0-9]{1,2})\s?\2\s?([0-9]{4})")
_IN_VIETNAMESE = re.compile(r"(?:ngay)?([0-9]{1,2})thang([0-9]{1,2})(?:nam|,)?([0-9]{4})")
_IN_ENGLISH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?([a-z]{3,9})\.?,?([0-9]{4})")
_IN_ENGLISH_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?([0-9]{1,2})(?:st|nd|rd|th)?,([0-9]{4})")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_OTHERS = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})[T ].*"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(r"(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{2})"),
)


def clear_date(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text that can mean only one day, whether the calendar has that day or not.

    >>> clear_date("2023-12-31"), clear_date("ngày 31 tháng 12 năm 2023"), clear_date("31/12/2023")
    ((2023, 12, 31), (2023, 12, 31), None)
    """
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _MIDNIGHT.fullmatch(text):
        return clear_date(found[1])
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if text[-1:].isdigit() and any(each.isalpha() for each in text):
        return _in_words(bare(text))
    return None


def _in_words(text: str) -> tuple[int, int, int] | None:
    if found := _IN_VIETNAMESE.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _IN_ENGLISH.fullmatch(text)) and (month := _month(found[2])):
        return int(found[3]), month, int(found[1])
    if (found := _IN_ENGLISH_MONTH_FIRST.fullmatch(text)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    return None


def _month(word: str) -> int | None:
    return next((number for number, name in enumerate(_MONTHS, 1) if word == name or word == name[:3]), None)


def day_first(text: str) -> date | None:
    """The day of a text like 31/12/2023, with the day before the month; None where it has not that form."""
    found = _YEAR_LAST.fullmatch(text)
    return calendar_day(int(found[4]), int(found[3]), int(found[1])) if found else None


def month_first(text: str) -> date | None:
    """The day of a text like 12/31/2023, with the month before the day; nobody writes it with points."""
    found = _YEAR_LAST.fullmatch(text)
    return calendar_day(int(found[4]), int(found[1]), int(found[3])) if found and found[2] != "." else None


def no_day_at_all(text: str) -> bool:
    """Whether a text has the form of a date with its year last, of a day that no month of the calendar has."""
    found = _YEAR_LAST.fullmatch(text)
    return found is not None and 1 <= int(found[1]) <= 31 and 1 <= int(found[3]) <= 12


def other_days(text: str) -> list[date]:
    """The days that a text of a form which is not read may mean: with a time, without separators, without the century."""
    found = [match for form in _OTHERS if (match := form.fullmatch(text))]
    years = [int(match["y"]) + (2000 if len(match["y"]) == 2 else 0) for match in found]
    days = [calendar_day(year, int(match["m"]), int(match["d"])) for year, match in zip(years, found, strict=True)]
    return [day for day in days if day is not None]


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, where the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
