"""Inert text: nothing in it acts on a terminal or turns the reading direction."""

import re
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.documents.inert import inert, shortened

BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
ANYTHING = st.text(st.characters() | st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))


@given(ANYTHING)
def test_nothing_in_it_acts(text: str) -> None:
    shown = inert(text)
    assert not {category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    shown.encode("utf-8")
    assert inert(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"], exclude_characters=BLANK)))
def test_text_that_only_shows_stays(text: str) -> None:
    assert inert(text) == text


def test_how_each_is_spelled() -> None:
    assert inert("\x1b[2J") == "\\x1b[2J"
    assert inert("a\nb\tc\rd\x00") == "a\\nb\\tc\\rd\\x00"
    assert inert("\u202eabc\u2066\u200f") == "\\u202eabc\\u2066\\u200f"
    assert inert("\ud800\U000e0041") == "\\ud800\\U000e0041"


@given(ANYTHING, st.integers(2, 20))
def test_shortened_text_is_inert_and_short(text: str, most: int) -> None:
    shown = shortened(text, most)
    assert len(shown) <= most
    assert re.fullmatch(r".*…", shown) or shown == inert(text)
