"""Of rows that are alike any will do: one answer stands for all that differ only in which of them they change, and none is lost."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import combinations
from time import monotonic

import pytest
from tests.rule_generation.chance import Seeded, likely, pick
from tests.rule_generation.strategies import compiled

from criteria_engine.backends.interpreter.evaluation import evaluate, verdict_of
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.records import Record, Row
from criteria_engine.reasons.changes import SetOfChanges
from criteria_engine.reasons.question import with_box
from criteria_engine.reasons.smallest_changes import actionable_variables, changed, smallest_changes

GROUND = """ruleset made_up.rows "Made up"
subject ward identified by code
facts
  code : text
  hq : yes/no actionable at cost {cost}
table cases, each case
  solved : yes/no actionable{row_cost}
  kind : one of theft, robbery
  note : text
criterion A "A"
  requires {first}
criterion B "B"
  requires {second}
verdict
  passes when every criterion passes
"""
CONDITIONS = (
    "(share of cases where solved if none 100%) >= 50%", "(share of (cases where kind = theft) where solved if none 100%) >= 75%",
    "(count of cases where solved and kind = theft) >= 2 or hq", "not (exists case in cases where kind = robbery and not solved)",
    "(count of cases where solved) = 3", "hq or (exists case in cases where solved)", "(count of cases where not solved) <= 2 and hq",
)  # fmt: skip


def made(seed: int) -> tuple[Dated, Record, set[str]]:
    chance = Seeded(seed)
    costs = {"cost": pick(chance, (1, 2)), "row_cost": pick(chance, ("", " at cost 2"))}
    text = GROUND.format(**costs, first=pick(chance, CONDITIONS), second=pick(chance, CONDITIONS))
    program = compiled(text).program
    assert program is not None, compiled(text).errors
    rows = []
    for number in range(chance.whole(2, 6)):
        values = {"kind": chance.whole(0, 1), "note": f"n{number}"}
        if not likely(chance, 1):
            values["solved"] = likely(chance, 3)
        rows.append(Row(values))
    values = {"code": "1"} if likely(chance, 2) else {"code": "1", "hq": likely(chance, 5)}
    read = {"solved", *(["kind"] if "kind =" in text else [])}
    return at_date(program, date(2024, 6, 30)), Record("1", values, {"cases": tuple(rows)}), read


def shape(dated: Dated, record: Record, read: set[str], numbers: tuple[int, ...]) -> frozenset[object]:
    """A set of variables up to the order of rows that are alike in the fields that are read."""
    variables = actionable_variables(dated, record)
    told = []
    for number in numbers:
        variable = variables[number]
        values = {} if variable.row is None else record.tables["cases"][variable.row].values
        row = tuple(sorted((name, value) for name, value in values.items() if name in read))
        told.append((variable.name, row))
    return frozenset(Counter(told).items())


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_every_answer_is_there_up_to_the_order_of_rows(start: int) -> None:
    reached = 0
    for seed in range(start, start + 30):
        dated, record, read = made(seed)
        variables = actionable_variables(dated, record)
        found = smallest_changes(dated, record, alternatives=50)
        if found.reached:
            continue
        least: dict[tuple[int, ...], Fraction] = {}
        for size in range(1, len(variables) + 1):
            for numbers in combinations(range(len(variables)), size):
                if any(set(known) <= set(numbers) for known in least):
                    continue
                cost = _least_cost(dated, record, numbers)
                if cost is not None:
                    least[numbers] = cost
        assert bool(found.sets) == bool(least), (seed, found)
        if not least:
            continue
        reached += 1
        fewest = min(map(len, least))
        wanted = {(shape(dated, record, read, numbers), cost) for numbers, cost in least.items() if len(numbers) <= fewest + 1}
        came = [(shape(dated, record, read, _numbers(each, variables)), each.cost) for each in found.sets]
        assert set(came) == wanted and len(came) == len(wanted), (seed, came, wanted)
        for each in found.sets:
            assert verdict_of(evaluate(dated, changed(record, each))).possible == {"passes"}
    assert reached > 3


def _numbers(found: SetOfChanges, variables: tuple[object, ...]) -> tuple[int, ...]:
    return tuple(variables.index(change.variable) for change in found.changes)


def _least_cost(dated: Dated, record: Record, numbers: tuple[int, ...]) -> Fraction | None:
    """The least cost at which setting just these variables surely passes; each is yes/no, so it is set to what it is not, or to either."""
    variables = actionable_variables(dated, record)
    best: Fraction | None = None
    ways = [()]
    for number in numbers:
        variable = variables[number]
        known = record.values.get("hq") if variable.row is None else record.tables["cases"][variable.row].values.get("solved")
        places = (0, 1) if known is None else (1 - int(known),)
        ways = [(*way, place) for way in ways for place in places]
    cost = sum((Fraction(variables[number].fact.cost) for number in numbers), Fraction(0))
    for way in ways:
        box = [None] * len(variables)
        for number, place in zip(numbers, way, strict=True):
            box[number] = (place, place)
        if verdict_of(evaluate(dated, with_box(record, variables, tuple(box)))).possible == {"passes"}:
            best = cost
    return best


def test_many_rows_that_are_alike_are_settled_soon() -> None:
    text = GROUND.format(cost=2, row_cost="", first=CONDITIONS[0], second="hq")
    program = compiled(text).program
    assert program is not None
    rows = tuple(Row({"solved": False, "kind": number % 2, "note": str(number)}) for number in range(60))
    begun = monotonic()
    found = smallest_changes(at_date(program, date(2024, 6, 30)), Record("1", {"code": "1", "hq": False}, {"cases": rows}), alternatives=1)
    assert monotonic() - begun < 20
    assert [len(each.changes) for each in found.sets] == [31] and found.sets[0].proved
    assert {len(change.alike) for change in found.sets[0].changes if change.variable.row is not None} == {60}, "the kind is read by no rule"
