"""The city's example: every nearest ward says why it does not pass, and no district that was in time is called late."""

from datetime import date
from functools import cache
from pathlib import Path

from criteria_engine.assessment import Assessment, assess
from criteria_engine.documents.plain_text import document_text
from criteria_engine.engine import load
from criteria_engine.programmes.model import GroupStanding
from criteria_engine.programmes.nearest import near_unit, pass_mark
from criteria_engine.programmes.programme_document import programme_document
from criteria_engine.programmes.review import review

ROOT = Path(__file__).parents[2]
RULES = load(ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria")


@cache
def results_of(year: int) -> Assessment:
    data = ROOT / "examples" / "data"
    ending = "" if year == 2023 else f"_{year}"
    tables = {name: data / f"hcmc_{name}{ending}.csv" for name in ("cases", "discipline")}
    return assess(RULES, data / f"hcmc_wards{ending}.csv", date(year, 12, 31), tables, ROOT / "examples" / "units" / "hcmc_wards_2023.csv")


def groups(found: Assessment) -> list[GroupStanding]:
    return [group for standing in found.standings for phase in standing.phases for target in phase.targets for group in target.groups]


def test_every_ward_that_does_not_pass_says_why() -> None:
    for year in (2023, 2024):
        found = results_of(year)
        mark = pass_mark(RULES.program, found.as_of)
        for result in found.results:
            near = near_unit(RULES.program, result.outcome, mark, found.as_of)
            if result.verdict == "fails":
                assert near.shortfall or near.blocked_by, result.unit
            if result.verdict == "passes":
                assert not near.blocked_by, result.unit
    ward = results_of(2023).result_of("27193")
    assert ward is not None
    blocked = near_unit(RULES.program, ward.outcome, mark, date(2023, 12, 31)).blocked_by
    assert [(one.id, one.outcome) for one in blocked] == [("C4.1", "undetermined"), ("C6.2", "basically met")]


def test_no_list_of_the_nearest_wards_is_silent() -> None:
    for tongue, silent in (("vi", "còn điều kiện khác"), ("en", "another condition")):
        for standing in results_of(2023).standings:
            assert silent not in document_text(programme_document(standing, tongue))
    assert all(near.verdict != "passes" for group in groups(results_of(2023)) for near in group.nearest)


def test_districts_in_time_are_not_late_a_year_after() -> None:
    before, after = results_of(2023).file(), results_of(2024).file()
    found = review(before, after).review
    assert found is not None
    late = {group.group for change in found.done.targets for group in change.target.groups if group.status == "met late" and change.target.each}
    in_time = {group.group for group in groups(results_of(2023)) if group.status == "met"}
    assert late and in_time and "Quận 1" in in_time
    assert late.isdisjoint(in_time)
