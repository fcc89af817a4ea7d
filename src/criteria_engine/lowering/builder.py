"""Instructions are put one after the other: what is constant is folded, what is there already is used again, bounds are kept."""

from collections.abc import Iterable
from typing import Any, Literal

from attrs import define, field, frozen

from criteria_engine.lowering.plan import (
    LAST_DAY,
    Absent,
    Add,
    AddMonths,
    Aggregate,
    And,
    Choose,
    Compare,
    Constant,
    Count,
    Divide,
    Given,
    Greatest,
    Input,
    Instruction,
    Kind,
    Known,
    Least,
    MonthsBetween,
    Multiply,
    Not,
    Or,
    Outer,
    Register,
    Subtract,
    Value,
)
from criteria_engine.values.truth import Origin

WIDEST = 10**1000
"""Numbers that may grow beyond are not lowered: products of products of definitions grow without end."""


class Unsupported(Exception):
    """The program holds something that cannot be lowered; `what` names it, `why` says why."""

    def __init__(self, what: str, why: str = "") -> None:
        super().__init__(f"{what}: {why}" if why else what)
        self.what = what
        self.why = why


Place = int
"""Where it is noted from what a value is open; 0 of a value of which nothing is noted, since it is never open."""


@frozen
class Outside:
    """In the notes of a row: a place in those of the plan around it."""

    place: Place


@frozen(eq=False)
class EachRow:
    """In the notes of a plan: a place in those of every row of a table, where the row has a flag (None: in every row)."""

    rows: Any
    place: Place
    flag: Register | None = None


Part = Place | Origin | Outside | EachRow


@frozen(eq=False)
class Note:
    """From what a value is open, where it is: from each part whose flag is true (None: always). `gate` tells whether it is open: the value
    itself, or a flag; None where its parts tell."""

    gate: Any
    parts: tuple[tuple[Part, Register | None], ...]


