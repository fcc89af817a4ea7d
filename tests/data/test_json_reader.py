"""JSON bytes become tables with the numbers in the file's own digits; what cannot be read is a fault."""

import pytest

from criteria_engine.data.raw_cells import NumberText
from criteria_engine.data.raw_table import MOST_COLUMNS, Reading
from criteria_engine.data.readers import json_reader
from criteria_engine.data.readers.json_reader import read_json
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.catalogue.data_files import EncodingDoubtful
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell


@pytest.mark.parametrize("content", [b'[{"code": "001"}]', b'{"code": "001"}', b'{"units": [{"code": "001"}]}', b'\xef\xbb\xbf{"code":"001"}'])
def test_the_three_forms(content: bytes) -> None:
    reading = read_json("a.json", content)
    assert reading.faults == ()
    assert reading.table is not None
    assert [(row.number, dict(row.cells)) for row in reading.table.rows] == [(1, {"code": "001"})]


def test_numbers_keep_their_digits() -> None:
    table = read_json("a.json", b'{"a": 0.10, "b": 12345678901234567890, "c": 1e400, "d": NaN, "e": -Infinity}').table
    assert table is not None
    assert table.rows[0].cells == {
        "a": NumberText("0.10"),
        "b": NumberText("12345678901234567890"),
        "c": NumberText("1e400"),
        "d": NumberText("NaN"),
        "e": NumberText("-Infinity"),
    }


def test_a_number_of_many_digits_is_read_as_text() -> None:
    table = read_json("a.json", b'{"a": ' + b"9" * 10_000 + b"}").table
    assert table is not None
    assert table.rows[0].cells["a"] == NumberText("9" * 10_000)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", d.DataFileEmpty(Cell("a.json"))),
        (b'{"a": "\xff"}', EncodingDoubtful(Cell("a.json", 1), ("windows-1258", "windows-1252"), ('{"a": "\xff"}',) * 2)),
        (b'{"a": "\x00"}', d.NulInData(Cell("a.json", 1), 1)),
        (b'[{"a": 1},\n {"a" 2}]', d.NotJson(Cell("a.json", 2), 2, 7, "2}]")),
        (b'[{"a": 1}', d.NotJson(Cell("a.json", 1), 1, 10, "")),
        (b"12", d.JsonNotUnits(Cell("a.json"), "12")),
        (b'"text"', d.JsonNotUnits(Cell("a.json"), "text")),
        (b"[" * 100_000, d.JsonNestedTooDeep(Cell("a.json"))),
        (b'{"a":' * 100_000, d.JsonNestedTooDeep(Cell("a.json"))),
        (b'{"units": [], "units": []}', d.KeyTwice(Cell("a.json", None, "units"), "units")),
        (b"[{%s}]" % b",".join(b'"%d":1' % n for n in range(MOST_COLUMNS + 1)), d.TooManyColumns(Cell("a.json"), MOST_COLUMNS)),
    ],
)
def test_a_file_that_is_no_table(content: bytes, fault: Fault) -> None:
    assert read_json("a.json", content) == Reading(None, (fault,))


def test_what_is_no_object_and_names_given_twice_are_rows_with_a_fault() -> None:
    reading = read_json("a.json", b'[{"a": 1}, 5, {"a": 1, "b": 2, "a": 1}, {"a": 2}]')
    twice = d.KeyTwice(Cell("a.json", 3, "a"), "a")
    assert reading.faults == (d.JsonNotUnits(Cell("a.json", 2), "5"), twice)
    assert reading.table is not None
    assert [row.fault is None for row in reading.table.rows] == [True, False, False, True]


def test_names_are_compared_in_nfc_without_white_space() -> None:
    reading = read_json("a.json", '{"c\u00f4": 1, " co\u0302": 2}'.encode())
    assert reading.faults == (d.KeyTwice(Cell("a.json", 1, "c\u00f4"), "c\u00f4"),)


def test_half_a_surrogate_pair_in_a_name_is_replaced() -> None:
    table = read_json("a.json", b'{"\\ud800": 1}').table
    assert table is not None
    assert table.columns == ("\ufffd",)


def test_other_names_beside_the_units_are_reported() -> None:
    reading = read_json("a.json", b'{"units": [{"code": "1"}], "note": "x"}')
    assert reading.faults == (d.UnknownColumn(Cell("a.json", None, "note"), "note"),)


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "MOST_ROWS", 2)
    assert read_json("a.json", b"[{},{},{}]").faults == (d.TooManyRows(Cell("a.json", 3), 2),)
