"""Which keyword or sign somebody means who writes something else: without its marks, with a slip of the hand, in words that
come from elsewhere, or only its beginning."""

import re
import tomllib
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from functools import cache
from unicodedata import normalize

from attrs import frozen

from criteria_engine.language.syntax.grammar_files import grammar_folder
from criteria_engine.language.syntax.keywords import TONGUES, keywords

SIGNS = {">=": "COMPARISON", "<=": "COMPARISON", ">": "COMPARISON", "<": "LESSTHAN", "=": "EQUAL"}
"""Kinds of token of the signs that other words may mean."""

_CLOSE = 0.8
"""How alike a word must be to a keyword, by the letters that both have in order."""


@frozen
class Likely:
    """A token that may have been meant: its kind, how it is written, and how far off the text is (0: only marks or case)."""

    kind: str
    text: str
    off: int


def folded(text: str) -> str:
    """Text without marks, case, width, and with one blank for what stands between words.

    >>> folded("Yêu_Cầu")
    'yeu cau'
    """
    parted = normalize("NFD", normalize("NFKC", text).casefold().replace("đ", "d").replace("ð", "d"))
    return " ".join(re.sub("[\u0300-\u036f]", "", parted).replace("_", " ").split())


@cache
def _keywords_by_fold() -> Mapping[str, tuple[Likely, ...]]:
    found: dict[str, list[Likely]] = {}
    for word in keywords().values():
        for tongue in TONGUES:
            for spelling in word.spellings[tongue]:
                found.setdefault(folded(spelling), []).append(Likely(f"KW_{word.name}", spelling, 0))
    return {fold: tuple(each) for fold, each in found.items()}


@cache
def other_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The table of words that come from elsewhere: keyword or sign, tongue, spellings."""
    rows = tomllib.loads((grammar_folder() / "other_words.toml").read_text(encoding="utf-8"))
    return {name: {tongue: tuple(row[tongue]) for tongue in TONGUES} for name, row in rows.items()}


@cache
def _others_by_fold() -> Mapping[str, tuple[Likely, ...]]:
    found: dict[str, list[Likely]] = {}
    for name, row in other_words().items():
        for tongue, spellings in row.items():
            for spelling in spellings:
                kind, text = (SIGNS[name], name) if name in SIGNS else (f"KW_{name}", keywords()[name].word(tongue))
                found.setdefault(folded(spelling), []).append(Likely(kind, text, 1))
    return {fold: tuple(each) for fold, each in found.items()}


def likely(text: str, allowed: Collection[str]) -> list[Likely]:
    """The tokens of the allowed kinds that a text may mean, the likeliest first; none for what is written right."""
    fold = folded(text)
    exact = [word for word in _keywords_by_fold().get(fold, ()) if word.kind in allowed and word.text != " ".join(text.split())]
    exact += [word for word in _others_by_fold().get(fold, ()) if word.kind in allowed]
    if exact or len(fold) < 3:
        return exact
    near: list[tuple[float, Likely]] = []
    for spelling, words in _keywords_by_fold().items():
        fitting = [word for word in words if word.kind in allowed]
        if not fitting:
            continue
        if spelling.startswith(f"{fold} "):
            near.append((0.5, fitting[0]))
        elif abs(len(spelling) - len(fold)) <= 3 and (alike := _alike(fold, spelling)) >= _CLOSE:
            near.append((alike, fitting[0]))
    return [Likely(word.kind, word.text, 2 if alike >= _CLOSE else 3) for alike, word in sorted(near, key=lambda each: (-each[0], each[1].text))]


def _alike(found: str, meant: str) -> float:
    """How alike two texts are, from 0 to 1; two neighbours that changed places count as one slip."""
    swapped = _unswapped(found, meant)
    matcher = SequenceMatcher(None, swapped, meant, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE else 0.0


def _unswapped(found: str, meant: str) -> str:
    for at in range(min(len(found), len(meant)) - 1):
        if found[at] != meant[at]:
            if found[at] == meant[at + 1] and found[at + 1 : at + 2] == meant[at]:
                return found[:at] + meant[at : at + 2] + found[at + 2 :]
            break
    return found
