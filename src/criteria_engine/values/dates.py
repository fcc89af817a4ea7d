"""Calendar arithmetic: a month after the 31st of January is the last day of February; periods count what is complete."""

from calendar import monthrange
from datetime import date, timedelta

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
"""Every date lies from EARLIEST to LATEST unless its fact declares narrower bounds."""


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or that month's last day where it has no such day.

    Raises ValueError or OverflowError outside the calendar's years 1 to 9999.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 3, 31), -13)
    (datetime.date(2024, 2, 29), datetime.date(2023, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """The day so many days later; raises OverflowError outside the calendar."""
    return day + timedelta(days=days)


def days_from(start: date, end: date) -> int:
    """How many days after `start` the day `end` comes; negative when it comes before.

    >>> days_from(date(2024, 2, 28), date(2024, 3, 1))
    2
    """
    return (end - start).days


def complete_months_from(start: date, end: date) -> int:
    """The greatest n such that `start` plus n months is not after `end`; for an `end` before `start`, the negative of
    the count from `end` to `start`.

    >>> complete_months_from(date(2024, 1, 31), date(2024, 2, 29)), complete_months_from(date(2024, 3, 1), date(2024, 1, 2))
    (1, -1)
    """
    if end < start:
        return -complete_months_from(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = monthrange(end.year, end.month)[1]
    return months - (end.day < min(start.day, last_day))


def complete_years_from(start: date, end: date) -> int:
    """Complete years: complete months divided by twelve, towards zero.

    >>> complete_years_from(date(2000, 2, 29), date(2024, 2, 28)), complete_years_from(date(2000, 2, 29), date(2023, 2, 28))
    (23, 23)
    """
    months = complete_months_from(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether two periods with both days included share a day; None as an end means without end."""
    return (end is None or other_start <= end) and (other_end is None or start <= other_end)


def in_period(day: date, start: date | None, end: date | None) -> bool:
    """Whether a day lies in a period, both ends included; None means open on that side."""
    return (start is None or start <= day) and (end is None or day <= end)
