"""A result file becomes a workbook: a summary, a row a unit, the outcome and points of every criterion, and every number exactly."""

from collections.abc import Mapping, Sequence

from criteria_engine.documents.workbook.exact_cells import nearest_shown
from criteria_engine.documents.workbook.growing import GrowingSheet
from criteria_engine.documents.workbook.model import Content, Sheet, SheetCell, SheetColumn, Workbook
from criteria_engine.documents.workbook.sheet_names import sheet_names
from criteria_engine.ir.program import Program
from criteria_engine.programmes.result_file import ResultFile, UnitResult
from criteria_engine.results.columns import result_columns
from criteria_engine.results.csv_text import written_datum
from criteria_engine.results.summary_sheet import LOOKS, POINTS_FORMAT, fact_title, summary_sheet
from criteria_engine.results.words import word
from criteria_engine.values.labels import label_in

_MOST_NAMED = 12
"""Criteria or facts that one cell names."""


def results_workbook(results: ResultFile, program: Program, tongue: str) -> Workbook:
    """The workbook in the reader's tongue. Numbers are number cells (exact to 15 digits); the last sheet has them all as exact text,
    under the column names that CSV and Parquet have."""
    names = sheet_names(word(tongue, f"sheet.{name}") for name in ("summary", "results", "criteria", "exact"))
    title = label_in(results.ruleset_titles, tongue, results.ruleset)
    sheets = (
        summary_sheet(results, program, tongue, names[0], names[3]),
        _units(results, program, tongue, names[1]),
        _criteria(results, tongue, names[2]),
        _exact(results, names[3]),
    )
    return Workbook(title, sheets)


def _known_by(results: ResultFile, tongue: str) -> list[str]:
    groups = [label_in(labels, tongue, fact) for fact, labels in results.groupings.items()]
    return [word(tongue, "column.code"), word(tongue, "column.name"), *groups]


def _identity(one: UnitResult, results: ResultFile) -> list[Content]:
    return [one.unit, one.name, *(one.groups.get(fact, "") for fact in results.groupings)]


def _units(results: ResultFile, program: Program, tongue: str, name: str) -> Sheet:
    percent = program.verdict.way == "average"
    pillars = [id for id, info in results.headings.items() if info.level == "pillar"]
    grades = {} if results.grades is None else {each.name: label_in(each.labels, tongue, each.name) for each in results.grades.members}
    sheet = GrowingSheet()
    known_by = _known_by(results, tongue)
    titles = [*known_by, word(tongue, "column.verdict"), *([word(tongue, "column.grade")] if grades else [])]
    titles += [word(tongue, f"column.{each}") for each in ("score_low", "score_high", "possible")]
    titles += [f"{label_in(results.headings[id].titles, tongue, id)} ({word(tongue, 'column.points_low').lower()})" for id in pillars]
    titles += [word(tongue, f"column.{each}") for each in ("failed", "missing", "invalid")]
    sheet.add(*titles, look="key heading")
    score_format = "0.##########%" if percent else POINTS_FORMAT
    for one in results.results:
        row: list[Content | SheetCell] = list(_identity(one, results))
        row.append(SheetCell(word(tongue, f"sign.{one.verdict}"), LOOKS[one.verdict]))
        row += [grades.get(one.grade or "", "")] if grades else []
        row += [_number(None if one.score is None else end, score_format) for end in _score_ends(one)]
        for id in pillars:
            points = one.criteria[id].points if id in one.criteria else None
            row.append(_number(None if points is None else points.low))
        failed = [id for id, each in one.criteria.items() if each.outcome == "fails" and each.level == "criterion"]
        row.append(_listed(failed))
        row += [_listed([fact_title(results, fact, tongue) for fact in facts]) for facts in (one.missing, one.invalid)]
        sheet.add(*row)
    widths = [10, 30, *(20 for _ in results.groupings), 24, *([18] if grades else []), 12, 12, 12]
    widths += [24 for _ in pillars] + [30, 40, 40]
    columns = tuple(SheetColumn(width) for width in widths)
    return Sheet(name, sheet.cells, columns, (1, 2), filtered=(0, 0, max(sheet.row - 1, 1), len(titles) - 1))


def _score_ends(one: UnitResult) -> Sequence[Content]:
    if one.score is None:
        return (None, None, None)
    return (one.score.low, one.score.high, None if one.score.possible is None else one.score.possible.high)


def _number(number: Content, format: str = POINTS_FORMAT) -> SheetCell:
    if number is None or isinstance(number, str):
        return SheetCell(None)
    return SheetCell(nearest_shown(number), format=format)  # type: ignore[arg-type]


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return "; ".join(names) if rest <= 0 else f"{'; '.join(names[:_MOST_NAMED])}; … (+{rest})"


def _criteria(results: ResultFile, tongue: str, name: str) -> Sheet:
    """Two columns a heading under its name and title: outcome, and points (the lowest where they are open)."""
    headings: Mapping[str, str] = {id: label_in(info.titles, tongue) for id, info in results.headings.items()}
    known_by = _known_by(results, tongue)
    sheet = GrowingSheet()
    cells = sheet.cells
    for column, title in enumerate(known_by):
        cells[0, column] = SheetCell(None, "key heading")
        cells[1, column] = SheetCell(title, "key heading")
    for position, (id, title) in enumerate(headings.items()):
        column = len(known_by) + 2 * position
        cells[0, column] = SheetCell(f"{id}  {title}".strip(), "heading", span=2)
        cells[1, column] = SheetCell(word(tongue, "column.outcome"), "heading")
        cells[1, column + 1] = SheetCell(word(tongue, "column.points_low"), "heading")
    sheet.row = 2
    for one in results.results:
        row: list[Content | SheetCell] = list(_identity(one, results))
        for id in headings:
            found = one.criteria.get(id)
            if found is None:
                row += [None, None]
                continue
            row.append(SheetCell(word(tongue, f"sign.{found.outcome}"), LOOKS[found.outcome]))
            row.append(_number(None if found.points is None else found.points.low))
        sheet.add(*row)
    last = len(known_by) + 2 * len(headings) - 1
    columns = [SheetColumn(10), SheetColumn(30), *(SheetColumn(20) for _ in results.groupings)]
    columns += [SheetColumn(width) for _ in headings for width in (18, 10)]
    return Sheet(name, cells, tuple(columns), (2, 2), filtered=(1, 0, max(sheet.row - 1, 2), last))


def _exact(results: ResultFile, name: str) -> Sheet:
    columns = result_columns(results.groupings, results.headings)
    sheet = GrowingSheet()
    sheet.add(*(column.name for column in columns), look="heading")
    for one in results.results:
        sheet.add(*(written_datum(column.of(one)) for column in columns))
    return Sheet(name, sheet.cells, tuple(SheetColumn(16, "@") for _ in columns), (1, 1))
