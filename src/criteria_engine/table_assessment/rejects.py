"""Faults of cells and rows become a table of what was rejected, to be written as Parquet, CSV or JSON."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from attrs import asdict, fields, frozen

from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.comma_separated import MARK, comma_separated
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


AT_ONCE = 50_000
"""So many rejects are written together."""


def _csv(rejects: Iterable[Reject]) -> bytes:
    parts = [comma_separated([NAMES])]
    for some in _parts(rejects):
        rows = [["" if value is None else inert(str(value)) for value in asdict(each).values()] for each in some]
        parts.append(comma_separated(rows).removeprefix(MARK))
    return "".join(parts).encode()


def _json(rejects: Iterable[Reject]) -> bytes:
    lines = (json.dumps(asdict(each), ensure_ascii=False) for each in rejects)
    return ("[" + ",".join(f"\n {line}" for line in lines) + "\n]\n").encode()


def _parquet(rejects: Iterable[Reject]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    schema = pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in NAMES])
    file = io.BytesIO()
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for some in _parts(rejects):
            writer.write_table(pa.Table.from_pylist([asdict(each) for each in some], schema))
    return file.getvalue()


def _parts(rejects: Iterable[Reject]) -> Iterator[list[Reject]]:
    waiting = iter(rejects)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


WRITTEN: Mapping[str, Callable[[Iterable[Reject]], bytes]] = {".parquet": _parquet, ".csv": _csv, ".json": _json}
"""How rejects are written, by the end of the file's name. Raises ModuleNotFoundError where what it needs is not installed."""
