"""A program becomes the headings that each fact matters to, through definitions and related tables as well."""

from collections.abc import Iterable, Mapping

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations, verdict_expressions
from criteria_engine.ir.program import Heading, Program, walk_headings


def headings_by_fact(program: Program) -> Mapping[str, tuple[Heading, ...]]:
    """For each fact, and each field of a table as `table.field`, the headings whose own clauses read it, in the order of the text.
    Facts on which a table's being complete depends matter to whoever reads the table."""
    definitions: dict[str, frozenset[str]] = {}
    for key in program.order:
        kind, _, name = key.partition(":")
        if kind == "definition":
            definitions[name] = _facts([program.definitions[name].value], program, definitions)
    found: dict[str, list[Heading]] = {}
    for heading in walk_headings(program.headings):
        facts = set(_facts(heading_expressions(heading), program, definitions))
        if heading.assessed:
            facts.add(heading.id)
        for fact in facts:
            found.setdefault(fact, []).append(heading)
    return {fact: tuple(headings) for fact, headings in found.items()}


def facts_of_verdict(program: Program) -> frozenset[str]:
    """The facts that the verdict itself reads: what disqualifies, what passes, what caps the grade."""
    definitions: dict[str, frozenset[str]] = {}
    for key in program.order:
        kind, _, name = key.partition(":")
        if kind == "definition":
            definitions[name] = _facts([program.definitions[name].value], program, definitions)
    return _facts(verdict_expressions(program.verdict), program, definitions)


def _facts(expressions: Iterable[ir.Expression], program: Program, definitions: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    tables: set[str] = set()
    waiting = list(expressions)
    while waiting:
        for part in operations(waiting.pop()):
            match part:
                case ir.FactValue(name=name):
                    found.add(name)
                case ir.FieldValue(table=table, name=name):
                    found.add(f"{table}.{name}")
                case ir.DefinitionValue(name=name):
                    found |= definitions.get(name, frozenset())
            rows = getattr(part, "rows", None)
            if isinstance(rows, ir.RowSet) and rows.table not in tables:
                tables.add(rows.table)
                complete = program.tables[rows.table].complete_when
                waiting += [complete] if complete is not None else []
    return frozenset(found)
