"""Amounts and conditions as people write them elsewhere become what the language writes: `80 triệu đồng`, `54 sq m`, `5 x y`."""

from collections.abc import Iterator

from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import ForeignSign, UnexpectedWord
from criteria_engine.language.syntax.repairs import FAR_ENOUGH, Break, Repair, token_like
from criteria_engine.language.syntax.tokens import token_span
from criteria_engine.values.units import known_units

_UNITS = {
    **dict.fromkeys(("triệu đồng", "triệu vnd", "tr đồng"), "triệu_đồng"),
    **dict.fromkeys(("tỷ đồng", "tỉ đồng", "tỷ vnd"), "tỷ_đồng"),
    **dict.fromkeys(("million dong", "million vnd", "million đồng"), "million_VND"),
    **dict.fromkeys(("billion dong", "billion vnd", "billion đồng"), "billion_VND"),
    **dict.fromkeys(("sq m", "sq metres", "sq meters", "square metres", "square meters", "square metre", "square meter", "mét vuông"), "m2"),
    **dict.fromkeys(("sq km", "square kilometres", "square kilometers", "km vuông"), "km2"),
}
_TIMES = ("x", "X")
_IF = ("if", "nếu")


def ways_of_elsewhere(at: Break) -> Iterator[Repair]:
    """What the words around a break would be in the language."""
    token = at.token
    last = at.kept[-1] if at.kept else None
    if token is None or last is None or last.line != token.line:
        return
    if last.type == "UNIT_WORD" and (meant := _UNITS.get(f"{last} {token}".casefold())) in known_units() and meant is not None:
        yield Repair(1, (token_like("UNIT_WORD", meant, last, token),), at.position + 1, _fault(at, last, token, meant), sure=True, guessed=False)
    for back, word in ((1, last), (0, token)):
        if str(word) in _TIMES:
            fault = ForeignSign(token_span(word, at.file), str(word), "*")
            yield Repair(back, (token_like("STAR", "*", word),), at.position + 1 - back, fault, sure=True, guessed=False)
    if str(last) in _IF:
        yield from _condition(at, last)


def _condition(at: Break, word: Token) -> Iterator[Repair]:
    """`if A then B`, read as `not A or B` so that what follows is looked at too."""
    for number in range(at.position, min(at.position + FAR_ENOUGH, len(at.tokens))):
        then = at.tokens[number]
        if then.type == "KW_THEN":
            tokens = (token_like("KW_NOT", "not", word), *at.tokens[at.position : number], token_like("KW_OR", "or", then))
            yield Repair(1, tokens, number + 1, UnexpectedWord(token_span(word, at.file), str(word), ("KW_NOT",)), sure=True)
            return


def _fault(at: Break, first: Token, last: Token, meant: str) -> ForeignSign:
    return ForeignSign(token_span(first, at.file).through(token_span(last, at.file)), f"{first} {last}", meant)
