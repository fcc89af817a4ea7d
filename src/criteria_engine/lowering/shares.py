"""The lowest and highest share of parts that may be left out, in registers: numerator and denominator move together.

As the interpreter does, each round moves to the best choice of parts for the share so far. The choices of later rounds leave out more
and more of the optional parts, so with as many rounds as there are such parts the share is exact. A plan has `ROUNDS`, and leaves
a record for which another one would still change the share to the interpreter.
"""

from collections.abc import Sequence

from attrs import frozen

from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder
from criteria_engine.lowering.plan import Exact, Register

ROUNDS = 3


@frozen(eq=False)
class Portion:
    """Something that counts in a share where `counts` is true: from `low` to `high` of `whole`; where `optional` it may be left out."""

    low: Exact
    high: Exact
    whole: Exact
    counts: Register
    optional: Register


@frozen
class ShareRange:
    """The lowest and the highest share; `none` where there is nothing to take a share of, `empty` where there may turn out to be nothing."""

    low: Exact
    high: Exact
    none: Register
    empty: Register


Fraction = tuple[Exact, Exact]
"""A numerator and a denominator."""


def share_range(b: Builder, portions: Sequence[Portion]) -> ShareRange:
    """The share that the portions have together. Where one may be left out that is itself a quotient of numbers of the record, the record
    is the interpreter's."""
    zero = e.exact(b, 0)
    movable = [portion for portion in portions if b.constant_of(portion.optional) is not False]
    if any(end.below is not None for portion in portions for end in (portion.low, portion.high)):
        for portion in movable:
            b.never(b.every((portion.counts, portion.optional)))
        movable = []
    ends: list[Fraction] = []
    for highest in (False, True):
        if highest and not movable and all(portion.low == portion.high for portion in portions):
            ends.append(ends[0])
            continue
        values = [(portion, portion.high if highest else portion.low) for portion in portions]
        found = _sum(b, [(value, portion.whole, portion.counts) for portion, value in values])
        ends.append(_moved(b, found, values, movable, highest))
    (low, low_whole), (high, high_whole) = ends
    none = e.compared(b, "<=", low_whole, zero)
    settled = [b.every((portion.counts, b.negated(portion.optional))) for portion in portions if e.constant_of(b, portion.whole) != 0]
    return ShareRange(e.over(b, low, low_whole), e.over(b, high, high_whole), none, b.negated(b.some(settled)))


def _sum(b: Builder, found: Sequence[tuple[Exact, Exact, Register]]) -> Fraction:
    zero = e.exact(b, 0)
    above = below = zero
    for value, whole, flag in found:
        above, below = e.plus(b, above, e.chosen(b, flag, value, zero)), e.plus(b, below, e.chosen(b, flag, whole, zero))
    return above, below


def _moved(b: Builder, start: Fraction, values: Sequence[tuple[Portion, Exact]], movable: Sequence[Portion], highest: bool) -> Fraction:
    """The lowest or highest share, from that with every optional portion counted."""
    best = start
    for turn in range(min(len(movable), ROUNDS) + 1):
        kept = []
        for portion, value in values:
            flag = portion.counts
            if portion in movable:
                flag = b.every((flag, b.some((b.negated(portion.optional), _beyond(b, (value, portion.whole), best, highest)))))
            kept.append((value, portion.whole, flag))
        found = _sum(b, kept)
        better = b.every((e.compared(b, "<", e.exact(b, 0), found[1]), _beyond(b, found, best, highest)))
        if turn == len(movable):
            break
        if turn == ROUNDS:
            b.never(better)
            break
        best = e.chosen(b, better, found[0], best[0]), e.chosen(b, better, found[1], best[1])
    return best


def _beyond(b: Builder, one: Fraction, other: Fraction, highest: bool) -> Register:
    """Whether a share is lower than another, or where `highest` is asked for higher, by cross-multiplying."""
    left, right = e.times(b, one[0], other[1]), e.times(b, other[0], one[1])
    return e.compared(b, "<", right, left) if highest else e.compared(b, "<", left, right)
