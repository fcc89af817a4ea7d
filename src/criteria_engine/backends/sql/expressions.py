"""Each instruction of a plan becomes an expression of SQL that is never null.

Meaning that databases do not share is written out here: a quotient rounded down for negative numbers too, months by the calendar, texts equal
character by character, numbers of the widest type only where bounds ask for it. No expression can fail for any register within its
bounds, so it does not matter what a database evaluates first, or twice.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import field, frozen
from sqlglot import exp

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.nodes import (
    Node,
    bracketed,
    called,
    cast,
    column,
    either,
    every,
    flag,
    minus,
    negation,
    number,
    plus,
    some,
    text,
    times,
)
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.width import bits_of

SMALL, NARROW, WIDE = range(3)
"""The types of numbers, each wider than the one before."""

SMALL_BITS = 32


@frozen(eq=False)
class Setting:
    """The plan whose registers are written, and for whom; `outer` is how the plan of a row writes a register of the plan around it. Making one
    raises Unsupported where a number is too wide for the database."""

    dialect: Dialect
    instructions: Sequence[p.Instruction]
    kinds: Sequence[p.Kind]
    lows: Sequence[int]
    highs: Sequence[int]
    tables: Sequence[str] = ()
    outer: Callable[[int], Node] = field(default=lambda place: column(f"o{place}"))

    _levels: list[int] = field(init=False)

    @_levels.default
    def _found_levels(self) -> list[int]:
        levels: list[int] = []
        for register, step in enumerate(self.instructions):
            operands = max((levels[each] for each in p.operands(step) if self.kinds[each] == "number"), default=0)
            own = self._own_level(register)
            levels.append(own if own == WIDE or isinstance(step, p.Aggregate) else max(own, min(operands, NARROW)))
        return levels

    def _own_level(self, register: p.Register) -> int:
        if self.kinds[register] != "number":
            return SMALL
        bits = bits_of(self.lows[register], self.highs[register])
        if bits > self.dialect.wide_bits:
            raise Unsupported("numbers", f"a step needs {bits} bits, the widest number of {self.dialect.name} has {self.dialect.wide_bits}")
        if bits > self.dialect.narrow_bits:
            return WIDE
        return NARROW if self.dialect.small is None or bits > SMALL_BITS else SMALL

    def level(self, register: p.Register) -> int:
        """The type of a number at least: that of its bounds or, unless it is wide, of its operands."""
        return self._levels[register]

    def is_wide(self, register: p.Register) -> bool:
        """Whether a number needs the wide type."""
        return self._levels[register] == WIDE

    def type_of(self, level: int) -> str:
        return self.dialect.wide if level == WIDE else self.dialect.narrow if level == NARROW or self.dialect.small is None else self.dialect.small

    def number_type(self, register: p.Register) -> str:
        return self.type_of(self._levels[register])

    def within(self, register: p.Register, low: int, high: int) -> bool:
        """Whether a register surely is from one number to another."""
        return low <= self.lows[register] and self.highs[register] <= high


Of = Callable[[p.Register], Node]
"""The expression of an operand, new with each call."""


def _calculated(make: Callable[[Node, Node], Node], of_numbers: Callable[[int, int], int]) -> Callable[[Any, p.Register, Of, Setting], Node]:
    """A sum, difference or product in a type that holds both operands and the result."""

    def rendered(step: Any, register: p.Register, of: Of, at: Setting) -> Node:
        one, other = at.instructions[step.left], at.instructions[step.right]
        if isinstance(one, p.Constant) and isinstance(other, p.Constant):
            return _constant(p.Constant(of_numbers(int(one.value), int(other.value))), register, of, at)
        left, right = of(step.left), of(step.right)
        if at.level(register) > max(at.level(step.left), at.level(step.right)):
            left = cast(left, at.number_type(register))
        return _narrowed(make(left, right), register, (step.left, step.right), at)

    return rendered


def _narrowed(node: Node, register: p.Register, operands: tuple[p.Register, ...], at: Setting) -> Node:
    """A number back in the narrow type where only operands were wide."""
    if not at.is_wide(register) and any(at.is_wide(operand) for operand in operands):
        return cast(node, at.dialect.narrow)
    return node


def _divide(step: p.Divide, register: p.Register, of: Of, at: Setting) -> Node:
    """Rounded down: databases cut the fraction off, which is one too much for a negative number with a remainder."""
    wide = at.is_wide(step.left) or at.is_wide(step.right)
    if wide and not at.dialect.divides_wide:
        raise Unsupported("numbers", f"{at.dialect.name} divides whole numbers of more than {at.dialect.narrow_bits} bits inexactly")
    found = at.dialect.divided(bracketed(of(step.left)), bracketed(of(step.right)))
    if at.lows[step.left] < 0:
        rest = at.dialect.remainder(bracketed(of(step.left)), bracketed(of(step.right)))
        found = minus(found, either(exp.LT(this=rest, expression=number(0)), number(1), number(0)))
    return _narrowed(found, register, (step.left, step.right), at)


def _extreme(name: str) -> Callable[[Any, p.Register, Of, Setting], Node]:
    return lambda step, register, of, at: _narrowed(called(name, of(step.left), of(step.right)), register, (step.left, step.right), at)


_COMPARED: dict[str, type[exp.Binary]] = {"=": exp.EQ, "<": exp.LT, "<=": exp.LTE}


def _compare(step: p.Compare, register: p.Register, of: Of, at: Setting) -> Node:
    left, right = bracketed(of(step.left)), bracketed(of(step.right))
    if at.kinds[step.left] == "text":
        left = exp.Collate(this=left, expression=exp.Identifier(this=at.dialect.binary, quoted=True))
    return _COMPARED[step.symbol](this=left, expression=right)


def _constant(step: p.Constant, register: p.Register, of: Of, at: Setting) -> Node:
    if isinstance(step.value, bool):
        return flag(step.value)
    if isinstance(step.value, str):
        if "\0" in step.value:
            raise Unsupported("text", "a text with the character NUL")
        return text(step.value)
    return cast(number(step.value), at.dialect.wide) if at.is_wide(register) else number(step.value)


def _choose(step: p.Choose, register: p.Register, of: Of, at: Setting) -> Node:
    """One of two; of two constants one is told its type, since databases take small ones for numbers of 32 bits."""
    then, otherwise = of(step.then), of(step.otherwise)
    if at.kinds[register] == "number":
        constant = [isinstance(at.instructions[each], p.Constant) for each in (step.then, step.otherwise)]
        if at.is_wide(register) and not (at.is_wide(step.then) and at.is_wide(step.otherwise)):
            then, otherwise = cast(then, at.dialect.wide), cast(otherwise, at.dialect.wide)
        elif all(constant) and at.level(register) != SMALL:
            then = cast(then, at.number_type(register))
    return either(of(step.condition), then, otherwise)


LONGEST = 200
"""Lists of more conditions are cut into brackets, so that nothing nests too deep."""


def _joined(join: Callable[..., Node]) -> Callable[[Any, p.Register, Of, Setting], Node]:
    return lambda step, register, of, at: _in_pieces([of(item) for item in step.items], join)


def _in_pieces(nodes: list[Node], join: Callable[..., Node]) -> Node:
    while len(nodes) > LONGEST:
        nodes = [join(*nodes[start : start + LONGEST]) for start in range(0, len(nodes), LONGEST)]
    return join(*nodes)


def _sum_of(*nodes: Node) -> Node:
    found, *rest = nodes
    for node in rest:
        found = exp.Add(this=found, expression=bracketed(node))
    return found


def _count(step: p.Count, register: p.Register, of: Of, at: Setting) -> Node:
    return _in_pieces([at.dialect.counted(of(item)) for item in step.items], _sum_of)


def _day(register: p.Register, of: Of, at: Setting) -> Node:
    """A day number that surely is one of the calendar, the day's own where it is one."""
    if at.within(register, 1, p.LAST_DAY):
        return of(register)
    return cast(called("LEAST", called("GREATEST", of(register), number(1)), number(p.LAST_DAY)), at.dialect.narrow)


