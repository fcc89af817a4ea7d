"""What a programme's standing is: phases, targets and groups of units, each with its status and the counts behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from attrs import field, frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.programmes.citations import CitedClause
from criteria_engine.programmes.nearest import NearUnit
from criteria_engine.programmes.reach import CountRange, Quantity
from criteria_engine.programmes.verdict_counts import Grouping, VerdictCounts
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import Member

Status = Literal["met", "met late", "missed", "not yet due", "open"]
Asked = Literal["passes", "fails", "grades"]

GRAVITY: tuple[Status, ...] = ("met", "met late", "not yet due", "open", "missed")
"""A phase stands as its gravest target does, a target as its gravest group."""

NEAREST = 5
"""How many of the nearest units a lacking group names."""


@frozen
class NamedUnit:
    """A unit with its name, and its group by the first fact that groups units; each empty where none is known."""

    unit: str
    name: str
    group: str = ""


@frozen
class GroupStanding:
    """How one group of units (all of them where `group` is None) stands to a target: of `base` units `sure` have what it asks
    for, `open` may have it and `out` have not; it holds for counts from `least` to `most`. `met_on` is the date of the earliest
    known result that met it. Where it is not met, `open_units` could decide it, and `nearest` lists units to work on first."""

    group: str | None
    status: Status
    base: int
    sure: int
    open: int
    out: int
    least: int | None
    most: int | None
    lacking: CountRange
    excess: CountRange
    met_on: date | None = None
    labels: Labels = NO_LABELS
    open_units: tuple[NamedUnit, ...] = ()
    nearest: tuple[NearUnit, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.sure + self.open + self.out != self.base:
            raise ValueError(f"{self.sure} + {self.open} + {self.out} is not {self.base}")


@frozen
class GroupShare:
    """The part that one group has in a target over all units."""

    group: str
    base: int
    sure: int
    open: int
    out: int
    labels: Labels = NO_LABELS

    def __attrs_post_init__(self) -> None:
        if self.sure + self.open + self.out != self.base:
            raise ValueError(f"{self.sure} + {self.open} + {self.out} is not {self.base}")


@frozen
class TargetStanding:
    """What a target asks, in which groups, and how each stands. `groups` has one entry for a target of all units or of one
    group, and one for each group of the roster where it is asked of each; `where` parts a target of all units by group."""

    status: Status
    quantity: Quantity
    number: Rational | None
    share: bool
    by: str | None
    group: str | None
    asks: Asked
    grades: tuple[Member, ...]
    groups: tuple[GroupStanding, ...]
    groups_met: int
    by_labels: Labels = NO_LABELS
    where: tuple[GroupShare, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.each and len(self.groups) != 1:
            raise ValueError("one target, one group")

    @property
    def each(self) -> bool:
        """Whether it is asked of each group by itself."""
        return self.by is not None and self.group is None

    @property
    def lacking_groups(self) -> tuple[GroupStanding, ...]:
        """The groups in which it is not met, in the roster's order."""
        return tuple(group for group in self.groups if not is_met(group.status))


@frozen
class PhaseStanding:
    """A phase in force: its due day, how it stands, and its targets in the order of the text."""

    name: str
    due: date
    status: Status
    targets: tuple[TargetStanding, ...]
    labels: Labels = NO_LABELS
    cites: tuple[CitedClause, ...] = ()


@frozen
class ProgrammeStanding:
    """A programme as of a date over a roster: the verdicts of its units, and its phases in force; none where the programme
    itself is not in force."""

    labels: Labels
    as_of: date
    in_force: bool
    subject: str
    plural: str
    subject_labels: Labels
    counts: VerdictCounts
    groupings: tuple[Grouping, ...]
    phases: tuple[PhaseStanding, ...]
    cites: tuple[CitedClause, ...] = ()
    faults: tuple[Fault, ...] = field(default=(), eq=False)


def is_met(status: Status) -> bool:
    """Whether a status says that the target holds, in time or late."""
    return status in ("met", "met late")


def gravest(statuses: Sequence[Status]) -> Status:
    """The gravest of some statuses; "met" of none."""
    return max(statuses, key=GRAVITY.index, default="met")


def target_key(target: TargetStanding) -> tuple[object, ...]:
    """What tells a target from the others of its phase: what it asks, and of which groups."""
    grades = tuple(grade.name for grade in target.grades)
    return (target.quantity, target.number, target.share, target.by, target.group, target.asks, grades)


def same_titles(one: Labels, other: Labels) -> bool:
    """Whether two titles can be those of one programme: one is silent, or they share a text."""
    return not one.texts or not other.texts or not set(one.texts).isdisjoint(other.texts)
