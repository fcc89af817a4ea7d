"""The rules of a date in an engine over tables, and the units that it is given, batch by batch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from attrs import define, field

from criteria_engine.backends.choosing import EnginesDisagree
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.tables.encoded import EncodedBatch, TableEngine, part_of
from criteria_engine.engine import Result, Rules
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.plan import Plan
from criteria_engine.results.batch_table import BatchTable, BatchTables

if TYPE_CHECKING:
    import pyarrow as pa

UNITS_AT_ONCE = 32_768
"""Units in a batch: their results take some 100 MB for a rule set of fifty headings."""


class UnitSource(Protocol):
    """Units in batches, which may be asked for again. Of those `without_data` nobody says more than a list of units."""

    @property
    def without_data(self) -> frozenset[str]: ...

    def batches(self, size: int) -> Iterator[EncodedBatch]: ...


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

