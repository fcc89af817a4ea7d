"""The aggregates of a plan are put together by table, so that the rows of a table are read once for all of them."""

from collections.abc import Mapping

from attrs import define, field

from criteria_engine.lowering import plan as p
from criteria_engine.lowering.pruning import renumbered


@define(eq=False)
class RowGroup:
    """Aggregates over the rows of one table that read what is settled by the same part of the query: `level` 0 where they need nothing of the
    record around them. The plans of their rows are one plan here, in which equal instructions stand once; `outer` holds the registers of
    the plan around that they read."""

    table: str
    level: int
    inputs: list[p.Input] = field(factory=list)
    instructions: list[p.Instruction] = field(factory=list)
    kinds: list[p.Kind] = field(factory=list)
    lows: list[int] = field(factory=list)
    highs: list[int] = field(factory=list)
    outer: list[p.Register] = field(factory=list)
    aggregates: dict[p.Register, tuple[p.Aggregate, p.Register, p.Register | None]] = field(factory=dict)
    """For each aggregate of the plan around: the aggregate, and where its flag and its value stand here."""
    _known: dict[tuple[type, p.Instruction], p.Register] = field(factory=dict)

    def add(self, register: p.Register, step: p.Aggregate) -> None:
        """Put the plan of an aggregate's rows to the others."""
        rows, new = step.rows, dict[p.Register, p.Register]()
        places = {index: self._input(found) for index, found in enumerate(rows.inputs)}
        for old, inner in enumerate(rows.instructions):
            made = p.Outer(self._outer(rows.outer[inner.place])) if isinstance(inner, p.Outer) else renumbered(inner, new, places)
            key = (type(inner.value) if isinstance(inner, p.Constant) else type(inner), made)
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = len(self.instructions)
                self.instructions.append(made)
                self.kinds.append(rows.kinds[old])
                self.lows.append(rows.lows[old])
                self.highs.append(rows.highs[old])
            new[old] = found
        self.aggregates[register] = step, new[step.flag], None if step.value is None else new[step.value]

    def _input(self, found: p.Input) -> int:
        if found not in self.inputs:
            self.inputs.append(found)
        return self.inputs.index(found)

    def _outer(self, register: p.Register) -> int:
        if register not in self.outer:
            self.outer.append(register)
        return self.outer.index(register)


def row_groups(plan: p.Plan, level: Mapping[p.Register, int]) -> list[RowGroup]:
    """The aggregates of a plan, grouped; `level` says in which part of the query each is a column."""
    groups: dict[tuple[str, int], RowGroup] = {}
    for register, step in enumerate(plan.instructions):
        if isinstance(step, p.Aggregate) and register in level:
            key = step.rows.table, level[register]
            groups.setdefault(key, RowGroup(*key)).add(register, step)
    return list(groups.values())
