"""A result file: written, valid by its schema, read back as it was; anything else gives faults."""

import copy
import json
from datetime import date
from importlib.resources import files

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from criteria_engine.diagnostics.catalogue.programme import (
    NotAResultFile,
    ResultFileUnreadable,
    ResultFormatUnknown,
    ResultMalformed,
    ResultUnitTwice,
    UnitWithoutGroup,
)
from criteria_engine.documents.plain_text import document_text
from criteria_engine.programmes.programme_document import programme_document
from criteria_engine.programmes.result_data import result_data, result_file
from criteria_engine.programmes.result_file import FORMAT, read_result_file, read_results, to_data
from criteria_engine.programmes.review import review
from criteria_engine.programmes.review_document import review_document
from criteria_engine.programmes.standing import programme_standings
from criteria_engine.source import Cell

from .builders import DUE, outcome, program, programme, roster, target

SCHEMA = json.loads((files("criteria_engine") / "schemas" / "results.schema.json").read_text("utf-8"))
RULES = program(programme(target(by="district"), target("at least", 1, grades={1, 2}), target("every", None)))
UNITS = roster(("Thủ Đức", 3), ("Quận 1", 2))
OUTCOMES = [
    outcome("u2", "passes", (90, 90), {"P": "passes", "C1": "passes", "C2": "not applicable"}, [2]),
    outcome("u1", "undetermined", (80, 95), {"P": "undetermined", "C1": "undetermined"}, [1, 2], missing=("area",), invalid=("code",)),
    outcome("u4", "fails", (10, 10), {"P": "fails", "C1": "fails", "A1": "fails"}),
    outcome("u9", "disqualified"),
]
FAULTS = (UnitWithoutGroup(Cell("wards.csv", 3, "code"), "u9", "district"),)
DIGESTS = {"rules": "sha256:1", "data": "sha256:2"}
ARGUMENTS = (RULES, OUTCOMES, UNITS, DIGESTS, DUE, FAULTS, programme_standings(RULES, OUTCOMES, UNITS, DUE), "0.1.0")


def data():
    return json.loads(json.dumps(result_data(*ARGUMENTS, names={"u3": "Phường Ba"})))


def test_the_schema_is_one_and_holds():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(data())


def test_what_is_written():
    written = data()
    assert list(written)[:5] == ["ruleset", "as_of", "format", "version", "digests"]
    assert [result["unit"] for result in written["results"]] == ["u1", "u2", "u3", "u4", "u5", "u9"]
    first, second, third = written["results"][:3]
    assert first["grade"] is None and first["grades_possible"] == ["good", "excellent"] and first["verdicts_possible"] == ["passes", "fails"]
    assert first["score"] == {"low": "80", "high": "95", "possible": {"low": "110", "high": "110"}}
    assert second["grade"] == "excellent" and second["groups"] == {"district": "Thủ Đức"}
    assert second["criteria"]["C1"] == {
        "outcome": "passes", "level": "criterion", "points": {"low": "48/7", "high": "10"}, "possible_points": {"low": "10", "high": "10"},
        "outcomes_possible": ["passes"], "grade": None,
    }
    assert (third["name"], third["verdict"], third["with_data"], third["score"]) == ("Phường Ba", "undetermined", False, None)
    assert written["headings"]["C1"]["parent"] == "P"
    assert written["headings"]["C1"]["citations"] == [{"source": "scheme", "clause": "II.C1", "titles": {"en": "Scheme", "vi": "Đề án"}}]
    assert written["fact_titles"] == {"area": {"en": "Area", "vi": "Diện tích"}, "code": {}}
    assert written["faults"] == [
        {
                "code": "P003",
                "severity": "error",
                "place": {"file": "wards.csv", "row": 3, "column": "code", "sheet": None, "letter": None},
                "fields": {"unit": "u9", "fact": "district"},
            }
    ]
    counts = written["programmes"][0]["counts"]
    assert counts == {"all": 5, "passes": 1, "fails": 1, "disqualified": 0, "undetermined": 3, "graded": 0}


def test_what_is_written_is_read_back():
    made = result_file(*ARGUMENTS)
    read = read_results(json.dumps(to_data(made)).encode(), "results.json")
    assert read.faults == ()
    assert read.file == made
    assert to_data(read.file) == to_data(made)


def test_writing_twice_gives_the_same_bytes():
    assert json.dumps(result_data(*ARGUMENTS)) == json.dumps(result_data(*ARGUMENTS))


def test_a_file_with_byte_order_mark(tmp_path):
    path = tmp_path / "results.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(data()).encode())
    assert read_result_file(path).file is not None


