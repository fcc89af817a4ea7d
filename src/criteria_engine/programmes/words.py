"""The words of this room, and how units, groups, headings and clauses are called in a tongue."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from attrs import frozen

from criteria_engine.locale import format_number
from criteria_engine.programmes.citations import CitedClause
from criteria_engine.values.labels import Labels, label_in
from criteria_engine.values.numbers import Rational

MOST_NAMED = 10
"""How many units a list names before it only counts the rest."""


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("criteria_engine.programmes").joinpath("words.toml").read_text("utf-8"))


def word(tongue: str, key: str, **filled: object) -> str:
    """The words of a key (`status.met late`) in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> word("vi", "status.met late"), word("en", "unit.count", count=3, unit="wards")
    ('đạt chậm', '3 wards')
    """
    table, _, name = key.partition(".")
    return _words()[table][name][tongue].format(**filled)


@frozen
class UnitWords:
    """What the units of a rule set are called, one and many, in a tongue."""

    tongue: str
    one: str
    many: str

    def count(self, number: int) -> str:
        """A number of units.

        >>> UnitWords("en", "ward", "wards").count(1), UnitWords("en", "ward", "wards").count(2)
        ('1 ward', '2 wards')
        """
        return word(self.tongue, "unit.count", count=format_number(number, self.tongue), unit=self.of(number))

    def of(self, number: Rational) -> str:
        """The word that stands after a number."""
        return self.one if number == 1 else self.many


def unit_words(tongue: str, subject: str, plural: str, labels: Labels) -> UnitWords:
    """The subject's words: in English the declared names, in another tongue its label there, else a word for any unit."""
    said = dict(labels.texts).get(tongue)
    if tongue == "en":
        one = lowered(said) if said else subject.replace("_", " ")
        if one != subject.replace("_", " "):
            return UnitWords(tongue, one, word(tongue, "unit.many"))
        return UnitWords(tongue, one, plural.replace("_", " ") if plural != subject else regular_plural(one))
    said = said or dict(labels.texts).get(None)
    if said:
        return UnitWords(tongue, lowered(said), lowered(said))
    return UnitWords(tongue, word(tongue, "unit.one"), word(tongue, "unit.many"))


def regular_plural(one: str) -> str:
    """The plural of an English noun whose author declared none; a word of another tongue has none to make.

    >>> regular_plural("ward"), regular_plural("city"), regular_plural("chief of police"), regular_plural("phường")
    ('wards', 'cities', 'chiefs of police', 'phường')
    """
    head, of, rest = one.partition(" of ")
    if not one.isascii() or not head[-1:].isalpha() or head.endswith("police"):
        return one
    if head.endswith(("s", "x", "z", "ch", "sh")):
        return f"{head}es{of}{rest}"
    if head.endswith("y") and not head.endswith(("ay", "ey", "oy", "uy")):
        return f"{head[:-1]}ies{of}{rest}"
    return f"{head}s{of}{rest}"


def lowered(text: str) -> str:
    """A title as it stands inside a sentence: its first letter small, unless it begins an abbreviation.

    >>> lowered("Quận, thành phố"), lowered("UBND phường")
    ('quận, thành phố', 'UBND phường')
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """A phrase as a sentence begins.

    >>> raised("ít nhất 30%")
    'Ít nhất 30%'
    """
    return text[:1].upper() + text[1:]


def fact_words(tongue: str, fact: str | None, labels: Labels) -> str:
    """What a grouping fact is called inside a sentence."""
    return lowered(label_in(labels, tongue, (fact or word(tongue, "unit.group")).replace("_", " ")))


def unit_name(tongue: str, code: str, name: str, group: str = "") -> str:
    """A unit by name and code, with the group that tells it from others of its name.

    >>> unit_name("en", "26776", "Phường Tân Chánh Hiệp", "Quận 12")
    'Phường Tân Chánh Hiệp (26776), Quận 12'
    """
    called = word(tongue, "unit.named", name=name, code=code) if name else code
    return f"{called}, {group}" if group else called


def listed(tongue: str, units: UnitWords, names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Names one after the other, the first few only where there are many more.

    >>> listed("en", UnitWords("en", "ward", "wards"), ["a", "b", "c", "d"], 2)
    'a; b; and 2 more'
    """
    if len(names) <= most + 1:
        return "; ".join(names)
    rest = len(names) - most
    return "; ".join([*names[:most], word(tongue, "unit.more", count=format_number(rest, tongue), unit=units.of(rest))])


def clauses_text(tongue: str, clauses: Sequence[CitedClause]) -> str:
    """Citations as `Scheme, II.3`; empty where there are none."""
    return "; ".join(word(tongue, "programme.clause", title=label_in(one.titles, tongue, one.source), clause=one.clause) for one in clauses)


def heading_words(tongue: str, id: str, titles: Labels) -> str:
    """A heading by its name and title.

    >>> heading_words("vi", "C1", Labels((("vi", "Trụ sở"),)))
    'C1 Trụ sở'
    """
    title = label_in(titles, tongue)
    return f"{id} {title}" if title else id
