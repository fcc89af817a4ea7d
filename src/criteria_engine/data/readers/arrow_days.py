"""Days and moments of Arrow columns become raw cells; one that the calendar of dates does not hold becomes its text, so that only this
cell is a fault."""

from collections.abc import Callable
from datetime import date
from typing import Any

_CYCLE = 146_097
"""Days of four hundred years, after which the calendar repeats itself."""

_BEFORE_1970 = date(1970, 1, 1).toordinal() - 1

_IN_A_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}

_IN_A_DAY = 86_400


def day_reader(pyarrow: Any, kind: Any) -> Callable[[Any], list[object]]:
    """What gives the cells of a column of days."""
    ticks = pyarrow.int32() if pyarrow.types.is_date32(kind) else pyarrow.int64()
    parts = 1 if pyarrow.types.is_date32(kind) else _IN_A_DAY * 1_000
    return lambda column: _cells(column, lambda one: one.to_pylist(), ticks, lambda tick: _day_text(tick // parts))


def moment_reader(pyarrow: Any, kind: Any) -> Callable[[Any], list[object]]:
    """What gives the cells of a column of moments."""
    within, zone = _IN_A_SECOND[kind.unit], "" if kind.tz is None else "Z"

    def text(tick: int) -> str:
        seconds, rest = divmod(tick, within)
        day, second = divmod(seconds, _IN_A_DAY)
        finer = f".{rest:0{len(str(within)) - 1}d}" if rest else ""
        return f"{_day_text(day)}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{finer}{zone}"

    return lambda column: _cells(column, lambda one: one.cast(pyarrow.timestamp("us", kind.tz)).to_pylist(), pyarrow.int64(), text)


def _cells(column: Any, plain: Callable[[Any], list[object]], ticks: Any, text: Callable[[int], str]) -> list[object]:
    """The cells of a column, each the same whatever stands beside it."""
    try:
        return plain(column)
    except (ValueError, OverflowError, LookupError):  # ValueError: pyarrow's too, of what it cannot cast; LookupError: an unknown time zone
        if len(column) == 1:
            return [text(column.cast(ticks)[0].as_py())]
        half = len(column) // 2
        return [*_cells(column.slice(0, half), plain, ticks, text), *_cells(column.slice(half), plain, ticks, text)]


def _day_text(days: int) -> str:
    """A day counted from 1970-01-01, before the year 1 and after 9999 too."""
    cycles, within = divmod(days + _BEFORE_1970, _CYCLE)
    day = date.fromordinal(within + 1)
    return f"{day.year + 400 * cycles:04d}-{day.month:02d}-{day.day:02d}"
