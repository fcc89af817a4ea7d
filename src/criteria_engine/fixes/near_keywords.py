"""The keyword that stretches of text were meant to be: misspelt, without marks, in capitals, or with its words run together."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from criteria_engine.language.names.likeness import look, one_slip, without_marks
from criteria_engine.language.syntax.keywords import keyword_of, keywords

_WORD = re.compile(r"[^\s,:;=<>()\"“”]+")
_LONGEST = 80
"""Characters of a line that are read; no keyword is as long."""

TYPES = ("TEXT", "YES_NO", "INTEGER", "NUMBER_TYPE", "PERCENT_TYPE", "MONEY", "DATE_TYPE", "DURATION", "ONE_OF")
"""Keywords that are types, or begin one."""

_SHORTEST = 5
"""Letters from which a slip is taken for one; shorter keywords are too near to each other and to names."""


def near_keyword(line: str, start: int, rows: Iterable[str]) -> tuple[int, str] | None:
    """Where a line has, from `start` on, nearly the spelling of one of these keywords and of no other of them: how many
    characters that is, and the spelling meant."""
    if not line[start : start + 1].isalpha():
        return None
    return _near(line[start : start + _LONGEST], tuple(rows))


@lru_cache(maxsize=1024)
def _near(text: str, rows: tuple[str, ...]) -> tuple[int, str] | None:
    words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    best: dict[str, tuple[int, int, str]] = {}
    for row in rows:
        for closeness, end, spelling in _readings(text, words, row):
            if row not in best or (closeness, -end) < (best[row][0], -best[row][1]):
                best[row] = (closeness, end, spelling)
    if not best:
        return None
    closest = min(closeness for closeness, _, _ in best.values())
    longest = max(end for closeness, end, _ in best.values() if closeness == closest)
    chosen = [(end, spelling) for closeness, end, spelling in best.values() if closeness == closest and end == longest]
    if len(chosen) != 1:
        return None
    end, spelling = chosen[0]
    return None if keyword_of(text[:end]) is not None else (end, spelling)


def _readings(line: str, words: list[tuple[int, int]], row: str) -> Iterator[tuple[int, int, str]]:
    """How close the text is to each spelling of a keyword (0 is the same but for capitals), with where the text ends."""
    for spellings in keywords()[row].spellings.values():
        for spelling in spellings:
            count = len(spelling.split(" "))
            if count <= len(words):
                end = words[count - 1][1]
                closeness = _closeness(" ".join(line[words[0][0] : end].split()), spelling)
                if closeness is not None:
                    yield closeness, end, spelling
            first = line[words[0][0] : words[0][1]]
            if count > 1 and re.sub("[-_]", "", without_marks(first)) == without_marks(spelling).replace(" ", ""):
                yield 1, words[0][1], spelling


def _closeness(text: str, spelling: str) -> int | None:
    if text == spelling or look(text) == look(spelling):
        return 0
    if without_marks(text) == without_marks(spelling):
        return 1
    parts, wanted = text.casefold().split(" "), spelling.split(" ")
    if len(parts) != len(wanted):
        return None
    slipped = [(part, word) for part, word in zip(parts, wanted, strict=True) if part != word]
    slips = all(one_slip(part, word) for part, word in slipped)
    if len(spelling.replace(" ", "")) < _SHORTEST or not slips:
        return None
    if len(slipped) == 1:
        return 2
    return 3 if all(len(word) >= _SHORTEST for _, word in slipped) and len(slipped) == 2 else None
