"""Programs made up at random reach every operation and every instruction, records the extremes: else agreement would say little."""

from collections import Counter
from functools import cache

from tests.engines.agreement import made_up
from tests.rule_generation.chance import Seeded
from tests.rule_generation.strategies import Case

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import expressions_in_force
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.records import Invalid, Record
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.plan import INSTRUCTIONS, Aggregate, Instruction

PROGRAMS = 220


@cache
def programs() -> tuple[tuple[Case, list[Record]], ...]:
    return tuple(made_up(Seeded(seed), 3) for seed in range(PROGRAMS))


def parts() -> list[ir.Expression]:
    """Every operation of every program."""
    return [part for found, _ in programs() for expression in expressions_in_force(found.dated) for part in operations(expression)]


def all_of(instructions: tuple[Instruction, ...]) -> list[Instruction]:
    """Instructions with those of the rows inside them."""
    inner = [part for one in instructions if isinstance(one, Aggregate) for part in all_of(one.rows.instructions)]
    return [*instructions, *inner]


def test_every_operation_occurs() -> None:
    assert {type(part) for part in parts()} == set(ir.OPERATIONS)


def test_operations_occur_in_every_way() -> None:
    said = parts()
    ways = {part.way for part in said if isinstance(part, ir.Rounded)}
    assert ways == {"half up", "half even", "up", "down"}
    assert {part.way for part in said if isinstance(part, ir.Fold)} == {"sum", "average", "greatest", "least"}
    assert {part.way for part in said if isinstance(part, ir.RowFold)} == {"sum", "average", "greatest", "least"}
    assert {part.calendar for part in said if isinstance(part, ir.Period)} == {"days", "months", "years"}
    assert {part.calendar for part in said if isinstance(part, ir.DateShift)} == {"days", "months"}
    assert {type(part.operand) for part in said if isinstance(part, ir.IsMissing)} == {ir.FactValue, ir.FieldValue}
    assert {part.symbol for part in said if isinstance(part, ir.Comparison)} == {"=", "!=", "<", "<=", ">", ">="}


def test_every_instruction_occurs() -> None:
    met: set[type] = set()
    for found, _ in programs():
        try:
            plan = lower(found.dated, findings=True, complete=False)
        except Unsupported:
            continue
        met |= {type(one) for one in all_of(plan.instructions)}
    assert met == set(INSTRUCTIONS)


def test_records_are_also_whole_empty_and_unreadable() -> None:
    kinds: Counter[str] = Counter()
    for found, given in programs():
        for record in given:
            kinds["nothing is known"] += not record.values and not record.tables
            kinds["everything is known"] += len(record.values) == len(found.program.facts) and len(record.tables) == len(found.program.tables)
            kinds["nothing could be read"] += all(isinstance(datum, Invalid) for datum in record.values.values()) and bool(record.values)
            kinds["a table without rows"] += any(not rows for rows in record.tables.values())
    assert len(kinds) == 4 and min(kinds.values()) > 4, kinds