@define(eq=False)
class Builder:
    """A plan in the making. Registers are given out by the functions below and never change. Where it is `tracing`, it is noted from what
    each value is open."""

    complete: bool
    tracing: bool = False
    inputs: list[Input] = field(factory=list)
    instructions: list[Instruction] = field(factory=list)
    kinds: list[Kind] = field(factory=list)
    lows: list[int] = field(factory=list)
    highs: list[int] = field(factory=list)
    unsure: list[Register] = field(factory=list)
    tables: list[str] = field(factory=list)
    required: list[Register] = field(factory=list)
    outer: list[Register] = field(factory=list)
    notes: list[Note] = field(factory=lambda: [Note(None, ())])
    worked_out: dict[Any, Any] = field(factory=dict)
    """What was lowered before, for those that lower the same again."""
    _known: dict[tuple[Any, ...], Register] = field(factory=dict)
    _constants: list[bool | int | str | None] = field(factory=list)
    _negations: dict[Register, Register] = field(factory=dict)
    _by_name: dict[str, int] = field(factory=dict)
    _numbers: dict[int, Register] = field(factory=dict)
    _flags: dict[bool, Register] = field(factory=dict)
    _noted: dict[tuple[Any, tuple[tuple[Part, Register | None], ...]], Place] = field(factory=dict)

    def _put(self, key: tuple[Any, ...], kind: Kind, low: int = 0, high: int = 1) -> Register:
        """The register of an instruction, told by its type and its operands; instructions are made only where they are new."""
        if kind == "number":
            if low == high:
                return self.number(low)
            if low < -WIDEST or high > WIDEST:
                raise Unsupported("numbers", "they may have more than 1,000 digits")
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._append(key[0](*key[1:]), kind, low, high)
        return found

    def _append(self, instruction: Instruction, kind: Kind, low: int, high: int) -> Register:
        self.instructions.append(instruction)
        self.kinds.append(kind)
        self.lows.append(low)
        self.highs.append(high)
        self._constants.append(instruction.value if isinstance(instruction, Constant) else None)
        return len(self.instructions) - 1

    def constant_of(self, register: Register) -> bool | int | str | None:
        """The value of a register where it is known at compile time."""
        return self._constants[register]

    # Constants and inputs

    def number(self, value: int) -> Register:
        found = self._numbers.get(value)
        if found is None:
            if not -WIDEST <= value <= WIDEST:
                raise Unsupported("numbers", "they may have more than 1,000 digits")
            found = self._numbers[value] = self._append(Constant(value), "number", value, value)
        return found

    def text(self, value: str) -> Register:
        return self._put((Constant, value), "text")

    def flag(self, value: bool) -> Register:
        found = self._flags.get(value)
        if found is None:
            found = self._flags[value] = self._append(Constant(value), "flag", int(value), int(value))
        return found

    def input(self, found: Input) -> int:
        """The place of an input among those of the plan."""
        if found.name not in self._by_name:
            self._by_name[found.name] = len(self.inputs)
            self.inputs.append(found)
        return self._by_name[found.name]

    def value(self, index: int, low: int, high: int) -> Register:
        return self._put((Value, index), self.inputs[index].kind, low, high)

    def known(self, index: int) -> Register:
        return self.flag(True) if self.complete else self._put((Known, index), "flag")

    def absent(self, index: int) -> Register:
        """In a complete plan only an input with a default may be absent."""
        if self.complete and self.inputs[index].default is None:
            return self.flag(False)
        return self._put((Absent, index), "flag")

    # Related rows

    def given(self, table: str) -> Register:
        """Whether a table was given; a complete plan is only for records that have it."""
        if table not in self.tables:
            self.tables.append(table)
        return self.flag(True) if self.complete else self._put((Given, table), "flag")

    def from_outside(self, register: Register, around: "Builder") -> Register:
        """In the plan of a row: a register of the plan around it."""
        known = around.constant_of(register)
        if known is not None:
            return self.flag(known) if isinstance(known, bool) else self.number(known) if isinstance(known, int) else self.text(known)
        if register not in self.outer:
            self.outer.append(register)
        return self._put((Outer, self.outer.index(register)), around.kinds[register], around.lows[register], around.highs[register])

    def aggregate(self, found: Aggregate, low: int, high: int) -> Register:
        if self.complete and low == high:
            high += 1  # a number that is known anyway is still asked for: only so is a missing field seen
        register = self._put((Aggregate, found.rows, found.way, found.flag, found.value), "number", low, high)
        if self.complete and register not in self.required:
            self.required.append(register)
        return register

    # Numbers

    def add(self, left: Register, right: Register) -> Register:
        if self.constant_of(left) == 0:
            return right
        if self.constant_of(right) == 0:
            return left
        return self._put((Add, left, right), "number", self.lows[left] + self.lows[right], self.highs[left] + self.highs[right])

    def subtract(self, left: Register, right: Register) -> Register:
        if self.constant_of(right) == 0:
            return left
        if left == right:
            return self.number(0)
        return self._put((Subtract, left, right), "number", self.lows[left] - self.highs[right], self.highs[left] - self.lows[right])

    def multiply(self, left: Register, right: Register) -> Register:
        if self.constant_of(left) == 1:
            return right
        if self.constant_of(right) == 1:
            return left
        low, high, other_low, other_high = self.lows[left], self.highs[left], self.lows[right], self.highs[right]
        corners = (low * other_low, low * other_high, high * other_low, high * other_high)
        return self._put((Multiply, left, right), "number", min(corners), max(corners))

    def divide(self, left: Register, right: Register) -> Register:
        """The floor of a quotient; the divisor must be positive by its bounds."""
        assert self.lows[right] > 0
        if self.constant_of(right) == 1:
            return left
        low, high, other_low, other_high = self.lows[left], self.highs[left], self.lows[right], self.highs[right]
        corners = (low // other_low, low // other_high, high // other_low, high // other_high)
        return self._put((Divide, left, right), "number", min(corners), max(corners))

    def least(self, left: Register, right: Register) -> Register:
        if left == right or self.highs[left] <= self.lows[right]:
            return left
        if self.highs[right] <= self.lows[left]:
            return right
        return self._put((Least, left, right), "number", min(self.lows[left], self.lows[right]), min(self.highs[left], self.highs[right]))

    def greatest(self, left: Register, right: Register) -> Register:
        if left == right or self.lows[left] >= self.highs[right]:
            return left
        if self.lows[right] >= self.highs[left]:
            return right
        return self._put((Greatest, left, right), "number", max(self.lows[left], self.lows[right]), max(self.highs[left], self.highs[right]))

    def choose(self, condition: Register, then: Register, otherwise: Register) -> Register:
        """One of two numbers or texts."""
        sure = self.constant_of(condition)
        if sure is not None or then == otherwise:
            return then if sure or then == otherwise else otherwise
        turned = self.instructions[condition]
        if isinstance(turned, Not):
            return self.choose(turned.item, otherwise, then)
        inner = self.instructions[otherwise]
        if isinstance(inner, Choose):
            if inner.condition == condition:
                return self.choose(condition, then, inner.otherwise)
            asked = self.instructions[inner.condition]
            if isinstance(asked, And) and self.negated(condition) in asked.items:
                rest = self.every(item for item in asked.items if item != self.negated(condition))
                return self.choose(condition, then, self.choose(rest, inner.then, inner.otherwise))
        low, high = min(self.lows[then], self.lows[otherwise]), max(self.highs[then], self.highs[otherwise])
        return self._put((Choose, condition, then, otherwise), self.kinds[then], low, high)

    def count(self, flags: Iterable[Register]) -> Register:
        """How many flags are true."""
        sure = 0
        open_flags: list[Register] = []
        for flag in flags:
            value = self.constant_of(flag)
            if value is None:
                open_flags.append(flag)
            else:
                sure += bool(value)
        if not open_flags:
            return self.number(sure)
        return self.add(self._put((Count, tuple(open_flags)), "number", 0, len(open_flags)), self.number(sure))

    def add_months(self, day: Register, months: Register) -> Register:
        return self._put((AddMonths, day, months), "number", 0, LAST_DAY)

    def months_between(self, start: Register, end: Register) -> Register:
        most = LAST_DAY // 28
        return self._put((MonthsBetween, start, end), "number", -most, most)

    # Flags

    def compare(self, symbol: Literal["=", "<", "<="], left: Register, right: Register) -> Register:
        """Whether two numbers or texts stand in an order; decided here where their bounds decide it."""
        one, other = self.constant_of(left), self.constant_of(right)
        if left == right:
            return self.flag(symbol != "<")
        if one is not None and other is not None:
            return self.flag({"=": one == other, "<": one < other, "<=": one <= other}[symbol])  # type: ignore[operator]
        if self.kinds[left] == "number":
            low, high, other_low, other_high = self.lows[left], self.highs[left], self.lows[right], self.highs[right]
            if symbol == "=" and (high < other_low or other_high < low):
                return self.flag(False)
            if symbol == "<" and (high < other_low or low >= other_high):
                return self.flag(high < other_low)
            if symbol == "<=" and (high <= other_low or low > other_high):
                return self.flag(high <= other_low)
        if symbol == "=" and left > right:
            left, right = right, left
        found = self._known.get((Compare, symbol, left, right))
        if found is None:
            found = self._put((Compare, symbol, left, right), "flag")
            opposite = self._known.get((Compare, "<=" if symbol == "<" else "<", right, left)) if symbol != "=" else None
            if opposite is not None:
                self._negations[found], self._negations[opposite] = opposite, found
        return found

    def negated(self, flag: Register) -> Register:
        known = self._negations.get(flag)
        if known is not None:
            return known
        found = self.instructions[flag]
        if isinstance(found, Constant):
            return self.flag(not found.value)
        if isinstance(found, Compare) and found.symbol != "=":
            return self.compare("<=" if found.symbol == "<" else "<", found.right, found.left)
        known = self._put((Not, flag), "flag")
        self._negations[flag], self._negations[known] = known, flag
        return known

    def every(self, flags: Iterable[Register]) -> Register:
        """And: true of no flags."""
        return self._joined(flags, False)

    def some(self, flags: Iterable[Register]) -> Register:
        """Or: false of no flags."""
        return self._joined(flags, True)

    def both(self, one: Register, other: Register) -> Register:
        """And of two flags, each taken as it is: of flags that are built on one another in a long chain, `every` would put all of the
        chain into each."""
        for flag, rest in ((one, other), (other, one)):
            value = self.constant_of(flag)
            if value is not None or one == other:
                return rest if value is not False else flag
        return self._put((And, (one, other)), "flag")

    def _joined(self, flags: Iterable[Register], strong: bool) -> Register:
        """And where `strong` is false, or where it is true: the strong value decides alone, the other one is left out."""
        kind = Or if strong else And
        constants, instructions = self._constants, self.instructions
        kept: dict[Register, None] = {}
        for flag in flags:
            value = constants[flag]
            if value is strong:
                return self.flag(strong)
            if value is None:
                found = instructions[flag]
                if type(found) is kind:
                    kept.update(dict.fromkeys(found.items))
                else:
                    kept[flag] = None
        if len(kept) < 2:
            return next(iter(kept)) if kept else self.flag(not strong)
        negations = self._negations
        for flag in kept:
            if flag in negations and negations[flag] in kept:
                return self.flag(strong)
        return self._put((kind, tuple(kept)), "flag")

    def never(self, flag: Register) -> None:
        """Where the flag is true the plan does not answer: the record goes to the interpreter."""
        self.unsure.append(flag)

    # From what values are open

    def note(self, gate: Any, parts: Iterable[tuple[Part, Register | None]]) -> Place:
        """Note from what a value is open; see `Note`."""
        if not self.tracing:
            return 0
        kept = tuple([part for part in parts if part[0] and (part[1] is None or self.constant_of(part[1]) is not False)])
        if not kept:
            return 0
        first, flag = kept[0]
        if len(kept) == 1 and gate is None and flag is None and isinstance(first, int):
            return first
        # two ways of coming out that are open from the same are the same way: their places must be one
        known = self._noted.get((gate, kept))
        if known is None:
            known = self._noted[gate, kept] = len(self.notes)
            self.notes.append(Note(gate, kept))
        return known
