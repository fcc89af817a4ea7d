"""Verdict counts become tables and sentences."""

from criteria_engine.documents.model import Column, Line, Run, Table, line
from criteria_engine.locale import format_number
from criteria_engine.programmes.verdict_counts import VERDICTS, Grouping, VerdictCounts
from criteria_engine.programmes.words import UnitWords, fact_words, raised, word
from criteria_engine.values.labels import label_in


def verdict_table(grouping: Grouping, total: VerdictCounts, tongue: str, caption: Line = ()) -> Table:
    """The verdicts by group, with a total row; disqualified and graded units have a column where there are any."""
    shown = shown_verdicts(total)
    by = raised(fact_words(tongue, grouping.fact, grouping.labels))
    columns = (
        Column(line(by)),
        *(Column(line(word(tongue, f"verdict.{name}")), "right") for name in ("all", *shown)),
    )
    rows = [_row(label_in(group.labels, tongue, group.group), group.counts, shown, tongue) for group in grouping.groups]
    if grouping.ungrouped.all:
        rows.append(_row(word(tongue, "verdict.ungrouped"), grouping.ungrouped, shown, tongue))
    assert grouping.all == total.all
    rows.append(_row(word(tongue, "verdict.total"), total, shown, tongue))
    return Table(columns, tuple(rows), caption, totals=1)


def counts_sentence(counts: VerdictCounts, units: UnitWords) -> Line:
    """How many units there are, and how many of each verdict: `Of 249 wards listed: 80 pass, …`."""
    tongue = units.tongue
    parts = [
        word(tongue, f"counts.{name}", count=format_number(getattr(counts, name), tongue)) for name in shown_verdicts(counts)
    ]
    return line(word(tongue, "counts.sentence", all=units.count(counts.all), parts=", ".join(parts)))


def shown_verdicts(*counts: VerdictCounts) -> tuple[str, ...]:
    """The verdicts worth a column: those that some unit has, undetermined, and both passes and fails where there is either."""
    found = {name for name in VERDICTS if any(getattr(one, name) for one in counts)} | {"undetermined"}
    if found & {"passes", "fails"}:
        found |= {"passes", "fails"}
    return tuple(name for name in VERDICTS if name in found)


def _row(title: str, counts: VerdictCounts, shown: tuple[str, ...], tongue: str) -> tuple[Line, ...]:
    numbers = [getattr(counts, name) for name in ("all", *shown)]
    assert sum(numbers[1:]) == counts.all
    return (line(title), *((Run(format_number(number, tongue), value=number),) for number in numbers))
