"""Records that are made for a rule set fit it: what is valid is read without a fault, what is invalid is named, boundaries are met."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from tests.rule_generation.chance import made_by
from tests.rule_generation.typed_files import typed_file

import criteria_engine as ce
from criteria_engine import testing
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.reasons.variables import Variable
from criteria_engine.testing.landmarks import landmarks_of, places_of

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "rulesets").rglob("*.criteria")), ROOT / "tests/datasheets/every_type.criteria"]
RULES = {path.stem: ce.load(path) for path in FILES}
EVERY_TYPE = RULES["every_type"]
FEW = settings(max_examples=25)

FORCE = ce.loads("""
ruleset in.force "In force for a time"
  in force from 2023-07-01 until 2024-12-31
subject ward identified by code
facts
  code   : text
  opened : date, 2000-01-01..2030-12-31
  area   : number in m2, 0..1000
parameter enough : number in m2
  80 m2  from 2023-07-01 until 2024-01-31
  100 m2 from 2024-02-01
criterion A1 "Two years old"
  requires complete years from opened to assessment date >= 2 years
criterion A2 "Large enough"
  requires area >= enough
verdict
  passes when every criterion passes
""")


def smallest(strategy: st.SearchStrategy[testing.GeneratedRecord], holds: Callable[[testing.GeneratedRecord], bool]) -> testing.GeneratedRecord:
    return find(strategy, holds, settings=settings(max_examples=2000, derandomize=True, database=None, phases=(Phase.generate, Phase.shrink)))


@pytest.mark.parametrize("name", RULES)
def test_what_is_valid_is_read_and_what_is_invalid_is_named(name: str) -> None:
    rules = RULES[name]

    @FEW
    @given(testing.records(rules, invalid=True), testing.dates(rules))
    def fits(record: testing.GeneratedRecord, day: date) -> None:
        result = rules.evaluate(record, day)
        assert {fault.place.column for fault in result.faults} == record.invalid
        assert set(result.invalid) <= {re.sub(r"\[\d+\]", "", each) for each in record.invalid}
        assert set(record) | {each for each in record.missing if "[" not in each} >= set(rules.program.facts) | set(rules.program.tables)
        assert not set(record) & record.missing

    fits()


@FEW
@given(st.data())
def test_any_rules_have_records_and_days(data: st.DataObject) -> None:
    rules = ce.loads(rule_text(data.draw(made_by(typed_file)), "en"))
    day = data.draw(testing.dates(rules))
    record = data.draw(testing.records(rules, as_of=day))
    assert rules.evaluate(record, day).faults == ()


@pytest.mark.parametrize(
    ("what", "wanted"),
    [
        ("bound", lambda record: record.get("area") == 1000),
        ("threshold", lambda record: record.get("area") == 100),
        ("just below", lambda record: str(record.get("area")) == "99.99"),
        ("of another period", lambda record: record.get("area") == 80),
        ("two years to the day", lambda record: record.get("opened") == date(2022, 2, 1)),
        ("the day after", lambda record: record.get("opened") == date(2022, 2, 2)),
        ("the day of assessment", lambda record: record.get("opened") == date(2024, 2, 1)),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_boundaries_are_met(what: str, wanted: Callable[[testing.GeneratedRecord], bool]) -> None:
    record = smallest(testing.records(FORCE), wanted)
    assert record.boundary & {"area", "opened"}, what


def test_thresholds_are_those_of_the_day_asked_for() -> None:
    found = set()

    @settings(max_examples=300)
    @given(testing.records(FORCE, as_of="2023-07-01", missing=False))
    def look(record: testing.GeneratedRecord) -> None:
        found.update({str(record["area"])} if "area" in record.boundary else ())

    look()
    assert {"0", "79.99", "80", "80.01", "999.99", "1000"} <= found
    assert "100" not in found


def test_days_are_in_force_and_those_of_change_among_them() -> None:
    seen = set()

    @given(testing.dates(FORCE))
    def look(day: date) -> None:
        FORCE.on(day)
        seen.add(day)

    look()
    assert {date(2023, 7, 1), date(2024, 1, 31), date(2024, 2, 1), date(2024, 12, 31)} <= seen
    assert len(seen) > 8


def test_choices_say_what_may_be_missing_invalid_or_a_table() -> None:
    none = testing.records(EVERY_TYPE, missing=False, tables=False)

    @FEW
    @given(none)
    def complete(record: testing.GeneratedRecord) -> None:
        assert record.missing == {"cases"} and not record.invalid
        assert set(record) == set(EVERY_TYPE.program.facts)

    @FEW
    @given(testing.records(EVERY_TYPE, missing=["area", "cases.loss"], invalid=["cases.on"], boundary=False, rows=2))
    def some(record: testing.GeneratedRecord) -> None:
        assert {each.split(".")[-1] for each in record.missing} <= {"area", "loss"}
        assert all(each in ("cases[1].on", "cases[2].on") for each in record.invalid)
        assert len(record["cases"]) <= 2

    @FEW
    @given(testing.records(EVERY_TYPE, given={"code": "26776", "cars": 3, "cases": []}))
    def fixed(record: testing.GeneratedRecord) -> None:
        assert (record["code"], record["cars"], record["cases"]) == ("26776", 3, [])

    complete()
    some()
    fixed()


def test_what_fails_shrinks_to_what_matters() -> None:
    record = smallest(testing.records(EVERY_TYPE), lambda record: EVERY_TYPE.evaluate(record, "2024-01-01").criteria["A1"].outcome == "passes")
    assert repr(record) == "GeneratedRecord({'code': '1', 'ready': True, 'area': 60})"
    record = smallest(testing.records(EVERY_TYPE, invalid=True), lambda record: any("[" in each for each in record.invalid))
    assert len(record) == 2 and len(record["cases"]) == 1 and len(record["cases"][0]) == 1


def test_every_kind_of_value_can_be_invalid() -> None:
    seen: set[str] = set()

    @settings(max_examples=200)
    @given(testing.records(EVERY_TYPE, missing=False, invalid=True))
    def look(record: testing.GeneratedRecord) -> None:
        seen.update(each.replace("[2]", "[1]").replace("[3]", "[1]") for each in record.invalid)

    look()
    wanted = {*EVERY_TYPE.program.facts, *(f"cases[1].{name}" for name in EVERY_TYPE.program.tables["cases"].fields)} - {"code"}
    assert seen == wanted


@pytest.mark.parametrize("some", [["arae"], ["cases.lost"], "area"])
def test_names_that_are_not_there_are_refused(some: object) -> None:
    with pytest.raises(ValueError, match=r"arae|cases\.lost|collection"):
        testing.records(EVERY_TYPE, missing=some)  # type: ignore[arg-type]


def test_a_day_out_of_force_is_refused() -> None:
    with pytest.raises(ce.FaultsFound, match="R022"):
        testing.records(FORCE, as_of="2020-01-01")


def test_large_rule_sets_give_a_fact_its_own_thresholds_only() -> None:
    count = range(60)
    facts = "".join(f"  f{n} : number in m2, 0..5000\n" for n in count)
    criteria = "".join(f'criterion C{n} "One of many"\n  requires f{n} >= {n + 10} m2\n' for n in count)
    head = 'ruleset big.one "Big"\nsubject ward identified by code\nfacts\n  code : text\n'
    text = f"{head}{facts}{criteria}verdict\n  passes when every criterion passes\n"
    rules = ce.loads(text)
    variable = Variable("f5", rules.program.facts["f5"])
    places = places_of(variable, landmarks_of([rules.on("2024-01-01")], (variable,)))
    assert [str(variable.value(place)) for place in places] == ["0", "1/100", "1499/100", "15", "1501/100", "499999/100", "5000"]
