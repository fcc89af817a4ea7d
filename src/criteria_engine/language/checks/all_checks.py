"""The checks on a typed program, on every day on which something begins or ends to be in force."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, PassMarkOutOfReach, VerdictMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated, at_date, expressions_in_force
from criteria_engine.ir.program import Force, Program, walk_headings
from criteria_engine.language.checks.coverage import case_lists, coverage_faults
from criteria_engine.language.checks.digits import digit_faults
from criteria_engine.language.checks.marks import mark_faults, point_faults, policy_faults, ratio_faults, share_faults
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
    places = sorted(broken, key=lambda place: (place.line, place.column))
    spoilt = [span for span in (*whole, program.verdict.span) if span is not None and _holds_any(span, places)]
    for fault in _every_fault(program):
        place = fault.place
        if isinstance(place, Span) and any(_holds(span, place) for span in spoilt):
            continue
        if broken and isinstance(fault, (PassMarkOutOfReach, VerdictMissing)):
            continue
        found.setdefault((type(fault), place, getattr(fault, "name", None)), fault)
    return list(found.values())


def _holds_any(outer: Span, places: Sequence[Span]) -> bool:
    """Whether a stretch holds one of these places, which are sorted."""
    first = bisect_left(places, (outer.line, outer.column), key=lambda place: (place.line, place.column))
    for number in range(first, len(places)):
        if places[number].line > outer.end_line:
            return False
        if _holds(outer, places[number]):
            return True
    return False


def _holds(outer: Span, inner: Span) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _every_fault(program: Program) -> Iterator[Fault]:
    if program.verdict.passes is None and program.verdict.grading is None:
        yield VerdictMissing(program.verdict.span)
    yield from policy_faults(program)
    days = [at_date(program, day) for day in days_of_change(program)]
    yield from (fault for dated in days for fault in dated.faults)
    sound = [dated for dated in days if not dated.faults]
    too_long = [fault for dated in sound for fault in digit_faults(dated)]
    if too_long:
        yield from too_long
        return  # the other checks calculate
    yield from _coverage(sound)
    for dated in sound:
        yield from _faults_on(dated)


def _coverage(days: Sequence[Dated]) -> Iterator[Fault]:
    """Gaps of any day, and bands that are reached on none: one for which a parameter leaves nothing today may have its day."""
    never: list[BandNeverReached] = []
    reached: set[object] = set()
    for dated in days:
        for cases in case_lists(dated):
            found = list(coverage_faults(cases, dated))
            yield from (fault for fault in found if not isinstance(fault, BandNeverReached))
            here = [fault for fault in found if isinstance(fault, BandNeverReached)]
            reached |= {step.span for step in cases.steps} - {fault.place for fault in here}
            never += here
    yield from (fault for fault in never if fault.place not in reached)


def _faults_on(dated: Dated) -> Iterator[Fault]:
    for heading in dated.by_id.values():
        yield from point_faults(heading, dated)
    for expression in expressions_in_force(dated):
        yield from mark_faults(expression, dated)
        yield from share_faults(expression)
        yield from ratio_faults(expression)
