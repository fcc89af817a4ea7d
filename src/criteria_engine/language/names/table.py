"""The table of names: one entry a declaration, by what it can be named as; duplicates are faults."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from attrs import define, field, frozen

from criteria_engine.diagnostics.catalogue.names import DuplicateName, KindOfName, UnknownName
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.names.likeness import look, without_marks
from criteria_engine.language.syntax.likely_words import likely
from criteria_engine.language.syntax.repairs import NAMELESS
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree.expressions import Name
from criteria_engine.source import Span


@frozen
class Entry:
    """What a name means: its kind and its declaration."""

    kind: KindOfName
    node: object
    span: Span


@define
class NameTable:
    """Names by space: values (facts, tables, parameters, definitions, groups, headings) share one; each of the other
    kinds has its own. `lost` names stood in text that could not be read: asking for them is no fault."""

    values: dict[str, Entry] = field(factory=dict)
    choices: dict[str, Entry] = field(factory=dict)
    units: dict[str, Entry] = field(factory=dict)
    sources: dict[str, Entry] = field(factory=dict)
    examples: dict[str, Entry] = field(factory=dict)
    rows: dict[str, str] = field(factory=dict)
    lost: frozenset[str] = frozenset()
    faults: list[Fault] = field(factory=list)
    compared: int = 0
    """Names that unknown ones were compared with."""
    _readable: list[str] | None = None

    def declare(self, space: dict[str, Entry], name: Name, kind: KindOfName, node: object) -> None:
        """Enter a name; a second declaration is a fault and the first stays."""
        if name.text in space:
            self.faults.append(DuplicateName(name.span, name.text, space[name.text].span))
        else:
            space[name.text] = Entry(kind, node, name.span)

    def unknown(self, name: str, span: Span, wanted: KindOfName, candidates: Iterable[str]) -> None:
        """Report a name that nothing declares, with the nearest ones of those that could stand there. One whose declaration
        has a fault of its own is declared all the same; and where a declaration lacks its name, that may be this one."""
        if name in self.lost or self._declared(name, wanted):
            return
        pool = list(candidates)
        self.compared += len(pool)
        near = (*_meant(name, wanted), *(nearest(name, pool) if self.compared < MOST_COMPARED else ()))
        if near or NAMELESS not in self.lost:
            self.faults.append(UnknownName(span, name, wanted, near))

    def readable(self) -> list[str]:
        """The names of facts, parameters and definitions, listed once all are declared: many thousand names may be unknown."""
        if self._readable is None:
            self._readable = [name for name, found in self.values.items() if found.kind in ("fact", "parameter", "definition")]
        return self._readable

    def _declared(self, name: str, wanted: KindOfName) -> bool:
        entry = (self.choices if wanted in ("choices", "type") else self.values).get(name)
        return entry is not None and entry.kind in _SERVES.get(wanted, (wanted,))


def _meant(name: str, wanted: KindOfName) -> tuple[str, ...]:
    """The keyword that a word from elsewhere means where a type or a value is wanted: `bool`, `true`, `Yes`."""
    return tuple(dict.fromkeys(word.text for word in likely(name, _KEYWORDS.get(wanted, ())) if word.off <= 1))


def nearest(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Up to three declared names that this one may stand for: those that look the same, those that it is without marks,
    then the most alike."""
    declared = list(dict.fromkeys(candidates))[:5000]
    seen, plain = look(name), without_marks(name)
    same = [each for each in declared if look(each) == seen]
    unmarked = [each for each in declared if without_marks(each) == plain]
    pool = {candidate.casefold(): candidate for candidate in declared}
    close = [pool[match] for match in get_close_matches(name.casefold(), list(pool), 3, 0.7)]
    return tuple(dict.fromkeys([*same, *unmarked, *close]))[:3]


MOST_COMPARED = 100_000
"""Names that unknown ones of a file are compared with to find the nearest: after some tenths of a second there are none."""

_SERVES: Mapping[KindOfName, tuple[KindOfName, ...]] = {
    "value": ("fact", "parameter", "definition"),
    "definition": ("definition", "parameter"),
    "type": ("choices",),
}
"""Kinds of declaration that serve where a kind is wanted, if not that kind alone."""

_KEYWORDS: Mapping[KindOfName, tuple[str, ...]] = {
    "type": ("KW_TEXT", "KW_YES_NO", "KW_INTEGER", "KW_NUMBER_TYPE", "KW_PERCENT_TYPE", "KW_MONEY", "KW_DATE_TYPE", "KW_DURATION"),
    "value": ("KW_YES", "KW_NO"),
}
"""Keywords that stand where these kinds of name do."""

_VALUE_KINDS: Mapping[type, KindOfName] = {
    d.Fact: "fact",
    d.Table: "table",
    d.Parameter: "parameter",
    d.Definition: "definition",
    d.Group: "group",
    d.Heading: "heading",
}


def name_table(tree: d.RuleFile, lost: frozenset[str]) -> NameTable:
    """Every name that a rule file declares."""
    table = NameTable(lost=lost)
    for clause in tree.header.clauses:
        if isinstance(clause, d.SourceClause):
            table.declare(table.sources, clause.name, "source", clause)
    for section in tree.sections:
        match section:
            case d.Facts():
                for fact in section.facts:
                    table.declare(table.values, fact.name, "fact", fact)
            case d.Table() | d.Parameter() | d.Definition() | d.Group() | d.Heading():
                table.declare(table.values, section.name, _VALUE_KINDS[type(section)], section)
                if isinstance(section, d.Table):
                    table.rows.setdefault(section.row.text, section.name.text)
                    _declare_fields(table, section)
            case d.Choices():
                table.declare(table.choices, section.name, "choices", section)
            case d.UnitDeclaration():
                table.declare(table.units, section.name, "unit", section)
            case d.Example():
                table.declare(table.examples, section.name, "example", section)
    return table


def _declare_fields(table: NameTable, section: d.Table) -> None:
    fields: dict[str, Entry] = {}
    for declared in section.fields:
        table.declare(fields, declared.name, "field", declared)
