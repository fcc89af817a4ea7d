"""Which registers of a plan become columns, and in which of the parts of a query that stand one upon the other.

A register that is used more than once is a column, so that its expression is written once and calculated once: written out where it is used, an
expression of a plan that shares its steps would grow without end. A column reads columns of earlier parts only.
"""

from collections.abc import Iterable

from attrs import frozen

from criteria_engine.backends.sql.expressions import Setting, times_written
from criteria_engine.lowering import plan as p

DEEPEST = 24
"""Expressions nest no deeper; what is deeper becomes a column."""

PLAIN = (p.Value, p.Known, p.Absent, p.Constant, p.Given, p.Outer)
"""What is a column of the facts or a literal, and is written again wherever it is used."""


@frozen(eq=False)
class Layers:
    """`level` is the part of the query, counted from 1, in which a register that is a column is calculated; aggregates are 0 where they need
    nothing of their record. `columns` holds the registers of each part from 1 on, aggregates among them."""

    level: dict[p.Register, int]
    columns: tuple[tuple[p.Register, ...], ...]

    @property
    def deepest(self) -> int:
        return len(self.columns)


def layered(at: Setting, wanted: Iterable[p.Register], again: int = 0) -> Layers:
    """The columns for a plan of which some registers are asked for. Expressions of at most `again` steps are no columns: they are written again
    where they are used, and so only calculated where a condition before them asks for it."""
    steps = at.instructions
    uses = [0] * len(steps)
    for register in wanted:
        uses[register] += 1
    forced: set[p.Register] = set()
    for register in range(len(steps) - 1, -1, -1):
        step = steps[register]
        if not uses[register]:
            continue
        if isinstance(step, p.Aggregate):
            forced.update(step.rows.outer)
        many = uses[register] if isinstance(step, p.Not) else times_written(step, at)
        for operand in p.operands(step):
            uses[operand] += many
    level: dict[p.Register, int] = {}
    needs = [0] * len(steps)
    depth = [0] * len(steps)
    size = [1] * len(steps)
    for register, step in enumerate(steps):
        if not uses[register] or isinstance(step, PLAIN):
            continue
        operands = p.operands(step)
        needs[register] = max((level.get(each, needs[each]) for each in operands), default=0)
        depth[register] = 1 + max((depth[each] for each in operands), default=0)
        size[register] = 1 + times_written(step, at) * sum(1 if each in level else size[each] for each in operands)
        small = size[register] <= again
        if isinstance(step, p.Aggregate):
            level[register] = needs[register] + 1 if step.rows.outer else 0
            depth[register] = 0
        elif register in forced or depth[register] > DEEPEST or (uses[register] > 1 and not small and not isinstance(step, p.Not)):
            level[register] = needs[register] + 1
            depth[register] = 0
    columns: list[list[p.Register]] = [[] for _ in range(max(level.values(), default=0))]
    for register, place in level.items():
        if place:
            columns[place - 1].append(register)
    return Layers(level, tuple(tuple(each) for each in columns))
