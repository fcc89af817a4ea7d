"""Rule files named on the command line: which there are, what they hold, and their errors reported."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from criteria_engine.checking import Checked, check, check_bytes
from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen, write
from criteria_engine.cli.words import said
from criteria_engine.engine import Rules


def loaded(path: Path, screen: Screen) -> Rules | None:
    """The rules in a file; where they have errors, these are reported and there are none. Warnings are for `check`."""
    checked: Checked = check(path)
    if checked.program is None or checked.source is None:
        screen.report(checked.errors, {checked.source.name: checked.source} if checked.source else {})
        return None
    return Rules(checked.program, checked.source, checked.faults)


ENDING = ".criteria"
"""How the names of rule files end."""

STANDARD_INPUT = "-"
"""What stands for standard input among files."""


def rule_paths(given: Sequence[str | Path], command: str, screen: Screen) -> tuple[list[str], bool]:
    """The rule files among arguments, each once: files as they are given, then of a folder all that end in `.criteria`, in
    the order of their paths, but for hidden ones; and whether every folder had some, else that is said. Raises WrongUsage
    for what looks like an option."""
    found: dict[str, None] = {}
    none_empty = True
    for path in map(str, given):
        if path.startswith("-") and path != STANDARD_INPUT:
            raise WrongUsage(said(screen.tongue, "usage_option", found=path, command=command))
        if path == STANDARD_INPUT or not os.path.isdir(path):
            found[path if path == STANDARD_INPUT else str(Path(path))] = None
            continue
        below = _below(Path(path))
        found |= dict.fromkeys(map(str, below))
        if not below:
            none_empty = False
            write(said(screen.tongue, "fmt_none", folder=path) + "\n", sys.stderr)
    return list(found), none_empty


def _below(folder: Path) -> list[Path]:
    files: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(parent, name) for name in names if name.endswith(ENDING) and not name.startswith(".")]
    return sorted(files, key=lambda path: path.parts)


def checked_path(path: str) -> Checked:
    """A rule file, or standard input, checked."""
    return check_bytes(sys.stdin.buffer.read(), "<stdin>") if path == STANDARD_INPUT else check(path)
