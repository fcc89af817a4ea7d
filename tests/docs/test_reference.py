"""The reference pages are whole and true: twins mean the same, mistakes have the codes told, nothing public is left out."""

import json
import re
from importlib.resources import files
from typing import Any

import attrs
import pytest

import criteria_engine
from criteria_engine import check_text
from criteria_engine.cli.main import app
from criteria_engine.ir.dump import dump
from criteria_engine.language.syntax.parser import LARGEST_FILE
from criteria_engine.language.syntax.tokens import DEEPEST_NESTING, LONGEST_NUMBER
from criteria_engine.values.labels import NO_LABELS, Labels

from .mistakes import MISTAKES
from .pages import ROOT, Page, page, twin
from .rule_blocks import ground_of, whole_text

REFERENCE = ROOT / "docs" / "reference"
TWINS = [page(path) for path in sorted((ROOT / "docs").rglob("*.md")) if twin(path).exists() and not path.name.endswith(".vi.md")]
SAME_NAMES = [this for this in TWINS if "tutorial" not in this.name and "errors/" not in this.name]
"""Twins whose rule text uses the same names; the Vietnamese tutorial and the pages of fault codes have Vietnamese ones."""


def _meaning(text: str) -> str:
    """What rule text means, without the texts that people read."""
    program = check_text(text).program
    return "" if program is None else dump(_bare(program))


def _bare(value: Any) -> Any:
    if isinstance(value, Labels):
        return NO_LABELS
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if isinstance(value, dict):
        return {name: _bare(item) for name, item in value.items()}
    if not attrs.has(type(value)):
        return value
    said = {"span": None, "clause": "", "symbol": getattr(value, "symbol", None)}
    changed = {field.name: _bare(getattr(value, field.name)) for field in attrs.fields(type(value)) if field.init}
    if type(value).__name__ == "TestBlock":
        changed["name"] = ""
    return attrs.evolve(value, **{name: said.get(name, item) for name, item in changed.items()})


@pytest.mark.parametrize("this", SAME_NAMES, ids=[this.name for this in SAME_NAMES])
def test_twins_mean_the_same(this: Page) -> None:
    """Rule text in Vietnamese and in English on twin pages gives the same program."""
    other = page(twin(this.path))
    for block, turned in zip(this.blocks, other.blocks, strict=True):
        if block.language == "criteria":
            assert block.marks == turned.marks
            assert _meaning(whole_text(block, this)) == _meaning(whole_text(turned, other)), turned.place


@pytest.mark.parametrize(("english", "vietnamese", "code", "text"), MISTAKES, ids=[told[0] for told in MISTAKES])
def test_common_mistakes(english: str, vietnamese: str, code: str, text: str) -> None:
    """A common mistake has the code that the reference tells, in both tongues."""
    ground = ground_of(page(REFERENCE / "language.md"))
    found = [fault.code for fault in check_text(ground.replace("\nverdict", f"\n{text}\n\nverdict")).faults]
    assert code in found
    for name, wrong in (("language.md", english), ("language.vi.md", vietnamese)):
        rows = [line for line in (REFERENCE / name).read_text(encoding="utf-8").split("\n") if code in line and line.startswith("| ")]
        assert any(wrong in row for row in rows), f"{name}: {wrong} has {code}"


@pytest.mark.parametrize("name", ["language.md", "language.vi.md"])
def test_limits(name: str) -> None:
    """The limits told are those that the parser keeps."""
    last = re.sub(r"[.,](?=\d{3})", "", (REFERENCE / name).read_text(encoding="utf-8").split("\n## ")[-1])
    assert {str(LARGEST_FILE), str(LONGEST_NUMBER), str(DEEPEST_NESTING)} <= set(re.findall(r"\d+", last))


def test_every_public_name_is_told() -> None:
    text = (REFERENCE / "library.md").read_text(encoding="utf-8")
    assert not [name for name in criteria_engine.__all__ if name not in text and name != "__version__"]


@pytest.mark.parametrize("name", ["command-line.md", "command-line.vi.md"])
def test_every_command_and_option_is_told(name: str) -> None:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    commands = [command for command in app if not command.startswith("-")]
    assert commands
    for command in commands:
        assert f"criteria {command}" in text
        options = [option for argument in app[command].assemble_argument_collection() for option in argument.names if option.startswith("--")]
        offered = [option for option in options if not option.startswith(("--file", "--empty-"))]
        assert not [option for option in offered if option not in text], command


@pytest.mark.parametrize(("schema", "parts"), [("results.schema.json", ["result", "criterion", "score"]), ("proof.schema.json", [])])
def test_every_field_of_the_formats_is_told(schema: str, parts: list[str]) -> None:
    text = (REFERENCE / "json.md").read_text(encoding="utf-8")
    described = json.loads((files("criteria_engine.schemas") / schema).read_text("utf-8"))
    named = [described, *(described["$defs"][part] for part in parts)]
    assert not [name for one in named for name in one["properties"] if f"`{name}`" not in text]
