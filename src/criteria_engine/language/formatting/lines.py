"""A concrete tree becomes logical lines: where each begins and how deep it stands, and where it may be broken how soon."""

from collections.abc import Sequence

from attrs import define, field, frozen
from lark import Token

from criteria_engine.language.formatting.concrete import Node

STEP = 2
"""Columns by which a line stands deeper than the line it belongs to."""

SECTIONS = frozenset(
    ["header", "subject", "unit", "choices", "facts", "table", "parameter", "define", "group", "heading", "verdict", "programme", "example", "test"]
)
LINES = frozenset(
    [
        "header_clause",
        "choice_list",
        "fact",
        "table_clause",
        "parameter_value",
        "band",
        "heading_clause",
        "formula_points",
        "grade",
        "verdict_clause",
        "programme_clause",
        "phase",
        "target",
        "given",
        "row",
        "test_clause",
    ]
)
"""Origins (and one alternative's name) that have lines of their own below the line they belong to."""

KEPT = SECTIONS | LINES | {"start"}
"""Nodes that stay in the concrete tree although they may hold nothing but another node."""

_BEFORE = {
    "title": ("TONGUE",),
    "define": ("EQUAL",),
    "group": ("EQUAL",),
    "unit": ("EQUAL",),
    "ordered_choices": ("LESSTHAN",),
    "ordered_one_of": ("LESSTHAN",),
    "any_of": ("KW_OR",),
    "all_of": ("KW_AND",),
    "unless": ("KW_THEN",),
    "steps": ("KW_FOR_EACH_FULL", "KW_OF", "KW_BEYOND"),
    "pro_rata": ("KW_PRO_RATA", "KW_OF", "KW_BEYOND"),
    "band_when": ("KW_WHEN",),
    "band_linear": ("KW_FROM", "KW_TO"),
    "period": ("KW_TO",),
    "exists": ("KW_WHERE",),
    "every_row": ("KW_HAS",),
    "no_row": ("KW_HAS",),
    "rows_filtered": ("KW_WHERE",),
    "aggregated": ("KW_IF_NONE",),
    "share_of_headings": ("KW_WHERE",),
    "count_of_headings": ("KW_WHERE",),
    "grade_when": ("KW_WHEN",),
    "grade_at_most": ("KW_WHEN",),
    "phase": ("KW_DUE",),
    "parameter_value": ("KW_FROM",),
}
"""Tokens of a rule before which it may be broken."""

_AFTER = {
    "unordered_choices": ("COMMA",),
    "group": ("COMMA",),
    "unordered_one_of": ("COMMA",),
    "cites": ("COMMA",),
    "row": ("COMMA",),
    "listed_open": ("COMMA",),
    "listed_with_predicate": ("COMMA",),
    "listed_in_brackets": ("COMMA",),
    "listed_in_brackets_with_predicate": ("COMMA",),
    "score_of": ("COMMA",),
    "score_without": ("COMMA",),
    "fold_of_list": ("COMMA",),
    "expected_missing": ("COMMA",),
}
"""Tokens of a rule after which it may be broken."""

_FILLED = frozenset(_AFTER) - {"unordered_choices"}
"""Rules whose parts fill the lines, as words do; those of the others have a line each."""

_FILLED_BEFORE = frozenset(("title", "ordered_one_of"))

_BEFORE_NODES = frozenset(["because", "cites", "fact_clause", "expected_missing", "level_points", "row_filter", "rounding"])
"""Origins before which the rule around them may be broken."""

_BEHIND_COMMA = frozenset(("subject_clause", "clamp"))
"""Origins before which the rule around them may be broken, but after the comma with which they may begin."""

_AFTER_SIGNS = frozenset(("sum_sign", "product_sign", "comparator"))
"""Origins after which the rule around them may be broken: a minus that opens a line would be a sign."""


@frozen
class Gap:
    """Where a line may be broken: gaps of the lowest level first; `filled` ones only as needed."""

    level: int
    filled: bool = False


