"""A result file becomes the sheet that answers first: verdicts, groups, pillars, what is failed and what is missing most."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from criteria_engine.documents.workbook.exact_cells import nearest_shown
from criteria_engine.documents.workbook.growing import GrowingSheet
from criteria_engine.documents.workbook.model import CellLook, Content, Sheet, SheetCell, SheetColumn
from criteria_engine.ir.program import Program
from criteria_engine.locale import format_date
from criteria_engine.programmes.result_file import ResultFile, UnitResult
from criteria_engine.programmes.roster import group_labels
from criteria_engine.programmes.verdict_counts import VerdictCounts, count_verdicts
from criteria_engine.programmes.verdict_tables import shown_verdicts
from criteria_engine.programmes.words import fact_words, heading_words
from criteria_engine.programmes.words import word as programme_word
from criteria_engine.results.words import word
from criteria_engine.values.labels import label_in

MOST_LISTED = 15
"""How many failed criteria and missing facts the summary lists; the other sheets hold all."""

LOOKS: dict[str, CellLook] = {
    "passes": "good", "basically met": "open", "fails": "bad", "disqualified": "bad", "undetermined": "open",
    "graded": "plain", "scored": "plain", "not applicable": "muted",
}  # fmt: skip

POINTS_FORMAT = "0.##########"
SHARE_FORMAT = "0.0%"


def summary_sheet(results: ResultFile, program: Program, tongue: str, name: str, exact_name: str) -> Sheet:
    """The summary under the name `name`; `exact_name` is the sheet of exact numbers, where there is one."""
    sheet = GrowingSheet()
    sheet.add(label_in(results.ruleset_titles, tongue, results.ruleset), look="title")
    sheet.add(word(tongue, "summary.as_of", day=format_date(results.as_of, tongue)), look="strong")
    sheet.skip()
    counts = count_verdicts(one.verdict for one in results.results)
    _verdicts(sheet, counts, tongue)
    for fact in results.groupings:
        _groups(sheet, results, program, fact, counts, tongue)
    _pillars(sheet, results, tongue)
    _failed(sheet, results, tongue)
    _missing(sheet, results, tongue)
    sheet.add(word(tongue, "summary.made_from"), look="strong")
    sheet.add(word(tongue, "summary.rules"), results.digests.get("rules", ""))
    for data, digest in results.digests.items():
        if data != "rules":
            sheet.add(f"{word(tongue, 'summary.data')}: {data}", digest)
    sheet.add(word(tongue, "summary.engine"), f"criteria_engine {results.version}")
    sheet.add(word(tongue, "summary.faults"), len(results.faults))
    if exact_name:
        sheet.skip()
        sheet.cells[sheet.row, 0] = SheetCell(word(tongue, "summary.note", sheet=exact_name), "muted", span=7)
    columns = (SheetColumn(58), *(SheetColumn(15) for _ in range(4)), SheetColumn(15), SheetColumn(15))
    return Sheet(name, sheet.cells, columns)


def _share(part: int, whole: int) -> SheetCell:
    return SheetCell(nearest_shown(Fraction(part, whole)) if whole else None, format=SHARE_FORMAT)


def _verdicts(sheet: GrowingSheet, counts: VerdictCounts, tongue: str) -> None:
    rows: list[Sequence[Content | SheetCell]] = []
    for verdict in shown_verdicts(counts):
        found = getattr(counts, verdict)
        rows.append((SheetCell(word(tongue, f"sign.{verdict}"), LOOKS[verdict]), found, _share(found, counts.all)))
    total = programme_word(tongue, "verdict.total")
    rows.append((SheetCell(total, "strong"), SheetCell(counts.all, "strong"), SheetCell(None)))
    sheet.table([word(tongue, "summary.verdicts"), word(tongue, "column.count"), word(tongue, "column.share")], rows)


def _groups(sheet: GrowingSheet, results: ResultFile, program: Program, fact: str, all_counts: VerdictCounts, tongue: str) -> None:
    by = fact_words(tongue, fact, results.groupings[fact])
    groups: dict[str, list[str]] = {}
    for one in results.results:
        groups.setdefault(one.groups.get(fact, ""), []).append(one.verdict)
    if list(groups) == [""]:
        return
    shown = shown_verdicts(all_counts)
    rows: list[Sequence[Content | SheetCell]] = []
    for group, verdicts in groups.items():
        counts = count_verdicts(verdicts)
        title = label_in(group_labels(program, fact, group), tongue, group) if group else programme_word(tongue, "verdict.ungrouped")
        rows.append((title, counts.all, *(getattr(counts, verdict) for verdict in shown), _share(counts.passes, counts.all)))
    sheet.add(word(tongue, "summary.by", group=by), look="strong")
    titles = [programme_word(tongue, f"verdict.{verdict}") for verdict in ("all", *shown)]
    share = f"{word(tongue, 'column.share')} ({programme_word(tongue, 'verdict.passes').lower()})"
    sheet.table([by[:1].upper() + by[1:], *titles, share], rows)


def _pillars(sheet: GrowingSheet, results: ResultFile, tongue: str) -> None:
    pillars = [id for id, info in results.headings.items() if info.level == "pillar"]
    if not pillars:
        return
    rows: list[Sequence[Content | SheetCell]] = []
    for id in pillars:
        found = [one.criteria[id] for one in results.results if id in one.criteria]
        scored = [one for one in found if one.points is not None and one.possible_points is not None]
        averages: list[Content | SheetCell] = [None, None, None]
        if scored:
            points = Fraction(sum((Fraction(one.points.low) for one in scored if one.points), Fraction(0))) / len(scored)
            most = Fraction(sum((Fraction(one.possible_points.high) for one in scored if one.possible_points), Fraction(0))) / len(scored)
            averages = [SheetCell(nearest_shown(amount), format="0.00") for amount in (points, most)]
            averages.append(SheetCell(nearest_shown(points / most) if most else None, format=SHARE_FORMAT))
        outcomes = Counter(one.outcome for one in found)
        judged: list[int | None] = [outcomes[name] for name in ("passes", "fails", "undetermined")]
        judged = judged if any(judged) else [None, None, None]  # a pillar that is only scored can neither pass nor fail
        title = label_in(results.headings[id].titles, tongue, id)
        rows.append((SheetCell(title, "wrapped"), *averages, *judged))
    sheet.add(word(tongue, "summary.pillars"), look="strong")
    titles = [word(tongue, f"column.{name}") for name in ("pillar", "average", "most", "share")]
    sheet.table([*titles, *(word(tongue, f"sign.{name}") for name in ("passes", "fails", "undetermined"))], rows)


def _failed(sheet: GrowingSheet, results: ResultFile, tongue: str) -> None:
    criteria = [id for id, info in results.headings.items() if info.level == "criterion" and not info.advisory]
    counted = []
    for id in criteria:
        outcomes = Counter(one.criteria[id].outcome for one in results.results if id in one.criteria)
        judged = sum(outcomes[name] for name in ("passes", "basically met", "fails", "undetermined"))
        if outcomes["fails"]:
            counted.append((id, outcomes, judged))
    counted.sort(key=lambda each: -each[1]["fails"])
    sheet.add(word(tongue, "summary.failed"), look="strong")
    if not counted:
        sheet.add(word(tongue, "summary.none_failed"))
        sheet.skip()
        return
    rows: list[Sequence[Content | SheetCell]] = []
    for id, outcomes, judged in counted[:MOST_LISTED]:
        info = results.headings[id]
        title = SheetCell(heading_words(tongue, id, info.titles), "wrapped")
        rows.append((title, outcomes["fails"], outcomes["undetermined"], judged, _share(outcomes["fails"], judged)))
    titles = [word(tongue, key) for key in ("column.criterion", "sign.fails", "sign.undetermined", "column.applicable", "column.share")]
    sheet.table(titles, rows)


def _missing(sheet: GrowingSheet, results: ResultFile, tongue: str) -> None:
    counts = Counter(name for one in results.results for name in _open_facts(one))
    if not counts:
        return
    sheet.add(word(tongue, "summary.missing"), look="strong")
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_LISTED]
    rows = [(SheetCell(fact_title(results, fact, tongue), "wrapped"), count) for fact, count in ordered]
    sheet.table([word(tongue, "column.fact"), word(tongue, "column.count")], rows)


def _open_facts(one: UnitResult) -> set[str]:
    return {*one.missing, *one.invalid}


def fact_title(results: ResultFile, fact: str, tongue: str) -> str:
    """What people call a fact that is missing somewhere."""
    titles = results.fact_titles.get(fact)
    return label_in(titles, tongue, fact) if titles is not None else fact
