"""Rule text taken apart: comments, blank lines and line breaks put between its tokens where they change nothing."""

import random

from lark import Token

from criteria_engine.ir.dump import dump
from criteria_engine.language.compile import compile_source
from criteria_engine.language.formatting.rule_text import formatted
from criteria_engine.language.syntax.parser import parse
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.source import source_from_text

BREAKS = ("\n", "\n\n\n", " -- behind\n", "\n-- at the margin\n", "\n    -- indented\n", " -- behind\n\n  -- above, after a blank\n\n")
"""What may stand between tokens."""


def tree_of(text: str) -> RuleFile:
    found = parse(source_from_text(text))
    assert not found.faults, f"{found.faults}\n{text}"
    assert found.tree is not None
    return found.tree


def program_of(text: str) -> str:
    """The program that a text means, as text without places; empty where it does not compile."""
    found = compile_source(source_from_text(text))
    return dump(found.program) if found.program is not None else ""


def laid_out(text: str, tongue: str | None = None) -> str:
    found = formatted(source_from_text(text), tongue)
    assert found.text is not None, f"{found.faults}\n{text}"
    return found.text


def comments_of(text: str) -> list[str]:
    return [comment.text for comment in parse(source_from_text(text)).trivia.comments()]


def names_of(text: str) -> list[str]:
    """Names and texts, in order, without back-quotes."""
    kinds = ("NAME", "QUOTED_NAME", "UNIT_WORD", "STRING", "NUMBER", "DATE")
    return [token.strip("`") for token in parse(source_from_text(text)).tokens if token.type in kinds]


def may_break(after: Token) -> bool:
    """Whether a line's end before a token leaves it what it is."""
    return after.type not in ("UNIT_WORD", "MINUS")


def with_breaks(text: str, chances: random.Random, share: float) -> str:
    """The text with breaks between some of its tokens."""
    source = source_from_text(text)
    tokens = parse(source).tokens
    parts = [source.text[: tokens[0].start_pos]]
    for before, after in zip(tokens, [*tokens[1:], None], strict=True):
        parts.append(source.text[before.start_pos : before.end_pos])
        if after is not None:
            gap = source.text[before.end_pos : after.start_pos]
            parts.append(chances.choice(BREAKS) if may_break(after) and chances.random() < share else gap)
    return "".join(parts) + source.text[tokens[-1].end_pos :]
