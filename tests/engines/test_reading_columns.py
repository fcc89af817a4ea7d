"""Files become the same columns and the same faults as by way of records."""

from collections.abc import Mapping
from pathlib import Path

from tests.data.builders import WARDS

from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.backends.tables.reading import read_columns
from criteria_engine.data.loading import load_records
from criteria_engine.data.opened_tables import Given
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record, Row

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
