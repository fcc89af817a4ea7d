"""Batches of units are given the rows of related tables, and what the list of units says of them, in its order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from criteria_engine.backends.tables.cell_faults import CellFaults
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows, arrow_type
from criteria_engine.backends.tables.encoding import encode_columns, encode_rows
from criteria_engine.backends.tables.related_columns import RelatedColumns, rows_between, rows_of_place
from criteria_engine.data.related_rows import Related, rows_of
from criteria_engine.data.roster import RosterUnit, listed_facts, with_listed
from criteria_engine.data.unit_records import facts_with_identifier
from criteria_engine.ir.program import Program
from criteria_engine.ir.records import Record, Row

if TYPE_CHECKING:
    import pyarrow as pa


def with_rows(
    program: Program, related: Mapping[str, Related | RelatedColumns], batch: EncodedBatch, first: int, without_data: frozenset[str]
) -> EncodedBatch:
    """A batch with the rows of its units, of which the first stands at a place among all units."""
    import numpy
    import pyarrow as pa

    if not related:
        return batch
    units = batch.units.to_pylist() if without_data or any(isinstance(table, Related) for table in related.values()) else []
    unasked = numpy.array([unit in without_data for unit in units], bool) if without_data else numpy.zeros(len(batch), bool)
    flags = batch.unsuited.to_numpy(zero_copy_only=False).copy() if batch.unsuited is not None else numpy.zeros(len(batch), bool)
    tables: dict[str, EncodedRows] = {}
    for name, table in related.items():
        if isinstance(table, RelatedColumns):
            tables[name], odd = rows_between(table, first, len(batch), unasked)
            flags |= odd
        else:
            unsuited: set[int] = set()
            own = [rows_of(table, unit) for unit in units]
            own = [rows or None if unsaid else rows for unsaid, rows in zip(unasked, own, strict=True)]
            tables[name] = encode_rows(program.tables[name], own, unsuited)
            flags[list(unsuited)] = True

    def record(place: int) -> Record:
        found = batch.record(place)
        given = {name: _rows_of(table, found.unit, first + place) for name, table in related.items()}
        return evolve(found, tables={name: rows for name, rows in given.items() if rows is not None and (rows or found.unit not in without_data)})

    return evolve(batch, tables=tables, record=record, unsuited=pa.array(flags) if flags.any() else None)


def _rows_of(table: Related | RelatedColumns, unit: str, place: int) -> tuple[Row, ...] | None:
    return rows_of_place(table, place) if isinstance(table, RelatedColumns) else rows_of(table, unit)


def listed_units(
    program: Program, listed: Mapping[str, RosterUnit], batches: Iterable[EncodedBatch], faults: CellFaults
) -> Iterator[EncodedBatch]:
    """The listed units in the order of their list, in one batch, with what the list says of them; adds faults where the two differ."""
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    codes = pa.array(list(listed), pa.string())
    parts = list(batches)
    starts = numpy.cumsum([0, *(len(part) for part in parts)])
    there = pa.concat_arrays([pa.array([], pa.string()), *(part.units for part in parts)])
    places = pc.index_in(codes, value_set=there)
    columns = {name: _taken(arrow_type(fact.type), [part.columns[name] for part in parts], places) for name, fact in program.facts.items()}
    unsuited = numpy.zeros(len(there) + 1, bool)
    for start, part in zip(starts, parts, strict=False):
        if part.unsuited is not None:
            unsuited[start : start + len(part)] = part.unsuited.to_numpy(zero_copy_only=False)
    unsuited = unsuited[places.fill_null(len(there)).to_numpy(zero_copy_only=False)]
    units = list(listed.values())
    facts = facts_with_identifier(program)
    names = pa.concat_arrays([pa.array([], pa.string()), *(part.names for part in parts)]).take(places).fill_null("")
    said = pa.array([unit.name for unit in units], pa.string())

    def before(place: int) -> Record:
        at = places[place].as_py()
        if at is None:
            return Record(units[place].code, {}, with_data=False)
        part = int(numpy.searchsorted(starts, at, "right")) - 1
        return parts[part].record(at - int(starts[part]))

    disagreeing: set[int] = set()
    for name in listed_facts(program.subject, program.facts):
        if name in columns and any(name in unit.values for unit in units):
            columns[name], differ = _filled(program, name, columns[name], units, unsuited)
            disagreeing.update(differ)
    for place in sorted(disagreeing):
        for fault in with_listed(before(place), units[place], facts)[1]:
            faults.offer(fault)
    yield EncodedBatch(
        codes,
        pc.if_else(pc.equal(said, ""), names, said),
        columns,
        {},
        lambda place: with_listed(before(place), units[place], facts)[0],
        pa.array(unsuited) if unsuited.any() else None,
    )


def _taken(kind: "pa.DataType", columns: Sequence[EncodedColumn], places: "pa.Array") -> EncodedColumn:
    import numpy
    import pyarrow as pa

    values = pa.concat_arrays([pa.array([], kind), *(column.values for column in columns)]).take(places)
    if all(column.invalid is None for column in columns):
        return EncodedColumn(values)
    flags = [column.invalid if column.invalid is not None else pa.array(numpy.zeros(len(column.values), bool)) for column in columns]
    return EncodedColumn(values, pa.concat_arrays(flags).take(places).fill_null(False))


def _filled(
    program: Program, name: str, own: EncodedColumn, units: Sequence[RosterUnit], unsuited: Any
) -> tuple[EncodedColumn, list[int]]:
    """A fact's column, filled up by the list, and the places where the two differ; marks what does not suit."""
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    odd: set[int] = set()
    said = encode_columns({name: program.facts[name].type}, [unit.values for unit in units], range(len(units)), odd)[name]
    absent = own.values.is_null().to_numpy(zero_copy_only=False)
    wrong = own.invalid.to_numpy(zero_copy_only=False) if own.invalid is not None else numpy.zeros(len(units), bool)
    absent &= ~wrong
    if odd:
        marked = numpy.zeros(len(units), bool)
        marked[list(odd)] = True
        unsuited |= marked & absent
    wrong_said = said.invalid.to_numpy(zero_copy_only=False) if said.invalid is not None else numpy.zeros(len(units), bool)
    differ = pc.not_equal(own.values, said.values).fill_null(False).to_numpy(zero_copy_only=False)
    values = pc.if_else(pa.array(absent), said.values, own.values)
    values = pc.if_else(pa.array(differ), pa.scalar(None, values.type), values)
    invalid = wrong | (absent & wrong_said) | differ
    return EncodedColumn(values, pa.array(invalid) if invalid.any() else None), numpy.flatnonzero(differ).tolist()
