"""What carries columns between memory and a tile, the same for all rules: functions in LLVM's assembly.

Rows are worked off tile by tile, so that all that a kernel reads and writes stays in the processor's nearest memory: sixty columns read at
once, each from far away, are several times slower than one after the other. Reading a column makes its numbers as narrow as its bounds allow,
puts the default where there is none, and marks rows whose number is outside the bounds.

A program is an array of steps of `WORDS` words of 64 bits each; `run` goes through it for each tile. The first word of a step is the address of
its function, which is called with the step, the tile, its first row and how many rows it has. What the other words say, each function tells
below. A step for related rows has a program of its own, for tiles of rows.
"""

from collections.abc import Iterable

from criteria_engine.backends.columns.row_transport import row_carrier
from criteria_engine.backends.columns.steps import LANES, SIGNATURE, WORDS, place, word
from criteria_engine.backends.columns.writing import Lines


def carrier(name: str) -> str:
    """The definition of a function that a step may name."""
    if name.startswith("read_"):
        column, register = name.split("_")[1], name.rsplit("_", maxsplit=1)[-1]
        return _READ_BITS if name == "read_1" else _read(int(column), int(register))
    return _FIXED[name] if name in _FIXED else row_carrier(name)


def carriers(names: Iterable[str]) -> str:
    """Such functions, and `run`."""
    return "\n".join([_COPY, _RUN, *map(carrier, names)])


_COPY = """
define internal void @copy(ptr %to, ptr %from, i64 %bytes) #0 {
entry:
  %whole = and i64 %bytes, -64
  %any = icmp ne i64 %whole, 0
  br i1 %any, label %wide, label %rest
wide:
  %i = phi i64 [ 0, %entry ], [ %next, %wide ]
  %source = getelementptr i8, ptr %from, i64 %i
  %goal = getelementptr i8, ptr %to, i64 %i
  %found = load <64 x i8>, ptr %source, align 1
  store <64 x i8> %found, ptr %goal, align 1
  %next = add i64 %i, 64
  %more = icmp ult i64 %next, %whole
  br i1 %more, label %wide, label %rest
rest:
  %left = icmp ult i64 %whole, %bytes
  br i1 %left, label %narrow, label %done
narrow:
  %j = phi i64 [ %whole, %rest ], [ %after, %narrow ]
  %one = getelementptr i8, ptr %from, i64 %j
  %other = getelementptr i8, ptr %to, i64 %j
  %byte = load i8, ptr %one
  store i8 %byte, ptr %other
  %after = add i64 %j, 1
  %again = icmp ult i64 %after, %bytes
  br i1 %again, label %narrow, label %done
done:
  ret void
}
"""


def _read(column: int, register: int) -> str:
    """Words: 1 address, 2 first row in it, 3 place in the tile, 4 lowest, 5 highest less lowest, 6 default, 7 and 8 the places of the flags of
    what is there and of what is out of bounds. The last rows, where they fill no block, are copied to a block first: what lies behind a column may
    not be read."""
    at = Lines(LANES)
    kind, out = at.type(column), at.type(register)
    values = at.line(f"load {kind}, ptr %source, align 1")
    valid_bits = at.line("load i32, ptr %valid_word, align 1")
    valid = at.line(f"bitcast i32 {valid_bits} to <{LANES} x i1>")
    within = at.compare("ule", column, at.put("sub", column, values, "%low_lanes"), "%span_lanes")
    bad = at.put("and", 1, at.put("xor", 1, within, -1), valid)
    bad_bits = at.line(f"bitcast <{LANES} x i1> {bad} to i32")
    old = at.line("load i32, ptr %beyond_word, align 1")
    both = at.line(f"or i32 {old}, {bad_bits}")
    at.lines.append(f"  store i32 {both}, ptr %beyond_word, align 1")
    narrow = at.choose(valid, at.choose(within, at.cast(values, column, register), "%least_lanes", register), "%default_lanes", register)
    at.lines.append(f"  store {out} {narrow}, ptr %goal, align {register // 8}")
    body = "\n".join(at.lines)
    size = column // 8
    return f"""
define void @read_{column}_{register}{SIGNATURE} {{
entry:
{word(1, "address")}{word(2, "first")}{word(4, "low")}{word(5, "span")}{word(6, "default")}
{place(3, "goal_base")}{place(7, "valid")}{place(8, "beyond")}
  %base = inttoptr i64 %address to ptr
  %from = add i64 %first, %start
  %column = getelementptr i{column}, ptr %base, i64 %from
{_splat("low", column)}{_splat("span", column)}{_splat("default", register)}{_splat("low", register, "least")}
  %last = alloca {kind}, align 64
  %any = icmp sgt i64 %many, 0
  br i1 %any, label %each, label %done
each:
  %row = phi i64 [ 0, %entry ], [ %next, %block ]
  %next = add i64 %row, {LANES}
  %there = getelementptr i{column}, ptr %column, i64 %row
  %whole = icmp sle i64 %next, %many
  br i1 %whole, label %block, label %partial
partial:
  %left = sub i64 %many, %row
  %bytes = mul i64 %left, {size}
  store {kind} zeroinitializer, ptr %last, align 64
  call void @copy(ptr %last, ptr %there, i64 %bytes)
  br label %block
block:
  %source = phi ptr [ %there, %each ], [ %last, %partial ]
  %goal = getelementptr i{register}, ptr %goal_base, i64 %row
  %byte = lshr i64 %row, 3
  %valid_word = getelementptr i8, ptr %valid, i64 %byte
  %beyond_word = getelementptr i8, ptr %beyond, i64 %byte
{body}
  %more = icmp slt i64 %next, %many
  br i1 %more, label %each, label %done
done:
  ret void
}}
"""


