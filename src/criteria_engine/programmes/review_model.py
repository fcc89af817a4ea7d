"""What a yearly review is: the two editions, their counts, and its four parts."""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Level
from criteria_engine.programmes.citations import CitedClause
from criteria_engine.programmes.model import Status, TargetStanding
from criteria_engine.programmes.result_file import VerdictName
from criteria_engine.programmes.verdict_counts import VerdictCounts
from criteria_engine.values.labels import Labels
from criteria_engine.values.types import Member


@frozen
class Edition:
    """Which results one side of a review is."""

    as_of: date
    version: str
    digests: Mapping[str, str]


@frozen
class UnitChange:
    """A unit in both years; `before` is None where the earlier results do not have it."""

    unit: str
    name: str
    groups: Mapping[str, str]
    before: VerdictName | None
    after: VerdictName
    grade_before: str | None = None
    grade_after: str | None = None
    score_before: Extent | None = None
    score_after: Extent | None = None


@frozen
class CriterionChange:
    """A heading, and the units in which it changed alike."""

    id: str
    level: Level
    titles: Labels
    units: tuple[UnitChange, ...]


@frozen
class TargetChange:
    """A target as it stands in the later year, and its earlier status; None where the earlier results do not have it."""

    programme: Labels
    phase: str
    phase_titles: Labels
    due: date
    target: TargetStanding
    before: Status | None


@frozen
class Recommendation:
    """What the rules say to do about a heading that fails, and the units in which it does; `remedy` is empty where they say
    nothing."""

    id: str
    level: Level
    titles: Labels
    remedy: Labels
    evidence: Labels
    citations: tuple[CitedClause, ...]
    units: tuple[UnitChange, ...]


@frozen
class DataGap:
    """A fact that units lack, or have in a form that could not be read."""

    fact: str
    titles: Labels
    missing: tuple[UnitChange, ...]
    invalid: tuple[UnitChange, ...]


@frozen
class GroupReview:
    """The counts of a group in both years; None where a year does not have the group. `group` is None for units without one."""

    group: str | None
    before: VerdictCounts | None
    after: VerdictCounts | None


@frozen
class GradeReview:
    """How many units surely have a grade in each year; `grade` is None for those without a certain grade."""

    grade: Member | None
    before: int
    after: int


@frozen
class GroupingReview:
    """The counts by the value of a fact, in the order of the later results."""

    fact: str
    titles: Labels
    groups: tuple[GroupReview, ...]


@frozen
class Done:
    """What was achieved since the earlier results."""

    units: tuple[UnitChange, ...]
    grades: tuple[UnitChange, ...]
    targets: tuple[TargetChange, ...]
    criteria: tuple[CriterionChange, ...]


@frozen
class NotDone:
    """What is still to do: every unit that does not pass, by why, and every target that is not met."""

    fails: tuple[UnitChange, ...]
    disqualified: tuple[UnitChange, ...]
    undetermined: tuple[UnitChange, ...]
    targets: tuple[TargetChange, ...]


@frozen
class Worse:
    """What got worse: verdicts that fell, grades that fell, targets no longer met, outcomes that fell, scores that surely fell."""

    units: tuple[UnitChange, ...]
    grades: tuple[UnitChange, ...]
    targets: tuple[TargetChange, ...]
    criteria: tuple[CriterionChange, ...]
    scores: tuple[UnitChange, ...]


@frozen
class Recommended:
    """What to do next: remedies by the number of units that need them, facts to supply, units without any data."""

    remedies: tuple[Recommendation, ...]
    data: tuple[DataGap, ...]
    without_data: tuple[UnitChange, ...]


@frozen
class Review:
    """The review of a year; no `grade_counts` where the rules do not grade. `rules_changed` is None where a file does not say which
    rules it is of."""

    ruleset: str
    titles: Labels
    subject: str
    plural: str
    subject_titles: Labels
    grades: tuple[Member, ...]
    before: Edition
    after: Edition
    rules_changed: bool | None
    joined: tuple[UnitChange, ...]
    left: tuple[str, ...]
    counts_before: VerdictCounts
    counts_after: VerdictCounts
    grade_counts: tuple[GradeReview, ...]
    groupings: tuple[GroupingReview, ...]
    done: Done
    not_done: NotDone
    worse: Worse
    recommended: Recommended


@frozen
class Reviewed:
    """A review, or None where the two files cannot be compared; the faults say why, or warn."""

    review: Review | None
    faults: tuple[Fault, ...]
