"""What the list of units says, put to the results of batches: groups, listed units without data, and the standing of programmes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from criteria_engine.backends.registers import Answers, constants_of, headings_of, outcome_of_registers
from criteria_engine.backends.tables.answers import answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.data.roster import Roster
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Program
from criteria_engine.lowering import plan as p
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.result_data import without_data
from criteria_engine.programmes.standing import UnitResults, standings_of_results
from criteria_engine.results.batch_table import FIRST_GROUP, BatchTable, put_in
from criteria_engine.results.columns import ResultColumn
from criteria_engine.results.parquet_file import units_table

if TYPE_CHECKING:
    import pyarrow as pa


@define(eq=False)
class ListedUnits:
    """The list of units, and those of them that have no data."""

    program: Program
    roster: Roster
    without: frozenset[str]
    columns: Sequence[ResultColumn]
    groups: dict[str, Mapping[str, str]] = field(init=False)
    names: dict[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.groups = {unit.code: unit.groups for unit in self.roster.units}
        self.names = {unit.code: unit.name for unit in self.roster.units}

    def apply(self, table: "pa.Table") -> "pa.Table":
        """The rows of a batch with the groups of the list, and undetermined where there are no data."""
        import pyarrow as pa

        units = table.column(0).to_pylist()
        for number, fact in enumerate(self.program.subject.grouped_by):
            said = pa.array([self.groups[unit].get(fact) for unit in units], pa.string())
            table = table.set_column(FIRST_GROUP + number, fact, said)
        places = [place for place, unit in enumerate(units) if unit in self.without]
        if not places:
            return table
        empty = [without_data(self.program, units[place], self.names[units[place]], self.groups[units[place]]) for place in places]
        return put_in(table, places, units_table(self.columns, empty))


@define(eq=False)
class _Batch:
    """What is kept of a batch for the standing of programmes: the answers, and the outcomes that the interpreter found."""

    batch: EncodedBatch
    answers: "pa.Table"
    interpreted: Mapping[int, UnitOutcome]


@define(eq=False)
class ListedResults:
    """The results of listed units, kept as columns until the standing of programmes asks for some of them."""

    listed: ListedUnits
    plan: p.Plan
    _batches: list[_Batch] = field(factory=list)
    _where: dict[str, tuple[int, int]] = field(factory=dict)
    _verdicts: dict[str, UnitOutcome] = field(factory=dict)
    _made: dict[tuple[Any, ...], UnitOutcome] = field(factory=dict)

    def add(self, batch: EncodedBatch, answers: "pa.Table", found: BatchTable) -> None:
        """Keep the results of a batch."""
        rows = zip(
            batch.units.to_pylist(), found.answered.verdict.to_pylist(), found.answered.verdicts_possible.to_pylist(),
            found.answered.grades_open.to_pylist(), strict=True,
        )  # fmt: skip
        for place, (unit, verdict, possible, grades) in enumerate(rows):
            if unit in self.listed.without:
                continue
            self._where[unit] = len(self._batches), place
            key = verdict, tuple(possible), tuple(map(int, grades))
            if place in found.interpreted:
                self._verdicts[unit] = found.interpreted[place]
                continue
            if key not in self._made:
                self._made[key] = UnitOutcome("", "", verdict, frozenset(possible), key[2], None, None, {}, (), ())
            self._verdicts[unit] = self._made[key]
        self._batches.append(_Batch(batch, answers, found.interpreted))

    def standings(self, as_of: date, earlier: Sequence[ProgrammeStanding]) -> tuple[ProgrammeStanding, ...]:
        """How each programme in force stands; see `programmes.standing`."""
        listed = self.listed
        results = UnitResults(self._verdicts, self._whole)
        return standings_of_results(listed.program, results, listed.groups, as_of, names=listed.names, earlier=earlier)

    def _whole(self, units: Sequence[str]) -> Iterable[UnitOutcome]:
        """The outcomes of some units, with all that they say."""
        wanted: dict[int, list[int]] = {}
        for unit in units:
            number, place = self._where[unit]
            wanted.setdefault(number, []).append(place)
        found: dict[str, UnitOutcome] = {}
        for number, places in wanted.items():
            found |= self._decoded(self._batches[number], places)
        return [found[unit] for unit in units]

    def _decoded(self, kept: _Batch, places: Sequence[int]) -> dict[str, UnitOutcome]:
        constants, headings = constants_of(self.plan), headings_of(self.plan)
        some = kept.answers.take(places)
        columns = [(register, some.column(name).to_pylist()) for name, register in answer_columns(self.plan)[1:]]
        found: dict[str, UnitOutcome] = {}
        for number, place in enumerate(places):
            outcome = kept.interpreted.get(place)
            if outcome is None:
                registers = {**constants, **{register: column[number] for register, column in columns}}
                outcome = outcome_of_registers(kept.batch.record(place), Answers(self.plan, headings, registers))
                outcome = evolve(outcome, name=kept.batch.names[place].as_py() or "")
            found[outcome.unit] = outcome
        return found
