"""The raw data of a numeric fact become exact numbers, or faults with the plain forms that they may mean.

How a column writes its numbers is decided by all its cells together (see `two_ways`); a form that nobody can be sure of is
never guessed. A percent is held as its ratio: with its sign it is clear, a bare number is a percentage or a share.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Integral

from attrs import frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NOTHING_SAID, ReadingSettings
from criteria_engine.data.number_forms import (
    MOST_DIGITS,
    PLAIN,
    SCIENTIFIC,
    bare_text,
    counted_in_words,
    english,
    other_meanings,
    plain_number,
    vietnamese,
)
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.two_ways import Decision, Fit, TwoWays, decide, examples_of
from criteria_engine.diagnostics.catalogue.columns import CellUnlikeColumn, ColumnReadingDoubtful
from criteria_engine.diagnostics.catalogue.data import (
    FinerThanScale,
    NotANumber,
    NumberFormDoubtful,
    NumberOfTooManyDigits,
    NumberOutOfBounds,
    PercentWithoutSign,
    WrongKindOfDatum,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.numbers import Rational, exact_text, fits_scale, normal, rational_from_float
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import NumberType

Number = Rational | Fault
PlaceOf = Callable[[str], Cell | None]
"""The first cell of a column that holds a text."""

_EXAMPLES = {"en": "1,250.5", "vi": "1.250,5"}
_FORMS = {"first": "vi", "second": "en"}


@frozen
class WaysOfNumbers:
    """How a numeric column is read. `decimals`: "first" (Vietnamese), "second" (English), "either" or "doubtful"; where `mixed`, a text
    that both ways read is not decided by it. `percents`: "points", "share", "sign" or "alone"; where `suspect`, a number that could be
    either is neither. `factor` turns what the file has into the fact's unit."""

    decimals: str
    mixed: bool
    decimals_in_doubt: bool
    percents: str
    suspect: bool
    factor: Rational


