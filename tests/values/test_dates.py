"""Calendar arithmetic against day-by-day counting."""

from calendar import isleap
from datetime import MAXYEAR, date, timedelta
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from criteria_engine.values.dates import (
    EARLIEST,
    LATEST,
    add_days,
    add_months,
    complete_months_from,
    complete_years_from,
    days_from,
    in_period,
    overlaps,
)

days = st.dates(EARLIEST, LATEST)
near = st.integers(-4000, 4000)
months = st.integers(-400, 400)


def month_later(day: date, number: int) -> date:
    """The same day of a later month, found by walking: from the first of the month, a month at a time."""
    first = day.replace(day=1)
    for _ in range(abs(number)):
        first = (first + timedelta(days=32)).replace(day=1) if number > 0 else (first - timedelta(days=1)).replace(day=1)
    return next(found for back in count() for found in [first + timedelta(days=day.day - 1 - back)] if found.month == first.month)


@given(days, months)
def test_a_month_later(day: date, number: int) -> None:
    assert add_months(day, number) == month_later(day, number)


@given(days, months, months)
def test_months_add_up_where_the_day_is_in_every_month(day: date, one: int, other: int) -> None:
    assert add_months(day, 0) == day
    early = day.replace(day=min(day.day, 28))
    assert add_months(add_months(early, one), other) == add_months(early, one + other)
    assert add_months(add_months(early, one), -one) == early


@given(days, near, months)
def test_an_earlier_day_stays_no_later(day: date, apart: int, number: int) -> None:
    later = day + timedelta(days=abs(apart))
    assert add_months(day, number) <= add_months(later, number)
    assert add_months(day, number) < add_months(day, number + 1)


@given(days, near)
def test_days(day: date, number: int) -> None:
    assert days_from(day, add_days(day, number)) == number
    assert add_days(day, number) == day + timedelta(days=number)
    assert add_days(add_days(day, number), -number) == day


@given(days, near)
def test_complete_months_are_the_greatest_number_that_fits(day: date, apart: int) -> None:
    other = day + timedelta(days=apart)
    found = complete_months_from(day, other)
    assert complete_months_from(other, day) == -found
    start, end = min(day, other), max(day, other)
    assert abs(found) == next(number - 1 for number in count(1) if add_months(start, number) > end)
    assert (found >= 0) == (other >= day or found == 0)


@given(days, days)
def test_complete_months_of_any_two_days(start: date, end: date) -> None:
    assume(start <= end)
    found = complete_months_from(start, end)
    assert add_months(start, found) <= end < add_months(start, found + 1)


@given(days, days)
def test_complete_years(start: date, end: date) -> None:
    found = complete_years_from(start, end)
    assert found == -complete_years_from(end, start)
    first, last = min(start, end), max(start, end)
    assert abs(found) == next(number - 1 for number in count(1) if add_months(first, 12 * number) > last)


@pytest.mark.parametrize(("start", "end", "expected"), [
    (date(2024, 1, 31), date(2024, 2, 28), 0), (date(2024, 1, 31), date(2024, 2, 29), 1), (date(2023, 1, 31), date(2023, 2, 28), 1),
    (date(2024, 2, 29), date(2025, 2, 28), 12), (date(2024, 2, 29), date(2025, 2, 27), 11), (date(2024, 1, 30), date(2024, 3, 29), 1),
    (date(2024, 3, 31), date(2024, 4, 30), 1), (date(2024, 4, 30), date(2024, 3, 31), -1), (date(2024, 5, 1), date(2024, 5, 1), 0),
    (date(2024, 5, 1), date(2024, 4, 30), 0), (date(2024, 5, 1), date(2024, 4, 1), -1),
])
def test_ends_of_months(start: date, end: date, expected: int) -> None:
    assert complete_months_from(start, end) == expected


def test_a_birthday_on_a_leap_day() -> None:
    born = date(2000, 2, 29)
    for year in range(2001, 2030):
        on_time = date(year, 2, 29 if isleap(year) else 28)
        assert complete_years_from(born, on_time) == year - 2000
        assert complete_years_from(born, on_time - timedelta(days=1)) == year - 2001


@pytest.mark.parametrize(("day", "number"), [
    (date(1, 1, 31), -1), (date(MAXYEAR, 12, 1), 1), (date(2024, 1, 1), 10**9), (date(2024, 1, 1), -(10**9)),
])
def test_outside_the_calendar(day: date, number: int) -> None:
    with pytest.raises((OverflowError, ValueError)):
        add_months(day, number)


def test_days_outside_the_calendar() -> None:
    with pytest.raises(OverflowError):
        add_days(date.max, 1)
    with pytest.raises(OverflowError):
        add_days(date(2024, 1, 1), 10**12)


FIRST = date(2024, 1, 1)
numbered = st.integers(0, 6)
open_ends = st.none() | numbered


def on(number: int | None) -> date | None:
    return None if number is None else FIRST + timedelta(days=number)


@given(numbered, open_ends, open_ends)
def test_a_day_in_a_period(day: int, start: int | None, end: int | None) -> None:
    members = {number for number in range(-1, 9) if (start is None or number >= start) and (end is None or number <= end)}
    assert in_period(FIRST + timedelta(days=day), on(start), on(end)) == (day in members)


@given(numbered, open_ends, numbered, open_ends)
def test_periods_that_share_a_day(start: int, end: int | None, other: int, other_end: int | None) -> None:
    assume((end is None or start <= end) and (other_end is None or other <= other_end))
    one, two = (set(range(first, 20 if last is None else last + 1)) for first, last in ((start, end), (other, other_end)))
    assert overlaps(FIRST + timedelta(days=start), on(end), FIRST + timedelta(days=other), on(other_end)) == bool(one & two)
