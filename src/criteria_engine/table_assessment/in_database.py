"""Rules meet tables of a PostgreSQL database: they are evaluated there, and results become a table of it, a file, or counts."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, frozen

from criteria_engine.assessment import missing_tables
from criteria_engine.backends.postgres.database_source import DatabaseSource
from criteria_engine.backends.postgres.opening import TableNames
from criteria_engine.backends.postgres.result_tables import ResultTable
from criteria_engine.data.mapping import NO_MAPPING
from criteria_engine.data.mapping_file import read_mapping
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.diagnostics.catalogue.data_files import DatabaseSaidNo
from criteria_engine.diagnostics.fault import Fault, FaultsFound, place_order
from criteria_engine.engine import Rules, rule_digests
from criteria_engine.programmes.earlier_files import NOTHING_EARLIER, EarlierResults
from criteria_engine.results.parquet_file import table_metadata
from criteria_engine.results.table_files import TableFile
from criteria_engine.source import Cell
from criteria_engine.table_assessment.assessed import TableAssessment
from criteria_engine.table_assessment.batch_run import BatchRun, Progress, run_batches
from criteria_engine.table_assessment.evaluator import Evaluator
from criteria_engine.table_assessment.rejects import rejects_of
from criteria_engine.table_assessment.tallies import VerdictTally
from criteria_engine.version import VERSION

if TYPE_CHECKING:
    from psycopg import Connection


LONGEST_SAID = 300
"""Characters of what a database says that a fault shows."""


@frozen
class InDatabase:
    """Where the units, related tables (by their names in the rules) and the list of units are in a database: the names of tables or views, with
    their schema or without. `connection` is how libpq is told to connect (`host=… dbname=…`, `postgresql://…`), or an open connection of psycopg
    without a transaction."""

    connection: "str | Connection[Any]"
    data: str
    tables: Mapping[str, str]
    units: str | None = None


class TableThere(Exception):
    """The table that results were to be written to is there already, and nobody said that it may be replaced."""


def assess_in_database(
    rules: Rules,
    where: InDatabase,
    as_of: date,
    *,
    out: Path | None = None,
    into: str | None = None,
    replace: bool = False,
    progress: Progress | None = None,
    earlier: EarlierResults = NOTHING_EARLIER,
    mapping: Path | None = None,
    rejects: bool = False,
) -> TableAssessment:
    """Every unit in a table of PostgreSQL evaluated there as of a date, within one transaction, in which nothing but the table `into` is written.
    Records that the rules leave open, and data that cannot be read, are fetched; all others stay where they are. With `out` (.parquet, .csv)
    results are written to a file, with `into` to a new table; where that is there already it is replaced only if `replace` says so.

    Raises FaultsFound where the rules are not in force on the date, the mapping has a fault, or the database says no; Unsupported where
    the rules are not for PostgreSQL; TableThere; ModuleNotFoundError where psycopg is not installed (the extra `postgres`); OSError where `out`
    cannot be written. Faults of data are in the assessment."""
    begun = perf_counter()
    dated = rules.on(as_of)
    said = NO_MAPPING
    if mapping is not None:
        read = read_mapping(rules.program, mapping, mapping.name)
        if read.faults:
            raise FaultsFound(read.faults)
        said = read.mapping
    with _asked(where) as connection:
        names = TableNames(where.data, where.tables, where.units)
        source = DatabaseSource(connection, dated, names, said, conninfo=where.connection if isinstance(where.connection, str) else None)
        evaluator = Evaluator(rules, dated, source)
        evaluator.source = source
        if out is None and into is None and where.units is None and not rejects:
            done = _counted(evaluator, DatabaseSource(connection, dated, names, said, findings=False), progress)
        else:
            done = _evaluated(evaluator, source, _Wanted(out, into, replace, rejects), progress, earlier)
    counts, found_groupings = done.run.tally.counts()
    groupings = tuple(evolve(each, groups=tuple(sorted(each.groups, key=lambda one: one.group))) for each in found_groupings)
    absent = missing_tables(rules, where.data, frozenset(where.tables), source.tables, done.faults) if done.run.evaluated else ()
    found = [*earlier.faults, *done.faults, *absent, *(fault for standing in done.run.standings for fault in standing.faults)]
    told = mask_faults(rules.program, tuple(sorted(dict.fromkeys(found), key=place_order)))
    return TableAssessment(
        rules, as_of, source.name, counts, groupings, done.run.standings, told, rule_digests(rules), where.units is not None, done.run.evaluated,
        done.run.interpreted, perf_counter() - begun, evaluator, rejects_of(told, done.run.bad) if rejects else (),
    )  # fmt: skip


@frozen
class _Wanted:
    """What is to be made of results."""

    out: Path | None
    into: str | None
    replace: bool
    rejects: bool


@define(eq=False)
class _Done:
    """What came of an evaluation, and the faults of the data."""

    run: BatchRun
    faults: tuple[Fault, ...]


def _counted(evaluator: Evaluator, source: DatabaseSource, progress: Progress | None) -> _Done:
    """Verdicts alone, counted in the database."""
    run = BatchRun(VerdictTally(evaluator.rules.program))
    with source.opened():
        for found in source.counted():
            run.tally.merge([{(group, found.verdict): found.many} for group in (None, *found.groups)])
            run.interpreted += found.many if found.interpreted else 0
            if progress is not None:
                progress(run.tally.units, None)
        run.evaluated = run.tally.units
        return _Done(run, source.faults)


def _evaluated(evaluator: Evaluator, source: DatabaseSource, wanted: _Wanted, progress: Progress | None, earlier: EarlierResults) -> _Done:
    """Every unit's results, batch by batch, written to where they are wanted."""
    metadata = table_metadata(VERSION, evaluator.rules.program.name, evaluator.dated.as_of, rule_digests(evaluator.rules))
    with ExitStack() as open_things:
        target = open_things.enter_context(source.opened(wanted.into))
        written: list[TableFile | ResultTable] = []
        if target is not None:
            if target.there and not wanted.replace:
                raise TableThere(target.shown)
            written.append(ResultTable(source.connection, target, metadata))
        if wanted.out is not None:
            written.append(open_things.enter_context(TableFile(wanted.out, evaluator.tables.columns, metadata)))
        source.ordered = wanted.out is not None
        run = run_batches(evaluator, written, source.roster, earlier, rejects=wanted.rejects, progress=progress)
        run.evaluated -= len(source.without_data)
        return _Done(run, source.faults)


@contextmanager
def _asked(where: InDatabase) -> "Iterator[Connection[Any]]":
    """The connection; what the database says against it, or against what is asked, is a fault."""
    import psycopg

    try:
        if isinstance(where.connection, str):
            with psycopg.connect(where.connection, autocommit=True, application_name="criteria") as connection:
                yield connection
        else:
            yield where.connection
    except psycopg.Error as problem:
        raise FaultsFound((DatabaseSaidNo(Cell(where.data), _in_words(problem)),)) from problem
    except Refused as refused:
        raise FaultsFound((refused.fault,)) from refused


def _in_words(problem: Exception) -> str:
    """What a database says in one line, without the driver's own words before it."""
    primary = getattr(getattr(problem, "diag", None), "message_primary", None)
    lines = [line.strip() for line in str(primary or problem).splitlines() if line.strip()]
    return lines[0].rpartition(" failed: ")[2][:LONGEST_SAID] if lines else type(problem).__name__
