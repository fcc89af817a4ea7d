"""Each instruction of a plan becomes a Python expression; those that are used once stand inside the one that uses them."""

from collections.abc import Callable
from typing import Any

from criteria_engine.lowering import plan as p

Text = Callable[[p.Register], str]
"""The text of an operand."""

DEEPEST = 16
"""Expressions nest no deeper; what is deeper becomes a line of its own."""


def _joined(word: str) -> Callable[[Any, Text], str]:
    return lambda step, of: f"({f' {word} '.join(of(item) for item in step.items)})"


def _infix(sign: str) -> Callable[[Any, Text], str]:
    return lambda step, of: f"({of(step.left)} {sign} {of(step.right)})"


def _least(sign: str) -> Callable[[Any, Text], str]:
    return lambda step, of: f"{'min' if sign == '<' else 'max'}({of(step.left)}, {of(step.right)})"


RENDERED: dict[type, Callable[[Any, Text], str]] = {
    p.Value: lambda step, of: f"x{step.input}",
    p.Known: lambda step, of: f"k{step.input}",
    p.Absent: lambda step, of: f"a{step.input}",
    p.Constant: lambda step, of: repr(step.value),
    p.Add: _infix("+"),
    p.Subtract: _infix("-"),
    p.Multiply: _infix("*"),
    p.Divide: _infix("//"),
    p.Least: _least("<"),
    p.Greatest: _least(">"),
    p.Compare: lambda step, of: f"({of(step.left)} {'==' if step.symbol == '=' else step.symbol} {of(step.right)})",
    p.And: _joined("and"),
    p.Or: _joined("or"),
    p.Not: lambda step, of: f"(not {of(step.item)})",
    p.Choose: lambda step, of: f"({of(step.then)} if {of(step.condition)} else {of(step.otherwise)})",
    p.Count: _joined("+"),
    p.AddMonths: lambda step, of: f"add_months({of(step.day)}, {of(step.months)})",
    p.MonthsBetween: lambda step, of: f"months_between({of(step.start)}, {of(step.end)})",
}
"""How each instruction is written; a test holds this to the whole of `plan.INSTRUCTIONS`."""

_PLAIN = (p.Value, p.Known, p.Absent, p.Constant)
"""What is written again wherever it is used."""


def lines_and_texts(plan: p.Plan, wanted: tuple[p.Register, ...]) -> tuple[list[str], dict[p.Register, str]]:
    """The assignments that the wanted registers need, one after the other, and the text of each wanted register."""
    uses, live = _uses(plan, wanted)
    texts: dict[p.Register, str] = {}
    depths: dict[p.Register, int] = {}
    lines: list[str] = []
    for register, step in enumerate(plan.instructions):
        if not live[register]:
            continue
        operands = p.operands(step)
        text = RENDERED[type(step)](step, texts.__getitem__)
        depth = 1 + max((depths[operand] for operand in operands), default=0)
        if not isinstance(step, _PLAIN) and (uses[register] > 1 or depth > DEEPEST):
            lines.append(f"r{register} = {_bare(text)}")
            text, depth = f"r{register}", 0
        texts[register], depths[register] = text, depth
    return lines, {register: texts[register] for register in wanted}


def _bare(text: str) -> str:
    """A text without the brackets that stand around the whole of it."""
    if not text.startswith("(") or not text.endswith(")") or "'" in text or '"' in text:
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]


def _uses(plan: p.Plan, wanted: tuple[p.Register, ...]) -> tuple[list[int], list[bool]]:
    """How often each register is used, and which are needed at all."""
    uses = [0] * len(plan.instructions)
    live = [False] * len(plan.instructions)
    for register in wanted:
        uses[register] += 1
        live[register] = True
    for register in range(len(plan.instructions) - 1, -1, -1):
        if live[register]:
            for operand in p.operands(plan.instructions[register]):
                uses[operand] += 1
                live[operand] = True
    return uses, live
