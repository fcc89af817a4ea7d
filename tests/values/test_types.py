"""Types: their names, their default scales, and themselves without bounds."""

from datetime import date
from fractions import Fraction
from typing import get_args

import pytest

from criteria_engine.values.dates import EARLIEST, LATEST
from criteria_engine.values.numbers import LARGEST
from criteria_engine.values.type_names import TypeName, type_name
from criteria_engine.values.types import (
    DATE,
    INTEGER,
    OUTCOME,
    PERCENT,
    RATIO,
    TEXT,
    YES_NO,
    ChoiceType,
    DateType,
    Member,
    NumberKind,
    NumberType,
    Type,
    default_scale,
    without_bounds,
)
from criteria_engine.values.units import BARE, known_units

RATING = ChoiceType("rating", (Member("weak"), Member("good")), True)
AREA = NumberType("number", known_units()["m2"], Fraction(1, 100), 0, 50000)
NAMES: list[tuple[Type, TypeName]] = [
    (TEXT, TypeName("text")), (YES_NO, TypeName("yes/no")), (DATE, TypeName("date")), (OUTCOME, TypeName("outcome")),
    (INTEGER, TypeName("integer")), (PERCENT, TypeName("percent")), (RATIO, TypeName("ratio")), (RATING, TypeName("choice", "rating")),
    (AREA, TypeName("number", "m2")), (NumberType("money", known_units()["VND"]), TypeName("money", "VND")),
    (NumberType("duration", known_units()["month"]), TypeName("duration", "month")),
]


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_the_name_of_a_type(kind: Type, name: TypeName) -> None:
    assert type_name(kind) == name


def test_every_type_has_a_name_here() -> None:
    assert {type(kind) for kind, _ in NAMES} == set(get_args(Type))
    assert {kind.kind for kind, _ in NAMES if isinstance(kind, NumberType)} == set(get_args(NumberKind))


@pytest.mark.parametrize(("kind", "unit", "scale"), [
    ("integer", BARE, 1), ("number", BARE, Fraction(1, 100)), ("percent", BARE, Fraction(1, 10000)), ("duration", known_units()["day"], 1),
    ("money", known_units()["VND"], 1), ("money", known_units()["USD"], Fraction(1, 100)), ("money", known_units()["m"], None), ("ratio", BARE, None),
])
def test_the_scale_of_what_declares_none(kind: NumberKind, unit: object, scale: object) -> None:
    assert default_scale(kind, unit) == scale  # type: ignore[arg-type]


def test_without_bounds() -> None:
    assert without_bounds(AREA) == NumberType("number", known_units()["m2"], None, -LARGEST, LARGEST)
    assert without_bounds(DateType(date(2024, 1, 1), date(2024, 12, 31))) == DateType(EARLIEST, LATEST)
    assert all(without_bounds(kind) is kind for kind in (TEXT, YES_NO, RATING, OUTCOME))


def test_titles_make_no_other_type() -> None:
    from criteria_engine.values.labels import Labels

    titled = ChoiceType("rating", (Member("weak", Labels((("vi", "Yếu"),))), Member("good")), True, Labels((("vi", "Mức"),)))
    assert titled == RATING
