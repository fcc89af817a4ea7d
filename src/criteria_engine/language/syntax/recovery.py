"""Tokens that the grammar does not take become tokens that it does, with a fault for every place where they broke off.

A small repair is tried first, and made where the text then goes on to the next line; otherwise what is half read is left
out, to the next line that fits what stays open. Nothing is built here, so that a place can be tried in many ways.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import define, field
from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import ForeignSign, HeaderMissing, UnexpectedEnd, UnexpectedWord
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.automaton import END, Automaton, Stack
from criteria_engine.language.syntax.keywords import keyword_names, keywords
from criteria_engine.language.syntax.repairs import FILLERS, NAMELESS, Break, Repair, opens_line, small_repairs, sure_repairs, token_like
from criteria_engine.language.syntax.tokens import token_span
from criteria_engine.language.syntax.ways_of_elsewhere import ways_of_elsewhere
from criteria_engine.source import Span

MOST_STEPS = 1_000_000
"""Questions that the search for repairs may ask of the automaton in one file: after about a second, mistakes are skipped
over without a search."""

LISTS_OF_LINES = frozenset(("KW_FACTS", "KW_TABLE"))
"""Sections of which each line says something of its own."""

_NAMES = frozenset(("NAME", "QUOTED_NAME", "UNIT_WORD"))
_HEADER = (("KW_RULESET", "ruleset"), ("NAME", NAMELESS), ("STRING", f'"{NAMELESS}"'))


@define
class Recovered:
    """Tokens that can be parsed, the faults, the names that stood in what was left out, and the lines of which what was
    kept is not all that the author wrote."""

    tokens: list[Token] = field(factory=list)
    faults: list[Fault] = field(factory=list)
    lost_names: set[str] = field(factory=set)
    spoilt_lines: set[int] = field(factory=set)
    lost_sections: set[str] = field(factory=set)


def recovered(automaton: Automaton, tokens: Sequence[Token], file: str, damaged: frozenset[int]) -> Recovered:
    """What can be kept of a file's tokens. On `damaged` lines a fault was found before, and a second one follows from it."""
    return _Recovery(automaton, tokens, file, damaged).run()


