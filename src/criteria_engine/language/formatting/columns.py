"""Facts, bands and values of parameters stand in columns: how many spaces that takes, before which words."""

from collections.abc import Iterable, Iterator, Sequence

from lark import Token

from criteria_engine.documents.width import text_width
from criteria_engine.language.formatting.layout import Columns, Written
from criteria_engine.language.formatting.lines import Lines

WIDEST_NAME = 24
WIDEST_TYPE = 40
WIDEST_COMMENTED = 80
"""Names and types of facts, and lines with a comment behind, do not push the others' columns away beyond these widths."""

_VALUES = {"band_when": "KW_WHEN", "band_otherwise": "KW_OTHERWISE", "parameter_value": "KW_FROM"}
"""Lines that begin with a value, and the keyword behind it."""


def columns_of(lines: Lines, words: Sequence[str]) -> Columns:
    """The spaces that columns take."""
    opening: dict[int, int] = {}
    inside: dict[int, int] = {}
    for run in _runs(lines, ("fact",)):
        inside.update(_fact_columns(run, lines, words))
    for run in _runs(lines, (*_VALUES, "band_linear")):
        opening.update(_value_columns(run, lines, words))
    return Columns(opening, inside)


def _runs(lines: Lines, rules: Iterable[str]) -> Iterator[list[int]]:
    """First tokens of lines of some rules that follow one another."""
    run: list[int] = []
    for first, start in sorted(lines.starts.items()):
        if start.rule in rules:
            run.append(first)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _size(words: Sequence[str], lines: Lines, first: int, last: int) -> int:
    return sum(text_width(words[number]) + (number > first and number not in lines.tight) for number in range(first, last + 1))


def _fact_columns(run: list[int], lines: Lines, words: Sequence[str]) -> dict[int, int]:
    """Spaces before the colons and titles of facts that follow one another."""
    titles = {first: title for first in run if (title := _title_of(first, lines.tokens)) is not None}
    names = {first: text_width(words[first]) for first in run}
    types = {first: _size(words, lines, first + 2, title - 1) for first, title in titles.items()}
    name_column = max((width for width in names.values() if width <= WIDEST_NAME), default=0)
    type_column = max((width for width in types.values() if width <= WIDEST_TYPE), default=0)
    found = {first + 1: max(0, name_column - width) for first, width in names.items()}
    for first, title in titles.items():
        over = max(0, names[first] - name_column)
        found[title] = max(0, type_column - types[first] - over)
    return found


def _title_of(first: int, tokens: Sequence[Token]) -> int | None:
    """The first text of the fact that begins with a token; None for a fact without a title."""
    for number in range(first + 2, len(tokens)):
        if tokens[number].type == "STRING":
            return number
        if tokens[number].type == "COLON" or tokens[number].type in ("KW_IF_MISSING", "KW_ACTIONABLE", "KW_PRIVATE"):
            return None
    return None


def _value_columns(run: list[int], lines: Lines, words: Sequence[str]) -> dict[int, int]:
    """Spaces before the values of lines that follow one another, so that they end together; none where one is no number."""
    widths: dict[int, int] = {}
    for first in run:
        start = lines.starts[first]
        if start.rule == "band_linear":
            return {}
        behind = first
        while lines.tokens[behind].type in ("SIGN", "NUMBER", "PERCENT", "UNIT_WORD"):
            behind += 1
        if lines.tokens[behind].type != _VALUES[start.rule]:
            return {}
        widths[first] = _size(words, lines, first, behind - 1)
    widest = max(widths.values(), default=0)
    return {first: widest - width for first, width in widths.items()}


def with_comments_in_columns(written: Sequence[Written]) -> Iterator[str]:
    """The lines' text; comments behind lines that follow one another begin in one column."""
    run: list[Written] = []
    for line in written:
        if line.behind is not None:
            run.append(line)
            continue
        yield from _with_comments(run)
        run = []
        yield " " * line.indent + line.text if line.text else ""
    yield from _with_comments(run)


def _with_comments(run: list[Written]) -> Iterator[str]:
    texts = [" " * line.indent + line.text for line in run]
    widths = [text_width(text) for text in texts]
    column = max((width for width in widths if width <= WIDEST_COMMENTED), default=0)
    for line, text, width in zip(run, texts, widths, strict=True):
        yield f"{text}{' ' * max(0, column - width)}  {line.behind}"
