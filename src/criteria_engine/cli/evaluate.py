"""`criteria evaluate`: units become verdicts, on the screen or in a file."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.assessment import Assessment, Inputs, assess, assess_inputs, input_files
from criteria_engine.backends.engine_list import SPARK, TABLE_ENGINES
from criteria_engine.cli.database_evaluation import InTables, evaluate_in_database, is_in_database
from criteria_engine.cli.engine_words import why_declined
from criteria_engine.cli.options import AsOf, Data, Earlier, Json, Lang, RuleFile, ShowPrivate, Tables, Units, WrongUsage, day, tables
from criteria_engine.cli.reading_options import Reading, read_as
from criteria_engine.cli.record_files import RecordOut, SaltFile, asked_salt, write_record
from criteria_engine.cli.result_table import result_document
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, Screen, progress_bar, screen, write
from criteria_engine.cli.spark_evaluation import SparkAsked, evaluate_in_spark
from criteria_engine.cli.table_evaluation import Asked, Files, counted_by, evaluate_table, is_large, known_engine, known_rejects, write_rejects
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import Contents, known_apart, known_ending, write_by_ending, write_file
from criteria_engine.data.opened_tables import shown_names
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.datasheets.marked_copy import DataFiles, marked_copy
from criteria_engine.documents.json_text import json_text
from criteria_engine.documents.workbook.excel import excel_bytes
from criteria_engine.engine import Rules, showing_private
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.locale import format_number
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.programmes.earlier_files import EarlierResults, read_earlier
from criteria_engine.results.csv_text import results_csv
from criteria_engine.results.parquet_file import results_parquet
from criteria_engine.results.workbook import results_workbook
from criteria_engine.table_assessment.choice import Declined
from criteria_engine.table_assessment.rejects import places_of, rejects_of
from criteria_engine.table_assessment.some_units import load_some

Faults = Annotated[Path | None, Parameter(name="--faults", help=shown("option faults"))]
Engine = Annotated[str | None, Parameter(name="--engine", help=shown("option engine"))]
Threads = Annotated[int | None, Parameter(name="--threads", help=shown("option threads"))]
Master = Annotated[str | None, Parameter(name="--master", help=shown("option master"))]
Rejects = Annotated[Path | None, Parameter(name="--rejects", help=shown("option rejects"))]
Connection = Annotated[str | None, Parameter(name="--connection", help=shown("option connection"))]
Replace = Annotated[bool, Parameter(name="--replace", help=shown("option replace"), negative=())]
Out = Annotated[Path | None, Parameter(name="--out", help=shown("option out"))]


def evaluate(
    file: RuleFile,
    *,
    data: Data,
    as_of: AsOf,
    table: Tables = None,
    units: Units = None,
    earlier: Earlier = None,
    json_: Json = False,
    out: Out = None,
    reading: Reading = None,
    faults: Faults = None,
    rejects: Rejects = None,
    record: RecordOut = None,
    salt_file: SaltFile = None,
    show_private: ShowPrivate = False,
    engine: Engine = None,
    threads: Threads = None,
    connection: Connection = None,
    replace: Replace = False,
    master: Master = None,
    lang: Lang = None,
) -> int:
    """Evaluate units as of a date: verdict, grade and score of each, and the counts by group."""
    show = screen(lang)
    asked_engine = known_engine(engine, show)
    if threads is not None and threads < 1:
        raise WrongUsage(said(show.tongue, "bad_threads", found=threads))
    if master is not None and asked_engine != SPARK.name:
        raise WrongUsage(said(show.tongue, "only_with_spark"))
    known_rejects(rejects, show)
    in_database = is_in_database(engine, connection, replace, record is not None or faults is not None, show)
    if out is not None and not in_database:
        known_ending(out, show)
    if faults is not None and faults.suffix.lower() != ".xlsx":
        raise WrongUsage(said(show.tongue, "bad_faults", found=faults))
    salt, usable = asked_salt(salt_file, record, show)
    if not usable:
        return FAULTS
    on, related, said_of_files = day(as_of, show), tables(table, show), read_as(reading, show)
    if not in_database:
        known_apart((out, rejects, record, faults), (file, data, units, *related.values()), show)
    prepared = _prepared(file, on, earlier, show, show_private=show_private)
    if prepared is None:
        return FAULTS
    rules, known = prepared
    if in_database:
        asked = InTables(connection or "", data, related, units, said_of_files, known, out, rejects, replace)
        return evaluate_in_database(rules, on, asked, show, json=json_)
    if asked_engine == SPARK.name:
        besides = {"--units": units, "--earlier": earlier, "--threads": threads, "--record": record, "--faults": faults}
        taken = SparkAsked(master, data, related, out, rejects, json_)
        return evaluate_in_spark(rules, on, taken, [name for name, value in besides.items() if value is not None], said_of_files, show)
    by = counted_by(Asked(asked_engine, json_, out, record is not None or faults is not None), rules, on, data, show)
    if by is not None:
        return evaluate_table(rules, on, Files(data, related, units, said_of_files, known, out, rejects), by, threads, show, json=json_)
    found = _assessed(rules, on, data, related, units, known, said_of_files, asked_engine, show)
    if engine is not None:
        _say_engine(found, asked_engine, show)
    if record is not None and not write_record(found, record, salt, show):
        return FAULTS
    if json_:
        write(json_text(found.data()))
    elif out is None:
        show.show(result_document(found, show.tongue))
    if out is not None and not found.unread and not write_results(found, out, show):
        return FAULTS
    if faults is not None and not _write_faults(found, DataFiles(data, related, units), said_of_files, faults, show):
        return FAULTS
    if rejects is not None and not write_rejects(rejects_of(found.faults, _places(found)), rejects, show):
        return FAULTS
    show.report(found.faults)
    return FAULTS if found.errors else DONE


def assessment(
    file: Path,
    data: Path,
    as_of: str,
    table: list[str] | None,
    units: Path | None,
    show: Screen,
    earlier: list[Path] | None = None,
    reading: Reading = None,
    *,
    show_private: bool = False,
    only: Sequence[str] = (),
) -> Assessment | None:
    """The assessment that the arguments ask for; None where the rules or the earlier results have errors, which are then reported. Of a large
    table only the units of `only` are evaluated, where it names some."""
    on, related, said_of_files = day(as_of, show), tables(table, show), read_as(reading, show)
    prepared = _prepared(file, on, earlier, show, show_private=show_private)
    if prepared is None:
        return None
    rules, known = prepared
    if only and is_large(data):
        rules.on(on)
        some = load_some(rules, data, related, units, said_of_files, only)
        return assess_inputs(rules, Inputs(some, input_files(data, related, units, said_of_files.mapping), frozenset(related)), on)
    return _assessed(rules, on, data, related, units, known, said_of_files, "auto", show)


def _prepared(
    file: Path, on: date, earlier: list[Path] | None, show: Screen, *, show_private: bool
) -> tuple[Rules, EarlierResults] | None:
    """The rules and the earlier results; None where either have errors, which are then reported."""
    rules = loaded(file, show)
    if rules is None:
        return None
    rules = showing_private(rules) if show_private else rules
    known = read_earlier(earlier or (), rules.name, on)
    if any(fault.severity == "error" for fault in known.faults):
        show.report(known.faults)
        return None
    return rules, known


def _assessed(
    rules: Rules,
    on: date,
    data: Path,
    related: dict[str, Path],
    units: Path | None,
    known: EarlierResults,
    said_of_files: ReadAs,
    engine: str,
    show: Screen,
) -> Assessment:
    with progress_bar(said(show.tongue, "evaluating")) as progress:
        try:
            return assess(rules, data, on, related, units, progress, known, said_of_files, engine)
        except Unsupported as problem:
            raise WrongUsage(why_declined(Declined(engine, (), problem.what, problem.why), show.tongue)) from problem


def _places(found: Assessment) -> dict[object, str]:
    """The units of the cells that could not be read, by place."""
    return {place: unit for record in found.inputs.loaded.records for place, unit in places_of(record).items()}


def _say_engine(found: Assessment, asked: str, show: Screen) -> None:
    """Tell on standard error which engine answered for how many units."""
    interpreted = sum(result.engine == "interpreter" for result in found.results)
    own = len(found.results) - interpreted
    shown = {name: format_number(number, show.tongue) for name, number in (("compiled", own), ("interpreted", interpreted))}
    engine = asked if asked in TABLE_ENGINES and asked != "python" else said(show.tongue, "engine_python")
    sentence = said(show.tongue, "engine_used", engine=engine, **shown) if asked != "interpreter" else said(show.tongue, "engine_none", **shown)
    write(sentence + "\n", sys.stderr)


def _write_faults(found: Assessment, files: DataFiles, said_of_files: ReadAs, out: Path, show: Screen) -> bool:
    """Write a copy of the data with the bad cells marked."""
    names = shown_names([files.data, *files.tables.values(), *([files.units] if files.units is not None else [])])
    workbook = marked_copy(found.rules.program, files, names, found.faults, show.tongue, said_of_files, keyword_in)
    return write_file(out, excel_bytes(workbook), show)


def write_results(found: Assessment, out: Path, show: Screen) -> bool:
    """Write the results to a file, as its ending says."""
    contents: Contents = {
        ".json": lambda: json_text(found.data()),
        ".csv": lambda: results_csv(found.file()),
        ".xlsx": lambda: excel_bytes(results_workbook(found.file(), found.rules.program, show.tongue)),
        ".parquet": lambda: results_parquet(found.file()),
    }
    return write_by_ending(out, contents, show)