class NumberReader:
    """What reads the data of one numeric column.

    `texts` are the clean texts of the column's cells and `typed` its other data, each with the number of its cells; without
    any, each datum is read as if it stood alone. `faults` are those of the column as a whole, which its cells repeat.
    """

    def __init__(
        self,
        fact: Fact,
        kind: NumberType,
        texts: Mapping[str, int],
        typed: Mapping[object, int],
        settings: ReadingSettings = NOTHING_SAID,
        percent_heading: bool = False,
        factor: Rational = 1,
        place: PlaceOf = lambda text: None,
    ) -> None:
        self.fact = fact
        self.kind = kind
        self.factor = factor
        self.faults: list[Fault] = []
        self._alone = not texts and not typed
        self._place = place
        self._doubt: dict[str, Fault] = {}
        self._parsed: dict[str, tuple[str, bool, Rational | None, Rational | None]] = {}
        self._decimals = self._decide_decimals(texts, typed, settings)
        self._percents, self._suspect = self._decide_percents(texts, typed, settings, percent_heading)

    @property
    def ways(self) -> WaysOfNumbers:
        """How the column's numbers are read, all its cells together."""
        decided = self._decimals
        return WaysOfNumbers(decided.meant, decided.mixed, "decimals" in self._doubt, self._percents, self._suspect, self.factor)

    def only_the_other_way(self, text: str) -> bool:
        """Whether a text can be read in one way only, and the column is read the other."""
        if len(text) > MOST_DIGITS:
            return False
        _, _, first, second = self._parsed.get(text) or self._parse(text)
        other = {"first": (second, first), "second": (first, second)}.get(self._decimals.meant)
        return other is not None and other[0] is not None and other[1] is None

    def read(self, raw: object) -> Number:
        """The number of one datum, exactly; a fault for any other form, for more decimals than the scale has, and outside
        the bounds. Floats count as their shortest decimal text."""
        if isinstance(raw, str):
            return self._read_text(raw)
        if isinstance(raw, PercentText):
            return self._read_shown_percent(raw.text)
        number = _given_number(raw, self.fact, self.kind)
        return number if isinstance(number, Fault) else self._read_bare(raw, number)

    def _read_shown_percent(self, text: str) -> Number:
        """What a spreadsheet itself holds as a percentage is clear, however people write the other cells of the column."""
        if self.kind.kind != "percent" or len(text) > MOST_DIGITS:
            return self._read_text(text)
        return self._fitting(plain_number(text.removesuffix("%"), 100), text)

    def _read_text(self, text: str) -> Number:
        if len(text) > MOST_DIGITS:
            return _too_long_or_none(text, self.fact)
        parsed = self._parsed.get(text)
        body, signed, first, second = parsed if parsed is not None else self._parse(text)
        number: Number | None
        if first == second:
            number = first if first is not None else self._unread(text, body)
        elif first is None or second is None:
            number = self._of_one_form(text, first, second)
        else:
            number = self._of_both_forms(text, first, second)
        if isinstance(number, Fault):
            return number
        if number is None:
            return self._unread(text, body)
        if signed:
            return self._fitting(Fraction(number) / 100, text)
        return self._read_bare(text, number)

    def _parse(self, text: str) -> tuple[str, bool, Rational | None, Rational | None]:
        """The parts of a text, and its number in the Vietnamese and in the English way."""
        body, signed = self._parts(text)
        if body.isdigit() and body.isascii():
            number = int(body)
            return body, signed, number, number
        return body, signed, vietnamese(body), english(body)

    def _parts(self, text: str) -> tuple[str, bool]:
        """The bare number in a text, and whether a percent sign follows it."""
        if self.kind.kind == "percent" and text.endswith("%"):
            return bare_text(text[:-1].rstrip(), self.kind), True
        return bare_text(text, self.kind), False

    def _of_one_form(self, text: str, first: Rational | None, second: Rational | None) -> Number:
        form = "first" if first is not None else "second"
        number = first if first is not None else second
        assert number is not None
        decided = self._decimals
        if "decimals" in self._doubt:
            return self._doubt["decimals"]
        if decided.meant not in ("first", "second") or decided.meant == form:
            return number
        readings = tuple(written_number(value, self.kind) for value in self._values(text, number))
        return CellUnlikeColumn(None, self.fact.name, text, decided.example or _EXAMPLES[_FORMS[decided.meant]], readings)

    def _of_both_forms(self, text: str, first: Rational, second: Rational) -> Number:
        decided = self._decimals
        if "decimals" in self._doubt:
            return self._doubt["decimals"]
        if decided.meant in ("first", "second") and not decided.mixed:
            return first if decided.meant == "first" else second
        cells: list[TwoWays[Rational]] = [TwoWays(text, 1, first, second)]
        alone = decide(cells, self._fit)
        if alone.meant == "doubtful":
            return NumberFormDoubtful(None, self.fact.name, text, self._allowed(text, (first, second)))
        return first if alone.meant == "first" else second

    def _read_bare(self, raw: object, number: Rational) -> Number:
        """A number without a percent sign."""
        number = normal(Fraction(number) * self.factor) if self.factor != 1 else number
        if self.kind.kind != "percent" or number == 0:
            return self._fitting(number, raw)
        meant, as_points = self._percents, normal(Fraction(number) / 100)
        if meant == "alone":
            cells: list[TwoWays[Rational]] = [TwoWays("", 1, as_points, number)]
            decided = decide(cells, self._fit_value)
            meant = {"first": "points", "second": "share"}.get(decided.meant, "sign")
        if meant == "points" and not (self._suspect and self._fit_value("", number) == "fits"):
            return self._fitting(as_points, raw)
        if meant == "share" and not (self._suspect and self._fit_value("", as_points) == "fits"):
            return self._fitting(number, raw)
        return self._doubt.get("percents") or self._bare_percent(raw, number)

    def _bare_percent(self, raw: object, number: Rational) -> Fault:
        both = normal(Fraction(number) / 100), number
        fitting = [value for value in both if self._fit_value("", value) == "fits"] or both
        written = [written_number(value, self.kind) for value in fitting]
        return PercentWithoutSign(None, self.fact.name, excerpt(raw), written[0], written[1] if len(written) > 1 else None)

    def _fitting(self, number: Rational, raw: object) -> Number:
        number = normal(number)
        if self._fit_value("", number) == "fits":
            return number
        kind, name, found = self.kind, self.fact.name, excerpt(raw)
        if not kind.low <= number <= kind.high:
            return NumberOutOfBounds(None, name, found, written_number(kind.low, kind), written_number(kind.high, kind))
        return FinerThanScale(None, name, found, written_number(kind.scale or 1, kind))

    def _fit_value(self, text: str, number: Rational) -> Fit:
        if not self.kind.low <= number <= self.kind.high:
            return "out of bounds"
        return "fits" if _in_scale(number, self.kind) else "too fine"

    def _values(self, text: str, number: Rational) -> tuple[Rational, ...]:
        """What a number may be of the fact's values: itself, or for a percent by its sign, or else by both meanings."""
        if self.kind.kind != "percent":
            return (normal(Fraction(number) * self.factor) if self.factor != 1 else number,)
        as_points = normal(Fraction(number) / 100)
        return (as_points,) if text.endswith("%") else (as_points, number)

    def _fit(self, text: str, number: Rational) -> Fit:
        """Whether any value that a number may be fits the fact; else what stands against the first."""
        fits = [self._fit_value(text, value) for value in self._values(text, number)]
        return "fits" if "fits" in fits else fits[0]

    def _allowed(self, text: str, numbers: Sequence[Rational]) -> tuple[str, ...]:
        """The readings that the fact allows, as the file should write them."""
        values = [value for number in numbers for value in self._values(text, number)]
        return tuple(dict.fromkeys(written_number(value, self.kind) for value in values if self._fit_value("", value) == "fits"))

    def _unread(self, text: str, body: str) -> Fault:
        """What a text in a form that is not read may mean, where that is anything that the fact allows."""
        readings = self._allowed("%" if self.kind.kind == "percent" else "", tuple(other_meanings(body, self.kind)))
        found = excerpt(text)
        if readings:
            return NumberFormDoubtful(None, self.fact.name, found, readings)
        worded = self._allowed("", tuple(counted_in_words(body, self.kind)))
        return NotANumber(None, self.fact.name, found, worded[0] if len(worded) == 1 else None)

    def _decide_decimals(self, texts: Mapping[str, int], typed: Mapping[object, int], settings: ReadingSettings) -> Decision[Rational]:
        if settings.numbers is not None:
            return Decision("first" if settings.numbers == "vi" else "second")
        cells: list[TwoWays[Rational]] = []
        for text, times in texts.items():
            if len(text) <= MOST_DIGITS and not (text.isdigit() and text.isascii()):
                parsed = self._parsed[text] = self._parse(text)
                cells.append(TwoWays(text, times, parsed[2], parsed[3]))
        decided = decide(cells, self._fit)
        doubtful = sum(each.cells for each in decided.differing)
        if decided.meant == "doubtful" and (decided.mixed or doubtful >= _numbers_among(typed)):
            self._doubt_column("decimals", decided if decided.differing else _of_all(decided, cells), 'numbers = "vi"', 'numbers = "en"')
        return decided

    def _decide_percents(
        self, texts: Mapping[str, int], typed: Mapping[object, int], settings: ReadingSettings, percent_heading: bool
    ) -> tuple[str, bool]:
        """What bare numbers of a percent column are, and whether a number is suspect that could be either."""
        if self.kind.kind != "percent" or settings.percent is not None or self._alone:
            return settings.percent or "alone", settings.percent_by_bounds
        if percent_heading:
            return "points", False
        signed = 0
        bare: list[TwoWays[Rational]] = []
        for text, times in texts.items():
            if len(text) > MOST_DIGITS:
                continue
            _, has_sign, first, second = self._parsed.get(text) or self._parse(text)
            signed += times * has_sign
            number = first if self._decimals.meant == "first" else second
            if not has_sign and number:
                bare.append(TwoWays(text, times, normal(Fraction(number) / 100), number))
        for raw, times in typed.items():
            if isinstance(raw, PercentText):
                signed += times
                continue
            number_given = _given_number(raw, self.fact, self.kind)
            if not isinstance(number_given, Fault) and number_given:
                bare.append(TwoWays(excerpt(raw), times, normal(Fraction(number_given) / 100), number_given))
        if signed >= sum(each.cells for each in bare):
            return "sign", False
        decided = decide(bare, self._fit_value)
        if decided.meant == "doubtful":
            self._doubt_column("percents", decided, 'percent = "points"', 'percent = "share"')
            return "sign", False
        return ("points" if decided.meant == "first" else "share"), decided.by_bounds

    def _doubt_column(self, what: str, decided: Decision[Rational], first_setting: str, second_setting: str) -> None:
        def shown(text: str, number: Rational) -> str:
            if what == "percents":
                return written_number(number, self.kind)
            return exact_text(number) + ("%" if text.endswith("%") else "")

        first, second, cells = examples_of(decided, shown)
        place = self._place(decided.differing[0].text)
        fault = ColumnReadingDoubtful(place, self.fact.name, cells, first, first_setting, second, second_setting)
        self._doubt[what] = fault
        self.faults.append(fault)


