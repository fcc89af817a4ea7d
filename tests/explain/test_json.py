"""A proof as JSON: valid by its published schema, exact numbers as text, the same each time."""

import json
from fractions import Fraction
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from tests.explain.builders import sample_proof

from criteria_engine.explain.proof_json import proof_data

SCHEMA = json.loads((files("criteria_engine") / "schemas" / "proof.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["fails", "passes", "open", "disqualified", "not applicable"])
@pytest.mark.parametrize("full", [True, False])
def test_proofs_are_valid(name, full):
    data = json.loads(json.dumps(proof_data(sample_proof(name, full=full))))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


def test_numbers_are_exact_text():
    data = proof_data(sample_proof("fails"))
    assert data["score"] == {"low": "4849/70", "high": "4849/70"}
    criterion = data["headings"][1]["children"][0]
    assert criterion["points"] == {"low": "144/7", "high": "144/7"}
    condition = criterion["clauses"][0]["condition"]
    assert (condition["found"]["value"], condition["required"]["value"]) == ("5/7", "0.75")
    assert Fraction(condition["margin"]["low"]) == Fraction(5, 7) - Fraction(3, 4)


def test_it_is_the_same_each_time():
    texts = {json.dumps(proof_data(sample_proof("open")), ensure_ascii=False) for _ in range(3)}
    assert len(texts) == 1


def test_it_carries_digests_and_version():
    data = proof_data(sample_proof("fails"))
    assert data["version"] == "0.1.0"
    assert data["digests"]["wards.csv"] == "1" * 64
    assert len(data["digests"]["rules"]) == 64
