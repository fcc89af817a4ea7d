"""The formats that documents can be written in, by their names; what a format needs is asked for before any work is done."""

from collections.abc import Callable, Mapping

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen
from criteria_engine.cli.words import said
from criteria_engine.documents.html.page import document_html_bytes
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Document
from criteria_engine.documents.paper.pdf import document_pdf, make_ready
from criteria_engine.documents.word.docx import document_docx
from criteria_engine.documents.workbook.excel import excel_bytes
from criteria_engine.documents.workbook.of_document import document_workbook
from criteria_engine.locale import format_list

Renderer = Callable[[Document], bytes]

RENDERERS: Mapping[str, Renderer] = {
    "html": document_html_bytes,
    "pdf": document_pdf,
    "docx": document_docx,
    "xlsx": lambda document: excel_bytes(document_workbook(document)),
    "md": lambda document: document_markdown(document).encode(),
}
"""What makes a file of each format from a document."""


def renderers(asked: str, screen: Screen) -> dict[str, Renderer]:
    """What makes the formats asked for, by names with commas between them. Raises WrongUsage for one that there is not, or that needs
    what is not installed."""
    names = list(dict.fromkeys(name.strip().lower() for name in asked.split(",")))
    for name in names:
        if name not in RENDERERS:
            raise WrongUsage(said(screen.tongue, "bad_report_format", found=name, known=format_list(list(RENDERERS), screen.tongue, "or")))
        _be_ready(name, screen)
    return {name: RENDERERS[name] for name in names}


def _be_ready(name: str, screen: Screen) -> None:
    try:
        if name == "pdf":
            make_ready()
        if name == "docx":
            import docx  # noqa: F401
    except ModuleNotFoundError as problem:
        package = {"docx": "python-docx", "pymupdf_fonts": "pymupdf-fonts"}.get(problem.name or "", problem.name)
        raise WrongUsage(said(screen.tongue, "needs_extra", file=name.upper(), package=package, extra=name)) from problem
    except OSError as problem:
        raise WrongUsage(said(screen.tongue, "needs_pango")) from problem
