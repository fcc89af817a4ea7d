"""Faults of types: kinds of value, units, scales, ranges, literals (T...)."""

from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.values.numbers import Rational
from criteria_engine.values.type_names import TypeName


@frozen
class TypeMismatch(Fault):
    """A value of one type where another is asked for."""

    code: ClassVar[str] = "T001"
    found: TypeName
    wanted: TypeName


@frozen
class CannotCompare(Fault):
    """Two values that have no common type or unit."""

    code: ClassVar[str] = "T002"
    left: TypeName
    right: TypeName


@frozen
class NotOrdered(Fault):
    """An order asked of values that have none: text, yes/no, unordered choices."""

    code: ClassVar[str] = "T003"
    found: TypeName


@frozen
class CannotCalculate(Fault):
    """Values that cannot be added, subtracted, multiplied or divided."""

    code: ClassVar[str] = "T004"
    operation: str
    left: TypeName
    right: TypeName


@frozen
class NumberLacksPercent(Fault):
    """A bare number where a percent is asked for: `0.75` or `75` instead of `75%`."""

    code: ClassVar[str] = "T005"
    found: Rational


@frozen
class NumberLacksUnit(Fault):
    """A bare number beside an amount that has a unit: `200` instead of `200 m2`."""

    code: ClassVar[str] = "T017"
    found: Rational
    unit: str


@frozen
class OutsideBounds(Fault):
    """A value in the rules outside what its type allows."""

    code: ClassVar[str] = "T006"
    found: str
    low: str
    high: str


@frozen
class FinerThanScale(Fault):
    """A value in the rules finer than its type's scale."""

    code: ClassVar[str] = "T007"
    found: str
    scale: str


@frozen
class BadRange(Fault):
    """Bounds whose low end is above the high one."""

    code: ClassVar[str] = "T008"
    low: str
    high: str


@frozen
class BadScale(Fault):
    """A scale or a rounding step that is not above zero."""

    code: ClassVar[str] = "T009"
    found: str


@frozen
class NotWhole(Fault):
    """A value that may be a fraction where a whole number is asked for."""

    code: ClassVar[str] = "T010"
    wanted: TypeName


@frozen
class NotACurrency(Fault):
    code: ClassVar[str] = "T011"
    unit: str


@frozen
class NotACalendarUnit(Fault):
    """A date moved by something other than days, weeks, months, quarters or years."""

    code: ClassVar[str] = "T012"
    found: TypeName


@frozen
class CannotBeMissing(Fault):
    """`is missing` asked of something that is not a fact or a field."""

    code: ClassVar[str] = "T013"


@frozen
class PredicateDoesNotFit(Fault):
    """`passes`, `is good or better` … asked of something that has no such state."""

    code: ClassVar[str] = "T014"
    predicate: str
    found: TypeName


@frozen
class ResultTooLong(Fault):
    """A product of products whose exact value can need more digits than anybody calculates with."""

    code: ClassVar[str] = "T018"
    limit: int
