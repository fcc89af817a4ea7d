"""The columns of a table and the declared facts become a plan that says which column gives which fact.

A column is a fact's where the mapping says so; else where its heading is the fact's name, or a label of it in any tongue,
whatever the case, the spacing and missing Vietnamese marks, with or without the fact's unit in brackets. What only looks
like a fact's name is reported and never taken, and where two columns or two facts are meant, none is.
"""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.heading_words import PERCENT_SIGN, HeadingWords, folded, unit_named, unit_of
from criteria_engine.data.mapping import NO_TABLE_MAPPING, TableMapping
from criteria_engine.data.vietnamese_letters import alike
from criteria_engine.diagnostics.catalogue.columns import ColumnOfOtherUnit, MappedColumnMissing
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
from criteria_engine.values.types import TEXT, NumberType

MOST_NEAR_NAMES = 100
"""Unknown columns for which a near name is looked for; a file with more is of another kind."""

LONGEST_HEADING = 300
"""Characters of a heading that may still be a fact's name."""


@frozen(eq=False)
class Binding:
    """Which column gives which fact; `doubtful` facts have a column, or several, of which none can be trusted; the headings
    of `with_percent_sign` facts say that their numbers are percentages; `unknown` columns give no fact."""

    columns: Mapping[str, str]
    doubtful: Mapping[str, Fault] = field(factory=dict)
    faults: tuple[Fault, ...] = ()
    with_percent_sign: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


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
    mapping: TableMapping = NO_TABLE_MAPPING,
) -> Binding:
    """The plan for a table whose header is at `header` (a column there is what stands before every column's name).

    `doubtful` are columns that cannot be trusted; `also_known` columns have another use (nested tables) and are no
    facts; no column is missed for facts `given_elsewhere`; `other_names` (fact to word) may name the column of a fact that
    no other column gives; `letters` are what a spreadsheet calls the columns; `mapping` is what the author says of them.
    """
    plan = _Plan(tuple(columns), facts, header, letters or {}, mapping)
    plan.take_said()
    plan.match(frozenset(also_known))
    plan.take_other_names(other_names or {})
    bound: dict[str, str] = {}
    untrusted: dict[str, Fault] = {}
    for fact, claimed in plan.claims.items():
        bound[fact] = claimed[0]
        if len(claimed) > 1:
            fault = FactInSeveralColumns(plan.at(claimed[1]), fact, tuple(excerpt(column) for column in claimed))
            plan.faults.append(fault)
            untrusted[fact] = fault
        elif doubtful and claimed[0] in doubtful:
            untrusted[fact] = doubtful[claimed[0]]
        elif fact in plan.of_other_units:
            untrusted[fact] = plan.of_other_units[fact]
    for column, doubt in plan.ambiguous.items():
        for fact in doubt.facts:
            if fact not in bound:
                bound[fact], untrusted[fact] = column, doubt
    taken = {column for claimed in plan.claims.values() for column in claimed}.union(plan.ambiguous, also_known)
    unknown = tuple(column for column in plan.columns if column not in taken and folded(column) not in plan.ignored)
    given = {*given_elsewhere, *plan.not_there}
    missing = [fact for fact in facts if fact not in bound and fact not in given]
    faults = (
        *plan.ambiguous.values(),
        *plan.faults,
        *plan.of_other_units.values(),
        *_unknown_columns(plan, unknown, bound),
        *(ColumnMissing(header, fact) for fact in missing),
    )
    return Binding(bound, untrusted, faults, frozenset(plan.with_percent_sign), unknown)


class _Plan:
    """The columns of a table and the facts that claim them, in the making."""

    def __init__(self, columns: tuple[str, ...], facts: Mapping[str, Fact], header: Cell, letters: Mapping[str, str], mapping: TableMapping) -> None:
        self.columns = columns
        self.facts = facts
        self.header = header
        self.letters = letters
        self.mapping = mapping
        self.words = HeadingWords(facts)
        self.ignored = {folded(column) for column in mapping.ignored}
        self.claims: dict[str, list[str]] = {}
        self.ambiguous: dict[str, ColumnOfSeveralFacts] = {}
        self.of_other_units: dict[str, Fault] = {}
        self.with_percent_sign: set[str] = set()
        self.not_there: set[str] = set()
        self.faults: list[Fault] = []

    def take_said(self) -> None:
        """The columns that the mapping gives to facts, where the table has them."""
        by_word: dict[str, list[str]] = {}
        for column in self.columns:
            by_word.setdefault(folded(column), []).append(column)
        for fact, said in self.mapping.columns.items():
            if fact not in self.facts:
                continue
            found = [said] if said in self.columns else by_word.get(folded(said), [])
            if len(found) == 1:
                self.claims[fact] = found
                self._look_at_unit(fact, found[0])
            else:
                self.not_there.add(fact)
                place = self.mapping.places.get(fact, self.header)
                self.faults.append(MappedColumnMissing(place, fact, excerpt(said), tuple(excerpt(each) for each in self.columns)))

    def match(self, also_known: frozenset[str]) -> None:
        """The other columns by what their headings name."""
        said = {column for claimed in self.claims.values() for column in claimed}
        for column in self.columns:
            if column in said or column in also_known or len(column) > LONGEST_HEADING or folded(column) in self.ignored:
                continue
            facts = tuple(fact for fact in self.words.named(column) if fact not in self.mapping.columns)
            if len(facts) > 1:
                self.ambiguous[column] = ColumnOfSeveralFacts(self.at(column), excerpt(column), facts)
            elif facts:
                self.claims.setdefault(facts[0], []).append(column)
                self._look_at_unit(facts[0], column)

    def take_other_names(self, other_names: Mapping[str, str]) -> None:
        """The columns of facts that no heading names, by the other word for them."""
        taken = {column for claimed in self.claims.values() for column in claimed}.union(self.ambiguous)
        in_doubt = {fact for doubt in self.ambiguous.values() for fact in doubt.facts}
        for fact, word in other_names.items():
            if fact not in self.claims and fact not in self.not_there and fact not in in_doubt:
                found = [column for column in self.columns if column not in taken and alike(column, word)]
                if found:
                    self.claims[fact] = found

    def at(self, column: str) -> Cell:
        """The place of a column's heading."""
        name = (self.header.column or "") + excerpt(column)
        return Cell(self.header.file, self.header.row, name, self.header.sheet, self.letters.get(column))

    def _look_at_unit(self, fact: str, column: str) -> None:
        """Notes a percent sign in a heading, and a unit in which the fact is not, unless the mapping says which it is."""
        unit, kind = unit_of(column), self.facts[fact].type
        if not unit or not isinstance(kind, NumberType):
            return
        if unit == PERCENT_SIGN:
            self.with_percent_sign.add(fact)
        elif self.mapping.of(fact).unit is None:
            named = unit_named(unit, kind.unit)
            if named is not None and named.measures_as(kind.unit) and named.factor != kind.unit.factor:
                self.of_other_units[fact] = ColumnOfOtherUnit(self.at(column), fact, excerpt(column), unit, kind.unit.symbol)


def _unknown_columns(plan: _Plan, unknown: tuple[str, ...], bound: Mapping[str, str]) -> list[Fault]:
    free = {fact for fact in plan.facts if fact not in bound}
    faults: list[Fault] = []
    for position, column in enumerate(unknown):
        near = plan.words.near(column, free) if position < MOST_NEAR_NAMES and len(column) < LONGEST_HEADING else None
        shown = excerpt(column)
        faults.append(ColumnLikeFact(plan.at(column), shown, near) if near else UnknownColumn(plan.at(column), shown))
    return faults
