"""`criteria explain`: why one unit has its verdict."""

import json
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.assessment import Assessment
from criteria_engine.cli.evaluate import assessment
from criteria_engine.cli.options import AsOf, Data, Full, Lang, RuleFile, Tables, Units
from criteria_engine.cli.reading_options import Reading
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.documents.model import Document, Paragraph, line
from criteria_engine.engine import Result
from criteria_engine.explain.document import explain_document, insight_document
from criteria_engine.explain.insight import EVERYTHING, SECONDS, Asked, insight
from criteria_engine.explain.insight_json import insight_data
from criteria_engine.explain.prove import prove
from criteria_engine.programmes.words import unit_name
from criteria_engine.source import Cell
from criteria_engine.values.labels import label_in
from criteria_engine.version import VERSION

Unit = Annotated[str, Parameter(name="--unit", help=shown("option unit"))]
Format = Annotated[Literal["text", "markdown", "json"], Parameter(name="--format", help=shown("option format"))]


WhyNot = Annotated[bool, Parameter(name="--why-not", negative=(), help=shown("option why_not"))]
Missing = Annotated[bool, Parameter(name="--missing", negative=(), help=shown("option missing"))]
Seconds = Annotated[float, Parameter(name="--seconds", help=shown("option seconds"))]

ASKED_BY: dict[tuple[bool, bool], tuple[Asked, ...]] = {
    (False, False): (),
    (True, False): ("sufficient", "changes", "effects"),
    (False, True): ("matters",),
    (True, True): EVERYTHING,
}
"""What `--why-not` and `--missing` ask for, alone and together."""


def explain(
    file: RuleFile,
    *,
    data: Data,
    unit: Unit,
    as_of: AsOf,
    table: Tables = None,
    units: Units = None,
    format: Format = "text",
    full: Full = False,
    why_not: WhyNot = False,
    missing: Missing = False,
    seconds: Seconds = SECONDS,
    reading: Reading = None,
    lang: Lang = None,
) -> int:
    """Explain one unit's verdict: what was found and required, from which cell, by which clause, and what remedies it."""
    show = screen(lang)
    found = assessment(file, data, as_of, table, units, show, reading=reading)
    if found is None:
        return FAULTS
    result = found.result_of(unit)
    if result is None and unit in found.without_data:
        _without_data(found, unit, data, show, format)
        return DONE
    if result is None:
        show.report(found.faults)
        _no_such_unit(found, unit, data, show)
        return FAULTS
    asked = ASKED_BY[why_not, missing]
    if asked:
        show_insight(found, result, show, format, asked, seconds)
    else:
        show_explanation(found, result, show, format, full)
    concerning = [fault for fault in found.faults if isinstance(fault.place, Cell) and _of(fault.place, result)]
    show.report(concerning)
    return FAULTS if any(fault.severity == "error" for fault in concerning) else DONE


def show_insight(found: Assessment, result: Result, show: Screen, format: str, asked: tuple[Asked, ...], seconds: float) -> None:
    """Print what was asked beyond the proof."""
    dated, record = result.evaluation.dated, result.evaluation.record
    told = insight(dated, record, asked, seconds=seconds)
    if format == "json":
        data = {"unit": result.unit, "as_of": dated.as_of.isoformat(), "verdict": result.verdict, **insight_data(told, dated)}
        write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    proof = prove(result.evaluation, result.outcome, found.digests, VERSION, False)
    show.show(insight_document(proof, told, dated, record, show.tongue), format)


def show_explanation(found: Assessment, result: Result, show: Screen, format: str, full: bool) -> None:
    """Print the explanation of a result."""
    if format == "json":
        write(json.dumps(result.proof(found.digests), ensure_ascii=False, indent=2) + "\n")
        return
    proof = prove(result.evaluation, result.outcome, found.digests, VERSION, full)
    show.show(explain_document(proof, show.tongue, full), format)


def _of(place: Cell, result: Result) -> bool:
    """Whether a cell is one of the unit's own rows."""
    record = result.evaluation.record
    places = [record.place, *record.cells.values()]
    places += [cell for rows in record.tables.values() for row in rows for cell in (row.place, *row.cells.values())]
    return any(cell is not None and (cell.file, cell.sheet, cell.row) == (place.file, place.sheet, place.row) for cell in places)


def _without_data(found: Assessment, unit: str, data: Path, show: Screen, format: str) -> None:
    """Say that a listed unit has no data; as JSON, print its result, since there is nothing to prove."""
    named = unit_name(show.tongue, unit, found.names.get(unit, ""), next(iter(found.groups[unit].values()), ""))
    text = said(show.tongue, "unit_without_data", unit=named, file=data.name)
    if format == "json":
        own = next(result for result in found.data()["results"] if result["unit"] == unit)
        write(json.dumps(own, ensure_ascii=False, indent=2) + "\n")
        write(text + "\n", sys.stderr)
        return
    title = line(f"{named} — {said(show.tongue, 'verdict undetermined')}")
    show.show(Document(show.tongue, title, (Paragraph(line(text)),)), format)


def _no_such_unit(found: Assessment, unit: str, data: Path, show: Screen) -> None:
    subject = found.rules.program.subject
    name = label_in(subject.labels, show.tongue, subject.name)
    text = said(show.tongue, "unit_unknown", subject=name, unit=unit, file=data.name)
    alike = [code for code in found.groups if unit and unit in code][:3] or get_close_matches(unit, found.groups, 3, 0.6)
    if alike:
        text += " " + said(show.tongue, "units_like", codes=", ".join(alike))
    write(text + "\n", sys.stderr)
