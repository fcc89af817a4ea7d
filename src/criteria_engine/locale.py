"""Exact values become what a reader of Vietnamese or English expects to see: numbers, percents, money, dates, places.

No float is made on the way. A number that no short decimal writes is shown rounded half up, with `≈ ` in front of it.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import Labels, label_in
from criteria_engine.values.numbers import Rational, decimal_places
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type, Value, YesNoType
from criteria_engine.values.units import Unit, known_units

TONGUES = ("vi", "en")
"""The tongues that readers can be answered in."""

ABOUT = "≈ "
"""Stands in front of a number that is shown rounded."""

USUAL_DECIMALS = 2
MOST_DECIMALS = 10
"""A number that needs more decimals than this is shown rounded, or as a ratio where rounding would mislead."""

_CHUNK = 4000


@frozen
class Formats:
    """One tongue's marks and words."""

    group: str
    point: str
    minus: str
    percent: str
    date: str
    months: tuple[str, ...]
    words: Mapping[str, Any]


@cache
def formats(tongue: str) -> Formats:
    """The marks and words of a tongue, read once; raises KeyError for a tongue that is not one of TONGUES."""
    words = tomllib.loads(Path(__file__).with_name("locale.toml").read_text(encoding="utf-8"))[tongue]
    from babel.core import Locale

    unicode = Locale.parse(words["cldr"])
    symbols = unicode.number_symbols["latn"]
    percent = unicode.percent_formats[None]
    assert percent.grouping == (3, 3) and not percent.prefix[0], "only marks after every third digit are written here"
    return Formats(
        symbols["group"],
        symbols["decimal"],
        symbols["minusSign"],
        percent.suffix[0].replace("%", symbols["percentSign"]),
        words["date"],
        tuple(unicode.months["format"]["wide"][month] for month in range(1, 13)),
        words,
    )


def tongue_of_environment(environ: Mapping[str, str]) -> str:
    """The reader's tongue by the first of LC_ALL, LC_MESSAGES and LANG that says anything; English for all but Vietnamese.

    >>> tongue_of_environment({"LANG": "vi_VN.UTF-8"}), tongue_of_environment({"LC_ALL": "C", "LANG": "vi_VN.UTF-8"})
    ('vi', 'en')
    """
    said = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    tongue = re.split(r"[^a-z]", said.lower())[0]
    return tongue if tongue in TONGUES else "en"


def format_number(value: Rational, tongue: str, places: int | None = None) -> str:
    """A number with the tongue's marks: exactly where at most ten decimals write it, else rounded half up to two (more
    where it would print as zero) with `≈ `. With `places`, exactly so many decimals, and `≈ ` where that rounds.

    >>> format_number(Fraction(2501, 2), "vi"), format_number(Fraction(-1, 3), "en"), format_number(1250000, "en")
    ('1.250,5', '≈ -0.33', '1,250,000')
    """
    return _shown(value, formats(tongue), _places(value) if places is None else places)


def format_percent(ratio: Rational, tongue: str, places: int | None = None) -> str:
    """A ratio as a percentage, with decimals as `format_number` has them.

    >>> format_percent(Fraction(171, 200), "vi"), format_percent(Fraction(5, 7), "en")
    ('85,5%', '≈ 71.43%')
    """
    return format_number(ratio * 100, tongue, places) + formats(tongue).percent


def format_amount(value: Rational, unit: Unit, tongue: str, places: int | None = None) -> str:
    """A number with the word of its unit; a bare number where the unit has none. An amount of money that is not whole has
    at least the decimals of its currency.

    >>> format_amount(1250000, known_units()["VND"], "vi"), format_amount(1, known_units()["days"], "en")
    ('1.250.000 đồng', '1 day')
    """
    return _with_unit(format_number(value, tongue, _money_places(value, unit) if places is None else places), value, unit, tongue)


@lru_cache(maxsize=4096)
def format_date(day: date, tongue: str) -> str:
    """A calendar day.

    >>> format_date(date(2023, 7, 1), "vi"), format_date(date(2023, 7, 1), "en")
    ('01/07/2023', '1 July 2023')
    """
    known = formats(tongue)
    parts = {"dd": f"{day.day:02}", "d": str(day.day), "MMMM": known.months[day.month - 1], "MM": f"{day.month:02}", "y": f"{day.year:04}"}
    return re.sub("|".join(parts), lambda found: parts[found[0]], known.date)


