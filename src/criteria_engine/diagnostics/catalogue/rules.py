"""Faults of rules: what is well written but cannot work as law (R...)."""

from datetime import date
from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, Severity
from criteria_engine.values.numbers import Rational


@frozen
class ParameterPeriodsOverlap(Fault):
    """Two values of a parameter in force on one day."""

    code: ClassVar[str] = "R001"
    name: str
    day: date


@frozen
class ParameterGap(Fault):
    """A parameter asked for on a day on which it has no value."""

    code: ClassVar[str] = "R002"
    name: str
    day: date


@frozen
class PeriodEndsBeforeItBegins(Fault):
    code: ClassVar[str] = "R003"
    start: date
    end: date


@frozen
class BandNeverReached(Fault):
    """A band, level or grade that an earlier one leaves nothing for."""

    code: ClassVar[str] = "R004"


@frozen
class BandsLeaveGap(Fault):
    """Bands or levels that do not cover every case; `gap` shows where that is known."""

    code: ClassVar[str] = "R005"
    gap: str


@frozen
class MorePointsThanPossible(Fault):
    """A band, exception, minimum or the sum of parts above the most points of its heading."""

    code: ClassVar[str] = "R006"
    found: Rational
    most: Rational


@frozen
class PassMarkOutOfReach(Fault):
    """A condition asks for more points, or more headings, than there can be."""

    code: ClassVar[str] = "R007"
    wanted: Rational
    most: Rational


@frozen
class LinearEndsMeet(Fault):
    """The two ends of a `linear` case meet or cross on a date."""

    code: ClassVar[str] = "R008"
    day: date


@frozen
class HeadingSaysNothing(Fault):
    """A criterion or indicator without condition, points or parts."""

    code: ClassVar[str] = "R009"
    name: str


@frozen
class HeadingCannotPass(Fault):
    """A pass is asked of a heading that can neither pass nor fail."""

    code: ClassVar[str] = "R010"
    name: str


@frozen
class ClausesDoNotGoTogether(Fault):
    """Two clauses of a heading that exclude each other."""

    code: ClassVar[str] = "R011"
    first: str
    second: str


@frozen
class WeightsIncomplete(Fault):
    """Some siblings of a weighted average have a weight and some have none, or percents stand beside numbers."""

    code: ClassVar[str] = "R012"
    name: str


@frozen
class WeightsNotWhole(Fault):
    """Weights in percent that do not add up to 100 %."""

    code: ClassVar[str] = "R013"
    total: Rational


@frozen
class WeightWithoutEffect(Fault):
    """A weight below a heading whose score is a sum."""

    code: ClassVar[str] = "R014"
    severity: ClassVar[Severity] = "warning"


@frozen
class BasicallyMetShareMissing(Fault):
    """A weighted average that does not say what "basically met" counts for."""

    code: ClassVar[str] = "R015"
    name: str


@frozen
class ShareOfNothing(Fault):
    """A share, average, greatest, least or latest of rows that may be none, without `if none`."""

    code: ClassVar[str] = "R016"
    severity: ClassVar[Severity] = "warning"


@frozen
class AbsoluteMarkWithoutPolicy(Fault):
    """An absolute pass mark where criteria may be not applicable, and no policy for their points."""

    code: ClassVar[str] = "R017"
    severity: ClassVar[Severity] = "warning"


@frozen
class PointsMayFallBelowZero(Fault):
    code: ClassVar[str] = "R018"
    severity: ClassVar[Severity] = "warning"
    low: Rational


@frozen
class NoPointsHere(Fault):
    """Points or a score asked of something that has none."""

    code: ClassVar[str] = "R019"
    name: str


@frozen
class TargetSubjectUnknown(Fault):
    """A target that counts something other than the rule set's subject."""

    code: ClassVar[str] = "R020"
    found: str
    wanted: str


@frozen
class VerdictMissing(Fault):
    """A rule set whose verdict neither passes nor grades, although something asks for it."""

    code: ClassVar[str] = "R021"


@frozen
class OutOfForce(Fault):
    """An assessment date outside the rule set's period of force."""

    code: ClassVar[str] = "R022"
    day: date
    start: date | None
    end: date | None


@frozen
class CountIsWrong(Fault):
    """A count that is not a whole number from 0, or a share that is not from 0 % to 100 %."""

    code: ClassVar[str] = "R023"
    found: str


@frozen
class OtherwiseUnlessFirst(Fault):
    """`otherwise unless` without an `unless` before it."""

    code: ClassVar[str] = "R024"


@frozen
class RatioBesidePlainNumber(Fault):
    """A ratio compared with a bare number from 10 to 100, which most likely was meant in percent."""

    code: ClassVar[str] = "R025"
    severity: ClassVar[Severity] = "warning"
    found: Rational
