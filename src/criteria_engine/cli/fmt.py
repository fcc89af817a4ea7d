"""`criteria fmt`: rule files are laid out in one way, or their keywords turned into the other tongue."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Literal

from attrs import define, field, frozen
from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang, WrongUsage
from criteria_engine.cli.screen import DONE, FAULTS, INTERNAL, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import replace_content
from criteria_engine.diagnostics.catalogue.syntax import FileUnreadable
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.rendering import faults_data
from criteria_engine.documents.inert import inert
from criteria_engine.language.formatting.rule_text import LayoutUnfaithful, formatted
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.source import Cell, Source, source_from_text

STANDARD_INPUT = "-"

Paths = Annotated[list[str], Parameter(help=shown("option fmt_paths"), allow_leading_hyphen=True)]
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

    def read(self, name: str, content: bytes) -> tuple[str, bytes] | None:
        """The file's text and what should be written instead; None where it must be left alone."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            self.leave(name, [FileUnreadable(Cell(name), name, f"not UTF-8 (byte {problem.start + 1})")])
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
        return text, found.text.replace("\n", line_end(text)).encode("utf-8")

    def leave(self, name: str, faults: Iterable[Fault]) -> None:
        self.faults.extend(faults)
        self.files.append(File(name, False, left=True))
        self.code = max(self.code, FAULTS)

    def file(self, path: Path) -> None:
        name = str(path)
        try:
            content = path.read_bytes()
        except (OSError, ValueError) as problem:  # ValueError: a path with NUL in it
            return self.leave(name, [FileUnreadable(Cell(name), name, getattr(problem, "strerror", None) or "unreadable")])
        found = self.read(name, content)
        if found is None:
            return None
        text, wanted = found
        changed = wanted != content
        if changed and self.diff:
            write("".join(difference(name, text, wanted.decode("utf-8"), self.show.colour)))
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
        found = self.read(STANDARD_INPUT, content)
        if found is None:
            return
        text, wanted = found
        changed = wanted != content
        self.files.append(File(STANDARD_INPUT, changed))
        if self.diff and changed:
            write("".join(difference(STANDARD_INPUT, text, wanted.decode("utf-8"), self.show.colour)))
        if self.only_look:
            self.code = max(self.code, FAULTS * changed)
        elif not self.quiet:
            sys.stdout.flush()
            sys.stdout.buffer.write(wanted)
            sys.stdout.buffer.flush()

    def say(self, key: str, name: str, stream: object) -> None:
        if not self.quiet and not self.diff:
            write(said(self.show.tongue, key, file=name) + "\n", stream)  # type: ignore[arg-type]


def fmt(paths: Paths, *, check: Check = False, diff: Diff = False, to: To = None, json_: Json = False, lang: Lang = None) -> int:
    """Lay out rule files; --check and --diff only look, --to turns the keywords into a tongue."""
    show = screen(lang)
    if unknown := [path for path in paths if path.startswith("-") and path != STANDARD_INPUT]:
        raise WrongUsage(said(show.tongue, "usage_option", found=unknown[0], command="fmt"))
    run = _Run(show, to, check or diff, diff, json_)
    for path in _named(paths, run):
        if path is None:
            run.standard_input()
        else:
            run.file(path)
    if json_:
        files = [{"file": file.name, "changed": file.changed, "left": file.left} for file in run.files]
        write(json.dumps({"files": files, "faults": faults_data(run.faults, show.tongue, keyword_in)}, ensure_ascii=False, indent=2) + "\n")
        return run.code
    show.report(run.faults, run.sources)
    if [file.name for file in run.files] != [STANDARD_INPUT]:
        _sum_up(run)
    return run.code


def _named(paths: Sequence[str], run: _Run) -> Iterator[Path | None]:
    """The files that the arguments name, each once; None for standard input."""
    seen: set[Path | None] = set()
    for given in paths:
        found: list[Path | None] = [None] if given == STANDARD_INPUT else [Path(given)]
        if given != STANDARD_INPUT and Path(given).is_dir():
            found = [path for path in sorted(Path(given).rglob("*.criteria")) if path.is_file() and not _hidden(path, Path(given))]
            if not found:
                write(said(run.show.tongue, "fmt_none", folder=given) + "\n", sys.stderr)
                run.code = max(run.code, FAULTS)
        for path in found:
            if path not in seen:
                seen.add(path)
                yield path


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


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


def difference(name: str, before: str, after: str, colour: bool) -> Iterator[str]:
    """The lines that differ, as a unified diff whose text can do nothing to a terminal."""
    old, new = (text.replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in (before, after))
    for number, line in enumerate(unified_diff(old, new, name, name, lineterm="")):
        shown_line = inert(line)
        paint = {"+": "32", "-": "31", "@": "36"}.get(line[:1]) if colour and number > 1 else None
        yield f"\x1b[{paint}m{shown_line}\x1b[0m\n" if paint else f"{shown_line}\n"
