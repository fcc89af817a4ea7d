"""Generated Python answers as the interpreter does, for the contract's cases and for programs made up at random."""

import ast
import re
from datetime import date

import pytest
from tests.engines.agreement import Python, Tally, made_up, put
from tests.engines.contract import TOPICS, put_cases, put_made_up
from tests.rule_generation.chance import Seeded

from criteria_engine.backends.python.engine import NAMES, PythonEngine
from criteria_engine.backends.python.expressions import RENDERED
from criteria_engine.backends.python.source import module_source
from criteria_engine.ir.dated import at_date
from criteria_engine.ir.expressions import OPERATIONS
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.records import Record
from criteria_engine.language.compile import compile_source
from criteria_engine.lowering.lower import MEANINGS, UNSUPPORTED
from criteria_engine.lowering.plan import INSTRUCTIONS
from criteria_engine.source import source_from_text


@pytest.mark.parametrize("topic", TOPICS)
def test_python_answers_every_case_of_the_contract_as_the_interpreter_does(topic: str) -> None:
    tally = put_cases(Python(), {topic})
    assert tally.cases or topic == "examples_and_tests"
    assert not tally.disagreements, tally.disagreements[0]


def test_what_plans_have_is_answered_and_not_declined() -> None:
    tally = put_cases(Python(), {"points", "kleene", "minimums", "steps", "grades"})
    assert tally.declined < tally.cases / 10, tally.reasons


def test_python_agrees_on_programs_made_up_at_random() -> None:
    tally = put_made_up(Python(), 120, 6)
    assert not tally.disagreements, tally.disagreements[0]
    assert tally.declined < tally.cases * 3 / 4, tally.reasons


def test_every_operation_is_lowered_or_listed_as_unsupported() -> None:
    assert set(MEANINGS) | set(UNSUPPORTED) == set(OPERATIONS)
    assert not set(MEANINGS) & set(UNSUPPORTED)


def test_every_instruction_is_written_in_python() -> None:
    assert set(RENDERED) == set(INSTRUCTIONS)


def test_what_an_author_wrote_stands_in_the_source_as_a_literal_only() -> None:
    text = """ruleset t "T"
subject ward identified by code
facts
  code : text
  `os` : text
  exit : yes/no
criterion C "C"
  requires `os` = "\\") or __import__('os').system('true') or (\\"" or exit
verdict
  passes when C passes
"""
    compiled = compile_source(source_from_text(text))
    assert compiled.program is not None, compiled.errors
    source = module_source(at_date(compiled.program, date(2024, 1, 1)))
    named = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    own = re.compile(r"values|sure|row|unread|facts|numbers|[xkar]\d+|\w+_(facts|numbers)")
    assert all(name in NAMES or own.fullmatch(name) for name in named), named
    assert "__import__" not in named


def test_possible_points_of_what_never_applies_count_by_the_policy() -> None:
    """Found among 640,000 cases: with nothing missing they were left out."""
    tally = Tally()
    found, given = made_up(Seeded(5000315), 1000)
    put(Python(), found.dated, given[:60], tally, found.text)
    assert tally.declined < tally.cases
    assert not tally.disagreements, tally.disagreements[0]


@pytest.mark.parametrize(
    ("policy", "verdict", "most"), [("count as none", "fails", 10), ("count in full", "passes", 10), ("are left out", "passes", 7)]
)
def test_a_criterion_for_what_is_missing_counts_by_the_policy_where_nothing_is(policy: str, verdict: str, most: int) -> None:
    text = f"""ruleset t "T"
  not applicable points {policy}
subject ward identified by code
facts
  code : text
  a : yes/no
pillar P "P"
  criterion A "A"
    requires a
    points at most 7
  criterion B "B"
    applies when a is missing
    requires a
    points at most 3
verdict
  passes when score of P >= 71%
"""
    compiled = compile_source(source_from_text(text))
    assert compiled.program is not None, compiled.errors
    record = Record("1", {"code": "1", "a": True})
    found = PythonEngine(at_date(compiled.program, date(2024, 6, 30))).outcome(record)
    assert found is not None
    assert (found.verdict, found.headings["P"].most) == (verdict, Extent(most, most))
