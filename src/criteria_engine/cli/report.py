"""`criteria report`: pages for the programme and for each unit, as files in a folder."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.assessment import Assessment
from criteria_engine.cli.document_formats import Renderer, renderers
from criteria_engine.cli.evaluate import assessment
from criteria_engine.cli.options import AsOf, Data, Earlier, Lang, RuleFile, ShowPrivate, Tables, Units
from criteria_engine.cli.reading_options import Reading
from criteria_engine.cli.screen import DONE, FAULTS, Screen, progress_bar, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.documents.workbook.excel import excel_bytes
from criteria_engine.reports.making import SECONDS, Addition, ReportFile, report_files
from criteria_engine.reports.material import material
from criteria_engine.results.workbook import results_workbook

Out = Annotated[Path, Parameter(name="--out", help=shown("option report_out"))]
Formats = Annotated[str, Parameter(name="--format", help=shown("option report_format"))]
Only = Annotated[list[str] | None, Parameter(name="--unit", help=shown("option report_unit"), negative=(), consume_multiple=False)]
Seconds = Annotated[float, Parameter(name="--seconds", help=shown("option report_seconds"))]
NoChanges = Annotated[bool, Parameter(name="--no-changes", negative=(), help=shown("option no_changes"))]
Letters = Annotated[bool, Parameter(name="--letters", negative=(), help=shown("option letters"))]
Note = Annotated[str, Parameter(name="--note", help=shown("option note"))]

RESULTS = "results.xlsx"
"""The workbook of all results with exact numbers, beside those of the pages."""


def report(
    file: RuleFile,
    *,
    data: Data,
    as_of: AsOf,
    out: Out,
    units: Units = None,
    table: Tables = None,
    format: Formats = "html",
    letters: Letters = False,
    note: Note = "",
    unit: Only = None,
    seconds: Seconds = SECONDS,
    no_changes: NoChanges = False,
    earlier: Earlier = None,
    reading: Reading = None,
    show_private: ShowPrivate = False,
    lang: Lang = None,
) -> int:
    """Write reports: a page on the programme and one on each unit, linked with one another."""
    show = screen(lang)
    chosen = renderers(format, show)
    added = Addition(_letters(chosen, show) if letters else {}, note)
    found = assessment(file, data, as_of, table, units, show, earlier, reading, show_private=show_private)
    if found is None:
        return FAULTS
    known = _known(found, unit or [], data, show)
    written = 0
    with progress_bar(said(show.tongue, "reporting")) as progress:
        made = report_files(
            material(found, show.tongue, unit), chosen, seconds=0.0 if no_changes else seconds, progress=progress, added=added
        )
        for each in chain(_results(found, show) if "xlsx" in chosen else (), made):
            if not write_file(out / each.name, each.content, show, say=False):
                return FAULTS
            written += 1
    write(said(show.tongue, "wrote_report", count=written, folder=out) + "\n", sys.stderr)
    show.report(found.faults)
    return FAULTS if found.errors or not known else DONE


def _letters(chosen: dict[str, Renderer], show: Screen) -> dict[str, Renderer]:
    """Letters are Word files, so that their sender can go on writing; they are PDF too where that is asked for."""
    return renderers("docx,pdf" if "pdf" in chosen else "docx", show)


def _results(found: Assessment, show: Screen) -> Iterator[ReportFile]:
    """The workbook of all results; made when it is written."""
    yield ReportFile(RESULTS, excel_bytes(results_workbook(found.file(), found.rules.program, show.tongue)))


def _known(found: Assessment, units: list[str], data: Path, show: Screen) -> bool:
    """Whether every unit asked for has data; the others are named."""
    unknown = [unit for unit in units if found.result_of(unit) is None]
    for unit in unknown:
        write(said(show.tongue, "report_unit_unknown", unit=unit, file=data.name) + "\n", sys.stderr)
    return not unknown
