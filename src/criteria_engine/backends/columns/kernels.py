"""A kernel is a loop over the rows of a tile, a block of lanes at a time.

Straight-line code of thousands of lines takes a compiler far more than in proportion to its length, so a kernel is cut into parts of limited
length, each a function of one block. What a later part needs of an earlier one it keeps in the tile.
"""

from collections.abc import Callable, Sequence

from attrs import frozen

from criteria_engine.backends.columns.instructions import Block, Code, Slot
from criteria_engine.backends.columns.steps import LANES
from criteria_engine.backends.columns.wide import BASE
from criteria_engine.backends.columns.writing import Lines
from criteria_engine.lowering import plan as p

PART = 250
"""So many instructions make a part."""


@frozen
class Store:
    """Where a register goes, in the width of the array."""

    slot: Slot
    register: p.Register


@frozen(eq=False)
class Kernel:
    """The text of a kernel, a function as `transport` calls them, and those of `calendar` and `wide` that it calls."""

    name: str
    text: str
    functions: frozenset[str]


def kernel(name: str, code: Code, stores: Sequence[Store], place: Callable[[Slot], int], scratch: Callable[[int], int]) -> Kernel:
    """The kernel that fills registers and stores them. `place` tells where an array is in the tile, `scratch` where a number of bytes is free."""
    order = _order(code, [store.register for store in stores])
    parts = [order[first : first + PART] for first in range(0, len(order), PART)] or [[]]
    part_of = {register: number for number, part in enumerate(parts) for register in part}
    kept = _kept(code, order, part_of, scratch)
    wide_places: dict[p.Register, int] = {}
    texts, functions = [], set[str]()
    for number, part in enumerate(parts):
        at = Lines(LANES, code.flag)
        block = Block(code, at, place, scratch, wide_places)
        written = set(part)
        for register in part:
            for operand in _read(code.instructions[register]):
                if operand in kept and operand not in block.named:
                    block.named[operand] = _fetch(at, kept[operand], code.widths[operand])
            block.write(register)
            if register in kept:
                _keep(at, kept[register], block.named[register], code.widths[register])
        for store in stores:
            if store.register in written or (number == 0 and store.register not in part_of):
                block.store(store.slot, block.operand(store.register, store.slot.width))
                if code.widths[store.register] > BASE and store.register in written:
                    block.mark_unfit(store.register)
        head = f"define internal void @{name}_{number}(ptr noalias %tile, i64 %row, i64 %byte) #0 {{"
        texts.append("\n".join([head, *at.lines, "  ret void", "}"]))
        functions |= block.functions
    texts.append(_loop(name, len(parts)))
    return Kernel(name, "\n".join(texts), frozenset(functions))


def _order(code: Code, wanted: Sequence[p.Register]) -> list[p.Register]:
    """The instructions that fill the wanted registers, each after its operands and not sooner than needed."""
    order: dict[p.Register, None] = {}
    for one in wanted:
        waiting = [(one, False)]
        while waiting:
            register, ready = waiting.pop()
            if register in order:
                continue
            step = code.instructions[register]
            if isinstance(step, p.Constant):
                continue
            if ready or not (operands := _read(step)):
                order[register] = None
                continue
            waiting.append((register, True))
            waiting += [(operand, False) for operand in reversed(operands) if operand not in order]
    return list(order)


def _read(step: p.Instruction) -> tuple[p.Register, ...]:
    """What an instruction reads in a kernel: of an aggregate nothing, since it is in an array by then."""
    return () if isinstance(step, p.Aggregate) else p.operands(step)


def _kept(code: Code, order: Sequence[p.Register], part_of: dict[p.Register, int], scratch: Callable[[int], int]) -> dict[p.Register, int]:
    """Where the registers are kept that a later part reads."""
    read_later = set[p.Register]()
    for register in order:
        part = part_of[register]
        read_later.update(operand for operand in _read(code.instructions[register]) if part_of.get(operand, part) < part)
    kept = [register for register in order if register in read_later and code.widths[register] <= BASE]
    return {register: scratch(LANES * _bits(code.widths[register], code.flag) // 8) for register in kept}


def _bits(width: int, flag: int) -> int:
    """The bits of a lane of a register that is kept; single bits are packed."""
    return flag if width == 1 else width


def _keep(at: Lines, place: int, name: str, width: int) -> None:
    where, bits = at.line(f"getelementptr i8, ptr %tile, i64 {place}"), _bits(width, at.flag)
    if bits == 1:
        at.lines.append(f"  store i{LANES} {at.line(f'bitcast {at.type(1)} {name} to i{LANES}')}, ptr {where}, align 4")
    else:
        at.lines.append(f"  store {at.type(bits)} {name}, ptr {where}, align 32")


def _fetch(at: Lines, place: int, width: int) -> str:
    where, bits = at.line(f"getelementptr i8, ptr %tile, i64 {place}"), _bits(width, at.flag)
    if bits == 1:
        return at.line(f"bitcast i{LANES} {at.line(f'load i{LANES}, ptr {where}, align 4')} to {at.type(1)}")
    return at.line(f"load {at.type(bits)}, ptr {where}, align 32")


def _loop(name: str, parts: int) -> str:
    """The loop over the blocks of a tile."""
    calls = [f"  call void @{name}_{number}(ptr %tile, i64 %row, i64 %byte)" for number in range(parts)]
    return "\n".join(
        [
            f"define void @{name}(ptr %step, ptr %tile, i64 %start, i64 %many) #0 {{",
            "entry:",
            "  %some = icmp sgt i64 %many, 0",
            "  br i1 %some, label %each, label %done",
            "each:",
            "  %row = phi i64 [ 0, %entry ], [ %next, %each ]",
            "  %byte = lshr i64 %row, 3",
            *calls,
            f"  %next = add i64 %row, {LANES}",
            "  %more = icmp slt i64 %next, %many",
            "  br i1 %more, label %each, label %done",
            "done:",
            "  ret void",
            "}",
        ]
    )
