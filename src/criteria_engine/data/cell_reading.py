"""Raw data and their fact become values, nothing (missing), or faults that say what to write instead.

How the cells of a column are to be read is decided by all of them together, by `column_reader`; `datum_reader` reads each
as if it stood alone. Empty texts and None are missing, and so are marks like `n/a`; defaults (`if missing`) are the engine's
to apply.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from criteria_engine.data.date_reading import DateReader
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.heading_words import unit_named
from criteria_engine.data.mapping import NOTHING_SAID, ReadingSettings
from criteria_engine.data.number_reading import NumberReader, written_number
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.data.truth_words import NONE, TruthReader, Words
from criteria_engine.diagnostics.catalogue.data import (
    CellTooLong,
    CharactersNotText,
    MemberDoubtful,
    NotAMember,
    NotAnOutcome,
    WrongKindOfDatum,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, Value, YesNoType
from criteria_engine.values.units import conversion

Read = Value | Fault | None
"""A value; a fault, without place where it is of the datum; or None: missing."""

Reader = Callable[[object], Read]

MISSING_MARKS = ("-", "--", "–", "—", "n/a", "#n/a", *NONE)
"""What stands for a missing value unless the mapping says otherwise; in yes/no columns `không có` may be a no."""

YES_OR_NO: Mapping[str, bool] = {"yes": True, "true": True, "có": True, "no": False, "false": False, "không": False}
"""The words for yes and no that are plain everywhere; columns may have others."""

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

MOST_REMEMBERED = 1000
LONGEST_REMEMBERED = 100
"""So many texts, and so long, a reader of single data remembers; the reader of a column remembers its own."""

_COUNTED = (NumberText, PercentText, int, float, Decimal, Fraction, date)
"""Data besides texts that say something of how a column is read."""

_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_DIGITS = re.compile(r"[0-9]{1,40}")


@frozen(eq=False)
class ColumnReader:
    """What reads the cells of a column, and the faults of the column as a whole, which its cells repeat. `known` is what
    texts are that it has read already, `numbers` what reads a numeric column."""

    read: Reader
    faults: tuple[Fault, ...] = ()
    known: Mapping[str, Read] = field(factory=dict)
    numbers: NumberReader | None = None


def read_datum(raw: object, fact: Fact) -> Read:
    """The value of one datum of a fact; see `datum_reader` for reading many."""
    return datum_reader(fact)(raw)


def datum_reader(fact: Fact) -> Reader:
    """What reads data of one fact, each as if it stood alone. It never raises."""
    return column_reader(fact, ()).read


def column_reader(
    fact: Fact,
    cells: Iterable[object],
    settings: ReadingSettings = NOTHING_SAID,
    percent_heading: bool = False,
    place_of: Callable[[int], Cell | None] = lambda index: None,
) -> ColumnReader:
    """What reads the cells of one column of a fact as they are meant together; `place_of` gives the place of a cell by its
    index. `percent_heading`: the heading says that bare numbers are percentages. It remembers what it has read."""
    cells = list(cells)
    texts, typed = _counted(cells)

    def place(text: str) -> Cell | None:
        for index, cell in enumerate(cells):
            if says(cell, text):
                return place_of(index)
        return None

    return counted_reader(fact, texts, typed, settings, percent_heading, place)


def says(cell: object, text: str) -> bool:
    """Whether a raw cell is what a column's fault shows as `text`."""
    return clean(cell) == text if isinstance(cell, str) else excerpt(cell) == text


def counted_reader(
    fact: Fact,
    texts: Mapping[str, int],
    typed: Mapping[object, int],
    settings: ReadingSettings = NOTHING_SAID,
    percent_heading: bool = False,
    place: Callable[[str], Cell | None] = lambda text: None,
) -> ColumnReader:
    """What reads the cells of one column, of which it is known how often each text and each other datum stands in it, in the order in
    which they first come; nothing (None) is counted among `typed`. `place` gives the first cell that says a text."""
    missing = Words(MISSING_MARKS if settings.missing is None else settings.missing)
    cleaned = {text: clean(text) for text in texts}
    known = _member_words(fact.type) if isinstance(fact.type, ChoiceType) else NO_WORDS
    spared = Words(NONE) if isinstance(fact.type, YesNoType) and settings.missing is None else NO_WORDS

    def is_missing(text: str) -> bool:
        return not text or (text in missing and text not in known and text not in spared)

    counts: Counter[str] = Counter()
    blanks = 0
    for text, times in texts.items():
        plain = cleaned[text]
        if not isinstance(plain, str):
            continue
        if is_missing(plain):
            blanks += times
        else:
            counts[plain] += times
    alone = not texts and not typed
    blanks += typed.get(None, 0)
    typed = {raw: times for raw, times in typed.items() if raw is not None}
    read, faults, blank, numbers = _reader_of(fact, counts, typed, blanks, settings, percent_heading, place)
    seen: dict[str, Read] = {}

    def read_any(raw: object) -> Read:
        if type(raw) is str:
            if raw in seen:
                return seen[raw]
            found = read_text(raw)
            if not alone or (len(seen) < MOST_REMEMBERED and len(raw) < LONGEST_REMEMBERED):
                seen[raw] = found
            return found
        if raw is None:
            return blank
        if isinstance(raw, Fault):
            return raw
        if isinstance(raw, PercentText):
            return read(raw) if isinstance(fact.type, NumberType) else _wrong(raw, fact)
        return read_text(str(raw)) if isinstance(raw, str) else read(raw)

    def read_text(raw: str) -> Read:
        text = clean(raw)
        if text is None:
            return CellTooLong(None, LONGEST_CELL)
        if is_missing(text):
            return blank
        return CharactersNotText(None, fact.name) if _NOT_TEXT.search(text) else read(text)

    for text in texts:
        read_any(text)
    return ColumnReader(read_any, faults, seen, numbers)