def _in_calendar(register: p.Register, of: Of, at: Setting) -> list[Node]:
    if at.within(register, 1, p.LAST_DAY):
        return []
    return [exp.Between(this=bracketed(of(register)), low=number(1), high=number(p.LAST_DAY))]


FIRST_MONTH, LAST_MONTH = 12, 9999 * 12 + 11
"""Months from the year 0 to January of year 1 and to December of year 9999."""


def _add_months(step: p.AddMonths, register: p.Register, of: Of, at: Setting) -> Node:
    part = at.dialect.part

    def date() -> Node:
        return at.dialect.date_of(_day(step.day, of, at))

    def month() -> Node:
        return minus(plus(times(part(date(), "YEAR"), number(12)), part(date(), "MONTH")), number(1))

    def reached() -> Node:
        return plus(month(), of(step.months))

    kept = minus(called("LEAST", called("GREATEST", reached(), number(FIRST_MONTH)), number(LAST_MONTH)), month())
    found = at.dialect.day_number(at.dialect.plus_months(date(), kept))
    inside = exp.Between(this=bracketed(reached()), low=number(FIRST_MONTH), high=number(LAST_MONTH))
    return either(every(*_in_calendar(step.day, of, at), inside), found, number(0))


def _months_between(step: p.MonthsBetween, register: p.Register, of: Of, at: Setting) -> Node:
    """Months from the earlier day to the later one, less one where the last is not complete; a month's last day completes it."""
    part = at.dialect.part

    def earlier() -> Node:
        return at.dialect.date_of(called("LEAST", _day(step.start, of, at), _day(step.end, of, at)))

    def later_day() -> Node:
        return called("GREATEST", _day(step.start, of, at), _day(step.end, of, at))

    def later() -> Node:
        return at.dialect.date_of(later_day())

    def months(date: Callable[[], Node]) -> Node:
        return plus(times(part(date(), "YEAR"), number(12)), part(date(), "MONTH"))

    next_day = at.dialect.date_of(plus(later_day(), number(1)))
    begun = every(exp.LT(this=part(later(), "DAY"), expression=part(earlier(), "DAY")), exp.GT(this=part(next_day, "DAY"), expression=number(1)))
    whole = minus(minus(months(later), months(earlier)), either(begun, number(1), number(0)))
    sign = either(exp.LT(this=bracketed(of(step.end)), expression=bracketed(of(step.start))), number(-1), number(1))
    found = times(sign, whole)
    valid = [*_in_calendar(step.start, of, at), *_in_calendar(step.end, of, at)]
    return either(every(*valid), found, number(0)) if valid else found


