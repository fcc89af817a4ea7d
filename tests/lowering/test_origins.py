"""From what a verdict is open, as compiled rules tell it: only what could still settle it, and where."""

from datetime import date

import pytest
from attrs import evolve
from tests.lowering.test_plans import DAY, HCMC, REALISTIC

import criteria_engine as ce
from criteria_engine.lowering.lower import lower
from criteria_engine.lowering.plan import Aggregate, operands
from criteria_engine.lowering.pruning import outputs, pruned
from criteria_engine.values.truth import Origin

RULES = """ruleset t "T"
  in force from 2020-01-01
subject ward identified by code
facts
  code : text
  a : yes/no
  b : yes/no
  c : yes/no
  n : integer, 0..10
  m : integer, 0..10
  d : integer, 0..10 if missing 3
table cases, each case
  solved : yes/no
  load : integer, 0..9
criterion C "C"
  requires {condition}
verdict
  passes when C passes
"""

SETTLED: dict[str, object] = {"a": True, "b": True, "c": True, "n": 5, "m": 5, "d": 5}

CASES: tuple[tuple[str, dict[str, object], tuple[str, ...]], ...] = (
    ("a or b", {"a": None}, ()),
    ("a or b", {"a": None, "b": False}, ("a",)),
    ("a and b and c", {"a": None, "b": None}, ("a", "b")),
    ("a and b and c", {"a": None, "b": None, "c": False}, ()),
    ("n + m >= 7", {"n": None}, ("n",)),
    ("n + m >= 4", {"n": None}, ("n",)),
    ("n * m >= 7", {"n": None, "m": 0}, ("n",)),
    ("greatest of (n, m) >= 7 or a", {"n": None, "m": 10}, ()),
    ("n + d >= 7", {"n": None, "d": None}, ("n",)),
    ("at least 2 of a, b, c", {"a": None, "b": None}, ("a", "b")),
    ("at least 2 of a, b, c", {"a": None}, ()),
    ("exists case in cases where case.solved", {}, ("cases",)),
    ("exists case in cases where case.solved", {"cases": [{"solved": True}, {}]}, ()),
    ("exists case in cases where case.solved", {"cases": [{"solved": False}, {"load": 1}]}, ("cases.solved",)),
    ("every case in cases where case.load >= 5 has case.solved", {"cases": [{"load": 3}, {"load": 7, "solved": True}]}, ()),
    ("every case in cases where case.load >= 5 has case.solved", {"cases": [{"load": 7}]}, ("cases.solved",)),
    ("every case in cases where case.load >= n has case.solved", {"n": None, "cases": [{"load": 7}]}, ("cases.solved", "n")),
    ("every case in cases where case.load >= n has case.solved", {"n": None, "cases": [{"load": 7, "solved": True}]}, ()),
    ("sum of load of cases >= 7", {"cases": [{"load": 9}, {}]}, ("cases.load",)),
)


@pytest.mark.parametrize(("condition", "given", "missing"), CASES)
def test_only_what_could_settle_the_verdict_is_told(condition: str, given: dict[str, object], missing: tuple[str, ...]) -> None:
    rules = ce.loads(RULES.replace("{condition}", condition))
    record = {"code": "1", **SETTLED, **given}
    compiled, interpreted = (rules.evaluate(record, DAY, engine=engine) for engine in ("python", "interpreter"))
    assert compiled.engine == "python"
    assert (compiled.missing, compiled.outcome.reasons) == (missing, ())
    assert (interpreted.missing, interpreted.outcome.reasons) == (missing, ())


def test_what_could_not_be_read_and_what_has_no_answer_are_reasons() -> None:
    rules = ce.loads(RULES.replace("{condition}", "n / m >= 2 or a"))
    for given, reasons in (
        ({"a": False, "m": 0}, (Origin("division by zero", ""),)),
        ({"a": "perhaps", "n": 0}, (Origin("invalid", "a"),)),
        ({"a": "perhaps", "m": 0}, (Origin("division by zero", ""), Origin("invalid", "a"))),
        ({"a": "perhaps", "n": 10, "m": 5}, ()),
    ):
        compiled = rules.evaluate({"code": "1", **SETTLED, **given}, DAY, engine="python")
        assert (compiled.engine, compiled.missing, compiled.outcome.reasons) == ("python", (), reasons)


def test_flags_of_what_is_missing_do_not_double_a_plan() -> None:
    for path in (REALISTIC, HCMC):
        dated = ce.load(path).on(DAY)
        plan = lower(dated, findings=True, complete=False)
        without = pruned(evolve(plan, missing=(), reasons=()))
        assert len(plan.instructions) < 2 * len(without.instructions)
        assert {name for name, _ in plan.missing} >= {"officers"} if path == HCMC else len(plan.missing) == 60


