"""Characters that mislead readers of rule text: turned direction, invisible, of another script."""

import re
import unicodedata
from collections.abc import Iterator

from criteria_engine.diagnostics.catalogue.lint import DirectionControl, EthForD, ForeignLetter, InvisibleCharacter
from criteria_engine.diagnostics.catalogue.syntax import StrayCharacters
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.lint.material import Material
from criteria_engine.source import Span

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2028\u2029\u2060-\u2064\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[{_DIRECTION}{_INVISIBLE}]")
_TURNS = re.compile(f"[{_DIRECTION}]")

LATIN_FOR = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
        "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXoav",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones."""

_FOREIGN_WORD = re.compile(rf"[^\W\d_]*[{''.join(LATIN_FOR)}][^\W\d_]*")
_ETH_WORD = re.compile(r"[^\W\d_]*[\u00d0\u00f0][^\W\d_]*")


def character_faults(material: Material) -> Iterator[Fault]:
    """Warnings about characters anywhere in names, texts and comments, the first of a kind on each line. In between, hidden
    ones are errors of syntax, which are not repeated."""
    text = material.source.text
    if text.isascii() and _HIDDEN.search(text) is None:
        return
    stray = {(fault.place.line, column) for fault in material.faults if isinstance(fault, StrayCharacters) and isinstance(fault.place, Span)
             for column in range(fault.place.column, fault.place.end_column)}  # fmt: skip
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and _HIDDEN.search(line) is None:
            continue
        hidden = (found for found in _HIDDEN.finditer(line) if (number, found.start() + 1) not in stray)
        faults = [
            *(_hidden(found, material, number) for found in hidden),
            *(fault for found in _FOREIGN_WORD.finditer(line) for fault in _foreign(found, material, number)),
            *(EthForD(_place(material, number, found.start(), found.end()), found[0]) for found in _ETH_WORD.finditer(line)),
        ]
        yield from {type(fault): fault for fault in reversed(faults)}.values()


def _hidden(found: re.Match[str], material: Material, number: int) -> Fault:
    kind = DirectionControl if _TURNS.match(found[0]) else InvisibleCharacter
    return kind(_place(material, number, found.start(), found.end()), described(found[0]))


def _place(material: Material, line: int, start: int, end: int) -> Span:
    return Span(material.source.name, line, start + 1, line, end + 1)


def described(character: str) -> str:
    """A character by its number and, where it has one, its name.

    >>> described("\\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _foreign(found: re.Match[str], material: Material, number: int) -> Iterator[Fault]:
    """The first letter of a word that only looks Latin, where the word has Latin letters too: a word wholly of another
    script is one."""
    word = found[0]
    if not any(unicodedata.name(letter, "").startswith("LATIN") for letter in word):
        return
    at = next(index for index, letter in enumerate(word) if letter in LATIN_FOR)
    place = _place(material, number, found.start() + at, found.start() + at + 1)
    yield ForeignLetter(place, word[at], described(word[at]), LATIN_FOR[word[at]])