def _splat(name: str, width: int, new: str = "") -> str:
    """A word as a vector of it."""
    new = new or name
    kind = f"<{LANES} x i{width}>"
    if width == 64:
        lines = [f"  %{new}_cut = add i64 %{name}, 0"]
    else:
        lines = [f"  %{new}_cut = {'trunc' if width < 64 else 'sext'} i64 %{name} to i{width}"]
    lines.append(f"  %{new}_one = insertelement {kind} poison, i{width} %{new}_cut, i64 0")
    lines.append(f"  %{new}_lanes = shufflevector {kind} %{new}_one, {kind} poison, <{LANES} x i32> zeroinitializer")
    return "\n".join(lines) + "\n"


_READ_BITS = f"""
define void @read_1{SIGNATURE} {{
entry:
{word(1, "address")}{word(2, "first")}{word(6, "pattern")}{place(3, "goal")}
  %filled = add i64 %many, 7
  %bytes = lshr i64 %filled, 3
  %none = icmp eq i64 %address, 0
  br i1 %none, label %fill, label %found
fill:
  %byte = trunc i64 %pattern to i8
  %some = icmp sgt i64 %bytes, 0
  br i1 %some, label %put, label %done
put:
  %i = phi i64 [ 0, %fill ], [ %after, %put ]
  %there = getelementptr i8, ptr %goal, i64 %i
  store i8 %byte, ptr %there
  %after = add i64 %i, 1
  %more = icmp slt i64 %after, %bytes
  br i1 %more, label %put, label %done
found:
  %base = inttoptr i64 %address to ptr
  %bit = add i64 %first, %start
  %skipped = lshr i64 %bit, 3
  %source = getelementptr i8, ptr %base, i64 %skipped
  %wide_shift = and i64 %bit, 7
  %even = icmp eq i64 %wide_shift, 0
  br i1 %even, label %straight, label %shifted
straight:
  call void @copy(ptr %goal, ptr %source, i64 %bytes)
  br label %done
shifted:
  %shift = trunc i64 %wide_shift to i8
  %back = sub i8 8, %shift
  %reach = add i64 %wide_shift, %many
  %reach_up = add i64 %reach, 7
  %there_are = lshr i64 %reach_up, 3
  %last = sub i64 %there_are, 1
  %one = icmp sgt i64 %bytes, 0
  br i1 %one, label %each, label %done
each:
  %j = phi i64 [ 0, %shifted ], [ %following, %each ]
  %following = add i64 %j, 1
  %low_at = getelementptr i8, ptr %source, i64 %j
  %low_byte = load i8, ptr %low_at
  %low = lshr i8 %low_byte, %shift
  %inside = icmp sle i64 %following, %last
  %high_place = select i1 %inside, i64 %following, i64 %last
  %high_at = getelementptr i8, ptr %source, i64 %high_place
  %high_byte = load i8, ptr %high_at
  %high = shl i8 %high_byte, %back
  %joined = or i8 %low, %high
  %to = getelementptr i8, ptr %goal, i64 %j
  store i8 %joined, ptr %to
  %again = icmp slt i64 %following, %bytes
  br i1 %again, label %each, label %done
done:
  ret void
}}
"""
"""Words: 1 address of a bitmap (0: none), 2 its first bit, 3 place in the tile, 6 what every byte is where there is none."""

