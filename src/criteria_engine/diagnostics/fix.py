"""What would mend a fault in rule text: changes of the text, and whether they are certain."""

from attrs import frozen

from criteria_engine.diagnostics.wording import LONGEST_QUOTE, phrase
from criteria_engine.documents.inert import shortened
from criteria_engine.locale import formats
from criteria_engine.source import Span


@frozen
class Edit:
    """Text to stand where the span is; an empty span stands between two characters. An edit keeps to one line."""

    span: Span
    found: str
    replacement: str


@frozen
class Fix:
    """Edits that belong together, none over another. Certain where the text can have been meant in no other way: only such
    a fix is made without asking."""

    edits: tuple[Edit, ...]
    certain: bool


def fix_title(fix: Fix, tongue: str, line: int | None = None) -> str:
    """What a fix does, in one line; edits on another line than that of the fault say on which.

    >>> at = Span("a", 1, 3, 1, 5)
    >>> fix_title(Fix((Edit(at, "==", "="),), True), "en")
    'replace `==` with `=`'
    """
    return "; ".join(_edit_title(edit, tongue) + _elsewhere(edit, line, tongue) for edit in fix.edits)


def _elsewhere(edit: Edit, line: int | None, tongue: str) -> str:
    if line is None or edit.span.line == line:
        return ""
    return f" ({str(formats(tongue).words['line']).format(edit.span.line)})"


def _edit_title(edit: Edit, tongue: str) -> str:
    found, replacement = shortened(edit.found, LONGEST_QUOTE), shortened(edit.replacement, LONGEST_QUOTE)
    if not edit.found:
        return phrase("fix_insert", tongue).format(replacement=replacement)
    if not edit.replacement:
        return phrase("fix_remove", tongue).format(found=found)
    return phrase("fix_replace", tongue).format(found=found, replacement=replacement)
