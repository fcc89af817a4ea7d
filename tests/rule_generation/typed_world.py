"""What a well-typed rule file has declared so far, from which its expressions are made."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from attrs import define, evolve, field, frozen
from tests.rule_generation.any_words import PLACE, text
from tests.rule_generation.chance import Chance, likely, pick

from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import ChoiceType, DateType, NumberType, TextType, Type, YesNoType

FIRST_DAY = date(2020, 1, 1)
CHANGES = (date(2021, 7, 1), date(2023, 1, 1), date(2024, 3, 1))
"""Days on which made-up parameters change and headings come into force or go out of it."""

_ODD_NAMES = ("đạt", "số_hộ", "score", "tiêu_chí", "is", "Tỷ_lệ", "row", "điểm", "C.1.2", "vi", "missing", "2 words", "người_dân", "when")


@frozen
class Thing:
    """Something that a rule may read as a value. `names` are the facts and fields that it depends on."""

    name: str
    type: Type
    low: Rational | None = None
    high: Rational | None = None
    constant: bool = False


@frozen
class RowTable:
    name: str
    row: str
    fields: tuple[Thing, ...]


@define(eq=False)
class Shape:
    """What later rules must know of a heading that is made."""

    name: str
    level: e.HeadingLevel
    can_pass: bool = False
    has_points: bool = False
    most: Rational = 0
    """The most points that it surely can give; `top` with those of headings that are not always in force."""
    top: Rational = 0
    average: bool = False
    averaged: bool = False
    advisory: bool = False
    mandatory: bool = False
    graded: ChoiceType | None = None
    below: "list[Shape]" = field(factory=list)


@define
class World:
    """Everything declared so far. `plain` rules ask for no `is missing` and have no `if missing`."""

    chance: Chance
    plain: bool = True
    subject: str = "ward"
    choices: list[ChoiceType] = field(factory=list)
    facts: list[Thing] = field(factory=list)
    tables: list[RowTable] = field(factory=list)
    parameters: list[Thing] = field(factory=list)
    definitions: list[Thing] = field(factory=list)
    groups: dict[str, tuple[Thing, ...]] = field(factory=dict)
    done: list[Shape] = field(factory=list)
    """Headings that are always in force and that a rule may name without going in a circle."""
    roots: list[Shape] = field(factory=list)
    sources: list[str] = field(factory=list)
    rows: tuple[tuple[str, RowTable], ...] = ()
    """The rows that quantifiers around the expression have bound."""
    heading: Shape | None = None
    asks_headings: bool = False
    root_average: bool = False
    without_tables: bool = False
    taken: set[str] = field(factory=lambda: {"ward", "wards"})

    def fresh(self, base: str, *, plain: bool = False) -> str:
        """A name that nothing has yet; an odd one now and then."""
        if not plain and likely(self.chance, 2):
            odd = pick(self.chance, _ODD_NAMES)
            if odd not in self.taken:
                self.taken.add(odd)
                return odd
        number = sum(name.startswith(base) for name in self.taken) + 1
        while f"{base}{number}" in self.taken:
            number += 1
        self.taken.add(f"{base}{number}")
        return f"{base}{number}"

    def things(self) -> list[Thing]:
        """All that may be read here as a value: fields of the rows around by their own or a qualified name, then facts,
        parameters and definitions."""
        found: list[Thing] = []
        shadowed: set[str] = set()
        for variable, table in self.rows:
            for one in table.fields:
                bare = one.name not in shadowed and all(one.name != fact.name for fact in self.facts) and likely(self.chance, 6)
                found.append(one if bare else evolve(one, name=f"{variable}.{one.name}"))
            shadowed |= {one.name for one in table.fields}
        return [*found, *(one for one in self.facts if one.name not in shadowed), *self.parameters, *self.definitions]


def name(text_of: str) -> e.Name:
    return e.Name(text_of, PLACE)


def reference(thing: Thing) -> e.Reference:
    return e.Reference(thing.name, PLACE)


def title(w: World) -> e.Title:
    """A title, translated now and then."""
    texts: list[tuple[str | None, str]] = [(None, text(w.chance))]
    if likely(w.chance, 3):
        texts.append((pick(w.chance, ("en", "vi")), text(w.chance)))
    return e.Title(Labels(tuple((tongue, unicodedata.normalize("NFC", said)) for tongue, said in texts)), PLACE)


def title_or_none(w: World) -> e.Title | None:
    return title(w) if likely(w.chance, 4) else None


def cites_or_none(w: World) -> d.Cites | None:
    if not w.sources or not likely(w.chance, 3):
        return None
    return d.Cites((d.Citation(name(pick(w.chance, w.sources)), text(w.chance), PLACE),), PLACE)


def is_yes_no(thing: Thing) -> bool:
    return isinstance(thing.type, YesNoType)


def is_date(thing: Thing) -> bool:
    return isinstance(thing.type, DateType)


def is_text(thing: Thing) -> bool:
    return isinstance(thing.type, TextType)


def is_choice(thing: Thing) -> bool:
    return isinstance(thing.type, ChoiceType)


def is_number(thing: Thing) -> bool:
    return isinstance(thing.type, NumberType)


def choice_named(w: World, *, ordered: bool = False) -> ChoiceType | None:
    """One of the declared choices."""
    found: Sequence[ChoiceType] = [one for one in w.choices if one.ordered or not ordered]
    return pick(w.chance, found) if found else None
