"""Units of a large table, or of one that an engine over tables is asked for, become counts on the screen and results in a file."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import frozen

from criteria_engine.backends.engine_list import SPARK, TABLE_ENGINES
from criteria_engine.cli.engine_words import why_declined
from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import DONE, FAULTS, Screen, progress_bar, write
from criteria_engine.cli.table_results import engine_sentence, table_data, table_document
from criteria_engine.cli.words import said
from criteria_engine.cli.written_files import write_file
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.documents.json_text import json_text
from criteria_engine.engine import Rules
from criteria_engine.locale import format_list, format_number
from criteria_engine.programmes.earlier_files import EarlierResults
from criteria_engine.results.table_files import STREAMED
from criteria_engine.table_assessment.assessed import TableAssessment, assess_table
from criteria_engine.table_assessment.choice import LARGE, MOST_SINGLE, Declined, table_engine
from criteria_engine.table_assessment.rejects import WRITTEN, Reject
from criteria_engine.table_assessment.sizes import rows_about

ENGINES = ("auto", "interpreter", "python", *(name for name in TABLE_ENGINES if name != "python"), "postgres", SPARK.name)
"""What `--engine` may name."""


@frozen
class Asked:
    """What is asked of an evaluation, as far as it decides whether units are evaluated singly: the engine, JSON, the results file, and
    whether something else needs single results (a record, a marked copy of the data)."""

    engine: str
    json: bool
    out: Path | None
    single: bool


def known_engine(name: str | None, show: Screen) -> str:
    """The engine asked for. Raises WrongUsage for one that there is not."""
    if name is not None and name not in ENGINES:
        raise WrongUsage(said(show.tongue, "bad_engine", found=name, known=format_list(ENGINES, show.tongue, "or")))
    return name or "auto"


def is_large(data: Path) -> bool:
    """Whether data are a table that is counted rather than listed; never where what reads columns is not installed."""
    rows = rows_about(data)
    return rows is not None and rows >= LARGE and not TABLE_ENGINES["python"].lacking


def counted_by(asked: Asked, rules: Rules, as_of: date, data: Path, show: Screen) -> str | None:
    """The engine over tables that is to answer for data as a table; None where units are evaluated singly, by the engine asked for. Raises
    WrongUsage where an engine that is asked for is not installed or does not take the rules, and where a table is too large for what is
    asked."""
    dated = rules.on(as_of)
    if asked.engine in TABLE_ENGINES and asked.engine != "python":
        found = table_engine(asked.engine, dated)
        if isinstance(found, Declined):
            raise WrongUsage(why_declined(found, show.tongue))
    if asked.engine == "interpreter":
        return None
    rows = rows_about(data)
    if rows is None or rows < LARGE:
        return None
    singly = asked.json or asked.single or (asked.out is not None and asked.out.suffix.lower() not in STREAMED)
    if singly and rows <= MOST_SINGLE:
        return None
    found = table_engine(asked.engine, dated)
    if isinstance(found, Declined):
        if asked.engine != "auto":
            raise WrongUsage(why_declined(found, show.tongue))
        return None
    if singly and not asked.json:
        most, endings = format_number(MOST_SINGLE, show.tongue), format_list(sorted(STREAMED), show.tongue, "or")
        raise WrongUsage(said(show.tongue, "too_large_singly", rows=format_number(rows, show.tongue), most=most, endings=endings))
    return found


@frozen
class Files:
    """The files of a table's evaluation."""

    data: Path
    tables: Mapping[str, Path]
    units: Path | None
    read_as: ReadAs
    earlier: EarlierResults
    out: Path | None
    rejects: Path | None


def evaluate_table(rules: Rules, as_of: date, files: Files, engine: str, threads: int | None, show: Screen, *, json: bool) -> int:
    """Evaluate a table, show the counts or print them as JSON, write what files are asked for, and say which engine answered; the exit
    code."""
    total = rows_about(files.data)
    with progress_bar(said(show.tongue, "evaluating")) as progress:
        try:
            found = assess_table(
                rules, files.data, as_of, files.tables, files.units, engine=engine, out=files.out, threads=threads, progress=progress,
                earlier=files.earlier, read_as=files.read_as, rejects=files.rejects is not None, total=total,
            )  # fmt: skip
        except OSError as problem:
            write(said(show.tongue, "cannot_write", file=files.out or files.data, reason=problem.strerror or "") + "\n", sys.stderr)
            return FAULTS
    return told(found, None if found.unread else files.out, files.rejects, show, json=json)


def told(found: TableAssessment, out: Path | None, rejects: Path | None, show: Screen, *, json: bool) -> int:
    """Say that results were written to `out`, show the counts or print them as JSON, write rejects, and say which engine answered and what
    faults there are; the exit code."""
    if out is not None:
        write(said(show.tongue, "wrote", file=out) + "\n", sys.stderr)
    if json:
        write(json_text(table_data(found)))
    else:
        show.show(table_document(found, show.tongue))
    write(engine_sentence(found, show.tongue) + "\n", sys.stderr)
    if rejects is not None and not write_rejects(found.rejects_as_read(), rejects, show):
        return FAULTS
    show.report(found.faults)
    return FAULTS if found.errors else DONE


def known_rejects(path: Path | None, show: Screen) -> None:
    """Raises WrongUsage for the name of a file that rejects are not written to."""
    if path is not None and path.suffix.lower() not in WRITTEN:
        raise WrongUsage(said(show.tongue, "bad_out", found=path, known=format_list(sorted(WRITTEN), show.tongue, "or")))


def write_rejects(rejects: Iterable[Reject], path: Path, show: Screen) -> bool:
    """Write what was rejected, as the end of the name says. Raises WrongUsage where it needs a package that is not installed."""
    try:
        content = WRITTEN[path.suffix.lower()](rejects)
    except ModuleNotFoundError as problem:
        raise WrongUsage(said(show.tongue, "needs_extra", file=path.name, package=problem.name or "pyarrow", extra="tables")) from problem
    return write_file(path, content, show)
