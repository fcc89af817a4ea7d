"""A program read as of a date: the parameters' values and the headings in force, which every engine starts from."""

from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date
from typing import Any

from attrs import evolve, field, frozen

from criteria_engine.diagnostics.catalogue.names import HeadingNotInForce
from criteria_engine.diagnostics.catalogue.rules import OutOfForce, ParameterGap
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations, verdict_expressions
from criteria_engine.ir.program import DatedValue, Heading, Program, walk_headings
from criteria_engine.source import Span
from criteria_engine.values.dates import in_period


@frozen(eq=False)
class Dated:
    """The text in force on a day. `headings` holds only those in force, `by_id` all of them by name, `order` what to
    evaluate one after the other. Where `faults` is not empty the rules cannot be evaluated on that day. `definition_bounds`
    remembers what `ir.bounds` has found."""

    program: Program
    as_of: date
    parameters: Mapping[str, DatedValue]
    headings: tuple[Heading, ...]
    by_id: Mapping[str, Heading]
    parents: Mapping[str, str | None]
    order: tuple[str, ...]
    faults: tuple[Fault, ...]
    definition_bounds: MutableMapping[str, Any] = field(factory=dict, repr=False)


def headings_in_force(headings: tuple[Heading, ...], day: date) -> tuple[Heading, ...]:
    """The headings in force on a day, each with those of its parts that are. Depth is bounded by the compiler."""
    found: list[Heading] = []
    for heading in headings:
        if in_period(day, heading.force.start, heading.force.end):
            children = headings_in_force(heading.children, day) if heading.children else ()
            found.append(heading if children == heading.children else evolve(heading, children=children))
    return tuple(found)


def at_date(program: Program, day: date) -> Dated:
    """The program as of a day, with the faults of that day: out of force, a parameter's gap, a heading named that is
    not in force."""
    headings = headings_in_force(program.headings, day)
    everything = walk_headings(headings)
    by_id = {heading.id: heading for heading in everything}
    parents: dict[str, str | None] = {heading.id: None for heading in headings}
    for heading in everything:
        parents.update((child.id, heading.id) for child in heading.children)
    parameters = {
        name: value
        for name, parameter in program.parameters.items()
        for value in parameter.values
        if in_period(day, value.force.start, value.force.end)
    }
    out_of_reach = _out_of_reach(program, parameters, by_id)
    order = tuple(key for key in program.order if key not in out_of_reach and (not key.startswith("heading:") or key[8:] in by_id))
    faults: list[Fault] = []
    if not in_period(day, program.force.start, program.force.end):
        faults.append(OutOfForce(None, day, program.force.start, program.force.end))
    found = Dated(program, day, parameters, headings, by_id, parents, order, ())
    # on a day without the rules, what they lack on it follows from that
    return evolve(found, faults=tuple(faults or _faults_of_day(found)))


def _out_of_reach(program: Program, parameters: Mapping[str, DatedValue], by_id: Mapping[str, Heading]) -> set[str]:
    """The definitions that cannot be evaluated on the day, since they ask, themselves or through another, for a parameter
    in its gap or a heading that is not in force. Where something in force reads one, the day has a fault."""
    found: set[str] = set()
    for key in program.order:
        kind, _, name = key.partition(":")
        if kind != "definition" or name not in program.definitions:
            continue
        if any(_lacks(part, found, parameters, by_id) for part in operations(program.definitions[name].value)):
            found.add(key)
    return found


def _lacks(part: ir.Expression, out_of_reach: set[str], parameters: Mapping[str, DatedValue], by_id: Mapping[str, Heading]) -> bool:
    match part:
        case ir.ParameterValue(name):
            return name not in parameters
        case ir.DefinitionValue(name):
            return f"definition:{name}" in out_of_reach
        case ir.HeadingState(heading) | ir.PointsOf(heading):
            return heading not in by_id
        case ir.Score(headings, _, without):
            return any(name not in by_id for name in (*(headings or ()), *without))
    return False


def expressions_in_force(dated: Dated) -> Iterator[ir.Expression]:
    """Every expression that decides something on the day: of headings and the verdict, and through them of
    definitions and of the completeness of tables."""
    program = dated.program
    waiting = [expression for heading in dated.by_id.values() for expression in heading_expressions(heading)]
    waiting.extend(verdict_expressions(program.verdict))
    waiting.extend(table.complete_when for table in program.tables.values() if table.complete_when is not None)
    seen: set[str] = set()
    while waiting:
        expression = waiting.pop()
        yield expression
        for part in operations(expression):
            if isinstance(part, ir.DefinitionValue) and part.name not in seen and part.name in program.definitions:
                seen.add(part.name)
                waiting.append(program.definitions[part.name].value)


def _faults_of_day(dated: Dated) -> list[Fault]:
    faults: list[Fault] = []
    for expression in expressions_in_force(dated):
        for part in operations(expression):
            match part:
                case ir.ParameterValue(name) if name in dated.program.parameters and name not in dated.parameters:
                    faults.append(ParameterGap(part.span, name, dated.as_of))
                case ir.HeadingState(heading) | ir.PointsOf(heading) if heading not in dated.by_id:
                    faults.append(_not_in_force(part.span, heading, dated))
                case ir.Score(headings, _, without):
                    faults.extend(_not_in_force(part.span, name, dated) for name in (*(headings or ()), *without) if name not in dated.by_id)
    return faults


def _not_in_force(span: Span | None, name: str, dated: Dated) -> Fault:
    return HeadingNotInForce(span, name, dated.as_of.isoformat())
