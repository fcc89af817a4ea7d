"""The passes, in order: source -> tree -> names -> typed program -> checks. Each gets what it needs and changes nothing."""

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from typing import TypeVar

from attrs import evolve, frozen

import criteria_engine.language.elaborate.bands
import criteria_engine.language.elaborate.conditions
import criteria_engine.language.elaborate.row_conditions  # noqa: F401 - the readers register themselves
from criteria_engine.diagnostics.catalogue.names import CircularNames, SectionMissing
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.ir import program as ir
from criteria_engine.ir.dependencies import evaluation_order
from criteria_engine.language.checks.all_checks import checks
from criteria_engine.language.elaborate import facts as f
from criteria_engine.language.elaborate.declared_types import choice_type, declared_units, labels_of, plain_type_of
from criteria_engine.language.elaborate.heading_shapes import heading_shapes
from criteria_engine.language.elaborate.headings import headings_of
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.elaborate.test_blocks import block_of, examples_of
from criteria_engine.language.elaborate.verdicts import programme_of, verdict_of
from criteria_engine.language.following import follow_ups, sound
from criteria_engine.language.names.table import NameTable, name_table
from criteria_engine.language.syntax.parser import parse
from criteria_engine.language.syntax.trivia import NO_TRIVIA, Trivia
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import Source, Span
from criteria_engine.values.types import OUTCOME, ChoiceType, NumberType, Type
from criteria_engine.values.units import BARE

T = TypeVar("T", d.Parameter, d.Definition, d.Table, d.Group)


@frozen
class Compiled:
    """A program, or None where there are errors, with every fault sorted by place; and what was parsed, for the linter."""

    program: ir.Program | None
    faults: tuple[Fault, ...]
    tree: d.RuleFile | None = None
    trivia: Trivia = NO_TRIVIA

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == "error")


def compile_source(source: Source) -> Compiled:
    """A rule file's text as a program, with all its faults in one pass."""
    parsed = parse(source)
    if parsed.tree is None:
        return Compiled(None, tuple(sorted(parsed.faults, key=place_order)))
    tree, lost_names = sound(parsed.tree, parsed.lost)
    names = name_table(tree, lost_names)
    program = elaborate(tree, names, source)
    follows = follow_ups(parsed.tree, parsed.lost)
    faults: list[Fault] = [*parsed.faults, *(fault for fault in names.faults if not follows(fault))]
    if not any(isinstance(fault, CircularNames) for fault in faults):
        places = [fault.place for fault in faults if fault.severity == "error" and isinstance(fault.place, Span)]
        faults.extend(fault for fault in checks(program, places) if not follows(fault))
    broken = any(fault.severity == "error" for fault in faults)
    return Compiled(None if broken else program, _in_order(faults), parsed.tree, parsed.trivia)


def _in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=place_order))


def elaborate(tree: d.RuleFile, names: NameTable, source: Source) -> ir.Program:
    """The typed program; faults go to the name table's list."""
    tongue = next((clause.tongue for clause in tree.header.clauses if isinstance(clause, d.LabelsClause)), None)
    policy = next((clause.kind for clause in tree.header.clauses if isinstance(clause, d.Policy)), None)
    shapes = heading_shapes(tree, names)
    verdict_node = next((section for section in tree.sections if isinstance(section, d.Verdict)), None)
    root_average = verdict_node is not None and any(isinstance(clause, d.ScoreIs) and clause.kind == "average" for clause in verdict_node.clauses)
    subject = _subject(tree, names, tongue)
    scope = Scope(names, subject.name, {}, {}, {}, {}, {}, shapes, names.faults, root_average=root_average)
    scope = evolve(scope, declared_units=declared_units(tree, tongue, scope))
    scope = evolve(scope, choices=_choices(tree, tongue, scope))
    scope = evolve(scope, facts=_facts(tree, tongue, scope), tables=_tables(tree, tongue, scope))
    scope = evolve(scope, value_types=_value_types(tree, tongue, scope))
    parameters = [f.parameter_of(node, tongue, scope) for node in _kept(tree, d.Parameter, names)]
    definitions = [f.definition_of(node, tongue, scope) for node in _kept(tree, d.Definition, names)]
    complete = {node.name.text: f.complete_when(node, scope) for node in _kept(tree, d.Table, names)}
    groups = {node.name.text: f.group_of(node, scope) for node in _kept(tree, d.Group, names)}
    headings = headings_of(scope, tongue, policy or "are left out", "average" if root_average else "sum")
    verdict = verdict_of(verdict_node, tree.header.span, policy or "are left out", tongue, scope)
    programmes = tuple(programme_of(s, verdict, subject, tongue, scope) for s in tree.sections if isinstance(s, d.Programme))
    facts = {**scope.facts, **_assessed(headings)}
    examples = examples_of(tree, facts, scope)
    tests = tuple(block_of(node, examples, facts, verdict, scope) for node in tree.sections if isinstance(node, d.Test))
    found = {definition.name: definition for definition in definitions if definition is not None}
    order, circle = evaluation_order(found, headings, {name: condition for name, condition in complete.items() if condition is not None})
    if circle:
        names.faults.append(CircularNames(_place_of(circle[0], names, tree), circle))
    force = next((f.force_of(clause, scope) for clause in tree.header.clauses if isinstance(clause, d.Force)), ir.ALWAYS)
    return ir.Program(
        tree.header.name.text,
        labels_of(tree.header.title, tongue),
        {c.name.text: ir.SourceDocument(c.name.text, labels_of(c.title, tongue)) for c in tree.header.clauses if isinstance(c, d.SourceClause)},
        force,
        subject,
        facts,
        {name: evolve(table, complete_when=complete.get(name)) for name, table in scope.tables.items()},
        {parameter.name: parameter for parameter in parameters if parameter is not None},
        found,
        groups,
        headings,
        verdict,
        programmes,
        tests,
        order,
        sha256(source.text.encode()).hexdigest(),
        (source.name,),
        policy is not None,
        {node.name.text: labels_of(node.title, tongue) for node in _kept(tree, d.Group, names)},
    )


