"""The same said twice: in a list of conditions, on both sides of a comparison, in two criteria."""

from collections.abc import Iterator, Sequence
from itertools import islice

from criteria_engine.diagnostics.catalogue.lint import CriteriaIdentical, OperandRepeated, SidesTheSame
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations
from criteria_engine.ir.dump import dump
from criteria_engine.ir.program import Heading, Program, walk_headings
from criteria_engine.language.lint.material import Material
from criteria_engine.source import Span


def repeated_faults(material: Material, program: Program) -> Iterator[Fault]:
    """A warning for each second operand, each comparison of a thing with itself, and each copy of a criterion."""
    for parts in material.expressions:
        for part in parts:
            match part:
                case ir.AllOf(items) | ir.AnyOf(items) | ir.CountOf(_, _, items) | ir.Fold(_, items):
                    yield from _operands(items)
                case ir.Comparison(_, left, right) if not isinstance(left, ir.Constant) and type(left) is type(right) and dump(left) == dump(right):
                    yield SidesTheSame(part.span)
    yield from _copies(material, program)


def _copies(material: Material, program: Program) -> Iterator[Fault]:
    """Copies of headings. Only those of one outline are compared in full."""
    places = {heading.name.text: heading.name.span for heading in material.headings()}
    outlines: dict[tuple[object, ...], list[Heading]] = {}
    for heading in walk_headings(program.headings):
        if _asks(heading):
            read = tuple(_outline(expression) for expression in heading_expressions(heading))
            outlines.setdefault((heading.level, heading.most, read), []).append(heading)
    for alike in outlines.values():
        seen: dict[str, Heading] = {}
        for heading in alike if len(alike) > 1 else ():
            first = seen.setdefault(_content(heading), heading)
            if first is not heading:
                yield CriteriaIdentical(places.get(heading.id, heading.span), heading.id, first.id, places.get(first.id))


def _outline(expression: ir.Expression) -> tuple[object, ...]:
    """What is quickly seen of an expression, its first operations: two that differ in it are not the same."""
    return tuple((type(part), getattr(part, "name", getattr(part, "value", None))) for part in islice(operations(expression), 5))


def _operands(items: Sequence[ir.Expression]) -> Iterator[Fault]:
    """The second of each, however often it comes again."""
    outlines: dict[tuple[object, ...], list[ir.Expression]] = {}
    for item in items:
        outlines.setdefault(_outline(item), []).append(item)
    for alike in outlines.values():
        seen: dict[str, list[Span | None]] = {}
        for item in alike if len(alike) > 1 else ():
            places = seen.setdefault(dump(item), [])
            places.append(item.span)
            if len(places) == 2 and item.span is not None:
                first = places[0]
                yield OperandRepeated(item.span, None if first is None or first.line == item.span.line else first)


def _asks(heading: Heading) -> bool:
    """Whether a heading asks something of the record by itself."""
    reading = (ir.FactValue, ir.FieldValue, ir.RowCount, ir.RowShare, ir.RowFold, ir.AnyRow, ir.EveryRow, ir.DefinitionValue)
    return not heading.children and any(isinstance(part, reading) for each in heading_expressions(heading) for part in operations(each))


def _content(heading: Heading) -> str:
    """All that decides what comes of a heading, as text."""
    said = (heading.level, heading.kinds, heading.force, heading.applies, heading.rungs, heading.exemptions, heading.most)
    return dump((*said, heading.points, heading.minimum, heading.weight, heading.grading))
