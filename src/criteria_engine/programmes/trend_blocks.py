"""A trend becomes pictures and tables: the verdicts at each date, and in each group how many pass."""

from collections.abc import Sequence

from criteria_engine.documents.model import Block, Column, Heading, Line, Paragraph, Part, Run, Shares, Sign, Table, line
from criteria_engine.locale import format_date, format_list, format_number
from criteria_engine.programmes.trend import GroupingTrend, Trend
from criteria_engine.programmes.verdict_counts import VerdictCounts
from criteria_engine.programmes.verdict_tables import shown_verdicts
from criteria_engine.programmes.words import UnitWords, fact_words, raised, word

_SIGNS: dict[str, Sign] = {
    "passes": "passes", "fails": "fails", "disqualified": "disqualified", "undetermined": "undetermined", "graded": "scored",
}


def trend_blocks(trend: Trend, tongue: str, units: UnitWords) -> list[Block]:
    """The figure and the table of all units, then those of each grouping. The figures stand beside the counts that they show."""
    shown = shown_verdicts(*trend.counts)
    days = [format_date(day, tongue) for day in trend.dates]
    blocks: list[Block] = [Heading(line(word(tongue, "trend.title")))]
    blocks.append(Paragraph(line(word(tongue, "trend.period", count=format_number(len(days), tongue), before=days[0], after=days[-1]))))
    if trend.rules_changed:
        changed = format_list([format_date(day, tongue) for day in trend.rules_changed], tongue)
        blocks.append(Paragraph(line(word(tongue, "trend.rules_changed", date=changed))))
    rows = tuple((line(day), _parts(counts, shown, tongue)) for day, counts in zip(days, trend.counts, strict=True))
    blocks.append(Shares(line(raised(word(tongue, "trend.verdicts", units=units.many))), rows))
    for grouping in trend.groupings:
        blocks += _grouping(grouping, trend, days, shown, tongue, units)
    return blocks


def _parts(counts: VerdictCounts, shown: Sequence[str], tongue: str) -> tuple[Part, ...]:
    return tuple(Part(_SIGNS[name], word(tongue, f"verdict.{name}"), getattr(counts, name)) for name in shown)


def _grouping(
    grouping: GroupingTrend, trend: Trend, days: Sequence[str], shown: Sequence[str], tongue: str, units: UnitWords
) -> list[Block]:
    by = fact_words(tongue, grouping.fact, grouping.titles)
    blocks: list[Block] = []
    named = [group.group or word(tongue, "verdict.ungrouped") for group in grouping.groups]
    if "passes" in shown:
        columns = (Column(line(raised(by))), *(Column(line(word(tongue, "review.before", date=day)), "right") for day in days))
        rows = [
            (line(name), *(_passing(counts, tongue) for counts in group.counts)) for name, group in zip(named, grouping.groups, strict=True)
        ]
        rows.append((line(word(tongue, "verdict.total")), *(_passing(counts, tongue) for counts in trend.counts)))
        blocks.append(Table(columns, tuple(rows), line(raised(word(tongue, "review.by_group", units=units.many, by=by))), totals=1))
    bars = tuple(
        (line(Run(name, "strong"), f" · {day}"), _parts(counts, shown, tongue))
        for name, group in zip(named, grouping.groups, strict=True)
        for day, counts in zip(days, group.counts, strict=True)
        if counts is not None
    )
    blocks.append(Shares(line(raised(word(tongue, "trend.by_group", units=units.many, by=by))), bars))
    return blocks


def _passing(counts: VerdictCounts | None, tongue: str) -> Line:
    if counts is None:
        return line(word(tongue, "review.absent"))
    return line(word(tongue, "review.of_all", passes=format_number(counts.passes, tongue), all=format_number(counts.all, tongue)))
