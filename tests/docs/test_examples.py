"""Every example in the documentation is run: rule text is checked and its tests hold, commands print what is shown."""

import doctest
import json
import os
from pathlib import Path
from unittest.mock import patch

import pytest

from criteria_engine import check_text
from criteria_engine.diagnostics.rendering import concise
from criteria_engine.rule_tests.running import run_tests

from .pages import Block, Page, pages
from .rule_blocks import whole_text
from .sessions import ELISION, Session, agrees, environment, steps

PAGES = [page for page in pages() if not page.name.startswith("docs/reference/errors/")]
"""The pages of fault codes have examples of their own form."""
RULES = [(page, block) for page in PAGES for block in page.blocks if block.language == "criteria" and block.mark("of") is None]
TOLD = [page for page in PAGES if any(block.language in ("console", "python") for block in page.blocks)]


@pytest.mark.parametrize(("page", "block"), RULES, ids=[block.place for _, block in RULES])
def test_rule_text(page: Page, block: Block) -> None:
    """Rule text has exactly the faults that its fence names, and its test blocks hold."""
    checked = check_text(whole_text(block, page), block.place)
    wanted = {severity: set(filter(None, (block.mark(severity) or "").split(","))) for severity in ("error", "warning")}
    found = {severity: {fault.code for fault in checked.faults if fault.severity == severity} for severity in wanted}
    assert found == wanted, concise(checked.faults, "en")
    for result in run_tests(checked.program) if checked.program is not None else ():
        assert result.holds, f"{block.place}: test {result.block.name!r}"


@pytest.mark.parametrize("page", TOLD, ids=[page.name for page in TOLD])
def test_sessions(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands and Python of a page, from top to bottom in one folder with the page's files, print what it shows."""
    monkeypatch.chdir(tmp_path)
    session = Session(tmp_path)
    session.prepare()
    globs: dict[str, object] = {}
    shown: list[tuple[Block, list[str]]] = []
    with patch.dict(os.environ, environment(page), clear=True):
        for block in reversed(page.blocks):  # what a command needs may stand at the end of the page
            _write(block, page, session)
        for block in page.blocks:
            if block.mark("file") is not None:
                _write(block, page, session)
            elif block.language == "console":
                shown.append((block, _console(block, session)))
            elif block.language == "python":
                _python(block, globs)
    if os.environ.get("CRITERIA_ACCEPT"):
        _accept(page, shown)


def _write(block: Block, page: Page, session: Session) -> None:
    name = block.mark("file")
    if name is not None:
        session.write(name, whole_text(block, page) if block.language == "criteria" else block.text)


def _console(block: Block, session: Session) -> list[str]:
    lines: list[str] = []
    whole = steps(block)
    for position, step in enumerate(whole):
        printed = session.printed(step.command)
        accepting = os.environ.get("CRITERIA_ACCEPT") and ELISION not in step.shown
        if not accepting:
            assert agrees(step.shown, printed), f"{block.place}: $ {step.command}\n" + "\n".join(printed)
        asked = position + 1 < len(whole) and whole[position + 1].command == "echo $?"
        assert asked or session.code == int(block.mark("exit") or 0), f"{block.place}: $ {step.command} ends with {session.code}"
        lines += [f"$ {step.command}", *(printed if accepting else step.shown)]
    return lines


def _python(block: Block, globs: dict[str, object]) -> None:
    examples = doctest.DocTestParser().get_doctest(block.text, globs, block.place, str(block.page), block.line)
    assert examples.examples, f"{block.place}: no >>> in a block of Python"
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(examples, out=report.append, clear_globs=False)
    globs.update(examples.globs)
    assert not report, "".join(report)


def _accept(page: Page, shown: list[tuple[Block, list[str]]]) -> None:
    lines = page.text.split("\n")
    for block, content in reversed(shown):
        if not any(line.endswith("\\") for line in block.text.split("\n")):
            lines[block.line : block.end - 1] = content
    page.path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_json_is_json(page: Page) -> None:
    """Blocks of JSON that show no elision can be read."""
    for block in page.blocks:
        if block.language == "json" and "…" not in block.text:
            json.loads(block.text)
