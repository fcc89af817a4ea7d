"""Units: physical ones agree with a kept units library, every spelling is one unit's and can be written, and products measure right."""

import tomllib
import unicodedata
from collections import Counter
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.checking import check_text
from criteria_engine.language.syntax.keywords import keyword_names, needs_back_quotes
from criteria_engine.values.labels import Labels
from criteria_engine.values.types import NumberType
from criteria_engine.values.units import BARE, Unit, conversion, counting_unit, known_units, product, quotient

ROWS: dict[str, dict[str, Any]] = tomllib.loads((files("criteria_engine.values") / "units.toml").read_text(encoding="utf-8"))
PINT = {
    "m": "meter", "cm": "centimeter", "mm": "millimeter", "km": "kilometer", "m2": "meter ** 2", "ha": "hectare", "km2": "kilometer ** 2",
    "m3": "meter ** 3", "litre": "liter", "kg": "kilogram", "g": "gram", "tonne": "metric_ton", "second": "second", "minute": "minute",
    "hour": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
}
BASES = {"m": "[length]", "kg": "[mass]", "second": "[time]", "day": "[time]", "month": "[time]"}
BY_HAND = {"quarter": ("month", 3), "million_VND": ("VND", 10**6), "billion_VND": ("VND", 10**9)}
ITSELF = {"person", "household", "VND", "USD", "EUR"}
shipped = st.sampled_from(sorted({unit.symbol for unit in known_units().values()})).map(lambda symbol: known_units()[symbol])
made = st.builds(
    lambda name, amount, base: counting_unit(name, Labels(), (amount, base)) if amount else counting_unit(name, Labels()),
    st.sampled_from(["báo_cáo", "case"]), st.sampled_from([None, 12, Fraction(1, 3)]), shipped,
)
units = st.recursive(shipped | made | st.just(BARE), lambda inner: st.builds(product, inner, inner) | st.builds(quotient, inner, inner), max_leaves=4)


@cache
def library() -> Any:
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


def test_every_unit_is_held_against_something() -> None:
    assert set(ROWS) == {*PINT, *BY_HAND, *ITSELF}
    assert {unit.symbol for unit in known_units().values()} == set(ROWS)


@pytest.mark.parametrize("symbol", PINT)
def test_a_physical_unit_is_the_librarys(symbol: str) -> None:
    unit = known_units()[symbol]
    quantity = library().Quantity(Fraction(1), PINT[symbol])
    base = product_of(unit.dimension)
    assert quantity.to(base).magnitude == unit.factor
    assert dict(quantity.dimensionality) == {BASES[name]: power for name, power in unit.dimension}


def product_of(dimension: tuple[tuple[str, int], ...]) -> str:
    return " * ".join(f"{PINT[name]} ** {power}" for name, power in dimension)


@pytest.mark.parametrize("symbol", sorted([*BY_HAND, *ITSELF]))
def test_a_unit_of_ours(symbol: str) -> None:
    base, factor = BY_HAND.get(symbol, (symbol, 1))
    unit = known_units()[symbol]
    assert (unit.dimension, unit.factor) == (((base, 1),), factor)


@pytest.mark.parametrize(("symbol", "scale"), [
    ("VND", 1), ("million_VND", Fraction(1, 10**6)), ("billion_VND", Fraction(1, 10**9)), ("USD", Fraction(1, 100)), ("EUR", Fraction(1, 100)),
])
def test_money_goes_down_to_the_smallest_coin(symbol: str, scale: Fraction) -> None:
    unit = known_units()[symbol]
    assert unit.scale == scale
    assert scale * unit.factor == (1 if "VND" in symbol else Fraction(1, 100))


def test_only_money_has_a_scale() -> None:
    assert {unit.symbol for unit in known_units().values() if unit.scale is not None} == {"VND", "million_VND", "billion_VND", "USD", "EUR"}


def spellings(symbol: str) -> set[str]:
    return {word for tongue in ("en", "vi") for word in ROWS[symbol][tongue]}


def test_a_spelling_is_one_units() -> None:
    for reading in (str, str.casefold):
        found = Counter(word for symbol in ROWS for word in {reading(word) for word in spellings(symbol)})
        assert [word for word, number in found.items() if number > 1] == []


@pytest.mark.parametrize("symbol", ROWS)
def test_a_row_is_well_formed(symbol: str) -> None:
    row = ROWS[symbol]
    assert set(row) - {"scale"} == {"of", "factor", "en", "vi"}
    assert symbol in known_units() and known_units()[symbol].symbol == symbol, "the symbol is a spelling too"
    for word in spellings(symbol):
        assert known_units()[word].symbol == symbol
        assert word == unicodedata.normalize("NFC", word) and word.strip() and not any(letter.isspace() for letter in word)
    assert dict(known_units()[symbol].labels.texts) == {tongue: row[tongue][0].replace("_", " ") for tongue in ("en", "vi")}
    assert Fraction(row["factor"]) > 0


