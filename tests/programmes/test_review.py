"""The yearly review: four parts, and counts that add up."""

import json
from datetime import date

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_engine.diagnostics.catalogue.programme import ReviewBackwards, ReviewOfOtherRules, UnitRenamed
from criteria_engine.documents.plain_text import document_text
from criteria_engine.programmes.result_data import result_file
from criteria_engine.programmes.result_file import to_data
from criteria_engine.programmes.review import review
from criteria_engine.programmes.review_document import review_document
from criteria_engine.programmes.standing import programme_standings

from .builders import DUE, outcome, program, programme, roster, target

RULES = program(programme(target(by="district"), target("at least", 2)))
NEXT = date(2024, 12, 31)


def edition(outcomes, units, day=DUE, rules=RULES, digest="sha256:1", earlier=()):
    standings = programme_standings(rules, outcomes, units, day, earlier=earlier)
    return result_file(rules, outcomes, units, {"rules": digest}, day, (), standings, "0.1.0")


def compared(before, after, units_before, units_after=None):
    return review(edition(before, units_before), edition(after, units_after or units_before, NEXT)).review


UNITS = roster(("Q2", 3), ("Q1", 3))


def test_done_not_done_and_worse():
    found = compared(
        [
            outcome("u1", "fails", (50, 60), {"P": "fails", "C1": "fails", "C2": "passes"}),
            outcome("u2", "passes", (90, 90), {"C1": "passes", "C2": "basically met"}, [2]),
            outcome("u3", "undetermined", (10, 90), {"C1": "undetermined"}),
            outcome("u4", "fails", (70, 70), {"C1": "not applicable", "C2": "passes"}),
            outcome("u5", "passes", None, {}, [1]),
        ],
        [
            outcome("u1", "passes", (90, 90), {"P": "passes", "C1": "passes", "C2": "passes"}, [1]),
            outcome("u2", "passes", (86, 86), {"C1": "basically met", "C2": "fails"}, [1]),
            outcome("u3", "passes", (90, 90), {"C1": "passes"}),
            outcome("u4", "disqualified", (70, 75), {"C1": "passes", "C2": "fails"}),
            outcome("u5", "undetermined"),
            outcome("u7", "fails", (1, 1), {"C1": "passes"}),
        ],
        UNITS, {**UNITS, "u7": {"district": "Q3"}},
    )
    assert [change.unit for change in found.done.units] == ["u1", "u3"]
    assert [(change.id, [unit.unit for unit in change.units]) for change in found.done.criteria] == [("C1", ["u1", "u3"]), ("P", ["u1"])]
    assert [(change.target.by, change.target.status, change.before) for change in found.done.targets] == []
    assert [change.unit for change in found.not_done.fails] == ["u7"]
    assert [change.unit for change in found.not_done.disqualified] == ["u4"]
    assert [change.unit for change in found.not_done.undetermined] == ["u5", "u6"]
    assert [(change.target.by, change.target.status) for change in found.not_done.targets] == [("district", "missed")]
    assert [(change.unit, change.before, change.after) for change in found.worse.units] == [
        ("u4", "fails", "disqualified"), ("u5", "passes", "undetermined"),
    ]
    assert [change.unit for change in found.worse.grades] == ["u2"]
    assert [(change.id, [unit.unit for unit in change.units]) for change in found.worse.criteria] == [("C2", ["u2", "u4"]), ("C1", ["u2"])]
    assert [change.unit for change in found.worse.scores] == ["u2"]
    assert [(change.target.by, change.before) for change in found.worse.targets] == [("district", "met")]
    assert [change.unit for change in found.joined] == ["u7"] and found.left == ()
    assert found.rules_changed is False


def test_targets_newly_met():
    units = roster(("Q", 3))
    before, after = [outcome("u1")], [outcome("u1"), outcome("u2"), outcome("u3", "fails")]
    found = compared(before, after, units)
    assert [(change.target.number, change.before, change.target.status) for change in found.done.targets] == [(2, "open", "met late")]


def test_a_target_that_stays_met_is_not_news():
    units = roster(("Q", 2))
    before = edition([outcome("u1"), outcome("u2")], units)
    after = edition([outcome("u1"), outcome("u2")], units, NEXT, earlier=before.programmes)
    found = review(before, after).review
    assert found.done.targets == found.not_done.targets == found.worse.targets == ()
    assert after.programmes[0].phases[0].status == "met"


