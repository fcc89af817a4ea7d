"""Fixes for names that nothing declares, where exactly one declared name can have been meant.

Certain is a name that looks the same as the declared one (another D, the tone mark on the other vowel, capitals), one that is
it without Vietnamese marks, and one in which a hand slipped inside a long word. A word that is a word in its own right with
another mark, digit, first or last letter (`nam`, `năm`; `C1`, `C2`; `ward`, `wards`) is never taken for it. Where the declared
name stands nowhere else, or the other one stands more often, the slip may be in the declaration, and is left to the author.
"""

import re
from collections.abc import Sequence

from criteria_engine.diagnostics.catalogue.names import UnknownChoice, UnknownName
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.fixes.near_keywords import TYPES, near_keyword
from criteria_engine.fixes.propose import proposed
from criteria_engine.fixes.rule_text import RuleText
from criteria_engine.language.names.likeness import foreign_letters, look, one_slip, without_marks
from criteria_engine.language.syntax.keywords import keywords, needs_back_quotes
from criteria_engine.source import Span

_ANSWERS = {"true": "YES", "false": "NO", "yes": "YES", "no": "NO", "đúng": "YES", "sai": "NO", "có": "YES", "không": "NO"}
_WRITTEN = frozenset(("yes", "no", "có", "không"))
_SHORTEST = 5
"""Letters of a word in which a slip is taken for one."""

_FEWEST_UNMARKED = 4
"""Letters that a name without its marks has at least; shorter ones are without marks many names."""


@proposed.register
def _unknown_name(fault: UnknownName, text: RuleText) -> Sequence[Fix]:
    if fault.wanted == "value" and fault.name.casefold() in _ANSWERS and set(fault.nearest) <= _WRITTEN and isinstance(fault.place, Span):
        return (text.replace(fault.place, text.word(_ANSWERS[fault.name.casefold()])),) if text.at(fault.place) == fault.name else ()
    if fault.wanted == "type" and isinstance(fault.place, Span):
        start = fault.place.column - 1
        near = near_keyword(text.line(fault.place.line), start, TYPES)
        if near is not None:
            return (Fix((text.edit(fault.place.line, start, start + near[0], near[1]),), True),)
    return (*_keyword_alone(fault, text), *_nearest(fault, text))


def _keyword_alone(fault: UnknownName, text: RuleText) -> Sequence[Fix]:
    """A keyword that opens a declaration or clause, alone on its line, which reads as a name of what stands above."""
    place = fault.place
    if not isinstance(place, Span) or text.before(place).strip() or text.after(place).strip():
        return ()
    near = near_keyword(text.line(place.line), place.column - 1, [word.name for word in keywords().values() if word.opens])
    return (text.replace(place, near[1]),) if near is not None and near[0] == len(text.at(place)) else ()


@proposed.register
def _unknown_choice(fault: UnknownChoice, text: RuleText) -> Sequence[Fix]:
    return _nearest(fault, text)


def _nearest(fault: UnknownName | UnknownChoice, text: RuleText) -> Sequence[Fix]:
    place, name = fault.place, fault.name
    if not isinstance(place, Span) or text.at(place).strip("`") != name or not fault.nearest:
        return ()
    for alike in (_looks_the_same, _is_without_marks, _slipped):
        meant = [each for each in fault.nearest if alike(name, each)]
        if meant:
            chosen = f"`{meant[0]}`" if needs_back_quotes(meant[0]) else meant[0]
            if alike is _looks_the_same:
                certain = foreign_letters(meant[0]) <= foreign_letters(name)
            else:
                certain = alike is _is_without_marks or text.count(meant[0]) > max(1, text.count(name))
            return (text.replace(place, chosen, certain and len(meant) == 1),)
    return ()


def _looks_the_same(found: str, meant: str) -> bool:
    return look(found) == look(meant)


def _is_without_marks(found: str, meant: str) -> bool:
    return found.isascii() and len(found) >= _FEWEST_UNMARKED and found.casefold() == without_marks(meant)


def _slipped(found: str, meant: str) -> bool:
    """Whether the names differ in one slip inside one long word of letters without marks."""
    words, wanted = re.split(r"([._])", found), re.split(r"([._])", meant)
    if len(words) != len(wanted):
        return False
    differing = [(word, other) for word, other in zip(words, wanted, strict=True) if word != other]
    if len(differing) != 1:
        return False
    word, other = differing[0]
    if not (word.isascii() and word.isalpha() and other.isascii() and other.isalpha()) or min(len(word), len(other)) < _SHORTEST:
        return False
    moved = sorted(word) == sorted(other) or len(word) != len(other)  # a wrong letter makes another word more often than a slip
    return moved and one_slip(word, other) and word[0] == other[0] and word[-1] == other[-1]
