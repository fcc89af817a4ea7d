"""Plans of one instruction each, with operands at the edges of what it takes and what Python says it gives: for engines in databases."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve, frozen

from criteria_engine.lowering import plan as p
from criteria_engine.values.dates import add_months, complete_months_from
from criteria_engine.values.types import NumberType, TextType, YesNoType


@frozen(eq=False)
class OneInstruction:
    """A plan that calculates one instruction of its inputs in the register `result`, and rows of inputs with what comes out."""

    name: str
    plan: p.Plan
    result: p.Register
    rows: Sequence[tuple[Any, ...]]
    wanted: Sequence[Any]


def _number(low: int, high: int) -> p.Input:
    return p.Input("n", NumberType("integer", scale=1, low=low, high=high), "number", Fraction(1), None)


FLAG = p.Input("f", YesNoType(), "flag", Fraction(1), None)
TEXT = p.Input("t", TextType(), "text", Fraction(1), None)


def _plan(inputs: Sequence[p.Input], bounds: Sequence[tuple[int, int]], step: p.Instruction, kind: p.Kind, low: int, high: int) -> OneInstruction:
    many = len(inputs)
    inputs = [evolve(each, name=f"fact{index}") for index, each in enumerate(inputs)]
    steps: list[p.Instruction] = [p.Value(index) for index in range(many)]
    kinds: list[p.Kind] = [each.kind for each in inputs]
    lows, highs = [one for one, _ in bounds], [other for _, other in bounds]
    steps += [step, p.Constant(False)]
    verdict = p.VerdictPlan(many, many, (), (), None, None)
    code = (tuple(steps), (*kinds, kind, "flag"), (*lows, low, 0), (*highs, high, 0))
    plan = p.Plan(False, tuple(inputs), *code, verdict, (), many + 1)
    return OneInstruction(type(step).__name__, plan, many, (), ())


def _of_numbers(
    step: p.Instruction,
    kind: p.Kind,
    bounds: Sequence[tuple[int, int]],
    between: tuple[int, int],
    rows: Sequence[tuple[int, ...]],
    of: Callable[..., Any],
) -> OneInstruction:
    made = _plan([_number(low, high) for low, high in bounds], bounds, step, kind, *between)
    return OneInstruction(made.name, made.plan, made.result, rows, [of(*row) for row in rows])


NEAR = (-10, -7, -3, -1, 0, 1, 2, 3, 7, 10)
EDGES = (-(2**31), -(2**31) + 1, 2**31 - 1, 2**31, 3037000499, -3037000499)
WIDE = (-(2**62), -(2**40) - 1, -1, 0, 1, 2**40 + 1, 2**62 - 1)


def of_numbers() -> Iterator[OneInstruction]:
    """Arithmetic and comparisons, narrow and wide."""
    small, large = (-(2**32), 2**32), (-(2**62), 2**62)
    pairs = list(product((*NEAR, *EDGES), repeat=2))
    wide = list(product(WIDE, repeat=2))
    sums, products = (-(2**33), 2**33), (-(2**63) + 1, 2**63 - 1)
    factors = [(a, b) for a, b in pairs if max(abs(a), abs(b)) <= 3037000499]
    yield _of_numbers(p.Add(0, 1), "number", (small, small), sums, pairs, lambda a, b: a + b)
    yield _of_numbers(p.Subtract(0, 1), "number", (small, small), sums, pairs, lambda a, b: a - b)
    yield _of_numbers(p.Multiply(0, 1), "number", ((-3037000499, 3037000499),) * 2, products, factors, lambda a, b: a * b)
    divisors = [(a, b) for a, b in pairs if b > 0]
    yield _of_numbers(p.Divide(0, 1), "number", (small, (1, 2**32)), small, divisors, lambda a, b: a // b)
    yield _of_numbers(p.Divide(0, 1), "number", ((0, 2**32), (1, 2**32)), (0, 2**32), [(a, b) for a, b in divisors if a >= 0], lambda a, b: a // b)
    yield _of_numbers(p.Least(0, 1), "number", (large, large), large, wide, min)
    yield _of_numbers(p.Greatest(0, 1), "number", (large, large), large, wide, max)
    for symbol in ("=", "<", "<="):
        compared = {"=": int.__eq__, "<": int.__lt__, "<=": int.__le__}[symbol]
        yield _of_numbers(p.Compare(symbol, 0, 1), "flag", (large, large), (0, 1), wide, compared)  # type: ignore[arg-type]


def of_wide_numbers() -> Iterator[OneInstruction]:
    """Sums and products that need more than 64 bits, brought back by a comparison or a quotient."""
    large = (-(2**62), 2**62)
    wide = list(product(WIDE, repeat=2))
    for step, of, bounds in ((p.Add(0, 1), int.__add__, (-(2**63), 2**63)), (p.Multiply(0, 1), int.__mul__, (-(2**124), 2**124))):
        yield _of_numbers(step, "number", (large, large), bounds, wide, of)


def of_flags() -> Iterator[OneInstruction]:
    """Flags, and what is chosen by one."""
    three = list(product((False, True), repeat=3))
    makers: list[tuple[p.Instruction, p.Kind, int, Callable[..., Any]]] = [
        (p.And((0, 1, 2)), "flag", 1, lambda *f: all(f)),
        (p.Or((0, 1, 2)), "flag", 1, lambda *f: any(f)),
        (p.Not(0), "flag", 1, lambda *f: not f[0]),
        (p.Count((0, 1, 2)), "number", 3, lambda *f: sum(f)),
        (p.Choose(0, 1, 2), "flag", 1, lambda *f: f[1] if f[0] else f[2]),
    ]
    for step, kind, high, of in makers:
        made = _plan([FLAG] * 3, [(0, 1)] * 3, step, kind, 0, high)
        yield OneInstruction(made.name, made.plan, made.result, three, [of(*row) for row in three])
    numbers = [(flag, -5, 2**40) for flag in (False, True)]
    bounds = [(0, 1), (-5, 5), (0, 2**40)]
    made = _plan([FLAG, _number(-5, 5), _number(0, 2**40)], bounds, p.Choose(0, 1, 2), "number", -5, 2**40)
    yield OneInstruction("Choose", made.plan, made.result, numbers, [-5 if flag else 2**40 for flag, *_ in numbers])


TEXTS = (
    "",
    "a",
    "A",
    "á",
    "a\u0301",
    "Ă",
    "Ấ",
    "â",
    "đ",
    "Đ",
    "ß",
    "ss",
    "'",
    "''",
    "\\",
    "\\'",
    '"',
    "%",
    "_",
    "\t",
    "a ",
    "a\u00a0",
    "\U0001f600",
    "İ",
    "i",
)
"""Texts that a database may take for one another, or for the end of a literal."""


def of_texts() -> Iterator[OneInstruction]:
    """Equality of texts: with one another, and with a literal."""
    made = _plan([TEXT, TEXT], [(0, 1)] * 2, p.Compare("=", 0, 1), "flag", 0, 1)
    rows = list(product(TEXTS, repeat=2))
    yield OneInstruction("Compare", made.plan, made.result, rows, [one == other for one, other in rows])


DAYS = (
    *(
        date(year, month, day).toordinal()
        for year in (1, 1899, 1900, 2000, 2023, 2024, 9999)
        for month, day in ((1, 1), (1, 31), (2, 28), (3, 1), (4, 30), (12, 31))
    ),
    date(2000, 2, 29).toordinal(),
    date(2024, 2, 29).toordinal(),
    0,
    -5,
    p.LAST_DAY + 1,
)
MONTHS = (-200000, -119989, -25, -12, -1, 0, 1, 2, 11, 12, 13, 48, 1200, 119987, 200000)


def _months_later(day: int, months: int) -> int:
    if not 1 <= day <= p.LAST_DAY:
        return 0
    try:
        return add_months(date.fromordinal(day), months).toordinal()
    except (OverflowError, ValueError):
        return 0


def _months_from(start: int, end: int) -> int:
    if not (1 <= start <= p.LAST_DAY and 1 <= end <= p.LAST_DAY):
        return 0
    return complete_months_from(date.fromordinal(start), date.fromordinal(end))


def of_days() -> Iterator[OneInstruction]:
    """The calendar: its edges, ends of months, leap years, days that are none."""
    day, months, most = (-10, p.LAST_DAY + 10), (-200000, 200000), p.LAST_DAY // 28
    yield _of_numbers(p.AddMonths(0, 1), "number", (day, months), (0, p.LAST_DAY), list(product(DAYS, MONTHS)), _months_later)
    yield _of_numbers(p.MonthsBetween(0, 1), "number", (day, day), (-most, most), list(product(DAYS, repeat=2)), _months_from)
    inside, days = (1, p.LAST_DAY), [each for each in DAYS if 1 <= each <= p.LAST_DAY]
    yield _of_numbers(p.MonthsBetween(0, 1), "number", (inside, inside), (-most, most), list(product(days, repeat=2)), _months_from)
    yield _of_numbers(p.AddMonths(0, 1), "number", (inside, months), (0, p.LAST_DAY), list(product(days, MONTHS)), _months_later)


def plans() -> list[OneInstruction]:
    """All of them."""
    return [*of_numbers(), *of_wide_numbers(), *of_flags(), *of_texts(), *of_days()]
