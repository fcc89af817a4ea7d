"""Each instruction of a plan becomes lines over vectors; what a block of them needs from elsewhere it asks for by slots.

Numbers are computed in the width of what comes out, which their bounds say is enough; addition and multiplication need no more than that
of their operands either, since the upper bits do not count. Comparing, dividing and choosing the lesser is done in the widest of the
operands' widths.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Literal

from attrs import define, field, frozen

from criteria_engine.backends.columns import calendar
from criteria_engine.backends.columns.steps import LANES
from criteria_engine.backends.columns.wide import BASE
from criteria_engine.backends.columns.widths import widths
from criteria_engine.backends.columns.writing import Lines
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported

SlotKind = Literal["value", "valid", "invalid", "given", "outer", "aggregate", "answer", "beyond", "all"]


@frozen
class Slot:
    """An array of a tile. `value`, `valid` and `invalid` are of the input with that number, `given` of the table with that place among those asked
    for, `outer` of a place, `aggregate` and `answer` of a register; `beyond` says where a value was outside its bounds, and all flags of `all` are
    true. Flags are one bit a row, all else `width` bits."""

    kind: SlotKind
    number: int
    width: int = 1


@frozen(eq=False)
class Code:
    """Instructions with what is known of their registers: a plan, or the plan of a row."""

    inputs: tuple[p.Input, ...]
    instructions: tuple[p.Instruction, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    widths: tuple[int, ...]
    tables: tuple[str, ...]
    texts: Mapping[str, int]
    """The numbers of the texts that the program names."""
    complete: bool
    """Whether only an input with a default may be null."""
    flag: int
    """How many bits a flag has in a register."""


def code_of(plan: p.Plan | p.RowPlan, texts: Mapping[str, int], complete: bool, flag: int) -> Code:
    """What kernels need of a plan. Raises Unsupported where a number is too wide."""
    tables = tuple(dict.fromkeys(step.table for step in plan.instructions if isinstance(step, p.Given)))
    own = widths(plan.kinds, plan.lows, plan.highs)
    return Code(plan.inputs, plan.instructions, plan.lows, plan.highs, own, tables, texts, complete, flag)


TOTAL = 64
"""The width of what the rows of a unit come to, and the widest that a datum has."""


@define(eq=False)
class Block:
    """The lines for one block of rows. `named` has the registers that they filled, or that an earlier part kept; `place` tells where in the tile an
    array begins, `free` where there is room; numbers of more than 64 bits are at `wide_places`, for all parts of a kernel."""

    code: Code
    at: Lines
    place: Callable[[Slot], int]
    free: Callable[[int], int]
    wide_places: dict[p.Register, int]
    named: dict[p.Register, str] = field(factory=dict)
    _cast: dict[tuple[p.Register, int], str] = field(factory=dict)
    _places: dict[str, int] = field(factory=dict)
    functions: set[str] = field(factory=set)

    def operand(self, register: p.Register, width: int) -> str:
        """A register in a width; a flag, whose width is 1, with the bits that flags have."""
        step = self.code.instructions[register]
        if isinstance(step, p.Constant):
            return self.at.written(-int(step.value), self.at.flag) if width == 1 else self.at.written(self.constant(step.value), width)
        own = self.code.widths[register]
        if own == width:
            return self.named[register]
        found = self._cast.get((register, width))
        if found is None:
            if own > BASE:
                found = self.at.cast(self._fetched(self.wide(register, BASE)), BASE, width)
            else:
                found = self.at.cast(self.named[register], own, width)
            self._cast[register, width] = found
        return found

    # Numbers of more than 64 bits: in memory, by the address of a block of them

    def wide(self, register: p.Register, width: int) -> str:
        """Where the numbers of a register are in a width of at least 64."""
        step, own = self.code.instructions[register], self.code.widths[register]
        found = self._cast.get((register, -width))
        if found is None:
            if isinstance(step, p.Constant):
                found = self.filled(f"constant_{width}", width, f"i{width} {self.constant(step.value)}")
            elif own > BASE:
                found = self.tile_at(self.wide_places[register])
                found = found if own == width else self.filled(f"resize_{own}_{width}", width, f"ptr {found}")
            else:
                found = self._laid_down(self.operand(register, BASE))
                found = found if width == BASE else self.filled(f"resize_{BASE}_{width}", width, f"ptr {found}")
            self._cast[register, -width] = found
        return found

    def tile_at(self, place: int) -> str:
        found = self.at.line(f"getelementptr i8, ptr %tile, i64 {place}")
        self._places[found] = place
        return found

    def filled(self, function: str, width: int, *arguments: str) -> str:
        """Where a block is that a function has filled."""
        self.functions.add(function)
        found = self.tile_at(self.free(LANES * width // 8))
        self.at.lines.append(f"  call void @{function}({', '.join((f'ptr {found}', *arguments))})")
        return found

    def _laid_down(self, name: str) -> str:
        found = self.tile_at(self.free(LANES * BASE // 8))
        self.at.lines.append(f"  store {self.at.type(BASE)} {name}, ptr {found}, align 32")
        return found

    def _fetched(self, where: str) -> str:
        return self.at.line(f"load {self.at.type(BASE)}, ptr {where}, align 32")

    def settled(self, register: p.Register, where: str, width: int) -> str:
        """What a register is called whose numbers are somewhere in a width; its own width may be less."""
        own = self.width(register)
        if own <= BASE:
            narrow = where if width == BASE else self.filled(f"resize_{width}_{BASE}", BASE, f"ptr {where}")
            return self.at.cast(self._fetched(narrow), BASE, own)
        found = where if width == own else self.filled(f"resize_{width}_{own}", own, f"ptr {where}")
        self.wide_places[register] = self._places[found]
        return found

    def lifted(self, register: p.Register, name: str) -> str:
        """What a register of more than 64 bits is called whose numbers have 64."""
        return self.settled(register, self._laid_down(name), BASE)

    def mark_unfit(self, register: p.Register) -> None:
        """Mark the records where a number of more than 64 bits does not fit into 64."""
        width, beyond = self.width(register), Slot("beyond", 0)
        self.functions.add(f"unfit_{width}")
        bits = self.at.line(f"call i{LANES} @unfit_{width}(ptr {self.wide(register, width)})")
        where = self.pointer(beyond)
        both = self.at.line(f"or i{LANES} {self.at.line(f'load i{LANES}, ptr {where}, align 4')}, {bits}")
        self.at.lines.append(f"  store i{LANES} {both}, ptr {where}, align 4")

    def wide_bits(self, order: str, left: p.Register, right: p.Register, width: int) -> str:
        """Single bits, as one number: in which lanes two numbers stand in an order."""
        self.functions.add(f"{order}_{width}")
        return self.at.line(f"call i{LANES} @{order}_{width}(ptr {self.wide(left, width)}, ptr {self.wide(right, width)})")

    def constant(self, value: bool | int | str) -> int:
        return self.code.texts[value] if isinstance(value, str) else int(value)

    def width(self, register: p.Register) -> int:
        return self.code.widths[register]

    def write(self, register: p.Register) -> None:
        """The lines that fill a register; those of its operands are there."""
        step = self.code.instructions[register]
        if not isinstance(step, p.Constant):
            self.named[register] = RENDERED[type(step)](step, register, self)

    # Arrays

    def pointer(self, found: Slot) -> str:
        """Where the block's rows begin in an array."""
        at = self.at
        base = at.line(f"getelementptr i8, ptr %tile, i64 {self.place(found)}")
        if found.width == 1:
            return at.line(f"getelementptr i8, ptr {base}, i64 %byte")
        return at.line(f"getelementptr i{found.width}, ptr {base}, i64 %row")

    def load(self, found: Slot) -> str:
        """The block's rows of an array."""
        at, where = self.at, self.pointer(found)
        if found.width == 1:
            bits = at.line(f"load i{at.lanes}, ptr {where}, align 4")
            return at.flags(at.line(f"bitcast i{at.lanes} {bits} to {at.type(1)}"))
        return at.line(f"load {at.type(found.width)}, ptr {where}, align 32")

    def store(self, found: Slot, name: str) -> None:
        at, where = self.at, self.pointer(found)
        if found.width == 1:
            bits = at.line(f"bitcast {at.type(1)} {at.bits(name)} to i{at.lanes}")
            at.lines.append(f"  store i{at.lanes} {bits}, ptr {where}, align 4")
        else:
            at.lines.append(f"  store {at.type(found.width)} {name}, ptr {where}, align 32")

    # Functions

    def held(self, register: p.Register, low: int, high: int) -> str:
        """A number in the calendar's width, held between two that lie outside the calendar."""
        at, width = self.at, max(self.width(register), calendar.WIDTH)
        if width > BASE:
            raise Unsupported("numbers", "one of days or months may need more than 64 bits")
        name = self.operand(register, width)
        if width > calendar.WIDTH:
            name = at.choose(at.compare("slt", width, name, low), low, name, width)
            name = at.cast(at.choose(at.compare("sgt", width, name, high), high, name, width), width, calendar.WIDTH)
        elif self.code.lows[register] < low or self.code.highs[register] > high:
            name = at.choose(at.compare("slt", width, name, low), low, name, width)
            name = at.choose(at.compare("sgt", width, name, high), high, name, width)
        return name

    def call(self, function: str, left: str, right: str) -> str:
        self.functions.add(function)
        kind = self.at.type(calendar.WIDTH)
        return self.at.line(f"call {kind} @{function}({kind} {left}, {kind} {right})")


