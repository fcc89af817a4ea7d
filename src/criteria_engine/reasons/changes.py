"""Changes to facts, and what a search for the smallest ones found. Plain data."""

from typing import Literal

from attrs import frozen

from criteria_engine.reasons.question import Goal
from criteria_engine.reasons.variables import Variable
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import Value


@frozen
class Change:
    """A fact, or a field of the row (counted from 0) of a related table, that changes: from what it is, None where that is missing
    or could not be read, to what reaches the goal; in how many of its steps. `alike` are the rows (counted from 0) of which any other
    would do as well as its own, its own among them."""

    variable: Variable
    before: Value | None
    after: Value
    steps: int
    alike: tuple[int, ...] = ()

    @property
    def cost(self) -> Rational:
        """Its steps at its fact's own cost a step."""
        return self.steps * self.variable.fact.cost


@frozen
class SetOfChanges:
    """Changes that together reach the goal. None of them can be left out; where it is `proved`, no values of the same facts do so
    at less cost, and no set of fewer facts does at all unless it is among the answers too. Of sets that differ only in which of
    several rows that are alike they change, one stands for all."""

    changes: tuple[Change, ...]
    proved: bool = True

    @property
    def cost(self) -> Rational:
        return sum((change.cost for change in self.changes), 0)


Ending = Literal["complete", "enough", "cut short"]


@frozen
class SmallestChanges:
    """What a search found: sets of changes, the smallest first. `reached` says that the goal is reached already; `out_of_reach` that no
    change of actionable facts whatever reaches it; then `even_completed` that none would either if all that is missing were known.
    Where a search was cut short, any set that it did not find has at least `fewest` changes, and where it has just as many costs
    at least `least_cost`."""

    goal: Goal
    actionable: tuple[Variable, ...]
    sets: tuple[SetOfChanges, ...] = ()
    reached: bool = False
    out_of_reach: bool = False
    even_completed: bool = False
    ending: Ending = "complete"
    fewest: int = 0
    least_cost: Rational = 0
    asked: int = 0
