"""Files of units, related tables and lists of units become records; every fault stands at its cell."""

import hashlib
from fractions import Fraction
from pathlib import Path

import pytest

from criteria_engine.data.loading import Loaded, load_records
from criteria_engine.data.readers.by_format import ENDINGS
from criteria_engine.data.roster import read_roster
from criteria_engine.diagnostics.catalogue import columns as c
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Subject
from criteria_engine.ir.records import Invalid, Record
from criteria_engine.source import Cell
from criteria_engine.values.types import INTEGER, TEXT, YES_NO

from .builders import WARDS, program_of
from .conftest import Write

SMALL = program_of({"code": TEXT, "own": YES_NO}, Subject("ward", "wards", identified_by="code"))
NAMED = program_of(
    {"code": TEXT, "title": TEXT, "district": TEXT, "own": YES_NO},
    Subject("ward", "wards", identified_by="code", named_by="title", grouped_by=("district",)),
)

HEADER = "code,ward_name,district,rating,own,area,share,late,budget,drill,J2\n"
GOOD = "26776,Phường Tân Chánh Hiệp,Quận 12,Khá,không,320,71.4%,3,1250000,2023-06-01,đạt\n"


def by_unit(loaded: Loaded) -> dict[str, Record]:
    return {record.unit: record for record in loaded.records}


def without_data(*units: str) -> Fault:
    return c.UnitsWithoutData(Cell("u.csv"), len(units), units)


def errors(loaded: Loaded) -> list[Fault]:
    return [fault for fault in loaded.faults if fault.severity == "error"]


def test_a_good_file(write: Write) -> None:
    path = write("wards.csv", HEADER + GOOD)
    loaded = load_records(WARDS, path)
    assert loaded.faults == ()
    assert loaded.roster is None
    assert loaded.digests == {"wards.csv": hashlib.sha256(path.read_bytes()).hexdigest()}
    record = loaded.records[0]
    assert (record.unit, record.name, record.place) == ("26776", "Phường Tân Chánh Hiệp", Cell("wards.csv", 2))
    assert {name: record.values[name] for name in ("rating", "own", "area", "share", "J2")} == {
        "rating": 2,
        "own": False,
        "area": 320,
        "share": Fraction(714, 1000),
        "J2": "passes",
    }
    assert record.cells["area"] == Cell("wards.csv", 2, "area")
    assert set(record.cells) == set(WARDS.facts)
    assert dict(record.tables) == {}


def test_bad_cells_are_all_reported_at_once_and_the_others_are_read(write: Write) -> None:
    bad = "00001,A,Q1,bad,maybe,-1,0.5,1.5,x,soon,good\n"
    loaded = load_records(WARDS, write("wards.csv", HEADER + bad + GOOD))
    assert [type(fault) for fault in loaded.faults] == [
        d.NotAnOutcome,
        d.NumberOutOfBounds,
        d.NotANumber,
        d.NotADate,
        d.FinerThanScale,
        d.NotYesOrNo,
        d.NotAMember,
        d.PercentWithoutSign,
    ]
    assert {fault.place for fault in loaded.faults} == {
        Cell("wards.csv", 2, name) for name in ("rating", "own", "area", "share", "late", "budget", "drill", "J2")
    }
    first, second = loaded.records
    assert first.values["own"] == Invalid(d.NotYesOrNo(Cell("wards.csv", 2, "own"), "own", "maybe"))
    assert second.values["own"] is False


def test_missing_is_absent_and_defaults_are_not_applied(write: Write) -> None:
    record = load_records(SMALL, write("a.csv", "code,own\n1, \n")).records[0]
    assert record.values == {"code": "1"}
    assert record.cells["own"] == Cell("a.csv", 2, "own")


def test_columns_are_found_by_name_in_any_capitals_and_by_label(write: Write) -> None:
    loaded = load_records(SMALL, write("a.csv", "CODE,Trụ sở riêng\n1,có\n"))
    assert loaded.faults == ()
    assert loaded.records[0].values == {"code": "1", "own": True}
    assert loaded.records[0].cells["own"] == Cell("a.csv", 2, "Trụ sở riêng")


def test_a_near_miss_is_suggested_and_never_taken(write: Write) -> None:
    loaded = load_records(WARDS, write("a.csv", "code,distrit,zzz\n1,Q1,x\n"))
    header = Cell("a.csv", 1)
    assert d.ColumnLikeFact(Cell("a.csv", 1, "distrit"), "distrit", "district") in loaded.faults
    assert d.UnknownColumn(Cell("a.csv", 1, "zzz"), "zzz") in loaded.faults
    assert d.ColumnMissing(header, "district") in loaded.faults
    assert errors(loaded) == []
    assert loaded.records[0].values == {"code": "1"}


