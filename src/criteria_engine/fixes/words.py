"""Fixes for words out of place: keywords misspelt, punctuation that is missing, doubled or of another language."""

import re
from collections.abc import Iterator, Sequence

from criteria_engine.diagnostics.catalogue.syntax import ForeignComment, ForeignSign, HeaderMissing, UnexpectedWord, WordMissing, WordMisspelt
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.fixes.near_keywords import TYPES, near_keyword
from criteria_engine.fixes.propose import proposed
from criteria_engine.fixes.rule_text import RuleText
from criteria_engine.language.names.likeness import one_slip
from criteria_engine.language.syntax.keywords import keyword_of, keywords
from criteria_engine.language.syntax.likely_words import folded
from criteria_engine.source import Span

_WORDS_BACK = 3
"""Words before the one out of place that may be what is wrong."""

_SIGNS = {"COLON": ":", "EQUAL": " =", "COMMA": ",", "RPAR": ")"}
"""Signs that may be missing, as they stand behind a word."""


@proposed.register
def _unexpected(fault: UnexpectedWord, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    if not isinstance(place, Span) or place.line != place.end_line:
        return ()
    return tuple(_mends(fault, place, text))


@proposed.register
def _no_header(fault: HeaderMissing, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    near = near_keyword(text.line(place.line), place.column - 1, ["RULESET"]) if isinstance(place, Span) else None
    return (Fix((text.edit(place.line, place.column - 1, place.column - 1 + near[0], near[1]),), True),) if near and isinstance(place, Span) else ()


def _mends(fault: UnexpectedWord, place: Span, text: RuleText) -> Iterator[Fix]:
    line, start, before = text.line(place.line), place.column - 1, text.before(place)
    if fault.found == ">" and before.endswith("<"):
        yield Fix((text.edit(place.line, start - 1, start + 1, "!="),), True)
    if fault.found == "/" and not before.strip() and line.startswith("//", start):
        yield Fix((text.edit(place.line, start, start + 2, "--"),), True)
    expected = [name.removeprefix("KW_") for name in fault.expected if name.startswith("KW_")]
    for rows in (expected, keywords()):
        near = near_keyword(line, start, rows)
        if near is not None:
            yield Fix((text.edit(place.line, start, start + near[0], near[1]),), True)
    yield from _doubled(fault, place, text)
    if fault.found == ":" and "EQUAL" in fault.expected:
        yield text.replace(place, "=" if before.endswith((" ", "\t")) else " =")
    parted = re.match(r"[^\W\d_]+\s*/\s*[^\W\d_]+", line[start:])
    if parted is not None and keyword_of(re.sub(r"\s", "", parted[0])) is not None:
        yield Fix((text.edit(place.line, start, start + parted.end(), re.sub(r"\s", "", parted[0])),), True)
    if before.strip() and (fault.found == ":" or (fault.found == "," and not _without_comment(text.after(place)).strip())):
        yield text.replace(place, "")
    yield from _earlier_keyword(place, text)
    yield from _trailing_comma(fault, place, text)
    yield from _missing_sign(fault, place, text)


def _missing_sign(fault: UnexpectedWord, place: Span, text: RuleText) -> Iterator[Fix]:
    """Punctuation that a declaration cannot do without: `:` before a type, `=` before what is declared or given, `,` before a
    range, a table's row and a plural."""
    before, row = text.before(place), keyword_of(fault.found)
    opening = [word for count in (1, 2, 3, 4) if (word := keyword_of(" ".join(before.split()[:count])))]
    at = len(before.rstrip())
    if not at:
        return
    if row in TYPES and re.fullmatch(r"(?:[^:=,\"]+\s)?\s*[\w.`]+\s*", before) and "COLON" in fault.expected:
        yield Fix((text.edit(place.line, at, at, " :" if len(before) - at > 1 else ":"),), True)
    if set(opening) & {"DEFINE", "GROUP", "GIVEN"} and "=" not in before and "EQUAL" in fault.expected:
        yield Fix((text.edit(place.line, at, at, " ="),), True)
    a_range = re.match(r"[^\s,]*\.\.", text.line(place.line)[place.column - 1 :]) is not None
    if (a_range or (row, *opening[:1]) in (("EACH", "TABLE"), ("PLURAL", "SUBJECT"))) and "COMMA" in fault.expected:
        yield Fix((text.edit(place.line, at, at, ","),), True)


def _doubled(fault: UnexpectedWord, place: Span, text: RuleText) -> Iterator[Fix]:
    """A word or sign that stands twice, one after the other."""
    before = text.before(place)
    first = before.rstrip()
    joined = fault.found[:1].isalnum() and re.search(r"\w\Z", first.removesuffix(fault.found))
    if fault.found and first.endswith(fault.found) and not joined:
        yield Fix((text.edit(place.line, len(first), place.end_column - 1, ""),), True)


def _earlier_keyword(place: Span, text: RuleText) -> Iterator[Fix]:
    """A keyword that could be read as a name, so that what comes after it is out of place: the line's first words, or the
    word before."""
    opening = [word.name for word in keywords().values() if word.opens]
    before = text.before(place)
    indent = len(before) - len(before.lstrip())
    if before.strip():
        near = near_keyword(text.line(place.line), indent, opening)
        if near is not None:
            yield Fix((text.edit(place.line, indent, indent + near[0], near[1]),), True)
    number = place.line if before.strip() else _line_before(place.line, text)
    said = before if before.strip() else _without_comment(text.line(number))
    words = [(found.start(), found[0]) for found in re.finditer(r"[^\s,:=<>()\"]+", said)]
    for start, word in reversed(words[-_WORDS_BACK:]):
        near = near_keyword(text.line(number), start, keywords()) if keyword_of(word) is None else None
        if near is not None:
            yield Fix((text.edit(number, start, start + near[0], near[1]),), True)


def _trailing_comma(fault: UnexpectedWord, place: Span, text: RuleText) -> Iterator[Fix]:
    """A comma at the end of a list, before the next clause or fact."""
    row = keyword_of(fault.found)
    before_a_clause = not text.before(place).strip() and row is not None and keywords()[row].opens is not None
    before_a_fact = fault.found == ":" and re.fullmatch(r"\s*\S+\s*", text.before(place)) is not None
    if not (before_a_clause or before_a_fact):
        return
    number = _line_before(place.line, text)
    said = _without_comment(text.line(number)).rstrip()
    if said.endswith(","):
        yield Fix((text.edit(number, len(said) - 1, len(said), ""),), True)


def _line_before(number: int, text: RuleText) -> int:
    """The nearest line above that says something; 0 where there is none."""
    number -= 1
    while number > 0 and not _without_comment(text.line(number)).strip():
        number -= 1
    return number


def _without_comment(line: str) -> str:
    """A line up to its comment."""
    found = re.match(r'(?:"(?:[^"\\]|\\.)*"|(?!--).)*', line)
    return found[0] if found else line


@proposed.register
def _misspelt(fault: WordMisspelt, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    if not isinstance(place, Span) or text.at(place) != fault.found:
        return ()
    found, meant = folded(fault.found), folded(fault.meant)
    fixes = [text.replace(place, fault.meant, found == meant or one_slip(found, meant))]
    near = near_keyword(text.line(place.line), place.column - 1, keywords())
    if near is not None and near[0] > len(fault.found):  # the keyword may have more words than the one that is out of place
        fixes.insert(0, Fix((text.edit(place.line, place.column - 1, place.column - 1 + near[0], near[1]),), True))
    return fixes


@proposed.register
def _foreign_sign(fault: ForeignSign, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    if not isinstance(place, Span) or text.at(place) != fault.found:
        return ()
    a_name = re.search(r"[^\W\d]", fault.found) is not None and '"' not in fault.meant
    return (text.replace(place, text.parted(place, fault.meant), not a_name),)


@proposed.register
def _missing(fault: WordMissing, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    if not isinstance(place, Span):
        return ()
    at = len(text.before(place).rstrip())
    rest = _without_comment(text.line(place.line)[place.column - 1 :])
    if fault.after == "," and not rest.strip():
        return (Fix((text.edit(place.line, at - 1, at, ""),), True),)
    sign = _SIGNS.get(fault.expected[0]) if len(fault.expected) == 1 else None
    if sign is None:
        return ()
    a_range = sign == "," and re.match(r"[^\s,]*\.\.", rest) is not None
    return (Fix((text.edit(place.line, at, at, sign),), fault.expected[0] in ("COLON", "EQUAL") or a_range),)


@proposed.register
def _comment(fault: ForeignComment, text: RuleText) -> Sequence[Fix]:
    place = fault.place
    sign = re.match(r"/\*|//+|#+|—+", fault.found)
    if not isinstance(place, Span) or place.line != place.end_line or sign is None:
        return ()
    calculates = sign[0][0] == "—" or (sign[0] == "//" and re.match(r"\s*[\d(]", fault.found[2:]) is not None)
    if calculates and text.before(place).strip():
        return ()  # it may be a minus, or a division
    said = fault.found[sign.end() :].removesuffix("*/").rstrip() if sign[0] == "/*" else fault.found[sign.end() :]
    if sign[0] == "/*" and text.after(place).strip():
        return ()
    return (text.replace(place, f"--{said}"),)
