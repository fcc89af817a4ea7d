"""`criteria explain`: why one unit has its verdict."""

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.assessment import Assessment
from criteria_engine.cli.evaluate import assessment
from criteria_engine.cli.options import AsOf, Data, Full, Lang, RuleFile, ShowPrivate, Tables, Units, WrongUsage, day
from criteria_engine.cli.reading_options import Reading
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.supposed import suppositions_of
from criteria_engine.cli.words import said, shown
from criteria_engine.documents.inert import inert
from criteria_engine.documents.json_text import json_text
from criteria_engine.documents.model import Document, Paragraph, line
from criteria_engine.engine import Result
from criteria_engine.explain.compared import Compared
from criteria_engine.explain.comparison_json import supposed_data
from criteria_engine.explain.document import as_supposed, explain_document, insight_document
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

WhatIf = Annotated[list[str] | None, Parameter(name="--what-if", help=shown("option what_if"), negative=(), consume_multiple=True)]
Compare = Annotated[str | None, Parameter(name="--compare", help=shown("option compare"))]
CompareDate = Annotated[str | None, Parameter(name="--compare-date", help=shown("option compare_date"))]
CompareRules = Annotated[Path | None, Parameter(name="--compare-rules", help=shown("option compare_rules"))]

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
    what_if: WhatIf = None,
    compare: Compare = None,
    compare_date: CompareDate = None,
    compare_rules: CompareRules = None,
    reading: Reading = None,
    show_private: ShowPrivate = False,
    lang: Lang = None,
) -> int:
    """Explain one unit's verdict: what was found and required, from which cell, by which clause, and what remedies it."""
    show = screen(lang)
    said_if = suppositions_of(what_if, None, "--what-if", show)
    others = {"--compare": compare, "--compare-date": compare_date, "--compare-rules": compare_rules}
    compared = [option for option, value in others.items() if value is not None]
    if len(compared) > 1 or (compared and (why_not or missing or full or said_if)):
        alone = [*compared, *(["--what-if"] if said_if else [])]
        raise WrongUsage(said(show.tongue, "compare_alone", options=", ".join(alone)))
    other_day = None if compare_date is None else day(compare_date, show)
    only = [unit] if compare is None else [unit, compare]
    found = assessment(file, data, as_of, table, units, show, reading=reading, show_private=show_private, only=only)
    if found is None:
        return FAULTS
    result = found.result_of(unit)
    if result is None and unit in found.without_data and not (said_if or compared):
        _without_data(found, unit, data, show, format)
        return DONE
    if result is None:
        return no_result(found, unit, data, show)
    if compared:
        second: Result | None
        if compare is not None:
            second = found.result_of(compare)
            if second is None:
                return no_result(found, compare, data, show)
        elif other_day is not None:
            second = found.rules.evaluate(result.evaluation.record, other_day)
        else:
            assert compare_rules is not None
            second = _by_other_rules(compare_rules, data, as_of, table, units, unit, show, reading, show_private)
            if second is None:
                return FAULTS
        show_comparison(result.compared_with(second), show, format)
        return _reported(found, [result, second], show)
    before = result
    result = result.supposing(said_if) if said_if else result
    asked = ASKED_BY[why_not, missing]
    if asked:
        show_insight(found, result, show, format, asked, seconds)
    else:
        show_explanation(found, result, show, format, full)
    return _reported(found, [before], show)


def no_result(found: Assessment, unit: str, data: Path, show: Screen) -> int:
    """Say that there is nothing to explain of a unit: no data of it, or no such unit."""
    if unit in found.without_data:
        named = unit_name(show.tongue, unit, found.names.get(unit, ""), next(iter(found.groups[unit].values()), ""))
        write(said(show.tongue, "unit_without_data", unit=named, file=data.name) + "\n", sys.stderr)
        return FAULTS
    show.report(found.faults)
    _no_such_unit(found, unit, data, show)
    return FAULTS


def _by_other_rules(
    file: Path, data: Path, as_of: str, table: list[str] | None, units: Path | None, unit: str, show: Screen, reading: Reading, show_private: bool
) -> Result | None:
    """The unit's result by other rules over the same data; None where that is said to be impossible."""
    found = assessment(file, data, as_of, table, units, show, reading=reading, show_private=show_private, only=[unit])
    if found is None:
        return None
    result = found.result_of(unit)
    if result is None:
        no_result(found, unit, data, show)
    return result


def show_comparison(found: Compared, show: Screen, format: str) -> None:
    """Print what differs between two results."""
    if format == "json":
        write(found.explain(show.tongue, "json") + "\n")
        return
    show.show(found.document(show.tongue), format)


def _reported(found: Assessment, results: Sequence[Result], show: Screen) -> int:
    """Report the faults of the units' own data; the exit code."""
    concerning = [fault for fault in found.faults if isinstance(fault.place, Cell) and any(_of(fault.place, result) for result in results)]
    show.report(concerning)
    return FAULTS if any(fault.severity == "error" for fault in concerning) else DONE


def _shown(document: Document, result: Result, show: Screen, format: str) -> None:
    """Print a document, marked where it is of what is supposed."""
    show.show(as_supposed(document, result.supposed) if result.supposed else document, format)


def show_insight(
    found: Assessment, result: Result, show: Screen, format: str, asked: tuple[Asked, ...], seconds: float
) -> None:
    """Print what was asked beyond the proof."""
    dated, record = result.evaluation.dated, result.evaluation.record
    told = insight(dated, record, asked, seconds=seconds)
    if format == "json":
        data = {"unit": result.unit, "as_of": dated.as_of.isoformat(), "verdict": result.verdict, **insight_data(told, dated)}
        if result.supposed:
            data["supposed"] = supposed_data(result.supposed)
        write(json_text(data))
        return
    proof = prove(result.evaluation, result.outcome, found.digests, VERSION, False)
    _shown(insight_document(proof, told, dated, record, show.tongue), result, show, format)


def show_explanation(found: Assessment, result: Result, show: Screen, format: str, full: bool) -> None:
    """Print the explanation of a result."""
    if format == "json":
        write(json_text(result.proof(found.digests)))
        return
    proof = prove(result.evaluation, result.outcome, found.digests, VERSION, full)
    _shown(explain_document(proof, show.tongue, full), result, show, format)


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
        write(json_text(own))
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
    write(inert(text) + "\n", sys.stderr)
