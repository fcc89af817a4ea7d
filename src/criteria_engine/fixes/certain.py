"""Which of the proposed fixes are certain: those after which the rest of the file reads better, and nothing reads worse."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

import criteria_engine.fixes.characters
import criteria_engine.fixes.near_names
import criteria_engine.fixes.numbers
import criteria_engine.fixes.words  # noqa: F401 - the answers register themselves
from criteria_engine.checking import Checked
from criteria_engine.diagnostics.catalogue.names import UnknownName
from criteria_engine.diagnostics.catalogue.syntax import NoForNot, StrayCharacters, TypographicQuotes, UnclosedText, UnexpectedWord
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.fix import Edit, Fix
from criteria_engine.fixes.propose import proposed
from criteria_engine.fixes.rule_text import COMMENTS_ELSEWHERE, RuleText
from criteria_engine.language.compile import compile_source
from criteria_engine.original import Change, Original
from criteria_engine.source import Source, Span

_MOST_ROUNDS = 8
"""Trials of the fixes of a file; after them none that is still in doubt is made."""


_CHARACTERS = (StrayCharacters, UnclosedText, TypographicQuotes)
"""Faults of characters, each of which hides what the words beside it say."""


@frozen
class _Candidate:
    """The fixes proposed for a fault, of which the one at `chosen` is tried."""

    fault: Fault
    place: Span
    fixes: Sequence[Fix]
    chosen: int = 0

    @property
    def fix(self) -> Fix:
        return self.fixes[self.chosen]

    def next(self) -> "_Candidate | None":
        """The same with its next fix; None where it has no other."""
        return _Candidate(self.fault, self.place, self.fixes, self.chosen + 1) if self.chosen + 1 < len(self.fixes) else None


def certain_fixes(checked: Checked) -> Mapping[Fault, Fix]:
    """For each fault that can be mended in one way only: how. Each fix was tried together with the others: its fault is gone
    then, and its line has no new one but what the fault had hidden."""
    if checked.original is None or not checked.faults:
        return {}
    original = checked.original
    text = RuleText(original.source)
    candidates: list[_Candidate] = []
    unclosed = {fault.place.line for fault in checked.faults if isinstance(fault, UnclosedText) and isinstance(fault.place, Span)}
    for fault in checked.faults:
        if isinstance(fault.place, Span) and fault.place.line in unclosed and not isinstance(fault, UnclosedText):
            continue  # what is text and what is rule is not known there
        if isinstance(fault.place, Span) and not text.before(fault.place).lstrip().startswith(COMMENTS_ELSEWHERE):
            fixes = [fix for fix in proposed(fault, text) if fix.certain and original.can_change(changes_of(fix.edits, original))]
            if fixes:
                candidates.append(_Candidate(fault, fault.place, fixes))
    candidates, words = _characters_first(candidates)
    for _ in range(_MOST_ROUNDS):
        candidates = _apart(candidates)
        if not candidates:
            return {}
        after = compile_source(_source_with(candidates, original)).faults
        still = {fault.place.line for fault in after if fault.code.startswith("S") and isinstance(fault.place, Span)}
        words, wrong = [], [word for word in words if word.place.line in still]
        if wrong:
            candidates = sorted([*candidates, *wrong], key=lambda each: (each.place.line, each.place.column))
            continue
        judged = [(candidate, _mends(candidate, candidates, checked.faults, after)) for candidate in candidates]
        if all(good for _, good in judged):
            return {candidate.fault: candidate.fix for candidate in candidates}
        following = [candidate if good else candidate.next() for candidate, good in judged]
        candidates = [candidate for candidate in following if candidate is not None]
    return {}


def _characters_first(candidates: list[_Candidate]) -> tuple[list[_Candidate], list[_Candidate]]:
    """The candidates without those for words out of place on lines that have characters out of place, and these: whether the
    words are wrong as well shows when the characters are right."""
    lines = {candidate.place.line for candidate in candidates if isinstance(candidate.fault, _CHARACTERS)}
    words = [each for each in candidates if isinstance(each.fault, (UnexpectedWord, NoForNot)) and each.place.line in lines]
    return [each for each in candidates if each not in words], words


def changes_of(edits: Iterable[Edit], original: Original) -> list[Change]:
    """Edits as changes of a Source's text by offset."""
    return [
        Change(original.offset(edit.span.line, edit.span.column), original.offset(edit.span.end_line, edit.span.end_column), edit.replacement)
        for edit in edits
    ]