def format_value(value: Value, kind: Type, tongue: str, places: int | None = None) -> str:
    """A value of a type: an amount with its unit, a choice by its label, text in quotation marks.

    >>> format_value(True, YesNoType(), "vi"), format_value("Quận 12", TextType(), "vi")
    ('có', '“Quận 12”')
    """
    match kind:
        case NumberType():
            assert isinstance(value, (int, Fraction))
            if kind.kind == "percent":
                return format_percent(value, tongue, places)
            return format_amount(value, kind.unit, tongue, places)
        case DateType():
            assert isinstance(value, date)
            return format_date(value, tongue)
        case ChoiceType():
            assert isinstance(value, int)
            return _choice(kind, value, tongue)
        case TextType():
            return f"“{value}”"
        case YesNoType():
            return str(formats(tongue).words["yes" if value else "no"])
        case OutcomeType():
            return str(formats(tongue).words[str(value)])


def format_pair(found: Value, required: Value, kind: Type, tongue: str) -> tuple[str, str]:
    """Two values of one type that stand in a comparison, with as many decimals as it takes for unequal numbers to print
    unalike and in their true order; as ratios where ten decimals do not tell them apart.

    >>> format_pair(Fraction(74, 249), Fraction(3, 10), NumberType("percent"), "en")
    ('≈ 29.72%', '30%')
    >>> format_pair(Fraction(29999, 100000) + Fraction(1, 300000), Fraction(3, 10), NumberType("percent"), "en")
    ('≈ 29.999%', '30%')
    """
    if not isinstance(kind, NumberType):
        return format_value(found, kind, tongue), format_value(required, kind, tongue)
    assert isinstance(found, (int, Fraction)) and isinstance(required, (int, Fraction))
    factor = 100 if kind.kind == "percent" else 1
    pair = (found * factor, required * factor)
    places = _places_that_tell(*pair)
    texts = [_shown(number, formats(tongue), decimals) for number, decimals in zip(pair, places, strict=True)]
    if kind.kind == "percent":
        return texts[0] + formats(tongue).percent, texts[1] + formats(tongue).percent
    return _with_unit(texts[0], found, kind.unit, tongue), _with_unit(texts[1], required, kind.unit, tongue)


def format_range(low: Value, high: Value, kind: Type, tongue: str) -> str:
    """What lies between two ends, or the value where they are the same.

    >>> format_range(70, 75, NumberType("number"), "vi")
    'từ 70 đến 75'
    """
    if low == high:
        return format_value(low, kind, tongue)
    first, second = format_pair(low, high, kind, tongue)
    return str(formats(tongue).words["range"]).format(low=first, high=second)


def format_list(items: Sequence[str], tongue: str, joint: Literal["and", "or"] = "and") -> str:
    """Words one after the other, the last joined by "and" or "or".

    >>> format_list(["a", "b", "c"], "vi", "or")
    'a, b hoặc c'
    """
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + str(formats(tongue).words[joint]) + items[-1]


def format_place(place: Span | Cell, tongue: str, other_row: int | None = None) -> str:
    """A place in words: for a cell its file, sheet, row and column, as far as they are known; for rule text file:line:column.
    `other_row` is that of a second cell which stands in the same column.

    >>> format_place(Cell("wards.csv", 16, "own_headquarters"), "en")
    'wards.csv, row 16, column own_headquarters'
    >>> format_place(Cell("wards.xlsx", 16, "Own headquarters", "Wards", "C"), "en")
    'wards.xlsx, sheet Wards, cell C16, column Own headquarters'
    >>> format_place(Cell("wards.csv", 16, "own_headquarters"), "en", 18)
    'wards.csv, row 16 → 18, column own_headquarters'
    """
    if isinstance(place, Span):
        return f"{place.file}:{place.line}:{place.column}"
    words = formats(tongue).words
    row: tuple[str, object] = ("row", place.row) if place.address is None else ("cell", place.address)
    if other_row is not None:
        row = (row[0], f"{row[1]} → {place.letter if place.address else ''}{other_row}")
    parts = (("sheet", place.sheet), row, ("column", place.column))
    file = [place.file] if place.file else []  # a record of the library's user has no file
    return ", ".join([*file, *(str(words[name]).format(what) for name, what in parts if what is not None)])


def unit_word(unit: Unit, tongue: str, one: bool = False) -> str:
    """What readers call a unit, for one of it or for more; quotients and products of units part by part.

    >>> unit_word(known_units()["month"], "en"), unit_word(known_units()["month"], "en", one=True)
    ('months', 'month')
    """
    return _unit_word(unit, unit.labels, tuple(own.labels for own in unit.made_of), tongue, one)


@lru_cache(maxsize=4096)
def _unit_word(unit: Unit, labels: Labels, inner: tuple[Labels, ...], tongue: str, one: bool) -> str:
    """Labels are told apart beside the unit: two rule sets may call units of one name otherwise."""
    if labels:
        return _word(unit, unit.symbol, tongue, one)
    return unit_words(unit.symbol, tongue, one, unit.made_of)


