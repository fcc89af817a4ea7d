"""A text becomes the number that it writes in the English way (`1,250.5`) or in the Vietnamese way (`1.250,5`).

Spaces may stand between thousands in both, and the fact's own unit before or after the number.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from criteria_engine.data.heading_words import unit_named
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.types import NumberType
from criteria_engine.values.units import conversion

MOST_DIGITS = 60
"""Characters that a number may be written with; an exponent may move the point as far."""

PLAIN = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?")
SCIENTIFIC = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,4})")
_ENGLISH = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_VIETNAMESE = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_SPACED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
_OTHER_SEPARATORS = re.compile(r"(?<=[0-9])['_](?=[0-9]{3}(?![0-9]))")
_OTHER_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_WITH_UNIT = re.compile(r"(?P<before>[^\W\d_]+|[₫$€])?\s*(?P<number>[+-]?[0-9][0-9., \u00a0\u2009\u202f]*?)\s*(?P<after>[^\W\d_][\w²³/ ]*|[₫$€])?")

_LARGE = {
    "nghìn": 3, "ngàn": 3, "nghin": 3, "ngan": 3, "k": 3, "thousand": 3, "triệu": 6, "trieu": 6, "tr": 6, "million": 6, "mil": 6,
    "mio": 6, "tỷ": 9, "tỉ": 9, "ty": 9, "ti": 9, "billion": 9, "bn": 9,
}  # fmt: skip
"""Words that people write for zeros; `m` is none, which is a unit."""
_IN_WORDS = re.compile(r"(?P<number>[0-9][0-9.,]*)\s*(?P<word>[^\W\d_]+)\.?(?:\s+(?P<unit>[^\W\d_]+|[₫$€]))?")


def bare_text(text: str, kind: NumberType) -> str:
    """The text of a number without spaces between thousands and without the fact's own unit; anything else as it is."""
    if text.isdigit() and text.isascii():
        return text
    text = text.translate(_OTHER_MINUS)
    if (parts := _WITH_UNIT.fullmatch(text)) and (parts["before"] or parts["after"]):
        words = [word for word in (parts["before"], parts["after"]) if word]
        units = [unit_named(word, kind.unit) for word in words]
        if all(unit is not None and unit.dimension and unit.measures_as(kind.unit) and unit.factor == kind.unit.factor for unit in units):
            text = parts["number"]
    if (grouped := _SPACED.match(text)) is not None:
        text = _SPACES.sub("", grouped[0]) + text[grouped.end() :]
    return text


def english(text: str) -> Rational | None:
    """The number that a bare text writes with a point before the decimals; None where it has not that form.

    >>> english("1,250.5"), english("1.250,5")
    (Fraction(2501, 2), None)
    """
    return plain_number(text.replace(",", "")) if _ENGLISH.fullmatch(text) else None


def vietnamese(text: str) -> Rational | None:
    """The number that a bare text writes with a comma before the decimals; None where it has not that form.

    >>> vietnamese("1.250.000"), vietnamese("85.5")
    (1250000, None)
    """
    return plain_number(text.replace(".", "").replace(",", ".")) if _VIETNAMESE.fullmatch(text) else None


def plain_number(text: str, divisor: int = 1) -> Rational:
    """The number that plain digits with a point write, divided by `divisor`."""
    whole, _, decimals = text.partition(".")
    if not decimals and divisor == 1:
        return int(whole)
    return normal(Fraction(int(whole + decimals), divisor * 10 ** len(decimals)))


def other_meanings(text: str, kind: NumberType) -> Iterator[Rational]:
    """The numbers that a text of a form which is not read may mean: an exponent, other marks between thousands, another
    unit of the same measure."""
    text = _OTHER_SEPARATORS.sub("", bare_text(text, kind))
    if scientific := SCIENTIFIC.fullmatch(text):
        if abs(int(scientific[2])) <= MOST_DIGITS:
            yield normal(plain_number(scientific[1]) * Fraction(10) ** int(scientific[2]))
        return
    factor: Rational = 1
    if (parts := _WITH_UNIT.fullmatch(text)) and (parts["before"] or parts["after"]):
        for word in filter(None, (parts["before"], parts["after"])):
            unit = unit_named(word, kind.unit)
            if unit is None or not unit.measures_as(kind.unit):
                return
            factor = conversion(unit, kind.unit)
        text = bare_text(parts["number"].strip(), kind)
    for number in (vietnamese(text), english(text)):
        if number is not None:
            yield normal(factor * Fraction(number))


def counted_in_words(text: str, kind: NumberType) -> Iterator[Rational]:
    """The numbers that digits with a word such as `triệu` or `million` behind them may mean, and perhaps the fact's own unit.

    >>> list(counted_in_words("60 triệu", NumberType("number"))), list(counted_in_words("1,5tr", NumberType("number")))
    ([60000000], [1500000])
    """
    parts = _IN_WORDS.fullmatch(text)
    zeros = _LARGE.get(parts["word"].casefold()) if parts else None
    if parts is None or zeros is None or kind.kind == "percent":
        return
    if parts["unit"] is not None and unit_named(parts["unit"], kind.unit) != kind.unit:
        return
    for number in dict.fromkeys((vietnamese(parts["number"]), english(parts["number"]))):
        if number is not None:
            yield normal(Fraction(number) * 10**zeros)
