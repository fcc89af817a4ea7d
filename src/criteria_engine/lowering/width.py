"""How many bits the numbers of a plan need, and what does not fit an engine's widest number."""

from attrs import frozen

from criteria_engine.lowering.plan import Plan, Register


@frozen
class TooWide:
    """A register whose number may need more bits than an engine has."""

    register: Register
    bits: int


def bits_of(low: int, high: int) -> int:
    """The bits of a number with its sign.

    >>> bits_of(0, 127), bits_of(-128, 0), bits_of(0, 128)
    (8, 8, 9)
    """
    return max(high.bit_length(), (-1 - low).bit_length() if low < 0 else 0) + 1


def too_wide(plan: Plan, bits: int) -> tuple[TooWide, ...]:
    """The registers that may not fit a signed number of so many bits; nothing where the plan fits. A plan that does not fit is
    refused by the engine, never run."""
    found = []
    for register, kind in enumerate(plan.kinds):
        if kind == "number":
            needed = bits_of(plan.lows[register], plan.highs[register])
            if needed > bits:
                found.append(TooWide(register, needed))
    return tuple(found)