def apart(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that do not overlap an earlier one; two that insert at one place overlap. The same edit twice is one."""
    return [candidate.fix for candidate in _apart([_Candidate(Fault(None), fix.edits[0].span, (fix,)) for fix in fixes])]


def _apart(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    kept: list[_Candidate] = []
    taken: dict[int, list[Span]] = {}
    for candidate in candidates:
        spans = [edit.span for edit in candidate.fix.edits]
        if not any(_overlap(span, other) for span in spans for other in taken.get(span.line, ())):
            kept.append(candidate)
            for span in spans:
                taken.setdefault(span.line, []).append(span)
    return kept


def _overlap(one: Span, other: Span) -> bool:
    return one.column <= other.end_column and other.column <= one.end_column


def _source_with(candidates: Iterable[_Candidate], original: Original) -> Source:
    parts: list[str] = []
    at, whole = 0, original.source.text
    changes = [change for candidate in candidates for change in changes_of(candidate.fix.edits, original)]
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [whole[at : change.start], change.text]
        at = change.end
    return Source(original.source.name, "".join(parts) + whole[at:])


def _mends(candidate: _Candidate, all_of_them: Iterable[_Candidate], before: Sequence[Fault], after: Sequence[Fault]) -> bool:
    """Whether, with all candidates made, this one's fault is gone and nothing is wrong that was right: the text reads on
    beyond it, and where it only guesses from the outside, its lines have no fault that they had not."""
    lines = {candidate.place.line, *(edit.span.line for edit in candidate.fix.edits)}
    if any(isinstance(fault, UnknownName) and fault.wanted == "unit" and _just_before(fault.place, candidate) for fault in after):
        return False  # the word before was the beginning of what is meant, and reads as a unit
    if _guesses(candidate):
        if any(fault.code.startswith("S") and isinstance(fault.place, Span) and fault.place.line in lines for fault in after):
            return False
        return not (_counted(after, lines) - _counted(before, lines)) and _counted(after, lines) != _counted(before, lines)
    end = max(edit.span.end_column for edit in candidate.fix.edits if edit.span.line == candidate.place.line)
    shift = sum(
        len(edit.replacement) - len(edit.found)
        for other in all_of_them
        for edit in other.fix.edits
        if edit.span.line == candidate.place.line and edit.span.end_column <= end
    )
    return not any(
        fault.code.startswith("S") and isinstance(fault.place, Span) and fault.place.line in lines and fault.place.column <= end + shift
        for fault in after
    )


def _just_before(place: object, candidate: _Candidate) -> bool:
    """Whether a place ends where the fix begins, blanks aside."""
    starts = [edit.span for edit in candidate.fix.edits]
    return isinstance(place, Span) and any(span.line == place.line and 0 <= span.column - place.end_column <= 1 for span in starts)


def _guesses(candidate: _Candidate) -> bool:
    """Whether a fix changes anything else than what its fault is about, takes out a word, or has a fault that is none of the
    text itself."""
    if isinstance(candidate.fault, _CHARACTERS):
        return False
    if not candidate.fault.code.startswith("S") or isinstance(candidate.fault, NoForNot) or any(not edit.replacement for edit in candidate.fix.edits):
        return True
    spans = [edit.span for edit in candidate.fix.edits]
    return not any(span.line == candidate.place.line and span.column <= candidate.place.column < span.end_column for span in spans)


def _counted(faults: Iterable[Fault], lines: set[int]) -> Counter[tuple[str, int]]:
    """The errors on some lines."""
    errors = (fault for fault in faults if fault.severity == "error")
    return Counter((fault.code, fault.place.line) for fault in errors if isinstance(fault.place, Span) and fault.place.line in lines)
