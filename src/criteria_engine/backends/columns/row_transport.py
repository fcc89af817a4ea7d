"""What brings units and their related rows together: numbers of units to their rows, and what rows come to back, in LLVM's assembly.

In a tile of rows `HEAD` bytes tell of the units: where their tile is, where the places of the rows' units are, and the first unit's place.
"""

from criteria_engine.backends.columns.steps import LANES, SIGNATURE, place, word

_ROWS = f"""
define internal i64 @first_from(ptr %units, i64 %count, i64 %unit) #0 {{
entry:
  br label %asked
asked:
  %low = phi i64 [ 0, %entry ], [ %new_low, %halve ]
  %high = phi i64 [ %count, %entry ], [ %new_high, %halve ]
  %open = icmp slt i64 %low, %high
  br i1 %open, label %halve, label %done
halve:
  %sum = add i64 %low, %high
  %middle = lshr i64 %sum, 1
  %there = getelementptr i64, ptr %units, i64 %middle
  %found = load i64, ptr %there
  %before = icmp slt i64 %found, %unit
  %above = add i64 %middle, 1
  %new_low = select i1 %before, i64 %above, i64 %low
  %new_high = select i1 %before, i64 %high, i64 %middle
  br label %asked
done:
  ret i64 %low
}}

define void @rows{SIGNATURE} {{
{word(1, "address")}{word(2, "rows")}{word(4, "program_address")}{word(5, "count")}{word(6, "size")}{place(3, "inner")}
  %units = inttoptr i64 %address to ptr
  %program = inttoptr i64 %program_address to ptr
  %behind = add i64 %start, %many
  %first = call i64 @first_from(ptr %units, i64 %rows, i64 %start)
  %end = call i64 @first_from(ptr %units, i64 %rows, i64 %behind)
  store ptr %tile, ptr %inner
  %at_units = getelementptr i64, ptr %inner, i64 1
  store ptr %units, ptr %at_units
  %at_start = getelementptr i64, ptr %inner, i64 2
  store i64 %start, ptr %at_start
  call void @run(ptr %program, i64 %count, ptr %inner, i64 %size, i64 %first, i64 %end)
  ret void
}}
"""
"""Words: 1 address of the places of the rows' units, ascending, 2 how many rows, 3 place of the tile of rows in the tile, 4 and 5 address and
length of the program for such tiles, 6 their rows."""

_ROWS_HEAD = """  %units_tile = load ptr, ptr %tile
  %at_units = getelementptr i64, ptr %tile, i64 1
  %all_units = load ptr, ptr %at_units
  %units = getelementptr i64, ptr %all_units, i64 %start
  %at_base = getelementptr i64, ptr %tile, i64 2
  %base = load i64, ptr %at_base
"""


def _over_rows(name: str, words: str, body: str) -> str:
    """A function that goes through the rows of a tile one by one; `%unit` is the place of the row's unit in its tile."""
    return f"""
define void @{name}{SIGNATURE} {{
entry:
{_ROWS_HEAD}{words}
  %any = icmp sgt i64 %many, 0
  br i1 %any, label %each, label %done
each:
  %row = phi i64 [ 0, %entry ], [ %next, %each ]
  %at_unit = getelementptr i64, ptr %units, i64 %row
  %of = load i64, ptr %at_unit
  %unit = sub i64 %of, %base
{body}
  %next = add i64 %row, 1
  %more = icmp slt i64 %next, %many
  br i1 %more, label %each, label %done
done:
  ret void
}}
"""


def _bit(flags: str, place: str, name: str) -> str:
    return f"""  %{name}_byte_at = lshr i64 {place}, 3
  %{name}_at = getelementptr i8, ptr {flags}, i64 %{name}_byte_at
  %{name}_byte = load i8, ptr %{name}_at
  %{name}_short = trunc i64 {place} to i8
  %{name}_shift = and i8 %{name}_short, 7
  %{name}_down = lshr i8 %{name}_byte, %{name}_shift
  %{name} = trunc i8 %{name}_down to i1
"""


