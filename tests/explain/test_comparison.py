"""Two results side by side: what differs and matters is told, in both tongues, and nothing else."""

import json
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.explain.builders import TONGUES, heading
from tests.explain.snapshots import FOLDER, assert_as_read

from criteria_engine import Result, Rules, loads
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.explain.comparison import Comparison, FactDifference, HeadingDifference, ParameterDifference, TextDifference

STATION = (FOLDER.parent / "station.criteria").read_text(encoding="utf-8")
DAY = "2024-06-30"
SHORT = {
    "code": "201", "patrols": 14, "cameras": 28, "rescue_kit": False, "satisfied": "90%", "prosecuted": False,
    "complaints": [{"settled": False}, {"settled": True}],
}  # fmt: skip
OPEN = {"code": "202", "patrols": 22, "cameras": 31, "rescue_kit": True, "complaints": [{"settled": True}]}


@pytest.fixture(scope="module")
def station() -> Rules:
    return loads(STATION, "station.criteria")


def told(found: Comparison) -> dict[str, list[str]]:
    """The names of the causes under each heading."""
    named: dict[str, list[str]] = {}
    waiting: list[HeadingDifference] = list(found.headings)
    while waiting:
        each = waiting.pop()
        waiting += each.children
        named[each.heading.id] = [
            cause.fact.name if isinstance(cause, FactDifference)
            else cause.parameter.name if isinstance(cause, ParameterDifference)
            else type(cause).__name__
            for cause in each.causes
        ]  # fmt: skip
    return named


@pytest.mark.parametrize("tongue", TONGUES)
def test_units_and_suppositions_read_as_read(station, tongue):
    short, other = (station.evaluate(record, DAY) for record in (SHORT, OPEN))
    changed = {"patrols": 20, "complaints[1].settled": True, "Cameras at work": 28, "satisfied": None}
    supposed = short.supposing(changed)
    texts = [short.compared_with(other), short.compared_with(supposed)]
    assert_as_read(f"comparison.{tongue}.txt", "\n".join(each.explain(tongue, width=80) for each in texts))


@pytest.mark.parametrize("tongue", TONGUES)
def test_rule_files_read_as_read(station, tongue):
    amended = STATION.replace("25 when patrols >= 12", "30 when patrols >= 10").replace("requires rescue_kit", "requires rescue_kit or cameras > 20")
    amended = amended.replace("20 * satisfied", "20 * satisfied, at least 1").replace("score >= 70", "score >= 60")
    before, after = (rules.evaluate(SHORT, DAY) for rules in (station, loads(amended, "amended.criteria")))
    assert_as_read(f"comparison_rules.{tongue}.txt", before.compared_with(after).explain(tongue, width=80))


def test_the_same_results_have_no_difference(station):
    result = station.evaluate(SHORT, DAY)
    found = result.compared_with(station.evaluate(SHORT, DAY))
    assert found.same_result and not found.comparison.idle and found.comparison.same == found.comparison.counted == 5


def test_text_of_data_and_rules_comes_out_inert():
    text = STATION.replace('"Patrols"', '"<b>*P*</b>"')
    one, other = (loads(text, "a.criteria").evaluate({**SHORT, "code": code, "patrols": n}, DAY) for code, n in (("<i>", 14), ("=1+1", 22)))
    found = one.compared_with(other)
    assert "<b>" not in document_markdown(found.document()) and "\x1b" not in found.explain()


RULES = """ruleset a.b "T"
  labels en
  source law "Law"
subject ward identified by code
facts
  code : text
  a : yes/no
  b : yes/no
  n : integer, 0..9
  m : integer, 0..9
  on : date
parameter lowest : integer
  3 from 2024-01-01 cites law "1"
  5 from 2025-01-01 cites law "2"
define enough : yes/no = n >= lowest
criterion A "A"
  requires a and b
  points at most 5
criterion B "B"
  requires (enough and a) or m > 7
criterion C "C"
  applies when A passes
  requires m >= 2
criterion D "D"
  in force from 2025-01-01
  requires on <= assessment_date
verdict
  disqualified when m = 9
  passes when every criterion passes
""".replace("assessment_date", "assessment date")


def test_every_difference_that_can_matter_is_told_and_no_other():
    """Told under a heading are just the facts of which, in some mixture of both sides, the one value and the other lead to
    different results of that heading: tried on every pair of a grid of records."""
    rules = loads(RULES)
    values = {"a": (False, True), "b": (False, True), "n": (2, 4), "m": (1, 8)}
    records = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    results = {tuple(record.values()): rules.evaluate(record, "2024-06-30") for record in records}

    def outcome(record: dict[str, object], name: str) -> object:
        found = results[tuple(record.values())].outcome.headings[name]
        return found.outcome, found.points

    own = {"A": ("a", "b"), "B": ("a", "n", "m"), "C": ("m",)}
    for one, other in product(records[::3], records[1::2]):
        found = told(results[tuple(one.values())].compared_with(results[tuple(other.values())]).comparison)
        for name, read in own.items():
            if outcome(one, name) == outcome(other, name):
                assert name not in found
                continue
            differing = [fact for fact in read if one[fact] != other[fact]]
            expected = []
            for fact in differing:
                mixtures = [dict(zip(values, each, strict=True)) for each in product(*({one[each], other[each]} for each in values))]
                sides = [({**mixture, fact: one[fact]}, {**mixture, fact: other[fact]}) for mixture in mixtures]
                if any(outcome(first, name) != outcome(second, name) for first, second in sides):
                    expected.append(fact)
            facts = [cause for cause in found[name] if cause in values]
            assert facts == expected, (one, other, name)