def unit_words(symbol: str, tongue: str, one: bool = False, own: Sequence[Unit] = ()) -> str:
    """What readers call the unit of a symbol, some of whose parts may be an author's own; an unknown symbol stays as it is.

    >>> unit_words("VND/household", "vi"), unit_words("m2/person", "en")
    ('đồng/hộ', 'm2/person')
    """
    parts = re.split(r"([/·])", symbol)
    units = {**known_units(), **{unit.symbol: unit for unit in own}}
    return "".join(
        _word(units[part], part, tongue, one or "/" in parts[:position]) if part in units else part for position, part in enumerate(parts)
    )


def _word(unit: Unit, symbol: str, tongue: str, one: bool) -> str:
    own = formats(tongue).words["units"].get(unit.symbol)
    if own:
        return str(own)
    # The symbol of a shipped unit is its English singular.
    if one and tongue == "en" and known_units().get(unit.symbol) == unit:
        return unit.symbol.replace("_", " ")
    return label_in(unit.labels, tongue, symbol)


def _with_unit(text: str, value: Rational, unit: Unit, tongue: str) -> str:
    return f"{text} {unit_word(unit, tongue, one=abs(value) == 1)}" if unit.symbol else text


def _money_places(value: Rational, unit: Unit) -> int | None:
    """The decimals of a currency for an amount that is not whole; None where it has none or they do not write it."""
    if value.denominator == 1 or unit.scale is None or unit.factor != 1:
        return None
    decimals, needed = decimal_places(unit.scale), decimal_places(value)
    return decimals if decimals and needed is not None and needed <= decimals else None


def _choice(kind: ChoiceType, index: int, tongue: str) -> str:
    """A choice's label, with its name where another choice has the same label."""
    labels = [label_in(member.labels, tongue, member.name) for member in kind.members]
    return labels[index] if labels.count(labels[index]) == 1 else f"{labels[index]} ({kind.members[index].name})"


def _places(value: Rational) -> int | None:
    """How many decimals to show a number with; None: as a ratio, since ten would show it as zero."""
    if isinstance(value, int) or value.denominator == 1:
        return 0
    decimals = decimal_places(value)
    if decimals is not None and decimals <= MOST_DECIMALS:
        return decimals
    return next((places for places in range(USUAL_DECIMALS, MOST_DECIMALS + 1) if _scaled(value, places)), None)


def _places_that_tell(left: Rational, right: Rational) -> tuple[int | None, int | None]:
    """Decimals for two numbers that show them unalike and in their order, where they are not equal."""
    first, second = _places(left), _places(right)
    if left == right or first is None or second is None:
        return first, second
    exact = [decimals is not None and decimals <= MOST_DECIMALS for decimals in (decimal_places(left), decimal_places(right))]
    for least in range(USUAL_DECIMALS, MOST_DECIMALS + 1):
        places = [own if known else max(own, least) for own, known in zip((first, second), exact, strict=True)]
        shown = [Fraction(_scaled(number, decimals), _ten(decimals)) for number, decimals in zip((left, right), places, strict=True)]
        if shown[0] != shown[1] and (shown[0] < shown[1]) == (left < right):
            return places[0], places[1]
    return (first if exact[0] else None), (second if exact[1] else None)


def _scaled(value: Rational, places: int) -> int:
    """The number times 10 ** places, rounded half up (ties away from zero) to a whole number."""
    size = (2 * abs(value.numerator) * _ten(places) + value.denominator) // (2 * value.denominator)
    return -size if value < 0 else size


def _ten(power: int) -> int:
    return int(10**power)


def _shown(value: Rational, known: Formats, places: int | None) -> str:
    if places is None:
        return f"{_grouped(value.numerator, known)}/{_grouped(value.denominator, known)}"
    if places == 0 and value.denominator == 1:
        return _grouped(value.numerator, known)
    scaled = _scaled(value, places)
    whole, rest = divmod(abs(scaled), _ten(places))
    about = "" if scaled * value.denominator == value.numerator * _ten(places) else ABOUT
    sign = known.minus if scaled < 0 else ""
    return f"{about}{sign}{_grouped(whole, known)}" + (f"{known.point}{rest:0{places}}" if places else "")


def _grouped(number: int, known: Formats) -> str:
    if number < 0:
        return known.minus + _grouped(-number, known)
    # Python refuses to write an int of more than 4300 digits in one go.
    if number.bit_length() < 3 * _CHUNK:
        return f"{number:,}".replace(",", known.group)
    digits = _digits(number)
    first = len(digits) % 3 or 3
    return known.group.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _digits(number: int) -> str:
    chunks = []
    largest = _ten(_CHUNK)
    while number >= largest:
        number, rest = divmod(number, largest)
        chunks.append(str(rest).rjust(_CHUNK, "0"))
    return str(number) + "".join(reversed(chunks))
