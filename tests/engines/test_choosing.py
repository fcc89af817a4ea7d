"""Which engine answers, that it says so, and that explanations come from the interpreter and must agree."""

import copy
import pickle
from pathlib import Path

import attrs
import pytest

import criteria_engine as ce
from criteria_engine.backends.choosing import ENOUGH, EnginesDisagree
from criteria_engine.cli.main import run
from criteria_engine.ir.records import Open
from criteria_engine.lowering.builder import Unsupported

RULES = """ruleset t "T"
subject ward identified by code
facts
  code : text
  n : integer, 0..100
  own : yes/no
criterion C "C"
  requires own
  points at most 100
    n when own
    0 otherwise
verdict
  passes when C passes and score >= 50
"""
ROWS = """ruleset t "T"
subject ward identified by code
facts
  code : text
table cases, each case
  severity : integer, 0..9
table officers, each officer
  load : integer, 0..9
criterion C "C"
  requires exists case in cases where (exists officer in officers where officer.load > case.severity)
verdict
  passes when C passes
"""
KNOWN = {"code": "1", "n": 60, "own": True}


def test_python_answers_and_its_explanation_is_the_interpreters() -> None:
    rules = ce.loads(RULES)
    compiled, interpreted = (rules.evaluate(KNOWN, "2024-06-30", engine=engine) for engine in ("python", "interpreter"))
    assert (compiled.engine, interpreted.engine) == ("python", "interpreter")
    assert compiled.outcome == interpreted.outcome
    assert compiled.explain() == interpreted.explain()


def test_compiled_rules_tell_from_what_the_verdict_is_open_and_the_interpreter_from_what_each_heading_is() -> None:
    rules = ce.loads(RULES)
    compiled, interpreted = (rules.evaluate({"code": "1", "own": True}, "2024-06-30", engine=engine) for engine in ("python", "interpreter"))
    assert (compiled.engine, compiled.verdict, compiled.missing) == ("python", "undetermined", ("n",))
    assert (compiled.outcome.reasons, interpreted.outcome.reasons) == ((), ())
    assert [origin.name for origin in interpreted.criteria["C"].origins] == ["n"]
    assert compiled.criteria == interpreted.criteria
    assert compiled.proof() == interpreted.proof()


def test_what_could_not_be_read_is_neither_missing_nor_its_default() -> None:
    rules = ce.loads(RULES.replace("n : integer, 0..100", "n : integer, 0..100 if missing 60"))
    for given, verdict, invalid in (({"code": "1", "own": True}, "passes", ()), ({"code": "1", "own": True, "n": "many"}, "undetermined", ("n",))):
        compiled, interpreted = (rules.evaluate(given, "2024-06-30", engine=engine) for engine in ("python", "interpreter"))
        assert (compiled.engine, compiled.verdict, compiled.missing, compiled.invalid) == ("python", verdict, (), invalid)
        assert compiled.outcome.reasons == interpreted.outcome.reasons
        assert compiled.proof() == interpreted.proof()


def test_a_missing_field_counts_even_where_its_value_would_decide_nothing() -> None:
    text = """ruleset t "T"
subject ward identified by code
facts
  code : text
table cases, each case
  solved : yes/no
criterion C "C"
  requires every case in cases where solved has case.solved
verdict
  passes when C passes
"""
    rules = ce.loads(text)
    for rows, verdict in (([{"solved": True}], "passes"), ([{"solved": True}, {}], "undetermined"), ([], "passes")):
        found = {rules.evaluate({"code": "1", "cases": rows}, "2024-06-30", engine=engine).verdict for engine in ("python", "interpreter")}
        assert found == {verdict}


def test_auto_compiles_once_there_are_many_records() -> None:
    engines = [result.engine for result in ce.loads(RULES).evaluate_many([KNOWN] * (ENOUGH + 2), "2024-06-30")]
    assert engines == ["interpreter"] * ENOUGH + ["python"] * 2


