"""A line of styled runs becomes lines that fit a width, every character in its style."""

from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import Line, Run
from criteria_engine.documents.width import cut_at, is_narrow, pieces, text_width


def inert_line(text: Line) -> Line:
    """The line with its user text made inert."""
    return tuple([run if (made := inert(run.text)) is run.text else Run(made, run.style) for run in text])


def line_width(text: Line) -> int:
    """Columns that an inert line takes."""
    return sum([text_width(run.text) for run in text])


def wrapped(text: Line, width: int) -> list[Line]:
    """An inert line as lines of at most so many columns, cut at spaces, and inside a word only where it is too long for
    a line by itself; at least one line.

    >>> [len(each) for each in wrapped((Run("ab "), Run("cd", "strong"), Run("ef gh")), 7)]
    [3, 1]
    """
    if line_width(text) <= width:
        return [text]
    flat = "".join(run.text for run in text)
    return [_slice(text, start, end) for start, end in _cuts(flat, width)]


def _cuts(flat: str, width: int) -> list[tuple[int, int]]:
    """Where each line starts and ends."""
    measure = len if is_narrow(flat) else text_width
    cuts: list[tuple[int, int]] = []
    start = position = used = 0
    for piece in pieces(flat):
        size = measure(piece)
        if used + size > width:
            if used:
                cuts.append((start, position))
                spaces = len(piece) - len(piece.lstrip(" "))
                start = position + spaces
                piece, size, position, used = piece[spaces:], size - spaces, start, 0
            while size > width:
                taken = cut_at(piece, width)
                cuts.append((start, position + taken))
                piece = piece[taken:]
                start = position = position + taken
                size = measure(piece)
        position += len(piece)
        used += size
    if position > start or not cuts:
        cuts.append((start, position))
    return cuts


def _slice(text: Line, start: int, end: int) -> Line:
    parts = []
    offset = 0
    for run in text:
        part = run.text[max(start - offset, 0) : max(end - offset, 0)]
        if part:
            parts.append(Run(part, run.style))
        offset += len(run.text)
    return tuple(parts)
