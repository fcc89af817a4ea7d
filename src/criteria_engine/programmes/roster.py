"""A roster of units, with the facts that group them, becomes groups in the roster's order."""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from attrs import frozen

from criteria_engine.diagnostics.catalogue.programme import RosterWithoutGroups, UnitWithoutGroup
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program
from criteria_engine.values.labels import NO_LABELS, Labels
from criteria_engine.values.types import ChoiceType

RosterGroups = Mapping[str, Mapping[str, str]]
"""The facts that group each listed unit, by the unit's code; in the order of the list."""


@frozen
class UnitGroup:
    """Some units that have one value of a grouping fact, in the order of the roster."""

    name: str
    units: tuple[str, ...]
    labels: Labels = NO_LABELS


@frozen
class GroupedRoster:
    """The units of a roster by one fact: groups as first seen; `ungrouped` are the units without a group."""

    fact: str
    groups: tuple[UnitGroup, ...]
    ungrouped: tuple[str, ...]
    faults: tuple[Fault, ...]


def plain_text(text: str) -> str:
    """Text as it is compared: in NFC, without white space at its ends.

    >>> plain_text(" Quận 1")
    'Quận 1'
    """
    return unicodedata.normalize("NFC", text).strip()


def group_name(program: Program, fact: str, value: str) -> str | None:
    """The name of the group that a value means: a choice's member for its name or a label of it, else the text itself;
    None where the fact is a choice and the value none of its members."""
    text = plain_text(value)
    declared = program.facts.get(fact)
    if declared is None or not isinstance(declared.type, ChoiceType):
        return text
    for member in declared.type.members:
        if text == member.name or any(text == plain_text(label) for _, label in member.labels.texts):
            return member.name
    return None


def group_labels(program: Program, fact: str, name: str) -> Labels:
    """The labels of a group: those of the choice's member; none for a group of a text."""
    declared = program.facts.get(fact)
    if declared is None or not isinstance(declared.type, ChoiceType):
        return NO_LABELS
    return next((member.labels for member in declared.type.members if member.name == name), NO_LABELS)


def grouped_by(program: Program, roster: RosterGroups, fact: str) -> GroupedRoster:
    """The roster's units by a fact, with a fault for each unit that has no group, or one where no unit has any."""
    units: dict[str, list[str]] = {}
    ungrouped: list[str] = []
    faults: list[Fault] = []
    for unit, facts in roster.items():
        value = facts.get(fact) or ""
        name = group_name(program, fact, value) if value.strip() else ""
        if name:
            units.setdefault(name, []).append(unit)
            continue
        ungrouped.append(unit)
        faults.append(UnitWithoutGroup(None, unit, fact))
    if roster and not units:
        faults = [RosterWithoutGroups(None, fact)]
    groups = tuple(UnitGroup(name, tuple(members), group_labels(program, fact, name)) for name, members in units.items())
    return GroupedRoster(fact, groups, tuple(ungrouped), tuple(faults))


def nearest_name(name: str, known: Sequence[str]) -> str | None:
    """The known name that is most like this one; None where none is like it.

    >>> nearest_name("Quan 1", ["Quận 1", "Thành phố Thủ Đức"])
    'Quận 1'
    """
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    return found[0] if found else None
