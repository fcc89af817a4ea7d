"""`criteria fmt`: rule files are laid out in one way, or their keywords turned into the other tongue."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from attrs import define, field, frozen
from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang
from criteria_engine.cli.rule_files import STANDARD_INPUT, rule_paths
from criteria_engine.cli.screen import DONE, FAULTS, INTERNAL, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import replace_content
from criteria_engine.diagnostics.catalogue.syntax import FileUnreadable
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.rendering import faults_data
from criteria_engine.diagnostics.unreadable import other_unicode, why_unreadable
from criteria_engine.documents.json_text import json_text
from criteria_engine.fixes.showing import unified
from criteria_engine.language.formatting.rule_text import LayoutUnfaithful, formatted
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.source import Cell, Source, source_from_text

Files = Annotated[list[Path], Parameter(help=shown("option check_files"), allow_leading_hyphen=True)]
Check = Annotated[bool, Parameter(name="--check", negative=(), help=shown("option fmt_check"))]
Diff = Annotated[bool, Parameter(name="--diff", negative=(), help=shown("option fmt_diff"))]
To = Annotated[Literal["vi", "en"] | None, Parameter(name="--to", help=shown("option fmt_to"))]


@frozen
class File:
    """What was done with one file."""

    name: str
    changed: bool
    left: bool = False


@define
class _Run:
    """One run of the command: what was asked for, and what came of each file."""

    show: Screen
    to: str | None
    only_look: bool
    diff: bool
    quiet: bool
    files: list[File] = field(factory=list)
    faults: list[Fault] = field(factory=list)
    sources: dict[str, Source] = field(factory=dict)
    code: int = DONE

    def read(self, name: str, content: bytes) -> bytes | None:
        """What should be written instead of a file's content; None where it must be left alone."""
        if (encoding := other_unicode(content)) is not None:
            self.leave(name, [FileUnreadable(Cell(name), name, encoding)])
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            self.leave(name, [FileUnreadable(Cell(name), name, "not UTF-8", problem.start + 1)])
            return None
        source = source_from_text(text, name)
        try:
            found = formatted(source, self.to)
        except LayoutUnfaithful as problem:
            write(said(self.show.tongue, "fmt_unfaithful", place=problem) + "\n", sys.stderr)
            self.code = INTERNAL
            self.leave(name, [])
            return None
        if found.text is None:
            self.sources[name] = source
            self.leave(name, found.faults)
            return None
        return found.text.replace("\n", line_end(text)).encode("utf-8")

    def leave(self, name: str, faults: Iterable[Fault]) -> None:
        self.faults.extend(faults)
        self.files.append(File(name, False, left=True))
        self.code = max(self.code, FAULTS)

    def file(self, path: Path) -> None:
        name = str(path)
        try:
            content = path.read_bytes()
        except (OSError, ValueError) as problem:  # ValueError: a path with NUL in it
            return self.leave(name, [FileUnreadable(Cell(name), name, why_unreadable(problem))])
        wanted = self.read(name, content)
        if wanted is None:
            return None
        changed = wanted != content
        if changed and self.diff:
            write(unified(name, content.decode("utf-8"), wanted.decode("utf-8"), self.show.colour))
        if changed and self.only_look:
            self.code = max(self.code, FAULTS)
            self.say("fmt_would", name, sys.stdout)
        elif changed and not replace_content(path, wanted, self.show):
            return self.leave(name, [])
        elif changed:
            self.say("fmt_formatted", name, sys.stderr)
        self.files.append(File(name, changed))
        return None

    def standard_input(self) -> None:
        content = sys.stdin.buffer.read()
        wanted = self.read(STANDARD_INPUT, content)
        if wanted is None:
            return
        changed = wanted != content
        self.files.append(File(STANDARD_INPUT, changed))
        if self.diff and changed:
            write(unified(STANDARD_INPUT, content.decode("utf-8"), wanted.decode("utf-8"), self.show.colour))
        if self.only_look:
            self.code = max(self.code, FAULTS * changed)
        elif not self.quiet:
            sys.stdout.flush()
            sys.stdout.buffer.write(wanted)
            sys.stdout.buffer.flush()

    def say(self, key: str, name: str, stream: object) -> None:
        if not self.quiet and not self.diff:
            write(said(self.show.tongue, key, file=name) + "\n", stream)  # type: ignore[arg-type]


def fmt(files: Files, /, *, check: Check = False, diff: Diff = False, to: To = None, json_: Json = False, lang: Lang = None) -> int:
    """Lay out rule files; --check and --diff only look, --to turns the keywords into a tongue."""
    show = screen(lang)
    names, all_found = rule_paths(files, "fmt", show)
    run = _Run(show, to, check or diff, diff, json_)
    run.code = DONE if all_found else FAULTS
    for name in names:
        if name == STANDARD_INPUT:
            run.standard_input()
        else:
            run.file(Path(name))
    if json_:
        done = [{"file": file.name, "changed": file.changed, "left": file.left} for file in run.files]
        write(json_text({"files": done, "faults": faults_data(run.faults, show.tongue, keyword_in)}))
        return run.code
    show.report(run.faults, run.sources)
    if [file.name for file in run.files] != [STANDARD_INPUT]:
        _sum_up(run)
    return run.code


def _sum_up(run: _Run) -> None:
    changed, left = sum(file.changed for file in run.files), sum(file.left for file in run.files)
    key = "fmt_summary_check" if run.only_look else "fmt_summary"
    if run.files:
        write(said(run.show.tongue, key, changed=changed, left=left, same=len(run.files) - changed - left) + "\n", sys.stderr)


def line_end(text: str) -> str:
    """How the lines of a text end: as the first one does.

    >>> line_end("a\\r\\nb\\n"), line_end("a")
    ('\\r\\n', '\\n')
    """
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
