"""Whatever bytes or mappings are given as data: faults, never an exception; every fault has a code and a place."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria_engine.data.loading import load_records
from criteria_engine.data.mapping_records import record_from_mapping
from criteria_engine.ir.records import Invalid, Record, Row
from criteria_engine.source import Cell

from .builders import WARDS
from .test_other_formats import database, row, spreadsheet, text
from .workbooks import with_parts, workbook

NAMES = [*WARDS.facts, "cases", "kind", "solved", "units", "ward", "Own"]
WORDS = st.sampled_from([*NAMES, "yes", "có", "001", "1", "", "85%", "1.250", "NaN", "\ud800"])
CSV_SOUP = st.lists(st.one_of(WORDS, st.sampled_from([",", "\n", "\r\n", '"', ";", "\0", "\ufeff"]), st.text(max_size=5)), max_size=60).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)
TABLES = st.lists(st.lists(WORDS, min_size=3, max_size=4), max_size=6).map(
    lambda rows: "\n".join(["code,own,kind", *(",".join(row) for row in rows)]).encode("utf-8", "replace")
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=5)),
    max_leaves=20,
)
CSV = st.one_of(st.binary(max_size=300), CSV_SOUP, TABLES)
JSON = st.one_of(st.binary(max_size=300), CSV_SOUP, VALUES.map(lambda value: json.dumps(value).encode()))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in files}
        for name, content in files.items():
            paths[name].write_bytes(content)
        data, cases, units = paths.values()
        for roster in (None, units):
            loaded = load_records(WARDS, data, {"cases": cases}, roster)
            for fault in loaded.faults:
                assert fault.code.startswith("D")
                assert isinstance(fault.place, Cell)
                assert fault.place.file in files
                str(fault).encode()
            reported = set(loaded.faults)
            for record in loaded.records:
                read: list[Record | Row] = [record, *(row for rows in record.tables.values() for row in rows)]
                for row in read:
                    assert all(value.fault in reported for value in row.values.values() if isinstance(value, Invalid))
                    assert all(isinstance(row.cells[name], Cell) for name in row.values)
            assert len(loaded.digests) == (2 if roster is None else 3)


@QUICK
@given(CSV, CSV, CSV)
def test_csv(data: bytes, cases: bytes, units: bytes) -> None:
    check({"a.csv": data, "c.csv": cases, "u.csv": units})


@QUICK
@given(JSON, JSON, JSON)
def test_json(data: bytes, cases: bytes, units: bytes) -> None:
    check({"a.json": data, "c.json": cases, "u.json": units})


@QUICK
@given(st.dictionaries(st.one_of(WORDS, st.integers()), VALUES, max_size=8))
def test_mappings(mapping: dict[str, object]) -> None:
    record, faults = record_from_mapping(WARDS, mapping)
    assert all(value.fault in faults for value in record.values.values() if isinstance(value, Invalid))


OPEN_DOCUMENT = spreadsheet(row(text("code", "own")) + row(text("1", "yes")))
DATABASE = database("CREATE TABLE wards (code, own); INSERT INTO wards VALUES (1, 'yes')")
WORKBOOK = workbook({"A": [["code", "own"], ["1", "yes"]], "cases": [["code", "kind"], ["1", "weak"]]})
PACKAGES = {"xlsx": WORKBOOK, "ods": OPEN_DOCUMENT, "db": DATABASE}
FEW = settings(QUICK, max_examples=50)
CELLS = st.lists(
    st.tuples(
        st.sampled_from(["A1", "B1", "A2", "B2", "C3", "XFD1048576", "ZZZZ9", "", "A0"]),
        st.sampled_from(["n", "s", "str", "inlineStr", "e", "b", "d", "zzz"]),
        st.sampled_from(["", "0", "1", "99", "-1", "code", "own", "1e400", "2023-12-31", "#N/A", "0.30000000000000004", "x" * 40_000]),
        st.sampled_from(["0", "1", "2", "999", "-1"]),
        st.booleans(),
    ),
    max_size=12,
)


@FEW
@given(CELLS, st.sampled_from(["", *(f'<mergeCell ref="{each}"/>' for each in ("A1:B1", "A1:XFD1048576", "B2:A1", "x"))]))
def test_sheets(cells: list[tuple[str, str, str, str, bool]], merged: str) -> None:
    rows: dict[str, str] = {}
    for address, kind, value, style, formula in cells:
        row = address.lstrip("ABCDEFXZ") or "1"
        inside = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
        rows[row] = rows.get(row, "") + f'<c r="{address}" t="{kind}" s="{style}">{"<f>1</f>" if formula else ""}{inside}</c>'
    data = "".join(f'<row r="{row}">{inside}</row>' for row, inside in sorted(rows.items(), key=lambda pair: int(pair[0])))
    sheet = f"<worksheet><sheetData>{data}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    content = with_parts(PACKAGES["xlsx"], {"xl/worksheets/sheet1.xml": sheet.encode()})
    check({"a.xlsx": content, "c.csv": b"code,kind\n1,weak\n", "u.xlsx": content})


@FEW
@given(st.sampled_from(sorted(PACKAGES)), st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 255)), min_size=1, max_size=4), st.booleans())
def test_changed_bytes(ending: str, changes: list[tuple[int, int]], cut: bool) -> None:
    content = bytearray(PACKAGES[ending])
    for at, byte in changes:
        content[at % len(content)] = byte
    if cut:
        del content[changes[0][0] % len(content) :]
    check({f"a.{ending}": bytes(content), "c.jsonl": b'{"code": 1}\n', "u.csv": b"code\n1\n"})


@FEW
@given(JSON, JSON, JSON)
def test_json_lines(data: bytes, cases: bytes, units: bytes) -> None:
    check({"a.jsonl": data, "c.jsonl": cases, "u.jsonl": units})
