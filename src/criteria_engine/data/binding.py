"""The columns of a table and the declared facts become a plan that says which column gives which fact.

A column is a fact's by the fact's exact name; else by that name but for capitals; else by a label of the fact in any
tongue. What only looks like a fact's name is reported and never taken.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.diagnostics.catalogue.data import (
    ColumnLikeFact,
    ColumnMissing,
    ColumnOfSeveralFacts,
    FactInSeveralColumns,
    UnknownColumn,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Subject
from criteria_engine.source import Cell
from criteria_engine.values.types import TEXT

MOST_NEAR_NAMES = 100
"""Unknown columns for which a near name is looked for; a file with more is of another kind."""


@frozen(eq=False)
class Binding:
    """Which column gives which fact; `doubtful` facts have a column, or several, of which none can be trusted."""

    columns: Mapping[str, str]
    doubtful: Mapping[str, Fault] = field(factory=dict)
    faults: tuple[Fault, ...] = ()


def identifying_fact(subject: Subject, facts: Mapping[str, Fact]) -> Fact:
    """The fact that says which unit a row is of: as declared, else a text that is called as the subject is."""
    name = subject.identified_by or subject.name
    return facts.get(name) or Fact(name, TEXT)


def bind(
    columns: Iterable[str],
    facts: Mapping[str, Fact],
    header: Cell,
    *,
    doubtful: Mapping[str, Fault] | None = None,
    also_known: Iterable[str] = (),
    given_elsewhere: Iterable[str] = (),
    other_names: Mapping[str, str] | None = None,
    letters: Mapping[str, str] | None = None,
) -> Binding:
    """The plan for a table whose header is at `header` (a column there is what stands before every column's name).

    `doubtful` are columns that cannot be trusted; `also_known` columns have another use (nested tables) and are no
    facts; no column is missed for facts `given_elsewhere`; `other_names` (fact to word) may name a column too;
    `letters` are what a spreadsheet calls the columns.
    """
    columns = tuple(columns)
    letters = letters or {}
    claims, ambiguous = _claims(columns, facts, header, other_names or {}, letters)
    bound: dict[str, str] = {}
    untrusted: dict[str, Fault] = {}
    faults: list[Fault] = list(ambiguous.values())
    for fact, claimed in claims.items():
        if len(claimed) > 1:
            fault = FactInSeveralColumns(_at(header, letters, claimed[1]), fact, tuple(excerpt(column) for column in claimed))
            faults.append(fault)
            untrusted[fact] = fault
        elif doubtful and claimed[0] in doubtful:
            untrusted[fact] = doubtful[claimed[0]]
        bound[fact] = claimed[0]
    for column, doubt in ambiguous.items():
        for fact in doubt.facts:
            if fact not in bound:
                bound[fact], untrusted[fact] = column, doubt
    taken = {column for claimed in claims.values() for column in claimed}.union(ambiguous, also_known)
    unknown = [column for column in columns if column not in taken]
    missing = [fact for fact in facts if fact not in bound and fact not in set(given_elsewhere)]
    faults += _unknown_columns(unknown, facts, bound, header, letters)
    faults += [ColumnMissing(header, fact) for fact in missing]
    return Binding(bound, untrusted, tuple(faults))


def _claims(
    columns: tuple[str, ...], facts: Mapping[str, Fact], header: Cell, other_names: Mapping[str, str], letters: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, ColumnOfSeveralFacts]]:
    """The columns that each fact claims (one by its exact name, else those by another form of it), and the columns that
    several facts could claim."""
    exact = set(columns) & set(facts)
    claims: dict[str, list[str]] = {fact: [fact] for fact in facts if fact in exact}
    names: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact.name not in exact:
            names.setdefault(_folded(fact.name), []).append(fact.name)
            for word in {_folded(label) for _, label in fact.labels.texts}:
                labels.setdefault(word, []).append(fact.name)
            if fact.name in other_names:
                labels.setdefault(_folded(other_names[fact.name]), []).append(fact.name)
    ambiguous: dict[str, ColumnOfSeveralFacts] = {}
    for column in columns:
        if column in exact:
            continue
        found = names.get(_folded(column)) or labels.get(_folded(column)) or []
        if len(found) > 1:
            ambiguous[column] = ColumnOfSeveralFacts(_at(header, letters, column), excerpt(column), tuple(found))
        elif found:
            claims.setdefault(found[0], []).append(column)
    return claims, ambiguous


def _unknown_columns(
    unknown: list[str], facts: Mapping[str, Fact], bound: Mapping[str, str], header: Cell, letters: Mapping[str, str]
) -> list[Fault]:
    free = {_folded(fact): fact for fact in facts if fact not in bound}
    faults: list[Fault] = []
    for position, column in enumerate(unknown):
        near = get_close_matches(_folded(column), list(free), 1, 0.75) if position < MOST_NEAR_NAMES and len(column) < 200 else []
        shown = excerpt(column)
        faults.append(
            ColumnLikeFact(_at(header, letters, column), shown, free[near[0]]) if near else UnknownColumn(_at(header, letters, column), shown)
        )
    return faults


def _at(header: Cell, letters: Mapping[str, str], column: str) -> Cell:
    return Cell(header.file, header.row, (header.column or "") + excerpt(column), header.sheet, letters.get(column))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
