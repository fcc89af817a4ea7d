"""Files become the same columns and the same faults as by way of records."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from tests.data.builders import WARDS

from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.backends.tables.reading import read_columns
from criteria_engine.data.loading import load_records
from criteria_engine.data.opened_tables import Given
from criteria_engine.data.private_cells import MASK
from criteria_engine.data.readers.by_format import given_file
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.catalogue.data_files import FurtherCells
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record, Row
from criteria_engine.source import Cell

Shown = dict[str, object]


def shown(batches: list[EncodedBatch]) -> Shown:
    """What batches hold, put together, in plain data."""
    found: Shown = {"units": [], "names": [], "columns": {}, "tables": {}, "unsuited": []}
    first = 0
    for batch in batches:
        many = len(batch)
        found["units"] += batch.units.to_pylist()  # type: ignore[operator]
        found["names"] += batch.names.to_pylist()  # type: ignore[operator]
        found["unsuited"] += batch.unsuited.to_pylist() if batch.unsuited is not None else [False] * many  # type: ignore[operator]
        add(found["columns"], batch.columns, many)  # type: ignore[arg-type]
        for name, rows in batch.tables.items():
            own = found["tables"].setdefault(name, {"columns": {}, "unit": [], "given": []})  # type: ignore[attr-defined]
            own["unit"] += [first + unit for unit in rows.unit.to_pylist()]
            own["given"] += rows.given.to_pylist() if rows.given is not None else [True] * many
            add(own["columns"], rows.columns, len(rows.unit))
        first += many
    if not found["units"]:
        found["columns"] = {}
    found["tables"] = {name: rows for name, rows in found["tables"].items() if any(rows["given"])}  # type: ignore[attr-defined]
    return found


def add(found: dict[str, list[object]], columns: Mapping[str, EncodedColumn], many: int) -> None:
    for name, column in columns.items():
        assert len(column.values) == many
        invalid = column.invalid.to_pylist() if column.invalid is not None else [False] * many
        values = column.values.to_pylist()
        found.setdefault(name, []).extend((str(column.values.type), *each) for each in zip(values, invalid, strict=True))


def plain(record: Record | Row) -> dict[str, object]:
    """A record or a row with its cells, in plain data."""
    cells = {name: record.cells[name] for name in sorted(record.cells)}
    found: dict[str, object] = {"values": dict(record.values), "cells": cells, "place": record.place}
    if isinstance(record, Record):
        found |= {"unit": record.unit, "name": record.name, "with_data": record.with_data}
        found["tables"] = {name: [plain(row) for row in rows] for name, rows in record.tables.items()}
    return found


def agree(
    program: Program, data: Given, tables: Mapping[str, Given] | None = None, units: Given | None = None, read_as: ReadAs = AS_FOUND, size: int = 3
) -> tuple[Fault, ...]:
    """Holds the columns of files against their records; the faults."""
    loaded = load_records(program, data, tables, units, read_as)
    source = read_columns(program, data, tables, units, read_as)
    batches = list(source.batches(size))
    assert shown(batches) == shown([encode_records(program, loaded.records)])
    assert all(len(batch) <= size for batch in batches)
    assert source.faults == loaded.faults
    assert (source.digests, source.tables) == (loaded.digests, loaded.tables)
    assert source.without_data == {record.unit for record in loaded.records if not record.with_data}
    assert (source.roster is None) == (loaded.roster is None)
    assert [plain(batch.record(place)) for batch in batches for place in range(len(batch))] == [plain(record) for record in loaded.records]
    return loaded.faults


def test_a_clean_and_a_dirty_file_give_the_columns_of_their_records(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("code,area,share,own,drill,rating\n1,12.5,85%,yes,2023-12-31,good\n2,many,1,,31/12/2023,Khá\n3,,,no,,\n1,3,2%,no,,weak\n")
    assert {fault.code for fault in agree(WARDS, path)} >= {"D022", "D051"}


# Parquet files and frames

NUMBERS = st.sampled_from(
    (
        "12", "7.5", "-3", "85%", "85.5%", "0.85", "1.250", "1,250", "12,5", "1.250.000", "007", "0", "", " 12 ", "n/a", "many", "1e3", "12.3456",
        "50001", "+4", "12 m2", "0,5%", "100%", "1", "60 triệu", "1.000", "0.000", "12345.678", "9" * 25, "9" * 14,
    )
)  # fmt: skip
WORDS = st.sampled_from(["yes", "no", "có", "x", "", "không có", "1", "0", "maybe", "✓", "-", None])
DAYS = st.sampled_from(["2023-12-31", "31/12/2023", "03/04/2023", "12/31/2023", "2023-02-30", "ngày 5 tháng 6 năm 2023", "soon", "", None])
RATINGS = st.sampled_from(["good", "Khá", "kha", "WEAK", "Yếu", "best", "", "n/a", None])
NAMES = st.sampled_from(["Phường 1", "Xa\u0303 B", " Xã C ", "-", "n/a", "Đống Đa", "N", "", None, "không có", "a\u0000b"])
CODES = st.one_of(st.integers(1, 40).map(str), st.sampled_from(["001", "01", "", None, " 7 ", "Q1", "n/a"]))
OF_TEXT: dict[str, st.SearchStrategy[Any]] = {
    "code": CODES, "ward_name": NAMES, "district": NAMES, "rating": RATINGS, "own": WORDS, "area": NUMBERS, "share": NUMBERS, "late": NUMBERS,
    "budget": NUMBERS, "drill": DAYS, "J2": st.sampled_from(["met", "đạt", "không đạt", "well", "", None]),
}  # fmt: skip
TYPED: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.int64(), st.integers(-5, 20_000)),
    (pa.uint8(), st.integers(0, 255)),
    (pa.float64(), st.sampled_from([0.1, 85.0, 0.855, 1e300, -0.0, float("nan"), 12.345678, 3e-7])),
    (pa.float64(), st.integers(-300, 6_000_000).map(lambda n: n / 100)),
    (pa.float32(), st.sampled_from([0.1, 85.5, 1e10, 0.0])),
    (pa.decimal128(12, 3), st.integers(-10, 90_000).map(lambda n: Decimal(n) / 1000)),
    (pa.bool_(), st.booleans()),
    (pa.date32(), st.dates(date(1890, 1, 1), date(2120, 1, 1))),
    (pa.timestamp("ns"), st.sampled_from([datetime(2023, 5, 1), datetime(2023, 5, 1, 12)])),
    (pa.null(), st.none()),
    (pa.string(), st.sampled_from(["12", "x", "2023-05-01"])),
    (pa.dictionary(pa.int32(), pa.string()), st.sampled_from(["12,5", "good", "yes"])),
    (pa.large_string(), st.sampled_from(["12.5", "weak"])),
]


@st.composite
def frames(draw: st.DrawFn) -> pa.Table:
    """Tables of units, some columns of texts, some of types."""
    many = draw(st.integers(1, 12))
    columns: dict[str, pa.Array] = {"code": pa.array(draw(st.lists(CODES, min_size=many, max_size=many)), pa.string())}
    for name in draw(st.lists(st.sampled_from(list(OF_TEXT)), max_size=5, unique=True)):
        kind, cells = draw(st.sampled_from(TYPED)) if draw(st.booleans()) else (pa.string(), OF_TEXT[name])
        if name != "code" or pa.types.is_string(kind):
            values = draw(st.lists(st.one_of(cells, cells, cells, st.none()), min_size=many, max_size=many))
            heading = f"{name} (%)" if name == "share" and draw(st.booleans()) else name
            columns[heading] = pa.array(values, kind)
    return pa.table(columns)


@settings(max_examples=80, deadline=None)
@given(frames())
def test_frames_give_the_columns_and_the_faults_of_their_records(frame: pa.Table) -> None:
    agree(WARDS, given_file("data", frame))  # type: ignore[arg-type]


@pytest.mark.parametrize("at_once", [2, 7, 15, 131_072])
def test_a_parquet_file_gives_the_columns_and_the_faults_of_its_records(tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.parquet"
    codes = [str(code) for code in range(40)]
    table = {"code": codes, "area": [n / 4 for n in range(40)], "share": ["85%", "90,5%", None, "7"] * 10, "late": list(range(9_980, 10_020))}
    parquet.write_table(pa.table({**table, "x": codes}), path, row_group_size=7)
    monkeypatch.setattr("criteria_engine.data.columns.arrow_columns.ROWS_AT_ONCE", at_once)
    assert {fault.code for fault in agree(WARDS, path)} >= {"D022", "D034"}


def test_a_file_that_is_no_parquet_file_is_a_fault_and_no_units(tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    agree(WARDS, path)


ODD_KINDS = {
    "narrow decimals": ("area", pa.array([Decimal("1.5"), Decimal("2.0"), None], pa.decimal32(4, 1)), set()),
    "days after the year 9999": ("drill", pa.array([2**31 - 1, 20_000, -(2**31)], pa.date32()), {"D037"}),
    "moments after it": ("drill", pa.array([2**62, 0, None], pa.timestamp("ms")), {"D037"}),
    "days in milliseconds": ("drill", pa.array([2**62 // 86_400_000 * 86_400_000, 0, None], pa.date64()), {"D037"}),
    "nanoseconds": ("drill", pa.array([1, 0, None], pa.timestamp("ns")), {"D038"}),
    "a time zone that there is not": ("drill", pa.array([0, None, 86_400], pa.timestamp("s", "Mars/Phobos")), {"D038"}),
}


@pytest.mark.parametrize("kind", ODD_KINDS)
def test_one_odd_value_is_a_fault_of_its_cell_and_not_of_the_file(tmp_path: Path, kind: str) -> None:
    column, cells, codes = ODD_KINDS[kind]
    path = tmp_path / "data.parquet"
    parquet.write_table(pa.table({"code": ["1", "2", "3"], column: cells}), path)
    faults = [fault for fault in agree(WARDS, path) if fault.code != "D022"]  # columns that are not there
    assert {fault.code for fault in faults} == codes
    assert all(isinstance(fault.place, Cell) and fault.place.row for fault in faults)


# CSV


CASES: dict[str, st.SearchStrategy[Any]] = {"kind": RATINGS, "opened": DAYS, "solved": WORDS}


@st.composite
def csv_texts(draw: st.DrawFn, cells_of: Mapping[str, st.SearchStrategy[Any]] = OF_TEXT) -> str:
    """Texts of CSV files, many of them with something wrong."""
    cells_of = {"code": CODES, **cells_of}
    names = draw(st.permutations(["code", *draw(st.lists(st.sampled_from([*cells_of, "code", "", "x"]), max_size=4))]))
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    lines = [delimiter.join(names)]
    for _ in range(draw(st.integers(0, 9))):
        cells = [draw(cells_of.get(name, NAMES)) or "" for name in names]
        cells = [cell.replace("\0", "") for cell in cells]
        odd = draw(st.sampled_from(["", "", "", "", "short", "long", "blank", "empty", "quoted", "mark", "formula", "spaces"]))
        if odd == "short":
            cells = cells[:-1]
        elif odd == "long":
            cells.append("more")
        elif odd in ("blank", "spaces"):
            cells = [" " if odd == "spaces" else ""] * len(cells)
        elif odd == "empty":
            cells = []
        elif odd == "mark":
            cells[-1] = draw(st.sampled_from(['a"b', '"a"b', '"', ' "a"']))
        elif odd == "formula":
            cells[-1] = draw(st.sampled_from(["'=1+1", "'-3", "''=1", "'a"]))
        elif odd == "quoted":
            cells[-1] = draw(st.sampled_from(['"a\nb"', '"a""b"', f'"1{delimiter}5"', '""', '"12"']))
        else:
            cells = [f'"{cell}"' if delimiter in cell else cell for cell in cells]
        lines.append(delimiter.join(cells))
    start = draw(st.sampled_from(["", "", "\ufeff", f"sep={delimiter}\n", "\n"]))
    return start + draw(st.sampled_from(["\n", "\r\n"])).join(lines) + draw(st.sampled_from(["", "\n", "\r\n", "\n\n", "\r"]))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(csv_texts())
def test_csv_gives_the_columns_and_the_faults_of_its_records(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(text.encode())
    agree(WARDS, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(csv_texts(), csv_texts(CASES), st.one_of(st.none(), csv_texts({"ward_name": NAMES, "district": NAMES})), st.booleans())
def test_csv_files_are_joined_as_their_records_are(tmp_path: Path, units: str, cases: str, listing: str | None, restore: bool) -> None:
    paths = {name: tmp_path / f"{name}.csv" for name in ("units", "cases", "list")}
    for name, text in (("units", units), ("cases", cases), ("list", listing)):
        if text is not None:
            paths[name].write_bytes(text.encode())
    agree(WARDS, paths["units"], {"cases": paths["cases"]}, paths["list"] if listing is not None else None, ReadAs(restore_zeros=restore))


# Related tables and the list of units

Assessed = tuple[pa.Table, pa.Table | None, pa.Table | None]


@st.composite
def assessments(draw: st.DrawFn) -> Assessed:
    """Units, perhaps with cases, perhaps with a list."""
    units = draw(frames())
    cases = listing = None
    if draw(st.booleans()):
        many = draw(st.integers(0, 15))
        kinds = {"code": CODES, "kind": RATINGS, "opened": DAYS, "solved": WORDS}
        cases = pa.table({name: pa.array(draw(st.lists(cells, min_size=many, max_size=many)), pa.string()) for name, cells in kinds.items()})
    if draw(st.booleans()):
        many = draw(st.integers(0, 30))
        named = {"code": CODES, "ward_name": NAMES, "district": NAMES}
        listing = pa.table({name: pa.array(draw(st.lists(cells, min_size=many, max_size=many)), pa.string()) for name, cells in named.items()})
    return units, cases, listing


@settings(max_examples=80, deadline=None)
@given(assessments(), st.booleans())
def test_related_rows_and_the_list_of_units_are_joined_as_records_are(files: Assessed, restore: bool) -> None:
    units, cases, listing = files
    tables = {"cases": given_file("cases", cases)} if cases is not None else {}
    agree(WARDS, given_file("data", units), tables, given_file("units", listing) if listing is not None else None, ReadAs(restore_zeros=restore))


# What a mapping says

SAID = {
    "area": ['numbers = "vi"', 'numbers = "en"', 'unit = "ha"', 'missing = ["12"]', 'missing = ["trống", "many"]'],
    "share": ['percent = "points"', 'percent = "share"', 'percent = "sign"', 'numbers = "vi"'],
    "late": ['numbers = "en"', 'missing = ["0"]', 'missing = []'],
    "own": ['blank = "no"', 'yes = ["maybe"]', 'no = ["x"]', 'blank = "missing"'],
    "drill": ['dates = "dmy"', 'dates = "mdy"', 'missing = ["soon"]'],
    "ward_name": ['missing = ["Phường 1"]', 'missing = ["p"]'],
}


@st.composite
def mappings(draw: st.DrawFn) -> str:
    lines = ["[data.columns]"]
    for fact in draw(st.lists(st.sampled_from(list(SAID)), unique=True, max_size=4)):
        column = f'column = "{fact}"'
        lines.append(f"{fact} = {{ {', '.join([column, draw(st.sampled_from(SAID[fact]))])} }}")
    return "\n".join(lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames(), mappings())
def test_columns_are_read_as_the_mapping_says(tmp_path: Path, frame: pa.Table, mapping: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(mapping, encoding="utf-8")
    agree(WARDS, given_file("data", frame), read_as=ReadAs(mapping=path))


# Very many faults, and all of them as rows


def test_of_very_many_faults_the_first_are_kept_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("criteria_engine.backends.tables.cell_faults.MOST_OF_A_KIND", 2)
    frame = pa.table({"code": [str(code) for code in range(9)], "area": ["12", "many"] * 4 + ["few"]})
    source = read_columns(WARDS, given_file("data", frame))  # type: ignore[arg-type]
    cells = [fault for fault in source.faults if isinstance(fault.place, Cell) and fault.place.column == "area"]
    assert [(fault.code, fault.place.row) for fault in cells if isinstance(fault.place, Cell)] == [("D133", None), ("D031", 2), ("D031", 4)]
    assert cells[0] == FurtherCells(Cell("data", None, "area"), 3, "D031", 2)
    assert [batch.columns["area"].invalid.to_pylist() for batch in source.batches() if batch.columns["area"].invalid] == [[False, True] * 4 + [True]]


def test_everything_rejected_can_be_had_as_rows(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("code,area,late\n1,many,3\n2,7,x\n2,7,4\n3,8\n4,few,1\n")
    rows = [row for batch in read_columns(WARDS, path).rejects() for row in batch.to_pylist()]
    assert sorted((row["row"], row["column"] or "", row["code"], row["unit"], row["found"]) for row in rows) == [
        (2, "area", "D031", "1", "many"),
        (3, "late", "D031", "2", "x"),
        (4, "code", "D051", "2", None),
        (5, "", "D010", None, None),
        (6, "area", "D031", "4", "few"),
    ]
    assert {row["file"] for row in rows} == {"data.csv"}


def test_what_was_found_in_private_facts_is_masked_in_rejected_rows() -> None:
    program = attrs.evolve(WARDS, facts={name: attrs.evolve(fact, private=name == "late") for name, fact in WARDS.facts.items()})
    frame = pa.table({"code": ["1"], "area": ["secret"], "late": ["secret"]})
    source = read_columns(program, given_file("data", frame))  # type: ignore[arg-type]
    found = {row["column"]: row["found"] for batch in source.rejects() for row in batch.to_pylist()}
    assert found == {"area": "secret", "late": MASK}


# Bytes that are no such file


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["csv", "tsv", "parquet", "arrow"]),
    st.one_of(st.binary(max_size=60), st.text("c,ode\"\n\r1ạ'\t;", max_size=60).map(str.encode)),
)
def test_any_bytes_give_what_their_records_give(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"data.{ending}"
    path.write_bytes(content)
    agree(WARDS, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_broken_somewhere_never_gives_some_units_only(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "data.parquet"
    codes = [str(code) for code in range(30)]
    parquet.write_table(pa.table({"code": codes, "area": list(range(30)), "rating": ["good"] * 30, "unknown": codes}), path, row_group_size=9)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    wanted = [record.unit for record in load_records(WARDS, path).records]
    try:
        found = [unit for batch in read_columns(WARDS, path).batches() for unit in batch.units.to_pylist()]
    except FaultsFound as broken:
        found = [fault.code for fault in broken.faults]
    assert found in (wanted, codes, ["D109"])


def test_a_row_of_other_length_with_a_cell_that_is_too_long_is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(f"code,late\n1,2\n2,{'x' * 200_000},3\n")
    assert "D015" in {fault.code for fault in agree(WARDS, path)}
