"""The raw datum of a numeric fact becomes its exact number, or a fault with the plain forms that it may mean.

Plain is `-85.5`: ASCII digits, a point, no separators. A form that readers of different habits read differently is never
guessed. A percent is written with its sign and held as its ratio.
"""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from numbers import Integral

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText
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
from criteria_engine.values.numbers import Rational, exact_text, fits_scale, normal, rational_from_float
from criteria_engine.values.type_names import type_name
from criteria_engine.values.types import NumberType
from criteria_engine.values.units import conversion, known_units

MOST_DIGITS = 60
"""Characters that a number may be written with; an exponent may move the point as far."""

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?")
_SCIENTIFIC = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,4})")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_GROUPED = {
    ",": re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?"),
    ".": re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<decimals>[0-9]+))?"),
}
_SEPARATORS = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'_](?=[0-9]{3}(?![0-9]))")
_OTHER_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_WITH_UNIT = re.compile(r"(?P<before>[^\W\d_]+|[₫$€])?\s*(?P<number>[+-]?[0-9][0-9.,]*)\s*(?P<after>[^\W\d_][\w²³/]*|[₫$€])?")
_CURRENCY_WORDS = {"₫": "VND", "đ": "VND", "đồng": "VND", "$": "USD", "€": "EUR"}
_THOUSANDTH = Fraction(1, 1000)


def read_number(raw: object, fact: Fact, kind: NumberType) -> Rational | Fault:
    """The number of a datum of numeric type `kind`, exactly; a fault (without place) for any other form, for more
    decimals than the scale has, and outside the bounds. Floats count as their shortest decimal text."""
    if isinstance(raw, str):
        return _percent(raw, fact, kind) if kind.kind == "percent" else _number(raw, fact, kind)
    number = _given_number(raw, fact, kind)
    if isinstance(number, Fault):
        return number
    return _bare_percent(raw, number, fact) if kind.kind == "percent" else _fitting(number, excerpt(raw), fact, kind)


def written_number(number: Rational, kind: NumberType) -> str:
    """The number as a data file writes it: plain, a percent with its sign.

    >>> written_number(Fraction(171, 200), NumberType("percent"))
    '85.5%'
    """
    return exact_text(normal(Fraction(number) * 100)) + "%" if kind.kind == "percent" else exact_text(number)


def _number(text: str, fact: Fact, kind: NumberType) -> Rational | Fault:
    if len(text) > MOST_DIGITS:
        return _too_long_or_none(text, fact)
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return _doubtful_or_none(text, fact, kind)
    # 1.250 is 1250 to a reader used to points between thousands; where the fact has three decimals itself, it is plain
    decimals = plain[1]
    if decimals and len(decimals) == 3 and _GROUPED["."].fullmatch(text) and not _has_thousandths(kind):
        whole = _plain_number(text.replace(".", ""))
        if _fits(whole, kind):
            return NumberFormDoubtful(None, fact.name, text, _allowed((whole, _plain_number(text)), kind))
    return _fitting(_plain_number(text), text, fact, kind)


def _percent(text: str, fact: Fact, kind: NumberType) -> Rational | Fault:
    if len(text) > MOST_DIGITS:
        return _too_long_or_none(text, fact)
    if text.endswith("%"):
        body = text[:-1].rstrip()
        if _PLAIN.fullmatch(body):
            return _fitting(_plain_number(body, 100), text, fact, kind)
        return _doubtful_or_none(body, fact, kind, text)
    if _PLAIN.fullmatch(text):
        return _bare_percent(text, _plain_number(text), fact)
    return _doubtful_or_none(text, fact, kind)


def _bare_percent(raw: object, number: Rational, fact: Fact) -> Fault:
    as_percent, as_share = exact_text(number) + "%", exact_text(normal(Fraction(number) * 100)) + "%"
    return PercentWithoutSign(None, fact.name, excerpt(raw), as_percent, as_share)


def _plain_number(text: str, divisor: int = 1) -> Rational:
    whole, _, decimals = text.partition(".")
    if not decimals and divisor == 1:
        return int(whole)
    return normal(Fraction(int(whole + decimals), divisor * 10 ** len(decimals)))


