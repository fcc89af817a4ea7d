"""Mistakes that people make, planted in rule text at random places."""

import re
from collections.abc import Callable
from unicodedata import combining, normalize

from attrs import frozen
from tests.rule_generation.chance import Chance, pick

from criteria_engine.language.syntax.keywords import keyword_names, keyword_pattern


@frozen
class Planted:
    """Text with a mistake, and the line that has it, from 0; `mends` says whether it can be meant in one way only."""

    text: str
    line: int
    mends: bool


def _code(text: str) -> str:
    """The text with blanks for texts and comments."""
    return re.sub(r'"(?:[^"\\\n]|\\.)*"|--[^\n]*', lambda found: " " * len(found[0]), text)


def _swapped(chance: Chance, word: str) -> str:
    places = [at for at in range(1, len(word) - 2) if word[at].isalpha() and word[at + 1].isalpha() and word[at] != word[at + 1]]
    if not places:
        return word
    at = pick(chance, places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _unmarked(chance: Chance, word: str) -> str:
    return "".join(letter for letter in normalize("NFD", word.replace("đ", "d")) if not combining(letter))


def _keywords(text: str) -> list[tuple[int, str]]:
    """Keywords of five letters and more, with where they stand."""
    found = re.finditer(rf"(?<![\w.`]){keyword_pattern()}", _code(text))
    return [(one.start(), one[0]) for one in found if len(one[0].replace(" ", "")) >= 5]


def _names(text: str) -> list[tuple[int, str]]:
    found = re.finditer(r"(?<![\w.`])[^\W\d]\w*", _code(text))
    return [(one.start(), one[0]) for one in found if len(one[0]) >= 5 and one[0] not in keyword_names()]


def _signs(pattern: str) -> Callable[[str], list[tuple[int, str]]]:
    return lambda text: [(one.start(), one[0]) for one in re.finditer(pattern, _code(text))]


def _texts(text: str) -> list[tuple[int, str]]:
    plain = re.sub(r"--[^\n]*", lambda found: " " * len(found[0]), text)
    return [(one.start(), one[0]) for one in re.finditer(r'"[^"\n\\]+"', plain)]


def _always(replacement: str) -> Callable[[Chance, str], str]:
    return lambda chance, found: replacement


KINDS: dict[str, tuple[bool, Callable[[str], list[tuple[int, str]]], Callable[[Chance, str], str]]] = {
    "a keyword with letters swapped": (False, _keywords, _swapped),
    "a keyword in capitals": (True, _keywords, lambda chance, found: found.upper()),
    "a keyword without marks": (True, _keywords, _unmarked),
    "a name with letters swapped": (False, _names, _swapped),
    "a name without marks": (False, _names, _unmarked),
    "two equals signs": (True, _signs(r"(?<![<>=!])=(?![=>])"), _always("==")),
    "a comparison backwards": (True, _signs(">="), _always("=>")),
    "unequal as in SQL": (True, _signs("!="), _always("<>")),
    "and as in C": (True, _signs(r"\b(?:and|và)\b"), _always("&&")),
    "a semicolon": (True, _signs(r"(?<=\w)(?=\n)"), _always(";")),
    "a comma at the end": (False, _signs(r"(?<=\w)(?=\n)"), _always(",")),
    "a comma twice": (True, _signs(","), _always(",,")),
    "a colon of full width": (True, _signs(":"), _always("：")),
    "a bracket of full width": (True, _signs(r"\("), _always("（")),
    "a blank of another width": (True, _signs(r"(?<=\w) (?=\w)"), _always("\u202f")),
    "a character that nobody sees": (True, _signs(r"(?<=\w)(?=\w)"), _always("\u200b")),
    "curved quotation marks": (True, _texts, lambda chance, found: f"“{found[1:-1]}”"),
    "no closing quotation mark": (False, _texts, lambda chance, found: found[:-1]),
    "a character that stands for nothing": (False, _signs(r"(?<=\w)(?=\n)"), _always(" §")),
    "a word too much": (False, _signs(r"(?<=\w)(?=\n)"), _always(" trời")),
}
"""What is planted: whether it has always one meaning, where it can stand, and what becomes of what stands there."""


def planted(chance: Chance, text: str) -> Planted | None:
    """The text with one mistake; None where the kind that chance takes finds no place."""
    mends, places, change = KINDS[pick(chance, sorted(KINDS))]
    found = places(text)
    if not found:
        return None
    start, right = pick(chance, found)
    wrong = change(chance, right)
    if wrong == right:
        return None
    return Planted(f"{text[:start]}{wrong}{text[start + len(right) :]}", text.count("\n", 0, start), mends)
