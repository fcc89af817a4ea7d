"""What no test block of the rule file looks at."""

from collections.abc import Iterator

from criteria_engine.diagnostics.catalogue.lint import CriterionUntested, NoTests, ResultUntested
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations
from criteria_engine.ir.program import Heading, Program
from criteria_engine.language.lint.material import Material
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import Span

_OF_ALL = frozenset(("verdict", "grade", "score"))


def untested_faults(material: Material, program: Program) -> Iterator[Fault]:
    """One warning where there are no test blocks; else one for each criterion that none touches, and for a verdict or grade
    that none expects."""
    if not program.tests:
        yield NoTests(material.tree.header.name.span)
        return
    yield from _criteria(material, program)
    kinds = {expected.kind for test in program.tests for expected in test.expected}
    clauses = [clause for section in material.tree.sections if isinstance(section, d.Verdict) for clause in section.clauses]
    if not kinds & {"verdict", "grade"}:
        yield ResultUntested(_first(clauses, d.VerdictPassesWhen, material), "verdict")
    elif program.verdict.grading is not None and "grade" not in kinds:
        yield ResultUntested(_first(clauses, d.Graded, material), "grade")


def _first(clauses: list[d.VerdictClause], kind: type, material: Material) -> Span:
    return next((clause.span for clause in clauses if isinstance(clause, kind)), material.tree.header.name.span)


def _criteria(material: Material, program: Program) -> Iterator[Fault]:
    """A criterion is touched by an expectation of it or of a part of it; or by one of a heading above it or of the whole,
    in a test that gives a fact or table which the criterion reads."""
    named: set[str] = set()
    of_all: set[str] = set()
    of_heading: dict[str, set[str]] = {}
    for test in program.tests:
        given = {*test.given.facts, *test.given.rows}
        for expected in test.expected:
            if expected.kind in _OF_ALL:
                of_all |= given
            elif expected.name is not None:
                named.add(expected.name)
                of_heading.setdefault(expected.name, set()).update(given)
    read = _Reading(program)
    places = {heading.name.text: heading.name.span for heading in material.headings()}
    waiting: list[tuple[Heading, frozenset[str]]] = [(heading, frozenset()) for heading in reversed(program.headings)]
    while waiting:
        heading, above = waiting.pop()
        if heading.level != "criterion":
            waiting.extend((child, above | {heading.id}) for child in reversed(heading.children))
            continue
        given = of_all.union(*(of_heading.get(name, set()) for name in above)) if above & set(of_heading) else of_all
        family = read.family(heading)
        if named.isdisjoint(part.id for part in family) and given.isdisjoint(read.facts(family)):
            yield CriterionUntested(places.get(heading.id, heading.span), (heading.id,))


class _Reading:
    """The facts and tables that headings read, through definitions too."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.of_definitions: dict[str, frozenset[str]] = {}
        for key in program.order:
            kind, _, name = key.partition(":")
            if kind == "definition":
                self.of_definitions[name] = frozenset(self._of(program.definitions[name].value))

    def family(self, heading: Heading) -> list[Heading]:
        """A heading with its parts, to any depth."""
        found = [heading]
        for part in found:
            found.extend(part.children)
        return found

    def facts(self, family: list[Heading]) -> Iterator[str]:
        """What the headings read, and the columns in which their assessors write."""
        yield from (part.id for part in family if part.assessed)
        for part in family:
            for expression in heading_expressions(part):
                yield from self._of(expression)

    def _of(self, expression: ir.Expression) -> Iterator[str]:
        for part in operations(expression):
            match part:
                case ir.FactValue():
                    yield part.name
                case ir.DefinitionValue():
                    yield from self.of_definitions.get(part.name, frozenset())
                case ir.AnyRow() | ir.EveryRow() | ir.RowCount() | ir.RowShare() | ir.RowFold():
                    yield part.rows.table
