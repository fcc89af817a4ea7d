"""Rules and Parquet files become a table assessment by Spark: its workers evaluate, results are written in parts, verdicts counted."""

import hashlib
import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from criteria_engine.assessment import missing_tables
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.spark.session import in_words, spark_session
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.backends.tables.reading import read_columns
from criteria_engine.data.opened_tables import shown_names
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.diagnostics.catalogue.data import DataFileNotFound
from criteria_engine.diagnostics.catalogue.data_files import FurtherCells
from criteria_engine.diagnostics.fault import Fault, FaultsFound, place_order
from criteria_engine.engine import Rules, rule_digests
from criteria_engine.programmes.verdict_counts import Grouping, VerdictCounts
from criteria_engine.results.parquet_file import table_metadata
from criteria_engine.results.table_files import TableFile
from criteria_engine.source import Cell
from criteria_engine.table_assessment.assessed import TableAssessment
from criteria_engine.table_assessment.evaluator import Evaluator
from criteria_engine.table_assessment.in_spark import Part, Task, chosen_engine, evaluated_frame
from criteria_engine.table_assessment.tallies import VerdictTally
from criteria_engine.version import VERSION

if TYPE_CHECKING:
    Frame = Any


@frozen
class SparkFiles:
    """Parquet files, or folders of them, with the units and related tables (by their names in the rules), at paths that all workers have; and
    the master of Spark: `local[2]`, `spark://host:7077` …"""

    master: str
    data: Path
    tables: Mapping[str, Path]


@frozen
class SparkFailed(Exception):
    """Spark did not do what it was asked for; `said` is why, in its own words."""

    said: str


def assess_in_spark(
    rules: Rules, where: SparkFiles, as_of: date, *, out: Path | None = None, rejects: bool = False, engine: str = "auto"
) -> TableAssessment:
    """Every unit in Parquet files evaluated on the workers of Spark as of a date. With `out` results are written there, whole or not at all: a
    path that ends in .parquet becomes a folder of parts, one that ends in .csv a file. `engine` is the engine over tables that workers use.
    Results have no order.

    Raises FaultsFound where the rules are not in force on the date, a file is not there, a column is lacking or in doubt; Unsupported where
    an engine does not take the rules, or a column of texts is for numbers or dates; NoSession; SparkFailed; ModuleNotFoundError where pyspark is
    not installed (the extra `spark`); OSError where `out` cannot be written. Faults of data are in the assessment; rows have no numbers."""
    begun = perf_counter()
    dated = rules.on(as_of)
    chosen = chosen_engine(dated, engine)
    shown = shown_names([where.data, *where.tables.values()])
    absent = [DataFileNotFound(Cell(name), str(path)) for path, name in shown.items() if not path.exists()]
    if absent:
        raise FaultsFound(tuple(absent))
    names = tuple(shown[path] for path in (where.data, *where.tables.values()))
    task = Task(
        rules.source.text, rules.source.name, dated.as_of.isoformat(), chosen, tuple(where.tables), whole=out is not None, shown=names,
        tell_rejects=rejects,
    )  # fmt: skip
    evaluator = Evaluator(rules, dated, TABLE_ENGINES[chosen].made(dated, True, 1))
    evaluator.source = _Again(rules, where)
    digests = {**rule_digests(rules), **{name: digest for path, name in shown.items() if (digest := _digest(path)) is not None}}
    metadata = table_metadata(VERSION, rules.program.name, dated.as_of, digests)
    with _asked(where.master) as session:
        told = session.sparkContext.accumulator({}, _Merged())
        frames = [session.read.parquet(str(path.absolute())) for path in (where.data, *where.tables.values())]
        found = evaluated_frame(rules, evolve(task, told=told), frames[0], dict(zip(where.tables, frames[1:], strict=True)))
        if out is None:
            found.write.format("noop").mode("overwrite").save()
        elif out.suffix.lower() == ".csv":
            _write_csv(found, TableFile(out, evaluator.tables.columns, metadata))
        else:
            _write_parts(found, out)
        parts: list[Part] = list(told.value.values())
    counts, groupings = _counted(rules, parts)
    evaluated = sum(part.evaluated for part in parts)
    faults = merged_faults([fault for part in parts for fault in part.faults])
    tables = frozenset(name for part in parts for name in part.tables) | frozenset(where.tables)
    lacking = missing_tables(rules, names[0], frozenset(where.tables), tables, faults) if evaluated else ()
    return TableAssessment(
        rules, as_of, "spark", counts, groupings, (), mask_faults(rules.program, [*faults, *lacking]), digests, False, evaluated,
        sum(part.interpreted for part in parts), perf_counter() - begun, evaluator,
        tuple(sorted((reject for part in parts for reject in part.rejects), key=repr)),
    )  # fmt: skip


