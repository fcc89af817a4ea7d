"""What the terminal is like, and how documents and faults get onto it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.diagnostics.rendering import in_full, summary
from criteria_engine.diagnostics.wording import phrase
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Document
from criteria_engine.documents.plain_text import document_text
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.locale import tongue_of_environment
from criteria_engine.source import Cell, Source

DONE, FAULTS, WRONG_USAGE, INTERNAL = 0, 1, 2, 70
"""The exit codes: done; faults in rules or data; wrong usage; a fault of the engine itself. A unit that fails is no error."""

WIDEST = 120
NARROWEST = 60


@frozen
class Screen:
    """The tongue that the reader asked for, and what standard output and error can show."""

    tongue: str
    width: int
    colour: bool
    colour_of_errors: bool

    def show(self, document: Document, format: str = "text") -> None:
        """Print a document as text or Markdown."""
        text = document_markdown(document) if format == "markdown" else document_text(document, self.width, self.colour)
        write(text if text.endswith("\n") else text + "\n")

    def report(self, faults: Iterable[Fault], sources: Mapping[str, Source] | None = None, fixes: Mapping[Fault, Fix] | None = None) -> None:
        """Print faults in full with the fixes that there are for them, and how many faults, to standard error."""
        found = list(faults)
        if not found:
            return
        sys.stdout.flush()
        shown = sorted(found, key=place_order)[:MOST_SHOWN]
        text = in_full(shown, self.tongue, sources, keyword_in, self.colour_of_errors, fixes or {})
        more = "not_shown_data" if isinstance(shown[0].place, Cell) else "not_shown"
        rest = phrase(more, self.tongue).format(count=len(found) - len(shown)) + "\n\n" if len(found) > len(shown) else ""
        write(f"{text}\n{rest}{summary(found, self.tongue)}\n", sys.stderr)


MOST_SHOWN = 500
"""Faults that are shown in full; of more, the first in the order of the text, and how many there are."""


def write(text: str, stream: TextIO | None = None) -> None:
    """Write text to standard output or another stream; characters that it cannot encode come out escaped."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def write_exactly(content: bytes) -> None:
    """Write bytes to standard output as they are: text for programs, and files, are UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stream of text that somebody has put there
        sys.stdout.write(content.decode())
    else:
        buffer.write(content)
        buffer.flush()


def _colourful(stream: TextIO) -> bool:
    """Whether a stream gets colours: a terminal does unless told otherwise, anything else only where it is asked for."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def screen(lang: str | None) -> Screen:
    """The screen of this process in the tongue asked for, else in that of the environment."""
    columns = shutil.get_terminal_size((100, 24)).columns
    return Screen(
        lang or tongue_of_environment(os.environ),
        max(NARROWEST, min(columns, WIDEST)),
        _colourful(sys.stdout),
        _colourful(sys.stderr),
    )


LONG = 1.0
"""Seconds after which work is long enough to show how far it is."""


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar on standard error once units have been evaluated for more than a second, with how many a second and the time left; nothing
    where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many are done in a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(title, total=None)
    begun = monotonic()

    def told(done: int, total: int | None) -> None:
        if not bar.live.is_started and monotonic() - begun > LONG:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        bar.stop()
