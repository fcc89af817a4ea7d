"""What keeps a unit from passing, against the interpreter: nothing where it passes, something where it does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.engine import Rules, loads
from criteria_engine.programmes.blocking import blocking

DAY = date(2024, 6, 30)
RULES = """
ruleset city.model "Model wards"
subject ward identified by code
choices rating "Rating"
  weak < good
facts
  code : text
  f1 : integer, 0..2
  f2 : integer, 0..2
  f3 : integer, 0..2
  f4 : integer, 0..2
  a1 : yes/no
  a4 : yes/no
parameter enough : number
  3 from 2023-01-01
define both : yes/no = c1 passes and c3 passes
pillar p "Facilities" vi "Cơ sở vật chất"
  passes when score >= 60%
  graded rating
    good when f2 = 2
    weak otherwise
criterion c1 "Headquarters"
  mandatory
  applies when a1
  met when f1 = 2
  basically met when f1 = 1
  not met otherwise
criterion c2 "Funding"
  mandatory
  met when f2 = 2
  basically met when f2 = 1
  not met otherwise
  points at most 5
    f2 * 2
pillar q "Crime"
  passes when every criterion passes
criterion c3 "Cases"
  requires f3 >= 1
  points at most 4
    f3 * 2
criterion c4 "Cameras"
  applies when a4
  requires f4 >= 1
  points at most 5
verdict
  passes when CONDITION
"""
CONDITIONS = [
    "c1 passes", "c1 is basically met or better", "not (c1 fails)", "c2 fails", "c1 is not applicable", "both", "p is good",
    "every mandatory criterion passes", "every criterion is basically met or better", "every pillar passes", "no criterion fails",
    "at least 2 criteria pass", "at most 1 criterion fails", "exactly 2 criteria pass", "at least 1 mandatory criterion passes",
    "(share of criteria that pass) >= 50%", "(share of criteria that fail) < 50%", "p passes", "points of c3 >= enough", "points of c2 < 3",
    "score of p >= 60%", "score of (p, q) >= 5", "all of c1, c2 pass", "none of c1, c2, c3 fail",
    "at least 2 of (c1 passes, c2 passes, p passes)", "exactly 1 of (c1 passes, c2 passes)", "at most 1 of (c1 fails, c2 fails, q fails)",
]
levels = st.none() | st.integers(0, 2)
answers = st.none() | st.booleans()
records = st.fixed_dictionaries({"f1": levels, "f2": levels, "f3": levels, "f4": levels, "a1": answers, "a4": answers})
conditions = st.recursive(
    st.sampled_from(CONDITIONS),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: "({}) {} ({})".format(*parts)),
    ),
    max_leaves=3,
)


def rules(condition: str) -> Rules:
    return loads(RULES.replace("CONDITION", condition))


def blocked(condition, **facts):
    return blocking(rules(condition).program, rules(condition).evaluate(facts, DAY, "u").outcome, DAY)


@pytest.mark.parametrize("condition", CONDITIONS)
@given(record=records)
def test_something_blocks_just_where_the_verdict_fails(condition, record):
    check(rules_of(condition), record)


@given(conditions, st.lists(records, min_size=4, max_size=4))
def test_combined_conditions(condition, several):
    read = rules(condition)
    for record in several:
        check(read, record)


KNOWN: dict[str, Rules] = {}


def rules_of(condition: str) -> Rules:
    if condition not in KNOWN:
        KNOWN[condition] = rules(condition)
    return KNOWN[condition]


def check(read: Rules, record) -> None:
    result = read.evaluate(record, DAY, "u")
    found = blocking(read.program, result.outcome, DAY)
    if result.verdict == "passes":
        assert found == ()
    if result.verdict == "fails":
        assert found
    assert [one.id for one in found] == [id for id in result.outcome.headings if id in {one.id for one in found}], "in the order of the text"
    for one in found:
        heading = result.outcome.headings[one.id]
        assert (one.outcome, one.level) == (heading.outcome, heading.level) and one.titles


@pytest.mark.parametrize(("condition", "facts", "expected"), [
    ("every mandatory criterion passes", {"a1": True, "f1": 1, "f2": 0}, [("c1", "basically met", "outcome"), ("c2", "fails", "outcome")]),
    ("every mandatory criterion passes", {"a1": False, "f2": 1}, [("c2", "basically met", "outcome")]),
    ("every mandatory criterion passes and p passes", {"a1": False, "f2": 1}, [("p", "fails", "outcome"), ("c2", "basically met", "outcome")]),
    ("at most 1 criterion fails", {"a1": True, "f1": 0, "f2": 0, "f3": 2, "a4": False}, [("c1", "fails", "outcome"), ("c2", "fails", "outcome")]),
    ("at least 2 criteria pass", {"a1": True, "f1": 2, "f2": 0, "f3": 0, "a4": False}, [("c2", "fails", "outcome"), ("c3", "fails", "outcome")]),
    ("c1 passes or c2 passes", {"a1": True, "f1": 0, "f2": 0}, [("c1", "fails", "outcome"), ("c2", "fails", "outcome")]),
    ("c1 passes or c2 passes", {"a1": True, "f1": 2, "f2": 0}, []),
    ("c1 passes", {"f1": 2}, [("c1", "undetermined", "outcome")]),
    ("c1 passes", {"a1": False}, [("c1", "not applicable", "outcome")]),
    ("points of c3 >= enough", {"f3": 1}, [("c3", "passes", "points")]),
    ("p is good", {"a1": True, "f2": 1}, [("p", "fails", "grade")]),
    ("score >= 5", {"f2": 0, "f3": 0, "a4": False}, []),
])
def test_what_blocks(condition, facts, expected):
    assert [(one.id, one.outcome, one.lacking) for one in blocked(condition, **facts)] == expected
