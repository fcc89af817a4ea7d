"""Pages to read: rule files before and after layout, and turned into the other tongue."""

from pathlib import Path

import pytest

from .pieces import laid_out

FOLDER = Path(__file__).parents[1] / "corpus" / "formatting"
NAMES = sorted(path.name.removesuffix(".before.criteria") for path in FOLDER.glob("*.before.criteria"))


def page(name: str, stage: str) -> str:
    return (FOLDER / f"{name}.{stage}.criteria").read_bytes().decode("utf-8")


def test_no_page_is_alone() -> None:
    assert len(list(FOLDER.glob("*.criteria"))) == 3 * len(NAMES) > 0


@pytest.mark.parametrize("name", NAMES)
def test_layout(name: str) -> None:
    assert laid_out(page(name, "before")) == page(name, "after")
    assert laid_out(page(name, "after")) == page(name, "after")


@pytest.mark.parametrize("name", NAMES)
def test_the_other_tongue(name: str) -> None:
    own, other = ("en", "vi") if page(name, "after").find("ruleset") >= 0 else ("vi", "en")
    assert laid_out(page(name, "before"), other) == page(name, "turned")
    assert laid_out(page(name, "turned"), own) == page(name, "after")
    assert page(name, "turned") != page(name, "after")
