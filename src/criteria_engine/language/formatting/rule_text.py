"""Rule text becomes the same rules laid out: the one look that its tokens, comments and blank lines give it."""

from collections.abc import Sequence

from attrs import frozen
from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import FileTooLarge
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.formatting.columns import columns_of, with_comments_in_columns
from criteria_engine.language.formatting.concrete import concrete_tree
from criteria_engine.language.formatting.layout import BLANK, Page, Written
from criteria_engine.language.formatting.lines import KEPT, STEP, Lines, Start, lines_of
from criteria_engine.language.formatting.wording import tongue_of, wording_in
from criteria_engine.language.syntax.parser import Parsed, parse
from criteria_engine.language.syntax.tokens import token_span
from criteria_engine.language.syntax.trivia import Attached, BlankLines, Comment, Piece, Trivia
from criteria_engine.source import Source, Span, source_from_text

_MAY_STAND_CLOSE = frozenset(("unit", "group", "define"))
"""Declarations that may follow one of their kind without a blank line, as the author likes."""

_LEVEL_LISTS = frozenset(("single_choice", "ordered_choices", "unordered_choices"))
"""Lines whose parts are all as deep as the first."""


class LayoutUnfaithful(Exception):
    """A layout that would not say what the file says: an error of this package, never of the file."""

    def __init__(self, place: Span) -> None:
        super().__init__(f"{place.file}:{place.line}:{place.column}")
        self.place = place


@frozen
class Formatted:
    """The rules laid out; None, with the faults, where the text cannot be read."""

    text: str | None
    faults: tuple[Fault, ...] = ()


def formatted(source: Source, tongue: str | None = None) -> Formatted:
    """A rule file laid out, its keywords in a tongue of the keyword table (by default the one that most of them are in).

    The text is laid out from its own tokens, so nothing can be lost; it is read again all the same. Raises LayoutUnfaithful
    if one token, comment or node of the tree were not what it was.

    >>> formatted(source_from_text('ruleset a "A"  criterion C "C" requires x -- why'), "vi").text
    'bộ tiêu chí a "A"\\n\\ntiêu chí C "C"\\n  yêu cầu x  -- why\\n'
    """
    parsed = parse(source)
    errors = tuple(fault for fault in parsed.faults if fault.severity == "error")
    if errors or parsed.tree is None:
        return Formatted(None, errors)
    text = _laid_out(parsed.tokens, parsed.trivia, tongue or tongue_of(parsed.tokens))
    again = parse(source_from_text(text, source.name))
    if too_large := tuple(fault for fault in again.faults if isinstance(fault, FileTooLarge)):
        return Formatted(None, too_large)  # the spaces of the layout brought it over the limit
    if (difference := _difference(parsed, again)) is not None:
        raise LayoutUnfaithful(difference)
    return Formatted(text)


def _difference(parsed: Parsed, again: Parsed) -> Span | None:
    """The place of the first thing that is not what it was, if anything; where no place is known, the file's first."""
    assert parsed.tree is not None
    file = parsed.tree.header.span.file
    for before, after in zip(parsed.tokens, again.tokens, strict=False):
        if _significant(before) != _significant(after):
            return token_span(before, file)
    comments, comments_again = list(parsed.trivia.comments()), list(again.trivia.comments())
    for kept, now in zip(comments, comments_again, strict=False):
        if kept.text != now.text:
            return kept.span
    same = again.tree == parsed.tree and len(again.tokens) == len(parsed.tokens) and len(comments) == len(comments_again)
    return None if same else Span(file, 1, 1, 1, 1)


def _significant(token: Token) -> tuple[str, str]:
    """What a token says, whatever its tongue, back-quotes and inner spaces."""
    if token.type.startswith("KW_"):
        return token.type, ""
    if token.type in ("NAME", "QUOTED_NAME", "UNIT_WORD"):  # units of a target are read as either; the tree tells them apart
        return "NAME", token.strip("`")
    return token.type, "".join(token.split()) if token.type == "PERCENT" else str(token)


def _laid_out(tokens: Sequence[Token], trivia: Trivia, tongue: str) -> str:
    root = concrete_tree(tokens, KEPT)
    lines = lines_of(root, tokens)
    wording = wording_in(tongue, tokens, root)
    attached = [_folded(trivia.by_token.get((token.line or 1, token.column or 1), Attached())) for token in tokens]
    page = Page(
        wording.words,
        lines.tight,
        {number: gap for number, gap in lines.gaps.items() if number not in lines.starts},
        sorted(_forced(lines, attached) | wording.parted - set(lines.starts)),
        columns_of(lines, wording.words),
        attached,
    )
    starts = sorted(lines.starts)
    before: Start | None = None
    for first, following in zip(starts, [*starts[1:], len(tokens)], strict=True):
        start = lines.starts[first]
        pieces = attached[first].before
        if before is not None and start.indent == 0:
            pieces = _apart(pieces, before, start)
        _above(pieces, before, start, page.written)
        page.lay(first, following - 1, start.indent, 0 if start.rule in _LEVEL_LISTS else STEP)
        before = start
    assert before is not None
    _above(_folded(Attached(trivia.at_end)).before, before, Start(len(tokens), 0, "", ""), page.written)
    return "\n".join(with_comments_in_columns(_trimmed(page.written))) + "\n"


def _folded(attached: Attached) -> Attached:
    """No more than one blank line in a row."""
    pieces: list[Piece] = []
    for piece in attached.before:
        if isinstance(piece, BlankLines):
            piece = BlankLines(1, piece.span)
        pieces.append(piece)
    return Attached(tuple(pieces), attached.behind)


def _forced(lines: Lines, attached: Sequence[Attached]) -> set[int]:
    """Tokens inside logical lines that open a line because of what stands before them. Blank lines count where the line
    may be broken anyhow; elsewhere they go."""
    found = set()
    for number, own in enumerate(attached):
        if number in lines.starts:
            continue
        comment = any(isinstance(piece, Comment) for piece in own.before) or attached[number - 1].behind is not None
        if comment or (own.before and number in lines.gaps):
            found.add(number)
    return found


def _apart(pieces: tuple[Piece, ...], before: Start, start: Start) -> tuple[Piece, ...]:
    """A blank line above a declaration, above the comments that stand on it."""
    close = before.section == start.rule and start.rule in _MAY_STAND_CLOSE
    if close or any(isinstance(piece, BlankLines) for piece in pieces):
        return pieces
    own = next((place for place, piece in enumerate(pieces) if piece.span.column == 1), len(pieces))
    return (*pieces[:own], BlankLines(1, Span("", 1, 1, 1, 1)), *pieces[own:])


def _above(pieces: tuple[Piece, ...], before: Start | None, start: Start, written: list[Written]) -> None:
    """Write the comments and blank lines above a line. A comment stands as deep as the line below it, or deeper where it
    was written so and belongs to what is above."""
    deepest = max(before.indent if before else 0, start.indent)
    for piece in pieces:
        if isinstance(piece, BlankLines):
            written.append(BLANK)
            continue
        column = piece.span.column - 1
        indent = max(start.indent, min(deepest, column - column % STEP))
        written.append(Written(indent, piece.text))


def _trimmed(written: list[Written]) -> list[Written]:
    """Without blank lines at the file's ends."""
    first = next(place for place, line in enumerate(written) if line is not BLANK)
    last = next(place for place in range(len(written) - 1, -1, -1) if written[place] is not BLANK)
    return written[first : last + 1]