@frozen
class Start:
    """The beginning of a logical line: its first token, its indentation and the rule that it is for."""

    first: int
    indent: int
    rule: str
    section: str


@define
class Lines:
    """The logical lines of a file, by the number of their first token."""

    tokens: Sequence[Token]
    starts: dict[int, Start] = field(factory=dict)
    gaps: dict[int, Gap] = field(factory=dict)
    tight: set[int] = field(factory=set)
    """Tokens with no space before them."""

    def gap(self, token: int, level: int, filled: bool = False) -> None:
        """Let the line be broken before a token."""
        self.gaps.setdefault(token, Gap(level, filled))


def lines_of(root: Node, tokens: Sequence[Token]) -> Lines:
    """The logical lines of a file."""
    found = Lines(tokens)
    for section in root.nodes():
        _line(section, Start(section.first, 0, section.rule, section.origin), found)
    found.tight = _close_tokens(root, tokens)
    return found


def _line(node: Node, start: Start, found: Lines) -> None:
    """A node that has a line of its own, or shares the line that its parent has just begun."""
    found.starts[node.first] = start
    _within(node, start, 0, found)


def _within(node: Node, start: Start, level: int, found: Lines) -> None:
    """The lines and gaps inside a node, its own gaps at this level; `start` is the line that the node stands on."""
    banded = node.rule == "define" and any(_holds_bands(child) for child in node.nodes())
    before, after = () if banded else _BEFORE.get(node.rule, ()), _AFTER.get(node.rule, ())
    after_level = level + 1 if before else level
    below = level + 1 if before or after or any(_breaks_around(child) for child in node.nodes()) else level
    below = max(below, after_level + 1) if after else below
    for child in node.children:
        if isinstance(child, int):
            kind = found.tokens[child].type
            if kind in before:
                found.gap(child, level, node.rule in _FILLED_BEFORE)
            if kind in after:
                found.gap(child + 1, after_level, node.rule in _FILLED)
            continue
        if child.origin in LINES or child.rule in LINES or (banded and child.origin == "cites"):
            indent = start.indent if child.first == start.first else start.indent + STEP
            _line(child, Start(child.first, indent, child.rule, start.section), found)
            continue
        if child.origin in _BEFORE_NODES:
            found.gap(child.first, level, child.origin == "fact_clause")
        elif child.origin in _BEHIND_COMMA:
            found.gap(child.first + (found.tokens[child.first].type == "COMMA"), level)
        elif child.origin in _AFTER_SIGNS:
            found.gap(child.last + 1, level)
        elif child.origin == "title" and node.origin == "fact":
            found.gap(child.first, level + 1, filled=True)
            below = level + 1
        _within(child, start, below, found)


def _breaks_around(child: Node) -> bool:
    return child.origin in _BEFORE_NODES or child.origin in _BEHIND_COMMA or child.origin in _AFTER_SIGNS


def _holds_bands(node: Node) -> bool:
    return node.origin == "band" or any(_holds_bands(child) for child in node.nodes() if child.origin in ("valued", "band"))


def _close_tokens(root: Node, tokens: Sequence[Token]) -> set[int]:
    """Tokens that stand close to the one before: at commas, brackets and signs, in ranges, and in `m2/người`."""
    found = set()
    for number in range(1, len(tokens)):
        last, this = tokens[number - 1].type, tokens[number].type
        if this in ("COMMA", "RPAR") or last == "LPAR" or (last == "SIGN" and this != "SIGN"):  # two signs would open a comment
            found.add(number)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.origin == "range":
            dots = next(number for number in node.tokens() if tokens[number].type == "DOTS")
            found.update(number for number in (dots, dots + 1) if node.first + 1 < number <= node.last)
        elif node.origin == "unit_word":
            found.update(range(node.first + 1, node.last + 1))
        waiting.extend(node.nodes())
    return found
