"""Each status of a target, on both sides of every boundary."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.diagnostics.catalogue.programme import (
    GroupNotInRoster,
    RosterEmpty,
    RosterWithoutGroups,
    UnitWithoutGroup,
)
from criteria_engine.ir.expressions import AllOf, AnyOf, Comparison, Constant, ParameterValue, Score
from criteria_engine.ir.program import DatedValue, Force, Parameter, Programme
from criteria_engine.programmes.model import is_met
from criteria_engine.programmes.nearest import PassMark, pass_mark, shortfall
from criteria_engine.programmes.reach import CountRange, bounds, reach
from criteria_engine.programmes.standing import programme_standing, programme_standings
from criteria_engine.values.types import NUMBER, RATIO, YES_NO

from .builders import DUE, OPEN, outcome, program, programme, results, roster, target

BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=1)
THIRD = Fraction(3, 10)
SCORE = Score(None, False, type=NUMBER)


def stand(asked, verdicts, as_of=DUE, units=None, **more):
    one = programme(asked)
    standing = programme_standing(program(one), one, results(verdicts), units or roster(("Q1", len(verdicts))), as_of, **more)
    return standing.phases[0].targets[0]


# at least 2 of 4: the letters are the verdicts of the four units
STATUSES = [
    # asked, verdicts, day before, due day, day after
    (target(number=2), "ppff", "met", "met", "met late"),
    (target(number=2), "pfff", "not yet due", "missed", "missed"),
    (target(number=2), "pfuf", "not yet due", "open", "open"),
    (target(number=2), "pf.f", "not yet due", "open", "open"),
    (target(number=2), "ffuf", "not yet due", "missed", "missed"),
    (target(number=2), "ppu.", "met", "met", "met late"),
    (target(number=2), "pddd", "not yet due", "missed", "missed"),
    (target("every"), "pppp", "met", "met", "met late"),
    (target("every"), "pppf", "not yet due", "missed", "missed"),
    (target("every"), "pppu", "not yet due", "open", "open"),
    (target("every"), "ppuf", "not yet due", "missed", "missed"),
    (target("at most", 1), "pfff", "met", "met", "met late"),
    (target("at most", 1), "ppff", "not yet due", "missed", "missed"),
    (target("at most", 1), "pfuf", "not yet due", "open", "open"),
    (target("at most", 1), "uf.f", "not yet due", "open", "open"),
    (target("at most", 1), "fufd", "met", "met", "met late"),
    (target("exactly", 2), "ppff", "met", "met", "met late"),
    (target("exactly", 2), "pppf", "not yet due", "missed", "missed"),
    (target("exactly", 2), "pfff", "not yet due", "missed", "missed"),
    (target("exactly", 2), "pufu", "not yet due", "open", "open"),
    (target("exactly", 2), "ppuf", "not yet due", "open", "open"),
    (target("exactly", Fraction(1, 2), True), "ppff", "met", "met", "met late"),
    (target("exactly", Fraction(3, 8), True), "pfuf", "not yet due", "missed", "missed"),
    (target("at most", 1, verdict="fails"), "pppf", "met", "met", "met late"),
    (target("at most", 1, verdict="fails"), "ppfd", "not yet due", "missed", "missed"),
    (target("at most", 1, verdict="fails"), "ppfu", "not yet due", "open", "open"),
    (target("at least", 1, verdict="fails"), "pppd", "met", "met", "met late"),
]


@pytest.mark.parametrize(("asked", "verdicts", "before", "on_time", "after"), STATUSES)
def test_status_before_on_and_after_the_due_day(asked, verdicts, before, on_time, after):
    assert [stand(asked, verdicts, day).status for day in (BEFORE, DUE, AFTER)] == [before, on_time, after]


@pytest.mark.parametrize(("passing", "undetermined", "status", "lacking"), [
    (74, 0, "missed", (1, 1)), (75, 0, "met", (0, 0)), (74, 1, "open", (0, 1)), (73, 1, "missed", (1, 2)), (0, 249, "open", (0, 75)),
])
def test_thirty_percent_of_249_is_75(passing, undetermined, status, lacking):
    verdicts = "p" * passing + "u" * undetermined + "f" * (249 - passing - undetermined)
    found = stand(target("at least", THIRD, True), verdicts)
    assert (found.status, found.groups[0].least, found.groups[0].lacking) == (status, 75, CountRange(*lacking))


def test_in_each_district_names_the_lacking_ones_in_the_order_of_the_roster():
    units = roster(("Thủ Đức", 2), ("Quận 1", 2), ("Bình Thạnh", 1))
    found = stand(target(by="district"), "ffpf.", units=units)
    assert found.each and found.status == "missed" and found.groups_met == 1
    assert [(group.group, group.status, group.base, group.sure, group.open) for group in found.groups] == [
        ("Thủ Đức", "missed", 2, 0, 0), ("Quận 1", "met", 2, 1, 0), ("Bình Thạnh", "open", 1, 0, 1),
    ]
    assert [group.group for group in found.lacking_groups] == ["Thủ Đức", "Bình Thạnh"]
    assert [unit.unit for unit in found.groups[2].open_units] == ["u5"]


def test_one_district():
    units = roster(("Thủ Đức", 4), ("Quận 1", 2))
    found = stand(target(number=3, by="district", group=" Thủ Đức "), "ppffpp", units=units)
    assert (found.group, found.status, found.groups[0].lacking, len(found.groups)) == ("Thủ Đức", "missed", CountRange(1, 1), 1)


def test_group_names_meet_in_any_unicode_form():
    import unicodedata

    units = {unit: {"district": unicodedata.normalize("NFD", facts["district"])} for unit, facts in roster(("Thủ Đức", 1)).items()}
    assert stand(target(by="district", group="Thủ Đức"), "p", units=units).status == "met"


def test_choices_group_by_name_or_label():
    units = {"u1": {"zone": "inner"}, "u2": {"zone": "Nội thành"}, "u3": {"zone": "moon"}}
    one = programme(target("every", None, by="zone", group="inner"))
    standing = programme_standing(program(one), one, results("ppp"), units, DUE)
    assert standing.phases[0].targets[0].groups[0].base == 2
    assert standing.faults == (UnitWithoutGroup(None, "u3", "zone"),)


@pytest.mark.parametrize(("asked", "status"), [
    (target("every", None), "met"), (target("at least", 1), "missed"), (target("at least", THIRD, True), "missed"),
    (target("at most", 0), "met"), (target("exactly", 0), "met"), (target("exactly", 1), "missed"), (target("exactly", THIRD, True), "missed"),
])
def test_an_empty_group(asked, status):
    found = stand(evolve(asked, by="district", group="Quận 9"), "pp")
    assert (found.status, found.groups[0].base) == (status, 0)
    assert stand(asked, "", units={}).status == status
    assert stand(evolve(asked, by="district"), "", units={}).status == status


def test_a_group_that_no_unit_has_is_a_warning_with_the_nearest_name():
    one = programme(target(by="district", group="Quan 1"))
    standing = programme_standing(program(one), one, results("p"), roster(("Quận 1", 1)), DUE)
    assert standing.faults == (GroupNotInRoster(None, "district", "Quan 1", "Quận 1"),)
    assert standing.faults[0].severity == "warning"


def test_roster_faults():
    one = programme(target(by="district"), target(by="zone"))
    units = {"u1": {"district": "Q1"}, "u2": {"district": " "}}
    standing = programme_standing(program(one), one, [*results("pp"), outcome("u9")], units, DUE)
    assert standing.faults == (UnitWithoutGroup(None, "u2", "district"), RosterWithoutGroups(None, "zone"))
    assert [target.status for target in standing.phases[0].targets] == ["met", "open"]
    assert standing.counts.all == 2
    assert standing.groupings[0].ungrouped.passes == 1
    assert programme_standing(program(one), one, [], {}, DUE).faults == (RosterEmpty(None),)


def test_grades():
    asked = target("at least", 2, grades={1, 2})
    one = programme(asked)
    outcomes = [
        outcome("u1", grades=[2]), outcome("u2", "graded", grades=[1]), outcome("u3", grades=[0]), outcome("u4", grades=[0, 1]),
        outcome("u5", "fails", grades=[2]), outcome("u6", "undetermined", grades=[2]), outcome("u7", grades=[]),
        outcome("u8", "undetermined", grades=[0]),
    ]
    found = programme_standing(program(one), one, outcomes, roster(("Q", 9)), DUE).phases[0].targets[0]
    assert (found.asks, [grade.name for grade in found.grades]) == ("grades", ["good", "excellent"])
    group = found.groups[0]
    assert (group.sure, group.open, group.out, group.status) == (2, 4, 3, "met")


def test_possible_verdicts_decide_not_the_word():
    asked = target("every", None, verdict="fails")
    one = programme(asked)
    lost = outcome("u1", "undetermined", possible=frozenset(("fails", "disqualified")))
    assert programme_standing(program(one), one, [lost], roster(("Q", 1)), DUE).phases[0].targets[0].status == "met"
    passing = evolve(one.phases[0].targets[0], verdict="passes")
    assert stand(passing, "u").status == "open"
    one = programme(passing)
    assert programme_standing(program(one), one, [lost], roster(("Q", 1)), DUE).phases[0].targets[0].status == "missed"


def test_met_by_the_due_day_stays_met():
    one = programme(target(number=2, by="district"))
    rules, units = program(one), roster(("Q1", 2), ("Q2", 2))

    def at(day, verdicts, *earlier):
        return programme_standing(rules, one, results(verdicts), units, day, earlier=earlier)

    on_time = at(BEFORE, "ppfp")
    later = at(AFTER, "pppp", on_time)
    groups = later.phases[0].targets[0].groups
    assert [(group.status, group.met_on) for group in groups] == [("met", BEFORE), ("met late", AFTER)]
    assert at(AFTER, "pppp").phases[0].status == "met late"
    much_later = at(date(2024, 6, 1), "pppp", later)
    assert [(group.status, group.met_on) for group in much_later.phases[0].targets[0].groups] == [("met", BEFORE), ("met late", AFTER)]
    lost_by_due = at(DUE, "pffp", on_time)
    assert at(AFTER, "pppp", on_time, lost_by_due).phases[0].targets[0].groups[0].status == "met late"
    assert at(AFTER, "pffp", on_time).phases[0].targets[0].groups[0].status == "missed"
    assert at(BEFORE, "pppp", later).phases[0].targets[0].groups[0].met_on == BEFORE, "later standings say nothing of earlier days"
    moved = programme(target(number=2, by="district"), due=date(2024, 12, 31))
    found = programme_standing(program(moved), moved, results("pppp"), units, date(2025, 1, 1), earlier=(later,))
    assert found.phases[0].status == "met"


def test_only_what_is_in_force_is_answered():
    after_2024 = Force(date(2024, 1, 1), None)
    over = programme(target(), force=after_2024)
    phase_over = programme(target(), phase_force=after_2024)
    rules = program(over, phase_over)
    assert [standing.phases for standing in programme_standings(rules, results("p"), roster(("Q", 1)), DUE)] == [()]
    assert [len(standing.phases) for standing in programme_standings(rules, results("p"), roster(("Q", 1)), date(2024, 1, 1))] == [1, 1]
    asked = programme_standing(rules, over, results("p"), roster(("Q", 1)), DUE)
    assert (asked.in_force, asked.phases, asked.counts.all) == (False, (), 1)


def test_the_nearest_units_first():
    one = programme(target(number=3))
    failing = [
        outcome("u1", "fails", (70, 70), {"C1": "fails"}), outcome("u2", "fails", (84, 86)),
        outcome("u3", "fails", (80, 80), {"C1": "fails", "A1": "fails"}),
        outcome("u4", "fails"), outcome("u5", "disqualified", (100, 100)), outcome("u6", "fails", (90, 90), {"P": "fails"}), outcome("u7"),
        outcome("u8", "undetermined"),
    ]
    group = programme_standing(program(one), one, failing, roster(("Q", 8)), DUE).phases[0].targets[0].groups[0]
    assert [(near.unit, near.shortfall, near.failed) for near in group.nearest] == [
        ("u6", 0, ("P",)), ("u2", 1, ()), ("u3", 5, ("C1",)), ("u1", 15, ("C1",)), ("u4", None, ()),
    ]
    assert [unit.unit for unit in group.open_units] == ["u8"]


def test_where_a_target_over_all_units_lacks():
    found = stand(target("every", None), "pfu.p", units=roster(("Q2", 3), ("Q1", 2)))
    assert [(share.group, share.base, share.sure, share.open, share.out) for share in found.where] == [("Q2", 3, 1, 1, 1), ("Q1", 2, 1, 1, 0)]


@pytest.mark.parametrize("quantity", ["every", "at least", "at most", "exactly"])
def test_reach_is_what_every_completion_agrees_on(quantity):
    for base in range(5):
        for number, share in [(0, False), (2, False), (Fraction(1, 2), True), (Fraction(1, 3), True), (1, True)]:
            least, most = bounds(quantity, number, share, base)
            for sure in range(base + 1):
                for undecided in range(base - sure + 1):
                    held = {(least is None or count >= least) and (most is None or count <= most) for count in range(sure, sure + undecided + 1)}
                    found = reach(quantity, number, share, base, sure, undecided)
                    assert found.holds == (held.pop() if len(held) == 1 else None)
                    assert (found.holds is True) == (found.lacking.high == found.excess.high == 0)


letters = st.text("pfdu.", min_size=1, max_size=12)
targets = st.builds(
    target,
    st.sampled_from(["at least", "every", "exactly", "at most"]),
    st.integers(0, 6),
    by=st.sampled_from([None, "district"]),
    verdict=st.sampled_from(["passes", "fails"]),
) | st.builds(target, st.just("at least"), st.fractions(0, 1, max_denominator=20), st.just(True), by=st.sampled_from([None, "district"]))


@given(letters, targets, st.sampled_from([BEFORE, DUE, AFTER]), st.data())
def test_settling_an_open_unit_never_overturns_a_decided_target(verdicts, asked, day, data):
    units = {f"u{index}": {"district": f"Q{index % 3}"} for index in range(1, len(verdicts) + 1)}
    settled = "".join(data.draw(st.sampled_from("pfd")) if letter in "u." else letter for letter in verdicts)
    was, now = stand(asked, verdicts, day, units), stand(asked, settled, day, units)
    if is_met(was.status) or was.status == "missed":
        assert now.status == was.status
    assert now.status != "open"
    for before, after in zip(was.groups, now.groups, strict=True):
        assert before.sure <= after.sure <= before.sure + before.open
        assert before.lacking.low <= after.lacking.low <= after.lacking.high <= before.lacking.high
        assert (after.open, before.base) == (0, after.base)


@given(letters, st.integers(0, 12), st.sampled_from([BEFORE, DUE, AFTER]))
def test_more_passing_units_never_stand_worse(verdicts, number, day):
    order = {"missed": 0, "not yet due": 0, "open": 1, "met late": 2, "met": 2}
    asked = target("at least", number)
    for index in range(len(verdicts)):
        better = verdicts[:index] + "p" + verdicts[index + 1:]
        assert order[stand(asked, better, day).status] >= order[stand(asked, verdicts, day).status]


@given(letters)
def test_counts_add_up(verdicts):
    one = programme(target())
    standing = programme_standing(program(one), one, results(verdicts), roster(("A", 3), ("B", 20)), DUE)
    counts = standing.counts
    assert counts.passes + counts.fails + counts.disqualified + counts.undetermined + counts.graded == counts.all == 23
    assert (counts.passes, counts.undetermined) == (verdicts.count("p"), 23 - sum(map(verdicts.count, "pfd")))
    assert sum(group.counts.all for group in standing.groupings[0].groups) == 23


def test_a_programme_without_phases_has_none():
    empty = Programme(programme().labels, ())
    assert programme_standing(program(empty), empty, [], {}, DUE).phases == ()


def test_open_set_is_what_builders_say():
    assert results("u")[0].possible == OPEN


def test_for_a_grade_the_best_grades_are_nearest():
    one = programme(target("every", None, grades={2}))
    graded = [outcome("u1", "graded", grades=[0]), outcome("u2", "graded", grades=[1]), outcome("u3", "disqualified", grades=[])]
    group = programme_standing(program(one), one, graded, roster(("Q", 3)), DUE).phases[0].targets[0].groups[0]
    assert [near.unit for near in group.nearest] == ["u2", "u1", "u3"]


@pytest.mark.parametrize(("passes", "expected"), [
    (Comparison(">=", SCORE, Constant(85, type=NUMBER), type=YES_NO), (85, False)),
    (Comparison("<=", Constant(85, type=NUMBER), SCORE, type=YES_NO), (85, False)),
    (Comparison(">=", Score(None, True, type=RATIO), Constant(THIRD, type=RATIO), type=YES_NO), (THIRD, True)),
    (AllOf((AllOf((Comparison(">", SCORE, ParameterValue("mark", type=NUMBER), type=YES_NO),), type=YES_NO),), type=YES_NO), (80, False)),
    (AnyOf((Comparison(">=", SCORE, Constant(85, type=NUMBER), type=YES_NO),), type=YES_NO), None),
    (Comparison("=", SCORE, Constant(85, type=NUMBER), type=YES_NO), None),
    (Comparison(">=", Score(("P",), False, type=NUMBER), Constant(85, type=NUMBER), type=YES_NO), None),
    (Comparison(">=", Score(None, False, ("P",), type=NUMBER), Constant(85, type=NUMBER), type=YES_NO), None),
])
def test_the_pass_mark(passes, expected):
    values = (DatedValue(70, Force(None, date(2023, 1, 1))), DatedValue(80, Force(date(2023, 1, 2), None)))
    rules = evolve(program(passes=passes), parameters={"mark": Parameter("mark", NUMBER, values)})
    found = pass_mark(rules, DUE)
    assert (found and (found.value, found.share)) == expected


def test_a_share_of_possible_points_is_counted_on_what_is_possible():
    assert shortfall(outcome("u1", "fails", (20, 30)), PassMark(Fraction(1, 2), True)) == 35
    assert shortfall(outcome("u1", "fails", (60, 60)), PassMark(Fraction(1, 2), True)) == 0
    assert shortfall(outcome("u1", "fails"), PassMark(50, False)) is None
