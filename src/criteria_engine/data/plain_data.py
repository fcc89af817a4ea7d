"""Data that are values of their fact already are taken as they are; all others go to the fact's own reader.

A program gives many mappings of the same few types. For each fact there is a function that first looks whether a datum
is of the fact's type, within its bounds and on its scale, and asks the reader of the fact's data only where it is not: what a
datum means is told there alone, and a plain one costs one comparison. What a function here takes itself is less than all that
is plain, never more: it leaves what is dear to decide to the reader.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from criteria_engine.data.cell_reading import OUTCOMES, Read, Reader
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, YesNoType


def plain_reader(fact: Fact, read: Reader) -> Reader:
    """What reads a datum of a fact exactly as `read` does, a plain one sooner."""
    match fact.type:
        case YesNoType():
            return lambda raw: raw if raw is True or raw is False else read(raw)
        case NumberType(scale=scale) as kind if scale is not None and scale.numerator == 1:
            return _percent(kind, scale.denominator, read) if kind.kind == "percent" else _number(kind, scale.denominator, read)
        case DateType() as kind:
            return _day(kind, read)
        case ChoiceType(members=members):
            return _word((word for member in members for word in (member.name, *(label for _, label in member.labels.texts))), read)
        case OutcomeType():
            return _word(OUTCOMES, read)
    return read


def _number(kind: NumberType, steps: int, read: Reader) -> Reader:
    """Numbers on a scale of one over `steps`: whole ones, fractions whose denominator divides it, floats without an exponent."""
    first, last = _whole_bounds(kind)

    def whole(raw: object) -> Read:
        return raw if type(raw) is int and first <= raw <= last else read(raw)

    def with_decimals(raw: object) -> Read:
        if type(raw) is Fraction:
            above, below = raw.as_integer_ratio()
            if below != 1 and not steps % below and first * below <= above <= last * below:
                return raw
        elif type(raw) is float:
            before, _, after = repr(raw).partition(".")
            if after.isdigit() and before.removeprefix("-").isdigit():
                found = Fraction(int(before + after), 10 ** len(after))
                if not steps % found.denominator and first <= found <= last:
                    return found.numerator if found.denominator == 1 else found
        elif type(raw) is int and first <= raw <= last:
            return raw
        return read(raw)

    return whole if steps == 1 else with_decimals


def _percent(kind: NumberType, steps: int, read: Reader) -> Reader:
    """Shares as fractions, where only that reading fits the fact: as a percentage they would have to be on its scale as well."""
    first, last = _whole_bounds(kind)

    def share(raw: object) -> Read:
        if type(raw) is Fraction:
            above, below = raw.as_integer_ratio()
            if below != 1 and not steps % below and first * below <= above <= last * below and above * steps % (100 * below):
                return raw
        return read(raw)

    return share


def _whole_bounds(kind: NumberType) -> tuple[int, int]:
    """The lowest and the highest whole number within bounds; whole numbers compare sooner than fractions."""
    return -(-kind.low.numerator // kind.low.denominator), kind.high.numerator // kind.high.denominator


def _day(kind: DateType, read: Reader) -> Reader:
    low, high = kind.low, kind.high
    return lambda raw: raw if type(raw) is date and low <= raw <= high else read(raw)


def _word(words: Iterable[str], read: Reader) -> Reader:
    """Words that always mean the same are read once."""
    known = {word: value for word in words if (value := read(word)) is not None and not isinstance(value, Fault)}

    def word(raw: object) -> Read:
        if type(raw) is str and (found := known.get(raw)) is not None:
            return found
        return read(raw)

    return word
