"""Calendar arithmetic on vectors of day numbers, in whole numbers: functions that a module carries where its plan needs them.

Days are counted from 1 March of the year 0, so that a leap day ends its year. 400 years have 146,097 days, so the year within them follows
from the day by division, and the day within the year from that; months from March on begin every 153 days in five.
"""

from criteria_engine.backends.columns.writing import Lines
from criteria_engine.lowering.plan import LAST_DAY

ADD_MONTHS = "add_months"
MONTHS_BETWEEN = "months_between"
WIDTH = 32
"""Days and months are numbers of this width; all that is in the calendar fits."""

MOST_MONTHS = 9999 * 12
"""So many months later or earlier no day is in the calendar any more."""

_FIRST = 305
"""The day before 0001-01-01 is so many days after 1 March of the year 0."""


def calendar_function(name: str, lanes: int) -> str:
    """The definition of a function for vectors of so many lanes."""
    return {ADD_MONTHS: _add_months, MONTHS_BETWEEN: _months_between}[name](lanes)


def _add_months(lanes: int) -> str:
    at = Lines(lanes)
    inside = _inside(at, "%day")
    year, month, day = _date(at, at.choose(inside, "%day", 1, WIDTH))
    count = at.put("add", WIDTH, at.put("add", WIDTH, at.put("mul", WIDTH, year, 12), month), -1)
    whole = at.put("add", WIDTH, count, "%months")
    whole_low = at.compare("sge", WIDTH, whole, 12)
    whole_high = at.compare("sle", WIDTH, whole, MOST_MONTHS + 11)
    inside = at.put("and", 1, at.put("and", 1, inside, whole_low), whole_high)
    whole = at.choose(inside, whole, 12, WIDTH)
    year = at.put("udiv", WIDTH, whole, 12)
    month = at.put("add", WIDTH, at.put("urem", WIDTH, whole, 12), 1)
    last = _month_length(at, year, month)
    day = at.choose(at.compare("slt", WIDTH, day, last), day, last, WIDTH)
    return at.function(ADD_MONTHS, ("%day", "%months"), WIDTH, at.choose(inside, _number(at, year, month, day), 0, WIDTH))


def _months_between(lanes: int) -> str:
    at = Lines(lanes)
    inside = at.put("and", 1, _inside(at, "%start"), _inside(at, "%end"))
    turned = at.compare("slt", WIDTH, "%end", "%start")
    start = at.choose(inside, at.choose(turned, "%end", "%start", WIDTH), 1, WIDTH)
    end = at.choose(inside, at.choose(turned, "%start", "%end", WIDTH), 1, WIDTH)
    (year, month, day), (other_year, other_month, other_day) = _date(at, start), _date(at, end)
    months = at.put("sub", WIDTH, other_month, month)
    months = at.put("add", WIDTH, months, at.put("mul", WIDTH, at.put("sub", WIDTH, other_year, year), 12))
    last = _month_length(at, other_year, other_month)
    due = at.choose(at.compare("slt", WIDTH, day, last), day, last, WIDTH)
    short = at.widened(at.compare("slt", WIDTH, other_day, due), WIDTH)
    months = at.put("sub", WIDTH, months, short)
    months = at.choose(turned, at.put("sub", WIDTH, 0, months), months, WIDTH)
    return at.function(MONTHS_BETWEEN, ("%start", "%end"), WIDTH, at.choose(inside, months, 0, WIDTH))


def _inside(at: Lines, day: str) -> str:
    """Whether a day is in the calendar."""
    return at.compare("ult", WIDTH, at.put("sub", WIDTH, day, 1), LAST_DAY)


def _date(at: Lines, day: str) -> tuple[str, str, str]:
    """Year, month and day of a day in the calendar."""
    since = at.put("add", WIDTH, day, _FIRST)
    era = at.put("udiv", WIDTH, since, 146097)
    rest = at.put("sub", WIDTH, since, at.put("mul", WIDTH, era, 146097))
    leap = at.put("sub", WIDTH, rest, at.put("udiv", WIDTH, rest, 1460))
    leap = at.put("add", WIDTH, leap, at.put("udiv", WIDTH, rest, 36524))
    leap = at.put("sub", WIDTH, leap, at.put("udiv", WIDTH, rest, 146096))
    of_era = at.put("udiv", WIDTH, leap, 365)
    in_year = at.put("sub", WIDTH, rest, _days_before(at, of_era))
    shifted = at.put("udiv", WIDTH, at.put("add", WIDTH, at.put("mul", WIDTH, in_year, 5), 2), 153)
    day = at.put("add", WIDTH, at.put("sub", WIDTH, in_year, _month_start(at, shifted)), 1)
    month = at.put("add", WIDTH, shifted, at.choose(at.compare("ult", WIDTH, shifted, 10), 3, -9, WIDTH))
    early = at.widened(at.compare("ule", WIDTH, month, 2), WIDTH)
    year = at.put("add", WIDTH, at.put("add", WIDTH, of_era, at.put("mul", WIDTH, era, 400)), early)
    return year, month, day


def _number(at: Lines, year: str, month: str, day: str) -> str:
    """The number of a day."""
    early = at.compare("ule", WIDTH, month, 2)
    year = at.put("sub", WIDTH, year, at.widened(early, WIDTH))
    era = at.put("udiv", WIDTH, year, 400)
    of_era = at.put("sub", WIDTH, year, at.put("mul", WIDTH, era, 400))
    shifted = at.put("add", WIDTH, month, at.choose(early, 9, -3, WIDTH))
    found = at.put("add", WIDTH, _days_before(at, of_era), _month_start(at, shifted))
    found = at.put("add", WIDTH, found, at.put("mul", WIDTH, era, 146097))
    return at.put("add", WIDTH, at.put("add", WIDTH, found, day), -_FIRST - 1)


def _days_before(at: Lines, year: str) -> str:
    """How many days of 400 years come before one of them."""
    days = at.put("add", WIDTH, at.put("mul", WIDTH, year, 365), at.put("udiv", WIDTH, year, 4))
    return at.put("sub", WIDTH, days, at.put("udiv", WIDTH, year, 100))


def _month_start(at: Lines, shifted: str) -> str:
    """How many days of a year from March on come before a month, counted from March as 0."""
    return at.put("udiv", WIDTH, at.put("add", WIDTH, at.put("mul", WIDTH, shifted, 153), 2), 5)


def _month_length(at: Lines, year: str, month: str) -> str:
    """How many days a month has."""
    odd = at.put("and", WIDTH, at.put("add", WIDTH, month, at.put("lshr", WIDTH, month, 3)), 1)
    fourth = at.compare("eq", WIDTH, at.put("urem", WIDTH, year, 4), 0)
    hundredth = at.compare("eq", WIDTH, at.put("urem", WIDTH, year, 100), 0)
    four_hundredth = at.compare("eq", WIDTH, at.put("urem", WIDTH, year, 400), 0)
    leap = at.put("or", 1, at.put("and", 1, fourth, at.put("xor", 1, hundredth, -1)), four_hundredth)
    february = at.put("add", WIDTH, at.widened(leap, WIDTH), 28)
    return at.choose(at.compare("eq", WIDTH, month, 2), february, at.put("add", WIDTH, odd, 30), WIDTH)