def test_plans_for_the_verdict_alone_do_not_tell_what_is_missing() -> None:
    plan = lower(ce.load(REALISTIC).on(DAY), findings=False, complete=False)
    assert (plan.missing, plan.reasons) == ((), ())


def test_a_field_is_missing_where_some_row_lacks_it() -> None:
    rules = ce.loads(RULES.replace("{condition}", "exists case in cases where case.solved and case.load >= 5"))
    plan = lower(rules.on(DAY), findings=True, complete=False)
    flags = dict(plan.missing)
    assert list(flags) == ["cases", "cases.load", "cases.solved"]
    for name in ("cases.solved", "cases.load"):
        waiting, found = [flags[name]], set()
        while waiting:
            register = waiting.pop()
            found.add(register)
            waiting += operands(plan.instructions[register])
        assert any(isinstance(plan.instructions[register], Aggregate) for register in found)
    assert {flags[name] for name in flags} <= set(outputs(plan))


AVERAGE = """ruleset t "T"
subject ward identified by code
facts
  code : text
  n : integer, 0..10
{facts}
{criteria}
verdict
  score is the weighted average
  passes when score >= 40%
"""


def test_an_average_of_parts_that_may_not_apply_is_exact_or_the_interpreters() -> None:
    places = range(1, 7)
    facts = "\n".join(f"  f{place} : yes/no\n  v{place} : integer, 0..10" for place in places)
    criteria = "\n".join(
        f'criterion C{place} "C"\n  weight {place}\n  applies when f{place}\n  points at most 10\n    v{place}' for place in places
    )
    rules = ce.loads(AVERAGE.replace("{facts}", facts).replace("{criteria}", criteria))
    answered = 0
    for turn in range(40):
        values: dict[str, object] = {f"v{place}": (turn * place * 7) % 11 for place in places}
        values |= {f"f{place}": (None, True, False)[(turn + place * place) % 3] if place > turn % 4 else None for place in places}
        record = {"code": "1", "n": 1, **values}
        compiled, interpreted = (rules.evaluate(record, date(2024, 1, 1), engine=engine) for engine in ("python", "interpreter"))
        assert (compiled.score, compiled.verdict, compiled.missing) == (interpreted.score, interpreted.verdict, interpreted.missing)
        answered += compiled.engine == "python"
    assert answered > 30


def test_exceptions_that_say_the_same_do_not_double_with_every_chain() -> None:
    facts = "\n".join(f"  f{place} : yes/no" for place in range(12))
    chains = "\n".join(f'  unless f{place} because "b"\n    then {"fails" if place % 5 == 4 else "passes"}' for place in range(12))
    text = f"""ruleset t "T"
subject ward identified by code
facts
  code : text
  own : yes/no
{facts}
criterion C "C"
  requires own
{chains}
verdict
  passes when C passes
"""
    rules = ce.loads(text)
    for values in ({}, {f"f{place}": place == 3 for place in range(12)}, {f"f{place}": place in (3, 4) for place in range(12)}, {"f9": True}):
        record = {"code": "1", "own": False, **values}
        compiled, interpreted = (rules.evaluate(record, DAY, engine=engine) for engine in ("python", "interpreter"))
        assert compiled.engine == "python"
        one, other = ((result.verdict, result.missing, result.outcome.reasons) for result in (compiled, interpreted))
        assert one == other


SAME_EXCEPTIONS = """ruleset t "T"
subject ward identified by code
facts
  code : text
  a : yes/no
  own : yes/no
pillar P "P"
  points at most 6
  met when a then 3 points
  basically met when own then 2 points
  not met otherwise
  unless not own because "new"
    then fails, 1 points
  unless not own
    then fails
verdict
  passes when score >= 1
"""


def test_ways_that_are_open_from_the_same_are_one_way() -> None:
    """Whatever the level that `a` leaves open, the same two exceptions hold and disagree on the points: `a` could settle nothing."""
    rules = ce.loads(SAME_EXCEPTIONS)
    found = [rules.evaluate({"code": "1", "own": False}, DAY, engine=engine) for engine in ("interpreter", "python")]
    assert [one.engine for one in found] == ["interpreter", "python"]
    assert {(one.verdict, one.missing, one.outcome.reasons) for one in found} == {
        ("undetermined", (), (Origin("exceptions disagree", "P"),))
    }
