"""A rule file is read and checked: its program where it has no error, and every fault."""

from pathlib import Path

from attrs import evolve, field, frozen

from criteria_engine.diagnostics.catalogue.syntax import FileUnreadable
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.unreadable import other_unicode, why_unreadable
from criteria_engine.ir.program import Program
from criteria_engine.language.compile import Compiled, compile_source
from criteria_engine.language.lint.linting import linted, without_allowed
from criteria_engine.language.lint.material import Material
from criteria_engine.original import Original, original_from_bytes
from criteria_engine.source import Cell, Source, source_from_text


@frozen
class Checked:
    """What checking a rule file gives: its source where it could be read, its program where it has no error, its faults.
    `material` is what the linter reads; `original` the stored file, where the rules came from one."""

    source: Source | None
    program: Program | None
    faults: tuple[Fault, ...]
    material: Material | None = field(default=None, repr=False, eq=False)
    original: Original | None = field(default=None, repr=False, eq=False)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stop evaluation."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    def with_lint(self) -> "Checked":
        """The same with the linter's warnings among its faults, as `criteria check` shows them."""
        return with_lint(self)


def check(path: str | Path) -> Checked:
    """Read and check a rule file; never raises for what the file is or holds."""
    shown = str(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as problem:  # ValueError: a path with NUL in it
        return Checked(None, None, (FileUnreadable(Cell(shown), shown, why_unreadable(problem)),))
    return check_bytes(content, shown)


def check_bytes(content: bytes, name: str) -> Checked:
    """Check the content of a rule file; `name` stands for the file in faults.

    >>> [fault.code for fault in check_bytes(b"\\xff", "a.criteria").faults]
    ['S001']
    """
    if (encoding := other_unicode(content)) is not None:
        return Checked(None, None, (FileUnreadable(Cell(name), name, encoding),))
    try:
        original = original_from_bytes(content, name)
    except UnicodeDecodeError as problem:
        return Checked(None, None, (FileUnreadable(Cell(name), name, "not UTF-8", problem.start + 1),))
    return evolve(_compiled(original.source), original=original)


def check_text(text: str, name: str = "<text>") -> Checked:
    """Check rule text; `name` stands for the file in faults.

    >>> [fault.code for fault in check_text("ruleset a \\"A\\"").faults]
    ['N009']
    """
    return _compiled(source_from_text(text, name))


def _compiled(source: Source) -> Checked:
    compiled: Compiled = compile_source(source)
    if compiled.tree is None:
        return Checked(source, compiled.program, compiled.faults)
    material = Material(source, compiled.tree, compiled.trivia, compiled.program, compiled.faults)
    return Checked(source, compiled.program, without_allowed(material), material)


def with_lint(checked: Checked) -> Checked:
    """The same with the linter's warnings among its faults.

    >>> text = 'ruleset a "A"\\nsubject ward identified by code\\nfacts\\n  code : text\\n  late : integer\\n'
    >>> rules = text + 'criterion B\\n  mandatory\\n  assessed\\nverdict\\n  passes when B passes'
    >>> "L001" in [fault.code for fault in with_lint(check_text(rules)).faults]
    True
    """
    return checked if checked.material is None else evolve(checked, faults=linted(checked.material))
