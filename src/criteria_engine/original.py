"""A rule file as it is stored, and where each place of its Source stands in it: so that a place can be shown in the file,
and a change made there, without touching anything else."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from unicodedata import normalize

from attrs import define, field, frozen

from criteria_engine.source import Source, Span, source_from_text

_MARK = "\ufeff"
_APART = "\\x00-\\u02ff\\u1e00-\\u1eff\\u2000-\\u20cf"
"""Characters that compose with nothing before them."""

_CHUNK = re.compile(f"\r\n|[\\x00- ]|[{_APART}][^{_APART}]*|[^{_APART}]+")
"""Text in pieces whose normal forms, one after the other, are the normal form of the whole: blanks and controls compose with
nothing, and each other piece but the first begins with a character that composes with nothing before it."""


@frozen
class Change:
    """Text to stand in the place of the characters from `start` to `end` of a Source's text."""

    start: int
    end: int
    text: str


@define(slots=False)
class Original:
    """The text of a rule file with the line ends and the composed or decomposed letters that it is stored with, and the
    byte-order marks before it; `source` is what the engine reads of it."""

    name: str
    marks: str
    text: str
    source: Source = field(repr=False)

    @cached_property
    def _steps(self) -> tuple[list[int], list[int]]:
        """Where stored text and Source go out of step: offsets in the Source with those in the stored text. A piece that is
        stored otherwise has a step at its start and one behind it."""
        here, stored = [0], [0]
        if self.text == self.source.text:
            return here, stored
        at = kept = 0
        for piece in _CHUNK.findall(self.text):
            read = "\n" if piece == "\r\n" else normalize("NFC", piece.replace("\r", "\n"))
            if read not in (piece, piece.replace("\r", "\n")):
                here += [at, at + len(read)]
                stored += [kept, kept + len(piece)]
            at += len(read)
            kept += len(piece)
        return here, stored

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.source.text))]

    @cached_property
    def _stored_line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\r\n|\r|\n", self.text))]

    def offset(self, line: int, column: int) -> int:
        """The offset in the Source's text of a line and column, as spans count them."""
        starts = self._line_starts
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(self.source.text))

    def _stored(self, offset: int) -> tuple[int, bool]:
        """The offset in the stored text, and whether it is exactly that: inside a letter stored in several parts there is
        none, and the start of the letter stands for it."""
        here, stored = self._steps
        step = bisect_right(here, offset) - 1
        if step + 1 < len(here) and step % 2 == 1 and here[step] < offset:
            return stored[step], False
        return stored[step] + offset - here[step], True

    def place(self, span: Span) -> Span:
        """The span as it is counted in the stored file: its lines, and its code points in them."""
        line, column = self._counted(self.offset(span.line, span.column))
        end_line, end_column = self._counted(self.offset(span.end_line, span.end_column))
        return Span(span.file, line, column, end_line, end_column)

    def _counted(self, offset: int) -> tuple[int, int]:
        stored, _ = self._stored(offset)
        starts = self._stored_line_starts
        line = bisect_right(starts, stored)
        return line, stored - starts[line - 1] + 1

    def can_change(self, changes: Iterable[Change]) -> bool:
        """Whether each change begins and ends between stored letters."""
        return all(self._stored(offset)[1] for change in changes for offset in (change.start, change.end))

    def changed(self, changes: Iterable[Change]) -> bytes:
        """The file with changes, which do not overlap, made; every other byte is as it was."""
        parts: list[str] = []
        at = 0
        for change in sorted(changes, key=lambda change: (change.start, change.end)):
            start, end = self._stored(change.start)[0], self._stored(change.end)[0]
            parts += [self.text[at:start], change.text]
            at = end
        return (self.marks + "".join(parts) + self.text[at:]).encode()


def original_from_bytes(content: bytes, name: str) -> Original:
    """A stored rule file. Raises UnicodeDecodeError where it is not UTF-8.

    >>> stored = original_from_bytes(b"\\xef\\xbb\\xbfa\\r\\nb", "x")
    >>> stored.source.text, stored.changed([Change(2, 3, "c")])
    ('a\\nb', b'\\xef\\xbb\\xbfa\\r\\nc')
    """
    whole = content.decode("utf-8")
    marks = _MARK * min(len(whole) - len(whole.lstrip(_MARK)), 2)
    text = whole[len(marks) :]
    return Original(name, marks, text, source_from_text(whole.removeprefix(_MARK), name))
