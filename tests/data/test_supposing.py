"""What is supposed of a unit: names in either tongue, values as cells are read, and a fault for all else."""

import pytest

from criteria_engine import FaultsFound, loads

RULES = loads(
    """ruleset a.b "T"
subject ward identified by code, named by name
facts
  code : text
  name : text
  area : number in m2, 0..5000 "Area" vi "Diện tích"
  kit : yes/no "Kit" vi "Bộ dụng cụ"  if missing no
  rate : percent, 0%..100% "Rate"
table cases, each case "case" vi "vụ việc"
  solved : yes/no "Solved" vi "Đã giải quyết"
criterion C "C"
  requires area >= 200 m2 and kit and (every case in cases has solved)
verdict
  passes when C passes
"""
)
RECORD = {"code": "1", "name": "An", "area": 100, "cases": [{"solved": "yes"}, {"solved": "no"}]}


@pytest.fixture
def result():
    return RULES.evaluate(RECORD, "2024-01-01")


@pytest.mark.parametrize("settings", [
    {"area": 250, "kit": True, "cases[2].solved": True},
    {"Diện tích (m2)": "250", "bo dung cu": "có", "vụ việc[2].đã giải quyết": "có"},
    {" AREA ": "250,0", "Kit": "x", "case[ 2 ] . Solved": "yes"},
])  # fmt: skip
def test_names_and_values_are_read_as_of_data(result, settings):
    supposed = result.supposing(settings)
    assert (result.verdict, supposed.verdict) == ("fails", "passes")
    assert [(each.name, each.row) for each in supposed.supposed] == [("area", None), ("kit", None), ("cases.solved", 1)]
    assert result.evaluation.record.values["area"] == 100, "the record itself stays as it was"


def test_missing_is_supposed_and_a_default_then_holds(result):
    supposed = result.supposing({"area": None, "cases[1].solved": ""})
    assert "area" not in supposed.evaluation.record.values and "solved" not in supposed.evaluation.record.tables["cases"][0].values
    assert supposed.supposing({"area": 300}).evaluation.record.values["area"] == 300


def test_every_fault_is_told_with_the_place_where_it_was_written(result):
    wrong = {"aera": 1, "area": "many", "rate": "185%", "cases[3].solved": True, "cases[1].solvd": True, "houses[1].x": 1}
    with pytest.raises(FaultsFound) as told:
        result.supposing({**wrong, "kit": True, "Kit": False})
    assert [(fault.code, fault.place.file) for fault in told.value.faults] == [
        ("D090", "aera"), ("D031", "area"), ("D036", "rate"), ("D091", "cases[3].solved"), ("D090", "cases[1].solvd"), ("D090", "houses[1].x"),
        ("D092", "Kit"),
    ]  # fmt: skip
    assert [fault.nearest for fault in told.value.faults if fault.code == "D090"] == [("area",), ("cases[1].solved",), ()]


def test_a_hostile_name_is_a_fault(result):
    for name in ("x" * 100_000, "[" * 1000, "cases[999999999].solved", "\x1b[31m", "", "cases[0].solved", "cases[-1].solved"):
        with pytest.raises(FaultsFound):
            result.supposing({name: "1"})


def test_the_name_changes_and_the_code_stays(result):
    supposed = result.supposing({"name": "Bình", "code": "2"})
    assert (supposed.unit, supposed.outcome.name) == ("1", "Bình")
