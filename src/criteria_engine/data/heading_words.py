"""The headings of a table's columns find the facts that they name, by name or label in any tongue."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache

from criteria_engine.data.vietnamese_letters import alike, bare
from criteria_engine.ir.program import Fact
from criteria_engine.values.types import NumberType
from criteria_engine.values.units import BARE, Unit, known_units

_WITH_UNIT = re.compile(r"(?P<words>.*\S)\s*[(\[](?P<unit>[^()\[\]]{1,40})[)\]]", re.DOTALL)
_UNIT_SAID = re.compile(r"(?:đơn vị tính|đơn vị|đvt|tính bằng|unit|in)\s*:?\s+|(?:đvt|đơn vị|unit):", re.IGNORECASE)
_CURRENCY_SIGNS = {"₫": "VND", "đ": "VND", "vnđ": "VND", "$": "USD", "€": "EUR"}
PERCENT_SIGN = "%"


class HeadingWords:
    """The names and labels of facts, looked up by heading."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._names: dict[str, list[str]] = {}
        self._labels: dict[str, list[str]] = {}
        self._bare: dict[str, list[tuple[str, str]]] = {}
        for fact in facts.values():
            self._names.setdefault(folded(fact.name), []).append(fact.name)
            labels = [label for _, label in fact.labels.texts]
            for label in dict.fromkeys(folded(label) for label in labels):
                self._labels.setdefault(label, []).append(fact.name)
            for word in dict.fromkeys((fact.name, *labels)):
                self._bare.setdefault(bare(word), []).append((fact.name, word))

    def named(self, heading: str) -> tuple[str, ...]:
        """The facts that a heading names: whole, else without a unit in brackets at its end that its fact can have."""
        text = heading.strip().rstrip("*:").rstrip()
        if facts := self._by_words(text):
            return facts
        split = _WITH_UNIT.fullmatch(text)
        if split is None:
            return ()
        unit = _unit_in(split)
        return tuple(fact for fact in self._by_words(split["words"].rstrip("*:, ")) if self._can_have(fact, unit))

    def near(self, heading: str, free: Collection[str]) -> str | None:
        """A fact among `free` ones whose name or label is much like a heading; None where none is."""
        found = bare(heading)
        split = _WITH_UNIT.fullmatch(heading)
        options = {word: fact for word, pairs in self._bare.items() for fact, _ in pairs if fact in free}
        for text in (found, bare(split["words"]) if split else ""):
            near = get_close_matches(text, list(options), 1, 0.75) if text else []
            if near:
                return options[near[0]]
        return None

    def _by_words(self, text: str) -> tuple[str, ...]:
        """The facts that a heading names in the closest way in which it names any."""
        if text in self._facts:
            return (text,)
        plain = folded(text)
        if found := self._names.get(plain) or self._labels.get(plain):
            return tuple(found)
        return tuple(dict.fromkeys(fact for fact, word in self._bare.get(bare(text), ()) if alike(text, word)))

    def _can_have(self, fact: str, unit: str) -> bool:
        kind = self._facts[fact].type
        if not isinstance(kind, NumberType):
            return False
        if unit == PERCENT_SIGN:
            return kind.kind in ("percent", "ratio")
        named = unit_named(unit, kind.unit)
        return named is not None and named.measures_as(kind.unit)


def unit_of(heading: str) -> str:
    """The unit that a heading says in brackets at its end; empty where it says none.

    >>> unit_of("Diện tích (ĐVT: m2)"), unit_of("Diện tích")
    ('m2', '')
    """
    split = _WITH_UNIT.fullmatch(heading.strip().rstrip("*:").rstrip())
    return _unit_in(split) if split else ""


def _unit_in(split: re.Match[str]) -> str:
    return _UNIT_SAID.sub("", split["unit"].strip(), count=1).strip()


def folded(text: str) -> str:
    """A word without its case, and with one space wherever it has white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def unit_named(word: str, own: Unit = BARE) -> Unit | None:
    """The unit that a word names, in any tongue, case and spacing; `own` may be a unit of the author's. None for others."""
    plain = folded(word.replace("_", " "))
    spellings = {own.symbol, *(label for _, label in own.labels.texts)} - {""}
    if plain in {folded(each.replace("_", " ")) for each in spellings}:
        return own
    return _units_by_word().get(plain)


@cache
def _units_by_word() -> Mapping[str, Unit]:
    words = {folded(spelling.replace("_", " ")): unit for spelling, unit in known_units().items()}
    return words | {sign: known_units()[symbol] for sign, symbol in _CURRENCY_SIGNS.items()}
