"""A rule file is read and checked: its program where it has no error, and every fault."""

from pathlib import Path

from attrs import frozen

from criteria_engine.diagnostics.catalogue.syntax import FileUnreadable
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program
from criteria_engine.language.compile import Compiled, compile_source
from criteria_engine.source import Cell, Source, source_from_text


@frozen
class Checked:
    """What checking a rule file gives: its source where it could be read, its program where it has no error, its faults."""

    source: Source | None
    program: Program | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stop evaluation."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


def check(path: str | Path) -> Checked:
    """Read and check a rule file; never raises for what the file is or holds."""
    shown = str(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as problem:  # ValueError: a path with NUL in it
        reason = getattr(problem, "strerror", None) or "unreadable"
        return Checked(None, None, (FileUnreadable(Cell(shown), shown, reason),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return Checked(None, None, (FileUnreadable(Cell(shown), shown, f"not UTF-8 (byte {problem.start + 1})"),))
    return check_text(text, shown)


def check_text(text: str, name: str = "<text>") -> Checked:
    """Check rule text; `name` stands for the file in faults.

    >>> [fault.code for fault in check_text("ruleset a \\"A\\"").faults]
    ['N009']
    """
    source = source_from_text(text, name)
    compiled: Compiled = compile_source(source)
    return Checked(source, compiled.program, compiled.faults)
