"""`criteria evaluate --engine spark`: Parquet files are evaluated on the workers of Spark, with the counts of any other engine."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from attrs import frozen

from criteria_engine.backends.engine_list import SPARK
from criteria_engine.backends.spark.session import LEAST_JAVA, NoSession
from criteria_engine.cli.engine_words import why_declined
from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import FAULTS, Screen, write
from criteria_engine.cli.table_evaluation import told
from criteria_engine.cli.words import said
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.engine import Rules
from criteria_engine.locale import format_list
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.results.table_files import STREAMED
from criteria_engine.table_assessment.choice import Declined, declines
from criteria_engine.table_assessment.spark_binding import FRACTIONS, TEXTS
from criteria_engine.table_assessment.spark_files import SparkFailed, SparkFiles, assess_in_spark

MASTER = "local[*]"
"""Spark within this process, with all its processors."""


@frozen
class SparkAsked:
    """What is asked of Spark: at which master, of which files, and what is to be written."""

    master: str | None
    data: Path
    tables: dict[str, Path]
    out: Path | None
    rejects: Path | None
    json: bool


def evaluate_in_spark(rules: Rules, as_of: date, asked: SparkAsked, besides: Sequence[str], read_as: ReadAs, show: Screen) -> int:
    """Evaluate, show the counts or print them as JSON, and say what was written and found; the exit code. `besides` are options that were
    given too and that Spark has nothing for. Raises WrongUsage."""
    why_not = declines(SPARK, rules.on(as_of))
    if why_not is not None:
        raise WrongUsage(why_declined(why_not, show.tongue))
    unknown = next((name for name in asked.tables if name not in rules.program.tables), None)
    if unknown is not None:
        raise WrongUsage(said(show.tongue, "spark_no_table", what=unknown))
    odd = [f"`{each}`" for each in [*besides, *_of_other_formats(asked, read_as)]]
    if odd:
        raise WrongUsage(said(show.tongue, "spark_takes_not", options=format_list(odd, show.tongue, "and")))
    try:
        where = SparkFiles(asked.master or MASTER, asked.data, asked.tables)
        found = assess_in_spark(rules, where, as_of, out=asked.out, rejects=asked.rejects is not None)
    except Unsupported as problem:
        column = {TEXTS: "spark_column_of_texts", FRACTIONS: "spark_code_with_decimals"}.get(problem.why)
        if column is not None:
            raise WrongUsage(said(show.tongue, column, what=problem.what)) from problem
        raise WrongUsage(why_declined(Declined(SPARK.name, (), problem.what, problem.why), show.tongue)) from problem
    except NoSession as problem:
        raise WrongUsage(said(show.tongue, f"spark_{problem.why}", found=problem.found, least=LEAST_JAVA)) from problem
    except SparkFailed as problem:
        write(said(show.tongue, "spark_failed", said=problem.said) + "\n", sys.stderr)
        return FAULTS
    except OSError as problem:
        write(said(show.tongue, "cannot_write", file=asked.out or asked.data, reason=problem.strerror or "") + "\n", sys.stderr)
        return FAULTS
    return told(found, None if found.unread else asked.out, asked.rejects, show, json=asked.json)


def _of_other_formats(asked: SparkAsked, read_as: ReadAs) -> list[str]:
    """What of the files, and of how to read and write them, is not for Spark."""
    files = [str(path) for path in (asked.data, *asked.tables.values()) if not path.is_dir() and path.suffix.lower() != ".parquet"]
    if asked.out is not None and asked.out.suffix.lower() not in STREAMED:
        files.append(str(asked.out))
    said_of_files = {
        "--data-format": read_as.format not in (None, "parquet"), "--encoding": read_as.encoding, "--delimiter": read_as.delimiter,
        "--sheet": read_as.sheets, "--mapping": read_as.mapping, "--restore-leading-zeros": read_as.restore_zeros,
    }  # fmt: skip
    return [*files, *(name for name, value in said_of_files.items() if value)]
