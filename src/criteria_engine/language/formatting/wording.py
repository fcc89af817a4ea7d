"""Tokens become words in a tongue: each keyword in the spelling of its place, names in back-quotes where they need them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from attrs import frozen
from lark import Token

from criteria_engine.language.formatting.concrete import Node
from criteria_engine.language.syntax.keywords import TONGUES, Place, keyword_pattern, keywords
from criteria_engine.values.numbers import rational

_OTHER_LEVELS = frozenset(("basically_met_when", "fails_when", "fails_otherwise"))
_BARE = frozenset(("NAME", "UNIT_WORD", "TONGUE", "TONGUE_NAME"))
_LONGEST_KEYWORD = 8
"""Words that may stand in a keyword, generously."""


@frozen
class Wording:
    """The words of a file's tokens, and the tokens that must open a line so that two words are not read as one."""

    words: list[str]
    parted: frozenset[int]


def tongue_of(tokens: Iterable[Token]) -> str:
    """The tongue of most of a file's keywords; where two have as many, that of its first keyword."""
    said = [tongue for token in tokens if (tongue := _tongue(token)) is not None]
    counts = Counter(said)
    most = max(counts.values(), default=0)
    return next((tongue for tongue in said if counts[tongue] == most), TONGUES[0])


def _tongue(token: Token) -> str | None:
    if not token.type.startswith("KW_"):
        return None
    spelling = " ".join(token.split())
    row = keywords()[token.type.removeprefix("KW_")]
    return next((tongue for tongue in TONGUES if spelling in row.spellings[tongue]), None)


def wording_in(tongue: str, tokens: Sequence[Token], root: Node) -> Wording:
    """How a tongue writes a file. Back-quotes are the same in every tongue, so that a file can go there and back."""
    places = keyword_places(root, tokens)
    by_tongue = {each: [_word(token, each, places.get(number)) for number, token in enumerate(tokens)] for each in TONGUES}
    quoted = {number for words in by_tongue.values() for number in _names_read_as_keywords(words, tokens)}
    words = [f"`{word}`" if number in quoted else word for number, word in enumerate(by_tongue[tongue])]
    return Wording(words, frozenset(_runs_of_keywords(words, tokens)))


def _word(token: Token, tongue: str, place: Place | None) -> str:
    if token.type.startswith("KW_"):
        return keywords()[token.type.removeprefix("KW_")].word(tongue, place)
    if token.type == "PERCENT":
        return re.sub(r"[ \t\u00a0]", "", token)
    return str(token)


@cache
def _keyword() -> re.Pattern[str]:
    return re.compile(keyword_pattern())


def _reach(number: int, words: Sequence[str], tokens: Sequence[Token], quoted: set[int]) -> int:
    """The number of the token behind the longest keyword that begins with this token, were they all on one line."""
    last = number
    while last - number < _LONGEST_KEYWORD and last < len(tokens) and last not in quoted and _is_bare(tokens[last]):
        last += 1
    found = _keyword().match(" ".join(words[number:last]))
    if found is None:
        return number
    length = -1
    for behind in range(number, last):
        length += 1 + len(words[behind])
        if length >= found.end():
            return behind + 1
    return last


def _is_bare(token: Token) -> bool:
    return token.type in _BARE or token.type.startswith("KW_")


def _names_read_as_keywords(words: Sequence[str], tokens: Sequence[Token]) -> set[int]:
    """Names that a keyword would swallow, alone or with the words beside them."""
    quoted: set[int] = set()
    for number, token in enumerate(tokens):
        if _is_bare(token):
            reach = _reach(number, words, tokens, quoted)
            swallowed = [name for name in range(number, reach) if tokens[name].type == "NAME"]
            if swallowed and (reach > number + 1 or token.type == "NAME"):
                quoted.add(swallowed[0])
    return quoted


def _runs_of_keywords(words: Sequence[str], tokens: Sequence[Token]) -> Iterable[int]:
    """Tokens that would be read as one keyword with the token before: a keyword stands on one line, so they open the next."""
    none: set[int] = set()
    for number, token in enumerate(tokens):
        if _is_bare(token) and not words[number].startswith("`") and _reach(number, words, tokens, none) > number + 1:
            yield number + 1


def keyword_places(root: Node, tokens: Sequence[Token]) -> Mapping[int, Place]:
    """Where in the sentence keywords stand, for those that some tongue writes differently there."""
    found: dict[int, Place] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        found.update(_places(node, tokens))
        waiting.extend(node.nodes())
    for number, token in enumerate(tokens):
        if token.type == "KW_POINTS" and number > 0 and _is_one(tokens[number - 1]) and tokens[number - 2].type != "SIGN":
            found[number] = "singular"
    return found


def _places(node: Node, tokens: Sequence[Token]) -> Mapping[int, Place]:
    def those(place: Place, *kinds: str) -> dict[int, Place]:
        return {number: place for number in node.tokens() if not kinds or tokens[number].type in kinds}

    match node.rule:
        case "scale":
            return those("scale", "KW_TO")
        case "in_unit":
            return those("unit", "KW_IN")
        case "fold_of_field" | "steps" | "pro_rata":
            return those("rows", "KW_OF")
        case "exists":
            return those("rows", "KW_WHERE")
        case "every_row":
            return {**those("rows", "KW_HAS"), **_filter(node)}
        case "no_row":
            return {**those("rows", "KW_NO"), **those("none", "KW_HAS"), **_filter(node)}
        case "share_of_headings" | "count_of_headings":
            return {**those("headings", "KW_WHERE"), **_plural(node)}
        case "counted":
            return _counted(node, tokens)
        case "listed_with_predicate" | "listed_in_brackets_with_predicate":
            return _plural(node)
        case "target":
            return _plural(node) if _is_many(node, tokens) else {}
        case "heading":
            clauses = [child.rule for child in node.nodes()]
            if _OTHER_LEVELS.intersection(clauses):
                return {child.first: "level" for child in node.nodes() if child.rule == "met_when"}
        case "expected_missing" if "COMMA" in {tokens[number].type for number in node.tokens()}:
            return those("plural", "KW_IS_MISSING")
    return {}


def _counted(node: Node, tokens: Sequence[Token]) -> Mapping[int, Place]:
    if _is_many(node, tokens):
        return _plural(node)
    return {node.first: "rows"} if tokens[node.first].type == "KW_NO" else {}


def _filter(node: Node) -> dict[int, Place]:
    """The word that begins what rows are asked for."""
    return {child.first: "rows" for child in node.nodes() if child.origin == "row_filter"}


def _plural(node: Node) -> dict[int, Place]:
    """The words for headings, and the first one of what is asked of them or of units."""
    asked = ("kind", "predicate", "programme_predicate")
    return {child.first: "plural" for child in node.nodes() if child.origin in asked}


def _is_many(node: Node, tokens: Sequence[Token]) -> bool:
    """Whether a node's quantity is more than one."""
    for child in node.nodes():
        if child.rule in ("bound_share", "target_share"):
            return True
        if child.rule in ("bound_count", "target_count"):
            return not any(_is_one(tokens[number]) for number in range(child.first, child.last + 1))
    return False


def _is_one(token: Token) -> bool:
    return token.type == "NUMBER" and rational(token.replace("_", "")) == 1
