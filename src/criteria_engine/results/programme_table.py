"""The standings of programmes become one table: a row for each target in each group that it is asked of."""

import io
import json
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from criteria_engine.documents.comma_separated import comma_separated
from criteria_engine.documents.inert import inert
from criteria_engine.documents.workbook.growing import GrowingSheet
from criteria_engine.documents.workbook.model import CellLook, Content, Sheet, SheetCell, SheetColumn, Workbook
from criteria_engine.documents.workbook.sheet_names import sheet_names
from criteria_engine.ir.program import Program
from criteria_engine.programmes.model import GroupStanding, PhaseStanding, ProgrammeStanding, TargetStanding
from criteria_engine.programmes.result_file import ResultFile
from criteria_engine.programmes.target_text import target_sentence
from criteria_engine.programmes.words import unit_words
from criteria_engine.programmes.words import word as programme_word
from criteria_engine.results.summary_sheet import summary_sheet
from criteria_engine.results.words import word
from criteria_engine.values.labels import label_in

FORMAT = "criteria-programme-table/1"

TEXTS = ("programme", "phase", "due", "phase_status", "target", "group", "status", "met_on")
NUMBERS = ("base", "sure", "open", "out", "least", "most", "lacking_low", "lacking_high", "excess_low", "excess_high")
COLUMNS = (*TEXTS[:7], *NUMBERS, "met_on")
"""The columns in their order; those of NUMBERS are counts of units, the others texts."""

_LOOKS: dict[str, CellLook] = {"met": "good", "met late": "open", "missed": "bad", "not yet due": "plain", "open": "open"}


@frozen(eq=False)
class _Row:
    standing: ProgrammeStanding
    phase: PhaseStanding
    target: TargetStanding
    group: GroupStanding


def _rows(standings: Sequence[ProgrammeStanding]) -> list[_Row]:
    return [
        _Row(standing, phase, target, group)
        for standing in standings
        for phase in standing.phases
        for target in phase.targets
        for group in target.groups
    ]


def _sentence(row: _Row, tongue: str) -> str:
    standing = row.standing
    return target_sentence(row.target, unit_words(tongue, standing.subject, standing.plural, standing.subject_labels))


def _data(row: _Row, tongue: str) -> dict[str, str | int | None]:
    group = row.group
    found: dict[str, str | int | None] = {
        "programme": label_in(row.standing.labels, tongue),
        "phase": row.phase.name,
        "due": row.phase.due.isoformat(),
        "phase_status": row.phase.status,
        "target": _sentence(row, tongue),
        "group": group.group,
        "status": group.status,
        "met_on": None if group.met_on is None else group.met_on.isoformat(),
        "lacking_low": group.lacking.low,
        "lacking_high": group.lacking.high,
        "excess_low": group.excess.low,
        "excess_high": group.excess.high,
    }
    return found | {name: getattr(group, name) for name in ("base", "sure", "open", "out", "least", "most")}


def programme_csv(standings: Sequence[ProgrammeStanding], tongue: str) -> str:
    """The table as CSV text for a spreadsheet; names of columns and statuses do not change with the tongue, titles and targets do."""
    data = [_data(row, tongue) for row in _rows(standings)]
    rows = [["" if row[name] is None else inert(str(row[name])) for name in COLUMNS] for row in data]
    return comma_separated([COLUMNS, *rows])


def programme_parquet(results: ResultFile, tongue: str) -> bytes:
    """The table as Parquet: texts, and counts as 64-bit integers. Raises ModuleNotFoundError where pyarrow is not installed."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    data = [_data(row, tongue) for row in _rows(results.programmes)]
    arrays: list[Any] = [pa.array([row[name] for row in data], pa.int64() if name in NUMBERS else pa.string()) for name in COLUMNS]
    said = {
        "format": FORMAT, "version": results.version, "ruleset": results.ruleset, "as_of": results.as_of.isoformat(),
        "digests": json.dumps(dict(results.digests), ensure_ascii=False, sort_keys=True),
    }  # fmt: skip
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, names=list(COLUMNS)).replace_schema_metadata(said), file, compression="zstd")
    return file.getvalue()


def programme_workbook(results: ResultFile, program: Program, tongue: str) -> Workbook:
    """A workbook with the standing of every target, and the summary of the verdicts behind it."""
    names = sheet_names(word(tongue, f"sheet.{name}") for name in ("programme", "summary"))
    sheet = GrowingSheet()
    keys = ("phase", "due", "target", "group", "status", "base", "sure", "open", "needed", "allowed", "lacking")
    sheet.add(*(word(tongue, f"column.{key}") for key in keys), look="key heading")
    for row in _rows(results.programmes):
        group = row.group
        title = label_in(row.phase.labels, tongue)
        lacking: Content = group.lacking.high
        if group.lacking.low != group.lacking.high:
            lacking = f"{group.lacking.low} – {group.lacking.high}"
        named = word(tongue, "column.all_groups") if group.group is None else label_in(group.labels, tongue, group.group)
        sheet.add(
            SheetCell(f"{row.phase.name}  {title}".strip(), "wrapped"),
            SheetCell(row.phase.due, format="dd/mm/yyyy" if tongue == "vi" else "yyyy-mm-dd"),
            SheetCell(_sentence(row, tongue), "wrapped"),
            named,
            SheetCell(programme_word(tongue, f"status.{group.status}"), _LOOKS[group.status]),
            *(group.base, group.sure, group.open, group.least, group.most, lacking),
        )
    widths = (60, 12, 50, 26, 18, 12, 12, 14, 12, 12, 12)
    columns = tuple(SheetColumn(width) for width in widths)
    standing = Sheet(names[0], sheet.cells, columns, (1, 1), filtered=(0, 0, max(sheet.row - 1, 1), len(keys) - 1))
    return Workbook(label_in(results.ruleset_titles, tongue, results.ruleset), (standing, summary_sheet(results, program, tongue, names[1], "")))
