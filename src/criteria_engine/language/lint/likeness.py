"""Names that a reader takes for one another."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from criteria_engine.diagnostics.catalogue.lint import NamesLookAlike
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.lint.characters import LATIN_FOR
from criteria_engine.language.lint.material import Material
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Vietnamese tone marks, which writers put on one vowel of a syllable or on another."""

_ALIKE = str.maketrans({**LATIN_FOR, "\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111", "\u0256": "\u0111"})
_DIGITS_FOR_LETTERS = str.maketrans({"o": "0", "O": "0", "l": "1"})


@cache
def look(name: str) -> str:
    """What a name looks like: letters of other scripts, digits for letters and the place of tone marks made one.

    >>> look("hoà_bình") == look("hòa_bình"), look("total1") == look("totall"), look("Đạt") == look("Ðạt")
    (True, True, True)
    """
    shape: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", name.translate(_ALIKE)):
        if character in _TONES:
            tones.append(character)
            continue
        if not character.isalpha() and not unicodedata.combining(character):
            shape += tones
            tones = []
        shape.append(character)
    return "".join([*shape, *tones]).translate(_DIGITS_FOR_LETTERS)


@frozen
class _Named:
    """A declared name; `room` parts those that may differ by case alone: headings from values."""

    text: str
    span: Span
    room: str


def likeness_faults(material: Material) -> Iterator[Fault]:
    """A warning for each name that looks like an earlier one of those that can stand in its place, and for each text that
    rules compare with which looks like another."""
    values: list[_Named] = []
    for section in material.tree.sections:
        match section:
            case d.Facts():
                values += [_Named(fact.name.text, fact.name.span, "value") for fact in section.facts]
            case d.Table():
                fields = [_Named(part.name.text, part.name.span, "value") for part in section.fields]
                yield from _alike(fields)
                values.append(_Named(section.name.text, section.name.span, "value"))
            case d.Parameter() | d.Definition() | d.Group():
                values.append(_Named(section.name.text, section.name.span, "value"))
            case d.Heading():
                values.append(_Named(section.name.text, section.name.span, "heading"))
            case d.Choices():
                yield from _alike([_Named(member.name.text, member.name.span, "member") for member in section.members])
    yield from _alike(values)
    yield from _alike(list(_texts(material)))


def _texts(material: Material) -> Iterator[_Named]:
    """The texts that rules compare data with; those of tests are data."""
    of_tests: set[int] = set()
    for node in material.nodes:
        if isinstance(node, (d.Given, d.RowField, d.ExpectValue)):
            of_tests.add(id(node.value))
        elif isinstance(node, e.TextLiteral) and id(node) not in of_tests:
            yield _Named(node.value, node.span, "text")
        elif isinstance(node, d.TargetScope) and node.group is not None:
            yield _Named(node.group, node.span, "text")


def _alike(names: list[_Named]) -> Iterator[Fault]:
    by_look: dict[str, _Named] = {}
    by_case: dict[tuple[str, str], _Named] = {}
    for name in names:
        like = by_look.setdefault(look(name.text), name)
        if like.text == name.text:
            like = by_case.setdefault((name.room, look(name.text.casefold())), name)
        if like.text != name.text:
            yield NamesLookAlike(name.span, name.text, like.text, like.span)
