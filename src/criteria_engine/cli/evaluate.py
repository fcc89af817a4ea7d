"""`criteria evaluate`: units become verdicts, on the screen or in a file."""

import json
from pathlib import Path
from typing import Annotated

from attrs import evolve
from cyclopts import Parameter

from criteria_engine.assessment import Assessment, assess
from criteria_engine.cli.options import AsOf, Data, Earlier, Json, Lang, RuleFile, Tables, Units, WrongUsage, day, tables, write_file
from criteria_engine.cli.result_table import result_document, results_csv
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, Screen, progress_bar, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.programmes.earlier_files import read_earlier

Out = Annotated[Path | None, Parameter(name="--out", help=shown("option out"))]


def evaluate(
    file: RuleFile,
    *,
    data: Data,
    as_of: AsOf,
    table: Tables = None,
    units: Units = None,
    earlier: Earlier = None,
    json_: Json = False,
    out: Out = None,
    lang: Lang = None,
) -> int:
    """Evaluate units as of a date: verdict, grade and score of each, and the counts by group."""
    show = screen(lang)
    if out is not None and out.suffix.lower() not in (".csv", ".json"):
        raise WrongUsage(said(show.tongue, "bad_out", found=out))
    found = assessment(file, data, as_of, table, units, show, earlier)
    if found is None:
        return FAULTS
    if json_:
        write(json.dumps(found.data(), ensure_ascii=False, indent=2) + "\n")
    elif out is None:
        show.show(result_document(found, show.tongue))
    if out is not None and not write_results(found, out, show):
        return FAULTS
    show.report(found.faults)
    return FAULTS if found.errors else DONE


def assessment(
    file: Path, data: Path, as_of: str, table: list[str] | None, units: Path | None, show: Screen, earlier: list[Path] | None = None
) -> Assessment | None:
    """The assessment that the arguments ask for; None where the rules or the earlier results have errors, which are then reported."""
    on, related = day(as_of, show), tables(table, show)
    rules = loaded(file, show)
    if rules is None:
        return None
    known = read_earlier(earlier or (), rules.name, on)
    if any(fault.severity == "error" for fault in known.faults):
        show.report(known.faults)
        return None
    with progress_bar(said(show.tongue, "evaluating")) as progress:
        found = assess(rules, data, on, related, units, progress, known.standings)
    return evolve(found, faults=(*known.faults, *found.faults))


def write_results(found: Assessment, out: Path, show: Screen) -> bool:
    """Write the results to a file, as its ending says."""
    if out.suffix.lower() == ".json":
        return write_file(out, json.dumps(found.data(), ensure_ascii=False, indent=2) + "\n", show)
    return write_file(out, results_csv(found), show)
