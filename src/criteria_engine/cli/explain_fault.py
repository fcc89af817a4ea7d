"""`criteria explain-fault`: the page of a fault code."""

import sys
from typing import Annotated, Any

from cyclopts import Parameter

from criteria_engine.cli.options import Json, Lang
from criteria_engine.cli.screen import DONE, WRONG_USAGE, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.diagnostics.fault_pages import PARTS, FaultPage, codes_with_pages, fault_page, near_codes, plain_code
from criteria_engine.diagnostics.kinds import fault_kinds
from criteria_engine.diagnostics.wording import LONGEST_QUOTE
from criteria_engine.documents.inert import shortened
from criteria_engine.documents.json_text import json_text
from criteria_engine.documents.model import Block, Column, Document, Heading, Run, Table, line
from criteria_engine.documents.reading_markdown import blocks_of

Code = Annotated[str | None, Parameter(help=shown("option code"))]


def explain_fault(code: Code = None, /, *, lang: Lang = None, json_: Json = False) -> int:
    """Print what a fault code means, why it is a fault, a wrong and a right example, and how to mend it."""
    show = screen(lang)
    if code is None:
        pages = [page for each in codes_with_pages() if (page := fault_page(each, show.tongue)) is not None]
        if json_:
            _print([{"code": page.code, "severity": fault_kinds()[page.code].severity, "title": page.title} for page in pages])
        else:
            show.show(_list(pages, show.tongue))
        return DONE
    found = fault_page(plain_code(code), show.tongue)
    if found is None:
        near = near_codes(plain_code(code))
        text = said(show.tongue, "code_unknown", found=shortened(code, LONGEST_QUOTE))
        write(f"{text} {said(show.tongue, 'codes_near', codes=', '.join(near)) if near else said(show.tongue, 'codes_all')}\n", sys.stderr)
        return WRONG_USAGE
    if json_:
        _print(_data(found))
    else:
        show.show(_document(found))
    return DONE


def _document(page: FaultPage) -> Document:
    blocks: list[Block] = []
    for title, body in page.sections:
        blocks += [Heading(line(title)), *blocks_of(body)]
    return Document(page.tongue, line(f"{page.code} · {page.title}"), tuple(blocks))


def _list(pages: list[FaultPage], tongue: str) -> Document:
    columns = (Column(line(said(tongue, "column_fault"))), Column(line(said(tongue, "column_meaning"))))
    rows = tuple((line(Run(page.code, "strong")), line(page.title)) for page in pages)
    return Document(tongue, line(said(tongue, "codes_title")), (Table(columns, rows),))


def _data(page: FaultPage) -> dict[str, Any]:
    examples = {
        part: [{"format": one.format, "marks": list(one.marks), "text": one.text} for one in page.examples(part)] for part in ("wrong", "right")
    }
    return {
        "code": page.code,
        "severity": fault_kinds()[page.code].severity,
        "lang": page.tongue,
        "title": page.title,
        **{part: page.section(part) for part in PARTS if part not in examples},
        **examples,
        "markdown": page.markdown,
    }


def _print(data: object) -> None:
    write(json_text(data))
