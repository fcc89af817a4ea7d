"""A line of rule text and a span become what a screen shows of them, with where the carets stand."""

from attrs import frozen

from criteria_engine.documents.inert import inert
from criteria_engine.documents.width import text_width
from criteria_engine.source import Span

WIDEST = 120
"""Columns of rule text shown; of a longer line, the part around the span."""

_LEAD = 40
_NEAR = 8 * WIDEST
"""Characters on both sides of a span of which some may be shown: of a very long line no others are looked at."""

_TAB = 4


@frozen
class Excerpt:
    """Inert text, how many columns stand before the carets, and how many carets there are."""

    text: str
    before: int
    carets: int


def excerpt(line: str, span: Span) -> Excerpt | None:
    """The line with carets under the span, or under its first line's part where it has several; None for an empty line.

    >>> excerpt("\\trequires x", Span("a", 1, 11, 1, 12))
    Excerpt(text='    requires x', before=13, carets=1)
    """
    if not line.strip():
        return None
    first = min(span.column - 1, len(line))
    last = len(line.rstrip()) if span.end_line > span.line else min(span.end_column - 1, len(line))
    last = max(last, first)
    cut = max(first - _NEAR, 0)
    cut_behind = len(line) > first + _NEAR
    line, first, last = line[cut : first + _NEAR], first - cut, min(last, first + _NEAR) - cut
    shown = _shown(line)
    widths = [text_width(each) for each in shown]
    left = first if sum(widths) > WIDEST and sum(widths[:last]) > WIDEST else 0
    lead = _LEAD if left else 0
    while left and lead >= widths[left - 1]:
        left -= 1
        lead -= widths[left]
    right = left
    room = WIDEST
    while right < len(line) and room >= widths[right]:
        room -= widths[right]
        right += 1
    start, end = "…" if left or cut else "", "…" if right < len(line) or cut_behind else ""
    return Excerpt(
        f"{start}{''.join(shown[left:right]).rstrip()}{end}",
        len(start) + sum(widths[left:first]),
        max(sum(widths[first : min(last, right)]), 1),
    )


def _shown(line: str) -> list[str]:
    """Each character as it is shown: tabs as blanks to the next stop, what acts spelled out."""
    shown: list[str] = []
    column = 0
    for character in line:
        text = " " * (_TAB - column % _TAB) if character == "\t" else inert(character)
        shown.append(text)
        column += text_width(text)
    return shown