def _of_all(decided: Decision[Rational], cells: list[TwoWays[Rational]]) -> Decision[Rational]:
    """A tie of two forms: one cell of each stands for the cells on which the ways differ."""
    firsts = [each for each in cells if each.second is None and each.first is not None]
    seconds = [each for each in cells if each.first is None and each.second is not None]
    return Decision("doubtful", True, differing=(firsts[0], seconds[0], *firsts[1:], *seconds[1:]))


def _numbers_among(typed: Mapping[object, int]) -> int:
    """The cells of a column that hold numbers which their file marks as such: more of them than doubtful texts, and the
    texts are the odd ones."""
    return sum(times for raw, times in typed.items() if isinstance(raw, NumberText)) or 1


def written_number(number: Rational, kind: NumberType) -> str:
    """The number as a data file writes it: plain, a percent with its sign.

    >>> written_number(Fraction(171, 200), NumberType("percent"))
    '85.5%'
    """
    return exact_text(normal(Fraction(number) * 100)) + "%" if kind.kind == "percent" else exact_text(number)


def _given_number(raw: object, fact: Fact, kind: NumberType) -> Rational | Fault:
    """The number of a JSON number or of one of Python's own."""
    number: Rational | None
    match raw:
        case bool():
            return WrongKindOfDatum(None, fact.name, excerpt(raw), type_name(kind))
        case NumberText(text=text):
            if len(text) > MOST_DIGITS:
                return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
            if scientific := SCIENTIFIC.fullmatch(text):
                return _shifted(scientific, fact)
            return plain_number(text) if PLAIN.fullmatch(text) else NotANumber(None, fact.name, excerpt(raw))
        case float():
            number = rational_from_float(float(raw)) if math.isfinite(raw) else None
        case Decimal():
            if raw.is_finite() and abs(raw.adjusted()) > MOST_DIGITS:
                return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
            number = normal(Fraction(raw)) if raw.is_finite() else None
        case Fraction():
            number = normal(raw)
        case Integral():
            number = int(raw)
        case _:
            return WrongKindOfDatum(None, fact.name, excerpt(raw), type_name(kind))
    if number is None:
        return NotANumber(None, fact.name, excerpt(raw))
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > 4 * MOST_DIGITS:
        return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
    return number


def _shifted(scientific: re.Match[str], fact: Fact) -> Rational | Fault:
    power = int(scientific[2])
    if abs(power) > MOST_DIGITS:
        return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
    return normal(plain_number(scientific[1]) * Fraction(10) ** power)


def _in_scale(number: Rational, kind: NumberType) -> bool:
    if kind.scale is None:
        return True
    if kind.scale.numerator == 1:  # the common scales, without dividing fractions
        return kind.scale.denominator % number.denominator == 0
    return fits_scale(number, kind.scale)


def _too_long_or_none(text: str, fact: Fact) -> Fault:
    if re.fullmatch(r"[+-]?[0-9][0-9.]*%?", text):
        return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
    return NotANumber(None, fact.name, excerpt(text))
