"""The texts of a table's columns become widths: each column wide enough for its longest word, the rest shared by what they ask for."""

from criteria_engine.documents.model import Table, plain

_LONGEST_WORD = 24
_LONGEST_TEXT = 120
_EASY = 13
"""Letters beside each other that are easily read; columns have as many where all can."""


def column_widths(table: Table, room: int, beside: int = 2) -> tuple[int, ...]:
    """Widths in letters, each with `beside` letters of room beside its text; in all at most `room`, and less where the texts are short.

    >>> from criteria_engine.documents.model import Column, Table, line
    >>> table = Table((Column(line("Ward")), Column(line("Remedy"))), ((line("Bình An"), line("Put the office into the plan")),))
    >>> column_widths(table, 100), column_widths(table, 20)
    ((9, 30), (7, 12))
    """
    least, wanted = [], []
    for at, column in enumerate(table.columns):
        cells = [plain(row[at]) for row in table.rows]
        title = plain(column.title)
        # Numbers are not broken, texts are between words; titles are bold, so wider.
        units = [*(cells if column.align == "right" else (word for text in cells for word in text.split())), *(f"{word} " for word in title.split())]
        least.append(beside + min(_LONGEST_WORD, max(map(len, units), default=1)))
        wanted.append(max(least[-1], beside + min(_LONGEST_TEXT, max(map(len, [title, *cells]), default=1))))
    if sum(wanted) <= room:
        return tuple(wanted)
    roomy = [max(low, min(beside + _EASY, most)) for low, most in zip(least, wanted, strict=True)]
    least = roomy if sum(roomy) <= room else least
    if sum(least) >= room:
        return tuple(each * room // sum(least) for each in least)
    spare, asked = room - sum(least), sum(wanted) - sum(least)
    return tuple(low + (high - low) * spare // asked for low, high in zip(least, wanted, strict=True))
