"""Result files of several years become a trend: how many units had each verdict, in all and by group, from the first to the last."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from criteria_engine.diagnostics.catalogue.programme import EarlierIsLater, EarlierOfOtherRules
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.programmes.result_file import ResultFile
from criteria_engine.programmes.roster import plain_text
from criteria_engine.programmes.verdict_counts import VerdictCounts, count_verdicts
from criteria_engine.source import Cell
from criteria_engine.values.labels import NO_LABELS, Labels


@frozen
class GroupTrend:
    """A group's counts at each date; None where the results of a date do not have the group. Units without one have no `group`."""

    group: str | None
    counts: tuple[VerdictCounts | None, ...]


@frozen
class GroupingTrend:
    """The counts by the value of a fact, in the order of the last results."""

    fact: str
    titles: Labels
    groups: tuple[GroupTrend, ...]


@frozen
class Trend:
    """The counts at each date, from the first to the last; `rules_changed` holds the dates at which the rules were others than before,
    as far as the results say."""

    dates: tuple[date, ...]
    counts: tuple[VerdictCounts, ...]
    groupings: tuple[GroupingTrend, ...]
    rules_changed: tuple[date, ...]


def trend(earlier: Sequence[tuple[str, ResultFile]], before: ResultFile, after: ResultFile) -> tuple[Trend | None, tuple[Fault, ...]]:
    """The trend of earlier results, each with the name of its file, and the two that a review compares, which are of one rule set and in
    order; None where no earlier ones can be used. Faults: earlier results of other rules, or of a later date than `before`."""
    faults: list[Fault] = []
    used: list[ResultFile] = []
    for name, one in earlier:
        place = Cell(name)
        if plain_text(one.ruleset) != plain_text(after.ruleset):
            faults.append(EarlierOfOtherRules(place, one.ruleset, after.ruleset))
        elif one.as_of > before.as_of:
            faults.append(EarlierIsLater(place, one.as_of, before.as_of))
        else:
            used.append(one)
    if not used:
        return None, tuple(faults)
    files = [*sorted(used, key=lambda one: one.as_of), before, after]
    changed = tuple(
        now.as_of for was, now in pairwise(files)
        if None not in (was.digests.get("rules"), now.digests.get("rules")) and was.digests["rules"] != now.digests["rules"]
    )
    counts = tuple(count_verdicts(result.verdict for result in one.results) for one in files)
    groupings = tuple(_grouping(files, fact) for fact in after.groupings)
    return Trend(tuple(one.as_of for one in files), counts, groupings, changed), tuple(faults)


def _grouping(files: Sequence[ResultFile], fact: str) -> GroupingTrend:
    sides: list[dict[str, list[str]]] = []
    for one in files:
        found: dict[str, list[str]] = {}
        for result in one.results:
            found.setdefault(plain_text(result.groups.get(fact, "")), []).append(result.verdict)
        sides.append(found)
    names = [name for name in dict.fromkeys(name for side in reversed(sides) for name in side) if name]
    names += [""] if any("" in side for side in sides) else []
    groups = tuple(GroupTrend(name or None, tuple(count_verdicts(side[name]) if name in side else None for side in sides)) for name in names)
    for at, one in enumerate(files):
        counted = [group.counts[at] for group in groups]
        assert sum(each.all for each in counted if each is not None) == len(one.results)
    return GroupingTrend(fact, files[-1].groupings.get(fact, NO_LABELS), groups)
