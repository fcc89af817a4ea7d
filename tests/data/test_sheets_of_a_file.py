"""Which sheet of a file holds the units, and which a related table: by name, else a fault that lists the sheets."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from criteria_engine.data.loading import load_records
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.catalogue import data_files as f
from criteria_engine.source import Cell

from .builders import WARDS, program_of
from .conftest import Write
from .workbooks import workbook

UNITS = [["code", "own"], ["001", "yes"], ["002", "no"]]
CASES = [["code", "kind", "solved", "opened"], ["001", "weak", "yes", "2023-01-01"], ["001", "good", "no", ""]]
OTHER = [["Ghi chú", "x"], ["a", "b"]]
PLACE = Cell("a.xlsx")
SMALL = program_of({name: WARDS.facts[name].type for name in ("code", "own")}, WARDS.subject)


def load(write: Write, sheets: Mapping[str, list[list[object]]], **said: str) -> tuple[int, dict[str, int], list[str]]:
    """How many units, how many rows of each related table in all, and the codes of the faults."""
    read_as = ReadAs(sheets={key.removeprefix("main"): name for key, name in said.items()})
    loaded = load_records(SMALL, write("a.xlsx", workbook(sheets)), read_as=read_as)
    counts = {name: sum(len(record.tables.get(name, ())) for record in loaded.records) for name in loaded.tables}
    return len(loaded.records), counts, [fault.code for fault in loaded.faults]


@pytest.mark.parametrize("name", ["cases", "Cases", "case"])
def test_a_sheet_called_as_a_related_table_is_that_table(write: Write, name: str) -> None:
    assert load(write, {"Số liệu": UNITS, name: CASES}) == (2, {"cases": 2}, [])


@pytest.mark.parametrize("name", ["ward", "WARDS"])
def test_the_sheet_called_as_the_subject_holds_the_units(write: Write, name: str) -> None:
    assert load(write, {"Cũ": UNITS, name: UNITS}) == (2, {}, ["D117"])


def test_else_the_only_one_with_a_column_of_codes(write: Write) -> None:
    assert load(write, {"Hướng dẫn": OTHER, "B": UNITS, "Trống": []}) == (2, {}, ["D117"])


def test_two_that_may_be_meant_are_a_fault_with_the_list_until_one_is_said(write: Write) -> None:
    sheets = {"2023": UNITS, "2024": UNITS[:2]}
    loaded = load_records(SMALL, write("a.xlsx", workbook(sheets)))
    assert loaded.faults == (f.SheetDoubtful(PLACE, ("2023", "2024")),)
    assert load(write, sheets, main="2024") == (1, {}, ["D117"])
    assert load(write, {**sheets, "Vụ": CASES}, main="2024", cases="Vụ") == (1, {"cases": 2}, ["D117"])


def test_a_sheet_that_is_not_there(write: Write) -> None:
    assert load(write, {"A": UNITS, "B": CASES}, main="C")[2] == ["D116"]
    assert load(write, {"A": UNITS}, cases="C")[2] == ["D116"]


def test_related_rows_that_belong_to_no_unit_are_reported_in_their_sheet(write: Write) -> None:
    loaded = load_records(SMALL, write("a.xlsx", workbook({"A": UNITS, "cases": [*CASES, ["009", "weak", "no", ""]]})))
    (fault,) = loaded.faults
    assert fault.place == Cell("a.xlsx", 4, "code", "cases", "A")


def test_one_workbook_for_everything(write: Write) -> None:
    path: Path = write("a.xlsx", workbook({"A": UNITS, "list": [["code"], ["001"], ["002"], ["003"]]}))
    loaded = load_records(SMALL, path, units=path, read_as=ReadAs(sheets={"": "A", "units": "list"}))
    assert [(record.unit, record.with_data) for record in loaded.records] == [("001", True), ("002", True), ("003", False)]
    assert not [fault for fault in loaded.faults if isinstance(fault, f.SheetsNotRead)]
    other = write("b.xlsx", workbook({"A": [["code"], ["001"]]}))
    apart = load_records(SMALL, path, units=other, read_as=ReadAs(sheets={"": "A"}))
    assert f.SheetsNotRead(PLACE, ("list",)) in apart.faults


def test_a_percentage_and_an_error_reach_the_facts_with_their_cells(write: Write) -> None:
    def fill(sheet: object, book: object) -> None:
        sheet.write_row(0, 0, ["code", "share", "drill", "area"])  # type: ignore[attr-defined]
        sheet.write(1, 0, "001")  # type: ignore[attr-defined]
        sheet.write(1, 1, 0.855, book.add_format({"num_format": "0%"}))  # type: ignore[attr-defined]
        sheet.write(1, 3, 0.1 + 0.2)  # type: ignore[attr-defined]
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]

    loaded = load_records(WARDS, write("a.xlsx", workbook({"A": fill})))
    (record,) = loaded.records
    assert (str(record.values["share"]), str(record.values["area"])) == ("171/200", "3/10")
    errors = [fault for fault in loaded.faults if fault.severity == "error"]
    assert errors == [f.ErrorInCell(Cell("a.xlsx", 2, "drill", "A", "C"), "#DIV/0!")]
