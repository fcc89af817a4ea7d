"""Marks that cannot be reached, points above their most or below zero, shares of nothing: found on a day."""

from collections.abc import Iterator
from fractions import Fraction

from criteria_engine.diagnostics.catalogue.rules import (
    AbsoluteMarkWithoutPolicy,
    MorePointsThanPossible,
    PassMarkOutOfReach,
    PointsMayFallBelowZero,
    RatioBesidePlainNumber,
    ShareOfNothing,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.bounds import bounds
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import operations, verdict_expressions
from criteria_engine.ir.possible_points import most_of, most_together
from criteria_engine.ir.program import Heading, Program, walk_headings
from criteria_engine.language.checks.calendar import Calendar
from criteria_engine.language.checks.value_sets import constant_on
from criteria_engine.source import Span
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import NumberType


def _most(expression: ir.Expression, dated: Dated, calendar: Calendar) -> Rational | None:
    """The most that a score, points or count of headings can be."""
    match expression:
        case ir.Score(share=True) | ir.HeadingShare():
            return 1
        case ir.Score(headings=None):
            return calendar.most(dated)
        case ir.Score(headings=names) if names is not None and all(name in dated.by_id for name in names):
            return most_together([dated.by_id[name] for name in names], True)
        case ir.PointsOf(name) if name in dated.by_id:
            return most_of(dated.by_id[name])
        case ir.HeadingCount(selection):
            return sum(name in dated.by_id for name in selection.headings)
    return None


def count_faults(expression: ir.Expression) -> Iterator[Fault]:
    """Counts of more conditions than are listed."""
    for part in operations(expression):
        if isinstance(part, ir.CountOf) and part.bound != "at most" and part.number > len(part.items):
            yield PassMarkOutOfReach(part.span, part.number, len(part.items))


def marks(expression: ir.Expression) -> Iterator[ir.Comparison]:
    """The comparisons of something that can only reach so much, anywhere in an expression."""
    limited = (ir.Score, ir.HeadingShare, ir.PointsOf, ir.HeadingCount)
    for part in operations(expression):
        if isinstance(part, ir.Comparison) and (isinstance(part.left, limited) or isinstance(part.right, limited)):
            yield part


def mark_faults(comparison: ir.Comparison, dated: Dated, calendar: Calendar) -> Iterator[Fault]:
    """A mark above what can be reached on a day."""
    symbol, left, right = comparison.symbol, comparison.left, comparison.right
    if symbol in ("<", "<="):
        symbol, left, right = (">" if symbol == "<" else ">="), right, left
    if symbol == "!=":
        return
    mark = constant_on(right, dated)
    most = None if mark is None else _most(left, dated, calendar)
    if mark is not None and most is not None and (mark > most or (symbol == ">" and mark == most)):
        yield PassMarkOutOfReach(comparison.span, mark, most)


def point_faults(heading: Heading, dated: Dated) -> Iterator[Fault]:
    """Bands above the most points, and formulas that declared bounds let fall below zero."""
    if heading.points is None or heading.most is None:
        return
    value = heading.points.value
    for given, span in _given_points(value):
        if isinstance(given, ir.Constant) and isinstance(given.value, (int, Fraction)) and given.value > heading.most:
            yield MorePointsThanPossible(span, given.value, heading.most)
    low = bounds(value, dated).low
    for kind, clamp in heading.points.clamps:
        limit = bounds(clamp, dated).low
        low = max(low, limit) if kind == "at least" else min(low, limit)
    if low < 0:
        yield PointsMayFallBelowZero(heading.points.span, low)


def _given_points(value: ir.Expression) -> Iterator[tuple[ir.Expression, Span | None]]:
    """What bands give, and both ends of linear ones, with their places; the value itself where it has no bands."""
    if not isinstance(value, ir.Cases):
        yield value, value.span
        return
    for case in value.cases:
        if isinstance(case, ir.When):
            yield case.value, case.span
        else:
            yield from ((end, end.span) for end in (case.from_value, case.to_value))


def share_faults(expression: ir.Expression) -> Iterator[Fault]:
    """Shares and extremes of rows that may be none, without `if none`."""
    for part in operations(expression):
        if (isinstance(part, ir.RowShare) or (isinstance(part, ir.RowFold) and part.way != "sum")) and part.if_none is None:
            yield ShareOfNothing(part.span)


def ratio_faults(expression: ir.Expression) -> Iterator[Fault]:
    """Ratios of like amounts beside a bare number that looks like a percentage: `handled / reports >= 90` asks for ninety
    times as many."""
    for part in operations(expression):
        if not isinstance(part, ir.Comparison):
            continue
        for ratio, mark in ((part.left, part.right), (part.right, part.left)):
            if not isinstance(ratio.type, NumberType) or ratio.type.kind != "ratio" or not isinstance(mark, ir.Constant):
                continue
            value = mark.value
            if isinstance(mark.type, NumberType) and mark.type.kind != "percent" and isinstance(value, (int, Fraction)) and 10 <= value <= 100:
                yield RatioBesidePlainNumber(mark.span, value)


def policy_faults(program: Program) -> Iterator[Fault]:
    """Absolute marks of the verdict or its grades beside criteria that may be not applicable, where no policy is said."""
    leaves = any(
        heading.applies is not None or any(part.outcome == "not applicable" for chain in heading.exemptions for part in chain)
        for heading in walk_headings(program.headings)
        if not heading.advisory
    )
    if program.says_policy or not leaves:
        return
    for part in (part for expression in verdict_expressions(program.verdict) for part in operations(expression)):
        if isinstance(part, ir.Comparison) and any(isinstance(side, ir.Score) and not side.share for side in (part.left, part.right)):
            yield AbsoluteMarkWithoutPolicy(part.span)
