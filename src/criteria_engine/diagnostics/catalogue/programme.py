"""Faults of programmes, rosters and result files (P...)."""

from datetime import date
from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, Severity
from criteria_engine.diagnostics.unreadable import WhyUnreadable


@frozen
class GroupNotInRoster(Fault):
    """A target of a group that no unit of the roster belongs to."""

    code: ClassVar[str] = "P001"
    severity: ClassVar[Severity] = "warning"
    fact: str
    group: str
    nearest: str | None = None


@frozen
class UnitWithoutGroup(Fault):
    """A unit of the roster without a value of the fact by which a target groups units: it is in no group."""

    code: ClassVar[str] = "P003"
    unit: str
    fact: str


@frozen
class RosterWithoutGroups(Fault):
    """No unit of the roster has a value of the fact by which a target groups units."""

    code: ClassVar[str] = "P004"
    fact: str


@frozen
class RosterEmpty(Fault):
    """A programme asked of a roster without units."""

    code: ClassVar[str] = "P005"


@frozen
class NotAResultFile(Fault):
    """A file that is no JSON, or not a file of results."""

    code: ClassVar[str] = "P010"


@frozen
class ResultFormatUnknown(Fault):
    """A result file of a format that this version does not read."""

    code: ClassVar[str] = "P011"
    found: str
    known: str


@frozen
class ResultMalformed(Fault):
    """A value in a result file that is absent or not what its place asks for; `at` is its path."""

    code: ClassVar[str] = "P012"
    at: str


@frozen
class ResultUnitTwice(Fault):
    """A unit with two results in one result file."""

    code: ClassVar[str] = "P013"
    unit: str


@frozen
class ResultFileUnreadable(Fault):
    """A result file that cannot be opened."""

    code: ClassVar[str] = "P014"
    reason: WhyUnreadable


@frozen
class ReviewOfOtherRules(Fault):
    """Two result files of different rule sets."""

    code: ClassVar[str] = "P020"
    before: str
    after: str


@frozen
class ReviewBackwards(Fault):
    """The result file given as the earlier one has the later date."""

    code: ClassVar[str] = "P021"
    before: date
    after: date


@frozen
class UnitRenamed(Fault):
    """A unit whose code names another unit in the later result file: codes are not stable identities."""

    code: ClassVar[str] = "P022"
    severity: ClassVar[Severity] = "warning"
    unit: str
    before: str
    after: str


@frozen
class EarlierOfOtherRules(Fault):
    """A file of earlier results that is of another rule set than the one evaluated."""

    code: ClassVar[str] = "P023"
    found: str
    rules: str


@frozen
class EarlierIsLater(Fault):
    """A file of earlier results whose date is after the assessment date: it says nothing of that day."""

    code: ClassVar[str] = "P024"
    severity: ClassVar[Severity] = "warning"
    found: date
    as_of: date


@frozen
class EarlierWithoutProgramme(Fault):
    """A file of earlier results without the standing of a programme, which no target can learn from."""

    code: ClassVar[str] = "P025"
    severity: ClassVar[Severity] = "warning"
