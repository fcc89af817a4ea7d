"""The answers of a complete plan as the columns of the plan for all records, so that whoever reads answers knows one plan only."""

from collections.abc import Sequence

from attrs import define, field
from sqlglot import exp

from criteria_engine.backends.registers import answer_registers
from criteria_engine.backends.sql.dialects import POSTGRES
from criteria_engine.backends.sql.nodes import Node, bracketed, column, flag, number, some, times
from criteria_engine.backends.sql.plan_query import UNSURE, PlanQuery
from criteria_engine.backends.tables.answers import answer_columns
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.width import bits_of

AGAIN = {False: 40, True: 3}
"""How many steps are written again rather than calculated before they are needed: much where only the verdict is asked for, since what settles
it comes first; with findings everything is needed anyway."""


@define(eq=False)
class WholeAnswers:
    """The query of the complete plan of a program, and how it tells the columns of the plan for all records. Making one raises Unsupported
    where it cannot."""

    dated: Dated
    full: p.Plan
    query: PlanQuery = field(init=False)
    _found: dict[p.Register, Node] = field(factory=dict)
    _pairs: set[p.Register] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        findings = bool(self.full.headings)
        complete = lower(self.dated, findings=findings, complete=True)
        again = [complete.verdict.code, *(register for _, register in complete.verdict.grades), *(heading.code for heading in complete.headings)]
        self.query = PlanQuery(complete, POSTGRES, (*answer_registers(complete), *again), AGAIN[findings])
        self._verdict(self.query.plan)
        own = {heading.id: heading for heading in self.query.plan.headings}
        for heading in self.full.headings:
            self._heading(heading, own[heading.id])
        for _, register in (*self.full.missing, *self.full.reasons):
            self._put(register, flag(False))

    def columns(self) -> list[tuple[str, Node]]:
        """The columns of the answers. From what a verdict is open a complete plan does not say: such a record is the interpreter's."""
        verdict = self.query.plan.verdict
        unsure = [column(UNSURE), self._is(verdict.code, len(p.VERDICTS))]
        if len(verdict.grades) > 1:
            flags = [exp.Cast(this=self.query.node(register), to=exp.DataType.build("INT")) for _, register in verdict.grades]
            total = flags[0]
            for each in flags[1:]:
                total = exp.Add(this=total, expression=each)
            unsure.append(exp.GT(this=exp.Paren(this=total), expression=number(1)))
        return [(UNSURE, some(*unsure)), *((name, self._found[register].copy()) for name, register in answer_columns(self.full)[1:])]

    def _put(self, register: p.Register, node: Node) -> None:
        if register in self._pairs and self._found[register] != node:
            raise Unsupported("numbers", "a number is written in two ways")
        self._found.setdefault(register, node)

    def _pair(self, register: p.Register, node: Node) -> None:
        if register in self._found and self._found[register] != node:
            raise Unsupported("numbers", "a number is written in two ways")
        self._found[register] = node
        self._pairs.add(register)

    def _verdict(self, own: p.Plan) -> None:
        full = self.full.verdict
        self._put(full.code, self.query.node(own.verdict.code))
        self._flags(full.possible, own.verdict.possible)
        self._flags(full.grades, own.verdict.grades)
        self._put(full.grade, self.query.node(own.verdict.grade))
        self._span(full.score, own.verdict.score)
        self._span(full.most, own.verdict.most)

    def _heading(self, full: p.HeadingPlan, own: p.HeadingPlan) -> None:
        self._put(full.code, self.query.node(own.code))
        if own.single:
            for name, register in full.outcomes:
                self._put(register, self._is(own.code, p.OUTCOMES.index(name)))
        else:
            self._flags(full.outcomes, own.outcomes)
        self._flags(full.grades, own.grades)
        self._span(full.points, own.points)
        self._span(full.most, own.most)

    def _is(self, register: p.Register, code: int) -> Node:
        return exp.EQ(this=bracketed(self.query.node(register)), expression=number(code))

    def _flags(self, full: Sequence[tuple[object, p.Register]], own: Sequence[tuple[object, p.Register]]) -> None:
        known = dict(own)
        for name, register in full:
            self._put(register, self.query.node(known[name]) if name in known else flag(False))

    def _span(self, full: p.Span | None, own: p.Span | None) -> None:
        if full is None:
            return
        if own is None:
            raise Unsupported("numbers", "a number that only gaps give")
        self._put(full.there, self.query.node(own.there))
        self._exact(full.low, own.low)
        self._exact(full.high, own.high)

    def _exact(self, full: p.Exact, own: p.Exact) -> None:
        ratio = own.scale / full.scale
        above = self._times(own.above, ratio.numerator)
        if full.below is None:
            below = self._times(own.below, ratio.denominator)
            self._put(full.above, above if below is None else exp.Div(this=bracketed(above or number(0)), expression=bracketed(below), typed=True))
        else:
            self._pair(full.above, above or number(0))
            self._pair(full.below, self._times(own.below, ratio.denominator) or number(1))

    def _times(self, register: p.Register | None, factor: int) -> Node | None:
        """A register times a factor; None for one."""
        if register is None:
            return None if factor == 1 else number(factor)
        low, high = (self.query.plan.lows[register] * factor, self.query.plan.highs[register] * factor)
        if bits_of(min(low, high), max(low, high)) > POSTGRES.narrow_bits:
            raise Unsupported("numbers", "a number that is too wide")
        node = self.query.node(register)
        return node if factor == 1 else times(node, number(factor))
