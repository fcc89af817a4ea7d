"""Logical lines become lines on the page: whole where they fit, else broken at their outermost gaps, and so on inwards."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from attrs import define, field, frozen

from criteria_engine.documents.width import text_width
from criteria_engine.language.formatting.lines import STEP, Gap
from criteria_engine.language.lint.directives import is_permission
from criteria_engine.language.syntax.trivia import Attached, Comment

WIDTH = 120
"""Columns that a line may take; a text or comment that is longer stays whole."""

_FIRST_OF_ALL = -1
"""The level of a break that is there only because of a comment: what follows may then fit as it is."""


@frozen
class Written:
    """A line of the page: how far it is indented, what it says, and the comment behind it."""

    indent: int
    text: str
    behind: str | None = None


BLANK = Written(0, "")


@frozen
class Columns:
    """Spaces for the sake of columns: before tokens that open a line, and beyond the usual one before others."""

    opening: Mapping[int, int]
    inside: Mapping[int, int]


@define
class Page:
    """The words of a file as they are put into lines."""

    words: Sequence[str]
    tight: set[int]
    gaps: Mapping[int, Gap]
    forced: Sequence[int]
    """Tokens that open a line whatever its width, in order."""
    columns: "Columns"
    attached: Sequence[Attached]
    written: list[Written] = field(factory=list)
    _widths: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        steps = (text_width(word) + self._space(number) for number, word in enumerate(self.words))
        self._widths = [0, *accumulate(steps)]

    def _space(self, number: int) -> int:
        return (number not in self.tight) + self.columns.inside.get(number, 0)

    def width(self, first: int, last: int) -> int:
        """The columns that the words from first to last take on one line."""
        return self._widths[last + 1] - self._widths[first] - self._space(first) + self.columns.opening.get(first, 0)

    def must_break(self, first: int, last: int) -> bool:
        """Whether some token behind the first must open a line."""
        position = bisect_right(self.forced, first)
        return position < len(self.forced) and self.forced[position] <= last

    def fits(self, first: int, last: int, indent: int) -> bool:
        return not self.must_break(first, last) and indent + self.width(first, last) <= WIDTH

    def lay(self, first: int, last: int, indent: int, hanging: int = STEP) -> None:
        """Write the words from first to last; what goes to further lines stands deeper by the columns of `hanging`."""
        if self.fits(first, last, indent) or self._is_held(first, last):
            return self._write(first, last, indent)
        cuts = self._cuts(first, last, indent)
        if not cuts:
            return self._write(first, last, indent)
        begin = first
        for cut in [*cuts, last + 1]:
            self.lay(begin, cut - 1, indent if begin == first else indent + hanging)
            if cut <= last:
                self.own_lines(cut, indent + hanging)
            begin = cut
        return None

    def _is_held(self, first: int, last: int) -> bool:
        """Whether the words stay on one line however long it is: a permission behind them is for their line alone."""
        behind = self.attached[last].behind
        return behind is not None and is_permission(behind) and not self.must_break(first, last)

    def _cuts(self, first: int, last: int, indent: int) -> list[int]:
        """Where to break: at all gaps of the lowest level, or at those among them where the line is full."""
        forced = set(self.forced[bisect_right(self.forced, first) : bisect_right(self.forced, last)])
        levels = {number: self._level(number) for number in range(first + 1, last + 1) if number in self.gaps or number in forced}
        lowest = min(levels.values(), default=0)
        cuts = [number for number, level in levels.items() if level == lowest]
        if all(number in self.gaps and self.gaps[number].filled for number in cuts):
            return list(self._filling(cuts, first, last, indent, forced))
        return cuts

    def _level(self, number: int) -> int:
        return self.gaps[number].level if number in self.gaps else _FIRST_OF_ALL

    def _filling(self, cuts: list[int], first: int, last: int, indent: int, forced: set[int]) -> Iterator[int]:
        begin = first
        for cut, following in pairwise([*cuts, last + 1]):
            if cut in forced or not self.fits(begin, following - 1, indent):
                yield cut
                indent = indent if begin > first else indent + STEP
                begin = cut

    def _write(self, first: int, last: int, indent: int) -> None:
        parts = [" " * self.columns.opening.get(first, 0), self.words[first]]
        for number in range(first + 1, last + 1):
            parts += [" " * self._space(number), self.words[number]]
        behind = self.attached[last].behind
        self.written.append(Written(indent, "".join(parts), behind.text if behind else None))

    def own_lines(self, number: int, indent: int) -> None:
        """The comments and blank lines above a token inside a logical line."""
        for piece in self.attached[number].before:
            self.written.append(Written(indent, piece.text) if isinstance(piece, Comment) else BLANK)
