"""Batches of units go through an evaluator once: verdicts are counted, results written to where they are wanted, bad data remembered."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from attrs import define, field

from criteria_engine.data.roster import Roster
from criteria_engine.programmes.earlier_files import EarlierResults
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.results.batch_table import FIRST_GROUP
from criteria_engine.table_assessment.evaluator import Evaluator
from criteria_engine.table_assessment.listed import ListedResults, ListedUnits
from criteria_engine.table_assessment.rejects import places_in
from criteria_engine.table_assessment.tallies import VerdictTally

if TYPE_CHECKING:
    import pyarrow as pa

MOST_PLACES = 100_000
"""So many places of bad data are remembered with their units."""

Progress = Callable[[int, int | None], None]
"""Told after each batch how many units are done, of how many where that is known."""


class ResultSink(Protocol):
    """Where results are written, batch by batch."""

    def write(self, table: "pa.Table") -> None: ...


@define(eq=False)
class BatchRun:
    """What came of it: the verdicts counted, the standing of the programmes, how many units there were and of how many the interpreter answered.
    `bad` has the places of data that could not be read, with their units; `inside` the tables of which units had rows."""

    tally: VerdictTally
    standings: tuple[ProgrammeStanding, ...] = ()
    evaluated: int = 0
    interpreted: int = 0
    bad: dict[object, str] = field(factory=dict)
    inside: set[str] = field(factory=set)


def run_batches(
    evaluator: Evaluator,
    sinks: Sequence[ResultSink],
    roster: Roster | None,
    earlier: EarlierResults,
    *,
    rejects: bool,
    progress: Progress | None,
    total: int | None = None,
) -> BatchRun:
    """Every batch of the evaluator's source. Whole results are made where they are written, or where there is a list of units; else verdicts
    alone."""
    program, whole = evaluator.rules.program, bool(sinks) or roster is not None
    done = BatchRun(VerdictTally(program))
    listed = None if roster is None else ListedUnits(program, roster, evaluator.source.without_data, evaluator.tables.columns)
    kept = None if listed is None or not program.programmes else ListedResults(listed, evaluator.plan)
    first, many = FIRST_GROUP if whole else 1, len(program.subject.grouped_by)
    for batch in evaluator.batches():
        answers, found = evaluator.answer(batch, whole=whole)
        done.inside.update(batch.tables)
        table = found.table
        if kept is not None:
            kept.add(batch, answers, found)
        if listed is not None:
            table = listed.apply(table)
        for sink in sinks:
            sink.write(table)
        done.tally.add(table.column(first + many), [table.column(first + number) for number in range(many)])
        done.interpreted += len(found.interpreted)
        if rejects and len(done.bad) < MOST_PLACES:
            done.bad |= places_in(batch)
        done.evaluated += len(batch)
        if progress is not None:
            progress(done.tally.units, total)
    done.standings = () if kept is None else kept.standings(evaluator.dated.as_of, earlier.standings)
    return done
