"""Rules, data files and a date become an assessment: every unit's result, the standing of the programmes, the faults."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from criteria_engine.data.cell_reading import written
from criteria_engine.data.loading import Loaded
from criteria_engine.data.opened_tables import shown_names
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data import NotRows, TableNotGiven
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Result, Rules, rule_digests
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.result_data import result_data, result_file
from criteria_engine.programmes.result_file import ResultFile
from criteria_engine.programmes.standing import programme_standings
from criteria_engine.source import Cell
from criteria_engine.version import VERSION

Progress = Callable[[int, int], None]
"""Told after each unit how many are done, of how many."""


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
    listed: bool = False

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that are more than warnings."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

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
    earlier: Sequence[ProgrammeStanding] = (),
    read_as: ReadAs = AS_FOUND,
) -> Assessment:
    """Every unit in the data files evaluated as of a date; what `earlier` standings show as met by its due day stays met.
    Raises FaultsFound where the rules are not in force on the date; faults of data are in the assessment."""
    rules.on(as_of)
    loaded = rules.read(data, tables, units, read_as)
    results: list[Result] = []
    records = [record for record in loaded.records if record.with_data]
    for record in records:
        results.append(rules.evaluate(record, as_of))
        if progress is not None:
            progress(len(results), len(records))
    groups, names = _groups(rules, loaded)
    outcomes = [result.outcome for result in results]
    standings: tuple[ProgrammeStanding, ...] = ()
    if loaded.roster is not None:
        standings = programme_standings(rules.program, outcomes, groups, as_of, names=names, earlier=earlier)
    asked = {*(tables or {}), *loaded.tables, *(name for record in loaded.records for name in record.tables)}
    asked |= {fault.table for fault in loaded.faults if isinstance(fault, NotRows)}
    absent = [TableNotGiven(Cell(shown_names([data])[data]), name) for name in rules.program.tables if name not in asked and records]
    found = [*loaded.faults, *absent, *(fault for standing in standings for fault in standing.faults)]
    faults = tuple(dict.fromkeys(found))
    digests = {**rule_digests(rules), **loaded.digests}
    return Assessment(rules, as_of, tuple(results), groups, names, standings, faults, digests, loaded.roster is not None)


def _groups(rules: Rules, loaded: Loaded) -> tuple[dict[str, Mapping[str, str]], dict[str, str]]:
    """What groups each unit and what people call it: from the list of units where there is one, else from the data."""
    if loaded.roster is not None:
        units = loaded.roster.units
        return {unit.code: unit.groups for unit in units}, {unit.code: unit.name for unit in units}
    groups: dict[str, Mapping[str, str]] = {record.unit: _groups_of(rules, record) for record in loaded.records}
    return groups, {record.unit: record.name for record in loaded.records}


def _groups_of(rules: Rules, record: Record) -> dict[str, str]:
    found: dict[str, str] = {}
    for fact in rules.program.subject.grouped_by:
        value = record.values.get(fact)
        if value is not None and not isinstance(value, (Invalid, Open)) and fact in rules.program.facts:
            found[fact] = written(value, rules.program.facts[fact].type)
    return found
