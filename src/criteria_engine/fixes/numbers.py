"""Fixes for numbers, dates, comparisons and codes of tongues that are written in another way than here."""

import re
from collections.abc import Sequence
from datetime import date

from criteria_engine.diagnostics.catalogue.syntax import AmbiguousNumber, ComparisonTurned, DateNotIso, DecimalComma, NoForNot, UnknownTongue
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.fixes.propose import proposed
from criteria_engine.fixes.rule_text import RuleText
from criteria_engine.language.syntax.keywords import keyword_of
from criteria_engine.source import Span

_TONGUES = {"vn": "vi", "vie": "vi", "eng": "en"}
"""Codes that are written for a tongue: a country's, and the longer ones of ISO 639."""

_FOLLOWED_BY_A_LIST = ("SUM_OF", "AVERAGE_OF", "GREATEST_OF", "LEAST_OF", "ALL_OF", "NONE_OF", "LATEST", "EARLIEST", "OF")


@proposed.register
def _number(fault: AmbiguousNumber, text: RuleText) -> Sequence[Fix]:
    """`1,250,000` has one reading, where `1,250` has two."""
    if fault.as_decimal or len(set(re.findall("[.,]", fault.found))) != 1:
        return ()
    return _written(fault, text, fault.found, fault.as_whole)


@proposed.register
def _comma(fault: DecimalComma, text: RuleText) -> Sequence[Fix]:
    certain = isinstance(fault.place, Span) and not _in_a_list(text.before(fault.place))
    return _written(fault, text, fault.found, fault.meant, certain)


def _in_a_list(before: str) -> bool:
    """Whether a comma here may part two numbers: brackets are open that follow a word after which a list stands."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        depth += (before[at] == ")") - (before[at] == "(")
        if depth < 0:
            words = before[:at].split()
            return any(keyword_of(" ".join(words[-count:])) in _FOLLOWED_BY_A_LIST for count in (1, 2, 3, 4))
    return False


@proposed.register
def _date(fault: DateNotIso, text: RuleText) -> Sequence[Fix]:
    """Of a date with the day first; where that could also be a month, only a Vietnamese file leaves no doubt."""
    try:
        meant = date.fromisoformat(fault.meant)
    except ValueError:
        return ()
    year_first = re.match(r"\d{4}", fault.found) is not None
    return _written(fault, text, fault.found, fault.meant, year_first or meant.day > 12 or meant.day == meant.month or text.tongue == "vi")


@proposed.register
def _comparison(fault: ComparisonTurned, text: RuleText) -> Sequence[Fix]:
    return _written(fault, text, fault.found, fault.meant)


@proposed.register
def _no_for_not(fault: NoForNot, text: RuleText) -> Sequence[Fix]:
    return (text.replace(fault.place, text.word("NOT")),) if isinstance(fault.place, Span) else ()


@proposed.register
def _tongue(fault: UnknownTongue, text: RuleText) -> Sequence[Fix]:
    meant = _TONGUES.get(fault.found.casefold(), fault.found.casefold())
    return _written(fault, text, fault.found, meant) if meant in fault.known else ()


def _written(
    fault: AmbiguousNumber | DecimalComma | DateNotIso | ComparisonTurned | UnknownTongue,
    text: RuleText,
    found: str,
    meant: str,
    certain: bool = True,
) -> Sequence[Fix]:
    """What is found, where the place holds just that, replaced."""
    place = fault.place
    if not isinstance(place, Span) or text.at(place) != found:
        return ()
    return (text.replace(place, meant, certain),)
