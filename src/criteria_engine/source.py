"""Rule text and places in it: where every fault, explanation and tool finds the words that it speaks of."""

import re
import unicodedata
from functools import cached_property
from pathlib import Path

from attrs import frozen

_HALF_PAIRS = re.compile("[\ud800-\udfff]")


@frozen
class Span:
    """A stretch of rule text: lines and columns count from 1, the end is the column after the last character."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def through(self, later: "Span") -> "Span":
        """The stretch from the start of this span to the end of `later`."""
        return Span(self.file, self.line, self.column, later.end_line, later.end_column)


@frozen
class Cell:
    """A place in a data file: a sheet's row and column, as the person who opens the file counts and names them. `letter`
    is what a spreadsheet calls the column.

    >>> Cell("wards.xlsx", 3, "Area", "Data", "C").address
    'C3'
    """

    file: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None
    letter: str | None = None

    @property
    def address(self) -> str | None:
        """The cell as a spreadsheet calls it; None for other files, and for a whole row."""
        return f"{self.letter}{self.row}" if self.letter is not None and self.row is not None else None


@frozen
class Source:
    """The text of one rule file, in Unicode NFC with line feeds only, which is what spans count in."""

    name: str
    text: str

    def line(self, number: int) -> str:
        """The line of that number, from 1, without its end; empty when there is none."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    @cached_property
    def _lines(self) -> list[str]:
        """Split once: a file may have a fault on each of its lines."""
        return self.text.split("\n")


def source_from_text(text: str, name: str = "<text>") -> Source:
    """Rule text as a Source: NFC once, here; byte-order mark dropped; CRLF and CR become line feeds; halves of surrogate
    pairs, which no file can hold, become U+FFFD.

    >>> source_from_text("a\\r\\nb").text
    'a\\nb'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Source(name, unicodedata.normalize("NFC", _HALF_PAIRS.sub("\ufffd", text)))


def read_source(path: str | Path) -> Source:
    """The rule file at `path`; raises OSError where it cannot be opened and UnicodeDecodeError where it is not UTF-8."""
    return source_from_text(Path(path).read_bytes().decode("utf-8"), str(path))