@pytest.mark.parametrize("word", sorted(known_units()))
def test_no_spelling_is_a_keyword(word: str) -> None:
    for form in (word, word.replace("_", " ")):
        assert form not in keyword_names()


def kind_of(unit: Unit) -> str:
    return "money" if unit.scale is not None else "duration" if unit.dimension[0][0] in ("day", "month") else "number"


@pytest.mark.parametrize("word", sorted(known_units()))
def test_every_spelling_can_be_written(word: str) -> None:
    unit = known_units()[word]
    checked = check_text(
        f"""ruleset t "T"
subject ward identified by code
facts
  code : text
  amount : {kind_of(unit)} in {word}
criterion c "C"
  mandatory
  requires amount >= 2 {word}
    and amount <= 3.5 {word}
verdict
  passes when c passes
"""
    )
    assert checked.errors == ()
    assert checked.program is not None
    kind = checked.program.facts["amount"].type
    assert isinstance(kind, NumberType) and kind.unit == unit


def test_a_word_of_a_keyword_is_known_as_such() -> None:
    assert needs_back_quotes("least") and not any(needs_back_quotes(word) for word in ("household", "tấn"))


@given(shipped, shipped)
def test_conversion(one: Unit, other: Unit) -> None:
    assert one.measures_as(other) == (one.dimension == other.dimension)
    assert conversion(one, one) == 1
    if one.measures_as(other):
        assert conversion(one, other) * conversion(other, one) == 1


@pytest.mark.parametrize("chain", [
    ("cm", "km", "mm"), ("ha", "m2", "km2"), ("litre", "m3", "litre"), ("week", "day", "week"), ("quarter", "year", "month"),
])
def test_conversions_go_through(chain: tuple[str, str, str]) -> None:
    first, middle, last = (known_units()[symbol] for symbol in chain)
    assert conversion(first, middle) * conversion(middle, last) == conversion(first, last)


@given(units, units)
def test_products_and_quotients_measure_right(one: Unit, other: Unit) -> None:
    for found, sign in ((product(one, other), 1), (quotient(one, other), -1)):
        expected = Counter(dict(one.dimension))
        for base, power in other.dimension:
            expected[base] += sign * power
        assert dict(found.dimension) == {base: power for base, power in expected.items() if power}
        assert list(found.dimension) == sorted(found.dimension)
        assert found.factor == Fraction(one.factor) * Fraction(other.factor) ** sign


@given(units, units, units)
def test_their_algebra(one: Unit, other: Unit, third: Unit) -> None:
    assert product(one, BARE) == one and quotient(one, BARE) == one
    assert same(product(BARE, one), one)
    assert same(product(one, other), product(other, one))
    assert same(product(product(one, other), third), product(one, product(other, third)))
    assert same(quotient(product(one, other), other), one)
    assert quotient(one, one) == BARE
    assert same(quotient(one, quotient(other, third)), quotient(product(one, third), other))


def same(one: Unit, other: Unit) -> bool:
    return one.measures_as(other) and conversion(one, other) == 1


@given(units, units, units, units)
def test_amounts_convert_through_products(one: Unit, like_one: Unit, other: Unit, like_other: Unit) -> None:
    if one.measures_as(like_one) and other.measures_as(like_other):
        by_parts = conversion(one, like_one) * conversion(other, like_other)
        assert conversion(product(one, other), product(like_one, like_other)) == by_parts


def test_symbols_of_what_was_combined() -> None:
    m, m2, household, km = (known_units()[symbol] for symbol in ("m", "m2", "household", "km"))
    assert [unit.symbol for unit in (product(m, m2), quotient(m2, household), quotient(BARE, household), quotient(km, m), quotient(m, m))] == [
        "m·m2", "m2/household", "1/household", "km/m", "",
    ]
    assert not quotient(km, m).dimension and quotient(km, m).factor == 1000 and quotient(km, m) != BARE


def test_days_are_no_months_and_hours_no_days() -> None:
    kinds = [known_units()[symbol].dimension for symbol in ("hour", "day", "month")]
    assert all(one != other for one, other in pairwise(kinds))


def test_authors_units() -> None:
    reports, dozens = counting_unit("báo_cáo", Labels((("vi", "báo cáo"),))), counting_unit("dozen", Labels(), (12, counting_unit("egg", Labels())))
    assert reports.dimension == (("báo_cáo", 1),) and reports.factor == 1
    assert dozens.measures_as(counting_unit("egg", Labels())) and conversion(dozens, counting_unit("egg", Labels())) == 12
    assert not reports.measures_as(dozens) and not reports.measures_as(BARE)
    gross = counting_unit("gross", Labels(), (12, dozens))
    assert conversion(gross, dozens) == 12 and gross.factor == 144
    assert counting_unit("case", Labels((("en", "case"),))) == counting_unit("case", Labels()), "labels make no other unit"
