"""A fault becomes words: its message and its help in a reader's tongue, from its plain fields.

The words stand in `messages/*.toml`, a table per code. `{field}` is a field in the reader's words, `{field:percent}` a
ratio as a percentage, `{field:date}` a date given as text, `{field:keyword}` a word of the rule language,
`{field:written}`, `{field:written_share}` (nothing above the whole) and `{field:unit}` a number, a percent and a unit as rule text writes them,
`{field:decimal}` a decimal that nobody takes for a whole number, `{field:figure}` a number, a percent or a date given as plain
text in the reader's way, `{field:called}` the members of a choice as people call them, `{field:all}` names without end; a part
in [[ ]] is left out where a field in it is empty.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_origin

from attrs import fields

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.inert import inert, shortened
from criteria_engine.locale import TONGUES, format_date, format_list, format_number, format_percent, format_place, formats, unit_words
from criteria_engine.source import Cell, Span
from criteria_engine.values.labels import Labels, label_in
from criteria_engine.values.numbers import exact_text
from criteria_engine.values.type_names import TypeName

Vocabulary = Callable[[str, str], str | None]
"""Gives the word that readers of a tongue write for a keyword, which it gets by the keyword's name in the grammar
(`IN_FORCE_FROM`) or by any spelling; None for what is no keyword. The language itself stands on this floor, so it hands
its table down with each call."""

LONGEST_QUOTE = 60
"""Characters of user text that a message repeats."""

MOST_LISTED = 8
"""Names that a message lists; it says how many more there are."""

_BEGINS_A_VALUE = frozenset((
    "NAME", "QUOTED_NAME", "NUMBER", "PERCENT", "STRING", "DATE", "SIGN", "LPAR", "KW_NOT", "KW_YES", "KW_NO", "KW_EVERY", "KW_EXISTS",
    "KW_AT_LEAST", "KW_AT_MOST", "KW_EXACTLY", "KW_ALL_OF", "KW_NONE_OF", "KW_SHARE_OF", "KW_COUNT_OF", "KW_SUM_OF", "KW_AVERAGE_OF",
    "KW_GREATEST_OF", "KW_LEAST_OF", "KW_LATEST", "KW_EARLIEST", "KW_SCORE", "KW_SCORE_OF", "KW_SCORE_WITHOUT", "KW_POINTS_OF",
    "KW_DAYS_FROM", "KW_MONTHS_FROM", "KW_YEARS_FROM", "KW_ASSESSMENT_DATE",
))  # fmt: skip
"""Names of what a value or a condition can begin with."""

_CALENDAR = frozenset(("day", "week", "month", "quarter", "year"))
"""Units of the two kinds of time that are not converted into each other."""

_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")


def no_vocabulary(name: str, tongue: str) -> str | None:
    """A vocabulary without words."""
    return None


def message(fault: Fault, tongue: str, vocabulary: Vocabulary = no_vocabulary) -> str:
    """What is wrong, in one line: what was found, then what was expected; without code, place or help."""
    return _Wording(fault, tongue, vocabulary).filled(words_of_codes()[fault.code]["message"][tongue])


def help_text(fault: Fault, tongue: str, vocabulary: Vocabulary = no_vocabulary) -> str | None:
    """What to do about it, in one line: the names that may have been meant, and the help of its code; None without either."""
    wording = _Wording(fault, tongue, vocabulary)
    parts = []
    meant = wording.meant()
    if meant:
        names = format_list([f"`{name}`" for name in meant], tongue, "or")
        parts.append(terms()["phrase"]["did_you_mean"][tongue].format(names=names))
    elif getattr(fault, "twice", False):
        parts.append(phrase("twice", tongue))
    elif wording.begins_if():
        parts.append(phrase("if_then", tongue))
    elif wording.closes_nothing():
        parts.append(phrase("closes_nothing", tongue))
    elif wording.says_points():
        parts.append(phrase("points_are_numbers", tongue).format(word=fault.found))  # type: ignore[attr-defined]
    elif wording.joins_after_a_list():
        parts.append(phrase("bracket_the_list", tongue))
    elif wording.keyword_for_a_name():
        parts.append(phrase("keyword_as_name", tongue).format(name=shortened(fault.found, LONGEST_QUOTE)))  # type: ignore[attr-defined]
    if (why := wording.why_not_comparable()) is not None:
        parts.append(phrase(why, tongue))
    elif "help" in words_of_codes()[fault.code]:
        parts.append(wording.filled(words_of_codes()[fault.code]["help"][tongue]))
    if not parts and wording.misplaced():
        parts.append(phrase("misplaced", tongue))
    return " ".join(parts) or None


def pattern(code: str, part: Literal["message", "help"], tongue: str) -> str | None:
    """What the message or the help of a code says whatever its fault is about, `…` for that; None without help.

    >>> pattern("S016", "message", "en")
    '`…` is not a comparison; `…` was expected'
    """
    words = words_of_codes()[code].get(part)
    return None if words is None else inert(_PLACEHOLDER.sub("…", _OPTIONAL.sub(r"\1", words[tongue])))


def phrase(name: str, tongue: str) -> str:
    """One of the phrases that stand around messages."""
    return terms()["phrase"][name][tongue]


@cache
def words_of_codes() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """All messages: code, then "message" or "help", then tongue."""
    words: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for file in sorted((Path(__file__).parent / "messages").glob("*.toml")):
        words |= tomllib.loads(file.read_text(encoding="utf-8"))
    return words


@cache
def terms() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The words for what faults speak of: group, then name, then tongue."""
    return tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))