def _given_number(raw: object, fact: Fact, kind: NumberType) -> Rational | Fault:
    """The number of a JSON number or of one of Python's own."""
    number: Rational | None
    match raw:
        case bool():
            return WrongKindOfDatum(None, fact.name, excerpt(raw), type_name(kind))
        case NumberText(text=text):
            if len(text) > MOST_DIGITS:
                return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
            if scientific := _SCIENTIFIC.fullmatch(text):
                return _shifted(scientific, fact)
            return _plain_number(text) if _PLAIN.fullmatch(text) else NotANumber(None, fact.name, excerpt(raw))
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
    return normal(_plain_number(scientific[1]) * Fraction(10) ** power)


def _has_thousandths(kind: NumberType) -> bool:
    return kind.scale is None or Fraction(kind.scale) <= _THOUSANDTH


def _in_scale(number: Rational, kind: NumberType) -> bool:
    if kind.scale is None:
        return True
    if kind.scale.numerator == 1:  # the common scales, without dividing fractions
        return kind.scale.denominator % number.denominator == 0
    return fits_scale(number, kind.scale)


def _fits(number: Rational, kind: NumberType) -> bool:
    return kind.low <= number <= kind.high and _in_scale(number, kind)


def _fitting(number: Rational, found: str, fact: Fact, kind: NumberType) -> Rational | Fault:
    if not kind.low <= number <= kind.high:
        return NumberOutOfBounds(None, fact.name, found, written_number(kind.low, kind), written_number(kind.high, kind))
    if not _in_scale(number, kind):
        return FinerThanScale(None, fact.name, found, written_number(kind.scale or 1, kind))
    return number


def _allowed(numbers: tuple[Rational, ...], kind: NumberType) -> tuple[str, ...]:
    """The readings that the fact allows, as the file should write them."""
    return tuple(dict.fromkeys(written_number(number, kind) for number in numbers if _fits(number, kind)))


def _too_long_or_none(text: str, fact: Fact) -> Fault:
    if re.fullmatch(r"[+-]?[0-9][0-9.]*%?", text):
        return NumberOfTooManyDigits(None, fact.name, MOST_DIGITS)
    return NotANumber(None, fact.name, excerpt(text))


def _doubtful_or_none(text: str, fact: Fact, kind: NumberType, whole_text: str | None = None) -> Fault:
    """What a text that is no plain number may mean, where that is anything that the fact allows."""
    found = excerpt(whole_text or text)
    divisor = 100 if kind.kind == "percent" else 1
    numbers = tuple(normal(Fraction(number) / divisor) for number in _meant(text, kind))
    readings = _allowed(numbers, kind)
    return NumberFormDoubtful(None, fact.name, found, readings) if readings else NotANumber(None, fact.name, found)


def _meant(text: str, kind: NumberType) -> Iterator[Rational]:
    """The numbers that a text in another form may mean: decimal comma, marks between thousands, exponent, unit."""
    text = _SEPARATORS.sub("", text.translate(_OTHER_MINUS))
    if scientific := _SCIENTIFIC.fullmatch(text):
        if abs(int(scientific[2])) <= MOST_DIGITS:
            yield _plain_number(scientific[1]) * Fraction(10) ** int(scientific[2])
        return
    factor: Rational = 1
    if (parts := _WITH_UNIT.fullmatch(text)) and (parts["before"] or parts["after"]):
        for written in filter(None, (parts["before"], parts["after"])):
            word = _CURRENCY_WORDS.get(written.casefold(), written)
            if word.casefold() == kind.unit.symbol.casefold():
                continue
            unit = known_units().get(word) or known_units().get(word.casefold())
            if unit is None or not unit.measures_as(kind.unit):
                return
            factor = conversion(unit, kind.unit)
        text = parts["number"]
    for mark, form in _GROUPED.items():
        if grouped := form.fullmatch(text):
            decimals = grouped["decimals"]
            yield factor * _plain_number(grouped["whole"].replace(mark, "") + (f".{decimals}" if decimals else ""))
    if _DECIMAL_COMMA.fullmatch(text):
        yield factor * _plain_number(text.replace(",", "."))
    elif _PLAIN.fullmatch(text):
        yield factor * _plain_number(text)
