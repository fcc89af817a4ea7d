"""The corpus as Python takes it: its files, the grammar as Lark takes it, the tokens of a text."""

from functools import cache
from pathlib import Path

from lark import Lark, Token

from criteria_engine.language.syntax.parser import grammar_text
from criteria_engine.language.syntax.tokens import Relabelling

FOLDER = Path(__file__).parent
PAIRS = sorted(path.name.removesuffix(".en.criteria") for path in FOLDER.glob("pairs/*.en.criteria"))
FAULTY = sorted(path.name for path in FOLDER.glob("faults/*.criteria"))


def pair_text(name: str, tongue: str) -> str:
    """One file of a pair."""
    return (FOLDER / "pairs" / f"{name}.{tongue}.criteria").read_text(encoding="utf-8")


@cache
def lexer() -> Lark:
    """The grammar for lexing only."""
    return Lark(grammar_text(), parser="lalr", lexer="basic", postlex=Relabelling(), maybe_placeholders=False)


def keyword_tokens(text: str) -> list[Token]:
    """The keywords of a text, in order."""
    return [token for token in lexer().lex(text) if token.type.startswith("KW_")]
