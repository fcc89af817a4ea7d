"""One raw datum and its fact become a value, nothing (missing), or a fault that says what to write instead.

Empty texts, texts of white space and None are missing; defaults (`if missing`) are the engine's to apply. From Python,
a `datetime` counts as its day only at midnight and without a time zone. A bare number is never a percent: `75%` is text.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.number_reading import read_number, written_number
from criteria_engine.data.raw_cells import PercentText
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.diagnostics.catalogue.data import (
    CellTooLong,
    CharactersNotText,
    DateFormDoubtful,
    DateOutOfBounds,
    DateWithTime,
    MemberDoubtful,
    NoSuchDay,
    NotADate,
    NotAMember,
    NotAnOutcome,
    NotYesOrNo,
    WrongKindOfDatum,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, Value, YesNoType

Read = Value | Fault | None
"""A value; a fault without place; or None: missing."""

Reader = Callable[[object], Read]

YES_OR_NO: Mapping[str, bool] = {"yes": True, "true": True, "có": True, "no": False, "false": False, "không": False}

OUTCOMES: Mapping[str, str] = {
    "passes": "passes",
    "met": "passes",
    "đạt": "passes",
    "basically met": "basically met",
    "cơ bản đạt": "basically met",
    "fails": "fails",
    "not met": "fails",
    "không đạt": "fails",
    "chưa đạt": "fails",
    "not applicable": "not applicable",
    "không áp dụng": "not applicable",
}

_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OTHER_DATES = (
    re.compile(r"(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})"),
    re.compile(r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})"),
    re.compile(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})[T ].*"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
)


def read_datum(raw: object, fact: Fact) -> Read:
    """The value of one datum of a fact; see `datum_reader` for reading many."""
    return datum_reader(fact)(raw)


def datum_reader(fact: Fact) -> Reader:
    """What reads the data of one fact. It remembers the texts that it has read, and never raises."""
    read = _reader_of(fact.type, fact)
    known: dict[str, Read] = {}

    def read_any(raw: object) -> Read:
        if type(raw) is str:
            if raw not in known:
                known[raw] = _read_text(raw, fact, read)
            return known[raw]
        if raw is None or isinstance(raw, Fault):
            return raw
        if isinstance(raw, PercentText):
            return _read_text(raw.text, fact, read)
        return _read_text(str(raw), fact, read) if isinstance(raw, str) else read(raw)

    return read_any


def _read_text(raw: str, fact: Fact, read: Reader) -> Read:
    if len(raw) > LONGEST_CELL:
        return CellTooLong(None, LONGEST_CELL)
    text = (raw if raw.isascii() else unicodedata.normalize("NFC", raw)).strip()
    if not text:
        return None
    return CharactersNotText(None, fact.name) if _NOT_TEXT.search(text) else read(text)


def _reader_of(kind: Type, fact: Fact) -> Reader:
    match kind:
        case NumberType():
            return lambda raw: read_number(raw, fact, kind)
        case YesNoType():
            return lambda raw: _yes_no(raw, fact)
        case DateType():
            return lambda raw: _date(raw, fact, kind)
        case ChoiceType():
            return _member_reader(kind, fact)
        case OutcomeType():
            return lambda raw: _outcome(raw, fact)
        case TextType():
            return lambda raw: raw if isinstance(raw, str) else _wrong(raw, fact)


def _wrong(raw: object, fact: Fact) -> Fault:
    return WrongKindOfDatum(None, fact.name, excerpt(raw), type_name(fact.type))


def _yes_no(raw: object, fact: Fact) -> Read:
    if isinstance(raw, bool):
        return raw
    if not isinstance(raw, str):
        return _wrong(raw, fact)
    return YES_OR_NO.get(raw.casefold(), NotYesOrNo(None, fact.name, excerpt(raw)))


def _outcome(raw: object, fact: Fact) -> Read:
    if not isinstance(raw, str):
        return _wrong(raw, fact)
    return OUTCOMES.get(raw.casefold(), NotAnOutcome(None, fact.name, excerpt(raw)))


def _member_reader(kind: ChoiceType, fact: Fact) -> Reader:
    exact: dict[str, set[int]] = {}
    folded: dict[str, set[int]] = {}
    for index, member in enumerate(kind.members):
        for word in (member.name, *(label for _, label in member.labels.texts)):
            plain = unicodedata.normalize("NFC", word).strip()
            exact.setdefault(plain, set()).add(index)
            folded.setdefault(plain.casefold(), set()).add(index)
    # a name says which member is meant even where another member's label is the same word
    exact |= {unicodedata.normalize("NFC", member.name): {index} for index, member in enumerate(kind.members)}

    def read(raw: object) -> Read:
        if not isinstance(raw, str):
            return _wrong(raw, fact)
        found = sorted(exact.get(raw) or folded.get(raw.casefold()) or ())
        if len(found) == 1:
            return found[0]
        if found:
            return MemberDoubtful(None, fact.name, excerpt(raw), tuple(kind.members[index].name for index in found))
        return NotAMember(None, fact.name, excerpt(raw), tuple(member.name for member in kind.members))

    return read


def _date(raw: object, fact: Fact, kind: DateType) -> Read:
    day: date
    if isinstance(raw, datetime):
        if raw.time() != time() or raw.tzinfo is not None:
            return DateWithTime(None, fact.name, excerpt(raw))
        day = raw.date()
    elif isinstance(raw, date):
        day = raw
    elif not isinstance(raw, str):
        return _wrong(raw, fact)
    elif (iso := _ISO_DATE.fullmatch(raw)) is None:
        readings = tuple(dict.fromkeys(day.isoformat() for day in _days_meant(raw) if kind.low <= day <= kind.high))
        return DateFormDoubtful(None, fact.name, excerpt(raw), readings) if readings else NotADate(None, fact.name, excerpt(raw))
    elif (found := _day(*map(int, iso.groups()))) is None:
        return NoSuchDay(None, fact.name, raw)
    else:
        day = found
    if not kind.low <= day <= kind.high:
        return DateOutOfBounds(None, fact.name, day.isoformat(), kind.low.isoformat(), kind.high.isoformat())
    return day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_meant(text: str) -> list[date]:
    """The days that a date in another form may mean: 03/04/2023 is in March to some and in April to others."""
    parts = [found for form in _OTHER_DATES if (found := form.fullmatch(text))]
    days = [_day(int(found["y"]), int(found["m"]), int(found["d"])) for found in parts]
    return [day for day in days if day is not None]


def written(value: Value, kind: Type) -> str:
    """A value as a data file writes it: a choice by its member's name, a date in ISO form, yes or no.

    >>> written(True, YesNoType())
    'yes'
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(kind, ChoiceType) and isinstance(value, int):
        return kind.members[value].name
    if isinstance(kind, NumberType) and not isinstance(value, str):
        return written_number(value, kind)
    return str(value)
