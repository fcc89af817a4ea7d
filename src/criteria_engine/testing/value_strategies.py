"""A fact becomes strategies of raw values as a test would write them: ordinary ones, those at boundaries, those that cannot be read."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import frozen
from hypothesis import strategies as st

from criteria_engine.data.cell_reading import read_datum, written
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.reasons.variables import FINEST, Variable
from criteria_engine.testing.landmarks import Landmarks, places_of
from criteria_engine.values.numbers import normal
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Value, YesNoType

NAMES = ("An Khánh", "Bình An", "Tân Định")
LETTERS = "abcđê ôưz"


@frozen(eq=False)
class ValuesOfFact:
    """What a fact may be given as: `ordinary` is anything that it may be, `boundary` and `invalid` None where there are none;
    `marks` are the values at a boundary."""

    ordinary: st.SearchStrategy[object]
    boundary: st.SearchStrategy[object] | None
    invalid: st.SearchStrategy[object] | None
    marks: frozenset[object]


def values_of(variable: Variable, landmarks: Landmarks, identifies: bool = False) -> ValuesOfFact:
    """The values of a fact or field; those of the fact that identifies the unit are plain codes."""
    fact = variable.fact
    places = places_of(variable, landmarks)
    marks = [raw(variable.value(place), fact) for place in _nearest_first(variable, places)]
    wrong = tuple(value for value in _wrong(fact) if isinstance(read_datum(value, fact), Fault))
    return ValuesOfFact(
        _ordinary(variable, landmarks, identifies),
        st.sampled_from(marks) if marks else None,
        st.sampled_from(wrong) if wrong else None,
        frozenset(marks),
    )


def raw(value: Value, fact: Fact) -> object:
    """A value as a test would write it: a number as int or Decimal, a percent with its sign, a choice by its member's name."""
    kind = fact.type
    if isinstance(kind, NumberType) and isinstance(value, (int, Fraction)):
        if kind.kind == "percent":
            return written(value, kind)
        return value if isinstance(value, int) else Decimal(value.numerator) / value.denominator
    return written(value, kind) if isinstance(kind, ChoiceType) else value


def _zero(variable: Variable) -> int:
    """The place of what a value should shrink to: of a number 0 or what is nearest to it, of others the first."""
    if not isinstance(variable.fact.type, NumberType):
        return 0
    return min(max(variable.index(0), 0), variable.size - 1)


def _nearest_first(variable: Variable, places: tuple[int, ...]) -> list[int]:
    zero = _zero(variable)
    return sorted(places, key=lambda place: (abs(place - zero), -place))


def _ordinary(variable: Variable, landmarks: Landmarks, identifies: bool) -> st.SearchStrategy[object]:
    fact = variable.fact
    match fact.type:
        case NumberType():
            zero = _zero(variable)
            return st.integers(-zero, variable.size - 1 - zero).map(lambda step: raw(variable.value(zero + step), fact))
        case DateType(low=low, high=high):
            return st.dates(low, high)
        case YesNoType():
            return st.booleans()
        case TextType():
            if identifies:
                return st.integers(1, 99999).map(str)
            free = st.text(LETTERS, min_size=1, max_size=8).map(str.strip).filter(lambda text: isinstance(read_datum(text, fact), str))
            return st.sampled_from((*landmarks.texts, *NAMES)) | free
    return st.sampled_from([raw(variable.value(place), fact) for place in range(variable.size)])


def _wrong(fact: Fact) -> tuple[object, ...]:
    """What might not be read as the fact's value, the likeliest first."""
    kind = fact.type
    match kind:
        case NumberType():
            step = FINEST if kind.scale is None else Fraction(kind.scale)
            beyond = [raw(normal(Fraction(end) + sign * step), fact) for end, sign in ((kind.high, 1), (kind.low, -1))]
            finer = raw(normal(Fraction(kind.low) + step / 2), fact)
            return ("?", "25o", *beyond, finer, True, float("inf"), "nhiều")
        case DateType(low=low, high=high):
            beyond = [end + timedelta(days=sign) for end, sign in ((high, 1), (low, -1)) if date.min < end < date.max]
            return ("?", "31/02/2023", "2023-13-01", *beyond, True)
        case ChoiceType() | YesNoType() | OutcomeType():
            return ("?", "có lẽ", 7, 0.5)
    return (0.5, True)
