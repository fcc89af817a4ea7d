"""Whole rule files that compile without errors."""

from datetime import date

from attrs import evolve
from tests.rule_generation.any_words import PLACE
from tests.rule_generation.chance import Chance, likely, pick
from tests.rule_generation.typed_facts import choices, facts, parameter, table, units
from tests.rule_generation.typed_grades import programme, verdict
from tests.rule_generation.typed_headings import headings
from tests.rule_generation.typed_tests import examples_and_tests
from tests.rule_generation.typed_values import definition, groups, heading_group, late_definition
from tests.rule_generation.typed_world import FIRST_DAY, World, name, title, title_or_none

from criteria_engine.language.tree import declarations as d

AROUND = (date(2022, 12, 31), date(2023, 1, 1), date(2024, 3, 1), date(2029, 12, 31))
"""Days before and on which something changes, and the last of a force that ends."""


def typed_file(chance: Chance, *, plain: bool = False) -> d.RuleFile:
    """A rule file in which everything fits; a `plain` one asks for no `is missing` and has no `if missing`."""
    w = World(chance, plain=plain)
    header = _header(w)
    sections: list[d.Section] = [_subject(w), *units(w), *choices(w), facts(w)]
    for _ in range(chance.whole(0, 2)):
        sections.append(table(w))
    for _ in range(chance.whole(0, 2)):
        sections.append(parameter(w))
    for _ in range(chance.whole(0, 3)):
        sections.append(definition(w))
    sections += groups(w)
    average = likely(chance, 3)
    w.root_average = average
    sections += headings(w, average=average)
    sections += heading_group(w)
    if w.done and likely(chance, 4):
        sections.append(late_definition(evolve(w, asks_headings=True)))
    decision, passes, kind = verdict(w, average=average)
    sections.append(decision)
    sections += programme(w, passes, kind)
    sections += examples_and_tests(w)
    return d.RuleFile(header, tuple(sections), PLACE)


def plain_file(chance: Chance) -> d.RuleFile:
    """A rule file that never asks whether something is missing."""
    return typed_file(chance, plain=True)


def any_day(chance: Chance) -> date:
    """A day on which made-up rules are in force."""
    return pick(chance, (FIRST_DAY, date(2021, 6, 30), date(2021, 7, 1), date(2024, 1, 1), date(2024, 2, 29), date(2025, 12, 31), *AROUND))


def _header(w: World) -> d.Header:
    clauses: list[d.SourceClause | d.LabelsClause | d.Force | d.Policy] = []
    for _ in range(w.chance.whole(0, 2)):
        made = w.fresh("source")
        w.sources.append(made)
        clauses.append(d.SourceClause(name(made), title(w), PLACE))
    if likely(w.chance, 3):
        clauses.append(d.LabelsClause(pick(w.chance, ("vi", "en")), PLACE))
    clauses.append(d.Force(FIRST_DAY, date(2029, 12, 31) if likely(w.chance, 3) else None, PLACE))
    if likely(w.chance, 5):
        clauses.append(d.Policy(pick(w.chance, ("are left out", "count in full", "count as none")), PLACE))  # type: ignore[arg-type]
    return d.Header(name("made.up"), title(w), tuple(clauses), PLACE)


def _subject(w: World) -> d.Subject:
    named = (name("quận"),) if likely(w.chance, 3) else ()
    return d.Subject(name("ward"), title_or_none(w), name("wards"), (name("code"),), named, (name("quận"),), PLACE)
