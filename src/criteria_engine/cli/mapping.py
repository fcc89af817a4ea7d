"""`criteria mapping`: data files become a mapping file to start from, with what is found and what is still to be said."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.cli.options import Data, Lang, RuleFile, Tables, Units, tables
from criteria_engine.cli.reading_options import Reading, read_as
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.data.cell_reading import MISSING_MARKS
from criteria_engine.data.mapping_draft import DraftedColumn, DraftedTable, MappingDraft, draft_mapping
from criteria_engine.documents.inert import inert

Out = Annotated[Path | None, Parameter(name="--out", help=shown("option mapping_out"))]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNWRITTEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def mapping(
    file: RuleFile,
    *,
    data: Data,
    table: Tables = None,
    units: Units = None,
    out: Out = None,
    reading: Reading = None,
    lang: Lang = None,
) -> int:
    """Write a mapping file to start from: which column gives which fact, and what is in doubt."""
    show = screen(lang)
    related, said_of_files = tables(table, show), read_as(reading, show)
    rules = loaded(file, show)
    if rules is None:
        return FAULTS
    draft = draft_mapping(rules.program, data, related, units, said_of_files)
    if not draft.tables:
        show.report(draft.faults)
        return FAULTS
    text = "\n".join(_lines(draft, rules.name, data.name, show.tongue)) + "\n"
    if out is None:
        write(text)
    elif not write_file(out, text, show):
        return FAULTS
    show.report(draft.faults)
    return FAULTS if any(fault.severity == "error" for fault in draft.faults) else DONE


def _lines(draft: MappingDraft, rules: str, data: str, tongue: str) -> Iterator[str]:
    """The mapping file, line by line."""
    yield from _comment(said(tongue, "mapping_opening", data=data, rules=rules))
    yield ""
    if draft.lost_zeros is not None:
        count, found, whole = draft.lost_zeros
        yield from _comment(said(tongue, "mapping_zeros", count=count, found=found, whole=whole))
        yield "# restore_leading_zeros = true"
        yield ""
    yield from _comment(said(tongue, "mapping_missing"))
    yield f"# missing = {_toml(list(MISSING_MARKS))}"
    for table in draft.tables:
        yield ""
        yield from _table(table, tongue)


def _table(table: DraftedTable, tongue: str) -> Iterator[str]:
    name = ".".join(_key(part) for part in table.path)
    yield f"[{name}]"
    if table.sheet is not None:
        yield f"sheet = {_toml(table.sheet)}"
    if table.key is not None:
        yield f"unit_key = {_toml(table.key)}"
    else:
        yield from _comment(said(tongue, "mapping_no_key"))
        yield '# unit_key = "…"'
    if table.unknown:
        yield from _comment(said(tongue, "mapping_unknown"))
        yield f"# ignore = {_toml(list(table.unknown))}"
    yield f"[{name}.columns]"
    for column in table.columns:
        yield from _column(column, tongue)
    for fact, columns in table.unsure.items():
        if columns:
            yield from _comment(said(tongue, "mapping_unsure"))
        else:
            yield from _comment(said(tongue, "mapping_not_found"))
        for heading in columns or ("…",):
            yield f"# {_key(fact)} = {_toml(heading)}"


def _column(column: DraftedColumn, tongue: str) -> Iterator[str]:
    """The line of a column; where it is in doubt, a line for each way of reading it, of which one is to be chosen."""
    if not column.choices:
        yield f"{_key(column.fact)} = {_toml(column.column)}"
        return
    yield from _comment(said(tongue, "mapping_choose"))
    for setting, examples in column.choices:
        shown_as = f"   # {inert('; '.join(examples))}" if examples else ""
        yield f"# {_key(column.fact)} = {{ column = {_toml(column.column)}, {setting} }}{shown_as}"


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"# {inert(line)}"


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _toml(name)


def _toml(value: str | list[str]) -> str:
    """A text or a list of texts as TOML writes it, with everything escaped that is not seen."""
    return _UNWRITTEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
