"""An assessment becomes the documents of its report, and each document the files asked for, on as many processors as may be used."""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic

from attrs import evolve, field, frozen

from criteria_engine.assessment import Progress
from criteria_engine.documents.model import Document, Paragraph, Run, line
from criteria_engine.engine import Result
from criteria_engine.explain.insight import EVERYTHING, Asked, Insight, insight
from criteria_engine.explain.proof import Proof
from criteria_engine.explain.prove import prove
from criteria_engine.reports.material import Material
from criteria_engine.reports.notes import UnitNote, unit_note
from criteria_engine.reports.programme_report import programme_report
from criteria_engine.reports.ward_letter import ward_letter
from criteria_engine.reports.ward_report import ward_report
from criteria_engine.version import VERSION

Renderer = Callable[[Document], bytes]
"""What turns a document into the content of a file."""


@frozen
class ReportFile:
    """A file of the report: its name, and what it holds."""

    name: str
    content: bytes


@frozen
class Addition:
    """What a report has beside its pages: letters to the units' heads in formats, and a note that stands on every page and letter."""

    letters: Mapping[str, Renderer] = field(factory=dict)
    note: str = ""


SECONDS = 20.0
"""How long the searches beyond the proofs may take for all units together, unless told otherwise."""

_FOR_EFFECTS, _FOR_SUFFICIENT = 0.15, 0.5
"""So many seconds a unit must there be for each criterion's effect, and for a thorough search for the facts that suffice."""

_MOST_WORKERS = 8


def asked_within(seconds: float, units: int) -> tuple[Asked, ...]:
    """What is asked of each unit when all of them have so many seconds: the dearer answers only where there is time. It depends on the
    numbers alone, so that a report asks the same on a slow machine; the searches for the smallest changes and for what could still matter may be
    cut short.

    >>> asked_within(20, 250)
    ('sufficient', 'changes', 'matters')
    """
    if seconds <= 0 or not units:
        return ()
    return EVERYTHING if seconds / units >= _FOR_EFFECTS else ("sufficient", "changes", "matters")


@frozen(eq=False)
class _Work:
    """What every worker needs to make pages."""

    with_: Material
    renderers: Mapping[str, Renderer]
    units: Sequence[str]
    asked: tuple[Asked, ...]
    until: float
    workers: int
    quick: bool
    added: Addition

    def page(self, at: int) -> tuple[UnitNote, tuple[ReportFile, ...]]:
        """The files of one unit's page, and its note."""
        with_ = self.with_
        result = with_.results[self.units[at]]
        told = self._told(at)
        proof = _proof(result, with_)
        document = _noted(ward_report(proof, result, with_, told), self.added.note)
        files = [ReportFile(f"{document.name}.{ending}", render(document)) for ending, render in self.renderers.items()]
        if self.added.letters:
            letter = ward_letter(proof, result, with_.voice, told, self.added.note)
            name = document.name.replace("unit", "letter", 1)
            files += [ReportFile(f"{name}.{ending}", render(letter)) for ending, render in self.added.letters.items()]
        return unit_note(proof, result, told, with_.voice), tuple(files)

    def _told(self, at: int) -> Insight | None:
        if not self.asked:
            return None
        result = self.with_.results[self.units[at]]
        evaluation = result.evaluation
        # What a pass hangs on is nearly everything; a quick search would only list it.
        asked = tuple(each for each in self.asked if not (self.quick and each == "sufficient" and result.verdict in ("passes", "graded")))
        share = max(0.0, self.until - monotonic()) * self.workers / (len(self.units) - at)
        if not share:  # the time is up: what can say so itself says so, the rest is left out
            asked = tuple(each for each in asked if each in ("changes", "matters"))
        return insight(evaluation.dated, evaluation.record, asked, seconds=share, quick=self.quick)


_NOTHING_ADDED = Addition()


def report_files(
    with_: Material,
    renderers: Mapping[str, Renderer],
    *,
    seconds: float = 0.0,
    progress: Progress | None = None,
    workers: int | None = None,
    added: Addition = _NOTHING_ADDED,
) -> Iterator[ReportFile]:
    """The files of a report, one after the other: for each unit that has a page that page in every format, and the programme's page at
    last. `seconds` is how long searching beyond the proofs may take in all. Same material, same bytes, but for what is cut short."""
    chosen = list(with_.pages)
    count = max(1, min(workers or _workers(), len(chosen)))
    quick = seconds < _FOR_SUFFICIENT * len(chosen)
    work = _Work(with_, renderers, chosen, asked_within(seconds, len(chosen)), monotonic() + seconds, count, quick, added)
    notes: dict[str, UnitNote] = {}
    for done, (note, files) in enumerate(_pages(work), 1):
        notes[note.unit] = note
        yield from files
        if progress is not None:
            progress(done, len(chosen))
    for unit, result in with_.results.items():
        if unit not in notes and result.verdict == "undetermined":
            notes[unit] = unit_note(_proof(result, with_), result, None, with_.voice)
    document = _noted(programme_report(with_, notes), added.note)
    for ending, render in renderers.items():
        yield ReportFile(f"{document.name}.{ending}", render(document))


def _noted(document: Document, note: str) -> Document:
    """The document with a note before all else."""
    return evolve(document, blocks=(Paragraph(line(Run(note, "strong"))), *document.blocks)) if note else document


def _proof(result: Result, with_: Material) -> Proof:
    return prove(result.evaluation, result.outcome, with_.found.digests, VERSION, True)


def _workers() -> int:
    """How many processes pay: one where this one cannot be copied with all that it holds, or runs threads that copying would break."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST_WORKERS)


_work: _Work | None = None


def _pages(work: _Work) -> Iterator[tuple[UnitNote, tuple[ReportFile, ...]]]:
    """Every unit's files, in order."""
    if work.workers == 1 or len(work.units) < 2 * _CHUNK:
        yield from map(work.page, range(len(work.units)))
        return
    from multiprocessing import get_context

    global _work
    _work = work
    try:
        # The copies look through their own objects for refuse, not again and again through all that they were given.
        with get_context("fork").Pool(work.workers, gc.freeze) as pool:
            yield from pool.imap(_page, range(len(work.units)), _CHUNK)
    finally:
        _work = None


_CHUNK = 4


def _page(at: int) -> tuple[UnitNote, tuple[ReportFile, ...]]:
    assert _work is not None
    return _work.page(at)
