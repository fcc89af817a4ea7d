"""Vectors compute what whole numbers of any size compute: the ends of every width, the calendar, narrow columns, code cut into parts."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from attrs import frozen

from criteria_engine.backends.columns import kernels, running
from criteria_engine.backends.columns.program import BEYOND, program
from criteria_engine.backends.columns.running import ready, run
from criteria_engine.backends.columns.widths import width_of
from criteria_engine.backends.python.engine import NAMES
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.ir.records import Record
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Builder, Unsupported
from criteria_engine.values.types import NumberType

WIDE = (2**7, 2**8, 2**15, 2**16, 2**31, 2**32, 2**62)


@frozen
class Made:
    """A plan made up of arithmetic, and the columns that it reads."""

    plan: p.Plan
    columns: tuple[tuple[int, ...], ...]


def made_up_arithmetic(seed: int, rows: int, ends_of: Sequence[int] = WIDE) -> Made:
    """Operations one upon the other, with inputs at the ends of their bounds and near them."""
    chance = Random(seed)
    b = Builder(True)
    columns, numbers = [], []
    for index in range(4):
        low, high = sorted(chance.choice((-1, 1)) * (chance.choice(ends_of) - chance.randint(0, 2)) for _ in range(2))
        low, high = (low, high) if low < high else (low - 1, high)
        b.input(p.Input(f"x{index}", NumberType("number"), "number", Fraction(1), None))
        numbers.append(b.value(index, low, high))
        ends = (low, high, min(low + 1, high), max(high - 1, low), min(max(0, low), high))
        columns.append(tuple(chance.choice(ends) if chance.random() < 0.6 else chance.randint(low, high) for _ in range(rows)))
    flags = [b.compare("<", numbers[0], numbers[1]), b.compare("=", numbers[2], numbers[3]), b.compare("<=", numbers[0], numbers[3])]
    for _ in range(25):
        left, right = chance.choice(numbers), chance.choice(numbers)
        match chance.randint(0, 8):
            case 0:
                new = b.add(left, right)
            case 1:
                new = b.subtract(left, right)
            case 2:
                new = b.multiply(left, right)
            case 3:
                new = b.divide(left, b.greatest(right, b.number(chance.choice((1, 3, 1000)))))
            case 4:
                new = b.least(left, right)
            case 5:
                new = b.greatest(left, right)
            case 6:
                new = b.choose(chance.choice(flags), left, right)
            case 7:
                new = b.count(chance.sample(flags, 2))
            case _:
                flags.append(b.compare(chance.choice(("=", "<", "<=")), left, right))
                flags.append(b.negated(chance.choice(flags)))
                flags.append(b.every(chance.sample(flags, 2)))
                flags.append(b.some(chance.sample(flags, 2)))
                continue
        if b.lows[new] > -(2**126) and b.highs[new] < 2**126:
            numbers.append(new)
    nothing = b.flag(False)
    verdict = p.VerdictPlan(b.number(0), b.number(0), (), (), None, None)
    code = (tuple(b.instructions), tuple(b.kinds), tuple(b.lows), tuple(b.highs))
    return Made(p.Plan(True, tuple(b.inputs), *code, verdict, (), nothing), tuple(columns))


def computed(plan: p.Plan, values: Sequence[int]) -> list[Any]:
    """The registers of one record, in Python's whole numbers."""
    done: list[Any] = []
    for step in plan.instructions:
        match step:
            case p.Value(index):
                done.append(values[index])
            case p.Constant(value):
                done.append(value)
            case p.Add(a, c):
                done.append(done[a] + done[c])
            case p.Subtract(a, c):
                done.append(done[a] - done[c])
            case p.Multiply(a, c):
                done.append(done[a] * done[c])
            case p.Divide(a, c):
                done.append(done[a] // done[c])
            case p.Least(a, c):
                done.append(min(done[a], done[c]))
            case p.Greatest(a, c):
                done.append(max(done[a], done[c]))
            case p.Compare(symbol, a, c):
                done.append({"=": done[a] == done[c], "<": done[a] < done[c], "<=": done[a] <= done[c]}[symbol])
            case p.And(items):
                done.append(all(done[item] for item in items))
            case p.Or(items):
                done.append(any(done[item] for item in items))
            case p.Not(item):
                done.append(not done[item])
            case p.Choose(condition, a, c):
                done.append(done[a] if done[condition] else done[c])
            case p.Count(items):
                done.append(sum(done[item] for item in items))
            case p.AddMonths(a, c):
                done.append(NAMES["add_months"](done[a], done[c]))
            case p.MonthsBetween(a, c):
                done.append(NAMES["months_between"](done[a], done[c]))
            case _:
                raise AssertionError(step)
    return done


def batch_of(columns: dict[str, pa.Array], many: int) -> EncodedBatch:
    """A batch without names or related rows."""
    return EncodedBatch(
        pa.nulls(many, pa.string()), pa.nulls(many, pa.string()), {name: EncodedColumn(values) for name, values in columns.items()}, {}, Record
    )


def put(made: Made, kinds: Callable[[int], pa.DataType], flag: int = 1) -> None:
    """Every register is compared, in every row; one of more than 64 bits where it fits into them, and where not its record is marked."""
    plan, many = made.plan, len(made.columns[0])
    wanted = {}
    for register, kind in enumerate(plan.kinds):
        wanted[f"r{register}"] = (register, 1 if kind == "flag" else min(64, width_of(plan.lows[register], plan.highs[register])))
    prepared = ready(program(plan, wanted, flag), {})
    columns = {found.name: pa.array(values, kinds(index)) for index, (found, values) in enumerate(zip(plan.inputs, made.columns, strict=True))}
    answers = run(prepared, batch_of(columns, many), 1)
    rows = [computed(plan, values) for values in zip(*made.columns, strict=True)]
    for name, (register, _) in wanted.items():
        for answer, row in zip(answers[name].to_pylist(), rows, strict=True):
            assert answer == row[register] or not fits(row[register]), plan.instructions[register]
    assert answers[BEYOND].to_pylist() == [not all(map(fits, row)) for row in rows]


def fits(value: int) -> bool:
    return -(2**63) <= value < 2**63


@pytest.mark.parametrize("seed", range(5))
def test_arithmetic_at_the_ends_of_every_width_is_exact(seed: int) -> None:
    put(made_up_arithmetic(seed, 70), lambda index: pa.int64(), flag=8 if seed % 2 else 1)


def test_long_code_is_cut_into_parts_and_compiled_quickly_and_computes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "PART", 7)
    monkeypatch.setattr(running, "LONG", 0)
    for flag in (1, 8):
        put(made_up_arithmetic(11, 40), lambda index: pa.int64(), flag)


