"""The pages hang together: links lead somewhere, every page has its twin with the same structure, tables match their sources."""

import os
import re
from pathlib import Path

import pytest

from .pages import ROOT, Page, page, pages, twin
from .tables import TABLES, between, replaced

PAGES = pages()
ONE_TONGUE = ("docs/decisions/", "docs/explanation/architecture.md", "docs/explanation/glossary.md", "docs/reference/library.md",
              "docs/reference/json.md", "docs/reference/versioning.md", "docs/reference/errors.md", "docs/README.md", "docs/reference/semantics",
              "CONTRIBUTING.md", "CHANGELOG.md")
"""Pages for developers, and pages that hold both tongues themselves: they have no twin."""

FOR_DEVELOPERS = ("docs/explanation/", "docs/decisions/", "CONTRIBUTING.md")
"""Pages that name files of the project."""


@pytest.mark.parametrize("this", PAGES, ids=[this.name for this in PAGES])
def test_links_lead_somewhere(this: Page) -> None:
    for line, target in this.links:
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        there = (this.path.parent / path).resolve() if path else this.path
        assert there.exists(), f"{this.name}:{line}: {target}"
        assert there.is_relative_to(ROOT), f"{this.name}:{line}: {target} leads out of the repository"
        if anchor and there.suffix == ".md":
            assert anchor in page(there).anchors(), f"{this.name}:{line}: {target}"


@pytest.mark.parametrize("this", [this for this in PAGES if not this.name.startswith(ONE_TONGUE)], ids=lambda this: this.name)
def test_twins_have_one_structure(this: Page) -> None:
    other = page(twin(this.path))
    assert [level for level, _ in this.headings] == [level for level, _ in other.headings]
    assert [block.language for block in this.blocks] == [block.language for block in other.blocks]


@pytest.mark.parametrize(("name", "key"), TABLES, ids=[f"{name}:{key}" for name, key in TABLES])
def test_tables_match_their_sources(name: str, key: str) -> None:
    """Tables between `<!-- KEY -->` marks are what their source gives; `make accept` writes them."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    made = TABLES[name, key]()
    if os.environ.get("CRITERIA_ACCEPT"):
        path.write_text(replaced(text, key, made), encoding="utf-8")
        return
    assert between(text, key) == made, f"{name}: the table {key} is not what its source gives; run `make accept`"


def test_every_folder_in_the_drawing_is_there() -> None:
    """The one drawing of the architecture names folders and files of the package; all are there, and none is left out."""
    drawn = page(ROOT / "docs/explanation/architecture.md")
    drawing = next(block.text for block in drawn.blocks if block.mark("drawing") is not None)
    package = ROOT / "src" / "criteria_engine"
    named = {word for word in drawing.split() if word.endswith(("/", ".py"))}
    for word in named:
        assert (package / word).exists() or (ROOT / word).exists(), f"the drawing names {word}"
    rooms = {f"{path.name}/" for path in package.iterdir() if path.is_dir() and path.name not in ("__pycache__", "schemas")}
    assert rooms <= named, f"the drawing lacks {rooms - named}"


@pytest.mark.parametrize("this", [this for this in PAGES if this.name.startswith(FOR_DEVELOPERS)], ids=lambda this: this.name)
def test_files_that_are_named_are_there(this: Page) -> None:
    """A file or folder of the project that a page names in back-quotes exists."""
    package = ROOT / "src" / "criteria_engine"
    everything = [path.relative_to(package).as_posix() for path in package.rglob("*")]
    for name in re.findall(r"`([a-z_][\w/.-]*(?:/|\.py|\.toml|\.lark))`", this.text):
        found = (ROOT / name).exists() or any(path == name.rstrip("/") or path.endswith(f"/{name.rstrip('/')}") for path in everything)
        assert found, f"{this.name}: {name}"


def test_decisions_are_numbered() -> None:
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    index = Path(ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert all(name in index for name in names)
