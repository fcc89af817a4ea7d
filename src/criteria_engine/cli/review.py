"""`criteria review`: two result files, and earlier ones, become the yearly review."""

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.cli.document_formats import renderers
from criteria_engine.cli.options import Json, Lang, WrongUsage
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.model import Document
from criteria_engine.locale import format_list
from criteria_engine.programmes.result_file import ResultFile, read_result_file, to_data
from criteria_engine.programmes.review import review as compare
from criteria_engine.programmes.review_document import review_document
from criteria_engine.programmes.trend import trend

Before = Annotated[Path, Parameter(name="--before", help=shown("option before"))]
After = Annotated[Path, Parameter(name="--after", help=shown("option after"))]
Years = Annotated[list[Path] | None, Parameter(name="--earlier", help=shown("option review_earlier"), negative=(), consume_multiple=False)]
Format = Annotated[str, Parameter(name="--format", help=shown("option review_format"))]
Out = Annotated[Path | None, Parameter(name="--out", help=shown("option review_out"))]

ON_SCREEN = ("text", "markdown")
NAME = "review"
"""What the files are called."""


def review(
    *, before: Before, after: After, earlier: Years = None, format: Format = "", out: Out = None, json_: Json = False, lang: Lang = None
) -> int:
    """Review a year: what was done, what was not, what got worse, and what is recommended."""
    show = screen(lang)
    chosen = renderers(format or "html", show) if out is not None else {}
    if out is None and format not in ("", *ON_SCREEN):
        raise WrongUsage(said(show.tongue, "bad_review_format", found=format, known=format_list(ON_SCREEN, show.tongue, "or")))
    was, now = read_result_file(before), read_result_file(after)
    faults = [*was.faults, *now.faults]
    if was.file is None or now.file is None:
        show.report(faults)
        return FAULTS
    reviewed = compare(was.file, now.file)
    faults += reviewed.faults
    written = True
    if reviewed.review is not None:
        years, more = _earlier(earlier or [])
        over_years, found = trend(years, was.file, now.file)
        faults += [*more, *found]
        if json_:
            write(json.dumps(to_data(reviewed.review), ensure_ascii=False, indent=2) + "\n")
        else:
            document = review_document(reviewed.review, show.tongue, over_years)
            if out is None:
                show.show(document, format or "text")
            else:
                written = all(write_file(out / f"{NAME}.{ending}", render(_page(document)), show) for ending, render in chosen.items())
    show.report(faults)
    return FAULTS if not written or any(fault.severity == "error" for fault in faults) else DONE


def _page(document: Document) -> Document:
    return Document(document.tongue, document.title, document.blocks, NAME)


def _earlier(paths: list[Path]) -> tuple[list[tuple[str, ResultFile]], list[Fault]]:
    """The earlier results that could be read, each with its file's name, and what was wrong with the others."""
    read = [(str(path), read_result_file(path)) for path in paths]
    return [(name, each.file) for name, each in read if each.file is not None], [fault for _, each in read for fault in each.faults]
