"""`criteria schema`: what the data of a rule set look like, as a JSON Schema for programs or as an empty sheet for people."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.cli.options import Lang, RuleFile, Units, WrongUsage
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.data.roster import read_roster
from criteria_engine.datasheets.json_schema import data_schema
from criteria_engine.datasheets.template import template_workbook
from criteria_engine.datasheets.template_csv import template_tables
from criteria_engine.documents.json_text import json_text
from criteria_engine.documents.workbook.excel import excel_bytes
from criteria_engine.engine import Rules

Template = Annotated[Literal["xlsx", "csv"] | None, Parameter(name="--template", help=shown("option template"))]
Out = Annotated[Path | None, Parameter(name="--out", help=shown("option schema_out"))]


def schema(file: RuleFile, *, template: Template = None, out: Out = None, units: Units = None, lang: Lang = None) -> int:
    """Print the JSON Schema of a rule set's data, or write an empty sheet for clerks to fill in."""
    show = screen(lang)
    if template is not None and (out is None or out.suffix.lower() != f".{template}"):
        raise WrongUsage(said(show.tongue, "template_out", ending=f".{template}"))
    if template is None and units is not None:
        raise WrongUsage(said(show.tongue, "units_without_template"))
    rules = loaded(file, show)
    if rules is None:
        return FAULTS
    if template is not None and out is not None:
        return _write_template(rules, template, out, units, show)
    text = json_text(data_schema(rules.program, show.tongue))
    if out is None:
        write(text)
        return DONE
    return DONE if write_file(out, text, show) else FAULTS


def _write_template(rules: Rules, template: str, out: Path, units: Path | None, show: Screen) -> int:
    """Write the empty sheet, with the listed units; CSV tables of a rule set with related tables stand beside it: `out.cases.csv`."""
    roster = None
    if units is not None:
        roster, faults = read_roster(rules.program, units)
        show.report(faults)
        if roster is None or any(fault.severity == "error" for fault in faults):
            return FAULTS
    if template == "xlsx":
        return DONE if write_file(out, excel_bytes(template_workbook(rules.program, roster, show.tongue)), show) else FAULTS
    written = [
        write_file(out if not name else out.with_name(f"{out.stem}.{name}.csv"), text, show)
        for name, text in template_tables(rules.program, roster, show.tongue).items()
    ]
    return DONE if all(written) else FAULTS
