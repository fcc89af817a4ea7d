"""The lowest and highest share of parts that may be left out, in registers: numerator and denominator move together.

As the interpreter does, each round moves to the best choice of parts for the share so far. The choices of later rounds leave out more
and more of the optional parts, so with as many rounds as there are such parts the share is exact. A plan has `ROUNDS`, and leaves
a record for which another one would still change the share to the interpreter.
"""

from collections.abc import Iterable, Sequence

from attrs import frozen

from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder
from criteria_engine.lowering.plan import Exact, Register

ROUNDS = 3


@frozen(eq=False)
class Portion:
    """Something that counts in a share where `counts` is true: from `low` to `high` of `whole`, or where it has parts what they count;
    where `optional` it may be left out, with all the parts that it is made of."""

    low: Exact
    high: Exact
    whole: Exact
    counts: Register
    optional: Register
    parts: tuple["Portion", ...] = ()


def group(b: Builder, parts: Sequence[Portion], counts: Register, optional: Register) -> Portion:
    """A portion that is made of others."""
    zero = e.exact(b, 0)
    return Portion(zero, zero, zero, counts, optional, tuple(parts))


@frozen
class ShareRange:
    """The lowest and the highest share; `none` where there is nothing to take a share of, `empty` where there may turn out to be nothing."""

    low: Exact
    high: Exact
    none: Register
    empty: Register


Ratio = tuple[Exact, Exact]
"""A numerator and a denominator."""

WIDEST = 2**63
WIDER = 2**16
"""Where a round needs numbers wider than 64 bits, and much wider than the share itself, records for which it would matter are left to the
interpreter, so that engines with a widest number can take all others."""


def may_be_empty(b: Builder, portions: Sequence[Portion]) -> Register:
    """Whether leaving out every optional portion leaves nothing to take a share of."""
    return b.negated(b.some([_settled(b, portion) for portion in portions]))


def _settled(b: Builder, portion: Portion) -> Register:
    own = b.some([_settled(b, part) for part in portion.parts]) if portion.parts else e.compared(b, "<", e.exact(b, 0), portion.whole)
    return b.every((portion.counts, b.negated(portion.optional), own))


def share_range(b: Builder, portions: Sequence[Portion]) -> ShareRange:
    """The share that the portions have together."""
    movable = _movable(b, portions)
    low = plain_low = _sum(b, portions, False, None)
    high = plain_high = low if _is_point(portions) else _sum(b, portions, True, None)
    if movable:
        known, doubts = len(b.instructions), len(b.unsure)
        low, high = _moved(b, portions, low, len(movable), False), _moved(b, portions, high, len(movable), True)
        plain = _widest(b, [number.above for number in (*plain_low, *plain_high)])
        if _widest(b, range(known, len(b.instructions))) >= max(WIDEST, plain * WIDER):
            del b.unsure[doubts:]
            b.never(b.some(movable))
            low, high = plain_low, plain_high
    none = e.compared(b, "<=", low[1], e.exact(b, 0))
    return ShareRange(e.over(b, *low), e.over(b, *high), none, may_be_empty(b, portions) if movable else none)


def _widest(b: Builder, registers: Iterable[Register]) -> int:
    return max((max(b.highs[register], -b.lows[register]) for register in registers), default=0)


def _movable(b: Builder, portions: Sequence[Portion]) -> list[Register]:
    """For each portion that may ever be left out, at any depth, whether it may."""
    found: list[Register] = []
    for portion in portions:
        flag = b.every((portion.counts, portion.optional))
        if b.constant_of(flag) is not False:
            found.append(flag)
        found += [b.every((portion.counts, inner)) for inner in _movable(b, portion.parts)]
    return [flag for flag in found if b.constant_of(flag) is not False]


def _is_point(portions: Sequence[Portion]) -> bool:
    return all(_is_point(portion.parts) if portion.parts else portion.low == portion.high for portion in portions)


def _moved(b: Builder, portions: Sequence[Portion], start: Ratio, movable: int, highest: bool) -> Ratio:
    """The lowest or highest share, from that with every optional portion counted."""
    best = start
    for turn in range(min(movable, ROUNDS) + 1):
        if turn == movable:
            break
        found = _sum(b, portions, highest, best)
        better = b.every((e.compared(b, "<", e.exact(b, 0), found[1]), _beyond(b, found, best, highest)))
        if turn == ROUNDS:
            b.never(better)
            break
        best = e.chosen(b, better, found[0], best[0]), e.chosen(b, better, found[1], best[1])
    return best


def _sum(b: Builder, portions: Sequence[Portion], highest: bool, best: Ratio | None) -> Ratio:
    """What portions count together: all of them, or those that bring the share beyond the best so far."""
    zero = e.exact(b, 0)
    above = below = zero
    for portion in portions:
        own = _sum(b, portion.parts, highest, best) if portion.parts else (portion.high if highest else portion.low, portion.whole)
        flag = portion.counts
        if best is not None and b.constant_of(portion.optional) is not False:
            flag = b.every((flag, b.some((b.negated(portion.optional), _beyond(b, own, best, highest)))))
        above, below = e.plus(b, above, e.chosen(b, flag, own[0], zero)), e.plus(b, below, e.chosen(b, flag, own[1], zero))
    return above, below


def _beyond(b: Builder, one: Ratio, other: Ratio, highest: bool) -> Register:
    """Whether a share is lower than another, or where `highest` is asked for higher, by cross-multiplying."""
    left, right = e.times(b, one[0], other[1]), e.times(b, other[0], one[1])
    return e.compared(b, "<", right, left) if highest else e.compared(b, "<", left, right)
