"""Every engine answers for every operation, or the table of what it does not take says so."""

import json

import pytest
from tests.engines.supported import FORMS, SAMPLES, form, support, taken

from criteria_engine.backends.engine_list import ENGINES
from criteria_engine.cli.main import run
from criteria_engine.ir.expressions import OPERATIONS

NAMES = [engine.name for engine in ENGINES]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
def test_every_engine_takes_every_operation(operation: type) -> None:
    found = support()
    assert found.tried[operation] > 0
    assert found.takes[operation] == set(NAMES)


def test_every_operation_has_a_sample_for_readers() -> None:
    assert set(SAMPLES) == set(OPERATIONS)


def test_the_interpreter_takes_every_form_and_each_form_is_declined_by_some_engine() -> None:
    for name, _, condition in FORMS:
        declined = [engine.name for engine in ENGINES if taken(engine, form(condition)) is not None]
        assert "interpreter" not in declined, name
        assert declined, name


def test_engines_are_listed_with_what_stands_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    rules = "rulesets/hcmc/model_ward_police.criteria"
    assert run(["engines", rules, "--as-of", "2023-12-31", "--json"]) == 0
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)["engines"]}
    assert list(found) == NAMES
    assert found["interpreter"]["takes"] is found["python"]["takes"] is True
    assert run(["engines", rules, "--as-of", "2023-12-31", "--lang", "vi"]) == 0
    printed = capsys.readouterr().out
    assert "Các bộ máy đánh giá" in printed
    assert run(["engines", "--lang", "en"]) == 0
    assert "takes" not in capsys.readouterr().out
