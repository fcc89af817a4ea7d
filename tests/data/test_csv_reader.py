"""CSV bytes become tables whose rows are numbered as a spreadsheet numbers them; what cannot be read is a fault."""

import pytest

from criteria_engine.data.raw_table import LONGEST_CELL, MOST_COLUMNS, Reading
from criteria_engine.data.readers import csv_reader
from criteria_engine.data.readers.csv_reader import read_csv
from criteria_engine.diagnostics.catalogue import data as d
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell


def rows(content: bytes) -> list[tuple[int, dict[str, object]]]:
    table = read_csv("a.csv", content).table
    assert table is not None
    return [(row.number, dict(row.cells)) for row in table.rows]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_marks_and_line_ends_do_not_matter(mark: bytes, end: bytes) -> None:
    assert rows(mark + b"code,own" + end + b"001,yes" + end) == [(2, {"code": "001", "own": "yes"})]


def test_a_quoted_line_break_is_one_row_and_a_blank_line_counts() -> None:
    assert rows(b'code,own\n"0\n1",yes\n\n , \n002,no') == [
        (2, {"code": "0\n1", "own": "yes"}),
        (5, {"code": "002", "own": "no"}),
    ]


def test_column_names_are_compared_in_nfc_without_white_space() -> None:
    table = read_csv("a.csv", " co\u0302 ,b\n1,2".encode()).table
    assert table is not None
    assert table.columns == ("c\u00f4", "b")


def test_the_header_may_come_after_blank_lines() -> None:
    reading = read_csv("a.csv", b"\n\na,a\n1,2")
    assert reading.faults == (d.DuplicateColumn(Cell("a.csv", 3, "a"), "a"),)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", d.DataFileEmpty(Cell("a.csv"))),
        (b" \n \n", d.DataFileEmpty(Cell("a.csv"))),
        (b"\xef\xbb\xbf", d.DataFileEmpty(Cell("a.csv"))),
        (b"code\n0\x001\n", d.NulInData(Cell("a.csv", 2), 2)),
        (b'"code\n', d.QuotesMisplaced(Cell("a.csv", 1))),
        (b"a," * MOST_COLUMNS + b"a\n", d.TooManyColumns(Cell("a.csv", 1), MOST_COLUMNS)),
        (b"," * 1_000_000, d.TooManyColumns(Cell("a.csv", 1), MOST_COLUMNS)),
        (b"x" * (LONGEST_CELL + 1), d.CellTooLong(Cell("a.csv", 1), LONGEST_CELL)),
    ],
)
def test_a_file_that_is_no_table(content: bytes, fault: Fault) -> None:
    reading = read_csv("a.csv", content)
    assert reading.table is None
    assert reading.faults == (fault,)


def test_a_row_that_cannot_be_trusted_stays_with_its_fault_and_the_others_are_read() -> None:
    reading = read_csv("a.csv", b'code,own\n001,yes,no\n002\n"003"x,no\n004,no\n"005,no\n006,no\n')
    assert reading.table is not None
    assert reading.faults == (
        d.RowOfOtherLength(Cell("a.csv", 2), 3, 2),
        d.RowOfOtherLength(Cell("a.csv", 3), 1, 2),
        d.QuotesMisplaced(Cell("a.csv", 4)),
        d.QuotesMisplaced(Cell("a.csv", 6)),
    )
    assert [row.number for row in reading.table.rows if row.fault is None] == [5]


def test_a_column_without_name_matters_only_with_data() -> None:
    assert read_csv("a.csv", b"code,,\n1,,\n").faults == ()
    assert read_csv("a.csv", b"code,,\n1,,x\n").faults == (d.ColumnWithoutName(Cell("a.csv", 1), 3),)


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "MOST_ROWS", 2)
    assert read_csv("a.csv", b"code\n1\n2\n").faults == ()
    assert read_csv("a.csv", b"code\n1\n2\n3\n") == Reading(None, (d.TooManyRows(Cell("a.csv", 4), 2),))
