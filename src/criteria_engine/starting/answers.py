"""What people answer becomes values that a rule file can hold, or the reason why not."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen

from criteria_engine.documents.inert import inert
from criteria_engine.language.syntax.keywords import needs_back_quotes

LONGEST_TEXT = 200
LARGEST = 1_000_000_000

Kind = Literal["yes/no", "number", "percent"]


class NotAnAnswer(Exception):
    """An answer that cannot be taken; `reason` says why, as a key of the commands' words."""

    def __init__(self, reason: str, found: str) -> None:
        super().__init__(f"{reason}: {found}")
        self.reason = reason
        self.found = found


@frozen
class SampleCriterion:
    """A criterion to begin with: what it asks, and how it is decided; `at_least` for numbers and percents."""

    title: str
    kind: Kind
    at_least: Fraction | None = None


@frozen
class Answers:
    """All that a first rule file is written from, in one tongue."""

    tongue: str
    name: str
    title: str
    unit: str
    start: date
    source: str
    programme: str | None
    due: date | None
    criteria: tuple[SampleCriterion, ...]


def as_name(text: str) -> str:
    """The name of a rule set.

    >>> as_name("hcmc.ward_police")
    'hcmc.ward_police'
    """
    if len(text) > 60 or needs_back_quotes(text):
        raise NotAnAnswer("new_bad_name", text)
    return text


def as_text(text: str) -> str:
    """A title: something on one line, and not too long."""
    found = " ".join(text.split())
    if not found or len(found) > LONGEST_TEXT or inert(found) != found:
        raise NotAnAnswer("new_bad_text", text)
    return found


def as_day(text: str) -> date:
    """A date, ISO."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as problem:
        raise NotAnAnswer("bad_date", text) from problem


def as_kind(text: str) -> Kind:
    """How a criterion is decided: the number of the choice, or its word."""
    kinds: dict[str, Kind] = {"1": "yes/no", "2": "number", "3": "percent", "yes/no": "yes/no", "number": "number", "percent": "percent"}
    if text.strip() not in kinds:
        raise NotAnAnswer("new_bad_kind", text)
    return kinds[text.strip()]


def as_threshold(kind: Kind) -> Callable[[str], Fraction]:
    """A reader of the least value: above 0, two decimals at most, and a percent no more than 100."""

    def read(text: str) -> Fraction:
        plain = text.strip().removesuffix("%").rstrip() if kind == "percent" else text.strip()
        if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", plain, re.ASCII):
            raise NotAnAnswer("new_bad_number", text)
        value = Fraction(plain)
        if not 0 < value <= (100 if kind == "percent" else LARGEST):
            raise NotAnAnswer("new_bad_number", text)
        return value

    return read


_KEYS = frozenset(("name", "title", "unit", "from", "source", "programme", "due", "criteria"))
_CRITERION_KEYS = frozenset(("title", "decided_by", "at_least"))


def given_answers(table: dict[str, Any]) -> dict[str, Any]:
    """The answers of a TOML table, read: texts by key, and `criteria`; raises NotAnAnswer for what cannot be taken."""
    unknown = sorted({*table} - _KEYS)
    if unknown:
        raise NotAnAnswer("new_bad_key", unknown[0])
    found: dict[str, Any] = {key: _plain(key, value) for key, value in table.items() if key != "criteria"}
    if "criteria" in table:
        rows = table["criteria"]
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise NotAnAnswer("new_bad_key", "criteria")
        found["criteria"] = with_own_titles(tuple(_criterion(row) for row in rows))
    return found


def with_own_titles(criteria: tuple[SampleCriterion, ...]) -> tuple[SampleCriterion, ...]:
    """The criteria, none of which asks what another asks."""
    titles = [criterion.title for criterion in criteria]
    for title in titles:
        if titles.count(title) > 1:
            raise NotAnAnswer("new_twice", title)
    return criteria


def _plain(key: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, date)):
        raise NotAnAnswer("new_bad_key", key)
    return str(value)


def _criterion(row: dict[str, Any]) -> SampleCriterion:
    unknown = sorted({*row} - _CRITERION_KEYS)
    if unknown:
        raise NotAnAnswer("new_bad_key", f"criteria.{unknown[0]}")
    said = {key: _plain(f"criteria.{key}", value) for key, value in row.items()}
    kind = as_kind(said.get("decided_by", "yes/no"))
    least = None if kind == "yes/no" else as_threshold(kind)(said.get("at_least", ""))
    return SampleCriterion(as_text(said.get("title", "")), kind, least)
