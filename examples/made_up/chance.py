"""Numbers drawn by a seed: the same on every platform, since only `Random.random` and exact arithmetic are used."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

SEED = "criteria_engine made-up data 1"

Choice = TypeVar("Choice")


class Chance:
    """A stream of its own for each topic, so that a change in one leaves all others as they were."""

    def __init__(self, *topic: object) -> None:
        self._random = random.Random("/".join([SEED, *map(str, topic)]))

    def happens(self, percent: float) -> bool:
        """True in so many of a hundred draws."""
        return self._random.random() * 100 < percent

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """One of the choices, all alike."""
        return choices[self.whole(0, len(choices) - 1)]

    def weighted(self, weights: Mapping[str, int]) -> str:
        """A name, drawn by its weight."""
        left = self.whole(1, sum(weights.values()))
        for name, weight in weights.items():
            left -= weight
            if left <= 0:
                return name
        raise ValueError(weights)

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included."""
        return first + timedelta(days=self.whole(0, (last - first).days))


def part(total: int, permille: int) -> int:
    """So many thousandths of a whole number, rounded down."""
    return total * permille // 1000


def decimal(number: int, places: int) -> str:
    """A whole number of tenths or hundredths as decimal text.

    >>> decimal(912, 1)
    '91.2'
    """
    whole, rest = divmod(number, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


def yes_no(answer: bool) -> str:
    """The cell of an answer."""
    return "yes" if answer else "no"
