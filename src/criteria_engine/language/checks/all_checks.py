"""The checks on a typed program: each part of it on the days on which something that it reads begins or ends to be in force."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from attrs import frozen

from criteria_engine.diagnostics.catalogue.names import HeadingNotInForce
from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, ParameterGap, PassMarkOutOfReach, VerdictMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import heading_expressions, operations, verdict_expressions
from criteria_engine.ir.program import Heading, Program, walk_headings
from criteria_engine.language.checks.calendar import Calendar, Course, calendar_of
from criteria_engine.language.checks.coverage import CaseList, case_lists_in, coverage_faults, lists_of_heading, lists_of_verdict
from criteria_engine.language.checks.digits import digit_faults
from criteria_engine.language.checks.marks import count_faults, mark_faults, marks, point_faults, policy_faults, ratio_faults, share_faults
from criteria_engine.source import Cell, Span


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


@frozen(eq=False)
class _Part:
    """Expressions of a heading, of a definition, of the verdict or of a table, and the days on which they decide something."""

    expressions: tuple[ir.Expression, ...]
    days: int
    course: Course
    heading: Heading | None = None


def _every_fault(program: Program) -> Iterator[Fault]:
    if program.verdict.passes is None and program.verdict.grading is None:
        yield VerdictMissing(program.verdict.span)
    yield from policy_faults(program)
    calendar = calendar_of(program)
    parts = list(_parts(calendar))
    for part in parts:
        yield from _absent(part, calendar)
    too_long = list(digit_faults(program, calendar.days))
    if too_long:
        yield from too_long
        return  # the other checks calculate
    yield from _coverage(parts, calendar)
    for part in parts:
        yield from _faults_of(part, calendar)


def _parts(calendar: Calendar) -> Iterator[_Part]:
    """Every part that decides something on some day. A definition does on the days of those that read it."""
    program = calendar.program
    found = [
        _Part(expressions, calendar.in_force[heading.id], calendar.course(expressions), heading)
        for heading in calendar.headings.values()
        for expressions in [tuple(heading_expressions(heading))]
    ]
    whole = tuple(verdict_expressions(program.verdict))
    found.append(_Part(whole, calendar.all, calendar.course(whole)))
    complete = [table.complete_when for table in program.tables.values() if table.complete_when is not None]
    found += [_Part((condition,), calendar.all, calendar.course([condition])) for condition in complete]
    read = dict.fromkeys(calendar.definitions, 0)
    for part in found:
        _mark_read(part.expressions, part.days, read)
    yield from found
    for name in reversed(list(calendar.definitions)):  # readers first
        expression = program.definitions[name].value
        _mark_read((expression,), read[name], read)
        yield _Part((expression,), read[name], calendar.definitions[name])


def _mark_read(expressions: Sequence[ir.Expression], days: int, read: dict[str, int]) -> None:
    for expression in expressions:
        for part in operations(expression):
            if isinstance(part, ir.DefinitionValue) and part.name in read:
                read[part.name] |= days


def _absent(part: _Part, calendar: Calendar) -> Iterator[Fault]:
    """Parameters in their gap and headings not in force, where they are asked for, as on the first such day."""
    if not part.days & part.course.lacks:
        return
    for operation in (operation for expression in part.expressions for operation in operations(expression)):
        match operation:
            case ir.ParameterValue(name) if name in calendar.program.parameters and (gap := part.days & calendar.parameter(name).lacks):
                yield ParameterGap(operation.span, name, calendar.first(gap))
            case ir.HeadingState(name) | ir.PointsOf(name) if gap := part.days & calendar.absent(name):
                yield HeadingNotInForce(operation.span, name, calendar.first(gap).isoformat())
            case ir.Score(names, _, without):
                for name in (*(names or ()), *without):
                    if gap := part.days & calendar.absent(name):
                        yield HeadingNotInForce(operation.span, name, calendar.first(gap).isoformat())


def _coverage(parts: Sequence[_Part], calendar: Calendar) -> Iterator[Fault]:
    """Gaps of any day, and bands that are reached on none: one for which a parameter leaves nothing today may have its day."""
    for part in parts:
        lacks = part.course.lacks
        if part.heading is not None:
            for cases in lists_of_heading(part.heading):
                yield from _of_list(cases, part.days & ~lacks, calendar)
            for cases in case_lists_in(part.expressions):
                yield from _of_list(cases, part.days & ~lacks, calendar)
    verdict = calendar.program.verdict
    lacks = calendar.course(verdict_expressions(verdict)).lacks
    for cases in (*lists_of_verdict(verdict), *case_lists_in(verdict_expressions(verdict))):
        yield from _of_list(cases, calendar.all & ~lacks, calendar)
    for name, course in calendar.definitions.items():
        for cases in case_lists_in([calendar.program.definitions[name].value]):
            yield from _of_list(cases, calendar.all & ~course.lacks, calendar)


def _of_list(cases: CaseList, days: int, calendar: Calendar) -> Iterator[Fault]:
    never: dict[Span | Cell | None, BandNeverReached] = {}
    reached: set[object] = set()
    every = {step.span for step in cases.steps}
    settles = any(step.is_otherwise for step in cases.steps) and not any(step.linear is not None for step in cases.steps)
    for dated in calendar.to_check(days, calendar.course(cases.expressions)):
        found = list(coverage_faults(cases, dated))
        yield from (fault for fault in found if not isinstance(fault, BandNeverReached))
        here = {fault.place: fault for fault in found if isinstance(fault, BandNeverReached)}
        reached |= every - here.keys()
        never |= here
        if settles and reached == every:
            break  # there is no gap, and no other day can make a band that was reached one that never is
    yield from (fault for place, fault in never.items() if place not in reached)


def _faults_of(part: _Part, calendar: Calendar) -> Iterator[Fault]:
    days = part.days & ~part.course.lacks
    if not days:
        return
    if part.heading is not None and part.heading.points is not None:
        rule = part.heading.points
        for dated in calendar.to_check(days, calendar.course((rule.value, *(clamp for _, clamp in rule.clamps)))):
            yield from point_faults(part.heading, dated)
    for expression in part.expressions:
        yield from share_faults(expression)
        yield from ratio_faults(expression)
        yield from count_faults(expression)
        for comparison in marks(expression):
            for dated in calendar.to_check(days, calendar.course((comparison,))):
                yield from mark_faults(comparison, dated, calendar)
