"""Rules, data files and a date become an assessment: every unit's result, the standing of the programmes, the faults."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from attrs import frozen

from criteria_engine.backends.choosing import EngineName
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.tables.answers import outcomes
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.data.cell_reading import written
from criteria_engine.data.loading import Loaded
from criteria_engine.data.opened_tables import shown_names
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data import NotRows, TableNotGiven
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Result, Rules, rule_digests
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.lowering.lower import lower
from criteria_engine.programmes.earlier_files import NOTHING_EARLIER, EarlierResults
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.result_data import result_data, result_file
from criteria_engine.programmes.result_file import ResultFile
from criteria_engine.programmes.standing import programme_standings
from criteria_engine.source import Cell
from criteria_engine.version import VERSION

Progress = Callable[[int, int], None]
"""Told after each unit how many are done, of how many."""


@frozen
class InputFile:
    """A file that an assessment was made from: what it is ("data", "table", "units", "mapping", "earlier"; of a related table its name),
    what faults and digests call it, and the SHA-256 of its bytes where the data do not say it."""

    role: Literal["data", "table", "units", "mapping", "earlier"]
    shown: str
    table: str | None = None
    digest: str | None = None


@frozen(eq=False)
class Inputs:
    """All that an assessment was made from beside the rules and the date: the data as read, the files, the related tables that were
    named, the standings of earlier dates and the faults of their files."""

    loaded: Loaded
    files: tuple[InputFile, ...] = ()
    tables: frozenset[str] = frozenset()
    earlier: tuple[ProgrammeStanding, ...] = ()
    earlier_faults: tuple[Fault, ...] = ()


@frozen(eq=False)
class Assessment:
    """All units with data evaluated as of a date. `groups` and `names` are of every listed unit, or without a list of every unit
    with data; a listed unit without data has no result, and is undetermined whatever the rules take for what is missing.
    `standings` are empty without a list (`listed` says whether there was one), since a programme's base is the list."""

    rules: Rules
    as_of: date
    results: tuple[Result, ...]
    groups: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]
    standings: tuple[ProgrammeStanding, ...]
    faults: tuple[Fault, ...]
    digests: Mapping[str, str]
    inputs: Inputs
    listed: bool = False

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that are more than warnings."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def unread(self) -> bool:
        """Whether there was no unit to evaluate because of errors: results are not written then, so that what stood there is not lost."""
        return not self.results and bool(self.errors)

    @property
    def without_data(self) -> tuple[str, ...]:
        """The listed units without data, in the order of the list."""
        evaluated = {result.unit for result in self.results}
        return tuple(unit for unit in self.groups if unit not in evaluated)

    def result_of(self, unit: str) -> Result | None:
        """The result of a unit by its code; None where there is none, or no data of it."""
        return next((result for result in self.results if result.unit == unit), None)

    def data(self) -> dict[str, Any]:
        """The assessment as JSON data: the object of `criteria evaluate --json`."""
        outcomes = [result.outcome for result in self.results]
        return result_data(
            self.rules.program, outcomes, self.groups, self.digests, self.as_of, self.faults, self.standings, VERSION, names=self.names
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: every unit with its verdict and score."""
        from criteria_engine.explain.notebook import assessment_document, bundle, reader_tongue

        outcomes = [result.outcome for result in self.results]
        document = assessment_document(self.rules.program, self.as_of, outcomes, self.names, self.without_data, reader_tongue())
        return bundle(document)

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def file(self) -> ResultFile:
        """The same as typed data."""
        outcomes = [result.outcome for result in self.results]
        return result_file(
            self.rules.program, outcomes, self.groups, self.digests, self.as_of, self.faults, self.standings, VERSION, names=self.names
        )


def assess(
    rules: Rules,
    data: Path,
    as_of: date,
    tables: Mapping[str, Path] | None = None,
    units: Path | None = None,
    progress: Progress | None = None,
    earlier: EarlierResults = NOTHING_EARLIER,
    read_as: ReadAs = AS_FOUND,
    engine: str = "auto",
) -> Assessment:
    """Every unit in the data files evaluated as of a date; what `earlier` results show as met by its due day stays met; `engine` as
    in `Rules.evaluate`, or the name of an engine over tables (`backends.engine_list`), which may raise Unsupported. Raises FaultsFound
    where the rules are not in force on the date; faults of data are in the assessment."""
    rules.on(as_of)
    loaded = rules.read(data, tables, units, read_as)
    files = input_files(data, tables or {}, units, read_as.mapping)
    files += tuple(InputFile("earlier", name, None, digest) for name, digest in earlier.digests.items())
    inputs = Inputs(loaded, files, frozenset(tables or ()), earlier.standings, earlier.faults)
    return assess_inputs(rules, inputs, as_of, progress, engine)


def assess_inputs(
    rules: Rules, inputs: Inputs, as_of: date, progress: Progress | None = None, engine: str = "auto"
) -> Assessment:
    """Every unit in data that have been read evaluated as of a date. Raises FaultsFound where the rules are not in force on it."""
    rules.on(as_of)
    loaded = inputs.loaded
    results: list[Result] = []
    records = [record for record in loaded.records if record.with_data]
    for result in _results(rules, records, as_of, engine):
        results.append(result)
        if progress is not None:
            progress(len(results), len(records))
    groups, names = _groups(rules, loaded)
    outcomes = [result.outcome for result in results]
    standings: tuple[ProgrammeStanding, ...] = ()
    if loaded.roster is not None:
        standings = programme_standings(rules.program, outcomes, groups, as_of, names=names, earlier=inputs.earlier)
    given = frozenset(name for record in loaded.records for name in record.tables) | loaded.tables
    data = next((file.shown for file in inputs.files if file.role == "data"), "")
    absent = missing_tables(rules, data, inputs.tables, given, loaded.faults) if records else ()
    found = [*inputs.earlier_faults, *loaded.faults, *absent, *(fault for standing in standings for fault in standing.faults)]
    faults = mask_faults(rules.program, found)
    digests = {**rule_digests(rules), **loaded.digests}
    return Assessment(rules, as_of, tuple(results), groups, names, standings, faults, digests, inputs, loaded.roster is not None)


def _results(rules: Rules, records: Sequence[Record], as_of: date, engine: str) -> Iterator[Result]:
    if engine in ("auto", "interpreter", "python"):
        return rules.evaluate_many(records, as_of, cast(EngineName, engine))
    return _results_by_table(rules, records, as_of, engine)


def _results_by_table(rules: Rules, records: Sequence[Record], as_of: date, engine: str) -> Iterator[Result]:
    """The results of an engine over tables; what it does not answer the interpreter does."""
    dated = rules.on(as_of)
    maker = TABLE_ENGINES[engine].made(dated, True, None)
    batch = encode_records(rules.program, records)
    found = outcomes(lower(dated, findings=True, complete=False), batch, maker.answers(batch))
    for record, outcome in zip(records, found, strict=True):
        if outcome is None:
            yield rules.evaluate(record, as_of, None, "interpreter")
        else:
            yield Result(rules, dated, record, outcome, (), (), engine)


def missing_tables(rules: Rules, data: str, named: frozenset[str], given: frozenset[str], faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """A fault for each related table of the rules that was neither `named`, nor `given` by the data, nor tried in them."""
    asked = {*named, *given, *(fault.table for fault in faults if isinstance(fault, NotRows))}
    return tuple(TableNotGiven(Cell(data), name) for name in rules.program.tables if name not in asked)


def input_files(data: Path, tables: Mapping[str, Path], units: Path | None, mapping: Path | None) -> tuple[InputFile, ...]:
    """The files of an assessment, by the names that faults and digests call them."""
    names = shown_names([data, *tables.values(), *([units] if units is not None else [])])
    found = [InputFile("data", names[data]), *(InputFile("table", names[path], name) for name, path in tables.items())]
    found += [InputFile("units", names[units])] if units is not None else []
    found += [InputFile("mapping", shown_names([mapping])[mapping])] if mapping is not None else []
    return tuple(found)


def _groups(rules: Rules, loaded: Loaded) -> tuple[dict[str, Mapping[str, str]], dict[str, str]]:
    """What groups each unit and what people call it: from the list of units where there is one, else from the data."""
    if loaded.roster is not None:
        units = loaded.roster.units
        return {unit.code: unit.groups for unit in units}, {unit.code: unit.name for unit in units}
    groups: dict[str, Mapping[str, str]] = {record.unit: groups_of(rules.program, record) for record in loaded.records}
    return groups, {record.unit: record.name for record in loaded.records}


def groups_of(program: Program, record: Record) -> dict[str, str]:
    """What the facts that group units say of a record, each as a data file writes it."""
    found: dict[str, str] = {}
    for fact in program.subject.grouped_by:
        value = record.values.get(fact)
        if value is not None and not isinstance(value, (Invalid, Open)) and fact in program.facts:
            found[fact] = written(value, program.facts[fact].type)
    return found
