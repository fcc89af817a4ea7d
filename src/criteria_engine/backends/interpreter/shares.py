"""Exact lowest and highest shares where parts may be left out: numerator and denominator move together."""

from collections.abc import Sequence

from attrs import frozen

from criteria_engine.values.intervals import Ranged, highest, interval, lowest
from criteria_engine.values.numbers import Rational, normal, ratio
from criteria_engine.values.truth import Origin


@frozen
class Part:
    """Something that counts in a share: from `low` to `high` of `whole`. An optional part may be left out, with all the
    parts that it is made of; a part made of others counts through them only."""

    low: Rational
    high: Rational
    whole: Rational
    optional: bool = False
    parts: tuple["Part", ...] = ()


def _chosen(parts: Sequence[Part], ratio: Rational, sign: int) -> tuple[Rational, Rational]:
    """Numerator and denominator of the choice of parts that makes numerator - ratio × denominator smallest (sign 1), or
    greatest (sign -1)."""
    amount: Rational = 0
    whole: Rational = 0
    for part in parts:
        if part.parts:
            found = _chosen(part.parts, ratio, sign)
        else:
            found = (part.low if sign > 0 else part.high, part.whole)
        if part.optional and sign * (found[0] - ratio * found[1]) >= 0:
            continue
        amount += found[0]
        whole += found[1]
    return amount, whole


def _extreme(parts: Sequence[Part], sign: int) -> Rational | None:
    """The lowest (sign 1) or highest (-1) share that some choice of optional parts gives; None where no choice has
    anything to take a share of. Each round moves to the best choice for the share so far, so it ends exactly."""
    best, sure = _whole_share(parts, sign)
    while best is not None and not sure:
        amount, whole = _chosen(parts, best, sign)
        if whole == 0 or sign * (amount - best * whole) >= 0:
            break
        best = ratio(amount, whole)
    return None if best is None else normal(best)


def _whole_share(parts: Sequence[Part], sign: int) -> tuple[Rational | None, bool]:
    """The share with every optional part counted, and whether none is optional, so that it is the only one."""
    amount: Rational = 0
    whole: Rational = 0
    sure = True
    stack = list(parts)
    while stack:
        part = stack.pop()
        sure = sure and not part.optional
        if part.parts:
            stack.extend(part.parts)
        else:
            amount += part.low if sign > 0 else part.high
            whole += part.whole
    return (None if whole == 0 else ratio(amount, whole)), sure


def is_open(part: Part) -> bool:
    """Whether what a part counts, or whether it does, is not settled."""
    return part.optional or (any(map(is_open, part.parts)) if part.parts else part.low != part.high)


def share_range(parts: Sequence[Part], origins: frozenset[Origin]) -> Ranged | None:
    """The share that the parts have together, as an interval where something is open; None when there is nothing to
    take a share of."""
    if len(parts) == 1 and not parts[0].parts and not parts[0].optional and parts[0].low == parts[0].high:
        only = parts[0]
        if only.whole == 0:
            return None
        return 1 if only.low == only.whole else 0 if only.low == 0 else ratio(only.low, only.whole)
    low = _extreme(parts, 1)
    high = _extreme(parts, -1) if any(map(is_open, parts)) else low
    return None if low is None or high is None else interval(low, high, origins)


def may_be_empty(parts: Sequence[Part]) -> bool:
    """Whether leaving out every optional part leaves nothing to take a share of."""
    return all(part.optional or (part.whole == 0 and not part.parts) or (bool(part.parts) and may_be_empty(part.parts)) for part in parts)


def total_range(parts: Sequence[Part], origins: frozenset[Origin]) -> Ranged:
    """The sum of what the parts count."""
    low: Rational = 0
    high: Rational = 0
    for part in parts:
        found = total_range(part.parts, origins) if part.parts else None
        part_low, part_high = (part.low, part.high) if found is None else (lowest(found), highest(found))
        low += min(part_low, 0) if part.optional else part_low
        high += max(part_high, 0) if part.optional else part_high
    return interval(low, high, origins)


def whole_range(parts: Sequence[Part], origins: frozenset[Origin]) -> Ranged:
    """The sum of what the parts count out of."""
    low: Rational = 0
    high: Rational = 0
    for part in parts:
        found = whole_range(part.parts, origins) if part.parts else None
        part_low, part_high = (part.whole, part.whole) if found is None else (lowest(found), highest(found))
        low += 0 if part.optional else part_low
        high += part_high
    return interval(low, high, origins)