def _value(step: p.Value, register: p.Register, block: Block) -> str:
    """The datum, which was brought into its bounds when it was read; a number or text has its default by then, a flag has not."""
    width, found = block.width(register), block.code.inputs[step.input]
    held = min(width, TOTAL)
    value, at = block.load(Slot("value", step.input, held)), block.at
    if found.kind != "flag":
        return at.cast(value, held, width) if width <= BASE else block.lifted(register, value)
    if found.default is None:
        return value
    return at.choose(at.bits(block.load(Slot("valid", step.input))), value, -int(found.default), at.flag)


def _known(step: p.Known, register: p.Register, block: Block) -> str:
    at, valid = block.at, block.load(Slot("valid", step.input))
    if block.code.inputs[step.input].default is None:
        return valid
    return at.put("or", at.flag, valid, at.put("xor", at.flag, block.load(Slot("invalid", step.input)), -1))


def _absent(step: p.Absent, register: p.Register, block: Block) -> str:
    at = block.at
    either = at.put("or", at.flag, block.load(Slot("valid", step.input)), block.load(Slot("invalid", step.input)))
    return at.put("xor", at.flag, either, -1)


def _two(step: Any, block: Block, width: int) -> tuple[str, str]:
    return f"ptr {block.wide(step.left, width)}", f"ptr {block.wide(step.right, width)}"


