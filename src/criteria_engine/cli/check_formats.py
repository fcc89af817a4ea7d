"""What `criteria check` finds, in the formats that programs read."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import evolve

from criteria_engine.checking import Checked
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.findings import Finding
from criteria_engine.diagnostics.fix import Edit, Fix, fix_title
from criteria_engine.diagnostics.github import workflow_commands
from criteria_engine.diagnostics.rendering import concise, fault_data
from criteria_engine.diagnostics.sarif import sarif_log
from criteria_engine.documents.data import place_data
from criteria_engine.documents.inert import inert
from criteria_engine.documents.json_text import json_text
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.original import Original
from criteria_engine.source import Span

Data = dict[str, Any]


def findings_text(
    format: Literal["concise", "json", "sarif", "github"],
    files: Sequence[tuple[str, Checked]],
    fixes: Mapping[Fault, Fix],
    tongue: str,
    fixed: Mapping[str, int],
    help_base: str | None = None,
) -> str:
    """The faults of checked files as text of a format; places count as the files are stored. `fixed` says in how many places
    a file was mended, where that was asked for."""
    findings = [_stored(fault, fixes.get(fault), checked.original) for _, checked in files for fault in checked.faults]
    if format == "concise":
        return concise([evolve(each.fault, place=each.region) for each in findings], tongue, keyword_in)
    if format == "github":
        return workflow_commands(findings, tongue, keyword_in)
    if format == "sarif":
        names = [checked.source.name if checked.source else name for name, checked in files]
        return _json(sarif_log(findings, names, tongue, keyword_in, help_base))
    about = [
        {"file": inert(name), "ruleset": checked.program.name if checked.program else None, **({"fixed": fixed[name]} if name in fixed else {})}
        for name, checked in files
    ]
    return _json({"files": about, "faults": [_fault(each, tongue) for each in sorted(findings, key=Finding.order)]})


def _json(data: Data) -> str:
    return json_text(data)


def _stored(fault: Fault, fix: Fix | None, original: Original | None) -> Finding:
    """A fault and its fix at their places in the stored file."""
    if original is None or not isinstance(fault.place, Span):
        return Finding(fault, fix)
    edits = () if fix is None else tuple(Edit(original.place(edit.span), edit.found, edit.replacement) for edit in fix.edits)
    return Finding(evolve(fault, place=original.place(fault.place)), None if fix is None else Fix(edits, fix.certain))


def _fault(finding: Finding, tongue: str) -> Data:
    fix = finding.fix
    data = fault_data(finding.fault, tongue, keyword_in)
    data["fix"] = (
        None
        if fix is None
        else {
            "certain": fix.certain,
            "title": fix_title(fix, tongue, finding.region.line),
            "edits": [{"place": place_data(edit.span), "replacement": edit.replacement} for edit in fix.edits],
        }
    )
    return data
