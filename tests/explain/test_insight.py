"""What trying tells of a verdict reads as a person read it, in both tongues, and holds as data."""

import json
from fractions import Fraction
from time import monotonic

import pytest
from tests.explain.builders import DAY, TONGUES, dated_of, program_of, proof_of
from tests.explain.snapshots import FOLDER, assert_as_read

from criteria_engine.diagnostics.catalogue.data import WrongKindOfDatum
from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.document import insight_document
from criteria_engine.explain.insight import insight
from criteria_engine.explain.insight_json import insight_data
from criteria_engine.ir.records import Datum, Invalid, Record, Row
from criteria_engine.values.numbers import normal
from criteria_engine.values.type_names import TypeName

RULES = (FOLDER.parent / "station.criteria").read_text(encoding="utf-8")
RECORDS: dict[str, dict[str, Datum]] = {
    "short": {"code": "201", "patrols": 14, "cameras": 28, "rescue_kit": False, "satisfied": normal(Fraction(9, 10)), "prosecuted": False},
    "open": {"code": "202", "patrols": 22, "cameras": 31, "rescue_kit": True},
    "hopeless": {"code": "203", "patrols": 8, "cameras": 12, "rescue_kit": True, "satisfied": normal(Fraction(3, 4)), "prosecuted": True},
}


def told(name: str):
    dated = dated_of(RULES, DAY)
    record = Record(str(RECORDS[name]["code"]), RECORDS[name], {"complaints": (Row({"settled": False}), Row({"settled": True}))})
    return dated, record, insight(dated, record, seconds=None)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", RECORDS)
def test_insights_read_as_read(name, tongue):
    dated, record, found = told(name)
    document = insight_document(proof_of(dated, record), found, dated, record, tongue)
    assert_as_read(f"insight_{name}.{tongue}.txt", document_text(document))


@pytest.mark.parametrize("name", RECORDS)
def test_insights_are_the_same_data_each_time(name):
    first, again = (insight_data(found, dated) for dated, _, found in (told(name), told(name)))
    assert json.dumps(first) == json.dumps(again)
    assert set(first) == {"sufficient", "changes", "matters", "effects"}


def test_rules_that_only_grade_are_asked_for_the_next_grade():
    levels = 'choices level "Level" low "Low" < middle "Middle" < high "High"'
    graded = "  graded level\n    high when score >= 80\n    middle when score >= 45\n    low otherwise"
    text = f"{RULES.partition('verdict')[0]}{levels}\nverdict\n{graded}\n"
    dated = dated_of(text, DAY)
    assert program_of(text).verdict.passes is None
    data = insight_data(insight(dated, Record("1", RECORDS["hopeless"], {"complaints": ()}), ("changes",), seconds=None), dated)
    assert data["changes"]["goal"] == {"grade": "middle"}
    assert data["changes"]["sets"][0]["changes"] == [{"fact": "patrols", "before": "8", "after": "12", "steps": 4, "cost": "4"}]


def test_parts_that_are_named_elsewhere_stay_when_their_criterion_is_supposed():
    text = """ruleset a.b "T"
subject ward identified by code
facts
  code : text
  a : yes/no
criterion A "A"
indicator A1 "A1"
  requires a
  points at most 5
criterion B "B"
  requires A1 passes and score of A1 >= 2
  points at most 5
verdict
  passes when score >= 5 and A1 passes
"""
    dated = dated_of(text, DAY)
    effects = insight(dated, Record("1", {"code": "1", "a": True}, {}), ("effects",)).effects
    assert [(each.heading, each.verdict_with_none) for each in effects] == [("A", "passes"), ("B", "passes")]


