"""What the lexer drops, comments and blank lines, with places, each kept at the token that it belongs to."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from lark import Token

from criteria_engine.source import Source, Span

COMMENT_SIGN = "--"

At = tuple[int, int]
"""A token's first line and column, which are also those of the node that begins with it."""


@frozen
class Comment:
    """A comment as written, its `--` included, without the spaces at the end of its line."""

    text: str
    span: Span

    @property
    def words(self) -> str:
        """What it says, without its sign and the spaces around.

        >>> Comment("--  why", Span("a", 1, 1, 1, 8)).words
        'why'
        """
        return self.text.removeprefix(COMMENT_SIGN).strip()


@frozen
class BlankLines:
    """Lines without anything, one after another."""

    count: int
    span: Span


Piece = Comment | BlankLines


@frozen
class Attached:
    """What belongs to a token: the lines of their own above its line's first word, and the comment behind it on its line."""

    before: tuple[Piece, ...] = ()
    behind: Comment | None = None


@frozen
class Trivia:
    """All comments and blank lines of a file. Each is either at one token or, where no token follows, at the end."""

    by_token: Mapping[At, Attached]
    at_end: tuple[Piece, ...]

    def at(self, place: Span) -> Attached:
        """What belongs to the token with which a place begins."""
        return self.by_token.get((place.line, place.column), Attached())

    def comments(self) -> Iterator[Comment]:
        """Every comment, in the order of the text."""
        for kept in self.by_token.values():
            yield from (piece for piece in kept.before if isinstance(piece, Comment))
            if kept.behind is not None:
                yield kept.behind
        yield from (piece for piece in self.at_end if isinstance(piece, Comment))


NO_TRIVIA = Trivia({}, ())


def trivia_of(source: Source, tokens: Sequence[Token]) -> Trivia:
    """The trivia of a file whose tokens are these, in order. A comment can only stand in a gap between two tokens, since no
    token holds its sign outside a text; one that shares its line with the token before the gap is behind that one."""
    kept: dict[At, Attached] = {}
    end = 0
    last: Token | None = None
    for token in tokens:
        assert token.start_pos is not None and token.end_pos is not None
        behind, before = _gap(source, end, token.start_pos, last)
        _keep(kept, last, behind)
        if before:
            kept[_at(token)] = Attached(before)
        end, last = token.end_pos, token
    behind, at_end = _gap(source, end, len(source.text), last)
    _keep(kept, last, behind)
    return Trivia(kept, at_end)


def _at(token: Token) -> At:
    return token.line or 1, token.column or 1


def _keep(kept: dict[At, Attached], token: Token | None, behind: Comment | None) -> None:
    if token is not None and behind is not None:
        kept[_at(token)] = Attached(kept.get(_at(token), Attached()).before, behind)


def _gap(source: Source, start: int, end: int, last: Token | None) -> tuple[Comment | None, tuple[Piece, ...]]:
    """The comment on the line of the token before the gap, and what fills the lines after it. The gap's last line is that
    of the next token, or the file's last: without a comment it is not blank."""
    text = source.text[start:end]
    if "\n" not in text and COMMENT_SIGN not in text:
        return None, ()
    behind: Comment | None = None
    pieces: list[Piece] = []
    number = (last.end_line or 1) if last is not None else 1
    column = (last.end_column or 1) if last is not None else 1
    lines = text.split("\n")
    blank_from = 0
    for index, line in enumerate(lines):
        comment = _comment(source, line, number, column)
        whole_line = (index > 0 or last is None) and index < len(lines) - 1
        blank = whole_line and not line.strip()
        if blank:
            blank_from = blank_from or number
        elif blank_from:
            pieces.append(BlankLines(number - blank_from, Span(source.name, blank_from, 1, number, 1)))
            blank_from = 0
        if comment is not None and index == 0 and last is not None:
            behind = comment
        elif comment is not None:
            pieces.append(comment)
        number, column = number + 1, 1
    return behind, tuple(pieces)


def _comment(source: Source, line: str, number: int, column: int) -> Comment | None:
    """The comment in a line's rest that begins at a column."""
    found = line.find(COMMENT_SIGN)
    if found < 0:
        return None
    text = line[found:].rstrip()
    return Comment(text, Span(source.name, number, column + found, number, column + found + len(text)))
