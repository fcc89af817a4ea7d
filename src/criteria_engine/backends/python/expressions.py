"""Each instruction of a plan becomes a Python expression; those that are used once stand inside the one that uses them."""

from collections.abc import Callable
from typing import Any

from attrs import define, field

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
    """A choice costs half of what calling `min` does; both operands are names or constants, see `_uses`."""
    return lambda step, of: f"({of(step.left)} if {of(step.left)} {sign} {of(step.right)} else {of(step.right)})"


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
    p.Given: lambda step, of: f"(tables.get({step.table!r}) is not None)",
    p.Outer: lambda step, of: f"o{step.place}",
    p.Aggregate: lambda step, of: ", ".join([f"tables.get({step.rows.table!r})", *map(of, step.rows.outer)]),
}
"""How each instruction is written; of an aggregate, what its function is called with. A test holds this to the whole of
`plan.INSTRUCTIONS`."""

_PLAIN = (p.Value, p.Known, p.Absent, p.Constant, p.Outer)
"""What is written again wherever it is used."""


@define(eq=False)
class Writer:
    """The lines of a function in the making: what a line needs is assigned before it, and not sooner."""

    instructions: tuple[p.Instruction, ...]
    wanted: tuple[p.Register, ...]
    row_function: Callable[[p.Aggregate], str]
    waiting: dict[int, list[str]]
    """For each input the lines that make its value a number, written where it is first needed."""
    lines: list[str] = field(factory=list)
    _texts: dict[p.Register, str] = field(factory=dict)
    _depths: dict[p.Register, int] = field(factory=dict)
    _settled: dict[p.Register, bool] = field(factory=dict)
    _uses: list[int] = field(init=False)
    _opposites: dict[p.Instruction, p.Register] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._uses = _uses(self.instructions, self.wanted)
        self._opposites = {step: register for register, step in enumerate(self.instructions) if isinstance(step, (p.Not, p.Compare))}

    def text(self, register: p.Register) -> str:
        """The text of a register, after the assignments that it needs."""
        for needed in self._needed(register):
            step = self._now(needed)
            text = RENDERED[type(step)](step, self._texts.__getitem__)
            if isinstance(step, (p.Value, p.Known, p.Absent)):
                self.lines += self.waiting.pop(step.input, ())
            if isinstance(step, p.Aggregate):
                self.lines += [f"r{needed} = {self.row_function(step)}({text})", f"if r{needed} is None: return None"]
                self._texts[needed], self._depths[needed] = f"r{needed}", 0
                continue
            depth = 1 + max((self._depths[operand] for operand in p.operands(step)), default=0)
            if not isinstance(step, _PLAIN) and (self._uses[needed] > 1 or depth > DEEPEST):
                self.lines.append(f"r{needed} = {_bare(text)}")
                text, depth = f"r{needed}", 0
            self._texts[needed], self._depths[needed] = text, depth
        return self._texts[register]

    def _needed(self, register: p.Register) -> list[p.Register]:
        """What has no text yet and is needed for a register, each after its operands."""
        found: set[p.Register] = set()
        waiting = [register]
        while waiting:
            one = waiting.pop()
            if one not in found and one not in self._texts:
                found.add(one)
                waiting.extend(p.operands(self._now(one)))
        return sorted(found)

    def _now(self, register: p.Register) -> p.Instruction:
        """The instruction of a register, shorter where what it asks is settled by the conditions on which the function has returned."""
        step, settled = self.instructions[register], self._settled
        if not settled:
            return step
        while isinstance(step, p.Choose) and isinstance(asked := self._now(step.condition), p.Constant):
            chosen = step.then if asked.value else step.otherwise
            if isinstance(self.instructions[chosen], p.Aggregate):
                return step
            register, step = chosen, self.instructions[chosen]
        if register in settled:
            return p.Constant(settled[register])
        if isinstance(step, (p.And, p.Or)):
            strong = isinstance(step, p.Or)
            if any(settled.get(item) is strong for item in step.items):
                return p.Constant(strong)
            left = tuple([item for item in step.items if item not in settled])
            return type(step)(left) if left else p.Constant(not strong)
        if isinstance(step, p.Not) and isinstance(asked := self._now(step.item), p.Constant):
            return p.Constant(not asked.value)
        return step

    def _settle(self, register: p.Register, value: bool) -> None:
        """Note that from here on a flag is known, with all that follows from it."""
        self._settled[register] = value
        step = self.instructions[register]
        opposite: p.Instruction = p.Not(register)
        if isinstance(step, p.Not):
            self._settled[step.item] = not value
        elif isinstance(step, p.Compare) and step.symbol != "=":
            opposite = p.Compare("<=" if step.symbol == "<" else "<", step.right, step.left)
        elif isinstance(step, p.Or if not value else p.And):
            for item in step.items:
                self._settle(item, value)
        if opposite in self._opposites:
            self._settled[self._opposites[opposite]] = not value

    def give_back(self, register: p.Register) -> None:
        """Return a number as soon as it is settled: conditions one after the other, each with what it needs just before it."""
        steps = self.instructions
        step = steps[register]
        while isinstance(step, p.Choose) and self._uses[register] == 1:
            asked, then, otherwise = steps[step.condition], step.then, step.otherwise
            once = self._uses[step.condition] == 1
            if isinstance(asked, p.And) and once and isinstance(steps[otherwise], p.Constant):
                for item in asked.items:
                    self.lines.append(f"if not {self.text(item)}: return {self.text(otherwise)}")
                    self._settle(item, True)
                register = then
            elif isinstance(steps[then], p.Constant):
                items = asked.items if isinstance(asked, p.Or) and once else (step.condition,)
                for item in items:
                    self.lines.append(f"if {_bare(self.text(item))}: return {self.text(then)}")
                    self._settle(item, False)
                register = otherwise
            else:
                break
            step = steps[register]
        self.lines.append(f"return {_bare(self.text(register))}")


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


def _uses(instructions: tuple[p.Instruction, ...], wanted: tuple[p.Register, ...]) -> list[int]:
    """How often each register is used: what an operand of `Least` and `Greatest` is, is written twice there."""
    uses = [0] * len(instructions)
    for register in wanted:
        uses[register] += 1
    for register in range(len(instructions) - 1, -1, -1):
        if uses[register]:
            twice = isinstance(instructions[register], (p.Least, p.Greatest))
            for operand in p.operands(instructions[register]):
                uses[operand] += 1 + twice
    return uses
