"""Mistakes that are planted one at a time: those with one meaning are mended, the others left as they are."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from criteria_engine.checking import check_bytes
from criteria_engine.fixes.making import mended

FOLDER = Path(__file__).parent
GROUNDS = {tongue: (FOLDER / f"ground.{tongue}.criteria").read_text("utf-8") for tongue in ("en", "vi")}
PLANTED = tomllib.loads((FOLDER / "mistakes.toml").read_text("utf-8"))


def named(mistake: dict[str, Any]) -> str:
    return str(mistake["why"])


def planted(mistake: dict[str, Any]) -> tuple[str, str]:
    """The ground of a mistake, and the same with the mistake."""
    ground = GROUNDS[mistake.get("tongue", "en")]
    assert mistake["right"] in ground, mistake["why"]
    return ground, ground.replace(mistake["right"], mistake["wrong"], 1)


@pytest.mark.parametrize("tongue", GROUNDS)
def test_the_grounds_have_no_fault_and_no_fix(tongue: str) -> None:
    result = mended(check_bytes(GROUNDS[tongue].encode(), "ground"))
    assert (result.checked.errors, result.count) == ((), 0)
    assert result.content == GROUNDS[tongue].encode()


@pytest.mark.parametrize("mistake", PLANTED["mended"], ids=named)
def test_what_has_one_meaning_is_mended(mistake: dict[str, Any]) -> None:
    ground, wrong = planted(mistake)
    checked = check_bytes(wrong.encode(), "planted")
    assert checked.errors
    result = mended(checked)
    assert result.content.decode() == ground.replace(mistake["right"], mistake.get("mended", mistake["right"]), 1)
    assert not result.checked.errors


@pytest.mark.parametrize("mistake", PLANTED["left"], ids=named)
def test_what_has_two_meanings_is_left(mistake: dict[str, Any]) -> None:
    _, wrong = planted(mistake)
    checked = check_bytes(wrong.encode(), "planted")
    assert checked.errors
    result = mended(checked)
    assert (result.content.decode(), result.count) == (wrong, 0)
    assert result.checked.errors == checked.errors


@pytest.mark.parametrize("tongue", GROUNDS)
def test_all_mistakes_of_a_tongue_at_once(tongue: str) -> None:
    """Those that stand on lines of their own are mended together as they are one by one."""
    ground = wrong = GROUNDS[tongue]
    lines: set[int] = set()
    for mistake in PLANTED["mended"]:
        if mistake.get("tongue", "en") != tongue or wrong.count(mistake["right"]) != 1 or "mended" in mistake:
            continue
        line = wrong[: wrong.index(mistake["right"])].count("\n")
        if line not in lines:
            lines.add(line)
            wrong = wrong.replace(mistake["right"], mistake["wrong"])
    assert len(lines) >= 6
    assert mended(check_bytes(wrong.encode(), "planted")).content.decode() == ground
