"""The registers of a complete plan are found that say what registers of the three-valued plan say, so that both fill the same columns.

The two are lowered from the same rules, but numbers may stand in other scales: a register of the three-valued plan is then a multiple.
"""

from collections.abc import Iterable

from attrs import define, evolve, field, frozen

from criteria_engine.backends.registers import answer_registers
from criteria_engine.lowering import plan as p


@frozen
class Same:
    """What a register is in a complete plan: a multiple of one of its registers, or where there is none of 1."""

    register: p.Register | None
    times: int


class _NoMatch(Exception):
    """The plans tell something in forms that are not multiples of one another."""


@define(eq=False)
class _Matching:
    wanted: p.Plan
    found: p.Plan
    same: dict[p.Register, Same] = field(factory=dict)

    def number(self, register: p.Register, same: Same) -> None:
        step = self.wanted.instructions[register]
        if isinstance(step, p.Constant):
            if same.register is not None and (step.value, same.times) != (self._constant(same.register), 1):
                raise _NoMatch
            if same.register is None and step.value != same.times:
                raise _NoMatch
        elif self.same.setdefault(register, same) != same:
            raise _NoMatch

    def _constant(self, register: p.Register) -> bool | int | str | None:
        step = self.found.instructions[register]
        return step.value if isinstance(step, p.Constant) else None

    def flag(self, register: p.Register, other: p.Register | None) -> None:
        """A flag; one that a complete plan does not have is false there."""
        if not isinstance(self.wanted.instructions[register], p.Constant):
            self.same.setdefault(register, Same(other, 1) if other is not None else Same(None, 0))

    def flags(self, wanted: Iterable[tuple[object, p.Register]], found: Iterable[tuple[object, p.Register]]) -> None:
        there = dict(found)
        for name, register in wanted:
            self.flag(register, there.get(name))

    def span(self, wanted: p.Span | None, found: p.Span | None) -> None:
        if wanted is None:
            return
        if found is None:
            raise _NoMatch
        self.exact(wanted.low, found.low)
        self.exact(wanted.high, found.high)
        self.flag(wanted.there, found.there)

    def exact(self, wanted: p.Exact, found: p.Exact) -> None:
        times = found.scale / wanted.scale
        self.number(wanted.above, Same(found.above, times.numerator))
        if wanted.below is not None:
            self.number(wanted.below, Same(found.below, times.denominator))
        elif found.below is not None or times.denominator != 1:
            raise _NoMatch


def matched(wanted: p.Plan, found: p.Plan) -> dict[p.Register, Same] | None:
    """For each of `answer_registers` of the three-valued plan what it is in the complete one; None where some are told in other forms."""
    at = _Matching(wanted, found)
    try:
        at.number(wanted.verdict.code, Same(found.verdict.code, 1))
        at.flags(wanted.verdict.possible, found.verdict.possible)
        at.flags(wanted.verdict.grades, found.verdict.grades)
        at.flags(wanted.missing, found.missing)
        at.flags(wanted.reasons, found.reasons)
        at.span(wanted.verdict.score, found.verdict.score)
        at.span(wanted.verdict.most, found.verdict.most)
        for heading, other in zip(wanted.headings, found.headings, strict=True):
            if heading.single:
                at.number(heading.code, Same(other.code, 1))
            else:
                at.flags(heading.outcomes, other.outcomes)
            at.flags(heading.grades, other.grades)
            at.span(heading.points, other.points)
            at.span(heading.most, other.most)
    except _NoMatch:
        return None
    return {register: at.same[register] for register in answer_registers(wanted)}


def with_multiples(plan: p.Plan, same: Iterable[Same]) -> tuple[p.Plan, dict[Same, p.Register]]:
    """The plan with registers for what is a multiple or a constant of its own, and where each then stands."""
    steps, kinds, lows, highs = list(plan.instructions), list(plan.kinds), list(plan.lows), list(plan.highs)
    places: dict[Same, p.Register] = {}

    def put(step: p.Instruction, low: int, high: int) -> p.Register:
        steps.append(step)
        kinds.append("number")
        lows.append(low)
        highs.append(high)
        return len(steps) - 1

    for each in same:
        if each in places:
            continue
        if each.register is not None and each.times == 1:
            places[each] = each.register
            continue
        factor = put(p.Constant(each.times), each.times, each.times)
        if each.register is None:
            places[each] = factor
        else:
            low, high = lows[each.register] * each.times, highs[each.register] * each.times
            places[each] = put(p.Multiply(each.register, factor), low, high)
    return evolve(plan, instructions=tuple(steps), kinds=tuple(kinds), lows=tuple(lows), highs=tuple(highs)), places
