"""Fixes made for a trial: what is wrong then, beside what was wrong before, tells which of them mend their faults."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from attrs import frozen

from criteria_engine.diagnostics.catalogue.names import UnknownName
from criteria_engine.diagnostics.catalogue.syntax import ForeignSign, NoForNot, StrayCharacters, TypographicQuotes, UnclosedText
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.source import Span

CHARACTERS = (StrayCharacters, UnclosedText, TypographicQuotes)
"""Faults of characters, each of which hides what the words beside it say."""

_BRACKETS = ("[", "]", "{", "}")
"""Signs that come in pairs, of which one alone mends nothing."""


@frozen
class Candidate:
    """The fixes proposed for a fault, of which the one at `chosen` is tried."""

    fault: Fault
    place: Span
    fixes: Sequence[Fix]
    chosen: int = 0

    @property
    def fix(self) -> Fix:
        return self.fixes[self.chosen]

    def next(self) -> "Candidate | None":
        """The same with its next fix; None where it has no other."""
        return Candidate(self.fault, self.place, self.fixes, self.chosen + 1) if self.chosen + 1 < len(self.fixes) else None


def apart(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates whose edits touch none of an earlier one."""
    kept: list[Candidate] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for candidate in candidates:
        spans = [edit.span for edit in candidate.fix.edits]
        if not any(_touches(span, taken.get(span.line, [])) for span in spans):
            kept.append(candidate)
            for span in spans:
                insort(taken.setdefault(span.line, []), (span.column, span.end_column))
    return kept


def _touches(span: Span, taken: list[tuple[int, int]]) -> bool:
    """Whether a span touches one of others, which are sorted and apart."""
    after = bisect_left(taken, (span.column, span.column))
    return any(start <= span.end_column and span.column <= end for start, end in taken[max(after - 1, 0) : after + 1])


class Trial:
    """What is wrong before and after all of some candidates are made, by lines. Edits keep to their lines, so that lines are
    the same before and after; columns move by what the edits left of them put in and take out."""

    def __init__(self, candidates: Sequence[Candidate], before: Sequence[Fault], after: Sequence[Fault]) -> None:
        self._first_unread: dict[int, int] = {}
        self._units: dict[int, set[int]] = {}
        self._before, self._after = _errors(before), _errors(after)
        for fault in after:
            if not isinstance(fault.place, Span):
                continue
            line, column = fault.place.line, fault.place.column
            if fault.code.startswith("S"):
                self._first_unread[line] = min(column, self._first_unread.get(line, column))
            if isinstance(fault, UnknownName) and fault.wanted == "unit":
                self._units.setdefault(line, set()).add(fault.place.end_column)
        moves: dict[int, list[tuple[int, int]]] = {}
        for edit in (edit for candidate in candidates for edit in candidate.fix.edits):
            moves.setdefault(edit.span.line, []).append((edit.span.end_column, len(edit.replacement) - len(edit.found)))
        self._moves: dict[int, tuple[list[int], list[int]]] = {}
        for line, of_line in moves.items():
            of_line.sort()
            self._moves[line] = [end for end, _ in of_line], [0, *accumulate(move for _, move in of_line)]

    @property
    def unread(self) -> frozenset[int]:
        """The lines that still have faults of the text itself."""
        return frozenset(self._first_unread)

    def mends(self, candidate: Candidate) -> bool:
        """Whether this candidate's fault is gone and nothing is wrong that was right: the text reads on beyond it, and where
        it only guesses from the outside, its lines have no fault that they had not."""
        lines = {candidate.place.line, *(edit.span.line for edit in candidate.fix.edits)}
        if self._follows_a_unit(candidate):
            return False
        if _guesses(candidate):
            if any(line in self._first_unread for line in lines):
                return False
            before, after = (sum((found.get(line, Counter()) for line in lines), Counter[tuple[int, str]]()) for found in (self._before, self._after))
            return not (after - before) and after != before
        end = self._moved(candidate.place.line, max(edit.span.end_column for edit in candidate.fix.edits if edit.span.line == candidate.place.line))
        return all(self._first_unread.get(line, end + 1) > end for line in lines)

    def _moved(self, line: int, column: int) -> int:
        """Where a column before is after the edits that end there or left of it."""
        ends, sums = self._moves.get(line, ([], [0]))
        return column + sums[bisect_right(ends, column)]

    def _follows_a_unit(self, candidate: Candidate) -> bool:
        """Whether a word stands before the fix that now reads as a unit that nobody knows: it was the beginning of what is
        meant."""
        spans = [edit.span for edit in candidate.fix.edits]
        return any(
            {start, start - 1} & self._units.get(span.line, set())
            for span in spans
            for start in (self._moved(span.line, span.column - 1) + 1,)
        )


def _errors(faults: Iterable[Fault]) -> dict[int, Counter[tuple[int, str]]]:
    """How often each code stands on each line, warnings aside."""
    found: dict[int, Counter[tuple[int, str]]] = {}
    for fault in faults:
        if fault.severity == "error" and isinstance(fault.place, Span):
            found.setdefault(fault.place.line, Counter())[fault.place.line, fault.code] += 1
    return found


def _guesses(candidate: Candidate) -> bool:
    """Whether a fix changes anything else than what its fault is about, takes out a word, or has a fault that is none of the
    text itself."""
    if isinstance(candidate.fault, CHARACTERS):
        return False
    if isinstance(candidate.fault, ForeignSign) and candidate.fault.found in _BRACKETS:
        return True
    if not candidate.fault.code.startswith("S") or isinstance(candidate.fault, NoForNot) or any(not edit.replacement for edit in candidate.fix.edits):
        return True
    spans = [edit.span for edit in candidate.fix.edits]
    return not any(span.line == candidate.place.line and span.column <= candidate.place.column < span.end_column for span in spans)
