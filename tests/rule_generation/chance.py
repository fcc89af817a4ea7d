"""Where made-up rules and records get their choices from: Hypothesis, which can shrink them, or a seed, which is faster."""

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Made = TypeVar("Made")


class Chance(Protocol):
    """A source of choices; the first options are the simplest, towards which examples shrink."""

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        ...


class Seeded:
    """Choices that a seed settles."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def whole(self, low: int, high: int) -> int:
        return self._random.randint(low, high)


class Drawn:
    """Choices that Hypothesis draws."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw

    def whole(self, low: int, high: int) -> int:
        return int(self._draw(_integers(low, high)))


@cache
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


def pick(chance: Chance, options: Sequence[T]) -> T:
    """One of the options."""
    return options[0] if len(options) == 1 else options[chance.whole(0, len(options) - 1)]


def likely(chance: Chance, times: int, of: int = 10) -> bool:
    """True so many times of ten; False is the simpler answer."""
    return chance.whole(0, of - 1) >= of - times


def several(chance: Chance, low: int, high: int, make: Callable[[], T]) -> list[T]:
    """From `low` to `high` made one after the other."""
    return [make() for _ in range(chance.whole(low, high))]


def distinct(chance: Chance, low: int, high: int, options: Sequence[T]) -> list[T]:
    """From `low` to `high` different ones of the options, in their order."""
    pool = list(range(len(options)))
    chosen = []
    for _ in range(chance.whole(min(low, len(pool)), min(high, len(pool)))):
        chosen.append(pool.pop(chance.whole(0, len(pool) - 1)))
    return [options[index] for index in sorted(chosen)]


def made_by(make: Callable[[Chance], Made]) -> st.SearchStrategy[Made]:
    """A strategy of what a function makes by chance."""

    @st.composite
    def strategy(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Made:
        return make(Drawn(draw))

    return strategy()