def _place_of(name: str, names: NameTable, tree: d.RuleFile) -> Span:
    return names.values[name].span if name in names.values else tree.header.span


def _kept(tree: d.RuleFile, kind: type[T], names: NameTable) -> list[T]:
    """The declarations of a kind, without those whose name was taken."""
    return [node for node in tree.sections if isinstance(node, kind) and names.values[node.name.text].node is node]


def _subject(tree: d.RuleFile, names: NameTable, tongue: str | None) -> ir.Subject:
    node = next((section for section in tree.sections if isinstance(section, d.Subject)), None)
    if node is None:
        if "subject" not in names.lost:
            names.faults.append(SectionMissing(tree.header.span, "subject"))
        return ir.Subject("unit", "units")
    for name in (*node.identified_by, *node.named_by, *node.grouped_by):
        entry = names.values.get(name.text)
        if entry is None or entry.kind != "fact":
            names.unknown(name.text, name.span, "fact", [known for known, found in names.values.items() if found.kind == "fact"])
    if not node.identified_by:
        names.faults.append(SectionMissing(node.span, "identified by"))
    return ir.Subject(
        node.name.text,
        node.plural.text if node.plural else node.name.text,
        labels_of(node.title, tongue),
        node.identified_by[0].text if node.identified_by else None,
        node.named_by[0].text if node.named_by else None,
        tuple(name.text for name in node.grouped_by),
    )


def _choices(tree: d.RuleFile, tongue: str | None, scope: Scope) -> dict[str, ChoiceType]:
    found: dict[str, ChoiceType] = {}
    for node in tree.sections:
        if isinstance(node, d.Choices) and node.name.text not in found:
            found[node.name.text] = choice_type(node.name.text, node.members, node.ordered, node.title, tongue, scope)
    return found


def _facts(tree: d.RuleFile, tongue: str | None, scope: Scope) -> dict[str, ir.Fact]:
    declared = [fact for section in tree.sections if isinstance(section, d.Facts) for fact in section.facts]
    found: dict[str, ir.Fact] = {}
    for node in declared:
        if scope.names.values[node.name.text].node is node and (fact := f.fact_of(node, tongue, scope)) is not None:
            found[fact.name] = fact
    return found


def _tables(tree: d.RuleFile, tongue: str | None, scope: Scope) -> dict[str, ir.Table]:
    return {node.name.text: f.table_of(node, tongue, scope) for node in _kept(tree, d.Table, scope.names)}


def _value_types(tree: d.RuleFile, tongue: str | None, scope: Scope) -> dict[str, Type]:
    """What type each parameter and definition states."""
    found: dict[str, Type] = {}
    declared: list[d.Parameter | d.Definition] = [*_kept(tree, d.Parameter, scope.names), *_kept(tree, d.Definition, scope.names)]
    for node in declared:
        quiet = evolve(scope, faults=[]) if isinstance(node, d.Parameter) else scope
        kind = plain_type_of(node.type, node.name.text, tongue, quiet)
        if kind is not None:
            found[node.name.text] = kind
    return found


def _assessed(headings: tuple[ir.Heading, ...]) -> dict[str, ir.Fact]:
    """The columns in which assessors give points or outcomes, named as their headings."""
    found: dict[str, ir.Fact] = {}
    for heading in ir.walk_headings(headings):
        if heading.assessed:
            kind = OUTCOME if heading.most is None else NumberType("number", BARE, Fraction(1, 100), 0, heading.most)
            found[heading.id] = ir.Fact(heading.id, kind, heading.labels, assessed=True, span=heading.span)
    return found
