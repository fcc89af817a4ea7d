"""Declarations that nothing reads or names."""

from collections.abc import Iterable, Iterator

from attrs import define, field

from criteria_engine.diagnostics.catalogue.lint import (
    ChoiceNeverGiven,
    DeclarationUnused,
    DefinitionUnused,
    FactUnused,
    ParameterUnused,
    TableUnused,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Program
from criteria_engine.language.lint.material import Material
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e


@define
class _Read:
    """The names that expressions read, by kind."""

    facts: set[str] = field(factory=set)
    fields: set[tuple[str, str]] = field(factory=set)
    parameters: set[str] = field(factory=set)
    definitions: set[str] = field(factory=set)
    tables: set[str] = field(factory=set)

    def take(self, operations: Iterable[ir.Expression]) -> None:
        for part in operations:
            match part:
                case ir.FactValue(name):
                    self.facts.add(name)
                case ir.FieldValue(_, table, name):
                    self.fields.add((table, name))
                case ir.ParameterValue(name):
                    self.parameters.add(name)
                case ir.DefinitionValue(name):
                    self.definitions.add(name)
                case ir.AnyRow() | ir.EveryRow() | ir.RowCount() | ir.RowShare() | ir.RowFold():
                    self.tables.add(part.rows.table)


def unused_faults(material: Material, program: Program) -> Iterator[Fault]:
    """A warning for each declaration that decides nothing. What identifies, names or groups units is used by that."""
    read = _Read()
    for operations in material.expressions:
        read.take(operations)
    for section in material.tree.sections:
        if isinstance(section, d.Subject):
            read.facts |= {name.text for name in (*section.identified_by, *section.named_by, *section.grouped_by)}
    read.facts |= {target.by for programme in program.programmes for phase in programme.phases for target in phase.targets if target.by}
    for section in material.tree.sections:
        match section:
            case d.Facts():
                yield from (FactUnused(fact.name.span, "fact", fact.name.text) for fact in section.facts if fact.name.text not in read.facts)
            case d.Table() if section.name.text not in read.tables:
                yield TableUnused(section.name.span, section.name.text)
            case d.Table():
                unread = (part.name for part in section.fields if (section.name.text, part.name.text) not in read.fields)
                yield from (FactUnused(name.span, "field", name.text) for name in unread)
            case d.Parameter() if section.name.text not in read.parameters:
                yield ParameterUnused(section.name.span, section.name.text)
            case d.Definition() if section.name.text not in read.definitions:
                yield DefinitionUnused(section.name.span, section.name.text)
    yield from _never_named(material)
    yield from _grades_never_given(material, program)


def _never_named(material: Material) -> Iterator[Fault]:
    """Groups, choices, units, sources and examples, which leave no trace in a program, are looked for in the tree."""
    values: set[str] = set()
    types: set[str] = set()
    units: set[str] = set()
    sources: set[str] = set()
    examples: set[str] = set()
    for node in material.nodes:
        match node:
            case e.Reference():
                values.add(node.name)
            case d.TypeExpression():
                types |= {node.name.text} if node.name else set()
                units |= set((node.unit or "").split("/"))
            case d.Graded():
                types.add(node.choices.text)
            case e.NumberLiteral() if node.unit:
                units |= set(node.unit.split("/"))
            case d.Citation():
                sources.add(node.source.text)
            case d.Like():
                examples.add(node.name.text)
    for section in material.tree.sections:
        match section:
            case d.Group() if section.name.text not in values:
                yield DeclarationUnused(section.name.span, "group", section.name.text)
            case d.Choices() if section.name.text not in types:
                yield DeclarationUnused(section.name.span, "choices", section.name.text)
            case d.UnitDeclaration() if not units & _words_of(section.name, section.title):
                yield DeclarationUnused(section.name.span, "unit", section.name.text)
            case d.Example() if section.name.text not in examples:
                yield DeclarationUnused(section.name.span, "example", section.name.text)
    for clause in material.tree.header.clauses:
        if isinstance(clause, d.SourceClause) and clause.name.text not in sources:
            yield DeclarationUnused(clause.name.span, "source", clause.name.text)


def _words_of(name: e.Name, title: e.Title | None) -> set[str]:
    return {name.text, *(text.replace(" ", "_") for _, text in (title.labels.texts if title else ()))}


def _grades_never_given(material: Material, program: Program) -> Iterator[Fault]:
    """Members of choices that are only grades, which no case gives and no other rule names."""
    used: set[str] = set()
    graded: set[str] = set()
    as_types: set[str] = set()
    for node in material.nodes:
        match node:
            case d.TypeExpression() if node.name is not None:
                as_types.add(node.name.text)
            case d.Graded():
                graded.add(node.choices.text)
            case d.Grade():
                used.add(node.name.text)
            case e.Predicate() if node.member is not None:
                used.add(node.member.text)
            case e.Reference():
                used.add(node.name)
            case d.Target() if node.grade is not None:
                used.add(node.grade.text)
    for section in material.tree.sections:
        if isinstance(section, d.Choices) and section.name.text in graded and section.name.text not in as_types:
            for choice in section.members:
                if not used & {choice.name.text, *(text for _, text in (choice.title.labels.texts if choice.title else ()))}:
                    yield ChoiceNeverGiven(choice.span, choice.name.text, section.name.text)