RENDERED: dict[type, Callable[[Any, p.Register, Of, Setting], Node]] = {
    p.Value: lambda step, register, of, at: column(f"x{step.input}"),
    p.Known: lambda step, register, of, at: column(f"k{step.input}"),
    p.Absent: lambda step, register, of, at: column(f"a{step.input}"),
    p.Constant: _constant,
    p.Add: _calculated(plus, int.__add__),
    p.Subtract: _calculated(minus, int.__sub__),
    p.Multiply: _calculated(times, int.__mul__),
    p.Divide: _divide,
    p.Least: _extreme("LEAST"),
    p.Greatest: _extreme("GREATEST"),
    p.Compare: _compare,
    p.And: _joined(every),
    p.Or: _joined(some),
    p.Not: lambda step, register, of, at: negation(of(step.item)),
    p.Choose: _choose,
    p.Count: _count,
    p.AddMonths: _add_months,
    p.MonthsBetween: _months_between,
    p.Given: lambda step, register, of, at: column(f"g{at.tables.index(step.table)}"),
    p.Outer: lambda step, register, of, at: at.outer(step.place),
    p.Aggregate: lambda step, register, of, at: column(f"r{register}"),
}
"""How each instruction is written; an aggregate is a column of a query of its own. A test holds this to the whole of `plan.INSTRUCTIONS`."""


def times_written(step: p.Instruction, at: Setting) -> int:
    """How often an instruction's expression says each of its operands."""
    match step:
        case p.AddMonths():
            return 4
        case p.MonthsBetween():
            return 12
        case p.Divide(left):
            return 2 if at.lows[left] < 0 else 1
    return 1
