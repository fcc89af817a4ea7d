"""Tokens become a rule file's tree; a mistake is reported, skipped to the next clause, and the rest is kept.

The LALR tables are built once and kept in the user's cache folder, named by the grammar's digest; where that folder
cannot be used they are built in memory.
"""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import lark
from attrs import frozen
from lark import Lark, Token
from lark.exceptions import UnexpectedToken

from criteria_engine.diagnostics.catalogue.syntax import FileTooLarge
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.automaton import automaton_of
from criteria_engine.language.syntax.declaration_builder import DeclarationBuilder
from criteria_engine.language.syntax.grammar_files import grammar_folder
from criteria_engine.language.syntax.keywords import keyword_pattern, keywords
from criteria_engine.language.syntax.recovery import Recovered, recovered
from criteria_engine.language.syntax.tokens import Relabelling, relabelled
from criteria_engine.language.syntax.trivia import NO_TRIVIA, Trivia, trivia_of
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.source import Source, Span

LARGEST_FILE = 2_000_000
"""Bytes of UTF-8 that a rule file may have."""

_LOCK = Lock()


@frozen
class Lost:
    """What could not be read as it was meant: the lines of it, and the names and sections (by their keyword's row) in it."""

    lines: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()


@frozen
class Parsed:
    """The tree of what could be read, the faults, what was lost, comments and blank lines, and the tokens of all of it."""

    tree: RuleFile | None
    faults: tuple[Fault, ...]
    lost: Lost = Lost()
    trivia: Trivia = NO_TRIVIA
    tokens: Sequence[Token] = ()


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
        return Parsed(None, (FileTooLarge(Span(source.name, 1, 1, 1, 1), size, LARGEST_FILE),))
    with _LOCK:
        parser, builder = _parser()
        found = relabelled(parser.lex(source.text), source.name)
        if found.refused is not None:
            return Parsed(None, tuple(found.faults))
        builder.file, builder.faults = source.name, []
        tree = _tree(parser, found.tokens)
        mended = None
        if tree is None:
            mended = recovered(automaton_of(parser), found.tokens, source.name, frozenset(found.damaged_lines))
            builder.faults = []
            tree = _tree(parser, mended.tokens)
        faults = (*found.faults, *(mended.faults if mended is not None else ()), *builder.faults)
    lost = Lost(frozenset(found.changed_lines)) if mended is None else _lost(mended, found.changed_lines)
    return Parsed(tree, faults, lost, trivia_of(source, found.tokens), found.tokens)


def _lost(mended: Recovered, changed: set[int]) -> Lost:
    return Lost(frozenset(mended.spoilt_lines | changed), frozenset(mended.lost_names), frozenset(mended.lost_sections))


def _tree(parser: Lark, tokens: list[Token]) -> RuleFile | None:
    """The tree of a text without mistakes; None where there is one."""
    steps = parser.parse_interactive()
    try:
        for token in tokens:
            steps.feed_token(token)
        return steps.feed_eof(tokens[-1] if tokens else None)  # type: ignore[no-any-return,no-untyped-call]
    except UnexpectedToken:
        return None


def parse_table() -> Any:
    """Lark's table of the grammar, for readers that build something else than the tree."""
    with _LOCK:
        return _parser()[0].parse_interactive().parser_state.parse_conf.parse_table