def test_two_dates_tell_parameters_headings_and_the_date_itself():
    rules = loads(RULES)
    record = {"code": "1", "a": True, "b": True, "n": 4, "m": 5, "on": date(2025, 3, 1)}
    one, later, latest = (rules.evaluate(record, day) for day in ("2024-12-31", "2025-01-01", "2025-06-01"))
    found = told(one.compared_with(later).comparison)
    assert found == {"B": ["lowest"], "D": []}
    assert told(later.compared_with(latest).comparison) == {"D": ["DayDifference"]}
    text = one.compared_with(later).explain("vi")
    assert "chưa hoặc không còn hiệu lực → chưa đạt" in text and "từ ngày 01/01/2025" in text


def test_a_heading_behind_another_and_a_ground_are_told():
    rules = loads(RULES)
    base = {"code": "1", "a": True, "b": False, "n": 4, "m": 5}
    one, other = rules.evaluate(base, DAY), rules.evaluate({**base, "b": True}, DAY)
    assert told(one.compared_with(other).comparison) == {"A": ["b"], "C": ["HeadingCause"]}
    barred = one.compared_with(rules.evaluate({**base, "m": 9}, DAY)).comparison
    assert [cause.fact.name for cause in barred.causes if isinstance(cause, FactDifference)] == ["m"]


def test_a_definition_that_is_laid_down_otherwise_is_told():
    amended = RULES.replace("n >= lowest", "n > lowest")
    record = {"code": "1", "a": True, "b": True, "n": 3, "m": 5}
    one, other = (loads(text, name).evaluate(record, DAY) for text, name in ((RULES, "old"), (amended, "new")))
    found = one.compared_with(other).comparison
    assert told(found) == {"B": ["TextDifference"]}
    cause = found.headings[0].causes[0]
    assert isinstance(cause, TextDifference) and (cause.what, cause.before, cause.after) == (
        "definition", ("define enough : yes/no = n >= lowest",), ("define enough : yes/no = n > lowest",),
    )  # fmt: skip


COMPILED = loads(RULES)
POSSIBLE = {
    "a": st.sampled_from(["yes", "no", "?"]), "b": st.booleans(), "n": st.integers(0, 11), "m": st.integers(0, 9), "on": st.dates(date(2023, 1, 1)),
}  # fmt: skip
VALUES = st.fixed_dictionaries({}, optional=POSSIBLE)


@settings(max_examples=60, deadline=None)
@given(VALUES, VALUES, st.sampled_from([("2024-02-01", "2024-02-01"), ("2024-02-01", "2025-02-01")]))
def test_any_two_records_compare(one, other, days):
    """Missing and invalid facts, on one date or two: the comparison is made, agrees with both results, and is said and written."""
    rules = COMPILED
    results: list[Result] = [rules.evaluate({"code": "1", **record}, day) for record, day in zip((one, other), days, strict=True)]
    found = results[0].compared_with(results[1])
    names = told(found.comparison)
    for name in {**results[0].criteria, **results[1].criteria}:
        both = [result.criteria.get(name) for result in results]
        same = both[0] is not None and both[1] is not None and (both[0].possible, both[0].points) == (both[1].possible, both[1].points)
        assert (name not in names) == same
        if not same and None not in both:
            assert heading(results[1]._proof(None), name).outcome == both[1].outcome
            assert names[name], "a difference has a cause"
    json.loads(found.explain(format="json"))
    assert found.explain("vi") and found.explain("en", "markdown")


def test_definitions_that_stand_before_those_read_are_known_in_mixtures():
    text = """ruleset a.b "T"
subject ward identified by code
facts
  code : text
  n : integer, 0..9
  m : integer, 0..9
define day : date = assessment date
define late : yes/no = days from day to assessment date > 3 days
define twice : number = 2 * n
criterion A "A"
  points at most 30
    twice + m when n > 4
    twice otherwise
verdict
  passes when score >= 5
"""
    rules = loads(text)
    one, other = rules.evaluate({"code": "1", "m": 2}, DAY), rules.evaluate({"code": "2", "n": 9}, DAY)
    assert told(one.compared_with(other).comparison) == {"A": ["n", "m"]}


def test_a_score_that_is_about_something_says_so_of_its_change():
    text = STATION.replace("20 * satisfied", "20 * satisfied / 3")
    rules = loads(text)
    texts = [rules.evaluate(SHORT, DAY).compared_with(rules.evaluate({**SHORT, "satisfied": rate}, DAY)).explain("vi") for rate in ("95%", "50%")]
    assert "(≈ +0,33)" in texts[0] and "(≈ −2,67)" in texts[1]


def test_a_fact_that_only_one_rule_file_asks_for_is_not_called_missing():
    before = RULES.replace("  m : integer, 0..9\n", "  m : integer, 0..9\n  extra : yes/no\n").replace("requires a and b", "requires a and extra")
    record = {"code": "1", "a": True, "b": True, "n": 4, "m": 5}
    one, other = (loads(text, name).evaluate({**record, **more}, DAY) for text, name, more in ((before, "old", {"extra": False}), (RULES, "new", {})))
    assert "extra: no → not asked for" in one.compared_with(other).explain()