def clean(raw: str) -> str | None:
    """A text in NFC without white space at its ends; None for one that is too long."""
    if len(raw) > LONGEST_CELL:
        return None
    return (raw if raw.isascii() else unicodedata.normalize("NFC", raw)).strip()


def _counted(cells: list[object]) -> tuple[Counter[str], dict[object, int]]:
    """The texts of cells and their other data, each with the number of its cells. What cannot be counted is of no fact."""
    texts: Counter[str] = Counter()
    typed: Counter[object] = Counter()
    try:
        known = Counter(cells)  # the quick way, where every cell can be counted
    except TypeError:
        known = None
    for cell, times in known.items() if known is not None else ((cell, 1) for cell in cells):
        if type(cell) is str:
            texts[cell] += times
        elif cell is None or isinstance(cell, _COUNTED):
            typed[cell] += times
    return texts, typed


def _reader_of(
    fact: Fact,
    texts: Mapping[str, int],
    typed: Mapping[object, int],
    blanks: int,
    settings: ReadingSettings,
    percent_heading: bool,
    place: Callable[[str], Cell | None],
) -> tuple[Reader, tuple[Fault, ...], Read, NumberReader | None]:
    """What reads data that are not missing, the faults of the column, what blank cells are, and the reader of numbers."""
    match fact.type:
        case NumberType() as kind:
            unit = unit_named(settings.unit, kind.unit) if settings.unit else None
            factor = conversion(unit, kind.unit) if unit is not None and unit.measures_as(kind.unit) else 1
            numbers = NumberReader(fact, kind, texts, typed, settings, percent_heading, factor, place)
            return numbers.read, tuple(numbers.faults), None, numbers
        case YesNoType():
            truth = TruthReader(fact, texts, typed, blanks, settings, place)
            return truth.read, tuple(truth.faults), truth.blank, None
        case DateType() as kind:
            days = DateReader(fact, kind, texts, typed, settings, place)
            return days.read, tuple(days.faults), None, None
        case ChoiceType() as kind:
            return _member_reader(kind, fact), (), None, None
        case OutcomeType():
            return lambda raw: _outcome(raw, fact), (), None, None
        case TextType():
            return lambda raw: _text(raw, fact), (), None, None


def _wrong(raw: object, fact: Fact) -> Fault:
    return WrongKindOfDatum(None, fact.name, excerpt(raw), type_name(fact.type))


def _text(raw: object, fact: Fact) -> Read:
    """A text; and a whole number that its file marks as one, since spreadsheets make numbers of codes."""
    if isinstance(raw, str):
        return raw
    digits = raw.text if isinstance(raw, NumberText) else str(raw) if type(raw) is int and raw.bit_length() < 128 else ""
    return digits if _DIGITS.fullmatch(digits) else _wrong(raw, fact)


def _outcome(raw: object, fact: Fact) -> Read:
    if not isinstance(raw, str):
        return _wrong(raw, fact)
    found = OUTCOMES.get(raw.casefold()) or next((outcome for word, outcome in OUTCOMES.items() if raw in Words((word,))), None)
    return found or NotAnOutcome(None, fact.name, excerpt(raw))


NO_WORDS = Words(())


def _member_words(kind: ChoiceType) -> Words:
    return Words(word for member in kind.members for word in (member.name, *(label for _, label in member.labels.texts)))


def _member_reader(kind: ChoiceType, fact: Fact) -> Reader:
    exact: dict[str, set[int]] = {}
    folded: dict[str, set[int]] = {}
    lenient: list[tuple[Words, int]] = []
    for index, member in enumerate(kind.members):
        for word in (member.name, *(label for _, label in member.labels.texts)):
            plain = unicodedata.normalize("NFC", word).strip()
            exact.setdefault(plain, set()).add(index)
            folded.setdefault(plain.casefold(), set()).add(index)
            lenient.append((Words((plain,)), index))
    # a name says which member is meant even where another member's label is the same word
    exact |= {unicodedata.normalize("NFC", member.name): {index} for index, member in enumerate(kind.members)}

    def read(raw: object) -> Read:
        if not isinstance(raw, str):
            return _wrong(raw, fact)
        close = exact.get(raw) or folded.get(raw.casefold()) or {index for words, index in lenient if raw in words}
        found = sorted(close)
        if len(found) == 1:
            return found[0]
        if found:
            return MemberDoubtful(None, fact.name, excerpt(raw), tuple(kind.members[index].name for index in found))
        members = kind.members
        return NotAMember(None, fact.name, excerpt(raw), tuple(member.name for member in members), tuple(member.labels for member in members))

    return read


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
