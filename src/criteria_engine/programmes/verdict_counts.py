"""Verdicts of units become counts that always add up to the number of units."""

from collections.abc import Iterable

from attrs import field, frozen

from criteria_engine.values.labels import NO_LABELS, Labels

VERDICTS = ("passes", "fails", "disqualified", "undetermined", "graded")


@frozen
class VerdictCounts:
    """How many units have each verdict; raises ValueError where they do not add up to `all`.

    >>> VerdictCounts(all=2, passes=1, fails=1, disqualified=0, undetermined=0, graded=0).passes
    1
    """

    all: int
    passes: int
    fails: int
    disqualified: int
    undetermined: int
    graded: int

    def __attrs_post_init__(self) -> None:
        parts = (self.passes, self.fails, self.disqualified, self.undetermined, self.graded)
        if min(parts) < 0 or sum(parts) != self.all:
            raise ValueError(f"{parts} is not {self.all}")


@frozen
class GroupCounts:
    """The counts of one group of units (a district)."""

    group: str
    counts: VerdictCounts
    labels: Labels = NO_LABELS


@frozen
class Grouping:
    """The counts by the value of one fact that groups the units; `ungrouped` are the units without a value of it."""

    fact: str
    groups: tuple[GroupCounts, ...]
    labels: Labels = NO_LABELS
    ungrouped: VerdictCounts = field(factory=lambda: count_verdicts(()))

    @property
    def all(self) -> int:
        return sum(group.counts.all for group in self.groups) + self.ungrouped.all


def count_verdicts(verdicts: Iterable[str]) -> VerdictCounts:
    """The counts of some verdicts; raises ValueError for a word that is no verdict.

    >>> count_verdicts(["passes", "fails", "passes"]).passes
    2
    """
    found = dict.fromkeys(VERDICTS, 0)
    total = 0
    for verdict in verdicts:
        if verdict not in found:
            raise ValueError(verdict)
        found[verdict] += 1
        total += 1
    return VerdictCounts(all=total, **found)
