"""Whole numbers times a scale, or quotients of them, become the two columns that a number has in a results table: decimals and exact texts.

Where few different numbers stand in a column each is written once, exactly as for single results. Where there are many, they are
written by arithmetic on whole columns of 128-bit decimals, which is exact as long as the scale has at most ten decimals.
"""

from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from criteria_engine.values.numbers import Rational, decimal_places, exact_text, round_to

if TYPE_CHECKING:
    import pyarrow as pa

PLACES = 10
"""Decimals of a decimal column."""

DIGITS = 38
"""Digits of a decimal column: the most that 128 bits hold."""

FEW = 4096
"""So many different numbers of a column are written one by one."""

KEPT = 65_536
"""So many numbers of a scale are kept as they are written, for the batches that follow."""

_EXACTLY = Context(prec=DIGITS + PLACES)
_PLAIN = 6
"""Arrow writes a decimal with more places than that with an exponent where it is small."""
_WIDEST = 18
"""Digits of a factor that leave room for every 64-bit number in a decimal column."""


@frozen(eq=False)
class NumberColumns:
    """The decimals and exact texts of a column of numbers; both null where there is none."""

    decimals: "pa.Array"
    texts: "pa.Array"


def number_columns(above: "pa.Array", below: "pa.Array | None", scale: Fraction) -> NumberColumns:
    """The columns of `above` times `scale`, over `below` where there is one; null where `above` is.

    >>> import pyarrow as pa
    >>> found = number_columns(pa.array([69, None]), None, Fraction(1, 2))
    >>> found.texts.to_pylist(), [str(each) for each in found.decimals.to_pylist()]
    (['34.5', None], ['34.5000000000', 'None'])
    """
    if below is None:
        encoded = above.dictionary_encode()
        if len(encoded.dictionary) > FEW and (found := _by_arithmetic(above, scale)) is not None:
            return found
        return _of_few([(value, 1) for value in encoded.dictionary.to_pylist()], scale, encoded.indices)
    return _of_pairs(above, below, scale)


def _of_pairs(above: "pa.Array", below: "pa.Array", scale: Fraction) -> NumberColumns:
    import pyarrow as pa
    import pyarrow.compute as pc

    tops, bottoms = above.dictionary_encode(), below.dictionary_encode()
    pairs = pc.add(pc.multiply(tops.indices.cast(pa.int64()), len(bottoms.dictionary)), bottoms.indices).dictionary_encode()
    top, bottom = tops.dictionary.to_pylist(), bottoms.dictionary.to_pylist()
    places = [divmod(pair, len(bottom)) for pair in pairs.dictionary.to_pylist()]
    return _of_few([(top[one], bottom[other]) for one, other in places], scale, pairs.indices)


def _of_few(pairs: list[tuple[int, int]], scale: Fraction, places: "pa.Array") -> NumberColumns:
    import pyarrow as pa

    kept = _kept(scale)
    if len(kept) > KEPT:
        kept.clear()
    written = []
    for pair in pairs:
        found = kept.get(pair)
        if found is None:
            number = Fraction(*pair) * scale
            found = kept[pair] = decimal_of(number), exact_text(number)
        written.append(found)
    decimals = pa.array([decimal for decimal, _ in written], pa.decimal128(DIGITS, PLACES))
    return NumberColumns(decimals.take(places), pa.array([text for _, text in written], pa.string()).take(places))


@lru_cache(64)
def _kept(scale: Fraction) -> dict[tuple[int, int], tuple[Decimal | None, str]]:
    """What numbers of a scale are as they are written, for those that have been met."""
    return {}


def _by_arithmetic(above: "pa.Array", scale: Fraction) -> NumberColumns | None:
    """None where the scale has too many decimals, or is too great."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places = decimal_places(scale)
    if places is None or places > min(_PLAIN, PLACES) or len(str(scale.numerator * 10**PLACES)) > _WIDEST:
        return None
    texts = _times(above, scale, places).cast(pa.string())
    if places:
        texts = pc.utf8_rtrim(pc.utf8_rtrim(texts, "0"), ".")
    return NumberColumns(_times(above, scale, PLACES), texts)


def _times(above: "pa.Array", scale: Fraction, places: int) -> "pa.Array":
    """The numbers as decimals with so many places: a whole number of the last place, read with the point where it belongs."""
    import pyarrow as pa
    import pyarrow.compute as pc

    factor = int(scale * 10**places)
    whole = pc.multiply(above.cast(pa.decimal128(19)), pa.scalar(Decimal(factor), pa.decimal128(len(str(factor)))))
    kind = pa.decimal128(DIGITS, places)
    return pa.Array.from_buffers(kind, len(whole), whole.buffers(), whole.null_count, whole.offset)


def decimal_of(number: Rational) -> Decimal | None:
    """A number as a decimal to ten places, rounded half up; None where it has more than 28 digits before the point."""
    scaled = Fraction(round_to(number, Fraction(1, 10**PLACES), "half up")) * 10**PLACES
    whole = scaled.numerator
    return None if abs(whole) >= 10**DIGITS else Decimal(whole).scaleb(-PLACES, _EXACTLY)