def test_the_verdict_alone_is_the_verdict_of_the_result() -> None:
    rules = ce.loads(RULES)
    given = [KNOWN, {"own": True, "n": 3}, {"own": None, "n": 60}, {"n": 60}, {"own": "có", "n": 60.0}, {"own": "?"}, {"n": 101, "own": True}, {}]
    whole = [rules.evaluate(record, "2024-06-30", engine="interpreter").verdict for record in given]
    records = [rules.evaluate(record, "2024-06-30").record for record in given]
    for engine in ("interpreter", "python", "auto"):
        assert list(rules.verdicts(given, "2024-06-30", engine)) == whole
        assert list(rules.verdicts(records * 3, "2024-06-30", engine)) == whole * 3
        assert [rules.verdict(record, "2024-06-30", engine=engine) for record in given] == whole
    assert set(whole) == {"passes", "fails", "undetermined"}


def test_the_unit_that_the_caller_names_counts_for_the_verdict_too() -> None:
    text = RULES.replace("passes when C passes and", 'passes when code = "7" and')
    rules = ce.loads(text)
    for unit, engine in (("7", "python"), ("8", "interpreter"), (None, "python")):
        record = {"n": 60, "own": True}
        assert rules.verdict(record, "2024-06-30", unit, engine) == rules.evaluate(record, "2024-06-30", unit, engine).verdict


def test_records_are_sound_where_every_value_was_read_and_copies_with_other_values_are_not(tmp_path: Path) -> None:
    rules = ce.loads(RULES)
    data = tmp_path / "wards.csv"
    data.write_text("code,n,own\n1,60,yes\n2,600,yes\n3,,yes\n", "utf-8")
    read = [*rules.read(data).records, rules.evaluate(KNOWN, "2024-06-30").record, rules.evaluate({**KNOWN, "n": "?"}, "2024-06-30").record]
    assert [record.sound is record.values for record in read] == [True, False, True, True, False]
    changed = attrs.evolve(read[0], values={**read[0].values, "own": Open()})
    assert changed.sound is not changed.values
    verdicts = {engine: list(rules.verdicts([*read, changed], "2024-06-30", engine)) for engine in ("interpreter", "python")}
    assert verdicts["python"] == verdicts["interpreter"] == ["passes", "undetermined", "undetermined", "passes", "undetermined", "undetermined"]


def test_what_became_of_headings_is_as_a_dictionary_though_it_is_made_late() -> None:
    rules = ce.loads(RULES)
    late, made = (rules.evaluate(KNOWN, "2024-06-30", engine=engine).outcome.headings for engine in ("python", "interpreter"))
    assert len(late) == len(made)
    assert (late, repr(late), list(late)) == (made, repr(made), list(made))
    assert made == late
    assert (pickle.loads(pickle.dumps(late)), copy.deepcopy(late)) == (made, made)
    with pytest.raises(KeyError):
        late["D"]


def test_rules_that_cannot_be_compiled_are_refused_where_that_is_asked_for_and_interpreted_otherwise() -> None:
    rules = ce.loads(ROWS)
    record = {"code": "1", "cases": [{"severity": 1}], "officers": [{"load": 2}]}
    with pytest.raises(Unsupported, match="within a row"):
        rules.evaluate(record, "2024-06-30", engine="python")
    with pytest.raises(Unsupported, match="within a row"):
        rules.verdict(record, "2024-06-30", engine="python")
    assert set(rules.verdicts([record] * (ENOUGH + 2), "2024-06-30")) == {"passes"}
    results = list(rules.evaluate_many([record] * (ENOUGH + 2), "2024-06-30"))
    assert {(result.engine, result.verdict) for result in results} == {("interpreter", "passes")}


def test_engines_that_disagree_are_found_when_the_result_is_explained() -> None:
    result = ce.loads(RULES).evaluate(KNOWN, "2024-06-30", engine="python")
    wrong = attrs.evolve(result, outcome=attrs.evolve(result.outcome, verdict="fails"))
    with pytest.raises(EnginesDisagree):
        wrong.explain()


def test_the_commands_say_what_cannot_be_compiled(tmp_path: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rows.criteria"  # type: ignore[operator]
    rules.write_text(ROWS, "utf-8")
    assert run(["compile", str(rules), "--to", "python", "--lang", "vi"]) == 2
    assert "AnyRow" in capsys.readouterr().err
