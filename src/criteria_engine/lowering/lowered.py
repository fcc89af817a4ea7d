"""What an operation becomes in registers, and what its lowering may ask of the program that it stands in."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from attrs import frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Builder
from criteria_engine.lowering.plan import Exact, Register


@frozen
class Truth:
    """Two flags: surely true, surely false; neither where it is unknown, never both."""

    yes: Register
    no: Register


@frozen
class Amount:
    """A number, day or choice: from the lowest to the highest that it may be, unless it is unknown altogether."""

    low: Exact
    high: Exact
    unknown: Register


@frozen
class Word:
    """A text or an assessed outcome, unless it is unknown."""

    value: Register
    unknown: Register


Lowered = Truth | Amount | Word


@frozen
class Counted:
    """How a heading counts in a score above it: points and possible points from the lowest to the highest, and whether it may be
    left out of a share; `counts` is false where it surely does not count."""

    low: Exact
    high: Exact
    whole_low: Exact
    whole_high: Exact
    optional: Register
    counts: Register


@frozen(eq=False)
class Judged:
    """A heading in registers. `outcomes` holds a flag for each outcome that the heading may ever have, true where it still may;
    where `single`, exactly one is true in every record. `points` is unknown where there are none."""

    outcomes: dict[str, Register]
    single: bool
    points: Amount | None
    counted: Counted | None
    average: Amount | None
    grades: dict[int, Register]
    stated: Register


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
    return Truth(b.every(truth.yes for truth in found), _unless_decided(b, found, b.every, b.some))


def disjunction(b: Builder, truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return Truth(b.some(truth.yes for truth in found), _unless_decided(b, found, b.some, b.every))


Joining = Callable[[Iterable[Register]], Register]


def _unless_decided(b: Builder, truths: list[Truth], yes: Joining, no: Joining) -> Register:
    if all(is_decided(b, truth) for truth in truths):
        return b.negated(yes(truth.yes for truth in truths))
    return no(truth.no for truth in truths)


def is_decided(b: Builder, truth: Truth) -> bool:
    """Whether a truth is never unknown, as far as is known at compile time."""
    return truth.no == b.negated(truth.yes)


def negation(truth: Truth) -> Truth:
    return Truth(truth.no, truth.yes)


def known(b: Builder, number: Exact) -> Amount:
    """A number that is never open."""
    return Amount(number, number, b.flag(False))