_WRITE = f"""
define void @write{SIGNATURE} {{
{word(1, "address")}{word(4, "width")}{place(3, "source")}
  %base = inttoptr i64 %address to ptr
  %first_bit = mul i64 %start, %width
  %skipped = lshr i64 %first_bit, 3
  %goal = getelementptr i8, ptr %base, i64 %skipped
  %bits = mul i64 %many, %width
  %up = add i64 %bits, 7
  %bytes = lshr i64 %up, 3
  call void @copy(ptr %goal, ptr %source, i64 %bytes)
  ret void
}}
"""
"""Words: 1 address, 3 place in the tile, 4 bits a row."""

_FILL = f"""
define void @fill{SIGNATURE} {{
entry:
{word(4, "width")}{word(6, "pattern")}{place(3, "goal")}
  %bits = mul i64 %many, %width
  %up = add i64 %bits, 63
  %words = lshr i64 %up, 6
  %any = icmp sgt i64 %words, 0
  br i1 %any, label %each, label %done
each:
  %i = phi i64 [ 0, %entry ], [ %next, %each ]
  %there = getelementptr i64, ptr %goal, i64 %i
  store i64 %pattern, ptr %there
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %words
  br i1 %more, label %each, label %done
done:
  ret void
}}
"""
"""Words: 3 place in the tile, 4 bits a row, 6 the pattern of 64 bits."""

_SETTLE = f"""
define void @settle{SIGNATURE} {{
entry:
{word(4, "low")}{word(5, "high")}{place(3, "goal")}
  %any = icmp sgt i64 %many, 0
  br i1 %any, label %each, label %done
each:
  %i = phi i64 [ 0, %entry ], [ %next, %each ]
  %there = getelementptr i64, ptr %goal, i64 %i
  %found = load i64, ptr %there
  %below = icmp slt i64 %found, %low
  %above = icmp sgt i64 %found, %high
  %outside = or i1 %below, %above
  %settled = select i1 %outside, i64 0, i64 %found
  store i64 %settled, ptr %there
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %many
  br i1 %more, label %each, label %done
done:
  ret void
}}
"""
"""Words: 3 place in the tile of 64-bit numbers, 4 and 5 their lowest and highest: one outside, of no rows or of too many, becomes 0."""

_RUN = f"""
define internal void @steps(ptr %program, i64 %count, ptr %tile, i64 %start, i64 %many) #0 {{
entry:
  %any = icmp sgt i64 %count, 0
  br i1 %any, label %each, label %done
each:
  %i = phi i64 [ 0, %entry ], [ %next, %each ]
  %word = mul i64 %i, {WORDS}
  %step = getelementptr i64, ptr %program, i64 %word
  %function = load ptr, ptr %step
  call void %function(ptr %step, ptr %tile, i64 %start, i64 %many)
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, %count
  br i1 %more, label %each, label %done
done:
  ret void
}}

define void @run(ptr %program, i64 %count, ptr %tile, i64 %size, i64 %first, i64 %end) #0 {{
entry:
  %any = icmp slt i64 %first, %end
  br i1 %any, label %each, label %done
each:
  %row = phi i64 [ %first, %entry ], [ %next, %each ]
  %next = add i64 %row, %size
  %left = sub i64 %end, %row
  %full = icmp slt i64 %size, %left
  %many = select i1 %full, i64 %size, i64 %left
  call void @steps(ptr %program, i64 %count, ptr %tile, i64 %row, i64 %many)
  %more = icmp slt i64 %next, %end
  br i1 %more, label %each, label %done
done:
  ret void
}}
"""

_FIXED = {"write": _WRITE, "fill": _FILL, "settle": _SETTLE}
