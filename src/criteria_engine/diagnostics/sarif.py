"""Findings become a SARIF 2.1.0 log, which code hosts and editors read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.fault_pages import FaultPage, fault_page
from criteria_engine.diagnostics.findings import Finding
from criteria_engine.diagnostics.fix import Fix, fix_title
from criteria_engine.diagnostics.wording import Vocabulary, help_text, message, no_vocabulary, pattern
from criteria_engine.source import Span
from criteria_engine.version import VERSION

Data = dict[str, Any]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(
    findings: list[Finding], files: Sequence[str], tongue: str, vocabulary: Vocabulary = no_vocabulary, help_base: str | None = None
) -> Data:
    """The log of one run over `files`. Regions count lines and code points from 1, the end behind the last. With
    `help_base`, the address under which the pages of the codes stand, each rule has its page's."""
    ordered = sorted(findings, key=Finding.order)
    kinds = {type(finding.fault).code: type(finding.fault) for finding in ordered}
    codes = sorted(kinds)
    named = list(dict.fromkeys([*files, *(finding.region.file for finding in ordered)]))
    driver: Data = {
        "name": "criteria",
        "fullName": f"criteria_engine {VERSION}",
        "version": VERSION,
        "semanticVersion": VERSION,
        "rules": [_rule(kinds[code], tongue, help_base) for code in codes],
    }
    run: Data = {
        "tool": {"driver": driver},
        "language": tongue,
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": [{"location": {"uri": _uri(name)}, "mimeType": "text/plain", "encoding": "UTF-8"} for name in named],
        "results": [_result(finding, codes, named, tongue, vocabulary) for finding in ordered],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(kind: type[Fault], tongue: str, help_base: str | None) -> Data:
    says, advice = pattern(kind.code, "message", tongue) or "", pattern(kind.code, "help", tongue)
    page = fault_page(kind.code, tongue)
    why = page.section("why") if page else ""
    rule: Data = {
        "id": kind.code,
        "name": kind.__name__,
        "shortDescription": {"text": _plain(page.title if page else says)},
        "fullDescription": {"text": _plain(says)},
        "help": {"text": _plain("\n\n".join(part for part in (f"{says}.", why, advice) if part)), "markdown": _markdown(page, says, advice)},
        "defaultConfiguration": {"level": kind.severity},
        "properties": {"problem.severity": kind.severity},
    }
    if help_base is not None:
        rule["helpUri"] = f"{help_base.rstrip('/')}/{kind.code}" + (".vi.md" if tongue == "vi" else ".md")
    return rule


def _markdown(page: FaultPage | None, says: str, advice: str | None) -> str:
    """The page of a code, without its links to other pages; what its messages say where it has none."""
    if page is None:
        return f"{says}." + (f"\n\n{advice}" if advice else "")
    return "\n\n".join(f"## {title}\n\n{body}" for title, body in page.sections)


def _result(finding: Finding, codes: list[str], named: list[str], tongue: str, vocabulary: Vocabulary) -> Data:
    fault, region = finding.fault, finding.region
    says, advice = message(fault, tongue, vocabulary), help_text(fault, tongue, vocabulary)
    place = {"artifactLocation": _artifact(region.file, named), "region": _region(region)}
    result: Data = {
        "ruleId": fault.code,
        "ruleIndex": codes.index(fault.code),
        "level": fault.severity,
        "message": {"text": _plain(f"{says}. {advice}" if advice else says)},
        "locations": [{"physicalLocation": place}],
    }
    if finding.fix is not None:
        result["fixes"] = [_fix(finding.fix, region.file, region.line, named, tongue)]
    return result


def _fix(fix: Fix, file: str, line: int, named: list[str], tongue: str) -> Data:
    replacements = [{"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}} for edit in fix.edits]
    return {
        "description": {"text": _plain(fix_title(fix, tongue, line))},
        "artifactChanges": [{"artifactLocation": _artifact(file, named), "replacements": replacements}],
    }


def _artifact(file: str, named: list[str]) -> Data:
    return {"uri": _uri(file), "index": named.index(file)}


def _region(span: Span) -> Data:
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _uri(file: str) -> str:
    """A file's address: absolute paths as such, others relative to where the command was run.

    >>> _uri("rules/bộ 1.criteria")
    'rules/b%E1%BB%99%201.criteria'
    """
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().encode("utf-8", "surrogateescape"), safe="/")


def _plain(text: str) -> str:
    """A message as SARIF writes it: braces doubled, since single ones hold arguments, and no link where text looks like one."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")
