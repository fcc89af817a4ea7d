"""A plan becomes one query: facts come in, related rows are aggregated for each record, registers are calculated part by part."""

from collections.abc import Sequence
from math import prod
from typing import Protocol

from attrs import define, field, frozen
from sqlglot import exp

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.expressions import RENDERED, Setting
from criteria_engine.backends.sql.layers import PLAIN, Layers, layered
from criteria_engine.backends.sql.nodes import (
    Node,
    called,
    cast,
    column,
    either,
    flag,
    in_parts,
    joined,
    named,
    number,
    selected,
    some,
    table_named,
    whole,
)
from criteria_engine.backends.sql.row_groups import RowGroup, row_groups
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.row_limit import MANY, within_rows

UNIT = "unit"
"""The column that tells records apart, in the facts and in related rows."""

UNSUITED = "unsuited"
"""A column of the facts that is true where no plan takes the record."""


UNSURE = "unsure"
"""The column of the last part that is true where a record is the interpreter's; what the others hold then says nothing."""


@frozen
class Wanted:
    """What a query asks of an input: its value, for a number as the type `kind`, with any number from `low` to `high` where there is none, and
    which of its flags."""

    index: int
    input: p.Input
    value: bool
    known: bool
    absent: bool
    low: int
    high: int
    kind: str

    @property
    def filling(self) -> int | bool | str:
        """What stands for a value that is not there: the default, or any."""
        if self.input.default is not None:
            return self.input.default
        if self.input.kind == "flag":
            return False
        return "" if self.input.kind == "text" else min(max(0, self.low), self.high)


class Source(Protocol):
    """Where the columns of facts and of related rows come from, as queries. Nothing that they give is null.

    Facts: `unit`; for the input with number N `xN` (value), `kN` (known), `aN` (absent), as wanted; `gN` for the table with number N,
    whether it was given; `unsuited`. Related rows: `unit`, and columns of inputs likewise. Numbers are of the types that are wanted."""

    def facts(self, wanted: Sequence[Wanted], tables: Sequence[str]) -> exp.Select: ...

    def rows(self, table: str, wanted: Sequence[Wanted]) -> exp.Select: ...


def wanted_of(inputs: Sequence[p.Input], at: Setting) -> list[Wanted]:
    """What the instructions of a plan ask of its inputs."""
    found: dict[int, dict[str, int]] = {}
    for register, step in enumerate(at.instructions):
        if isinstance(step, (p.Value, p.Known, p.Absent)):
            found.setdefault(step.input, {})[type(step).__name__] = register
    wanted = []
    for index in sorted(found):
        value = found[index].get("Value")
        low, high = (0, 0) if value is None else (at.lows[value], at.highs[value])
        kind = at.dialect.narrow if value is None else at.number_type(value)
        flags = "Known" in found[index], "Absent" in found[index]
        wanted.append(Wanted(index, inputs[index], value is not None, *flags, low, high, kind))
    return wanted