def fields_of(kind: type[Fault]) -> Mapping[str, Any]:
    """The fields of a class of faults that messages may speak of, with their types."""
    return {each.name: each.type for each in fields(kind) if each.name != "place"}


class _Wording:
    """One fault put into the words of one tongue."""

    def __init__(self, fault: Fault, tongue: str, vocabulary: Vocabulary) -> None:
        self.fault = fault
        self.tongue = tongue
        self.vocabulary = vocabulary

    def filled(self, template: str) -> str:
        """The template with every placeholder replaced; inert."""
        return inert(_PLACEHOLDER.sub(self._field, _OPTIONAL.sub(self._optional, template)))

    def _optional(self, part: re.Match[str]) -> str:
        return part[1] if all(self._field(placeholder) for placeholder in _PLACEHOLDER.finditer(part[1])) else ""

    def _field(self, placeholder: re.Match[str]) -> str:
        name, form = placeholder[1], placeholder[2]
        value = getattr(self.fault, name)
        if value is None:
            return ""
        if get_origin(fields_of(type(self.fault))[name]) is Literal:
            return terms()["thing"][value][self.tongue]
        if form == "keyword":
            return self.vocabulary(value, self.tongue) or shortened(value, LONGEST_QUOTE)
        if form == "percent":
            return format_percent(value, self.tongue)
        if form == "written":
            return exact_text(value)
        if form == "written_share":
            return f"{exact_text(value * 100)}%" if abs(value) <= 1 else ""
        if form == "decimal":
            digits = value.rstrip("0")
            return f"{digits}0" if re.search(r"\.\d{3}\Z", digits) or digits.endswith(".") else str(digits)
        if form == "figure":
            return self._figure(value)
        if form == "called":
            return self._listed(self._members(value, self.fault.labels), "and")  # type: ignore[attr-defined]
        if form == "all":
            return format_list([f"`{shortened(each, LONGEST_QUOTE)}`" for each in value], self.tongue)
        if form == "unit":
            return shortened(unit_words(value, self.tongue).replace(" ", "_"), LONGEST_QUOTE)
        if form == "date":
            return format_date(date.fromisoformat(value), self.tongue)
        if name == "expected" and isinstance(value, tuple):
            return self._listed(self._terminals(value), "or")
        return self._worded(value)

    def _figure(self, text: str) -> str:
        """A number, a percent or a date of a data file as the reader writes it; any other text as it is."""
        if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", text):
            number = Fraction(text.removesuffix("%"))
            return format_percent(number / 100, self.tongue) if text.endswith("%") else format_number(number, self.tongue)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return format_date(date.fromisoformat(text), self.tongue)
        return self._worded(text)

    def _members(self, names: tuple[str, ...], labels: tuple[Labels, ...]) -> list[str]:
        """What a reader calls the members of a choice, each with its name where that is another word."""
        found = []
        for position, name in enumerate(names):
            label = label_in(labels[position], self.tongue) if position < len(labels) else ""
            own = f"`{shortened(name, LONGEST_QUOTE)}`"
            same = not label or label.casefold() == name.replace("_", " ").casefold()
            called = f"`{shortened(label, LONGEST_QUOTE)}`" if label else own
            found.append(called if same else f"{called} ({own})")
        return found

    def _worded(self, value: object) -> str:
        match value:
            case bool():
                return terms()["truth"]["true" if value else "false"][self.tongue]
            case int() | Fraction():
                return format_number(value, self.tongue)
            case date():
                return format_date(value, self.tongue)
            case tuple():
                return self._listed([f"`{shortened(str(each), LONGEST_QUOTE)}`" for each in value], "and")
            case TypeName():
                return self._type(value)
            case Span():
                return self._other_place(value)
            case Cell():
                return format_place(value, self.tongue)
        return shortened(str(value), LONGEST_QUOTE)

    def _type(self, name: TypeName) -> str:
        template = terms()["type"][name.kind][self.tongue]
        of = shortened(name.of if name.kind == "choice" else unit_words(name.of, self.tongue), LONGEST_QUOTE)
        return _OPTIONAL.sub(lambda part: part[1] if of else "", template).replace("{of}", of)

    def _other_place(self, place: Span) -> str:
        """A second place: only its line where it is in the file of the first."""
        if isinstance(self.fault.place, Span) and place.file == self.fault.place.file:
            return str(formats(self.tongue).words["line"]).format(place.line)
        return format_place(place, self.tongue)

    def _terminals(self, names: tuple[str, ...]) -> list[str]:
        """Words for what the grammar would take, in the order given; where a value may begin, that stands first, for everything
        that one can begin with."""
        found: dict[str, None] = {}
        if {"NAME", "NUMBER"} <= set(names) and "PLUS" not in names:
            found[phrase("name_or_value", self.tongue)] = None
            names = tuple(name for name in names if name not in _BEGINS_A_VALUE)
        known = terms()["terminal"]
        sayable = [name for name in names if name in known or name.startswith("KW_")]
        return [*found | dict.fromkeys(known[name][self.tongue] if name in known else f"`{self._keyword(name)}`" for name in sayable)]

    def _keyword(self, terminal: str) -> str:
        row = terminal.removeprefix("KW_")
        return self.vocabulary(row, self.tongue) or row.lower().replace("_", " ")

    def _listed(self, items: list[str], joint: Literal["and", "or"]) -> str:
        if len(items) > MOST_LISTED:
            rest = phrase("and_more", self.tongue).format(count=len(items) - MOST_LISTED + 1)
            items = [*items[: MOST_LISTED - 1], rest]
        return format_list(items, self.tongue, joint)

    def meant(self) -> list[str]:
        """Names or keywords close to what was found."""
        nearest = getattr(self.fault, "nearest", ())
        if nearest:
            return [shortened(name, LONGEST_QUOTE) for name in ((nearest,) if isinstance(nearest, str) else nearest)]
        found, expected = self._found_and_expected()
        if not found or len(found) > LONGEST_QUOTE or self.keyword_for_a_name():
            return []
        rows = [name.removeprefix("KW_") for name in expected if name.startswith("KW_")]
        spellings = [word for tongue in TONGUES for row in rows if (word := self.vocabulary(row, tongue))]
        by_start = {start: word for word in reversed(spellings) for start in (word.split(" ")[0], word)}
        return [by_start[start] for start in get_close_matches(found.lower(), sorted(by_start), 1, 0.75)]

    def keyword_for_a_name(self) -> bool:
        """Whether a keyword stands where a name could, so that it may be meant as one."""
        found, expected = self._found_and_expected()
        return "NAME" in expected and bool(found) and self.vocabulary(found, self.tongue) is not None and not (
            self._is_joiner(found) or self.vocabulary(found, self.tongue) == self.vocabulary("NOT", self.tongue)
        )

    def says_points(self) -> bool:
        """Whether the word `points` stands behind a number that is a number of points without it."""
        found, expected = self._found_and_expected()
        word = self.vocabulary(found, self.tongue) if found and "PLUS" in expected else None
        return word is not None and word == self.vocabulary("POINTS", self.tongue)

    def joins_after_a_list(self) -> bool:
        """Whether `and` or `or` stands where a list, which runs to the end of its condition, has not ended."""
        found, expected = self._found_and_expected()
        return bool(expected) and self._is_joiner(found)

    def _is_joiner(self, found: str) -> bool:
        word = self.vocabulary(found, self.tongue) if found else None
        return word is not None and word in (self.vocabulary("AND", self.tongue), self.vocabulary("OR", self.tongue))

    def misplaced(self) -> bool:
        """Whether a word stands where it cannot, or a word is missing, and nothing better is to be said."""
        found, expected = self._found_and_expected()
        return bool(found and expected)

    def begins_if(self) -> bool:
        """Whether a condition is put as `if … then …`."""
        found, expected = self._found_and_expected()
        return found in ("if", "nếu") and expected == ("KW_NOT",)

    def closes_nothing(self) -> bool:
        """Whether a closing bracket has no opening one."""
        found, expected = self._found_and_expected()
        return found == ")" and "RPAR" not in expected

    def why_not_comparable(self) -> str | None:
        """The phrase for two values that cannot be compared, where their types say what to do; None for the rest."""
        left, right = getattr(self.fault, "left", None), getattr(self.fault, "right", None)
        if self.fault.code != "T002" or not isinstance(left, TypeName) or not isinstance(right, TypeName):
            return None
        kinds, units = {left.kind, right.kind}, {left.of, right.of}
        if kinds == {"yes/no", "text"}:
            return "yes_or_no_bare"
        if not kinds <= {"integer", "number", "duration"}:
            return None
        if units <= _CALENDAR:
            return "days_or_months"
        return "one_without_unit" if "" in units else None

    def _found_and_expected(self) -> tuple[str, tuple[str, ...]]:
        """What the parser met and what it would have taken; empty for other faults."""
        found, expected = getattr(self.fault, "found", ""), getattr(self.fault, "expected", ())
        return (found, expected) if isinstance(found, str) and isinstance(expected, tuple) else ("", ())