def _counted(rules: Rules, parts: Sequence[Part]) -> tuple[VerdictCounts, tuple[Grouping, ...]]:
    """The verdicts of all parts, groups by their names: in which order workers are done differs from time to time."""
    together = VerdictTally(rules.program)
    for part in parts:
        together.merge(part.counted)
    tally = VerdictTally(rules.program)
    tally.merge([dict(sorted(counted.items(), key=lambda item: (item[0][0] or "", item[0][1]))) for counted in together.counted])
    return tally.counts()


def merged_faults(faults: list[Fault]) -> tuple[Fault, ...]:
    """Faults of all workers, each once; those that only count further ones are added up."""
    further: dict[tuple[object, str], FurtherCells] = {}
    others: dict[Fault, None] = {}
    for fault in faults:
        if isinstance(fault, FurtherCells):
            before = further.get((fault.place, fault.of))
            many = 0 if before is None else before.further
            further[fault.place, fault.of] = evolve(fault, further=fault.further + many)
        else:
            others[fault] = None
    return tuple(sorted([*others, *further.values()], key=lambda fault: (place_order(fault), fault.code, repr(fault))))


class _Merged:
    """How an accumulator puts together what workers say: a piece that was done again counts once."""

    def zero(self, value: dict[str, Part]) -> dict[str, Part]:
        return {}

    def addInPlace(self, one: dict[str, Part], other: dict[str, Part]) -> dict[str, Part]:  # noqa: N802
        one.update(other)
        return one


@frozen(eq=False)
class _Again:
    """The units, read here where somebody asks for one of them."""

    rules: Rules
    where: SparkFiles
    without_data: frozenset[str] = frozenset()

    def batches(self, size: int) -> Iterator[EncodedBatch]:
        return read_columns(self.rules.program, self.where.data, self.where.tables).batches(size)


def _digest(path: Path) -> str | None:
    """The SHA-256 of a file's bytes; None for a folder."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _asked(master: str) -> Iterator[Any]:
    """The session; what goes wrong in it is SparkFailed."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    for name in ("py4j", "pyspark", "SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with spark_session(master) as session:
            yield session
    except (Py4JError, PySparkException) as problem:
        raise SparkFailed(in_words(problem)) from problem


@contextmanager
def _draft(out: Path) -> Iterator[Path]:
    """A folder beside `out` for what is being written, which is gone at the end."""
    draft = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_parts(found: "Frame", out: Path) -> None:
    """A folder of Parquet files, moved to its place when it is whole; what stood there before is replaced then."""
    if out.is_dir() and not (out / "_SUCCESS").exists() and any(out.iterdir()):
        raise FileExistsError(17, "a folder with other files", str(out))
    with _draft(out) as draft:
        found.write.mode("overwrite").option("compression", "zstd").parquet(str(draft.absolute()))
        for checksum in draft.glob(".*.crc"):
            checksum.unlink()
        old = out.with_name(f".{out.name}.old")
        there = out.is_dir()
        if there:
            out.rename(old)
        elif out.exists():
            out.unlink()
        draft.rename(out)
        if there:
            shutil.rmtree(old, ignore_errors=True)


def _write_csv(found: "Frame", file: TableFile) -> None:
    """One file: workers write parts beside it, which are put together here."""
    import pyarrow as pa
    from pyarrow import dataset

    with _draft(file.path.with_name(file.path.name + "s")) as draft:
        found.write.mode("overwrite").option("compression", "zstd").parquet(str(draft.absolute()))
        with file as writing:
            parts = dataset.dataset(sorted(each for each in draft.iterdir() if each.suffix == ".parquet"), format="parquet")
            writing.write(parts.schema.empty_table())
            for batch in parts.to_batches():
                writing.write(pa.Table.from_batches([batch]))
