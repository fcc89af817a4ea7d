"""Bands, levels and grades that are never reached, that leave gaps, or whose linear ends meet, on a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from criteria_engine.diagnostics.catalogue.rules import BandNeverReached, BandsLeaveGap, LinearEndsMeet
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.program import Grading, Heading, Verdict
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
class Step:
    """A case of a list that is read in order: what it covers (neither: everything left), and its place."""

    condition: ir.Expression | None
    linear: ir.Linear | None
    span: Span | None

    @property
    def is_otherwise(self) -> bool:
        return self.condition is None and self.linear is None


@frozen(eq=False)
class CaseList:
    """Cases that must cover everything, and the place of them all."""

    steps: tuple[Step, ...]
    span: Span | None

    @property
    def expressions(self) -> Iterator[ir.Expression]:
        """What decides which values the cases cover."""
        for step in self.steps:
            if step.condition is not None:
                yield step.condition
            if step.linear is not None:
                yield from (step.linear.measure, step.linear.from_at, step.linear.to_at)


def lists_of_heading(heading: Heading) -> Iterator[CaseList]:
    """The levels and the grades of a heading."""
    if len(heading.rungs) > 1:
        yield _levels(heading)
    if heading.grading is not None:
        yield _grades(heading.grading)


def lists_of_verdict(verdict: Verdict) -> Iterator[CaseList]:
    """The grades of a verdict."""
    if verdict.grading is not None:
        yield _grades(verdict.grading)


def case_lists_in(expressions: Iterable[ir.Expression]) -> Iterator[CaseList]:
    """Bands and values by cases, anywhere in expressions."""
    for expression in expressions:
        yield from (_bands(part) for part in operations(expression) if isinstance(part, ir.Cases))


def _bands(cases: ir.Cases) -> CaseList:
    steps = (Step(case.condition, None, case.span) if isinstance(case, ir.When) else Step(None, case, case.span) for case in cases.cases)
    return CaseList(tuple(steps), cases.span)


def _levels(heading: Heading) -> CaseList:
    steps = tuple(Step(rung.condition, None, rung.span) for rung in heading.rungs)
    unsaid = heading.rungs[-1].span is None
    lists_failure = any(rung.outcome == "fails" and rung.condition is not None for rung in heading.rungs)
    return CaseList(steps[:-1] if unsaid and lists_failure else steps, heading.span)


def _grades(grading: Grading) -> CaseList:
    steps = [Step(rule.condition, None, rule.span) for rule in grading.grades]
    if grading.undetermined_because is not None:
        steps.append(Step(None, None, None))
    return CaseList(tuple(steps), grading.span)


def coverage_faults(cases: CaseList, dated: Dated) -> Iterator[Fault]:
    """Faults of a list of cases that must cover everything."""
    known: dict[str, tuple[ir.Expression, ValueSet]] = {}
    for step in cases.steps:
        if step.is_otherwise:
            return
        if step.linear is not None:
            ends = constant_on(step.linear.from_at, dated), constant_on(step.linear.to_at, dated)
            if ends[0] is None or ends[1] is None:
                continue
            if ends[0] >= ends[1]:
                yield LinearEndsMeet(step.span, dated.as_of)
                continue
            found = between(step.linear.measure, ends[0], ends[1], dated)
        else:
            found = covered(step.condition, dated) if step.condition is not None else None
        if found is None:
            continue
        key, thing, values = found
        before = known.get(key, (thing, NOTHING))[1]
        if within(values, before):
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
    yield BandsLeaveGap(cases.span, gap)


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
