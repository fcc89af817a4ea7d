"""The width of each register of a plan, as narrow as its bounds allow; what no width holds is refused."""

from collections.abc import Sequence

from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.plan import Kind
from criteria_engine.lowering.width import bits_of

WIDTHS = (8, 16, 32, 64, 128, 256, 512)
"""The widths of numbers, in bits; vectors have up to 64."""

TEXT = 32
"""Texts are compared by their numbers in a dictionary."""


def width_of(low: int, high: int) -> int:
    """The narrowest width that holds all numbers from the lowest to the highest. Raises Unsupported where none does.

    >>> width_of(0, 127), width_of(-200, 0), width_of(0, 10**30)
    (8, 16, 128)
    """
    needed = bits_of(low, high)
    for width in WIDTHS:
        if needed <= width:
            return width
    raise Unsupported("numbers", f"one may need {needed} bits; columns have at most {WIDTHS[-1]}")


def widths(kinds: Sequence[Kind], lows: Sequence[int], highs: Sequence[int]) -> tuple[int, ...]:
    """The width of each register; a flag has one bit. Raises Unsupported."""
    by_kind = {"flag": 1, "text": TEXT}
    return tuple(width_of(low, high) if kind == "number" else by_kind[kind] for kind, low, high in zip(kinds, lows, highs, strict=True))