def test_a_missing_identifier_column_is_an_error(write: Write) -> None:
    loaded = load_records(SMALL, write("a.csv", "cod,own\n1,yes\n"))
    assert loaded.records == ()
    assert errors(loaded) == [d.IdentifierColumnMissing(Cell("a.csv", 1), "code")]


def test_the_subjects_name_may_name_the_identifier(write: Write) -> None:
    assert load_records(SMALL, write("a.csv", "Ward,own\n1,yes\n")).records[0].unit == "1"
    nameless = program_of({"own": YES_NO}, Subject("ward", "wards"))
    assert load_records(nameless, write("a.csv", "ward,own\n1,yes\n")).records[0].unit == "1"


def test_columns_that_nobody_can_tell_apart_make_their_facts_invalid(write: Write) -> None:
    twice = load_records(SMALL, write("a.csv", "code,own,own\n1,yes,yes\n"))
    fault = d.DuplicateColumn(Cell("a.csv", 1, "own"), "own")
    assert (twice.faults, twice.records[0].values["own"]) == ((fault,), Invalid(fault))
    both = load_records(SMALL, write("a.csv", "code,Own,OWN\n1,yes,no\n"))
    doubt = d.FactInSeveralColumns(Cell("a.csv", 1, "OWN"), "own", ("Own", "OWN"))
    assert (both.faults, both.records[0].values["own"]) == ((doubt,), Invalid(doubt))
    exact = load_records(SMALL, write("a.csv", "code,own,OWN\n1,yes,no\n"))
    doubt = d.FactInSeveralColumns(Cell("a.csv", 1, "OWN"), "own", ("own", "OWN"))
    assert (exact.faults, exact.records[0].values["own"]) == ((doubt,), Invalid(doubt))
    pair = program_of({"code": TEXT, "a.b": YES_NO, "A.B": YES_NO}, Subject("ward", "wards", identified_by="code"))
    several = load_records(pair, write("a.csv", "code,A.b\n1,yes\n"))
    assert d.ColumnOfSeveralFacts(Cell("a.csv", 1, "A.b"), "A.b", ("a.b", "A.B")) in several.faults
    assert isinstance(several.records[0].values["a.b"], Invalid)
    code_twice = load_records(SMALL, write("a.csv", "code,code,own\n1,1,yes\n"))
    assert (code_twice.records, [type(fault) for fault in errors(code_twice)]) == ((), [d.DuplicateColumn])


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("gone.csv", d.DataFileNotFound(Cell("gone.csv"), "gone.csv")),
        ("folder.csv", d.DataFileNotReadable(Cell("folder.csv"), "folder.csv")),
        ("nul\0.csv", d.DataFileNotReadable(Cell("nul\0.csv"), "nul\0.csv")),
        ("a.doc", d.DataFormatUnknown(Cell("a.doc"), "a.doc", tuple(each.removeprefix(".") for each in ENDINGS))),
    ],
)
def test_files_that_cannot_be_opened(tmp_path: Path, name: str, fault: Fault) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert load_records(SMALL, tmp_path / name).faults == (fault,)


