"""What an operation becomes in registers, and what its lowering may ask of the program that it stands in."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from attrs import frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import exact as e
from criteria_engine.lowering.builder import Builder, Place
from criteria_engine.lowering.plan import Exact, Register
from criteria_engine.lowering.shares import Portion


@frozen
class Truth:
    """Two flags: surely true, surely false; neither where it is unknown, never both. `place` is where it is noted from what it is open."""

    yes: Register
    no: Register
    place: Place = 0


@frozen
class Amount:
    """A number, day or choice: from the lowest to the highest that it may be, unless it is unknown altogether."""

    low: Exact
    high: Exact
    unknown: Register
    place: Place = 0


@frozen
class Word:
    """A text or an assessed outcome, unless it is unknown."""

    value: Register
    unknown: Register
    place: Place = 0


Lowered = Truth | Amount | Word


@frozen
class Counted:
    """How a heading counts in a score above it: points and possible points from the lowest to the highest, and whether it may be
    left out of a share; `counts` is false where it surely does not count. `portion` is how it counts in a share. `said` tells that what is said of
    points that are not applicable counts instead of its own, `left_out` that these may be left out."""

    low: Exact
    high: Exact
    whole_low: Exact
    whole_high: Exact
    optional: Register
    counts: Register
    portion: Portion
    said: Register
    left_out: Register


@frozen(eq=False)
class Judged:
    """A heading in registers. `outcomes` holds a flag for each outcome that the heading may ever have, true where it still may;
    where `single`, exactly one is true in every record. `points` is unknown where there are none. `average` is its
    weighted average, where it has one; `may_lack_share` tells that it may have none although it applies. `of_outcome`, `of_points` and `of_grades`
    are the places where it is noted from what these are open; of the points that may be from more than the number is."""

    outcomes: dict[str, Register]
    single: bool
    points: Amount | None
    counted: Counted | None
    average: Amount | None
    grades: dict[int, Register]
    stated: Register
    may_lack_share: Register
    of_outcome: Place = 0
    of_points: Place = 0
    of_grades: Place = 0


class Program(Protocol):
    """A program being lowered."""

    @property
    def dated(self) -> Dated: ...

    @property
    def b(self) -> Builder: ...

    @property
    def judged(self) -> Any: ...

    def value(self, expression: ir.Expression) -> Lowered: ...

    def truth(self, expression: ir.Expression) -> Truth: ...

    def amount(self, expression: ir.Expression) -> Amount: ...

    def defined(self, name: str) -> Lowered: ...


Meaning = Callable[[Any, Any], Lowered]
"""How an operation is lowered: the operation, the program."""


def decided(b: Builder, yes: Register) -> Truth:
    """A truth that is never unknown."""
    return Truth(yes, b.negated(yes))


def conjunction(b: Builder, truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    yes, no = b.every([truth.yes for truth in found]), _unless_decided(b, found, b.every, b.some)
    return _joined(b, yes, no, found)


def disjunction(b: Builder, truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    yes, no = b.some([truth.yes for truth in found]), _unless_decided(b, found, b.some, b.every)
    return _joined(b, yes, no, found)


def _joined(b: Builder, yes: Register, no: Register, truths: list[Truth]) -> Truth:
    if not b.tracing:
        return Truth(yes, no)
    return Truth(yes, no, b.note(Truth(yes, no), [(truth.place, None) for truth in truths]))


Joining = Callable[[Iterable[Register]], Register]


def _unless_decided(b: Builder, truths: list[Truth], yes: Joining, no: Joining) -> Register:
    if all(is_decided(b, truth) for truth in truths):
        return b.negated(yes(truth.yes for truth in truths))
    return no(truth.no for truth in truths)


def is_decided(b: Builder, truth: Truth) -> bool:
    """Whether a truth is never unknown, as far as is known at compile time."""
    return truth.no == b.negated(truth.yes)


def negation(truth: Truth) -> Truth:
    return Truth(truth.no, truth.yes, truth.place)


def known(b: Builder, number: Exact) -> Amount:
    """A number that is never open."""
    return Amount(number, number, b.flag(False))


def opened(b: Builder, found: Lowered) -> Register:
    """Whether a value is open: not known, or only between two ends."""
    match found:
        case Truth(yes, no):
            return b.negated(b.some((yes, no)))
        case Amount(low, high, unknown):
            return b.some((unknown, apart(b, low, high)))
    return found.unknown


def apart(b: Builder, low: Exact, high: Exact) -> Register:
    """Whether the lowest and the highest of a number differ."""
    return b.flag(False) if low == high else e.compared(b, "<", low, high)


def noted(b: Builder, found: Amount, *places: Place) -> Amount:
    """A number that where it is open is so from all of these places."""
    if not b.tracing:
        return found
    return Amount(found.low, found.high, found.unknown, b.note(found, [(place, None) for place in places]))


def is_point(found: Lowered) -> bool:
    """Whether a value that is open is not known at all: then whatever is made of it is open too."""
    return not isinstance(found, Amount) or found.low == found.high
