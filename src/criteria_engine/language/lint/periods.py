"""Values of parameters and periods of force that look like slips."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from criteria_engine.diagnostics.catalogue.lint import NeverInForce, ParameterValueRepeated, ParameterValuesOutOfOrder
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import DatedValue, Force, Parameter, Program, walk_headings
from criteria_engine.language.lint.material import Material


def period_faults(material: Material, program: Program) -> Iterator[Fault]:
    """Warnings about the days of parameters and headings. Values of a parameter from before the rule set are its history."""
    for parameter in program.parameters.values():
        yield from _values(parameter)
        for value in parameter.values:
            if program.force.end is not None and value.force.start is not None and value.force.start > program.force.end:
                yield NeverInForce(value.span, parameter.name)
    places = {heading.name.text: heading.name.span for heading in material.headings()}
    for heading in walk_headings(program.headings):
        if _apart(heading.force, program.force):
            yield NeverInForce(places.get(heading.id, heading.span), heading.id)


def _values(parameter: Parameter) -> Iterator[Fault]:
    for before, value in pairwise(sorted(parameter.values, key=_start)):
        follows = before.force.end is not None and before.force.end + timedelta(days=1) == value.force.start
        newly_cited = bool(value.cites) and value.cites != before.cites
        if follows and value.value == before.value and not newly_cited:
            yield ParameterValueRepeated(value.span, parameter.name, _start(value))
    for before, value in pairwise(sorted(parameter.values, key=lambda each: (each.span.line, each.span.column) if each.span else (0, 0))):
        if _start(value) < _start(before):
            yield ParameterValuesOutOfOrder(value.span, parameter.name, _start(value), _start(before))


def _start(value: DatedValue) -> date:
    return value.force.start or date.min


def _apart(inner: Force, outer: Force) -> bool:
    """Whether two periods have no day in common."""
    ends_before = inner.end is not None and outer.start is not None and inner.end < outer.start
    begins_after = inner.start is not None and outer.end is not None and inner.start > outer.end
    return ends_before or begins_after
