"""Rules, data files and a date become a table assessment: verdicts counted and results written, batch by batch, by an engine over tables."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from attrs import field, frozen

from criteria_engine.assessment import missing_tables
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.tables.reading import ColumnSource, read_columns
from criteria_engine.data.opened_tables import shown_names
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data_files import FurtherCells
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Result, Rules, rule_digests
from criteria_engine.programmes.earlier_files import NOTHING_EARLIER, EarlierResults
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.verdict_counts import Grouping, VerdictCounts
from criteria_engine.results.parquet_file import table_metadata
from criteria_engine.results.table_files import TableFile
from criteria_engine.table_assessment.batch_run import Progress, run_batches
from criteria_engine.table_assessment.evaluator import Evaluator
from criteria_engine.table_assessment.rejects import Reject, rejects_of
from criteria_engine.version import VERSION

if TYPE_CHECKING:
    pass

@frozen(eq=False)
class TableAssessment:
    """What came of evaluating a table on a date: the verdicts counted (a listed unit without data is undetermined), by each fact that groups
    units too, the standing of the programmes where there was a list of units, the faults, and the digests of rules and files. `engine`
    answered for all units but `interpreted` of them, which it left to the interpreter. `seconds` are those that it took."""

    rules: Rules
    as_of: date
    engine: str
    counts: VerdictCounts
    groupings: tuple[Grouping, ...]
    standings: tuple[ProgrammeStanding, ...]
    faults: tuple[Fault, ...]
    digests: Mapping[str, str]
    listed: bool
    evaluated: int
    interpreted: int
    seconds: float
    _evaluator: Evaluator = field(repr=False)
    _rejects: tuple[Reject, ...] = field(default=(), repr=False)

    @property
    def unread(self) -> bool:
        """Whether there was no unit to evaluate because of errors: results are not written then, so that what stood there is not lost."""
        return not self.evaluated and bool(self.errors)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that are more than warnings."""
        return _wrong(self.faults)

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """The data that could not be read, by file and row, where they were asked for. Where faults of some cells say only how many they
        are, the data are read again for it."""
        return tuple(sorted(self.rejects_as_read(), key=lambda each: (each.file, each.row or 0, each.column or "", each.code)))

    def rejects_as_read(self) -> Iterable[Reject]:
        """The same in the order in which they are met, and not held together where they are very many."""
        source = self._evaluator.source
        if not isinstance(source, ColumnSource) or not any(isinstance(fault, FurtherCells) for fault in self.faults):
            return self._rejects
        return (Reject(**row) for batch in source.rejects() for row in batch.to_pylist())

    def result_of(self, unit: str) -> Result | None:
        """The result of a unit, found by the interpreter and compared with what the engine answers for it; None where no unit with data
        has that code. Reads the data again. Raises EnginesDisagree where the two differ."""
        return self._evaluator.confirmed(unit)


def assess_table(
    rules: Rules,
    data: Path,
    as_of: date,
    tables: Mapping[str, Path] | None = None,
    units: Path | None = None,
    *,
    engine: str = "python",
    out: Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    earlier: EarlierResults = NOTHING_EARLIER,
    read_as: ReadAs = AS_FOUND,
    rejects: bool = False,
    total: int | None = None,
) -> TableAssessment:
    """Every unit in the data files evaluated as of a date by an engine over tables. What is held in memory does not grow with the
    data, but for what a list of `units` names, and faults. With `out`, a path that ends in .parquet or .csv, the results are written there,
    whole or not at all: the table that `results_parquet` and `results_csv` give of an assessment by single results.

    Raises FaultsFound where the rules are not in force on the date, Unsupported where they are not for the engine, ModuleNotFoundError
    where it is not installed, OSError where `out` cannot be written; faults of data are in the assessment."""
    begun = perf_counter()
    dated = rules.on(as_of)
    evaluator = Evaluator(rules, dated, TABLE_ENGINES[engine].made(dated, True, threads))
    source = read_columns(rules.program, data, tables or {}, units, read_as)
    evaluator.source = source
    digests = {**rule_digests(rules), **source.digests}
    said = table_metadata(VERSION, rules.program.name, dated.as_of, digests)
    with nullcontext() if out is None else TableFile(out, evaluator.tables.columns, said) as file:
        sinks = () if file is None else (file,)
        done = run_batches(evaluator, sinks, source.roster, earlier, rejects=rejects, progress=progress, total=total)
        if file is not None and not done.evaluated and _wrong(source.faults):
            file.abandon()
    counts, groupings = done.tally.counts()
    given = source.tables | done.inside
    absent = missing_tables(rules, shown_names([data])[data], frozenset(tables or ()), given, source.faults) if done.evaluated else ()
    found_faults = [*earlier.faults, *source.faults, *absent, *(fault for standing in done.standings for fault in standing.faults)]
    faults = mask_faults(rules.program, found_faults)
    return TableAssessment(
        rules, as_of, evaluator.engine.name, counts, groupings, done.standings, faults, digests, source.roster is not None,
        done.evaluated - len(source.without_data), done.interpreted, perf_counter() - begun, evaluator,
        rejects_of(faults, done.bad) if rejects else (),
    )  # fmt: skip


def _wrong(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(fault for fault in faults if fault.severity == "error")
