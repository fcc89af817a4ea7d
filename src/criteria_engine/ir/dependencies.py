"""What an operation reads: facts, tables, parameters, definitions, headings; and what runs before what."""

from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter

import attrs

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.program import Definition, Grading, Heading, PointsRule, Verdict, walk_headings


def operations(expression: ir.Expression | None) -> Iterator[ir.Expression]:
    """Every operation of an expression, itself first; nothing for None."""
    stack: list[object] = [expression]
    while stack:
        part = stack.pop()
        kind = type(part)
        if kind is tuple:
            stack.extend(reversed(part))  # type: ignore[call-overload]
            continue
        names, is_operation = _shape(kind)  # type: ignore[arg-type]
        if is_operation:
            yield part  # type: ignore[misc]
        for name in names:
            stack.append(getattr(part, name))


@cache
def _shape(kind: type) -> tuple[tuple[str, ...], bool]:
    """The fields of an operation, or of a part of one, that may hold others, the last first; and whether it is an operation. Of
    anything else, such as a name or a number, none."""
    if not issubclass(kind, (ir.Node, ir.When, ir.Linear, ir.RowSet)):
        return (), False
    names = (field.name for field in reversed(attrs.fields(kind)) if field.name not in ("type", "span") and field.type not in _PLAIN)
    return tuple(names), issubclass(kind, ir.Node)


_PLAIN = (str, int, bool)
"""The types of fields that hold no operation."""


def grading_expressions(grading: Grading | None) -> Iterator[ir.Expression]:
    """The conditions of grades and caps."""
    if grading is not None:
        for rule in (*grading.grades, *grading.caps):
            if rule.condition is not None:
                yield rule.condition


def points_expressions(rule: PointsRule | None) -> Iterator[ir.Expression]:
    """The value of a points rule and its clamps."""
    if rule is not None:
        yield rule.value
        for _, clamp in rule.clamps:
            yield clamp


def heading_expressions(heading: Heading) -> Iterator[ir.Expression]:
    """Every expression that a heading's own clauses hold, without those of its parts."""
    if heading.applies is not None:
        yield heading.applies
    for rung in heading.rungs:
        if rung.condition is not None:
            yield rung.condition
    for chain in heading.exemptions:
        for exemption in chain:
            yield exemption.condition
    yield from points_expressions(heading.points)
    yield from grading_expressions(heading.grading)


def verdict_expressions(verdict: Verdict) -> Iterator[ir.Expression]:
    """Every expression of a verdict."""
    for disqualifier in verdict.disqualifiers:
        yield disqualifier.condition
    if verdict.passes is not None:
        yield verdict.passes
    yield from grading_expressions(verdict.grading)


SCORE = "score"
"""The key of the whole rule set's score among what must be known first."""


def reads(expression: ir.Expression, own: str | None, children: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The keys (`definition:x`, `heading:x`, `score`) that an expression needs to be known before it. A heading's own
    score needs only its parts."""
    keys: set[str] = set()
    for part in operations(expression):
        match part:
            case ir.DefinitionValue(name):
                keys.add(f"definition:{name}")
            case ir.HeadingState(heading) | ir.PointsOf(heading):
                keys.add(f"heading:{heading}")
            case ir.HeadingCount(selection) | ir.HeadingShare(selection) | ir.EveryHeading(selection):
                keys.update(f"heading:{heading}" for heading in selection.headings)
            case ir.Score(None):
                keys.add(SCORE)
            case ir.Score(headings) if headings is not None:
                for heading in headings:
                    if heading == own:
                        keys.update(f"heading:{child}" for child in children[heading])
                    else:
                        keys.add(f"heading:{heading}")
    return keys


def evaluation_order(
    definitions: Mapping[str, Definition], headings: tuple[Heading, ...], completeness: Mapping[str, ir.Expression]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Definitions and headings, each after all that it reads; and the names of one circle where there are any.

    `completeness` holds, for each table, the condition of its being complete: whoever reads the table reads that first.
    """
    everything = walk_headings(headings)
    children = {heading.id: tuple(child.id for child in heading.children) for heading in everything}
    graph: dict[str, set[str]] = {SCORE: {f"heading:{heading.id}" for heading in headings}}
    for table, condition in completeness.items():
        graph[f"table:{table}"] = reads(condition, None, children) | {f"table:{name}" for name in tables_read(condition)}
    for name, definition in definitions.items():
        graph[f"definition:{name}"] = reads(definition.value, None, children) | {f"table:{t}" for t in tables_read(definition.value)}
    for heading in everything:
        needed = {f"heading:{child.id}" for child in heading.children}
        for expression in heading_expressions(heading):
            needed |= reads(expression, heading.id, children) | {f"table:{t}" for t in tables_read(expression)}
        graph[f"heading:{heading.id}"] = needed
    try:
        order = tuple(TopologicalSorter({key: sorted(needs) for key, needs in graph.items()}).static_order())
    except CycleError as circle:
        names = tuple(key.partition(":")[2] or key for key in reversed(circle.args[1]))
        return (), names
    return tuple(key for key in order if key in graph), ()


def tables_read(expression: ir.Expression) -> set[str]:
    """The related tables whose rows an expression ranges over."""
    return {part.rows.table for part in operations(expression) if isinstance(part, (ir.AnyRow, ir.EveryRow, ir.RowCount, ir.RowShare, ir.RowFold))}
