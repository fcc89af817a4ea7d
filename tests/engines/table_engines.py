"""Engines over tables stand beside the interpreter: records go in encoded, answers come back as outcomes."""

from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import frozen

from criteria_engine.backends.tables.answers import outcomes
from criteria_engine.backends.tables.encoded import TableEngine
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.records import Record
from criteria_engine.lowering.plan import Plan


class PlannedEngine(TableEngine, Protocol):
    """An engine that says which plan its answers are of."""

    plan: Plan


@frozen
class OverTables:
    """An engine over tables by its name and how it is made for a program."""

    name: str
    make: Callable[[Dated], PlannedEngine]

    def findings(self, dated: Dated, given: Sequence[Record]) -> Sequence[UnitOutcome | None]:
        """The outcome of each record; None where the record is the interpreter's."""
        engine = self.make(dated)
        batch = encode_records(dated.program, given)
        return outcomes(engine.plan, batch, engine.answers(batch))
