"""Every case of the contract, put to the reference interpreter; and the contract held to every operation there is."""

import pytest
from tests.semantics.cases import Case, all_cases, prepare, run, written

from criteria_engine.backends.interpreter.evaluation import MEANINGS, evaluate, outcome_of
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated, expressions_in_force
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.records import Record


class Interpreter:
    """The reference interpreter, as cases meet it."""

    def evaluate(self, dated: Dated, record: Record) -> UnitOutcome:
        return outcome_of(evaluate(dated, record))


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_interpreter_agrees_with_the_contract(case: Case) -> None:
    wrong = [f"{answer.what}: wanted {written(answer.wanted)}, found {written(answer.found)}" for answer in run(case, Interpreter())]
    assert not wrong, "\n".join([*wrong, case.rules])


def test_case_names_are_distinct() -> None:
    names = [case.id for case in all_cases()]
    assert len(set(names)) == len(names)


def test_every_operation_has_a_case() -> None:
    met: set[type] = set()
    for case in all_cases():
        dated = prepare(case).dated
        if dated is not None:
            met |= {type(part) for expression in expressions_in_force(dated) for part in operations(expression)}
    assert met == set(ir.OPERATIONS)


def test_interpreter_has_a_meaning_for_every_operation() -> None:
    assert set(MEANINGS) == set(ir.OPERATIONS)
