"""The raw data of a date become days, or faults; whether 03/04/2023 is in March or in April all cells of its column say."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from criteria_engine.data.date_forms import calendar_day, clear_date, day_first, month_first, no_day_at_all, other_days
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NOTHING_SAID, ReadingSettings
from criteria_engine.data.two_ways import Decision, Fit, TwoWays, decide, examples_of
from criteria_engine.diagnostics.catalogue.columns import CellUnlikeColumn, ColumnReadingDoubtful
from criteria_engine.diagnostics.catalogue.data import (
    DateFormDoubtful,
    DateOutOfBounds,
    DateWithTime,
    NoSuchDay,
    NotADate,
    WrongKindOfDatum,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import DateType

_EXAMPLES = {"first": "31/12/2023", "second": "12/31/2023"}


class DateReader:
    """What reads the data of one column of dates; see `NumberReader`."""

    def __init__(
        self,
        fact: Fact,
        kind: DateType,
        texts: Mapping[str, int],
        typed: Mapping[object, int],
        settings: ReadingSettings = NOTHING_SAID,
        place: Callable[[str], Cell | None] = lambda text: None,
    ) -> None:
        self.fact = fact
        self.kind = kind
        self.faults: list[Fault] = []
        self._decided = self._decide(texts, typed, settings, place)

    def read(self, raw: object) -> date | Fault:
        """The day of one datum; of a moment only at midnight and without a time zone."""
        if isinstance(raw, datetime):
            if raw.time() != time() or raw.tzinfo is not None:
                return DateWithTime(None, self.fact.name, excerpt(raw))
            return self._fitting(raw.date())
        if isinstance(raw, date):
            return self._fitting(raw)
        if not isinstance(raw, str):
            return WrongKindOfDatum(None, self.fact.name, excerpt(raw), type_name(self.fact.type))
        if (parts := clear_date(raw)) is not None:
            day = calendar_day(*parts)
            return NoSuchDay(None, self.fact.name, excerpt(raw)) if day is None else self._fitting(day)
        return self._of_two_ways(raw, day_first(raw), month_first(raw))

    def _of_two_ways(self, text: str, first: date | None, second: date | None) -> date | Fault:
        decided = self._decided
        if first is None and second is None:
            return self._unread(text)
        if first == second or (decided.meant not in ("first", "second") and (first is None or second is None)):
            return self.faults[0] if self.faults and first != second and decided.mixed else self._fitting(first or second)
        if self.faults:
            return self.faults[0]
        if decided.meant in ("first", "second") and not (decided.mixed and first is not None and second is not None):
            meant = first if decided.meant == "first" else second
            if meant is not None:
                return self._fitting(meant)
            readings = tuple(day.isoformat() for day in (first, second) if day is not None)
            return CellUnlikeColumn(None, self.fact.name, text, decided.example or _EXAMPLES[decided.meant], readings)
        readings = tuple(day.isoformat() for day in (first, second) if day is not None and self._fit("", day) == "fits")
        return DateFormDoubtful(None, self.fact.name, text, readings) if readings else NotADate(None, self.fact.name, text)

    def _unread(self, text: str) -> Fault:
        found = excerpt(text)
        if no_day_at_all(text):
            return NoSuchDay(None, self.fact.name, found)
        readings = tuple(dict.fromkeys(day.isoformat() for day in other_days(text) if self._fit("", day) == "fits"))
        return DateFormDoubtful(None, self.fact.name, found, readings) if readings else NotADate(None, self.fact.name, found)

    def _fitting(self, day: date | None) -> date | Fault:
        assert day is not None
        if self._fit("", day) == "fits":
            return day
        return DateOutOfBounds(None, self.fact.name, day.isoformat(), self.kind.low.isoformat(), self.kind.high.isoformat())

    def _fit(self, text: str, day: date) -> Fit:
        return "fits" if self.kind.low <= day <= self.kind.high else "out of bounds"

    def _decide(
        self, texts: Mapping[str, int], typed: Mapping[object, int], settings: ReadingSettings, place: Callable[[str], Cell | None]
    ) -> Decision[date]:
        if settings.dates is not None:
            return Decision("first" if settings.dates == "dmy" else "second")
        cells: list[TwoWays[date]] = []
        clear = sum(times for raw, times in typed.items() if isinstance(raw, date))
        for text, times in texts.items():
            if clear_date(text) is not None:
                clear += times
            else:
                cells.append(TwoWays(text, times, day_first(text), month_first(text)))
        decided = decide(cells, self._fit)
        differing = sum(each.cells for each in decided.differing)
        if decided.meant == "doubtful" and decided.differing and differing >= clear:
            first, second, count = examples_of(decided, lambda text, day: day.isoformat())
            at = place(decided.differing[0].text)
            self.faults.append(ColumnReadingDoubtful(at, self.fact.name, count, first, 'dates = "dmy"', second, 'dates = "mdy"'))
        return decided