def _arithmetic(operation: str) -> "Rendering":
    def written(step: Any, register: p.Register, block: Block) -> str:
        width = block.width(register)
        if width > BASE:
            return block.settled(register, block.filled(f"{operation}_{width}", width, *_two(step, block, width)), width)
        return block.at.put(operation, width, block.operand(step.left, width), block.operand(step.right, width))

    return written


def _widest(block: Block, *registers: p.Register) -> int:
    return max(block.width(register) for register in registers)


def _divide(step: p.Divide, register: p.Register, block: Block) -> str:
    """Rounded down. By a constant a vector is divided by multiplying, as long as products fit; else it is done lane by lane."""
    at, width = block.at, _widest(block, step.left, step.right, register)
    if width > BASE:
        width = max(width, 256)  # processors' libraries divide 128 bits, and not all have one; what is wider is divided without
    elif width == BASE or not isinstance(block.code.instructions[step.right], p.Constant):
        width = BASE
    if width >= BASE:
        return block.settled(register, block.filled(f"divide_{width}", width, *_two(step, block, width)), width)
    left, right = block.operand(step.left, width), block.operand(step.right, width)
    if block.code.lows[step.left] >= 0:
        found = at.put("udiv", width, left, right)
    else:
        quotient = at.put("sdiv", width, left, right)
        rest = at.put("sub", width, left, at.put("mul", width, quotient, right))
        found = at.put("add", width, quotient, at.cast(at.compare("slt", width, rest, 0), 1, width))
    return at.cast(found, width, block.width(register))


def _extreme(order: str) -> "Rendering":
    def written(step: Any, register: p.Register, block: Block) -> str:
        at, width = block.at, _widest(block, step.left, step.right)
        if width > BASE:
            bits = f"i{LANES} {block.wide_bits(order, step.left, step.right, width)}"
            return block.settled(register, block.filled(f"choose_{width}", width, bits, *_two(step, block, width)), width)
        left, right = block.operand(step.left, width), block.operand(step.right, width)
        return at.cast(at.choose(at.compare(order, width, left, right), left, right, width), width, block.width(register))

    return written


_ORDERS = {"=": "eq", "<": "slt", "<=": "sle"}


