"""The wrong and the right example of a fault's page are run: rule text is checked, data is loaded, commands are given.

What the marks on a fence mean stands in CONTRIBUTING.md.
"""

import contextlib
import io
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

from attrs import frozen

from criteria_engine import FaultsFound, loads
from criteria_engine.assessment import assess
from criteria_engine.checking import check_text, with_lint
from criteria_engine.cli.main import run
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.diagnostics.fault_pages import Example, FaultPage, fenced
from criteria_engine.diagnostics.rendering import in_full
from criteria_engine.language.syntax.keywords import keyword_in

from .fault_files import file_bytes, workbook_bytes, write_database
from .pages import ROOT
from .rule_blocks import joined

AS_OF = date(2024, 12, 31)
"""The assessment date of examples with data."""

_REPEATED = re.compile(r"⟨([\d_]+) × ([^⟩]*)⟩")
_CHARACTER = re.compile(r"⟨U\+([0-9A-F]{4,5})⟩")
_FAULT_SHOWN = re.compile(r"^\w[\w ]*\[(?P<code>[A-Z]\d{3})\]: .*\n(?: .*\n)*", re.MULTILINE)
_PLACE = re.compile(r" +-->| *\d* *\|")


def spelled_out(text: str) -> str:
    """A text in which `⟨101 × (⟩` is written out: what follows × so many times. In it ↵ is the end of a line, № the number
    of the time, from 1, and №-1 the number before. `⟨U+200B⟩` is that character, which readers of the page would not see."""
    whole = _REPEATED.sub(lambda found: _repeated(found[2].replace("↵", "\n"), int(found[1])), text)
    return _CHARACTER.sub(lambda found: chr(int(found[1], 16)), whole)


def _repeated(text: str, times: int) -> str:
    if "№" not in text:
        return text * times
    return "".join(text.replace("№-1", str(number - 1)).replace("№", str(number)) for number in range(1, times + 1))


def ground(tongue: str) -> str:
    """The rule set in which the parts of pages stand, as the list of codes shows it."""
    blocks = fenced((ROOT / "docs/reference/errors.md").read_text(encoding="utf-8"))
    (found,) = [block.text for block in blocks if f"ground={tongue}" in block.marks]
    return found


def blocks_of(page: FaultPage, part: str) -> list[Example]:
    """The blocks of the wrong or the right example; those of both belong to each."""
    return [block for _, body in page.sections for block in fenced(body) if block.marks and block.marks[0] in (part, "both")]


def rule_text(page: FaultPage, part: str) -> str:
    """The rule text of an example; "" where it has none."""
    found = [block for block in blocks_of(page, part) if block.format == "criteria"]
    assert len(found) <= 1, f"{page.code}: one block of rules for each example"
    return "".join(_rules(block, page.tongue) for block in found)


def _rules(block: Example, tongue: str) -> str:
    text = spelled_out(block.text)
    return joined(text, ground(tongue)) if "part" in block.marks else text


@frozen
class Found:
    """What an example gave: the codes of its faults, and what a reader is told of each, without its place."""

    codes: frozenset[str]
    told: Mapping[str, str]


def found_in(page: FaultPage, part: str, folder: Path) -> Found:
    """Run an example in a folder of its own."""
    absent = [mark.removeprefix("without=") for block in blocks_of(page, part) for mark in block.marks if mark.startswith("without=")]
    kept = {name: sys.modules.pop(name, None) for name in absent}
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        return _found_in(page, part, folder)
    finally:
        for name, module in kept.items():
            sys.modules.pop(name)
            if module is not None:
                sys.modules[name] = module


def _found_in(page: FaultPage, part: str, folder: Path) -> Found:
    blocks = blocks_of(page, part)
    assert blocks, f"{page.code} ({page.tongue}): no {part} example"
    commands = [line[2:] for block in blocks if block.format == "console" for line in block.text.split("\n") if line.startswith("$ ")]
    if not commands:
        shown = in_full(faults_of(page, part, folder), page.tongue, None, keyword_in)
    else:
        _write_files(page, part, folder)
        screen = io.StringIO()
        with contextlib.chdir(folder), contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
            for command in commands:
                command, _, given = command.partition(" < ")
                name, *words = shlex.split(command)
                assert name == "criteria"
                with patch("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(given).read_bytes() if given else b""))):
                    run([*words, "--lang", page.tongue])
        shown = screen.getvalue()
    told: dict[str, str] = {}
    for fault in _FAULT_SHOWN.finditer(shown):
        if not _is_looked_at(fault["code"], page):
            continue
        lines = [line for line in fault[0].rstrip("\n").split("\n") if not _PLACE.match(line)]
        told.setdefault(fault["code"], "\n".join(re.sub(r"^ +=", "  =", line) for line in lines))
    return Found(frozenset(told), told)


def _is_looked_at(code: str, page: FaultPage) -> bool:
    """Whether a code counts: an example is no finished rule set, so that the linter warns of more than its page is about."""
    return code == page.code or not code.startswith("L")


def faults_of(page: FaultPage, part: str, folder: Path) -> Sequence[Fault]:
    """The faults of an example without commands, in the order of their places."""
    blocks, rules = blocks_of(page, part), rule_text(page, part)
    data = [block for block in blocks if block.format not in ("criteria", "python")]
    if any(block.format == "python" for block in blocks):
        return _of_python("".join(block.text for block in blocks if block.format == "python"), page, part, folder)
    if not data:
        found = with_lint(check_text(rules, "example.criteria")).faults
        return sorted(found, key=place_order)
    files = _write_files(page, part, folder)
    tables = {name: path for name, path in files.items() if name not in ("rules", "data", "units")}
    try:
        return assess(loads(rules), files["data"], AS_OF, tables, files.get("units")).faults
    except FaultsFound as problem:
        return problem.faults


def _of_python(code: str, page: FaultPage, part: str, folder: Path) -> Sequence[Fault]:
    _write_files(page, part, folder)
    names: dict[str, object] = {}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, f"{page.code} {part}", "exec"), names)
    return names["result"].faults  # type: ignore[attr-defined, no-any-return]


def _write_files(page: FaultPage, part: str, folder: Path) -> dict[str, Path]:
    """The files of an example by what they are: "rules", "data", "units", or the name of a related table."""
    found: dict[str, Path] = {}
    sheets: list[tuple[str, Mapping[str, str]]] = []
    for block in blocks_of(page, part):
        if block.format in ("python", "console"):
            continue
        marks = dict(mark.partition("=")[::2] for mark in block.marks)
        role = "rules" if block.format == "criteria" else "units" if "units" in marks else marks.get("table", "data")
        kind = next((kind for kind in ("xlsx", "parquet", "sqlite") if kind in marks), block.format)
        path = found[role] = folder / marks.get("file", f"{role}.{kind}")
        text = _rules(block, page.tongue) if role == "rules" else spelled_out(block.text)
        if kind == "xlsx":
            sheets.append((text, marks))
            path.write_bytes(workbook_bytes(sheets))
        elif kind == "sqlite":
            write_database(path, text, log="log" in marks)
        else:
            path.write_bytes(file_bytes(text, marks))
        if "secret" in marks:
            path.chmod(0o600)
        if "size" in marks:
            with path.open("r+b") as file:
                file.truncate(int(marks["size"]))
    return found