def _set_bit(flags: str, place: str, bit: str, name: str) -> str:
    """Add a flag to those that are set."""
    return f"""  %{name}_byte_at = lshr i64 {place}, 3
  %{name}_at = getelementptr i8, ptr {flags}, i64 %{name}_byte_at
  %{name}_byte = load i8, ptr %{name}_at
  %{name}_short = trunc i64 {place} to i8
  %{name}_shift = and i8 %{name}_short, 7
  %{name}_one = zext i1 {bit} to i8
  %{name}_up = shl i8 %{name}_one, %{name}_shift
  %{name}_new = or i8 %{name}_byte, %{name}_up
  store i8 %{name}_new, ptr %{name}_at
"""


def _gather(width: int) -> str:
    """Words: 3 place in the tile of rows, 7 in the tile of units. The rest of the last block takes its last row's, so that it too is in bounds."""
    body = f"""  %from = getelementptr i{width}, ptr %source, i64 %unit
  %found = load i{width}, ptr %from
  %to = getelementptr i{width}, ptr %goal, i64 %row
  store i{width} %found, ptr %to
  %behind = add i64 %row, 1
  %is_last = icmp eq i64 %behind, %many
  br i1 %is_last, label %pad, label %go
pad:
  %p = phi i64 [ %behind, %each ], [ %q, %more_pad ]
  %edge = and i64 %p, {LANES - 1}
  %at_edge = icmp eq i64 %edge, 0
  br i1 %at_edge, label %go, label %more_pad
more_pad:
  %pad_to = getelementptr i{width}, ptr %goal, i64 %p
  store i{width} %found, ptr %pad_to
  %q = add i64 %p, 1
  br label %pad
go:
"""
    text = _over_rows(f"gather_{width}", place(3, "goal") + place(7, "source", "%units_tile"), body)
    return text.replace("[ %next, %each ]", "[ %next, %go ]")


_GATHER_BITS = _over_rows(
    "gather_1",
    place(3, "goal") + place(7, "source", "%units_tile"),
    _bit("%source", "%unit", "found")
    + """  %first_of_byte = and i64 %row, 7
  %fresh = icmp eq i64 %first_of_byte, 0
  %fresh_byte = lshr i64 %row, 3
  %fresh_at = getelementptr i8, ptr %goal, i64 %fresh_byte
  %was = load i8, ptr %fresh_at
  %kept = select i1 %fresh, i8 0, i8 %was
  store i8 %kept, ptr %fresh_at
"""
    + _set_bit("%goal", "%row", "%found", "set"),
)
"""Words as of the other gathers."""


def _fold(way: str) -> str:
    """Words: 3 place of the flags in the tile of rows, 7 of the numbers there, 8 of what they come to in the tile of units. All have 64 bits."""
    number = "  %number = add i64 0, 1\n"
    if way != "count":
        number = "  %at_number = getelementptr i64, ptr %numbers, i64 %row\n  %number = load i64, ptr %at_number\n"
    if way in ("count", "sum"):
        body = "  %part = select i1 %flag, i64 %number, i64 0\n  %new = add i64 %old, %part\n"
    else:
        body = f"""  %better = icmp {"slt" if way == "least" else "sgt"} i64 %number, %old
  %taken = and i1 %better, %flag
  %new = select i1 %taken, i64 %number, i64 %old
"""
    words = place(3, "flags") + place(7, "numbers") + place(8, "totals", "%units_tile")
    lines = f"""{_bit("%flags", "%row", "flag")}{number}  %at_total = getelementptr i64, ptr %totals, i64 %unit
  %old = load i64, ptr %at_total
{body}  store i64 %new, ptr %at_total
"""
    return _over_rows(way, words, lines)


_SPREAD = _over_rows(
    "spread",
    place(3, "flags") + place(8, "goal", "%units_tile"),
    _bit("%flags", "%row", "flag") + _set_bit("%goal", "%unit", "%flag", "set"),
)
"""Words: 3 place of flags in the tile of rows, 8 of flags of units that are to have those of their rows too."""


def row_carrier(name: str) -> str:
    """The definition of a function that a step of related rows may name."""
    kind, _, width = name.partition("_")
    if kind == "gather":
        return _GATHER_BITS if width == "1" else _gather(int(width))
    return {"rows": _ROWS, "spread": _SPREAD}[name] if name in ("rows", "spread") else _fold(name)
