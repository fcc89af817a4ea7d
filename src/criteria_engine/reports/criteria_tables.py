"""The criteria of a rule set over all units become a heat map, and a list of those that fail most."""

from collections import Counter

from criteria_engine.documents.model import Column, HeatMap, HeatRow, Line, Sign, Table, line
from criteria_engine.explain.layout.lines import said
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.ir.program import Heading
from criteria_engine.locale import format_number
from criteria_engine.programmes.words import raised
from criteria_engine.reports.material import Material
from criteria_engine.reports.words import word
from criteria_engine.values.labels import label_in

OUTCOMES: tuple[Sign, ...] = ("passes", "basically met", "fails", "undetermined", "scored", "not applicable")


def counted(with_: Material) -> list[Heading]:
    """The headings at the level at which outcomes are counted: criteria, or where there are none the level there is."""
    headings = [heading for heading in with_.headings.values() if not heading.advisory]
    levels = {heading.level for heading in headings}
    level = "criterion" if "criterion" in levels else "indicator" if "indicator" in levels else "pillar"
    return [heading for heading in headings if heading.level == level]


def _outcomes(with_: Material) -> dict[str, Counter[str]]:
    return {
        heading.id: Counter(one.outcome for result in with_.found.results if (one := result.criteria.get(heading.id)) is not None)
        for heading in counted(with_)
    }


def most_failed(with_: Material) -> Table:
    """The criteria by how many units fail them, most first; then by how many are open."""
    tongue = with_.tongue
    counts = _outcomes(with_)
    headings = sorted(counted(with_), key=lambda heading: (-counts[heading.id]["fails"], -counts[heading.id]["undetermined"]))
    shown = [outcome for outcome in OUTCOMES if outcome in ("passes", "fails", "undetermined") or any(each[outcome] for each in counts.values())]
    titles = [word(tongue, "column.criterion"), *(raised(outcome_text(outcome, with_.voice)) for outcome in shown), word(tongue, "column.remedy")]
    columns = tuple(Column(said(title), "right" if 0 < at <= len(shown) else "left") for at, title in enumerate(titles))
    rows: list[tuple[Line, ...]] = []
    for heading in headings:
        numbers = [said(format_number(counts[heading.id][outcome], tongue)) for outcome in shown]
        rows.append((line(_titled(heading, tongue)), *numbers, said(label_in(heading.remedy, tongue))))
    ranks = tuple((None, *(counts[heading.id][outcome] for outcome in shown), None) for heading in headings)
    return Table(columns, tuple(rows), lively=True, ranks=ranks)


def _titled(heading: Heading, tongue: str) -> str:
    title = label_in(heading.labels, tongue)
    return f"{heading.id} {title}" if title else heading.id


def heat_map(with_: Material) -> HeatMap | None:
    """Every unit with data against every criterion; None where there are no units or no criteria."""
    tongue, headings = with_.tongue, counted(with_)
    if not headings or not with_.found.results:
        return None
    rows = []
    seen: set[Sign] = set()
    for result in with_.found.results:
        outcomes = [result.criteria[heading.id].outcome if heading.id in result.criteria else "" for heading in headings]
        signs: tuple[Sign, ...] = tuple(outcomes)  # type: ignore[arg-type]
        seen |= set(signs)
        rows.append(HeatRow(line(with_.linked(result.unit)), said(with_.group(result.unit)), signs))
    legend = tuple((sign, outcome_text(sign, with_.voice)) for sign in OUTCOMES if sign in seen)
    columns = tuple((said(heading.id), _titled(heading, tongue)) for heading in headings)
    titles = (said(with_.unit_title()), said(with_.group_title()))
    return HeatMap(said(raised(word(tongue, "title.heat", units=with_.units.many))), titles, columns, tuple(rows), legend)
