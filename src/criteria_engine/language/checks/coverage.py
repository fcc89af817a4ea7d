"""Bands, levels and grades that are never reached, that leave gaps, or whose linear ends meet, on a day."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, BandsLeaveGap, LinearEndsMeet
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import heading_expressions, operations
from criteria_engine.ir.program import Grading, Heading
from criteria_engine.language.checks.value_sets import (
    NOTHING,
    Edge,
    ValueSet,
    between,
    complement,
    constant_on,
    covered,
    domain_of,
    union,
    within,
)
from criteria_engine.source import Span
from criteria_engine.values.numbers import exact_text, normal
from criteria_engine.values.types import ChoiceType, DateType, NumberType, YesNoType


@frozen
class _Step:
    """A case of a list that is read in order: what it covers (None: everything left), and its place."""

    condition: ir.Expression | None
    linear: ir.Linear | None
    span: Span | None


def _walk(steps: Sequence[_Step], whole: Span | None, dated: Dated) -> Iterator[Fault]:
    """Faults of a list of cases that must cover everything."""
    known: dict[str, tuple[ir.Expression, ValueSet]] = {}
    for step in steps:
        if step.linear is not None:
            ends = constant_on(step.linear.from_at, dated), constant_on(step.linear.to_at, dated)
            if ends[0] is None or ends[1] is None:
                continue
            if ends[0] >= ends[1]:
                yield LinearEndsMeet(step.span, dated.as_of)
                continue
            found = between(step.linear.measure, ends[0], ends[1], dated)
        elif step.condition is None:
            return
        else:
            found = covered(step.condition, dated)
        if found is None:
            continue
        key, thing, values = found
        before = known.get(key, (thing, NOTHING))[1]
        if step.linear is None and within(values, before):
            yield BandNeverReached(step.span)
        domain = domain_of(thing, dated)
        assert domain is not None
        known[key] = thing, union([before, values], domain)
    gap = ""
    for thing, values in known.values():
        domain = domain_of(thing, dated)
        assert domain is not None
        rest = complement(values, domain)
        if not rest.stretches:
            return
        if len(known) == 1:
            gap = _written(rest.stretches[0], thing)
    yield BandsLeaveGap(whole, gap)


def _written(stretch: tuple[Edge, Edge], thing: ir.Expression) -> str:
    kind = thing.type
    ends = []
    for value, side in stretch:
        if isinstance(kind, ChoiceType) and isinstance(value, int):
            text = kind.members[value].name
        elif isinstance(kind, YesNoType):
            text = "yes" if value else "no"
        elif isinstance(kind, DateType) and isinstance(value, int):
            text = date.fromordinal(value).isoformat()
        elif isinstance(kind, NumberType) and kind.kind in ("percent", "ratio"):
            text = f"{exact_text(normal(value * 100))}%"
        else:
            text = exact_text(value)
        ends.append({-1: "< ", 0: "", 1: "> "}[side] + text)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} .. {ends[1]}"


def _cases(cases: ir.Cases) -> list[_Step]:
    return [
        _Step(case.condition, None, case.span) if isinstance(case, ir.When) else _Step(None, case, case.span) for case in cases.cases
    ]


def cases_faults(expression: ir.Expression, dated: Dated) -> Iterator[Fault]:
    """Faults of every value by cases inside an expression."""
    for part in operations(expression):
        if isinstance(part, ir.Cases):
            yield from _walk(_cases(part), part.span, dated)


def heading_faults(heading: Heading, dated: Dated) -> Iterator[Fault]:
    """Faults of a heading's levels, grades, bands and formulas."""
    if len(heading.rungs) > 1:
        steps = [_Step(rung.condition, None, rung.span) for rung in heading.rungs]
        unsaid = heading.rungs[-1].span is None
        lists_failure = any(rung.outcome == "fails" and rung.condition is not None for rung in heading.rungs)
        yield from _walk(steps[:-1] if unsaid and lists_failure else steps, heading.span, dated)
    if heading.grading is not None:
        yield from grading_faults(heading.grading, dated)
    for expression in heading_expressions(heading):
        yield from cases_faults(expression, dated)


def grading_faults(grading: Grading, dated: Dated) -> Iterator[Fault]:
    """Faults of a list of grades."""
    steps = [_Step(rule.condition, None, rule.span) for rule in grading.grades]
    if grading.undetermined_because is not None:
        steps.append(_Step(None, None, None))
    yield from _walk(steps, grading.span, dated)