@define
class _Recovery:
    automaton: Automaton
    tokens: Sequence[Token]
    file: str
    damaged: frozenset[int]
    result: Recovered = field(factory=Recovered)
    before: list[Stack] = field(factory=list)
    names: set[str] = field(factory=set)
    """Keywords that stand as names."""
    phrases: dict[tuple[str, ...], str] = field(factory=dict)
    """Words that stand as one name, with that name."""
    openers: frozenset[str] = frozenset(f"KW_{word.name}" for word in keywords().values() if word.opens)
    sections: frozenset[str] = frozenset(f"KW_{word.name}" for word in keywords().values() if word.opens == "section")
    line: int = 0
    """The line of the last fault: a second one on it follows from the first."""

    def run(self) -> Recovered:
        stack, position = self._header()
        while True:
            token = self.tokens[position] if position < len(self.tokens) else None
            found = self.automaton.step(stack, token.type if token is not None else END, len(self.before))
            if found is None:
                stack, position = self._mended(stack, position)
            elif token is None:
                return self.result
            else:
                stack, position = self._kept(stack, found, token), position + 1

    def _kept(self, stack: Stack, found: Stack, token: Token) -> Stack:
        self.before.append(stack)
        self.result.tokens.append(token)
        return found

    def _header(self) -> tuple[Stack, int]:
        """The place from which to read: a file that does not begin with a header gets an empty one."""
        start = self.automaton.start
        if self.tokens and self.tokens[0].type == "KW_RULESET":
            return start, 0
        if self.tokens:
            at = self._break(start, 0)
            for repair in chain(ways_of_elsewhere(at), sure_repairs(at, self._tongue())):
                if repair.tokens[0].type == "KW_RULESET" and at.reach(repair)[0]:
                    return self._made(repair, start, 0)
        span = token_span(self.tokens[0], self.file) if self.tokens else Span(self.file, 1, 1, 1, 1)
        self._report(HeaderMissing(span), span.line)
        position = self._next_line_with(0, self.sections)
        if position < len(self.tokens) and self.tokens[position].type == "KW_RULESET":
            return start, position
        return self._with_empty_header(), position

    def _with_empty_header(self) -> Stack:
        self.before.clear()
        self.result.tokens.clear()
        stack = self.automaton.start
        for kind, text in _HEADER:
            found = self.automaton.step(stack, kind, len(self.before))
            assert found is not None
            stack = self._kept(stack, found, Token(kind, text, 0, 1, 1, 1, 1, 0))
        return stack

    def _tongue(self) -> str:
        """The tongue of most keywords so far, or of the first ones."""
        words = [token for token in [*self.result.tokens[-40:], *self.tokens[:40]] if token.type.startswith("KW_")]
        vietnamese = sum(not token.isascii() for token in words)
        return "vi" if vietnamese * 2 > len(words) else "en"

    def _break(self, stack: Stack, position: int) -> Break:
        expected = self.automaton.accepted(stack) if self.automaton.steps < MOST_STEPS else self.automaton.foreseen(stack)
        return Break(self.automaton, self.tokens, position, self.result.tokens, self.before, stack, self.file, expected)

    def _report(self, fault: Fault, line: int) -> None:
        if line not in self.damaged and line != self.line:
            self.result.faults.append(fault)
        self.line = line

    # Repairs

    def _mended(self, stack: Stack, position: int) -> tuple[Stack, int]:
        at = self._break(stack, position)
        if self.automaton.steps < MOST_STEPS:
            for repair in self._repairs(at):
                return self._made(repair, stack, position)
        return self._skipped(at)

    def _repairs(self, at: Break) -> Iterator[Repair]:
        """The repairs that fit, the best first."""
        known = [repair for repair in self._known_names(at) if at.reach(repair)[1] >= 1 or at.reach(repair)[0]]
        yield from known
        sure = [(repair, *at.reach(repair)) for repair in chain(ways_of_elsewhere(at), sure_repairs(at, self._tongue()))]
        yield from (repair for repair, fits, _ in sure if fits and repair.sure)
        if not self._is_clause(at):
            yield from (repair for repair, fits, _ in sure if fits)
            yield from (repair for repair in small_repairs(at) if at.reach(repair)[0])
        yield from (repair for repair, _, count in sure if repair.sure and count >= 2)

    def _is_clause(self, at: Break) -> bool:
        """Whether a keyword that opens a clause stands at the beginning of a line, where it is likely meant as that."""
        token = at.token
        return (
            token is not None
            and token.type in self.openers
            and opens_line(at.tokens, at.position)
            and not any(kind in at.expected for kind in ("RPAR", *FILLERS))
        )

    def _known_names(self, at: Break) -> Iterator[Repair]:
        """A keyword that was taken for a name before is one again, without a word."""
        for back in (0, 1):
            token = at.token if not back else (at.kept[-1] if at.kept else None)
            if token is not None and token.type.startswith("KW_") and str(token) in self.names:
                yield Repair(back, (token.update(type="NAME"),), at.position + 1 - back, None)
        last = at.kept[-1] if at.kept else None
        for words, name in self.phrases.items():
            end = at.position + len(words) - 1
            if last is not None and words == (str(last), *map(str, self.tokens[at.position : end])):
                yield Repair(1, (token_like("NAME", name, last, self.tokens[end - 1]),), end, None)

    def _made(self, repair: Repair, stack: Stack, position: int) -> tuple[Stack, int]:
        if repair.back:
            stack = self.before[-repair.back]
            del self.before[-repair.back :], self.result.tokens[-repair.back :]
        for token in repair.tokens:
            found = self.automaton.step(stack, token.type, len(self.before))
            assert found is not None
            stack = self._kept(stack, found, token)
            if token.type == "NAME":
                self.result.lost_names.add(NAMELESS)
                if str(token) in keyword_names():
                    self.names.add(str(token))
                    self.result.lost_names.add(str(token))
        if isinstance(repair.fault, ForeignSign) and repair.tokens[0].type == "NAME":
            words = tuple(re.findall(r"\w[\w.]*|-", repair.fault.found))
            self.phrases[words] = repair.fault.meant
            self.result.lost_names.update(words)
        if repair.fault is not None:
            place = repair.fault.place
            assert isinstance(place, Span)
            self._report(repair.fault, place.line)
            if repair.guessed:
                self._spoil(len(self.before) - 1, position)
        return stack, repair.onward

    # Leaving out

    def _skipped(self, at: Break) -> tuple[Stack, int]:
        """Leave out what is half read, and what follows to the next line that fits what stays open."""
        self._tell(at)
        position = at.position
        if position < len(self.tokens) and not opens_line(self.tokens, position):
            position = self._next_line(position)
        while True:
            found = self._fitting(at, position)
            if found is not None:
                stack, count = found
                self._leave_out(count, at.position, position)
                return stack, position
            if position >= len(self.tokens) or (self.tokens[position].type in self.sections and self.tokens[position].type != "KW_RULESET"):
                self._leave_out(0, at.position, position)
                return self._with_empty_header(), position
            position = self._next_line(position)

    def _tell(self, at: Break) -> None:
        token = at.token
        if token is not None:
            self._report(UnexpectedWord(token_span(token, self.file), str(token), at.told), token.line or 1)
            return
        last = token_span(self.tokens[-1], self.file) if self.tokens else Span(self.file, 1, 1, 1, 1)
        self._report(UnexpectedEnd(Span(self.file, last.end_line, last.end_column, last.end_line, last.end_column), at.told), last.end_line)

    def _fitting(self, at: Break, position: int) -> tuple[Stack, int] | None:
        """The stack, as little as possible below the present one, that takes the whole line at a position, or at least the
        keyword that opens it; with the number of tokens that it stands for."""
        kinds = self._line_kinds(position)
        opens = kinds[0] in self.openers or kinds[0] == END
        stack, count = at.stack, len(self.before)
        while stack.below is not None:
            if stack is not at.stack or position > at.position:
                fitting, _ = self.automaton.reach(stack, kinds)
                if (fitting == len(kinds) and self._whole_lines(at, count)) or (opens and fitting):
                    return stack, count
            stack, count = stack.below, stack.first
        return None

    def _whole_lines(self, at: Break, count: int) -> bool:
        """Whether the first `count` kept tokens end with a line, so that the next line does not go on with half of one."""
        return opens_line(self.tokens, at.position) if count == len(self.before) else opens_line(self.result.tokens, count)

    def _line_kinds(self, position: int) -> list[str]:
        if position >= len(self.tokens):
            return [END]
        return [token.type for token in self.tokens[position : self._next_line(position)]]

    def _next_line(self, position: int) -> int:
        position += 1
        while position < len(self.tokens) and not opens_line(self.tokens, position):
            position += 1
        return position

    def _next_line_with(self, position: int, kinds: frozenset[str]) -> int:
        while position < len(self.tokens) and not (opens_line(self.tokens, position) and self.tokens[position].type in kinds):
            self._lose(self.tokens[position])
            position += 1
        return position

    def _leave_out(self, count: int, broken: int, position: int) -> None:
        """Keep the first `count` tokens; lose the others, and those that were not read to a position."""
        self._spoil(count, broken)
        for token in [*self.result.tokens[count:], *self.tokens[broken:position]]:
            self._lose(token)
        for token in self.tokens[broken:position]:
            self.result.spoilt_lines.update(range(token.line or 1, (token.end_line or 1) + 1))
        del self.before[count:], self.result.tokens[count:]

    def _lose(self, token: Token) -> None:
        if token.type in _NAMES:
            self.result.lost_names.add(str(token).strip("`"))
        elif token.type in self.sections:
            self.result.lost_sections.add(token.type.removeprefix("KW_"))

    def _spoil(self, count: int, broken: int) -> None:
        """Mark the lines from the clause in which kept token `count` stands to the break."""
        kept = self.result.tokens
        begun = min(count, len(kept) - 1)
        while begun > 0 and not opens_line(kept, begun):
            begun -= 1
        start = begun
        while start > 0 and not (opens_line(kept, start) and kept[start].type in self.openers):
            start -= 1
        if kept and kept[start].type in LISTS_OF_LINES:
            start = begun
        first = self.result.tokens[start].line or 1 if self.result.tokens else 1
        last = self.tokens[min(broken, len(self.tokens) - 1)].line or 1
        self.result.spoilt_lines.update(range(first, last + 1))