@pytest.mark.parametrize("flag", [1, 8])
def test_numbers_of_up_to_512_bits_are_exact(flag: int) -> None:
    chance = Random(3)
    b = Builder(True)
    for index in range(2):
        b.input(p.Input(f"x{index}", NumberType("number"), "number", Fraction(1), None))
    x, y = b.value(0, -(2**61), 2**61), b.value(1, 1, 2**61)
    for _ in range(3):
        x, y = b.multiply(x, x if b.lows[x] < 0 else y), b.multiply(y, y)
        x = b.subtract(x, b.number(3**9))
        smaller = b.compare("<", x, y)
        b.choose(b.some((smaller, b.compare("=", x, b.number(3**30)))), x, b.least(y, b.number(2**60)))
        b.divide(b.choose(smaller, b.subtract(b.number(0), y), x), b.greatest(b.value(1, 1, 2**61), b.number(5)))
        b.compare("<=", b.divide(x, y), b.greatest(x, y))
    ends = (-(2**61), 2**61, -1, 0, 1, 3**15)
    columns = [tuple(chance.choice((*ends, chance.randint(-1000, 1000))) for _ in range(50)), tuple(chance.choice((1, 7, 2**61)) for _ in range(50))]
    verdict = p.VerdictPlan(b.number(0), b.number(0), (), (), None, None)
    code = (tuple(b.instructions), tuple(b.kinds), tuple(b.lows), tuple(b.highs))
    plan = p.Plan(True, tuple(b.inputs), *code, verdict, (), b.flag(False))
    numbers = [register for register, kind in enumerate(plan.kinds) if kind == "number"]
    assert {width_of(plan.lows[register], plan.highs[register]) for register in numbers} >= {128, 256, 512}
    put(Made(plan, tuple(columns)), lambda index: pa.int64(), flag)


def test_a_number_that_may_need_more_than_512_bits_is_refused() -> None:
    b = Builder(True)
    b.input(p.Input("x0", NumberType("number"), "number", Fraction(1), None))
    x = b.value(0, 0, 2**60)
    power = reduce(b.multiply, [x] * 9)
    verdict = p.VerdictPlan(b.number(0), b.number(0), (), (), None, None)
    code = (tuple(b.instructions), tuple(b.kinds), tuple(b.lows), tuple(b.highs))
    with pytest.raises(Unsupported, match="542 bits"):
        program(p.Plan(True, tuple(b.inputs), *code, verdict, (), b.flag(False)), {"power": (power, 64)}, 1)


def test_calendar_arithmetic_is_that_of_the_calendar() -> None:
    chance = Random(5)
    days = [0, 1, 59, 60, 366, p.LAST_DAY, p.LAST_DAY + 1, -5, *(date(year, 2, 28).toordinal() + 1 for year in (4, 100, 400, 1900, 2000, 2024, 9999))]
    days += [date(year, month, day).toordinal() for year in (1900, 2023, 2024) for month in (1, 2, 3, 12) for day in (1, 28)]
    days += [chance.randint(1, p.LAST_DAY) for _ in range(400)]
    starts = tuple(days + [chance.choice(days) for _ in days])
    ends = tuple([chance.choice(days) for _ in days] + days)
    months = tuple(chance.choice((0, 1, -1, 11, 12, -12, 13, 119987, -119987, chance.randint(-3000, 3000), 10**12, -(10**12))) for _ in starts)
    b = Builder(True)
    for index in range(3):
        b.input(p.Input(f"x{index}", NumberType("number"), "number", Fraction(1), None))
    start, end = b.value(0, -5, p.LAST_DAY + 1), b.value(1, -5, p.LAST_DAY + 1)
    b.add_months(start, b.value(2, -(10**12), 10**12))
    b.months_between(start, end)
    verdict = p.VerdictPlan(b.number(0), b.number(0), (), (), None, None)
    code = (tuple(b.instructions), tuple(b.kinds), tuple(b.lows), tuple(b.highs))
    put(Made(p.Plan(True, tuple(b.inputs), *code, verdict, (), b.flag(False)), (starts, ends, months)), lambda index: pa.int64())


@pytest.mark.parametrize("width", [8, 16, 32])
def test_columns_may_be_as_narrow_as_their_numbers(width: int) -> None:
    made = made_up_arithmetic(2, 60, [end for end in (2**6, *WIDE) if end < 2**width // 2])
    put(made, lambda index: {8: pa.int8(), 16: pa.int16(), 32: pa.int32()}[width])
