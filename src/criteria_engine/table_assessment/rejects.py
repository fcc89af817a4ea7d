"""Faults of cells and rows become a table of what was rejected, to be written as Parquet, CSV or JSON."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import asdict, fields, frozen

from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.comma_separated import comma_separated
from criteria_engine.documents.inert import inert
from criteria_engine.ir.records import Invalid, Record
from criteria_engine.results.answered import invalid_names_of
from criteria_engine.source import Cell


@frozen
class Reject:
    """A datum or row that could not be read: its place (`row` as people count it; `column` as the file names it), the unit it is of where
    that is known, the fact, the code of the fault, and what was found."""

    file: str
    row: int | None
    column: str | None
    unit: str | None
    fact: str | None
    code: str
    found: str | None


def rejects_of(faults: Iterable[Fault], units: Mapping[object, str]) -> tuple[Reject, ...]:
    """The errors among faults that have a row, or a column, in a data file; `units` are the units of cells, by place."""
    found = []
    for fault in faults:
        place = fault.place
        if fault.severity == "error" and isinstance(place, Cell) and (place.row is not None or place.column is not None):
            unit = units.get(place) or _text(fault, "unit")
            found.append(Reject(place.file, place.row, place.column, unit, _text(fault, "fact"), fault.code, _text(fault, "found")))
    return tuple(found)


def _text(fault: Fault, name: str) -> str | None:
    value = getattr(fault, name, None)
    return value if isinstance(value, str) else None


def places_of(record: Record) -> dict[object, str]:
    """The places of a record's data that could not be read, each with the unit."""
    data = [*record.values.values(), *(value for rows in record.tables.values() for row in rows for value in row.values.values())]
    return {datum.fault.place: record.unit for datum in data if isinstance(datum, Invalid)}


def places_in(batch: EncodedBatch) -> dict[object, str]:
    """The same for a batch; only records that have such data are looked at."""
    import pyarrow.compute as pc

    found: dict[object, str] = {}
    for place in pc.indices_nonzero(pc.list_value_length(invalid_names_of(batch))).to_pylist():
        found |= places_of(batch.record(place))
    return found


NAMES = tuple(each.name for each in fields(Reject))


def _csv(rejects: Iterable[Reject]) -> bytes:
    rows = [["" if value is None else inert(str(value)) for value in asdict(each).values()] for each in rejects]
    return comma_separated([NAMES, *rows]).encode()


def _json(rejects: Iterable[Reject]) -> bytes:
    return (json.dumps([asdict(each) for each in rejects], ensure_ascii=False, indent=1) + "\n").encode()


def _parquet(rejects: Iterable[Reject]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    data = [asdict(each) for each in rejects]
    kinds: dict[str, Any] = {"row": pa.int64()}
    arrays = [pa.array([each[name] for each in data], kinds.get(name, pa.string())) for name in NAMES]
    file = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, names=list(NAMES)), file, compression="zstd")
    return file.getvalue()


WRITTEN: Mapping[str, Callable[[Iterable[Reject]], bytes]] = {".parquet": _parquet, ".csv": _csv, ".json": _json}
"""How rejects are written, by the end of the file's name. Raises ModuleNotFoundError where what it needs is not installed."""
