"""Numbers of more than 64 bits: no processor has vectors of them, so functions go through a block lane by lane, in memory.

Rules that compare shares of shares come to such numbers in a few places. Written out for every lane each of them would be hundreds of
instructions; as a call it is one.
"""

from collections.abc import Callable

from criteria_engine.backends.columns.steps import LANES

BASE = 64
"""The width of the numbers that these are made from, and become again."""

_OPERATIONS = {"add": "add", "sub": "sub", "mul": "mul"}
_ORDERS = ("eq", "slt", "sle", "sgt")


def wide_function(name: str) -> str:
    """The definition of a function by its name: what it does, and the widths.

    `add_128` and the like fill an array from two others; `divide_256` is rounded down; `slt_128` gives a flag for each lane,
    `unfit_128` where a number needs more than 64 bits; `choose_128` takes such flags; `resize_64_128` is of numbers in another
    width; `constant_128` fills an array with a number.
    """
    kind, *numbers = name.split("_")
    widths = [int(number) for number in numbers]
    if kind in _OPERATIONS:
        return _filling(name, widths[0], _two(widths[0], _OPERATIONS[kind]))
    if kind in _ORDERS:
        return _comparing(name, kind, widths[0])
    return _SPECIAL[kind](name, *widths)


def _loop(head: str, before: str, body: str, last: str, carried: str = "") -> str:
    return f"""
{head} #0 {{
entry:
{before}  br label %each
each:
  %i = phi i64 [ 0, %entry ], [ %next, %each ]
{carried}{body}
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, {LANES}
  br i1 %more, label %each, label %done
done:
  {last}
}}
"""


def _load(name: str, array: str, width: int) -> str:
    return f"""  %{name}_at = getelementptr i{width}, ptr %{array}, i64 %i
  %{name} = load i{width}, ptr %{name}_at, align 8
"""


def _store(name: str, width: int) -> str:
    return f"""  %to_at = getelementptr i{width}, ptr %to, i64 %i
  store i{width} %{name}, ptr %to_at, align 8
"""


def _two(width: int, operation: str) -> str:
    return f"{_load('a', 'left', width)}{_load('b', 'right', width)}  %found = {operation} i{width} %a, %b\n"


def _filling(name: str, width: int, body: str) -> str:
    return _loop(f"define internal void @{name}(ptr %to, ptr %left, ptr %right)", "", body + _store("found", width), "ret void")


def _divide(name: str, width: int) -> str:
    body = f"""{_two(width, "sdiv").replace("%found", "%quotient")}  %back = mul i{width} %quotient, %b
  %rest = sub i{width} %a, %back
  %below = icmp slt i{width} %rest, 0
  %less = sext i1 %below to i{width}
  %found = add i{width} %quotient, %less
"""
    return _filling(name, width, body)


_SET = f"""  %bit = zext i1 %found to i{LANES}
  %place = trunc i64 %i to i{LANES}
  %set = shl i{LANES} %bit, %place
  %flags_new = or i{LANES} %flags, %set"""


def _flags(head: str, body: str) -> str:
    flags = f"  %flags = phi i{LANES} [ 0, %entry ], [ %flags_new, %each ]\n"
    return _loop(head, "", body, f"ret i{LANES} %flags_new", flags)


def _comparing(name: str, order: str, width: int) -> str:
    return _flags(f"define internal i{LANES} @{name}(ptr %left, ptr %right)", _two(width, f"icmp {order}") + _SET)


def _choose(name: str, width: int) -> str:
    body = f"""{_load("a", "left", width)}{_load("b", "right", width)}  %place = trunc i64 %i to i{LANES}
  %shifted = lshr i{LANES} %flags, %place
  %flag = trunc i{LANES} %shifted to i1
  %found = select i1 %flag, i{width} %a, i{width} %b
"""
    return _loop(f"define internal void @{name}(ptr %to, i{LANES} %flags, ptr %left, ptr %right)", "", body + _store("found", width), "ret void")


def _resize(name: str, old: int, new: int) -> str:
    body = f"{_load('a', 'left', old)}  %found = {'sext' if new > old else 'trunc'} i{old} %a to i{new}\n"
    return _loop(f"define internal void @{name}(ptr %to, ptr %left)", "", body + _store("found", new), "ret void")


def _unfit(name: str, width: int) -> str:
    """In which lanes a number needs more than 64 bits."""
    body = f"""{_load("a", "left", width)}  %cut = trunc i{width} %a to i{BASE}
  %again = sext i{BASE} %cut to i{width}
  %found = icmp ne i{width} %again, %a
{_SET}"""
    return _flags(f"define internal i{LANES} @{name}(ptr %left)", body)


def _constant(name: str, width: int) -> str:
    return _loop(f"define internal void @{name}(ptr %to, i{width} %number)", "", _store("number", width), "ret void")


_SPECIAL: dict[str, Callable[..., str]] = {"divide": _divide, "choose": _choose, "unfit": _unfit, "resize": _resize, "constant": _constant}
