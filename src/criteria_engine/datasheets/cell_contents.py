"""A value becomes what a cell of a sheet holds for it, and the number format under which it is read back as that value."""

from datetime import date
from fractions import Fraction

from criteria_engine.data.cell_reading import written
from criteria_engine.datasheets.columns import OUTCOMES, choice_words, outcome_words, truth_words
from criteria_engine.values.numbers import decimal_places
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, Type, Value, YesNoType

TEXT_FORMAT = "@"
"""Keeps what is typed as text: leading zeros stay."""

_DATES = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}


def number_format(kind: Type, tongue: str) -> str:
    """The number format of cells of a type."""
    match kind:
        case DateType():
            return _DATES[tongue]
        case NumberType(kind="percent"):
            places = decimal_places(kind.scale * 100) if kind.scale is not None else 2
            return "0." + "0" * places + "%" if places else "0%"
        case NumberType():
            return "#,##0" if kind.scale is not None and kind.scale.denominator == 1 else "General"
    return TEXT_FORMAT


def content_of(value: Value, kind: Type, tongue: str) -> str | int | Fraction | date:
    """A value as a cell holds it: words of the tongue for yes, no, choices and outcomes; a percent as its ratio."""
    if isinstance(value, bool):
        return truth_words(tongue)[0 if value else 1]
    if isinstance(kind, ChoiceType) and isinstance(value, int):
        return choice_words(kind, tongue)[value]
    if isinstance(kind, OutcomeType):
        return outcome_words(tongue)[OUTCOMES.index(str(value))]
    if isinstance(kind, YesNoType):
        return written(value, kind)
    return value
