"""Rows of texts become CSV that no spreadsheet takes for formulas, and that reads back as it was.

A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, and is no number)
gets an apostrophe before it. So does a text that begins with apostrophes before such a mark, so that taking one away again always
gives the first text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_ACTS = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-[0-9]+(?:[./][0-9]+)?%?")

MARK = "\ufeff"
"""The byte-order mark by which Excel knows UTF-8."""


def comma_separated(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text for a spreadsheet, with the mark before it and CRLF after each row."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        out.writerow([guarded(cell) for cell in row])
    return MARK + text.getvalue()


def guarded(cell: str) -> str:
    """The text of a cell, with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("-48/7"), guarded("-2+3"), guarded("'=1"), guarded("'a")
    ("'=1+1", '-48/7', "'-2+3", "''=1", "'a")
    """
    cell = "".join(character for character in cell if character != "\0")
    return f"'{cell}" if _ACTS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("''=1"), unguarded("'a"), unguarded("-5")
    ('=1+1', "'=1", "'a", '-5')
    """
    return cell[1:] if cell[:1] == "'" and _ACTS.match(cell[1:]) and not _NUMBER.fullmatch(cell[1:]) else cell