@define(eq=False)
class PlanQuery:
    """The query of a plan: the parts that stand upon the facts and rows of a source, whichever that is. Making one raises Unsupported for what
    the dialect has no exact way of writing. `wanted` are the registers that `node` will be asked for."""

    plan: p.Plan
    dialect: Dialect
    wanted: Sequence[p.Register]
    again: int = 0
    """So many steps of an expression are rather written again than made a column (`layers.layered`)."""
    last: str = "facts"
    """The part that has all columns."""
    at: Setting = field(init=False)
    _facts: list[Wanted] = field(init=False)
    _rows: list[tuple[str, str, list[Wanted]]] = field(factory=list)
    """Names of parts that are a source's rows, the table of each and what is wanted of it."""
    _parts: list[tuple[str, exp.Select]] = field(factory=list)
    _over: list[str] = field(factory=list)
    _layers: Layers = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plan = within_rows(self.plan)
        self.at = setting_of(self.plan, self.dialect)
        self._layers = layered(self.at, (self.plan.unsure, *self.wanted), self.again)
        self._facts = wanted_of(self.plan.inputs, self.at)
        groups = row_groups(self.plan, self._layers.level)
        for level, registers in enumerate(((), *self._layers.columns)):
            self._add([group for group in groups if group.level == level], registers, level)
        self._settle()
        copies = prod(1 + sum(bool(group.outer) for group in groups if group.level == level) for level in range(len(self._layers.columns) + 1))
        if self.dialect.most_copies is not None and copies > self.dialect.most_copies:
            why = f"rows are held against what their unit's rows gave, again and again; {self.dialect.name} would plan the first part {copies} times"
            raise Unsupported("rows", why)

    def _add(self, groups: list[RowGroup], registers: tuple[p.Register, ...], level: int) -> None:
        """A part more: what was there, with aggregates and registers of this level."""
        before = self.last
        shown: list[Node] = [whole(before if groups else None)]
        joins = []
        for number_of_group, group in enumerate(groups):
            name, over = f"sums_{level}_{number_of_group}", f"over_{level}_{number_of_group}"
            self._sums(name, group, before)
            for register in group.aggregates:
                shown.append(named(exp.Coalesce(this=column(f"s{register}", name), expressions=[number(0)]), f"r{register}"))
            shown.append(named(exp.Coalesce(this=column("over_limit", name), expressions=[flag(False)]), over))
            self._over.append(over)
            joins.append(joined(table_named(name), exp.EQ(this=column(UNIT, before), expression=column(UNIT, name)), left=True))
        plain = [register for register in registers if not isinstance(self.plan.instructions[register], p.Aggregate)]
        shown += [named(expression_of(register, self.at, self._layers), f"r{register}") for register in plain]
        if len(shown) > 1:
            self.last = f"step_{level}"
            self._parts.append((self.last, selected(shown, table_named(before), joins)))

    def _sums(self, name: str, group: RowGroup, around: str) -> None:
        """The parts that give the aggregates of a group, a row for each unit that has rows."""
        bounds = (group.kinds, group.lows, group.highs)
        at = Setting(self.dialect, group.instructions, *bounds, (), lambda place: column(f"o{group.outer[place]}"))
        layers = layered(at, [each for _, *found in group.aggregates.values() for each in found if each is not None])
        rows = f"{name}_rows"
        self._rows.append((rows, group.table, wanted_of(group.inputs, at)))
        if group.outer:
            outside = [named(self._outside(register, around), f"o{register}") for register in group.outer]
            same = exp.EQ(this=column(UNIT, rows), expression=column(UNIT, around))
            query = selected([whole(rows), *outside], table_named(rows), [joined(table_named(around), same, left=False)])
            rows = f"{name}_joined"
            self._parts.append((rows, query))
        for level, registers in enumerate(layers.columns, 1):
            shown = [whole(), *(named(expression_of(register, at, layers), f"r{register}") for register in registers)]
            self._parts.append((f"{name}_step_{level}", selected(shown, table_named(rows))))
            rows = f"{name}_step_{level}"
        shown = [column(UNIT), named(_too_many(), "over_limit")]
        for register, (step, flag_of, value) in group.aggregates.items():
            found = self._aggregate(step, node_of(flag_of, at, layers), None if value is None else node_of(value, at, layers))
            shown.append(named(cast(either(_too_many(), number(0), found), self.at.number_type(register)), f"s{register}"))
        query = selected(shown, table_named(rows))
        query.set("group", exp.Group(expressions=[column(UNIT)]))
        self._parts.append((name, query))

    def _outside(self, register: p.Register, around: str) -> Node:
        """A register of a part by its column, told from a column of rows that has the same name."""
        step = self.plan.instructions[register]
        found = node_of(register, self.at, self._layers)
        if isinstance(step, PLAIN) and not isinstance(step, p.Constant):
            return column(found.name, around)
        return column(f"r{register}", around)

    def _aggregate(self, step: p.Aggregate, condition: Node, value: Node | None) -> Node:
        where = exp.Where(this=condition)
        if value is None:
            return exp.Filter(this=exp.Count(this=exp.Star()), expression=where)
        if step.way == "sum":
            found: Node = exp.Sum(this=self.dialect.summed(value))
        else:
            found = called("MIN" if step.way == "least" else "MAX", value)
        return exp.Coalesce(this=exp.Filter(this=found, expression=where), expressions=[number(0)])

    def node(self, register: p.Register) -> Node:
        """A register by the columns of the last part."""
        return node_of(register, self.at, self._layers)

    def _settle(self) -> None:
        """A last part that says whether a record is the interpreter's."""
        unsure = some(column(UNSUITED), self.node(self.plan.unsure), *(column(name) for name in self._over))
        self._parts.append(("answered", selected([whole(), named(unsure, UNSURE)], table_named(self.last))))
        self.last = "answered"

    @property
    def width(self) -> int:
        """At most so many columns have the parts that `select` puts one upon the other, besides what a source gives of its own."""
        facts = 2 + 3 * len(self.plan.inputs) + len(self.plan.tables)
        return facts + len(self._layers.level) + len(self._over)

    def select(self, shown: Sequence[Node], source: Source) -> exp.Select:
        """The whole query over a source, with these columns of its last part."""
        parts = [("facts", source.facts(self._facts, self.plan.tables))]
        parts += [(name, source.rows(table, wanted)) for name, table, wanted in self._rows]
        parts += self._parts
        if self.dialect.layer == "offset":
            for _, part in parts:
                part.set("offset", exp.Offset(expression=number(0)))
        return in_parts(selected(shown, table_named(self.last)), parts, False if self.dialect.layer == "not materialized" else None)


def _too_many() -> Node:
    return exp.GT(this=exp.Count(this=exp.Star()), expression=number(MANY))


def setting_of(plan: p.Plan, dialect: Dialect) -> Setting:
    return Setting(dialect, plan.instructions, plan.kinds, plan.lows, plan.highs, plan.tables)


def node_of(register: p.Register, at: Setting, layers: Layers) -> Node:
    """A register as an operand: its column, or its expression where it has none."""
    return column(f"r{register}") if register in layers.level else expression_of(register, at, layers)


def expression_of(register: p.Register, at: Setting, layers: Layers) -> Node:
    """The expression of a register by the columns that stand before it."""
    step = at.instructions[register]
    return RENDERED[type(step)](step, register, lambda operand: node_of(operand, at, layers), at)


def sql_text(query: exp.Select, dialect: Dialect, pretty: bool = False) -> str:
    """The text of a query."""
    return str(query.sql(dialect=dialect.name, pretty=pretty, copy=False))
