"""Plain numbers in Arrow arrays become whole numbers, and what decides how a column of them is read is counted.

A number is plain where it is written with digits, perhaps a minus before them, one point or one comma between them and a percent sign
after them; or where its file holds it as a number. Nothing here decides what such a number is: the reader of cells does, of a few
numbers that stand for all those which are alike to it. A cell that comes out of here with a value has the value that it would give; every
other one is its own.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from criteria_engine.data.number_reading import WaysOfNumbers
from criteria_engine.values.types import NumberType

if TYPE_CHECKING:
    import pyarrow as pa

WHOLE, POINT, COMMA, POINT_OR_THOUSANDS, COMMA_OR_THOUSANDS = range(5)
"""The forms of a plain number; the last two are read in both ways."""

FITS, TOO_FINE, OUT = range(3)

MOST_PLAIN_DIGITS = 18
"""Digits of a plain number with its decimals filled up: what 64 bits hold."""

_LARGEST = 10**MOST_PLAIN_DIGITS


@frozen(eq=False)
class PlainNumbers:
    """The plain numbers of an array. Where `plain`: `units` is the number in units of 10^-decimals, `form` how it is written, `signed`
    whether a percent sign stands behind it. Elsewhere they say nothing."""

    plain: Any
    units: Any
    form: Any
    signed: Any


class NumberSteps:
    """What numbers in units of 10^-decimals are of a fact's values: whether each fits, and how many steps of its scale it is."""

    def __init__(self, kind: NumberType, decimals: int, factor: Fraction) -> None:
        worth = factor / 10**decimals
        low, high = Fraction(kind.low) / worth, Fraction(kind.high) / worth
        self._low = max(-_LARGEST - 1, -(-low.numerator // low.denominator))
        self._high = min(_LARGEST + 1, high.numerator // high.denominator)
        step = worth / Fraction(kind.scale if kind.scale is not None else 1)
        self._times, self._by = step.numerator, step.denominator
        self.largest = (2**63 - 1) // self._times
        self.possible = self._times <= 10**9 and self._by < 2**62

    def of(self, units: Any) -> tuple[Any, Any]:
        """Whether each number fits (FITS, TOO_FINE, OUT), and its steps; where the steps are not whole they say nothing, and the
        number does not fit or has no scale."""
        import numpy

        raised = units * self._times if self._times != 1 else units
        steps = numpy.floor_divide(raised, self._by) if self._by != 1 else raised
        fine = numpy.zeros(len(units), bool) if self._by == 1 else steps * self._by != raised
        fits = numpy.where(fine, TOO_FINE, FITS).astype(numpy.int8)
        fits[(units < self._low) | (units > self._high)] = OUT
        return fits, steps


class NumberColumn:
    """What turns the plain numbers of one column into steps of its fact's scale."""

    def __init__(self, kind: NumberType, factor: Fraction = Fraction(1)) -> None:
        self._kind = kind
        self._percent = kind.kind == "percent"
        self._finest = _decimals_of(kind)
        self._factor = factor
        self._whole = True  # until texts are seen that are no whole numbers: which are looked for first, since most columns hold nothing else

    def plain(self, array: "pa.Array", texts: bool) -> "tuple[PlainNumbers, int] | None":
        """The plain numbers among texts, or among numbers that a file holds as such, and the decimals of their units; None for what
        is looked at one by one."""
        import numpy

        read = self._texts(array) if texts else self._typed(array)
        if read is None or not all(steps.possible for steps in self._steps(read[1])):
            return None
        found, decimals = read
        largest = min(steps.largest for steps in self._steps(decimals))
        there = found.plain & (abs(found.units) <= numpy.where(found.form >= POINT_OR_THOUSANDS, largest // 1000, largest))
        return PlainNumbers(there, numpy.where(there, found.units, 0), found.form, found.signed), decimals

    def _texts(self, array: "pa.Array") -> "tuple[PlainNumbers, int]":
        """The plain numbers among texts."""
        import numpy
        import pyarrow as pa
        import pyarrow.compute as pc

        decimals = max(3, min(9, self._finest))
        whole = MOST_PLAIN_DIGITS - decimals
        count = len(array)
        form = numpy.full(count, WHOLE, numpy.int8)
        signed = numpy.zeros(count, bool)
        if self._whole:
            plain = _flags(pc.match_substring_regex(array, rf"^-?[0-9]{{1,{whole}}}$"))
            if plain.all():
                return PlainNumbers(plain, array.cast(pa.int64()).to_numpy() * 10**decimals, form, signed), decimals
            self._whole = False
        sign = "%?" if self._percent else ""
        plain = _flags(pc.match_substring_regex(array, rf"^-?[0-9]{{1,{whole}}}([.,][0-9]{{1,{decimals}}})?{sign}$"))
        texts = pc.if_else(pa.array(plain), array, pa.scalar(None, array.type))
        comma = _flags(pc.match_substring(texts, ","))
        point = _flags(pc.match_substring(texts, "."))
        form[point], form[comma] = POINT, COMMA
        if point.any() or comma.any():
            both = _flags(pc.match_substring_regex(texts, rf"^-?[1-9][0-9]{{0,2}}[.,][0-9]{{3}}{sign}$"))
            form[both & point], form[both & comma] = POINT_OR_THOUSANDS, COMMA_OR_THOUSANDS
        if comma.any():
            texts = pc.replace_substring(texts, ",", ".")
        if self._percent:
            signed = _flags(pc.ends_with(texts, "%"))
            if signed.any():
                texts = pc.replace_substring(texts, "%", "")
        units = decimal_units(texts.cast(pa.decimal128(38, decimals)))
        return PlainNumbers(plain, units, form, signed), decimals

    def _typed(self, array: "pa.Array") -> "tuple[PlainNumbers, int] | None":
        """The plain numbers among numbers that a file holds as such; None for a type whose numbers are all looked at one by one."""
        import numpy
        import pyarrow as pa

        kind, count = array.type, len(array)
        given = ~_flags(array.is_null())
        if pa.types.is_integer(kind):
            numbers = array.fill_null(0).to_numpy(zero_copy_only=False)
            plain = given & (numbers <= _LARGEST) & (numbers >= -_LARGEST if pa.types.is_signed_integer(kind) else True)
            units, decimals = numpy.where(plain, numbers, 0).astype(numpy.int64), 0
        elif pa.types.is_decimal128(kind) and 0 <= kind.scale <= MOST_PLAIN_DIGITS:
            units, decimals = decimal_units(array), kind.scale
            upper = numpy.frombuffer(array.buffers()[1], numpy.int64)[2 * array.offset + 1 : 2 * (array.offset + count) : 2]
            plain = given & (upper == (units >> 63)) & (abs(units) <= _LARGEST)
        elif pa.types.is_float64(kind):
            # A number of at most fifteen digits that divides back to the same float is the shortest text of it: no other so short one is
            # as near to it. So 10^decimals times it is a whole number below 10^15, and the quotient below is rounded once, correctly.
            decimals = min(9, self._finest)
            floats = array.fill_null(0).to_numpy(zero_copy_only=False)
            given &= abs(floats) < 10 ** (15 - decimals)
            scaled = numpy.rint(numpy.where(given, floats, 0) * 10**decimals)
            plain = given & (scaled / 10**decimals == floats) & (abs(scaled) < 10**15)
            units = scaled.astype(numpy.int64)
        else:
            return None
        return PlainNumbers(plain, units, numpy.full(count, WHOLE, numpy.int8), numpy.zeros(count, bool)), decimals

    def _steps(self, decimals: int) -> tuple[NumberSteps, ...]:
        """Of a percent what bare numbers are as points and as shares; of others what they are."""
        if self._percent:
            return NumberSteps(self._kind, decimals + 2, self._factor), NumberSteps(self._kind, decimals, self._factor)
        return (NumberSteps(self._kind, decimals, self._factor),)

    def likeness(self, found: PlainNumbers, decimals: int) -> Any:
        """A number for each plain cell that is the same for cells which are alike to the reader of the column: in form, sign, and whether
        they would fit in each way of reading them."""
        import numpy

        likeness = (found.form * 2 + found.signed).astype(numpy.int64) * 2 + (found.units != 0)
        both = found.form >= POINT_OR_THOUSANDS
        for steps in self._steps(decimals):
            likeness = likeness * 3 + steps.of(found.units)[0]
        for steps in self._steps(decimals):
            likeness *= 3
            if both.any():
                likeness += numpy.where(both, steps.of(numpy.where(both, found.units, 0) * 1000)[0], 0)
        return numpy.where(found.plain, likeness, -1)

    def values(self, found: PlainNumbers, decimals: int, ways: WaysOfNumbers) -> tuple[Any, Any]:
        """The steps of each plain number that has a value, and where it has one."""
        import numpy

        units, there = found.units, found.plain.copy()
        if (found.form != WHOLE).any():
            if ways.decimals_in_doubt:
                there &= found.form == WHOLE
            else:
                vietnamese, english = ways.decimals == "first", ways.decimals == "second"
                thousands = (found.form == POINT_OR_THOUSANDS) & vietnamese | (found.form == COMMA_OR_THOUSANDS) & english
                units = numpy.where(thousands, numpy.where(thousands, units, 0) * 1000, units)
                there &= ~((found.form == POINT) & vietnamese | (found.form == COMMA) & english)
                if ways.mixed or not (vietnamese or english):
                    there &= found.form < POINT_OR_THOUSANDS
        if not self._percent:
            fits, steps = self._steps(decimals)[0].of(units)
            return steps, there & (fits == FITS)
        (fit_points, points), (fit_share, share) = (steps.of(units) for steps in self._steps(decimals))
        as_points, as_share = fit_points == FITS, fit_share == FITS
        if ways.percents == "points":
            bare = as_points & ~(ways.suspect & as_share)
        elif ways.percents == "share":
            bare = as_share & ~(ways.suspect & as_points)
        else:
            bare = numpy.zeros(len(units), bool)
        bare = numpy.where(units == 0, as_points, bare)
        steps = numpy.where(found.signed | (ways.percents == "points"), points, share)
        return steps, there & numpy.where(found.signed, as_points, bare)


def decimal_units(array: "pa.Array") -> Any:
    """The lower 64 bits of decimals, in units of their last digit; 0 where there is none."""
    import numpy

    lower = numpy.frombuffer(array.buffers()[1], numpy.int64)[2 * array.offset : 2 * (array.offset + len(array)) : 2]
    return numpy.where(_flags(array.is_null()), 0, lower) if array.null_count else lower


def _flags(array: "pa.Array") -> Any:
    """Flags as numpy has them; nothing is false."""
    return (array.fill_null(False) if array.null_count else array).to_numpy(zero_copy_only=False)


def _decimals_of(kind: NumberType) -> int:
    """Decimals with which the values of a fact are written, and one more, so that most of what is too fine is plain too."""
    scale = Fraction(kind.scale) if kind.scale is not None else Fraction(1, 10**4)
    decimals = next((many for many in range(8) if (10**many) % scale.denominator == 0), 2)
    return decimals + 1
