"""What an auditor who read explanations cold took otherwise than it is meant."""

import pytest
from attrs import evolve
from tests.explain.builders import dated_of, program_of, proof_of, record_of

from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.document import explain_document
from criteria_engine.reasons.smallest_changes import smallest_changes

RULES = """ruleset wards.cold "Read cold (made up)"
unit vehicle "vehicles" vi "xe"
subject ward, plural wards
  identified by code
facts
  code      : text
  cars      : integer in vehicle, 0..50  "Cars" vi "Số xe"
  officers  : integer in people, 1..50   "Officers" vi "Quân số"
  merging   : yes/no                     "Merging" vi "Sáp nhập"
  meetings  : integer, 0..10             "Meetings" vi "Số kỳ họp"
  trained   : yes/no                     "Trained" vi "Đã bồi dưỡng" actionable
  punished  : yes/no                     "Punished" vi "Bị kỷ luật"
define per_officer : number in vehicle/person "Cars per officer" vi "Số xe bình quân" = cars / officers
criterion A1 "Cars" vi "Xe"
  applies when not merging
  requires per_officer >= 0.25 vehicle/person
  points at most 40
criterion A2 "Meetings" vi "Họp"
  points at most 40
    2 * meetings
criterion A3 "Discipline" vi "Kỷ luật"
  mandatory
  requires trained and not punished
  points at most 10
verdict
  passes when every mandatory criterion passes and score >= 90%
test "base"
  as of 2023-12-31
  given code = "1"
  given cars = 2 vehicle
  given officers = 40 people
  given merging = no
  given trained = no
  given punished = no
  expect verdict undetermined
"""


def text_of(tongue, **values):
    record = record_of(program_of(RULES), "base")
    given = evolve(record, values={**record.values, **values})
    return " ".join(document_text(explain_document(proof_of(dated_of(RULES), given), tongue)).split())


@pytest.mark.parametrize(("tongue", "said"), [("en", "0.25 vehicles/person"), ("vi", "0,25 xe/người")])
def test_an_authors_unit_goes_by_its_label_in_a_quotient(tongue, said):
    assert said in text_of(tongue)


@pytest.mark.parametrize(
    ("tongue", "said"),
    [("en", "at least 90% required, ≈ 67.78 to 90 percentage points short"), ("vi", "còn thiếu từ ≈ 67,78 đến 90 điểm phần trăm")],
)
def test_an_open_score_says_how_short_it_is_at_least_and_at_most(tongue, said):
    assert said in text_of(tongue)


@pytest.mark.parametrize(("tongue", "said"), [("en", "of 50 points (0% to 40%), 90% needed"), ("vi", "trên 50 điểm (từ 0% đến 40%), yêu cầu 90%")])
def test_points_of_which_not_a_hundred_are_possible_have_their_share_beside_them(tongue, said):
    assert said in text_of(tongue, merging=True)


@pytest.mark.parametrize("punished", [True, False])
def test_whether_missing_data_could_open_a_way(punished):
    rules = RULES.replace("score >= 90%", "score >= 50%")
    record = record_of(program_of(rules), "base")
    found = smallest_changes(dated_of(rules), evolve(record, values={**record.values, "punished": punished, "merging": True}))
    assert found.out_of_reach and found.even_completed is punished
