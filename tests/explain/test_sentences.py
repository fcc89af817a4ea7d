"""Every operator reads naturally where it holds, where it does not, and where it is not yet known, in both tongues."""

from typing import get_args

import pytest
from tests.explain.builders import TONGUES, dated_of, heading, program_of, proof_of, record_of
from tests.explain.operators import GROUPS, Operator
from tests.explain.snapshots import assert_as_read

from criteria_engine.backends.interpreter.evaluation import evaluate
from criteria_engine.explain.findings import ConditionKind, ConditionProof, ValueKind
from criteria_engine.explain.prove import CONDITION_PROVERS, VALUE_PROVERS
from criteria_engine.explain.proving.context import proving
from criteria_engine.explain.wording.formulas import FORMULAS
from criteria_engine.explain.wording.speaking import ASKING, SENTENCES, voice_in
from criteria_engine.explain.wording.subjects import SUBJECTS
from criteria_engine.explain.wording.voice import Mood, phrases
from criteria_engine.ir.expressions import OPERATIONS

NEVER_UNKNOWN = ("default", "is missing", "not missing")
STANDINGS = {"holds": "true", "fails": "false", "unknown": "unknown"}
OPERATORS = [operator for group in GROUPS.values() for operator in group]


def condition_of(operator: Operator, record: str, criterion: str) -> ConditionProof:
    """The operator's condition as a record answers it: of K1 in `requires`, of K2 in `unless`."""
    proof = proof_of(dated_of(operator.text), record_of(program_of(operator.text), record))
    clauses = {clause.clause: clause for clause in heading(proof, criterion).clauses}
    condition = clauses["requires" if criterion == "K1" else "unless"].condition
    assert condition is not None
    return condition


def asked_of(operator: Operator) -> ConditionProof:
    """The operator's condition, read of no record."""
    dated = dated_of(operator.text)
    condition = dated.by_id["K1"].rungs[0].condition
    assert condition is not None
    return proving(evaluate(dated, record_of(program_of(operator.text), "holds")), VALUE_PROVERS, CONDITION_PROVERS).asked(condition)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_the_records_answer_as_they_are_called(operator):
    for record, truth in STANDINGS.items():
        if record != "unknown" or operator.name not in NEVER_UNKNOWN:
            assert condition_of(operator, record, "K1").truth == truth, record


@pytest.mark.parametrize("title", GROUPS)
def test_every_operator_reads_as_read(title):
    lines = [f"# {title}", ""]
    for operator in GROUPS[title]:
        lines += [f"## {operator.name}", "", f"`{operator.condition}`", "", "| | English | Tiếng Việt |", "| --- | --- | --- |"]
        moods: tuple[tuple[str, Mood], ...] = (("required", "required"), ("stated", "stated"))
        for word, mood in moods:
            for record, truth in STANDINGS.items():
                condition = condition_of(operator, record, "K1")
                if condition.truth == truth:
                    cells = [voice_in(tongue).sentence(condition, mood) for tongue in TONGUES]
                    lines.append(f"| {record}, {word} | {' | '.join(cells)} |")
        asked = [voice_in(tongue).asked(asked_of(operator)) for tongue in TONGUES]
        lines += [f"| asked | {' | '.join(asked)} |", ""]
    assert_as_read(f"sentences_{title.lower().split(',')[0].replace(' ', '_')}.md", "\n".join(lines))


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_nothing_of_the_language_itself_shows(operator):
    for record in STANDINGS:
        for tongue in TONGUES:
            voice = voice_in(tongue)
            condition = condition_of(operator, record, "K1")
            for text in (voice.sentence(condition), voice.sentence(condition, "stated"), voice.asked(condition), voice.asked(asked_of(operator))):
                assert not any(sign in text for sign in ("{", "}", ">=", "<=", "None", "Fraction", "  ")), text


def test_every_operation_is_proved():
    assert set(VALUE_PROVERS) >= set(OPERATIONS)
    assert set(CONDITION_PROVERS) <= {*OPERATIONS, *CONDITION_PROVERS}


def test_every_kind_has_words():
    assert set(SENTENCES) == set(ASKING) == set(get_args(ConditionKind))
    assert set(SUBJECTS) == set(FORMULAS) == set(get_args(ValueKind))


def test_both_tongues_have_the_same_phrases():
    english, vietnamese = phrases("en"), phrases("vi")
    assert set(english) == set(vietnamese)
    assert all(vietnamese.values())
    assert all(english.values())


def test_two_unequal_numbers_never_read_alike():
    operator = next(operator for operator in OPERATORS if operator.name == "near the threshold")
    condition = condition_of(operator, "fails", "K1")
    assert voice_in("en").sentence(condition).startswith("Share of officers trained: ≈ 33.27%, at least ≈ 33.33% (1 ÷ 3) required")
