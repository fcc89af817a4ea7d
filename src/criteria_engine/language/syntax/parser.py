"""Tokens become a rule file's tree; a mistake is reported, skipped to the next clause, and the rest is kept.

The LALR tables are built once and kept in the user's cache folder, named by the grammar's digest; where that folder
cannot be used they are built in memory.
"""

import hashlib
import os
import pickle
import tempfile
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import lark
from attrs import frozen
from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_interactive_parser import InteractiveParser

from criteria_engine.diagnostics.catalogue.syntax import FileTooLarge, HeaderMissing, NestedTooDeep, UnexpectedEnd, UnexpectedWord
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.declaration_builder import DeclarationBuilder
from criteria_engine.language.syntax.grammar_files import grammar_folder
from criteria_engine.language.syntax.keywords import keyword_pattern, keywords
from criteria_engine.language.syntax.tokens import Relabelling, Tokens, relabelled, token_span
from criteria_engine.language.syntax.trivia import NO_TRIVIA, Trivia, trivia_of
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.source import Source, Span

LARGEST_FILE = 2_000_000
"""Bytes of UTF-8 that a rule file may have."""

DEEPEST_NESTING = 100
"""Brackets, `not`s and signs that may be open at once."""

_LOCK = Lock()


@frozen
class Parsed:
    """The tree of what could be read, the faults, the names that stood in what could not, and comments and blank lines."""

    tree: RuleFile | None
    faults: tuple[Fault, ...]
    lost_names: frozenset[str]
    trivia: Trivia = NO_TRIVIA


def grammar_text() -> str:
    """The grammar with its keyword terminals filled in from the table."""
    declared = " ".join(f"KW_{name}" for name in keywords())
    pattern = keyword_pattern().replace("/", r"\/")
    return f"{(grammar_folder() / 'criteria.lark').read_text(encoding='utf-8')}\nKEYWORD.4: /{pattern}/\n%declare {declared}\n"


def _cache_file(grammar: str) -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "criteria_engine"
    digest = hashlib.sha256(f"{lark.__version__}\n{grammar}".encode()).hexdigest()[:20]
    return folder / f"tables-{digest}.bin"


def _build(grammar: str, builder: DeclarationBuilder) -> Lark:
    return Lark(grammar, parser="lalr", lexer="basic", postlex=Relabelling(), transformer=builder, maybe_placeholders=False)


@cache
def _parser() -> tuple[Lark, DeclarationBuilder]:
    """The one parser of this process with its builder; used under the lock."""
    builder = DeclarationBuilder()
    grammar = grammar_text()
    try:
        path = _cache_file(grammar)
        if path.is_file() and path.stat().st_uid == os.getuid():
            with path.open("rb") as stored:
                return Lark("start: X\nX: /x/", parser="lalr")._load(stored, transformer=builder, postlex=Relabelling()), builder
    except (OSError, RuntimeError, AttributeError, ValueError, KeyError, EOFError, TypeError, pickle.UnpicklingError):
        pass
    parser = _build(grammar, builder)
    _store(parser, grammar)
    return parser, builder


def _store(parser: Lark, grammar: str) -> None:
    """Write the tables beside no half-written file; a folder that cannot be written to only costs time."""
    try:
        path = _cache_file(grammar)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            parser.save(draft)
        Path(draft.name).replace(path)
    except (OSError, RuntimeError):
        pass


def parse(source: Source) -> Parsed:
    """The tree of a rule file with every fault of syntax; never raises for what the text holds."""
    size = len(source.text.encode())
    if size > LARGEST_FILE:
        return Parsed(None, (FileTooLarge(Span(source.name, 1, 1, 1, 1), size, LARGEST_FILE),), frozenset())
    with _LOCK:
        parser, builder = _parser()
        builder.file, builder.faults = source.name, []
        found = relabelled(parser.lex(source.text), source.name)
        too_deep = _nesting_fault(found.tokens, source.name)
        if too_deep:
            return Parsed(None, (*found.faults, too_deep), frozenset())
        run = _Run(parser, found.tokens, source.name)
        tree = run.parse()
        faults = (*found.faults, *run.faults, *builder.faults)
    return Parsed(tree, faults, frozenset(run.lost_names), trivia_of(source, found.tokens))


def tokens_of(source: Source) -> Tokens:
    """The tokens of a rule file as the parser takes them, with the faults found on the way."""
    with _LOCK:
        return relabelled(_parser()[0].lex(source.text), source.name)


def parse_table() -> Any:
    """Lark's table of the grammar, for readers that build something else than the tree."""
    with _LOCK:
        return _parser()[0].parse_interactive().parser_state.parse_conf.parse_table


def _nesting_fault(tokens: list[Token], file: str) -> Fault | None:
    """A fault where brackets and prefixes pile up beyond what evaluation may recurse into."""
    brackets = prefixes = 0
    for token in tokens:
        brackets += (token.type == "LPAR") - (token.type == "RPAR")
        prefixes = prefixes + 1 if token.type in ("KW_NOT", "SIGN") else 0 if token.type != "LPAR" else prefixes
        if brackets + prefixes > DEEPEST_NESTING:
            return NestedTooDeep(token_span(token, file), DEEPEST_NESTING)
        brackets = max(brackets, 0)
    return None


