"""Fixes for characters that no word of the language has but that stand for one: word processors, other keyboards and other
languages put them there."""

import re
from collections.abc import Sequence

from criteria_engine.diagnostics.catalogue.syntax import StrayCharacters, TypographicQuotes, UnclosedText
from criteria_engine.diagnostics.fix import Edit, Fix
from criteria_engine.fixes.propose import proposed
from criteria_engine.fixes.rule_text import RuleText
from criteria_engine.source import Span

_STANDS_FOR = {
    **dict(zip("：，、（）＝＜＞％＋－＊／．﹕﹐﹙﹚", ":,,()=<>%+-*/.:,()", strict=True)),
    **dict(zip("–‒×⋅÷‥…⁄", ("-", "-", "*", "*", "/", "..", "..", "/"), strict=True)),
    **dict.fromkeys("\x0b\x0c\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff", ""),
}
"""Characters and what they stand for: those of full width, dashes, signs, blanks, and what nobody sees."""

_JOINERS = {"&&": "AND", "&": "AND", "∧": "AND", "||": "OR", "∨": "OR"}
_ENDS = ";；.。"
_SINGLE = {"'": "'", "‘": "’", "＂": "＂", "`": "`"}


@proposed.register
def _stray(fault: StrayCharacters, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    if not isinstance(place, Span) or place.line != place.end_line:
        return ()
    found, before, after = text.at(place), text.before(place), text.after(place)
    if found in _JOINERS:
        return (text.replace(place, text.parted(place, text.word(_JOINERS[found]))),)
    if found == "." and before.endswith(".."):
        return (text.replace(place, ""),)
    if set(found) <= set(_ENDS) and re.match(r"\s*(?:--.*)?\Z", after) and before.strip():
        return (text.replace(place, ""),)
    if found[:1] in ("#", "—") and not before.strip() and re.match(r"[#—\s]*[^\W\d]", found + after):
        return (Fix((text.edit(place.line, place.column - 1, place.column - 1 + len(found.rstrip()), "--"),), True),)
    if found in _SINGLE:
        return _quoted(place, found, text)
    if all(character in _STANDS_FOR for character in found):
        return (text.replace(place, "".join(_STANDS_FOR[character] for character in found)),)
    return ()


def _quoted(place: Span, opening: str, text: RuleText) -> Sequence[Fix]:
    """A text between other quotation marks gets straight ones, where its end is beyond doubt: the line has no more of them."""
    line, closing = text.line(place.line), _SINGLE[opening]
    start, end = place.column - 1, line.rfind(closing)
    inside = line[start + 1 : end]
    if end <= start or line.count(opening) + (line.count(closing) if closing != opening else 0) != 2 or '"' in inside or "\\" in inside:
        return ()
    return (Fix((text.edit(place.line, start, start + 1, '"'), text.edit(place.line, end, end + 1, '"')), True),)


@proposed.register
def _typographic(fault: TypographicQuotes, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    if not isinstance(place, Span) or len(text.at(place)) < 2:
        return ()
    start, end = place.column - 1, place.end_column - 1
    edits: list[Edit] = [text.edit(place.line, start, start + 1, '"')]
    edits += [text.edit(place.line, start + at, start + at + 1, "\\\\") for at, each in enumerate(text.at(place)) if each == "\\"]
    if text.line(place.line)[end - 1] != '"':
        edits.append(text.edit(place.line, end - 1, end, '"'))
    return (Fix(tuple(edits), True),)


@proposed.register
def _unclosed(fault: UnclosedText, text: RuleText) -> Sequence[Fix]:
    """A text that is opened by a straight mark and closed by a curved one."""
    place = fault.place
    if not isinstance(place, Span):
        return ()
    found = text.at(place)
    marks = [at for at, each in enumerate(found) if each in "“”„‟«»＂"]
    if len(marks) != 1 or "\\" in found:
        return ()
    at = place.column - 1 + marks[0]
    return (Fix((text.edit(place.line, at, at + 1, '"'),), True),)