def test_a_file_that_is_too_large(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("criteria_engine.data.readers.by_format.LARGEST_FILE", 5)
    assert load_records(SMALL, write("a.csv", "code,own\n")).faults == (d.DataFileTooLarge(Cell("a.csv"), 5),)


def test_units_given_twice(write: Write) -> None:
    loaded = load_records(SMALL, write("a.csv", "code,own\n1,yes\n2,yes\n1,no\n2,yes\n"))
    twice = d.UnitTwice(Cell("a.csv", 4, "code"), "1", 2)
    assert loaded.faults == (twice, d.UnitTwice(Cell("a.csv", 5, "code"), "2", 3))
    assert by_unit(loaded)["1"].values == {"code": "1", "own": Invalid(twice)}
    assert by_unit(loaded)["2"].values == {"code": "2", "own": True}


def test_a_row_without_identifier(write: Write) -> None:
    loaded = load_records(SMALL, write("a.csv", "code,own\n,yes\n2,yes\n"))
    assert loaded.faults == (d.UnitWithoutIdentifier(Cell("a.csv", 2, "code"), "code"),)
    assert [record.unit for record in loaded.records] == ["2"]


def test_codes_that_differ_by_leading_zeros_only(write: Write) -> None:
    loaded = load_records(SMALL, write("a.csv", "code,own\n00760,yes\n760,yes\n"))
    assert loaded.faults == (d.UnitsAlike(Cell("a.csv", 3, "code"), "760", "00760"),)


def test_an_object_that_gives_a_name_twice(write: Write) -> None:
    loaded = load_records(SMALL, write("a.json", '[{"code": "1", "own": true, "own": false}, {"code": "2", "code": "3", "own": true}]'))
    twice = d.KeyTwice(Cell("a.json", 1, "own"), "own")
    assert loaded.faults == (twice, d.KeyTwice(Cell("a.json", 2, "code"), "code"))
    assert [dict(record.values) for record in loaded.records] == [{"code": "1", "own": Invalid(twice)}]


def test_a_row_that_cannot_be_trusted_has_a_record_of_invalid_facts_where_its_unit_is_sure(write: Write) -> None:
    loaded = load_records(SMALL, write("a.csv", 'code,own\n1,yes,no\n"2"x,no\n3,no\n'))
    fault = d.RowOfOtherLength(Cell("a.csv", 2), 3, 2)
    assert by_unit(loaded)["1"].values == {"code": "1", "own": Invalid(fault)}
    assert list(by_unit(loaded)) == ["1", "3"]
    shifted = load_records(SMALL, write("a.csv", "own,code\nyes,no,1\n"))
    assert shifted.records == ()


def test_an_identifier_that_is_a_number(write: Write) -> None:
    loaded = load_records(SMALL, write("a.json", '[{"code": 760, "own": true}, {"code": "761", "own": true}]'))
    assert loaded.faults == ()
    assert [record.unit for record in loaded.records] == ["760", "761"]
    broken = load_records(SMALL, write("a.json", '[{"code": 76.5, "own": true}, {"code": "761", "own": true}]'))
    assert [type(fault) for fault in broken.faults] == [d.WrongKindOfDatum]
    assert [record.unit for record in broken.records] == ["761"]
    numbered = program_of({"code": INTEGER}, Subject("ward", "wards", identified_by="code"))
    assert load_records(numbered, write("a.json", '[{"code": 760}]')).records[0].unit == "760"


CASES = "code,kind,opened,solved\n1,weak,2023-01-01,yes\n1,good,,no\n"


def test_related_rows(write: Write) -> None:
    data = write("a.csv", "code,own\n1,yes\n2,yes\n")
    loaded = load_records(SMALL, data, {"cases": write("cases.csv", CASES)})
    assert loaded.faults == ()
    assert set(loaded.digests) == {"a.csv", "cases.csv"}
    rows = by_unit(loaded)["1"].tables["cases"]
    assert [dict(row.values) for row in rows][1] == {"kind": 2, "solved": False}
    assert rows[1].cells["solved"] == Cell("cases.csv", 3, "solved")
    assert rows[1].place == Cell("cases.csv", 3)
    assert by_unit(loaded)["2"].tables["cases"] == ()
    assert "cases" not in load_records(SMALL, data).records[0].tables


def test_an_empty_related_table_is_given(write: Write) -> None:
    data = write("a.csv", "code,own\n1,yes\n")
    for path in (write("cases.json", "[]"), write("cases.csv", "code,kind,opened,solved\n")):
        loaded = load_records(SMALL, data, {"cases": path})
        assert (loaded.faults, loaded.records[0].tables) == ((), {"cases": ()})


def test_a_row_that_is_surely_a_units_but_unreadable_is_a_row_of_invalid_fields(write: Write) -> None:
    data = write("a.csv", "code,own\n1,yes\n2,no\n")
    loaded = load_records(SMALL, data, {"cases": write("cases.csv", CASES + "1,weak\n2,weak,2023-01-01,perhaps\n")})
    fault = d.RowOfOtherLength(Cell("cases.csv", 4), 2, 4)
    assert by_unit(loaded)["1"].tables["cases"][2].values == dict.fromkeys(("kind", "opened", "solved"), Invalid(fault))
    bad = d.NotYesOrNo(Cell("cases.csv", 5, "solved"), "solved", "perhaps")
    assert by_unit(loaded)["2"].tables["cases"][0].values["solved"] == Invalid(bad)
    assert loaded.faults == (fault, bad)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",weak,,yes\n", d.RowWithoutUnit(Cell("cases.csv", 4, "code"), "cases", "code")),
        ('"1"x,weak,,yes\n', d.QuotesMisplaced(Cell("cases.csv", 4))),
    ],
)
def test_a_row_that_may_be_any_units_leaves_the_table_unknown(write: Write, row: str, fault: Fault) -> None:
    data = write("a.csv", "code,own\n1,yes\n2,no\n")
    loaded = load_records(SMALL, data, {"cases": write("cases.csv", CASES + row)})
    assert loaded.faults == (fault,)
    assert [dict(record.tables) for record in loaded.records] == [{}, {}]


