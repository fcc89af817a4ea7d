"""A few units are found in a large table, so that they can be explained without holding the others."""

from collections.abc import Collection, Mapping
from pathlib import Path

from attrs import evolve

from criteria_engine.backends.tables.reading import read_columns
from criteria_engine.data.loading import Loaded
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.engine import Rules
from criteria_engine.ir.records import Invalid, Record


def load_some(
    rules: Rules, data: Path, tables: Mapping[str, Path], units: Path | None, read_as: ReadAs, codes: Collection[str]
) -> Loaded:
    """The records of some units, with the faults of their own data; those of others are not told. Where one of them is not found, all data have
    been read, and every fault is there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    source = read_columns(rules.program, data, tables, units, read_as)
    wanted = pa.array(sorted(codes), pa.string())
    records: list[Record] = []
    for batch in source.batches():
        places = pc.indices_nonzero(pc.is_in(batch.units, wanted)).to_pylist()
        records += [_marked(batch.record(place), source.without_data) for place in places]
        if len(records) == len(wanted):
            break
    faults = [fault for record in records for fault in _own_faults(record)] if len(records) == len(wanted) else source.faults
    return Loaded(tuple(records), source.roster, tuple(dict.fromkeys(faults)), source.digests, source.tables)


def _marked(record: Record, without_data: Collection[str]) -> Record:
    return evolve(record, with_data=False) if record.unit in without_data else record


def _own_faults(record: Record) -> list[Fault]:
    data = [*record.values.values(), *(value for rows in record.tables.values() for row in rows for value in row.values.values())]
    return [datum.fault for datum in data if isinstance(datum, Invalid)]
