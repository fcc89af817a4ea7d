"""Which of the proposed fixes are certain: those after which the rest of the file reads better, and nothing reads worse."""

from collections.abc import Iterable, Mapping, Sequence

import criteria_engine.fixes.characters
import criteria_engine.fixes.near_names
import criteria_engine.fixes.numbers
import criteria_engine.fixes.words  # noqa: F401 - the answers register themselves
from criteria_engine.checking import Checked
from criteria_engine.diagnostics.catalogue.syntax import NoForNot, UnclosedText, UnexpectedWord
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.fix import Edit, Fix
from criteria_engine.fixes.propose import proposed
from criteria_engine.fixes.rule_text import COMMENTS_ELSEWHERE, RuleText
from criteria_engine.fixes.trial import CHARACTERS, Candidate, Trial, apart
from criteria_engine.language.compile import compile_source
from criteria_engine.original import Change, Original
from criteria_engine.source import Source, Span

_MOST_ROUNDS = 8
"""Trials of the fixes of a file; after them none that is still in doubt is made."""

_MOST_TRIED = 2000
"""Faults for which fixes are looked for at once: the first of the file. A file with more has its next ones when these are made."""


def certain_fixes(checked: Checked) -> Mapping[Fault, Fix]:
    """For each fault that can be mended in one way only: how. Each fix was tried together with the others: its fault is gone
    then, and its line has no new one but what the fault had hidden."""
    if checked.original is None or not checked.faults:
        return {}
    original = checked.original
    candidates, words = _characters_first(_candidates(checked.faults, original))
    for _ in range(_MOST_ROUNDS):
        candidates = apart(candidates)
        if not candidates:
            return {}
        trial = Trial(candidates, checked.faults, compile_source(_source_with(candidates, original)).faults)
        words, wrong = [], [word for word in words if word.place.line in trial.unread]
        if wrong:
            candidates = sorted([*candidates, *wrong], key=lambda each: (each.place.line, each.place.column))
            continue
        judged = [(candidate, trial.mends(candidate)) for candidate in candidates]
        if all(good for _, good in judged):
            return {candidate.fault: candidate.fix for candidate in candidates}
        following = [candidate if good else candidate.next() for candidate, good in judged]
        candidates = [candidate for candidate in following if candidate is not None]
    return {}


def _candidates(faults: Sequence[Fault], original: Original) -> list[Candidate]:
    text = RuleText(original.source)
    unclosed = {fault.place.line for fault in faults if isinstance(fault, UnclosedText) and isinstance(fault.place, Span)}
    found: list[Candidate] = []
    for fault in faults:
        place = fault.place
        if not isinstance(place, Span) or text.before(place).lstrip().startswith(COMMENTS_ELSEWHERE):
            continue
        if place.line in unclosed and not isinstance(fault, UnclosedText):
            continue  # what is text and what is rule is not known there
        fixes = [fix for fix in proposed(fault, text) if fix.certain and original.can_change(changes_of(fix.edits, original))]
        if fixes:
            found.append(Candidate(fault, place, fixes))
        if len(found) == _MOST_TRIED:
            break
    return found


def _characters_first(candidates: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates without those for words out of place on lines that have characters out of place, and these: whether the
    words are wrong as well shows when the characters are right."""
    lines = {candidate.place.line for candidate in candidates if isinstance(candidate.fault, CHARACTERS)}

    def waits(candidate: Candidate) -> bool:
        return isinstance(candidate.fault, (UnexpectedWord, NoForNot)) and candidate.place.line in lines

    return [each for each in candidates if not waits(each)], [each for each in candidates if waits(each)]


def changes_of(edits: Iterable[Edit], original: Original) -> list[Change]:
    """Edits as changes of a Source's text by offset."""
    return [
        Change(original.offset(edit.span.line, edit.span.column), original.offset(edit.span.end_line, edit.span.end_column), edit.replacement)
        for edit in edits
    ]


def _source_with(candidates: Iterable[Candidate], original: Original) -> Source:
    parts: list[str] = []
    at, whole = 0, original.source.text
    changes = [change for candidate in candidates for change in changes_of(candidate.fix.edits, original)]
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [whole[at : change.start], change.text]
        at = change.end
    return Source(original.source.name, "".join(parts) + whole[at:])
