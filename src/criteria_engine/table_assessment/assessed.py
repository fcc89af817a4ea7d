"""Rules, data files and a date become a table assessment: verdicts counted and results written, batch by batch, by an engine over tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from attrs import define, field, frozen

from criteria_engine.assessment import missing_tables
from criteria_engine.backends.choosing import EnginesDisagree
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.tables.encoded import EncodedBatch, TableEngine, part_of
from criteria_engine.backends.tables.reading import ColumnSource, read_columns
from criteria_engine.data.opened_tables import shown_names
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data_files import FurtherCells
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Result, Rules, rule_digests
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.plan import Plan
from criteria_engine.programmes.earlier_files import NOTHING_EARLIER, EarlierResults
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.verdict_counts import Grouping, VerdictCounts
from criteria_engine.results.batch_table import FIRST_GROUP, BatchTable, BatchTables
from criteria_engine.results.parquet_file import table_metadata
from criteria_engine.results.table_files import TableFile
from criteria_engine.table_assessment.listed import ListedResults, ListedUnits
from criteria_engine.table_assessment.rejects import Reject, places_in, rejects_of
from criteria_engine.table_assessment.tallies import VerdictTally
from criteria_engine.version import VERSION

if TYPE_CHECKING:
    import pyarrow as pa

UNITS_AT_ONCE = 32_768
"""Units in a batch: their results take some 100 MB for a rule set of fifty headings."""

MOST_PLACES = 100_000
"""So many places of bad data are remembered with their units."""

Progress = Callable[[int, int | None], None]
"""Told after each batch how many units are done, of how many where that is known."""


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
    _evaluator: "Evaluator" = field(repr=False)
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
    findings = out is not None or units is not None
    evaluator = Evaluator(rules, dated, TABLE_ENGINES[engine].made(dated, True, threads))
    source = read_columns(rules.program, data, tables or {}, units, read_as)
    evaluator.source = source
    tally = VerdictTally(rules.program)
    listed = None if source.roster is None else ListedUnits(rules.program, source.roster, source.without_data, evaluator.tables.columns)
    kept = None if listed is None or not rules.program.programmes else ListedResults(listed, evaluator.plan)
    digests = {**rule_digests(rules), **source.digests}
    said = table_metadata(VERSION, rules.program.name, dated.as_of, digests)
    interpreted = evaluated = 0
    bad: dict[object, str] = {}
    inside: set[str] = set()  # tables whose rows stand inside the units
    with nullcontext() if out is None else TableFile(out, evaluator.tables.columns, said) as file:
        for batch in evaluator.batches():
            answers, found = evaluator.answer(batch, whole=findings)
            inside.update(batch.tables)
            table = found.table
            if kept is not None:
                kept.add(batch, answers, found)
            if listed is not None:
                table = listed.apply(table)
            if file is not None:
                file.write(table)
            first, many = FIRST_GROUP if findings else 1, len(rules.program.subject.grouped_by)
            tally.add(table.column(first + many), [table.column(first + number) for number in range(many)])
            interpreted += len(found.interpreted)
            if rejects and len(bad) < MOST_PLACES:
                bad |= places_in(batch)
            evaluated += len(batch)
            if progress is not None:
                progress(tally.units, total)
        if file is not None and not evaluated and _wrong(source.faults):
            file.abandon()
    standings = () if kept is None else kept.standings(as_of, earlier.standings)
    counts, groupings = tally.counts()
    absent = missing_tables(rules, shown_names([data])[data], frozenset(tables or ()), source.tables | inside, source.faults) if evaluated else ()
    found_faults = [*earlier.faults, *source.faults, *absent, *(fault for standing in standings for fault in standing.faults)]
    faults = mask_faults(rules.program, found_faults)
    return TableAssessment(
        rules, as_of, evaluator.engine.name, counts, groupings, standings, faults, digests, source.roster is not None,
        evaluated - len(source.without_data), interpreted, perf_counter() - begun, evaluator,
        rejects_of(faults, bad) if rejects else (),
    )  # fmt: skip


class UnitSource(Protocol):
    """Units in batches, which may be asked for again. Of those `without_data` nobody says more than a list of units."""

    @property
    def without_data(self) -> frozenset[str]: ...

    def batches(self, size: int) -> Iterator[EncodedBatch]: ...


def _wrong(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(fault for fault in faults if fault.severity == "error")


@define(eq=False)
class Evaluator:
    """The rules of a date in an engine, and the units that it is given."""

    rules: Rules
    dated: Dated
    engine: TableEngine
    plan: Plan = field(init=False)
    tables: BatchTables = field(init=False)
    source: UnitSource = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plan = lower(self.dated, findings=True, complete=False)
        self.tables = BatchTables(self.dated, self.plan)

    def batches(self) -> Iterator[EncodedBatch]:
        """The units of the data, at least one batch, be it empty."""
        none = True
        for batch in self.source.batches(UNITS_AT_ONCE):
            none = False
            yield batch
        if none:
            from criteria_engine.backends.tables.encoding import encode_records

            yield encode_records(self.rules.program, ())

    def answer(self, batch: EncodedBatch, *, whole: bool) -> tuple["pa.Table", BatchTable]:
        """The engine's answers for a batch and what they make: rows of results, or where not `whole` the verdicts alone."""
        try:
            answers = self.engine.answers(batch)
        except Unsupported:  # found out only when the engine begins: compiled Python takes all that plans have
            if self.engine.name == "python":
                raise
            self.engine = TABLE_ENGINES["python"].made(self.dated, True, None)
            answers = self.engine.answers(batch)
        return answers, (self.tables.table if whole else self.tables.verdicts)(batch, answers)

    def confirmed(self, unit: str) -> Result | None:
        """The interpreter's result of a unit, with which the engine must agree."""
        import pyarrow.compute as pc

        for batch in self.source.batches(UNITS_AT_ONCE):
            place = pc.index(batch.units, unit).as_py()
            if place >= 0 and unit not in self.source.without_data:
                one = part_of(batch, place, 1)
                _, found = self.answer(one, whole=True)
                result = self.rules.evaluate(one.record(0), self.dated.as_of, None, "interpreter")
                own = self.tables.of_outcomes([result.outcome], found.table, [0])
                if not own.cast(found.table.schema).equals(found.table):
                    raise EnginesDisagree(unit)
                return result
        return None

