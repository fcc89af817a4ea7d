"""Findings become workflow commands, which GitHub Actions shows as annotations beside the changed lines."""

from pathlib import PurePath

from criteria_engine.diagnostics.findings import Finding
from criteria_engine.diagnostics.wording import Vocabulary, help_text, message, no_vocabulary
from criteria_engine.documents.inert import inert

_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = _IN_DATA | {":": "%3A", ",": "%2C"}


def workflow_commands(findings: list[Finding], tongue: str, vocabulary: Vocabulary = no_vocabulary) -> str:
    """A line a finding, in the order of their places: its file, region and code, then message and help."""
    return "".join(_command(finding, tongue, vocabulary) for finding in sorted(findings, key=Finding.order))


def _command(finding: Finding, tongue: str, vocabulary: Vocabulary) -> str:
    fault, region = finding.fault, finding.region
    properties = {
        "file": inert(PurePath(region.file).as_posix()),
        "line": region.line,
        "endLine": region.end_line,
        **({"col": region.column, "endColumn": region.end_column} if region.line == region.end_line else {}),
        "title": fault.code,
    }
    advice = help_text(fault, tongue, vocabulary)
    text = message(fault, tongue, vocabulary) + (f"\n{advice}" if advice else "")
    written = ",".join(f"{name}={_escaped(str(value), _IN_PROPERTIES)}" for name, value in properties.items())
    return f"::{fault.severity} {written}::{_escaped(text, _IN_DATA)}\n"


def _escaped(text: str, how: dict[str, str]) -> str:
    """Text in which nothing ends the command or its property.

    >>> _escaped("50%, a:b", _IN_PROPERTIES)
    '50%25%2C a%3Ab'
    """
    return "".join(how.get(character, character) for character in text)
