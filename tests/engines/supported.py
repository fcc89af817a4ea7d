"""What each engine takes: operation by operation, tried on rules that hold the operation, and the forms that some engines decline."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs
from attrs import frozen
from tests.semantics.cases import all_cases, prepare

from criteria_engine.backends.engine_list import ENGINES, ListedEngine
from criteria_engine.cli.engine_words import reason
from criteria_engine.engine import loads
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Unsupported

SAMPLES: Mapping[type[ir.Node], tuple[str, str]] = {
    ir.Constant: ("85.5", "85.5"),
    ir.FactValue: ("area", "area"),
    ir.FieldValue: ("case.solved", "case.solved"),
    ir.ParameterValue: ("a parameter", "tham số"),
    ir.DefinitionValue: ("a definition", "định nghĩa"),
    ir.AssessmentDate: ("assessment date", "ngày đánh giá"),
    ir.Total: ("a + b - c", "a + b - c"),
    ir.Product: ("a * b / c", "a * b / c"),
    ir.Converted: ("an amount in another unit", "số lượng theo đơn vị khác"),
    ir.Rounded: ("rounded to", "làm tròn đến"),
    ir.Steps: ("points for each step", "điểm cho mỗi bước"),
    ir.Fold: ("sum, average, greatest, least of values", "tổng, trung bình, lớn nhất, nhỏ nhất của các giá trị"),
    ir.DateShift: ("days and months after, before", "ngày, tháng sau, trước"),
    ir.Period: ("days, months, years from … to …", "số ngày, tháng, năm từ … đến …"),
    ir.Cases: ("when … otherwise …", "khi … còn lại …"),
    ir.HeadingState: ("C1 passes", "C1 đạt"),
    ir.HeadingCount: ("number of criteria that …", "số tiêu chí …"),
    ir.HeadingShare: ("share of criteria that …", "tỷ lệ tiêu chí …"),
    ir.EveryHeading: ("every criterion passes", "mọi tiêu chí đạt"),
    ir.Score: ("score", "tổng điểm"),
    ir.PointsOf: ("points of C1", "điểm của C1"),
    ir.Comparison: ("a >= b", "a >= b"),
    ir.IsMissing: ("is missing", "chưa có số liệu"),
    ir.AllOf: ("and, all of", "và, tất cả trong số"),
    ir.AnyOf: ("or, any of", "hoặc, một trong số"),
    ir.Not: ("not", "không phải"),
    ir.CountOf: ("at least 2 of", "ít nhất 2 trong số"),
    ir.AnyRow: ("exists … in …", "có ít nhất một …"),
    ir.EveryRow: ("every … in …", "mọi … trong …"),
    ir.RowCount: ("number of rows", "số lượng dòng"),
    ir.RowShare: ("share of rows", "tỷ lệ dòng"),
    ir.RowFold: ("sum, average, greatest, least over rows", "tổng, trung bình, lớn nhất, nhỏ nhất của các dòng"),
}
"""Each operation as a reader knows it, in English and in Vietnamese."""

_ROWS = {operation.__name__ for operation in ir.OPERATIONS}
"""Operations by which plans name what they decline: there the form says why."""

TRIED = 1
"""So many programs that hold an operation are tried."""

GROUND = """ruleset t "T"
subject ward identified by code
facts
  code : text
  a : integer, 1..1000
  b : integer, 1..1000
  wide : number to 0.000000000001, 0..1000000000000
table cases, each case
  solved : yes/no
  load : integer, 1..100
criterion C "C"
  requires {condition}
verdict
  passes when C passes
"""
_WIDE = " * ".join(["wide"] * 5)

FORMS: tuple[tuple[str, str, str], ...] = (
    ("rows asked for within a row", "hỏi đến các dòng bên trong một dòng khác",
     "exists case in cases where (exists other in cases where other.load > case.load)"),
    ("a sum over rows of a quotient", "tổng của các dòng với một thương", "sum of (a / load) in cases > 1"),
    ("a product of more than 128 bits", "một tích hơn 128 bit", f"{_WIDE} > 1"),
)  # fmt: skip
"""Forms that some engines decline, with a condition that has the form."""


@frozen(eq=False)
class Support:
    """For each operation the engines that take every program tried, by name; how many were tried."""

    takes: Mapping[type[ir.Node], frozenset[str]]
    tried: Mapping[type[ir.Node], int]


def taken(engine: ListedEngine, dated: Dated) -> Unsupported | None:
    """Why an engine does not take the rules of a date; None where it does."""
    try:
        engine.check(dated)
    except Unsupported as problem:
        return problem
    return None


@cache
def support() -> Support:
    """What each engine takes."""
    programs: dict[type[ir.Node], list[Dated]] = {operation: [] for operation in ir.OPERATIONS}
    for case in all_cases():
        if all(len(found) >= TRIED for found in programs.values()):
            break
        prepared = prepare(case)
        if prepared.dated is None:
            continue
        for operation in set(_operations(prepared.dated.program)):
            if len(programs[operation]) < TRIED:
                programs[operation].append(prepared.dated)
    answers: dict[tuple[str, int], bool] = {}
    takes = {}
    for operation, found in programs.items():
        takes[operation] = frozenset(
            engine.name for engine in ENGINES
            if all(answers.setdefault((engine.name, id(dated)), taken(engine, dated) is None) for dated in found)
        )  # fmt: skip
    return Support(takes, {operation: len(found) for operation, found in programs.items()})


def _operations(found: Any, seen: set[int] | None = None) -> Iterator[type[ir.Node]]:
    """The operations in a program, wherever they stand."""
    seen = set() if seen is None else seen
    if id(found) in seen or isinstance(found, (str, int, float, type(None))):
        return
    seen.add(id(found))
    if isinstance(found, ir.Node):
        yield type(found)
    if isinstance(found, Mapping):
        parts: list[Any] = list(found.values())
    elif isinstance(found, (tuple, list, frozenset, set)):
        parts = list(found)
    elif attrs.has(type(found)):
        parts = [getattr(found, each.name) for each in attrs.fields(type(found))]
    else:
        return
    for part in parts:
        yield from _operations(part, seen)


def form(condition: str) -> Dated:
    """A program whose only criterion is a condition."""
    return loads(GROUND.format(condition=condition)).on("2024-06-30")


def operation_rows(tongue: str) -> list[list[str]]:
    """A row for each operation: how it reads, and for each engine whether it takes it."""
    found = support()
    yes, no = {"en": ("yes", "no"), "vi": ("có", "không")}[tongue]
    return [
        [SAMPLES[operation][tongue == "vi"], *(yes if engine.name in found.takes[operation] else no for engine in ENGINES)]
        for operation in ir.OPERATIONS
    ]


def form_rows(tongue: str) -> list[list[str]]:
    """A row for each form that some engine declines: what it is, and for each engine that it takes it, or why not."""
    rows = []
    for english, vietnamese, condition in FORMS:
        dated = form(condition)
        cells = []
        for engine in ENGINES:
            why_not = taken(engine, dated)
            yes = "yes" if tongue == "en" else "có"
            no = "no" if tongue == "en" else "không"
            cells.append(yes if why_not is None else no if why_not.what in _ROWS else f"{no}: {reason(why_not.why, tongue)}")
        rows.append([english if tongue == "en" else vietnamese, *cells])
    return rows