def test_recommended():
    failing = {"P": "fails", "C1": "fails", "C2": "fails", "A1": "fails"}
    found = compared(
        [],
        [
            outcome("u1", "fails", None, {**failing, "C1": "passes"}, missing=("area",)),
            outcome("u2", "fails", None, failing, invalid=("area",)), outcome("u3", "fails", None, {"C1": "undetermined"}, missing=("area", "zone")),
        ],
        UNITS,
    ).recommended
    assert [(one.id, len(one.units), one.remedy.texts[1][1], one.citations[0].clause) for one in found.remedies] == [
        ("C2", 2, "Khắc phục C2", "II.C2"), ("C1", 1, "Khắc phục C1", "II.C1"),
    ]
    assert [(gap.fact, len(gap.missing), len(gap.invalid)) for gap in found.data] == [("area", 2, 1), ("zone", 1, 0)]
    assert [unit.unit for unit in found.without_data] == ["u4", "u5", "u6"]


def test_counts_of_both_years_by_group():
    found = compared([outcome("u1")], [outcome("u1"), outcome("u4", "fails")], UNITS, {"u1": {"district": "Q9"}, "u4": {"district": " Q1 "}})
    assert found.left == ("u2", "u3", "u5", "u6")
    districts = found.groupings[0]
    assert [(row.group, row.before and row.before.all, row.after and row.after.all) for row in districts.groups] == [
        ("Q9", None, 1), ("Q1", 3, 1), ("Q2", 3, None),
    ]


def test_changed_rules_are_noted():
    units = roster(("Q", 1))
    assert review(edition([], units), edition([], units, NEXT, digest="sha256:2")).review.rules_changed is True
    silent = evolve(edition([], units), digests={})
    assert review(silent, edition([], units, NEXT)).review.rules_changed is None


def test_what_cannot_be_compared():
    units = roster(("Q", 1))
    other = edition([], units, NEXT, program(name="other"))
    assert review(edition([], units), other).faults == (ReviewOfOtherRules(None, "city.model", "other"),)
    assert review(edition([], units, NEXT), edition([], units)).faults == (ReviewBackwards(None, NEXT, DUE),)
    assert review(edition([], units), edition([], units)).faults == ()


def test_codes_that_name_another_unit():
    units = roster(("Q", 3))
    names = [("Phường 01", "phường  1"), ("Phường 2", "Phường Võ Thị Sáu"), ("", "Phường 3")]
    before = [evolve(outcome(f"u{index}"), name=name) for index, (name, _) in enumerate(names, 1)]
    after = [evolve(outcome(f"u{index}"), name=name) for index, (_, name) in enumerate(names, 1)]
    assert review(edition(before, units), edition(after, units, NEXT)).faults == (UnitRenamed(None, "u2", "Phường 2", "Phường Võ Thị Sáu"),)


verdicts = st.sampled_from(["passes", "fails", "disqualified", "undetermined", "graded"])
outcomes = st.dictionaries(st.integers(1, 8), st.tuples(verdicts, st.dictionaries(st.sampled_from(["P", "C1", "C2", "A1"]), st.sampled_from(
    ["passes", "basically met", "fails", "undetermined", "not applicable", "scored"]))), max_size=8)


@settings(deadline=None)
@given(outcomes, outcomes)
def test_every_unit_is_counted_once(before, after):
    units = roster(("A", 3), ("B", 4))
    was, now = ([outcome(f"u{index}", verdict, None, criteria) for index, (verdict, criteria) in side.items()] for side in (before, after))
    found = compared(was, now, units)
    for counts, side in ((found.counts_before, before), (found.counts_after, after)):
        assert counts.passes + counts.fails + counts.disqualified + counts.undetermined + counts.graded == counts.all == 7 + (8 in side)
    rest = found.not_done
    others = found.counts_after.passes + found.counts_after.graded
    assert len(rest.fails) + len(rest.disqualified) + len(rest.undetermined) + others == found.counts_after.all
    assert {change.unit for change in found.done.units}.isdisjoint(change.unit for change in found.worse.units)
    now_passing = {f"u{index}" for index, (verdict, _) in after.items() if verdict == "passes"}
    was_passing = {f"u{index}" for index, (verdict, _) in before.items() if verdict == "passes"}
    assert {change.unit for change in found.done.units} == now_passing - was_passing
    fallen = {f"u{index}" for index, (verdict, _) in after.items() if verdict in ("fails", "disqualified")}
    assert {change.unit for change in found.worse.units} >= was_passing & fallen
    assert sum(one.after for one in found.grade_counts) == found.counts_after.all
    json.dumps(to_data(found))
    for tongue in ("vi", "en"):
        document_text(review_document(found, tongue))
