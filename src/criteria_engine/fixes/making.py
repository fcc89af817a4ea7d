"""Certain fixes are made in a rule file, again and again until there is none left."""

from collections.abc import Callable

from attrs import frozen

from criteria_engine.checking import Checked, check_bytes
from criteria_engine.fixes.certain import certain_fixes, changes_of

MOST_PASSES = 20
"""Passes over a file: one fix may bring another fault to light that can be mended as well."""


@frozen
class Mended:
    """A file with its certain fixes made: what it holds then, what checking finds then, and how many fixes that were."""

    content: bytes
    checked: Checked
    count: int


def mended(checked: Checked, again: Callable[[Checked], Checked] = lambda checked: checked) -> Mended:
    """The file with every certain fix made, checked anew with what `again` adds; the same
    content where there is none, or where the file could not be read."""
    if checked.original is None:
        return Mended(b"", checked, 0)
    content, count = checked.original.changed(()), 0
    for _ in range(MOST_PASSES):
        fixes = certain_fixes(checked).values()
        if not fixes or checked.original is None:
            break
        content = checked.original.changed([change for fix in fixes for change in changes_of(fix.edits, checked.original)])
        count += len(fixes)
        checked = again(check_bytes(content, checked.original.name))
    return Mended(content, checked, count)