def test_rows_of_unknown_units(write: Write) -> None:
    data = write("a.csv", "code,own\n001,yes\n002,no\n")
    loaded = load_records(SMALL, data, {"cases": write("cases.csv", "code,kind,opened,solved\n1,weak,,yes\nQ,weak,,yes\n")})
    assert loaded.faults == (
        d.UnitLostZeros(Cell("cases.csv", 2, "code"), "1", "001"),
        d.RowOfUnknownUnit(Cell("cases.csv", 3, "code"), "cases", "Q"),
    )
    assert dict(by_unit(loaded)["001"].tables) == {}
    assert by_unit(loaded)["002"].tables == {"cases": ()}


def test_a_related_table_that_cannot_be_read_is_unknown(write: Write) -> None:
    data = write("a.csv", "code,own\n1,yes\n")
    loaded = load_records(SMALL, data, {"cases": write("cases.csv", "kind,opened,solved\nweak,,yes\n"), "other": data})
    assert loaded.faults == (
        d.UnknownTableGiven(Cell("a.csv"), "other", ("cases",)),
        d.IdentifierColumnMissing(Cell("cases.csv", 1), "code"),
    )
    assert dict(loaded.records[0].tables) == {}


def test_rows_inside_units(write: Write) -> None:
    content = """[{"code": "1", "own": true, "cases": [{"kind": "weak", "solved": true, "opened": null}, {"kind": "x"}]},
                  {"code": "2", "own": true, "cases": []},
                  {"code": "3", "own": true},
                  {"code": "4", "own": true, "cases": "none"},
                  {"code": "5", "own": true, "cases": [1, {"kind": "weak", "kind": "good"}]}]"""
    loaded = load_records(SMALL, write("a.json", content))
    bad = d.NotAMember(Cell("a.json", 1, "cases[2].kind"), "kind", "x", ("weak", "average", "good"))
    assert loaded.faults == (
        bad,
        d.NotRows(Cell("a.json", 4, "cases"), "cases", "none"),
        d.JsonNotUnits(Cell("a.json", 5, "cases[1]"), "1"),
        d.KeyTwice(Cell("a.json", 5, "cases[2].kind"), "kind"),
    )
    records = by_unit(loaded)
    assert [dict(row.values) for row in records["1"].tables["cases"]] == [{"kind": 0, "solved": True}, {"kind": Invalid(bad)}]
    assert records["1"].tables["cases"][0].cells["solved"] == Cell("a.json", 1, "cases[1].solved")
    assert records["2"].tables["cases"] == ()
    assert "cases" not in records["3"].tables
    assert "cases" not in records["4"].tables
    assert all(isinstance(row.values["kind"], Invalid) for row in records["5"].tables["cases"])


def test_rows_given_in_two_ways_are_not_used(write: Write) -> None:
    data = write("a.json", '[{"code": "1", "own": true, "cases": []}]')
    loaded = load_records(SMALL, data, {"cases": write("cases.csv", CASES)})
    assert d.TableGivenTwice(Cell("cases.csv"), "cases") in loaded.faults
    assert dict(loaded.records[0].tables) == {}


LIST = "code,title,district,kind\n001,Phường 1,Quận 1,x\n002,Phường 2,Quận 1,x\n003,Phường 3,Quận 2,x\n"


def test_the_list_of_units(write: Write) -> None:
    data = write("data/a.csv", "code,own\n003,yes\n001,no\n9,no\n2,yes\n")
    loaded = load_records(NAMED, data, {"cases": write("cases.csv", CASES.replace("\n1,", "\n003,"))}, write("units.csv", LIST))
    assert loaded.faults == (
        d.UnitNotListed(Cell("a.csv", 4, "code"), "9"),
        d.UnitLostZeros(Cell("a.csv", 5, "code"), "2", "002"),
    )
    assert loaded.roster is not None
    assert [(unit.code, unit.name, dict(unit.groups)) for unit in loaded.roster.units] == [
        ("001", "Phường 1", {"district": "Quận 1"}),
        ("002", "Phường 2", {"district": "Quận 1"}),
        ("003", "Phường 3", {"district": "Quận 2"}),
    ]
    assert loaded.roster.units[2].place == Cell("units.csv", 4)
    assert [record.unit for record in loaded.records] == ["001", "002", "003"]
    first, second, third = loaded.records
    assert (first.name, first.values["own"], first.values["district"]) == ("Phường 1", False, "Quận 1")
    assert first.cells["district"] == Cell("units.csv", 2, "district")
    assert first.cells["own"] == Cell("a.csv", 3, "own")
    assert first.tables == {"cases": ()}
    assert (second.values, dict(second.tables), second.place) == ({"code": "002", "title": "Phường 2", "district": "Quận 1"}, {}, None)
    assert len(third.tables["cases"]) == 2