class _Run:
    """One pass of the parser over a file's tokens, with recovery."""

    def __init__(self, parser: Lark, tokens: list[Token], file: str) -> None:
        self.parser = parser
        self.tokens = tokens
        self.file = file
        self.faults: list[Fault] = []
        self.lost_names: set[str] = set()
        self.clause_words = {f"KW_{word.name}" for word in keywords().values() if word.opens}
        self.section_words = {f"KW_{word.name}" for word in keywords().values() if word.opens == "section"}

    def parse(self) -> RuleFile | None:
        steps = self.parser.parse_interactive()
        position = 0
        if not self.tokens or self.tokens[0].type != "KW_RULESET":
            span = token_span(self.tokens[0], self.file) if self.tokens else Span(self.file, 1, 1, 1, 1)
            self.faults.append(HeaderMissing(span))
            position = self._next_start(0, self.section_words)
            if position == len(self.tokens) or self.tokens[position].type != "KW_RULESET":
                steps = self._with_empty_header(span)
        while position < len(self.tokens):
            token = self.tokens[position]
            try:
                steps.feed_token(token)
                position += 1
            except UnexpectedToken as problem:
                self.faults.append(UnexpectedWord(token_span(token, self.file), str(token), _expected(problem)))
                steps, position = self._recover(steps, position)
        return self._finish(steps)

    def _with_empty_header(self, span: Span) -> InteractiveParser:
        steps = self.parser.parse_interactive()
        for kind, text in (("KW_RULESET", "ruleset"), ("NAME", "unnamed"), ("STRING", '""')):
            steps.feed_token(Token(kind, text, 0, span.line, span.column, span.line, span.column, 0))
        return steps

    def _next_start(self, position: int, words: set[str]) -> int:
        """The next token, from this one on, that opens a line and is one of these keywords."""
        while position < len(self.tokens) and not (self._opens_line(position) and self.tokens[position].type in words):
            self._lose(self.tokens[position])
            position += 1
        return position

    def _opens_line(self, position: int) -> bool:
        return position == 0 or self.tokens[position - 1].end_line != self.tokens[position].line

    def _lose(self, value: Any) -> None:
        if isinstance(value, Token) and value.type in ("NAME", "QUOTED_NAME", "UNIT_WORD"):
            self.lost_names.add(str(value).strip("`"))

    def _recover(self, steps: InteractiveParser, position: int) -> tuple[InteractiveParser, int]:
        """Drop what is half read, skip to a clause or declaration that fits what stays open, and go on from there."""
        failed_at = position
        while True:
            position = self._next_start(position if position > failed_at else failed_at, self.clause_words)
            wanted = self.tokens[position].type if position < len(self.tokens) else "$END"
            state = steps.parser_state
            for depth in range(len(state.state_stack), 1, -1):
                if _accepts(state.parse_conf.parse_table, state.state_stack[:depth], wanted):
                    if position > failed_at or depth < len(state.state_stack):
                        self._drop(steps, depth)
                        return steps, position
            if wanted == "$END" or (wanted in self.section_words and wanted != "KW_RULESET"):
                return self._with_empty_header(Span(self.file, 1, 1, 1, 1)), position
            self._lose(self.tokens[position])
            position += 1

    def _drop(self, steps: InteractiveParser, depth: int) -> None:
        state = steps.parser_state
        for value in state.value_stack[depth - 1 :]:
            for part in value if isinstance(value, list) else [value]:
                self._lose(part)
                name = getattr(getattr(part, "name", None), "text", None) or getattr(part, "text", None)
                if isinstance(name, str):
                    self.lost_names.add(name)
        del state.state_stack[depth:]
        del state.value_stack[depth - 1 :]

    def _finish(self, steps: InteractiveParser) -> RuleFile | None:
        last = self.tokens[-1] if self.tokens else None
        try:
            return steps.feed_eof(last)  # type: ignore[no-any-return,no-untyped-call]
        except UnexpectedToken as problem:
            span = token_span(last, self.file) if last is not None else Span(self.file, 1, 1, 1, 1)
            self.faults.append(UnexpectedEnd(Span(self.file, span.end_line, span.end_column, span.end_line, span.end_column), _expected(problem)))
        state = steps.parser_state
        for depth in range(len(state.state_stack), 1, -1):
            if _accepts(state.parse_conf.parse_table, state.state_stack[:depth], "$END"):
                self._drop(steps, depth)
                return steps.feed_eof(last)  # type: ignore[no-any-return,no-untyped-call]
        return None


def _expected(problem: UnexpectedToken) -> tuple[str, ...]:
    return tuple(sorted(set(problem.accepts or problem.expected) - {"$END"}))


def _accepts(table: Any, stack: list[Any], kind: str) -> bool:
    """Whether a parser in this stack of states would take a token of this kind; reads only states, never values."""
    stack = list(stack)
    while True:
        action = table.states[stack[-1]].get(kind)
        if action is None:
            return False
        step, argument = action
        if step is Shift:
            return True
        if argument.expansion:
            del stack[-len(argument.expansion) :]
        if kind == "$END" and stack and stack[-1] == table.start_states["start"] and argument.origin.name == "start":
            return True
        stack.append(table.states[stack[-1]][argument.origin.name][1])
