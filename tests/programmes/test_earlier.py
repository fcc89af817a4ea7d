"""What earlier standings know: a target met by its due day is not late afterwards, for each group by itself."""

import json
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.diagnostics.catalogue.programme import (
    EarlierIsLater,
    EarlierOfOtherRules,
    EarlierWithoutProgramme,
    NotAResultFile,
    ResultFileUnreadable,
)
from criteria_engine.documents.plain_text import document_text
from criteria_engine.programmes.earlier import with_earlier
from criteria_engine.programmes.earlier_files import read_earlier
from criteria_engine.programmes.result_file import to_data
from criteria_engine.programmes.review import review
from criteria_engine.programmes.review_document import review_document
from criteria_engine.programmes.standing import programme_standing
from criteria_engine.source import Cell

from .builders import DUE, program, programme, results, roster, target
from .test_review import NEXT, edition
from .test_standing import AFTER, BEFORE, letters, targets

UNITS = roster(("Quận 1", 2), ("Quận 3", 2), ("Quận 4", 1))


def groups_of(standing):
    return [(group.status, group.met_on) for group in standing.phases[0].targets[0].groups]


def test_each_group_by_itself():
    one = programme(target(by="district"))
    before = programme_standing(program(one), one, results("pfffp"), UNITS, DUE)
    after = programme_standing(program(one), one, results("pfpff"), UNITS, NEXT)
    assert groups_of(after) == [("met late", NEXT), ("met late", NEXT), ("missed", None)]
    found = with_earlier(after, [before])
    assert groups_of(found) == [("met", DUE), ("met late", NEXT), ("missed", None)], "what was lost since is not met"
    assert [standing.phases[0].targets[0].status for standing in (after, found)] == ["missed", "missed"]
    everywhere = programme_standing(program(one), one, results("pfpfp"), UNITS, NEXT)
    assert (everywhere.phases[0].status, with_earlier(everywhere, [before]).phases[0].status) == ("met late", "met late")
    in_time = programme_standing(program(one), one, results("pfpfp"), UNITS, BEFORE)
    found = with_earlier(everywhere, [in_time])
    assert (found.phases[0].status, found.phases[0].targets[0].status, found.phases[0].targets[0].groups_met) == ("met", "met", 3)


def test_a_review_calls_nothing_late_that_the_earlier_results_show_in_time():
    rules = program(programme(target(by="district"), target("at least", 2)))
    before, after = edition(results("pfffp"), UNITS, rules=rules), edition(results("pfpfp"), UNITS, NEXT, rules=rules)
    assert [target.status for target in after.programmes[0].phases[0].targets] == ["met late", "met late"]
    found = review(before, after).review
    assert [(change.target.by, change.before, change.target.status) for change in found.done.targets] == [("district", "missed", "met late")]
    assert [group.status for group in found.done.targets[0].target.groups] == ["met", "met late", "met"]
    assert found.not_done.targets == found.worse.targets == ()
    text = document_text(review_document(found, "vi"), width=120)
    assert "đạt chậm ở: Quận 3\n" in text and "Quận 1;" not in text.partition("đạt chậm")[2].partition("\n")[0]


def test_a_review_of_results_that_knew_it_already_says_the_same():
    before = edition(results("pfffp"), UNITS)
    after = edition(results("pfpfp"), UNITS, NEXT)
    knowing = edition(results("pfpfp"), UNITS, NEXT, earlier=before.programmes)
    assert review(before, after) == review(before, knowing)


def test_other_targets_phases_and_programmes_know_nothing():
    one = programme(target(by="district"))
    after = programme_standing(program(one), one, results("pfpfp"), UNITS, NEXT)
    other = programme(target("at least", 1))
    for earlier in (
        programme_standing(program(other), other, results("ppppp"), UNITS, DUE),
        evolve(programme_standing(program(one), one, results("ppppp"), UNITS, DUE), phases=()),
        programme_standing(program(one), one, results("ppppp"), UNITS, AFTER),
    ):
        assert {group.status for group in with_earlier(after, [earlier]).phases[0].targets[0].groups} == {"met late"}
    later = programme_standing(program(one), one, results("ppppp"), UNITS, date(2025, 1, 1))
    assert with_earlier(after, [later]) == after


@given(letters, letters, targets, st.sampled_from([BEFORE, DUE, AFTER, NEXT]))
def test_it_is_as_if_the_standing_had_been_made_with_them(was, now, asked, day):
    one = programme(asked)
    units = {f"u{index}": {"district": f"Q{index % 3}"} for index in range(1, 13)}
    before = programme_standing(program(one), one, results(was), units, BEFORE)
    plain = programme_standing(program(one), one, results(now), units, day)
    knowing = programme_standing(program(one), one, results(now), units, day, earlier=[before])
    found = with_earlier(plain, [before])
    statuses = [[(target.status, [group.status for group in target.groups]) for target in each.phases[0].targets] for each in (found, knowing)]
    assert statuses[0] == statuses[1] and found.phases[0].status == knowing.phases[0].status
    assert with_earlier(found, [before]) == found


def written(path: Path, results) -> Path:
    path.write_text(json.dumps(to_data(results)), "utf-8")
    return path


def test_files_of_earlier_results(tmp_path):
    good = written(tmp_path / "good.json", edition(results("pp"), UNITS))
    found = read_earlier([good, good], "city.model", DUE)
    assert (len(found.standings), found.faults) == (2, ())
    assert found.standings[0].as_of == DUE and groups_of(found.standings[0])[0] == ("met", DUE)


@pytest.mark.parametrize(("make", "fault"), [
    (lambda path: path, lambda place: ResultFileUnreadable(place, "not there")),
    (lambda path: path.write_text("{}") and path, NotAResultFile),
    (lambda path: written(path, edition([], UNITS, NEXT)), lambda place: EarlierIsLater(place, NEXT, DUE)),
    (lambda path: written(path, edition([], UNITS, rules=program())), EarlierWithoutProgramme),
    (lambda path: written(path, edition([], UNITS, rules=program(name="other"))), lambda place: EarlierOfOtherRules(place, "other", "city.model")),
])
def test_files_that_are_no_help(tmp_path, make, fault):
    path = tmp_path / "earlier.json"
    make(path)
    found = read_earlier([path], "city.model", DUE)
    assert (found.standings, found.faults) == ((), (fault(Cell(str(path))),))