def test_no_file(tmp_path):
    read = read_result_file(tmp_path / "none.json")
    assert read.file is None and isinstance(read.faults[0], ResultFileUnreadable)


@pytest.mark.parametrize("content", [
    b"", b"\xff\xfe", b"[]", b"{}", b"null", b'{"ruleset": 1}', b"[" * 100_000, b'{"results": [], "ruleset', b"1" * 5000, b'{"results": [NaN'
])
def test_foreign_files(content):
    assert read_results(content, "x.json").faults == (NotAResultFile(Cell("x.json")),)


@pytest.mark.parametrize("found", ["criteria-results/99", None, 3])
def test_other_formats(found):
    content = json.dumps({**data(), "format": found})
    assert read_results(content, "x.json").faults == (ResultFormatUnknown(Cell("x.json"), found if isinstance(found, str) else "", FORMAT),)


def put(at, value):
    def change(written):
        place = written
        for key in at[:-1]:
            place = place[key]
        if value is DROP:
            del place[at[-1]]
        else:
            place[at[-1]] = value
    return change


DROP = object()


@pytest.mark.parametrize(("at", "value", "path"), [
    (["as_of"], "2023-13-01", "$.as_of"),
    (["as_of"], DROP, "$.as_of"),
    (["results"], {}, "$.results"),
    (["results"], "abc", "$.results"),
    (["results", 1, "verdict"], "wins", "$.results[1].verdict"),
    (["results", 1, "verdict"], [], "$.results[1].verdict"),
    (["results", 1, "score", "low"], "1e9", "$.results[1].score.low"),
    (["results", 1, "score", "low"], 90, "$.results[1].score.low"),
    (["results", 1, "score", "low"], "9" * 9999, "$.results[1].score.low"),
    (["results", 1, "score", "low"], "1/0", "$.results[1].score.low"),
    (["results", 1, "criteria", "C1", "points", "low"], DROP, "$.results[1].criteria.C1.points.low"),
    (["results", 1, "criteria", "nobody"], {"outcome": "passes", "level": "criterion", "points": None, "possible_points": None,
                                            "outcomes_possible": [], "grade": None}, "$.results[1].criteria.nobody"),
    (["results", 1, "missing"], "abc", "$.results[1].missing"),
    (["results", 1, "groups"], ["a"], "$.results[1].groups"),
    (["headings", "C1", "parent"], "X", "$.headings.C1"),
    (["headings", "C1", "titles"], {"vi": 1}, "$.headings.C1.titles"),
    (["programmes", 0, "counts", "passes"], 7, "$.programmes[0].counts"),
    (["programmes", 0, "counts", "passes"], True, "$.programmes[0].counts.passes"),
    (["programmes", 0, "phases", 0, "targets", 0, "groups", 0, "open"], 99, "$.programmes[0].phases[0].targets[0].groups[0]"),
])
def test_malformed_values_are_named_by_their_path(at, value, path):
    written = data()
    put(at, value)(written)
    read = read_results(json.dumps(written), "x.json")
    assert read.faults == (ResultMalformed(Cell("x.json"), path),)
    assert read.file is None


def test_all_malformed_values_at_once():
    written = data()
    written["as_of"] = 3
    written["results"][0]["name"] = None
    assert {fault.at for fault in read_results(json.dumps(written), "x.json").faults} == {"$.as_of", "$.results[0].name"}


def test_a_unit_twice():
    written = data()
    written["results"].append(written["results"][0])
    assert read_results(json.dumps(written), "x.json").faults == (ResultUnitTwice(Cell("x.json"), "u1"),)


def test_keys_of_later_versions_are_passed_over():
    assert read_results(json.dumps({**data(), "later": 1}), "x.json").faults == ()


def _places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


ARGUMENTS_READ = evolve(result_file(*ARGUMENTS), as_of=date(2025, 1, 1))
PLACES = [place for place in _places(data()) if place]
JUNK = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2) | st.just({"a": None})


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_any_change_is_read_or_a_fault(place, junk):
    written = copy.deepcopy(data())
    put(place, junk)(written)
    read = read_results(json.dumps(written), "x.json")
    assert (read.file is None) == bool(read.faults)
    if read.file is not None:
        found = review(read.file, ARGUMENTS_READ)
        for standing in read.file.programmes:
            document_text(programme_document(standing, "vi"))
        if found.review is not None:
            document_text(review_document(found.review, "en"))


@given(st.binary(max_size=60))
def test_byte_soup_is_a_fault(content):
    assert read_results(content, "x.json").file is None
