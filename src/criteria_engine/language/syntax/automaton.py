"""The parser's table read as an automaton: which token may stand where, found without building anything.

Stacks are linked and never change, so that a place in the text can be gone back to, or tried with other tokens, for nothing.
"""

from collections.abc import Iterable
from typing import Any

from attrs import define, frozen
from lark import Lark
from lark.parsers.lalr_analysis import Shift

END = "$END"


@frozen(eq=False)
class Stack:
    """A state over those below it; `first` is the number of the token with which what it stands for begins."""

    state: int
    first: int
    below: "Stack | None"


@define
class Automaton:
    """The states of a parser; `steps` counts what was asked of it, so that a search can end in time."""

    states: Any
    start: Stack
    end_state: int
    steps: int = 0

    def step(self, stack: Stack, kind: str, number: int) -> Stack | None:
        """The stack behind a token of this kind, the token having this number; None where it cannot stand."""
        while True:
            self.steps += 1
            found = self.states[stack.state].get(kind)
            if found is None:
                return None
            action, argument = found
            if action is Shift:
                return Stack(argument, number, stack)
            first, base = number, stack
            for _ in argument.expansion:
                first = base.first
                assert base.below is not None
                base = base.below
            target = self.states[base.state][argument.origin.name][1]
            stack = Stack(target, first, base)
            if kind == END and target == self.end_state:
                return stack

    def reach(self, stack: Stack, kinds: Iterable[str]) -> tuple[int, Stack]:
        """How many of these tokens can stand one after the other, and the stack behind them."""
        count = 0
        for kind in kinds:
            found = self.step(stack, kind, 0)
            if found is None:
                break
            stack, count = found, count + 1
        return count, stack

    def foreseen(self, stack: Stack) -> tuple[str, ...]:
        """The kinds of token that the state alone allows, sorted: a few too many, for nothing."""
        return tuple(sorted(kind for kind in self.states[stack.state] if kind.isupper() and kind != END))

    def accepted(self, stack: Stack) -> tuple[str, ...]:
        """The kinds of token that can stand here, sorted."""
        return tuple(sorted(kind for kind in self.states[stack.state] if kind.isupper() and kind != END and self.step(stack, kind, 0) is not None))


def automaton_of(parser: Lark) -> Automaton:
    """The automaton of a LALR parser that begins at `start`."""
    table: Any = parser.parse_interactive().parser_state.parse_conf.parse_table
    return Automaton(table.states, Stack(table.start_states["start"], 0, None), table.end_states["start"])
