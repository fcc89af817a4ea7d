"""The compiled functions as an engine over tables: each record of a batch in turn, for where no faster engine is installed."""

from typing import TYPE_CHECKING, Any

from attrs import define, field

from criteria_engine.backends.python.engine import Function, compiled
from criteria_engine.backends.python.source import Written, function_source
from criteria_engine.backends.registers import answer_registers
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.lower import lower

if TYPE_CHECKING:
    import pyarrow as pa

_WIDEST = 2**63 - 1


@define(eq=False)
class PythonTables:
    """Generated Python over tables; making it raises Unsupported where plans do not have an operation of the rules."""

    dated: Dated
    findings: bool = True
    name: str = field(default="python", init=False)
    _written: Written = field(init=False)
    _function: Function = field(init=False)

    def __attrs_post_init__(self) -> None:
        plan = lower(self.dated, findings=self.findings, complete=False)
        self._written = function_source("answers", plan, answer_registers(plan))
        self._function = compiled(self._written)

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of answers; a record with a number that 64 bits do not hold is unsure."""
        import pyarrow as pa

        wanted, kinds = self._written.answers, self._written.plan.kinds
        nothing = tuple(0 if kinds[register] == "number" else False for register in wanted)
        rows: list[tuple[Any, ...]] = []
        unsure: list[bool] = []
        for place in range(len(batch)):
            record = batch.record(place)
            found = self._function(record.values, record.tables)
            row = found if isinstance(found, tuple) or found is None else (found,)
            sure = row is not None and all(-_WIDEST <= each <= _WIDEST for each in row)
            rows.append(row if row is not None and sure else nothing)
            unsure.append(not sure)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(wanted)
        kinds_of = [pa.int64() if kinds[register] == "number" else pa.bool_() for register in wanted]
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds_of, strict=True)]
        names = [name for name, _ in answer_columns(self._written.plan)[1:]]
        return pa.table({UNSURE: pa.array(unsure, pa.bool_()), **dict(zip(names, arrays, strict=True))})
