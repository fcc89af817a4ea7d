"""A rule file named on the command line becomes rules, or its errors are reported."""

from pathlib import Path

from criteria_engine.checking import Checked, check
from criteria_engine.cli.screen import Screen
from criteria_engine.engine import Rules


def loaded(path: Path, screen: Screen) -> Rules | None:
    """The rules in a file; where they have errors, these are reported and there are none. Warnings are for `check`."""
    checked: Checked = check(path)
    if checked.program is None or checked.source is None:
        screen.report(checked.errors, {checked.source.name: checked.source} if checked.source else {})
        return None
    return Rules(checked.program, checked.source, checked.faults)
