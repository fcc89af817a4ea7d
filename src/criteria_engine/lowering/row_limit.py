"""A plan's bounds are found anew for records with no more than so many related rows, so that sums over rows fit an engine's numbers.

A plan allows 10^12 rows a record. An engine that takes fewer says so at run time: a record with more goes to the interpreter.
"""

from collections.abc import Sequence
from itertools import product

from attrs import evolve

from criteria_engine.lowering import plan as p

MANY = 10**6
"""So many rows of a table a record may have for an engine with a widest number."""

Bounds = tuple[int, int]


def within_rows(plan: p.Plan, most: int = MANY) -> p.Plan:
    """The plan with the bounds that hold where no table has more than `most` rows of a record. Bounds only become narrower."""
    found: list[Bounds] = []
    steps: list[p.Instruction] = []
    for step, low, high in zip(plan.instructions, plan.lows, plan.highs, strict=True):
        if isinstance(step, p.Aggregate):
            step = evolve(step, rows=_rows(step.rows, found))
            found.append(_narrower(_aggregated(step, most), low, high))
        else:
            found.append(_narrower(_bounds(step, found), low, high))
        steps.append(step)
    return evolve(plan, instructions=tuple(steps), lows=tuple(low for low, _ in found), highs=tuple(high for _, high in found))


def _rows(rows: p.RowPlan, outside: Sequence[Bounds]) -> p.RowPlan:
    found: list[Bounds] = []
    for step, low, high in zip(rows.instructions, rows.lows, rows.highs, strict=True):
        bounds = outside[rows.outer[step.place]] if isinstance(step, p.Outer) else _bounds(step, found)
        found.append(_narrower(bounds, low, high))
    return evolve(rows, lows=tuple(low for low, _ in found), highs=tuple(high for _, high in found))


def _narrower(bounds: Bounds | None, low: int, high: int) -> Bounds:
    return (low, high) if bounds is None else (max(bounds[0], low), min(bounds[1], high))


def _aggregated(step: p.Aggregate, most: int) -> Bounds:
    if step.value is None:
        return 0, most
    low, high = min(step.rows.lows[step.value], 0), max(step.rows.highs[step.value], 0)
    return (low * most, high * most) if step.way == "sum" else (low, high)


def _bounds(step: p.Instruction, of: Sequence[Bounds]) -> Bounds | None:
    """The bounds of what an instruction gives by those of its operands; None for what has no operands that are numbers."""
    match step:
        case p.Add(a, b):
            return of[a][0] + of[b][0], of[a][1] + of[b][1]
        case p.Subtract(a, b):
            return of[a][0] - of[b][1], of[a][1] - of[b][0]
        case p.Multiply(a, b):
            corners = [one * other for one, other in product(of[a], of[b])]
            return min(corners), max(corners)
        case p.Divide(a, b):
            corners = [one // other for one, other in product(of[a], of[b])]
            return min(corners), max(corners)
        case p.Least(a, b):
            return min(of[a][0], of[b][0]), min(of[a][1], of[b][1])
        case p.Greatest(a, b):
            return max(of[a][0], of[b][0]), max(of[a][1], of[b][1])
        case p.Choose(_, a, b):
            return min(of[a][0], of[b][0]), max(of[a][1], of[b][1])
    return None
