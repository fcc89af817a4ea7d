"""The columns that every engine over tables answers with, and the outcomes that they tell."""

from typing import TYPE_CHECKING

from criteria_engine.backends.registers import Answers, answer_registers, constants_of, headings_of, outcome_of_registers
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.lowering import plan as p

if TYPE_CHECKING:
    import pyarrow as pa

UNSURE = "unsure"
"""The column that is true where a record is the interpreter's; what its other columns hold then says nothing."""


def column_name(register: p.Register) -> str:
    """The name of the column that holds a register."""
    return f"r{register}"


def answer_columns(plan: p.Plan) -> tuple[tuple[str, p.Register], ...]:
    """The columns of an engine's answers with the registers that they hold, none of them ever null: `unsure`, the verdict's code, and where
    the plan has findings what tells of every heading. Flags are `bool_`, numbers a whole number's type. What is the same for every record
    has no column, but for `unsure`, which is there always, first, and true for what the batch says is unsuited too."""
    return ((UNSURE, plan.unsure), *((column_name(register), register) for register in answer_registers(plan)))


def outcomes(plan: p.Plan, batch: EncodedBatch, answers: "pa.Table") -> list[UnitOutcome | None]:
    """The outcome of each unit of a batch by an engine's answers for a plan with findings, without what each heading is open
    from; None where the record is the interpreter's."""
    constants, headings = constants_of(plan), headings_of(plan)
    columns = [(register, answers.column(name).to_pylist()) for name, register in answer_columns(plan)[1:]]
    unsure = answers.column(UNSURE).to_pylist()
    found: list[UnitOutcome | None] = []
    for place in range(len(batch)):
        registers = {**constants, **{register: column[place] for register, column in columns}}
        whole = None if unsure[place] else outcome_of_registers(batch.record(place), Answers(plan, headings, registers))
        found.append(whole)
    return found
