"""`criteria review`: two result files become the yearly review."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import shown
from criteria_engine.documents.json_text import json_text
from criteria_engine.programmes.result_file import read_result_file, to_data
from criteria_engine.programmes.review import review as compare
from criteria_engine.programmes.review_document import review_document

Before = Annotated[Path, Parameter(name="--before", help=shown("option before"))]
After = Annotated[Path, Parameter(name="--after", help=shown("option after"))]
Format = Annotated[Literal["text", "markdown"], Parameter(name="--format", help=shown("option review_format"))]


def review(*, before: Before, after: After, format: Format = "text", json_: Json = False, lang: Lang = None) -> int:
    """Review a year: what was done, what was not, what got worse, and what is recommended."""
    show = screen(lang)
    earlier, later = read_result_file(before), read_result_file(after)
    faults = [*earlier.faults, *later.faults]
    if earlier.file is None or later.file is None:
        show.report(faults)
        return FAULTS
    reviewed = compare(earlier.file, later.file)
    faults += reviewed.faults
    if reviewed.review is not None:
        if json_:
            write(json_text(to_data(reviewed.review)))
        else:
            show.show(review_document(reviewed.review, show.tongue), format)
    show.report(faults)
    return FAULTS if any(fault.severity == "error" for fault in faults) else DONE
