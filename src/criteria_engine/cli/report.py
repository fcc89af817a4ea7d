"""`criteria report`: pages for the programme and for each unit, as files in a folder."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.assessment import Assessment
from criteria_engine.cli.evaluate import assessment
from criteria_engine.cli.options import AsOf, Data, Earlier, Lang, RuleFile, Tables, Units, WrongUsage
from criteria_engine.cli.reading_options import Reading
from criteria_engine.cli.screen import DONE, FAULTS, Screen, progress_bar, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.documents.html.page import document_html_bytes
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Document
from criteria_engine.locale import format_list
from criteria_engine.reports.making import SECONDS, report_files
from criteria_engine.reports.material import material

RENDERERS: Mapping[str, Callable[[Document], bytes]] = {
    "html": document_html_bytes,
    "md": lambda document: document_markdown(document).encode(),
}
"""What makes a file of each format from a document."""

Out = Annotated[Path, Parameter(name="--out", help=shown("option report_out"))]
Formats = Annotated[str, Parameter(name="--format", help=shown("option report_format"))]
Only = Annotated[list[str] | None, Parameter(name="--unit", help=shown("option report_unit"), negative=(), consume_multiple=False)]
Seconds = Annotated[float, Parameter(name="--seconds", help=shown("option report_seconds"))]
NoChanges = Annotated[bool, Parameter(name="--no-changes", negative=(), help=shown("option no_changes"))]


def report(
    file: RuleFile,
    *,
    data: Data,
    as_of: AsOf,
    out: Out,
    units: Units = None,
    table: Tables = None,
    format: Formats = "html",
    unit: Only = None,
    seconds: Seconds = SECONDS,
    no_changes: NoChanges = False,
    earlier: Earlier = None,
    reading: Reading = None,
    lang: Lang = None,
) -> int:
    """Write reports: a page on the programme and one on each unit, linked with one another."""
    show = screen(lang)
    renderers = _renderers(format, show)
    found = assessment(file, data, as_of, table, units, show, earlier, reading)
    if found is None:
        return FAULTS
    known = _known(found, unit or [], data, show)
    written = 0
    with progress_bar(said(show.tongue, "reporting")) as progress:
        made = report_files(
            material(found, show.tongue), renderers, units=unit, seconds=0.0 if no_changes else seconds, progress=progress
        )
        for each in made:
            if not write_file(out / each.name, each.content, show, say=False):
                return FAULTS
            written += 1
    write(said(show.tongue, "wrote_report", count=written, folder=out) + "\n", sys.stderr)
    show.report(found.faults)
    return FAULTS if found.errors or not known else DONE


def _renderers(asked: str, show: Screen) -> dict[str, Callable[[Document], bytes]]:
    """What makes the formats asked for. Raises WrongUsage for one that there is not."""
    names = list(dict.fromkeys(name.strip() for name in asked.split(",")))
    for name in names:
        if name not in RENDERERS:
            raise WrongUsage(said(show.tongue, "bad_report_format", found=name, known=format_list(list(RENDERERS), show.tongue, "or")))
    return {name: RENDERERS[name] for name in names}


def _known(found: Assessment, units: list[str], data: Path, show: Screen) -> bool:
    """Whether every unit asked for has data; the others are named."""
    unknown = [unit for unit in units if found.result_of(unit) is None]
    for unit in unknown:
        write(said(show.tongue, "report_unit_unknown", unit=unit, file=data.name) + "\n", sys.stderr)
    return not unknown
