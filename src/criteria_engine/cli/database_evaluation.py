"""`criteria evaluate --engine postgres`: units in tables of a database become counts on the screen, and results in a table of it or in a file."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import frozen

from criteria_engine.backends.engine_list import ENGINES
from criteria_engine.cli.engine_words import why_declined
from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import FAULTS, Screen, progress_bar, write
from criteria_engine.cli.table_evaluation import told
from criteria_engine.cli.words import said
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.fault import FaultsFound
from criteria_engine.engine import Rules
from criteria_engine.locale import format_list
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.programmes.earlier_files import EarlierResults
from criteria_engine.results.table_files import STREAMED
from criteria_engine.table_assessment.choice import Declined

POSTGRES = "postgres"

SINGLE = (".json", ".xlsx")
"""Endings of result files that single results become, which nobody has of a table in a database."""


@frozen
class InTables:
    """What is asked of an evaluation in a database: the tables' names stand where the names of files else do; `out` is a file or a table."""

    connection: str
    data: Path
    tables: Mapping[str, Path]
    units: Path | None
    read_as: ReadAs
    earlier: EarlierResults
    out: Path | None
    rejects: Path | None
    replace: bool


def is_in_database(engine: str | None, connection: str | None, replace: bool, single: bool, show: Screen) -> bool:
    """Whether an evaluation is to happen in a database. Raises WrongUsage for options that do not go together."""
    if engine == POSTGRES:
        if single:
            raise WrongUsage(said(show.tongue, "not_in_database"))
        return True
    if connection is not None or replace:
        raise WrongUsage(said(show.tongue, "only_in_database"))
    return False


def evaluate_in_database(rules: Rules, as_of: date, asked: InTables, show: Screen, *, json: bool) -> int:
    """Evaluate units in a database, show the counts or print them as JSON, write what is asked for, and say how many units the interpreter
    answered for; the exit code."""
    lacking = next(engine for engine in ENGINES if engine.name == POSTGRES).lacking
    if lacking:
        raise WrongUsage(why_declined(Declined(POSTGRES, lacking), show.tongue))
    from criteria_engine.table_assessment.in_database import InDatabase, TableThere, assess_in_database

    said_of_files = asked.read_as
    if said_of_files.restore_zeros or said_of_files.sheets or said_of_files.format or said_of_files.encoding or said_of_files.delimiter:
        raise WrongUsage(said(show.tongue, "not_in_database"))
    file, table = _destination(asked.out, show)
    where = InDatabase(asked.connection, str(asked.data), {name: str(path) for name, path in asked.tables.items()}, _name(asked.units))
    with progress_bar(said(show.tongue, "evaluating")) as progress:
        try:
            found = assess_in_database(
                rules, where, as_of, out=file, into=table, replace=asked.replace, progress=progress, earlier=asked.earlier,
                mapping=said_of_files.mapping, rejects=asked.rejects is not None,
            )  # fmt: skip
        except FaultsFound as problem:
            show.report(problem.faults)
            return FAULTS
        except Unsupported as problem:
            raise WrongUsage(why_declined(Declined(POSTGRES, (), problem.what, problem.why), show.tongue)) from problem
        except TableThere as problem:
            raise WrongUsage(said(show.tongue, "table_there", table=str(problem))) from problem
        except OSError as problem:
            write(said(show.tongue, "cannot_write", file=file or "", reason=problem.strerror or "") + "\n", sys.stderr)
            return FAULTS
    return told(found, asked.out, asked.rejects, show, json=json)


def _destination(out: Path | None, show: Screen) -> tuple[Path | None, str | None]:
    """The file, or the table, that results are to be written to: what does not end as files of results do is a table."""
    if out is None:
        return None, None
    ending = out.suffix.lower()
    if ending in STREAMED:
        return out, None
    if ending in SINGLE:
        raise WrongUsage(said(show.tongue, "bad_out", found=out, known=format_list(sorted(STREAMED), show.tongue, "or")))
    return None, str(out)


def _name(path: Path | None) -> str | None:
    return None if path is None else str(path)
