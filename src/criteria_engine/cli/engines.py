"""`criteria engines`: which engines there are, whether each is installed, and which of them take a rule set."""

from pathlib import Path
from typing import Annotated, Any

from attrs import frozen
from cyclopts import Parameter

from criteria_engine.backends.engine_list import ENGINES, ListedEngine
from criteria_engine.cli.compile import latest_text
from criteria_engine.cli.engine_words import reason, thing
from criteria_engine.cli.options import Json, Lang, day
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.documents.json_text import json_text
from criteria_engine.documents.model import Column, Document, Line, Run, Table, line
from criteria_engine.ir.dated import Dated
from criteria_engine.locale import format_date
from criteria_engine.table_assessment.choice import Declined, declines

File = Annotated[Path | None, Parameter(help=shown("option engines_file"))]
On = Annotated[str | None, Parameter(name="--as-of", help=shown("option engines_as_of"))]


@frozen(eq=False)
class _Row:
    engine: ListedEngine
    declined: Declined | None


def engines(file: File = None, *, as_of: On = None, json_: Json = False, lang: Lang = None) -> int:
    """List the engines, and which of them take a rule set."""
    show = screen(lang)
    asked = None if as_of is None else day(as_of, show)
    dated: Dated | None = None
    if file is not None:
        rules = loaded(file, show)
        if rules is None:
            return FAULTS
        dated = rules.on(asked or latest_text(rules.program))
    rows = [_Row(engine, None if dated is None else declines(engine, dated)) for engine in ENGINES]
    if json_:
        write(json_text({"engines": [_data(row, dated) for row in rows]}))
    else:
        show.show(_document(rows, dated, show.tongue))
    return DONE


def _data(row: _Row, dated: Dated | None) -> dict[str, Any]:
    engine = row.engine
    found: dict[str, Any] = {
        "name": engine.name, "works_on": engine.works_on, "installed": not engine.lacking, "packages": list(engine.packages),
        "extra": engine.extra or None,
    }  # fmt: skip
    if dated is not None:
        declined = row.declined
        found |= {"ruleset": dated.program.name, "as_of": dated.as_of.isoformat()}
        found |= {"takes": None if engine.lacking else declined is None}
        found |= {"what": declined.what or None if declined else None, "why": declined.why or None if declined else None}
    return found


def _document(rows: list[_Row], dated: Dated | None, tongue: str) -> Document:
    titles = [said(tongue, f"column_{name}") for name in ("engine", "works_on", "installed")]
    if dated is not None:
        titles.append(said(tongue, "column_these_rules", name=dated.program.name, day=format_date(dated.as_of, tongue)))
    cells: list[tuple[Line, ...]] = []
    for row in rows:
        engine, declined = row.engine, row.declined
        lacking = said(tongue, "engine_to_install", extra=engine.extra)
        found = [line(engine.name), line(said(tongue, f"works on {engine.works_on}"))]
        found.append(line(Run(lacking, "open")) if engine.lacking else line(said(tongue, "engine_installed")))
        if dated is not None and engine.lacking:
            found.append(line(""))
        elif dated is not None and declined is not None:
            found.append(line(Run(said(tongue, "engine_takes_not", what=thing(declined.what, tongue), why=reason(declined.why, tongue)), "bad")))
        elif dated is not None:
            found.append(line(Run(said(tongue, "engine_takes"), "good")))
        cells.append(tuple(found))
    return Document(tongue, line(said(tongue, "engines_title")), (Table(tuple(Column(line(title)) for title in titles), tuple(cells)),))
