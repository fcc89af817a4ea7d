"""A target's quantity and what is known of a group of units become whether the target holds, and how many units it lacks.

Of a group of `base` units `sure` have what the target asks for, and `open` more may have it: the count lies somewhere from
`sure` to `sure + open`, and the target holds when it holds for every count there.
"""

from fractions import Fraction
from math import ceil
from math import floor as whole_below
from typing import Literal

from attrs import frozen

from criteria_engine.values.numbers import Rational

Quantity = Literal["every", "at least", "at most", "exactly"]


@frozen
class CountRange:
    """A count of units that lies from `low` to `high`, both included."""

    low: int
    high: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"{self.low}..{self.high}")


@frozen
class Reach:
    """What a target asks of a group, and how far the group is from it.

    `least` and `most` are the counts between which the target holds (None: no bound on that side). `lacking` is how many
    more units must come to have what is asked, `excess` how many must cease to: the low end if every open unit turns out
    as wished, the high end if none does. `holds` is None where the open units decide.
    """

    least: int | None
    most: int | None
    lacking: CountRange
    excess: CountRange
    holds: bool | None


def bounds(quantity: Quantity, number: Rational | None, share: bool, base: int) -> tuple[int | None, int | None]:
    """The least and the most units that a target allows, of `base` units; `number` is a ratio where `share`.

    A share is never rounded in the target's favour: `at least` takes the next whole number above, `at most` the one below;
    `exactly` a share that no whole number of units is asks for more than it allows, so nothing meets it. `at least`, and
    `exactly` a share, of an empty group ask for one unit all the same, so an empty group never meets them.

    >>> bounds("at least", Fraction(3, 10), True, 249), bounds("at most", Fraction(3, 10), True, 249)
    ((75, None), (None, 74))
    """
    if quantity == "every" or number is None:
        return base, None
    amount = Fraction(number) * base if share else Fraction(number)
    least, most = ceil(amount), whole_below(amount)
    if not base and (quantity == "at least" or (quantity == "exactly" and share and number > 0)):
        least = max(1, least)
    if quantity == "at least":
        return least, None
    return (None if quantity == "at most" else least), most


def reach(quantity: Quantity, number: Rational | None, share: bool, base: int, sure: int, open: int) -> Reach:
    """How a group stands to a target.

    >>> reach("at least", Fraction(3, 10), True, 249, 74, 0).holds, reach("at least", Fraction(3, 10), True, 249, 75, 0).holds
    (False, True)
    >>> reach("at least", 3, False, 34, 1, 5).lacking
    CountRange(low=0, high=2)
    """
    least, most = bounds(quantity, number, share, base)
    lacking = CountRange(max(0, (least or 0) - sure - open), max(0, (least or 0) - sure))
    excess = CountRange(0, 0) if most is None else CountRange(max(0, sure - most), max(0, sure + open - most))
    impossible = least is not None and most is not None and least > most
    holds: bool | None = None
    if impossible or lacking.low or excess.low:
        holds = False
    elif not lacking.high and not excess.high:
        holds = True
    return Reach(least, most, lacking, excess, holds)
