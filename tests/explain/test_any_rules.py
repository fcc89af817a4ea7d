"""Whatever the rules and the record: a proof is made, agrees with the evaluation, is valid, and is put into words."""

import json
from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.explain.builders import SAMPLE, TONGUES, dated_of, proof_of
from tests.semantics.cases import all_cases, case_files, prepare

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.proof import Proof
from criteria_engine.explain.proof_json import proof_data
from criteria_engine.explain.prove import prove
from criteria_engine.ir.program import Fact
from criteria_engine.ir.records import Invalid, Record, Row
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, YesNoType

VALIDATOR = Draft202012Validator(json.loads((files("criteria_engine") / "schemas" / "proof.schema.json").read_text("utf-8")))
TOPICS = [path.stem for path in case_files()]


def assert_explained(proof: Proof, valid: bool) -> None:
    for tongue in TONGUES:
        for full in (True, False):
            document = explain_document(proof, tongue, full)
            assert document_text(document)
            assert document_markdown(document)
    if valid:
        assert not list(VALIDATOR.iter_errors(json.loads(json.dumps(proof_data(proof)))))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_case_of_the_contract_is_explained(topic):
    for number, case in enumerate(case for case in all_cases() if case.topic == topic):
        prepared = prepare(case)
        if prepared.dated is None:
            continue
        evaluation = evaluate(prepared.dated, prepared.record)
        outcome = outcome_of(evaluation)
        proof = prove(evaluation, outcome, {}, "0", full=True)
        assert (proof.verdict, proof.score, proof.grades) == (outcome.verdict, outcome.score, outcome.grades)
        assert_explained(proof, valid=number % 10 == 0)
        assert document_text(explain_document(prove(evaluation, outcome, {}, "0", full=False), "vi"))


def values(fact: Fact) -> st.SearchStrategy[object]:
    kind = fact.type
    match kind:
        case NumberType():
            scale = Fraction(kind.scale or 1)
            found = st.integers(int(kind.low / scale), int(kind.high / scale)).map(lambda steps: steps * scale)
            found = found.map(lambda number: int(number) if number.denominator == 1 else number)
        case YesNoType():
            found = st.booleans()
        case DateType():
            found = st.dates(date(2020, 1, 1), date(2026, 1, 1))
        case ChoiceType():
            found = st.integers(0, len(kind.members) - 1)
        case OutcomeType():
            found = st.sampled_from(("passes", "basically met", "fails", "not applicable"))
        case _:
            found = st.text(max_size=5)
    return st.one_of(st.none(), st.just(Invalid(Fault(None))), found, found, found)


@st.composite
def records(draw: st.DrawFn) -> Record:
    program = dated_of(SAMPLE).program
    facts = {name: value for name, fact in program.facts.items() if (value := draw(values(fact))) is not None}
    tables = {}
    for name, table in program.tables.items():
        row = st.fixed_dictionaries({field: values(fact) for field, fact in table.fields.items()})
        rows = draw(st.one_of(st.none(), st.lists(row, max_size=13)))
        if rows is not None:
            tables[name] = tuple(Row({key: value for key, value in each.items() if value is not None}) for each in rows)
    return Record("1", facts, tables)


@settings(deadline=None, max_examples=60)
@given(records())
def test_any_record_is_explained(record):
    assert_explained(proof_of(dated_of(SAMPLE), record), valid=True)