def _compare(step: p.Compare, register: p.Register, block: Block) -> str:
    width = _widest(block, step.left, step.right)
    if width > BASE:
        bits = block.wide_bits(_ORDERS[step.symbol], step.left, step.right, width)
        return block.at.flags(block.at.line(f"bitcast i{LANES} {bits} to {block.at.type(1)}"))
    return block.at.flags(block.at.compare(_ORDERS[step.symbol], width, block.operand(step.left, width), block.operand(step.right, width)))


def _joined(operation: str) -> "Rendering":
    def written(step: Any, register: p.Register, block: Block) -> str:
        found = block.operand(step.items[0], 1)
        for item in step.items[1:]:
            found = block.at.put(operation, block.at.flag, found, block.operand(item, 1))
        return found

    return written


def _not(step: p.Not, register: p.Register, block: Block) -> str:
    return block.at.put("xor", block.at.flag, block.operand(step.item, 1), -1)


def _choose(step: p.Choose, register: p.Register, block: Block) -> str:
    at, width = block.at, block.width(register)
    if width > BASE:
        bits = at.line(f"bitcast {at.type(1)} {at.bits(block.operand(step.condition, 1))} to i{LANES}")
        two = (f"ptr {block.wide(step.then, width)}", f"ptr {block.wide(step.otherwise, width)}")
        return block.settled(register, block.filled(f"choose_{width}", width, f"i{LANES} {bits}", *two), width)
    then, otherwise = block.operand(step.then, width), block.operand(step.otherwise, width)
    return at.choose(at.bits(block.operand(step.condition, 1)), then, otherwise, at.flag if width == 1 else width)


def _count(step: p.Count, register: p.Register, block: Block) -> str:
    """A flag of many bits is the number -1, so it is taken away."""
    at, width = block.at, block.width(register)
    flags = [block.operand(item, 1) for item in step.items]
    if at.flag == 1:
        return reduce(lambda found, flag: at.put("add", width, found, flag), [at.widened(flag, width) for flag in flags])
    return reduce(lambda found, flag: at.put("sub", width, found, at.cast(flag, at.flag, width)), flags, at.written(0, width))


def _add_months(step: p.AddMonths, register: p.Register, block: Block) -> str:
    most = calendar.MOST_MONTHS
    return block.call(calendar.ADD_MONTHS, block.held(step.day, 0, p.LAST_DAY + 1), block.held(step.months, -most, most))


def _months_between(step: p.MonthsBetween, register: p.Register, block: Block) -> str:
    found = block.call(calendar.MONTHS_BETWEEN, block.held(step.start, 0, p.LAST_DAY + 1), block.held(step.end, 0, p.LAST_DAY + 1))
    return block.at.cast(found, calendar.WIDTH, block.width(register))


def _given(step: p.Given, register: p.Register, block: Block) -> str:
    return block.load(Slot("given", block.code.tables.index(step.table)))


def _outer(step: p.Outer, register: p.Register, block: Block) -> str:
    if block.width(register) > BASE:
        raise Unsupported("numbers", "one that is compared with related rows may need more than 64 bits")
    return block.load(Slot("outer", step.place, block.width(register)))


def _aggregate(step: p.Aggregate, register: p.Register, block: Block) -> str:
    """What the rows of each unit came to was written by the kernels before."""
    total, width = block.load(Slot("aggregate", register, TOTAL)), block.width(register)
    return block.at.cast(total, TOTAL, width) if width <= BASE else block.lifted(register, total)


Rendering = Callable[[Any, p.Register, Block], str]

RENDERED: dict[type, Rendering] = {
    p.Value: _value,
    p.Known: _known,
    p.Absent: _absent,
    p.Constant: lambda step, register, block: block.operand(register, block.width(register)),
    p.Add: _arithmetic("add"),
    p.Subtract: _arithmetic("sub"),
    p.Multiply: _arithmetic("mul"),
    p.Divide: _divide,
    p.Least: _extreme("slt"),
    p.Greatest: _extreme("sgt"),
    p.Compare: _compare,
    p.And: _joined("and"),
    p.Or: _joined("or"),
    p.Not: _not,
    p.Choose: _choose,
    p.Count: _count,
    p.AddMonths: _add_months,
    p.MonthsBetween: _months_between,
    p.Given: _given,
    p.Outer: _outer,
    p.Aggregate: _aggregate,
}
"""How each instruction is written: the name that holds what it gives. A test holds this to the whole of `plan.INSTRUCTIONS`."""
