"""Columns of verdicts and groups become counts, batch by batch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import define, field

from criteria_engine.ir.program import Program
from criteria_engine.programmes.roster import group_labels, group_name
from criteria_engine.programmes.verdict_counts import VERDICTS, GroupCounts, Grouping, VerdictCounts
from criteria_engine.values.labels import NO_LABELS

if TYPE_CHECKING:
    import pyarrow as pa

Counted = dict[tuple[str | None, str], int]
"""How many units of a group (None: of none) have a verdict."""


@define(eq=False)
class VerdictTally:
    """The verdicts counted so far, and by each fact that groups units."""

    program: Program
    units: int = 0
    _all: Counted = field(factory=dict)
    _by: list[Counted] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._by = [{} for _ in self.program.subject.grouped_by]

    def add(self, verdict: "pa.ChunkedArray", groups: "list[pa.ChunkedArray]") -> None:
        """Count a batch: its verdicts, and what each fact that groups units says."""
        import pyarrow as pa

        self.units += len(verdict)
        _count(self._all, pa.nulls(len(verdict), pa.string()), verdict)
        for counted, group in zip(self._by, groups, strict=True):
            _count(counted, group, verdict)

    @property
    def counted(self) -> tuple[Counted, ...]:
        """What was counted so far, to be merged with what others count: all verdicts, and those by each fact that groups units."""
        return self._all, *self._by

    def merge(self, others: Sequence[Counted]) -> None:
        """Add what was counted elsewhere."""
        self.units += sum(others[0].values())
        for own, other in zip((self._all, *self._by), others, strict=True):
            for key, many in other.items():
                own[key] = own.get(key, 0) + many

    def counts(self) -> tuple[VerdictCounts, tuple[Grouping, ...]]:
        """The counts of all units, and by each fact that groups them; see `programmes.standing.verdict_counts`."""
        groupings = []
        for fact, counted in zip(self.program.subject.grouped_by, self._by, strict=True):
            named: dict[str, dict[str, int]] = {}
            ungrouped: dict[str, int] = {}
            for (value, verdict), many in counted.items():
                name = group_name(self.program, fact, value) if value is not None and value.strip() else ""
                of = named.setdefault(name, {}) if name else ungrouped
                of[verdict] = of.get(verdict, 0) + many
            declared = self.program.facts.get(fact)
            groups = tuple(GroupCounts(name, _counts(of), group_labels(self.program, fact, name)) for name, of in named.items())
            groupings.append(Grouping(fact, groups, declared.labels if declared else NO_LABELS, _counts(ungrouped)))
        return _counts({verdict: many for (_, verdict), many in self._all.items()}), tuple(groupings)


def _counts(of: dict[str, int]) -> VerdictCounts:
    return VerdictCounts(all=sum(of.values()), **{verdict: of.get(verdict, 0) for verdict in VERDICTS})


def _count(counted: Counted, groups: "pa.Array", verdicts: "pa.ChunkedArray") -> None:
    import pyarrow as pa

    table = pa.table({"group": groups, "verdict": verdicts})
    found = table.group_by(["group", "verdict"], use_threads=False).aggregate([([], "count_all")])
    first = {group: place for place, group in enumerate(table.column("group").unique().to_pylist())}
    rows = zip(*(found.column(name).to_pylist() for name in ("group", "verdict", "count_all")), strict=True)
    for group, verdict, many in sorted(rows, key=lambda row: first[row[0]]):  # Arrow promises no order of groups
        counted[group, verdict] = counted.get((group, verdict), 0) + many