def test_a_unit_that_is_not_listed_is_reported_at_its_code_whatever_the_column_is_called(write: Write) -> None:
    loaded = load_records(NAMED, write("a.csv", "own,Ward\nyes,9\n"), units=write("u.csv", LIST))
    assert loaded.faults == (d.UnitNotListed(Cell("a.csv", 2, "Ward"), "9"), without_data("001", "002", "003"))


def test_a_list_by_itself(write: Write) -> None:
    roster, faults = read_roster(NAMED, write("u.json", '{"units": [{"code": "001", "title": "A", "district": "B", "x": 1}]}'))
    assert faults == ()
    assert roster is not None
    assert [(unit.code, unit.name, unit.groups, unit.place) for unit in roster.units] == [("001", "A", {"district": "B"}, Cell("u.json", 1))]
    assert read_roster(NAMED, Path("gone.csv")) == (None, (d.DataFileNotFound(Cell("gone.csv"), "gone.csv"),))


def test_a_unit_that_has_rows_but_no_data(write: Write) -> None:
    data = write("a.csv", "code,own\n001,yes\n")
    loaded = load_records(NAMED, data, {"cases": write("cases.csv", "code,kind,opened,solved\n002,weak,,yes\n")}, write("u.csv", LIST))
    assert loaded.faults == (without_data("002", "003"),)
    assert len(by_unit(loaded)["002"].tables["cases"]) == 1
    assert dict(by_unit(loaded)["003"].tables) == {}


def test_rows_of_units_that_are_not_listed_are_no_orphans(write: Write) -> None:
    data = write("a.csv", "code,own\n9,yes\n")
    loaded = load_records(NAMED, data, {"cases": write("cases.csv", "code,kind,opened,solved\n9,weak,,yes\n")}, write("u.csv", LIST))
    assert [type(fault) for fault in loaded.faults] == [d.UnitNotListed, c.UnitsWithoutData]


def test_data_that_disagrees_with_the_list(write: Write) -> None:
    data = write("a.csv", "code,own,title,district\n001,yes,Phường 1,Quận 2\n002,yes,,\n003,yes,Phường 3,Quận 2\n")
    loaded = load_records(NAMED, data, units=write("u.csv", LIST))
    fault = d.ListDisagrees(Cell("a.csv", 2, "district"), "district", "001", "Quận 2", "Quận 1")
    assert loaded.faults == (fault,)
    assert by_unit(loaded)["001"].values["district"] == Invalid(fault)
    assert by_unit(loaded)["002"].values["title"] == "Phường 2"


def test_faults_of_the_list_itself(write: Write) -> None:
    data = write("a.csv", "code,own\n001,yes\n")
    units = write("u.csv", LIST + "001,Phường 1,Quận 1,x\n,Phường 9,Quận 1,x\n1,P,Q,x\n")
    loaded = load_records(NAMED, data, units=units)
    assert loaded.faults == (
        without_data("002", "003", "1"),
        d.UnitTwice(Cell("u.csv", 5, "code"), "001", 2),
        d.UnitWithoutIdentifier(Cell("u.csv", 6, "code"), "code"),
        d.UnitsAlike(Cell("u.csv", 7, "code"), "1", "001"),
    )
    without = load_records(NAMED, data, units=write("u.csv", "title,district\nA,B\n"))
    assert (without.roster, without.records) == (None, ())
    assert [type(fault) for fault in without.faults] == [d.IdentifierColumnMissing]
    poor = load_records(NAMED, data, units=write("u.csv", "code\n001\n"))
    assert d.ColumnMissing(Cell("u.csv", 1), "district") in poor.faults


def test_one_file_as_data_and_list_and_two_files_of_one_name(write: Write) -> None:
    both = write("a.csv", "code,own,title,district\n001,yes,Phường 1,Quận 1\n")
    loaded = load_records(NAMED, both, units=both)
    assert (loaded.faults, len(loaded.records), set(loaded.digests)) == ((), 1, {"a.csv"})
    other = write("x/a.csv", LIST)
    assert set(load_records(NAMED, both, units=other).digests) == {str(both), str(other)}
