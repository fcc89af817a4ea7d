"""Cells that can be read in two ways: all cells of a column together say which is meant, or that nobody can know."""

from collections.abc import Callable, Iterable
from typing import Generic, Literal, TypeVar

from attrs import frozen

V = TypeVar("V")
Fit = Literal["fits", "too fine", "out of bounds"]
"""Whether a fact can have a value, and if not, why."""

Meant = Literal["first", "second", "either", "doubtful"]

CLEAR_MAJORITY = 4
"""How many times as many cells of one form make those of the other mere slips, which say nothing of doubtful cells."""

MOST_EXAMPLES = 3
"""Cells that a fault about a column shows."""


@frozen
class TwoWays(Generic[V]):
    """A text, in how many cells it stands, and what it is when read the first and the second way (None: not of that form)."""

    text: str
    cells: int
    first: V | None
    second: V | None

    @property
    def differs(self) -> bool:
        """Whether both ways read it, and not alike."""
        return self.first is not None and self.second is not None and self.first != self.second


@frozen
class Decision(Generic[V]):
    """Which way a column is read. `mixed`: so many cells can only be read the other way that those which can be read both ways
    stay in doubt. `by_bounds`: only the bounds of the fact
    say so. `example` is a cell that is read this way only; `differing` are cells on which the ways differ."""

    meant: Meant
    mixed: bool = False
    by_bounds: bool = False
    example: str = ""
    differing: tuple[TwoWays[V], ...] = ()


def decide(cells: Iterable[TwoWays[V]], fit: Callable[[str, V], Fit]) -> Decision[V]:
    """The way in which a column is meant.

    First by form: a cell that can be read only one way (`1.250.000`), and then fits, says how `1.250` is meant beside it. Where such cells
    contradict each other the more numerous way counts, and of equal numbers neither. Else by what the fact can have: a declared
    scale excludes a way by a single cell, bounds only where they exclude it for most of the cells, since a single
    cell out of bounds is more likely an error than a clue.
    """
    found = list(cells)
    differing = tuple(each for each in found if each.differs)
    only_first = [each for each in found if each.first is not None and each.second is None]
    only_second = [each for each in found if each.second is not None and each.first is None]
    if only_first and only_second:
        fitting = [[each for each in clues if _reads(each, fit)] for clues in (only_first, only_second)]
        if any(fitting):
            only_first, only_second = fitting
    if differing and not any(_reads(each, fit) for each in (*only_first, *only_second)):
        decided = _by_fit(differing, fit)
        if decided.meant != "doubtful":
            return decided
    first, second = _cells(only_first), _cells(only_second)
    if first or second:  # clues that do not fit are errors, but still clues where there is nothing else
        if first == second:
            return Decision("doubtful", True, differing=differing)
        meant, clues = ("first", only_first) if first > second else ("second", only_second)
        example = max(clues, key=lambda each: (each.cells, each.text)).text
        contested = CLEAR_MAJORITY * min(first, second) > max(first, second)
        return Decision("first" if meant == "first" else "second", contested, False, example, differing)
    if not differing:
        return Decision("either")
    return _by_fit(differing, fit)


def _reads(clue: TwoWays[V], fit: Callable[[str, V], Fit]) -> bool:
    """Whether a cell that can be read only one way is then a value that the fact can have."""
    value = clue.first if clue.first is not None else clue.second
    return value is not None and fit(clue.text, value) == "fits"


def _by_fit(differing: tuple[TwoWays[V], ...], fit: Callable[[str, V], Fit]) -> Decision[V]:
    fitting_first: list[TwoWays[V]] = []
    fitting_second: list[TwoWays[V]] = []
    by_scale = {"first": False, "second": False}
    both = False
    for each in differing:
        assert each.first is not None and each.second is not None
        one, other = fit(each.text, each.first), fit(each.text, each.second)
        both |= one == other == "fits"
        if one == "fits" != other:
            fitting_first.append(each)
            by_scale["first"] |= other == "too fine"
        elif other == "fits" != one:
            fitting_second.append(each)
            by_scale["second"] |= one == "too fine"
    first, second, cells = _cells(fitting_first), _cells(fitting_second), _cells(differing)
    if not first and not second:
        return Decision("doubtful" if both else "first", differing=differing)
    meant: Meant = "first" if first > second else "second"
    scale_says = by_scale[meant] and not (first and second)
    if not scale_says and 2 * max(first, second) <= cells:
        return Decision("doubtful", differing=differing)
    clues = fitting_first if meant == "first" else fitting_second
    return Decision(meant, False, not scale_says, max(clues, key=lambda each: (each.cells, each.text)).text, differing)


def examples_of(decision: Decision[V], shown: Callable[[str, V], str]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """What the first cells on which the ways differ are under each of them, and how many such cells there are."""
    chosen = decision.differing[:MOST_EXAMPLES]
    first = tuple(f"{each.text} = {shown(each.text, each.first)}" for each in chosen if each.first is not None)
    second = tuple(f"{each.text} = {shown(each.text, each.second)}" for each in chosen if each.second is not None)
    return first, second, _cells(decision.differing)


def _cells(found: Iterable[TwoWays[V]]) -> int:
    return sum(each.cells for each in found)
