"""The keyword table: which spellings in which tongue are which keyword, and which one the printer writes where."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from attrs import frozen

from criteria_engine.language.syntax.grammar_files import grammar_folder

TONGUES = ("en", "vi")
"""The tongues that have a column in the keyword table."""

Place = Literal["plural", "singular", "rows", "none", "headings", "unit", "scale", "level"]
"""Where in a sentence a keyword stands, for tongues that write it differently there."""


@frozen
class Keyword:
    """A row of the table."""

    name: str
    spellings: Mapping[str, tuple[str, ...]]
    at: Mapping[str, Mapping[str, str]]
    opens: Literal["section", "clause"] | None

    def word(self, tongue: str, place: Place | None = None) -> str:
        """The spelling to write in a tongue, at a place."""
        special = self.at.get(place, {}) if place else {}
        return special.get(tongue) or self.spellings[tongue][0]


@cache
def keywords() -> Mapping[str, Keyword]:
    """The whole table by row name."""
    rows = tomllib.loads((grammar_folder() / "keywords.toml").read_text(encoding="utf-8"))
    return {
        name: Keyword(name, {tongue: tuple(row[tongue]) for tongue in TONGUES}, row.get("at", {}), row.get("opens"))
        for name, row in rows.items()
    }


@cache
def keyword_names() -> Mapping[str, str]:
    """Each spelling, with single spaces, to its row's name."""
    return {spelling: word.name for word in keywords().values() for words in word.spellings.values() for spelling in words}


@cache
def keyword_pattern() -> str:
    """One pattern for every spelling, longest first, with any spaces between words on one line and behind it neither a letter
    nor the rest of a name with dots (`score.of_2022` is a name)."""
    alternatives = (
        r"[ \t\u00a0]+".join(re.escape(part) for part in spelling.split(" "))
        for spelling in sorted(keyword_names(), key=lambda spelling: (-len(spelling), spelling))
    )
    return f"(?:{'|'.join(alternatives)})(?!\\w|\\.\\w)"


@cache
def _words_of_keywords() -> frozenset[str]:
    return frozenset(word for spelling in keyword_names() for word in (spelling, *spelling.split(" ")))


def keyword_of(text: str) -> str | None:
    """The row whose spelling a stretch of text is, white space aside; None when it is no keyword."""
    return keyword_names().get(" ".join(text.split()))


def needs_back_quotes(name: str) -> bool:
    """Whether a name is a word of some keyword (beside another word it could read as that: `complete when`), or has
    characters that a bare name cannot have."""
    return name in _words_of_keywords() or re.fullmatch(r"[^\W\d]\w*(\.\w+)*", name) is None


def keyword_in(name: str, tongue: str) -> str | None:
    """What is written in a tongue for a keyword that is given by its row's name or by any spelling (which stays where it
    is of that tongue); None for what is no keyword. Messages take it as their vocabulary."""
    row = keywords().get(name) or keywords().get(keyword_of(name) or "")
    if row is None:
        return None
    return name if name in row.spellings[tongue] else row.word(tongue)
