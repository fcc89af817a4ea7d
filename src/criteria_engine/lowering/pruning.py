"""A plan loses the instructions and inputs that nothing reads."""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from criteria_engine.lowering.builder import Builder
from criteria_engine.lowering.plan import (
    Absent,
    Add,
    AddMonths,
    Aggregate,
    And,
    Choose,
    Compare,
    Count,
    Divide,
    Exact,
    Greatest,
    HeadingPlan,
    Instruction,
    Known,
    Least,
    MonthsBetween,
    Multiply,
    Not,
    Or,
    Outer,
    Plan,
    Register,
    RowPlan,
    Span,
    Subtract,
    Value,
    VerdictPlan,
    operands,
)


def outputs(plan: Plan) -> tuple[Register, ...]:
    """The registers that are the plan's answers, `unsure` among them."""
    found = [plan.unsure, *plan.required]
    found += [plan.verdict.code, plan.verdict.grade]
    found += [flag for _, flag in (*plan.verdict.possible, *plan.verdict.grades)]
    found += [flag for _, flag in (*plan.missing, *plan.reasons)]
    spans = [plan.verdict.score, plan.verdict.most]
    for heading in plan.headings:
        found.append(heading.code)
        found += [flag for _, flag in (*heading.outcomes, *heading.grades)]
        spans += [heading.points, heading.most]
    for span in spans:
        if span is not None:
            found += [register for end in (span.low, span.high) for register in (end.above, end.below) if register is not None]
            found.append(span.there)
    return tuple(found)


def pruned(plan: Plan) -> Plan:
    """The same plan with only what its answers need, numbered anew. A complete plan keeps all its inputs: it holds only where none
    of them is missing, even one whose value then decides nothing."""
    live = [False] * len(plan.instructions)
    for register in outputs(plan):
        live[register] = True
    for register in range(len(plan.instructions) - 1, -1, -1):
        if live[register]:
            for operand in operands(plan.instructions[register]):
                live[operand] = True
    kept = [register for register, needed in enumerate(live) if needed]
    new = {old: position for position, old in enumerate(kept)}
    used = {step.input for old in kept if isinstance(step := plan.instructions[old], (Value, Known, Absent))}
    read = list(range(len(plan.inputs))) if plan.complete else sorted(used)
    places = {old: position for position, old in enumerate(read)}
    return Plan(
        plan.complete,
        tuple(plan.inputs[old] for old in read),
        tuple(renumbered(plan.instructions[old], new, places) for old in kept),
        tuple(plan.kinds[old] for old in kept),
        tuple(plan.lows[old] for old in kept),
        tuple(plan.highs[old] for old in kept),
        _verdict(plan.verdict, new),
        tuple(_heading(heading, new) for heading in plan.headings),
        new[plan.unsure],
        plan.tables,
        tuple(new[register] for register in plan.required),
        tuple((name, new[flag]) for name, flag in plan.missing),
        tuple((origin, new[flag]) for origin, flag in plan.reasons),
        plan.findings,
    )


def renumbered(step: Instruction, new: dict[Register, Register], places: dict[int, int]) -> Instruction:
    """An instruction with the new numbers of its operands and of its input."""
    renumber = _RENUMBERED.get(type(step))
    return step if renumber is None else renumber(step, new, places)


def _input(step: Any, new: dict[Register, Register], places: dict[int, int]) -> Instruction:
    found: Instruction = type(step)(places[step.input])
    return found


def _items(step: Any, new: dict[Register, Register], places: dict[int, int]) -> Instruction:
    found: Instruction = type(step)(tuple([new[item] for item in step.items]))
    return found


def _operands(step: Any, new: dict[Register, Register], places: dict[int, int]) -> Instruction:
    found: Instruction = type(step)(*[new[operand] for operand in operands(step)])
    return found


def _compare(step: Any, new: dict[Register, Register], places: dict[int, int]) -> Instruction:
    return Compare(step.symbol, new[step.left], new[step.right])


def _aggregate(step: Any, new: dict[Register, Register], places: dict[int, int]) -> Instruction:
    found: Instruction = evolve(step, rows=evolve(step.rows, outer=tuple(new[register] for register in step.rows.outer)))
    return found


_RENUMBERED: dict[type, Callable[[Any, dict[Register, Register], dict[int, int]], Instruction]] = {
    **dict.fromkeys((Value, Known, Absent), _input),
    **dict.fromkeys((And, Or, Count), _items),
    **dict.fromkeys((Add, Subtract, Multiply, Divide, Least, Greatest, Not, Choose, AddMonths, MonthsBetween), _operands),
    Compare: _compare,
    Aggregate: _aggregate,
}
"""How the operands of an instruction get their new numbers; those not here have none."""


def pruned_rows(b: Builder, table: str, flag: Register, value: Register | None) -> tuple[RowPlan, Register, Register | None]:
    """The plan of a row with only what a flag and a value need, and where these then stand."""
    live = {flag} if value is None else {flag, value}
    for register in range(len(b.instructions) - 1, -1, -1):
        if register in live:
            live.update(operands(b.instructions[register]))
    kept = sorted(live)
    new = {old: position for position, old in enumerate(kept)}
    outside = sorted({step.place for old in kept if isinstance(step := b.instructions[old], Outer)})
    places = {old: position for position, old in enumerate(outside)}
    inputs = {index: index for index in range(len(b.inputs))}
    steps = []
    for old in kept:
        step = b.instructions[old]
        steps.append(Outer(places[step.place]) if isinstance(step, Outer) else renumbered(step, new, inputs))
    kinds, lows, highs = (tuple(b.kinds[old] for old in kept), tuple(b.lows[old] for old in kept), tuple(b.highs[old] for old in kept))
    plan = RowPlan(table, tuple(b.inputs), tuple(steps), kinds, lows, highs, tuple(b.outer[old] for old in outside))
    return plan, new[flag], None if value is None else new[value]


def _number(number: Exact, new: dict[Register, Register]) -> Exact:
    return Exact(new[number.above], None if number.below is None else new[number.below], number.scale)


def _span(span: Span | None, new: dict[Register, Register]) -> Span | None:
    if span is None:
        return None
    low = _number(span.low, new)
    return Span(low, low if span.high == span.low else _number(span.high, new), new[span.there])


def _verdict(verdict: VerdictPlan, new: dict[Register, Register]) -> VerdictPlan:
    possible = tuple((name, new[flag]) for name, flag in verdict.possible)
    grades = tuple((grade, new[flag]) for grade, flag in verdict.grades)
    return VerdictPlan(new[verdict.code], new[verdict.grade], possible, grades, _span(verdict.score, new), _span(verdict.most, new))


def _heading(heading: HeadingPlan, new: dict[Register, Register]) -> HeadingPlan:
    outcomes = tuple((name, new[flag]) for name, flag in heading.outcomes)
    grades = tuple((grade, new[flag]) for grade, flag in heading.grades)
    return evolve(heading, code=new[heading.code], outcomes=outcomes, grades=grades, points=_span(heading.points, new), most=_span(heading.most, new))
