"""Console blocks are run as a reader would type them, and what they print is compared with what the page shows."""

import contextlib
import io
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from attrs import define, frozen

from criteria_engine.cli.main import run

from .pages import ROOT, Block, Page

WIDTH = "100"
"""Columns of the screen that the pages show."""

ELISION = "..."
"""A line that stands for any lines."""

SHARED = ("rulesets", "examples")
"""Folders of the repository that commands on pages may name."""


@frozen
class Step:
    """A command with what the page shows for it."""

    command: str
    shown: tuple[str, ...]


def steps(block: Block) -> list[Step]:
    """The commands of a console block. A command whose line ends in a backslash goes on in the next."""
    found: list[Step] = []
    lines = block.text.rstrip("\n").split("\n")
    position = 0
    while position < len(lines):
        assert lines[position].startswith("$ "), f"{block.place}: a console block begins with a command"
        command = lines[position][2:]
        position += 1
        while command.endswith("\\"):
            command = command.removesuffix("\\") + lines[position].strip()
            position += 1
        shown: list[str] = []
        while position < len(lines) and not lines[position].startswith("$ "):
            shown.append(lines[position])
            position += 1
        found.append(Step(command, tuple(shown)))
    return found


@define
class Session:
    """A reader's console in one folder, with the files of a page."""

    folder: Path
    code: int = 0

    def prepare(self) -> None:
        for name in SHARED:
            (self.folder / name).symlink_to(ROOT / name)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def printed(self, command: str) -> list[str]:
        """What a command prints, on standard output and error together, as lines."""
        words = shlex.split(command)
        if words == ["echo", "$?"]:
            said, self.code = str(self.code), 0
            return [said]
        if words[0] == "cat":
            return (self.folder / words[1]).read_text(encoding="utf-8").rstrip("\n").split("\n")
        if words[0] == "pytest":
            return self._pytest(words[1:])
        assert words[0] == "criteria", f"a page shows the command {words[0]}"
        screen = io.StringIO()
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
            self.code = run(words[1:])
        return _lines(screen.getvalue())

    def _pytest(self, arguments: list[str]) -> list[str]:
        """A run of its own, of the files in the folder."""
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        found = subprocess.run(
            command, cwd=self.folder, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8", check=False
        )
        self.code = found.returncode
        return _lines(found.stdout + found.stderr)


def _lines(printed: str) -> list[str]:
    lines = [line.rstrip() for line in printed.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def environment(of: Page) -> Mapping[str, str]:
    """The environment of a reader of the page's tongue."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LC_MESSAGES", "FORCE_COLOR")}
    return {**kept, "LC_ALL": "vi_VN.UTF-8" if of.tongue == "vi" else "C.UTF-8", "COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb"}


def agrees(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether lines printed are those shown, an elision standing for any number of them."""
    if not shown:
        return not printed
    if shown[0] == ELISION:
        return any(agrees(shown[1:], printed[start:]) for start in range(len(printed) + 1))
    return bool(printed) and shown[0].rstrip() == printed[0] and agrees(shown[1:], printed[1:])
