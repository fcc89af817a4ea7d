"""The checks on a typed program, on every day on which something begins or ends to be in force."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from criteria_engine.diagnostics.catalogue.rules import PassMarkOutOfReach, VerdictMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated, at_date, expressions_in_force
from criteria_engine.ir.program import Force, Program, walk_headings
from criteria_engine.language.checks.coverage import cases_faults, grading_faults, heading_faults
from criteria_engine.language.checks.marks import mark_faults, point_faults, policy_faults, share_faults
from criteria_engine.source import Span
from criteria_engine.values.dates import in_period

ANY_DAY = date(2000, 1, 1)
"""The day on which a rule set is checked in which nothing has a date."""


def days_of_change(program: Program) -> tuple[date, ...]:
    """Every day, in the rule set's force, on which a parameter, a heading or the whole begins to be other than before."""
    periods: list[Force] = [program.force, *(heading.force for heading in walk_headings(program.headings))]
    periods.extend(value.force for parameter in program.parameters.values() for value in parameter.values)
    days = {period.start for period in periods if period.start is not None}
    days |= {period.end + timedelta(days=1) for period in periods if period.end is not None and period.end < date.max}
    inside = sorted(day for day in days if in_period(day, program.force.start, program.force.end))
    return tuple(inside) or ((program.force.start or ANY_DAY),)


def checks(program: Program, broken: Sequence[Span] = ()) -> list[Fault]:
    """Every fault that the checks find, each once. Declarations that hold one of the `broken` places are left out, since
    what is wrong there would be reported a second time under another name."""
    found: dict[object, Fault] = {}
    whole = [heading.span for heading in walk_headings(program.headings)]
    whole += [definition.span for definition in program.definitions.values()]
    spoilt = [span for span in (*whole, program.verdict.span) if span is not None and any(_holds(span, place) for place in broken)]
    for fault in _every_fault(program):
        place = fault.place
        if isinstance(place, Span) and any(_holds(span, place) for span in spoilt):
            continue
        if broken and isinstance(fault, (PassMarkOutOfReach, VerdictMissing)):
            continue
        found.setdefault((type(fault), place, getattr(fault, "name", None)), fault)
    return list(found.values())


def _holds(outer: Span, inner: Span) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _every_fault(program: Program) -> Iterator[Fault]:
    if program.verdict.passes is None and program.verdict.grading is None:
        yield VerdictMissing(program.verdict.span)
    yield from policy_faults(program)
    for day in days_of_change(program):
        yield from _faults_on(at_date(program, day))


def _faults_on(dated: Dated) -> Iterator[Fault]:
    yield from dated.faults
    if dated.faults:
        return
    for heading in dated.by_id.values():
        yield from heading_faults(heading, dated)
        yield from point_faults(heading, dated)
    for definition in dated.program.definitions.values():
        yield from cases_faults(definition.value, dated)
    if dated.program.verdict.grading is not None:
        yield from grading_faults(dated.program.verdict.grading, dated)
    for expression in expressions_in_force(dated):
        yield from mark_faults(expression, dated)
        yield from share_faults(expression)
