"""What the linter reads: the text, its tree and comments, and the program where the rules have no error."""

from collections.abc import Iterator
from functools import cache, cached_property

import attrs
from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations, verdict_expressions
from criteria_engine.ir.program import Program, walk_headings
from criteria_engine.language.syntax.trivia import Trivia
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import Source, Span


@frozen(eq=False)
class Material:
    """One rule file as compiling left it. `program` is None where it has errors: what needs meaning is then not looked at."""

    source: Source
    tree: d.RuleFile
    trivia: Trivia
    program: Program | None
    faults: tuple[Fault, ...]

    @cached_property
    def nodes(self) -> tuple[object, ...]:
        """Every node of the tree, each before its parts, in the order of the text."""
        return tuple(tree_nodes(self.tree))

    @cached_property
    def expressions(self) -> tuple[tuple[ir.Expression, ...], ...]:
        """Every expression of the program, whatever the day on which it is in force, as the list of its operations, each
        before its parts."""
        return () if self.program is None else tuple(tuple(operations(expression)) for expression in _expressions(self.program))

    def headings(self) -> Iterator[d.Heading]:
        """The headings as the text has them."""
        return (section for section in self.tree.sections if isinstance(section, d.Heading))


def _expressions(program: Program) -> Iterator[ir.Expression]:
    for heading in walk_headings(program.headings):
        yield from heading_expressions(heading)
    yield from verdict_expressions(program.verdict)
    yield from (definition.value for definition in program.definitions.values())
    yield from (table.complete_when for table in program.tables.values() if table.complete_when is not None)


def tree_nodes(root: object) -> Iterator[object]:
    """Every node of a tree, each before its parts, in the order of the text."""
    stack = [root]
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack.extend(reversed(part))
        elif (names := _parts_of(type(part))) is not None:  # type: ignore[arg-type]
            yield part
            stack.extend([getattr(part, name) for name in names])


@cache
def _parts_of(kind: type) -> tuple[str, ...] | None:
    """The fields of a kind of node that may hold others, the last first; None for what is no node."""
    if not attrs.has(kind) or kind is Span:
        return None
    return tuple(field.name for field in reversed(attrs.fields(kind)) if field.name != "span")
