"""Tokens become a concrete tree: every token in its place, which is what the layout and the keywords' spellings go by."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import frozen
from lark import Token
from lark.parsers.lalr_parser_state import ParseConf, ParserState

from criteria_engine.language.syntax.parser import parse_table


@frozen
class Node:
    """A rule of the grammar with what it holds: nodes, and tokens as their numbers in the stream.

    `rule` is the alternative's own name where the grammar gives one, else `origin`. A node that would only hold another
    node is left out, unless its origin is among those kept.
    """

    origin: str
    rule: str
    children: "tuple[Node | int, ...]"
    first: int
    last: int

    def tokens(self) -> Iterator[int]:
        """The tokens that stand in this node itself."""
        return (child for child in self.children if isinstance(child, int))

    def nodes(self) -> "Iterator[Node]":
        """The nodes in this node."""
        return (child for child in self.children if isinstance(child, Node))


class _Nodes:
    """What Lark calls for each rule that it reduces; helper rules are spliced into the rule that uses them."""

    def __init__(self, tokens: Sequence[Token], kept: frozenset[str]) -> None:
        self.numbers = {token.start_pos: number for number, token in enumerate(tokens)}
        self.kept = kept

    def __contains__(self, key: object) -> bool:
        return False  # no token has a callback of its own

    def __getitem__(self, rule: Any) -> Callable[[list[Any]], Any]:
        origin = str(rule.origin.name)
        return lambda found: self.node(origin, rule.alias or origin, found)

    def node(self, origin: str, rule: str, found: list[Any]) -> Any:
        children: list[Any] = []
        for position, part in enumerate(found):
            if isinstance(part, Token):
                children.append(self.numbers[part.start_pos])
            elif not isinstance(part, list):
                children.append(part)
            elif position == 0:
                children = part  # a chain grows in place, or a long one would take quadratic time
            else:
                children.extend(part)
        if origin.startswith("_"):
            return children
        if len(children) == 1 and isinstance(children[0], Node) and origin not in self.kept and rule not in self.kept:
            return children[0]
        ends = [child if isinstance(child, int) else (child.first, child.last)[end] for child, end in ((children[0], 0), (children[-1], 1))]
        return Node(origin, rule, tuple(children), ends[0], ends[1])


def concrete_tree(tokens: Sequence[Token], kept: frozenset[str]) -> Node:
    """The tree of a file's tokens; raises lark's UnexpectedToken where they are no rule file, so parse it first."""
    conf: Any = ParseConf(parse_table(), _Nodes(tokens, kept), "start")  # type: ignore[arg-type]
    state: Any = ParserState(conf, None)  # type: ignore[arg-type]
    for token in tokens:
        state.feed_token(token)
    root: Node = state.feed_token(Token.new_borrow_pos("$END", "", tokens[-1]), True)
    return root
