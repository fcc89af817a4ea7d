"""The phrases of one tongue, and how each kind of value and condition is put into them."""

import re
import tomllib
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

from attrs import define, field

from criteria_engine.explain.findings import ConditionProof, ValueProof
from criteria_engine.ir.program import Fact
from criteria_engine.locale import format_number, format_pair, format_range, format_value
from criteria_engine.values.labels import Labels, label_in
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import Type, Value

Key = TypeVar("Key")
Kept = TypeVar("Kept")

Mood = Literal["required", "stated"]
"""Whether a condition is put as what the rules require, or just as what is so."""


EQUATIONS = frozenset(("found.equals", "found.plain", "points.formula", "points.sum", "points.average", "points.line_was"))
"""Phrases that say what something equals: of a rounded number only that it is about that."""


@cache
def phrases(tongue: str) -> Mapping[str, str]:
    """The phrases of a tongue by table and key ("margin.below"); raises FileNotFoundError for a tongue without any."""
    folder = files("criteria_engine.explain.wording")
    found: dict[str, str] = {}
    waiting: list[tuple[str, object]] = []
    for part in ("", "_document", "_reasons", "_comparison"):
        waiting += tomllib.loads((folder / f"{tongue}{part}.toml").read_text(encoding="utf-8")).items()
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((f"{key}.{inner}", part) for inner, part in value.items())
        else:
            found[key] = str(value)
    return found


@define(eq=False)
class Voice:
    """One tongue. Values and conditions are put into words by the tables given for their kinds."""

    tongue: str
    words: Mapping[str, str]
    subjects: "Mapping[str, ValueWording]"
    formulas: "Mapping[str, ValueWording]"
    sentences: "Mapping[str, ConditionWording]"
    asking: "Mapping[str, AskedWording]"
    _labels: dict[tuple[Labels, str], str] = field(factory=dict)
    _quoted: dict[tuple[Labels, str], str] = field(factory=dict)
    _numbers: dict[Rational, str] = field(factory=dict)
    _values: dict[tuple[Value, int], tuple[Type, str]] = field(factory=dict)
    _ranges: dict[tuple[Value, Value, int], tuple[Type, str]] = field(factory=dict)
    _pairs: dict[tuple[Value, Value, int], tuple[Type, tuple[str, str]]] = field(factory=dict)

    def say(self, key: str, **fields: object) -> str:
        """A phrase with its fields filled in."""
        text = self.words[key].format_map(fields)
        return text.replace("= ≈", "≈") if key in EQUATIONS else text

    def has(self, key: str) -> bool:
        """Whether the tongue has a phrase of its own for a key."""
        return key in self.words

    def called(self, labels: Labels, name: str) -> str:
        """What people call something: its label, else its name in plain words."""
        known = self._labels.get((labels, name))
        if known is None:
            known = _room_in(self._labels)[labels, name] = label_in(labels, self.tongue) or plain_name(name)
        return known

    def quoted(self, labels: Labels, name: str) -> str:
        """The same inside a sentence: a label in quotation marks."""
        known = self._quoted.get((labels, name))
        if known is None:
            known = self.say("value.quoted", text=self.called(labels, name)) if labels else plain_name(name)
            _room_in(self._quoted)[labels, name] = known
        return known

    def rows(self, labels: Labels, table: str) -> str:
        """What a table's rows are called: in English by its name, which is a plural; else by its label, which has none."""
        return plain_name(table) if self.tongue == "en" or not labels else self.called(labels, table)

    def number(self, number: Rational) -> str:
        """A bare number in the tongue's marks."""
        found = self._numbers.get(number)
        if found is None:
            found = _room_in(self._numbers)[number] = minus(format_number(number, self.tongue), number)
        return found

    def value(self, value: Value, kind: Type) -> str:
        """A value of a type. What was written once is kept by the type itself, which is one object throughout a program."""
        kept = self._values.get((value, id(kind)))
        if kept is None:
            kept = _room_in(self._values)[value, id(kind)] = (kind, minus(format_value(value, kind, self.tongue), value))
        return kept[1]

    def pair(self, found: Value, required: Value, kind: Type) -> tuple[str, str]:
        """Two values that stand in a comparison, written so that unequal ones differ."""
        kept = self._pairs.get((found, required, id(kind)))
        if kept is None:
            texts = format_pair(found, required, kind, self.tongue)
            kept = _room_in(self._pairs)[found, required, id(kind)] = (kind, (minus(texts[0], found), minus(texts[1], required)))
        return kept[1]

    def range(self, low: Value, high: Value, kind: Type) -> str:
        """From one value to another."""
        kept = self._ranges.get((low, high, id(kind)))
        if kept is None:
            kept = _room_in(self._ranges)[low, high, id(kind)] = (kind, minus(format_range(low, high, kind, self.tongue), low))
        return kept[1]

    def subject(self, value: ValueProof) -> str:
        """What a value is, without what it comes to."""
        return self.subjects[value.kind](value, self)

    def formula(self, value: ValueProof) -> str:
        """How a value was calculated, with every number in it."""
        return self.formulas[value.kind](value, self)

    def sentence(self, condition: ConditionProof, mood: Mood = "required") -> str:
        """A condition in one line, as it stands."""
        return self.sentences[condition.kind](condition, mood, self)

    def asked(self, condition: ConditionProof) -> str:
        """What a condition asks, whether it holds or not."""
        return self.asking[condition.kind](condition, self)


def shown_value(value: Value, fact: Fact, voice: Voice) -> str:
    """A value of a fact, or that it is not public."""
    return voice.say("value.private") if fact.private else voice.value(value, fact.type)


def minus(text: str, value: Value) -> str:
    """A number's text with the sign that formulas have for minus."""
    return SIGN_OF_MINUS.sub("−", text) if isinstance(value, (int, Fraction)) and value < 0 else text


ValueWording = Callable[[ValueProof, Voice], str]
ConditionWording = Callable[[ConditionProof, Mood, Voice], str]
AskedWording = Callable[[ConditionProof, Voice], str]


MOST_KEPT = 20_000
SIGN_OF_MINUS = re.compile(r"-(?=\d)")


def _room_in(kept: dict[Key, Kept]) -> dict[Key, Kept]:
    """A cache that is emptied when it is full."""
    if len(kept) >= MOST_KEPT:
        kept.clear()
    return kept


def plain_name(name: str) -> str:
    """A name of a rule file in plain words.

    >>> plain_name("cases.grade_of_crime"), plain_name("C3.1")
    ('cases: grade of crime', 'C3.1')
    """
    words = name.replace("_", " ")
    if any(character.isdigit() for character in words):
        return words
    return words.replace(".", ": ")