def test_rules_that_only_grade_tell_the_grade_of_each_effect_and_what_else_leaves_it_open():
    text = """ruleset a.b "T"
subject library identified by code
choices level "Level" low "Low" < middle "Middle" < high "High"
facts
  code : text
  books : integer, 0..9 "Books" actionable
criterion A "A"
  requires books >= 3
  points at most 6
criterion J "J"
  requires books >= 8
  undetermined otherwise because "left to the jury"
  points at most 4
verdict
  graded level
    high when score >= 9
    middle when score >= 5
    low otherwise
"""
    dated = dated_of(text, DAY)
    record = Record("1", {"code": "1", "books": 4}, {})
    found = insight(dated, record, seconds=None)
    assert [(each.heading, each.grades_in_full, each.grades_with_none, each.decides) for each in found.effects] == [
        ("A", (1, 2), (0,), True), ("J", (2,), (1,), True),
    ]  # fmt: skip
    told = document_text(insight_document(proof_of(dated, record), found, dated, record, "en"))
    assert "may be graded Middle or High" in told and "Yet it is open, since: left to judgement: “J”." in told


def test_a_datum_that_cannot_be_used_is_not_called_missing():
    dated = dated_of(RULES, DAY)
    values = {**RECORDS["short"], "rescue_kit": Invalid(WrongKindOfDatum(None, "rescue_kit", "maybe", TypeName("yes/no")))}
    record = Record("201", values, {"complaints": ()})
    told = document_text(insight_document(proof_of(dated, record), insight(dated, record, ("changes",), seconds=0.5), dated, record, "en"))
    assert "Rescue kit: cannot be used as it stands; yes would do" in told


def test_a_search_for_what_matters_ends_in_time_and_says_what_it_has_not_settled():
    lines = "\n".join(f'  n{i} : integer, 0..1_000_000 "N{i}"' for i in range(8))
    total = " + ".join(f"n{i} * n{(i + 3) % 8}" for i in range(8))
    text = f'ruleset a.b "T"\nsubject ward identified by code\nfacts\n  code : text\n{lines}\ndefine t : number = {total}\n'
    text += 'criterion C "C"\n  requires t >= 5_000_001 and t <= 5_000_003\nverdict\n  passes when C passes\n'
    dated = dated_of(text, DAY)
    begun = monotonic()
    found = insight(dated, Record("1", {"code": "1"}, {}), ("matters",), seconds=0.2).matters
    assert monotonic() - begun < 5
    assert found is not None and len(found.facts) == 8 and (found.complete or any(each.matters is None for each in found.facts))


def test_texts_and_many_rows_are_told_together():
    text = """ruleset a.b "T"
subject ward identified by code
facts
  code : text
  motto : text "Motto"
  slogan : text "Slogan"
table cases, each case
  solved : yes/no "Solved" actionable
criterion A "A"
  requires (share of cases where solved if none 100%) >= 90%
criterion B "B"
  requires motto = "To serve" or motto = slogan
verdict
  passes when every criterion passes
"""
    dated = dated_of(text, DAY)
    rows = tuple(Row({"solved": number % 2 == 0}) for number in range(20))
    few, many = Record("1", {"code": "1", "slogan": "Ready"}, {"cases": ()}), Record("1", {"code": "1", "motto": "To serve"}, {"cases": rows})
    matters = insight(dated, few, ("matters",), seconds=None)
    told = document_text(insight_document(proof_of(dated, few), matters, dated, few, "en"))
    assert "“Ready”: passes" in told and "“To serve”: passes" in told and "any other text: does not pass" in told and "\ue000" not in told
    assert "\ue000" not in json.dumps(insight_data(matters, dated), ensure_ascii=False)
    assert {"others": True, "verdict": "fails"} in insight_data(matters, dated)["matters"]["facts"][0]["values"]
    changes = insight(dated, many, ("changes",), seconds=0.3)
    told = document_text(insight_document(proof_of(dated, many), changes, dated, many, "vi"), 200)
    assert "Solved (8 dòng bất kỳ trong 10 dòng giống nhau của bảng cases: 2, 4, 6" in told and told.count("từ không thành có") == 1
