"""A related table that is read as columns becomes the encoded rows of each unit, in the order of the units."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from criteria_engine.backends.tables.cell_faults import CellFaults
from criteria_engine.backends.tables.cells.column_cells import ColumnCells
from criteria_engine.backends.tables.encoded import EncodedColumn, EncodedRows, arrow_type, sliced
from criteria_engine.backends.tables.unit_columns import place_in
from criteria_engine.data.binding import Binding, identifying_fact
from criteria_engine.data.columns.column_table import ColumnBatch, ColumnTable
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import DataMapping
from criteria_engine.data.raw_table import RawRow
from criteria_engine.data.related_rows import bind_related
from criteria_engine.data.row_reading import CellsOfRow, RowReader, read_row
from criteria_engine.data.unit_codes import Codes, RowUnit, by_digits, unit_of, without_zeros
from criteria_engine.diagnostics.catalogue.data import IdentifierColumnMissing, RowOfUnknownUnit, RowWithoutUnit, UnitLostZeros
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program, Table
from criteria_engine.ir.records import Row

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class RelatedColumns:
    """The rows of a related table whose unit is known, in the order of the units. `unit` is the place of each row's unit among them,
    ascending; `unsuited` flags rows that no plan takes; `open` are the places of units that may have further rows; `all_open`: every unit
    may. `row` gives the row at a place."""

    columns: Mapping[str, EncodedColumn]
    unit: Any
    unsuited: Any
    open: frozenset[int]
    all_open: bool
    row: "_Rows | None" = None


@frozen(eq=False)
class _Rows:
    """The raw cells of rows in their order, and what reads them."""

    source: ColumnTable
    binding: Binding
    reader: RowReader
    numbers: Any
    cells: "Mapping[str, pa.Array]"
    broken: Mapping[int, RawRow]

    def __call__(self, place: int) -> Row:
        number = int(self.numbers[place])
        raw = self.broken.get(number) or RawRow(number, {column: self.source.raw(cells.slice(place, 1))[0] for column, cells in self.cells.items()})
        cells = CellsOfRow(self.source.table, number, self.binding.columns)
        return Row(read_row(self.reader, raw, cells)[0], cells, self.source.table.at(number))


def related_columns(
    program: Program,
    table: Table,
    source: ColumnTable,
    units: "pa.Array",
    unlisted: Collection[str],
    mapping: DataMapping,
    faults: CellFaults,
) -> RelatedColumns:
    """The rows of a table's own file for these `units`, as `read_related` has them; adds what is wrong to `faults`."""
    import numpy
    import pyarrow as pa

    identifier = identifying_fact(program.subject, program.facts)
    binding = bind_related(program, table, source.table, mapping)
    column = binding.columns.get(identifier.name)
    for fault in binding.faults:
        faults.say(fault)
    if column is None or identifier.name in binding.doubtful:
        if column is None:
            faults.say(IdentifierColumnMissing(source.table.at(source.table.header_row), identifier.name))
        return RelatedColumns({}, numpy.array([], numpy.int64), numpy.array([], bool), frozenset(), True)
    fields = {name: found for name, found in binding.columns.items() if name in table.fields}
    own = evolve(binding, columns=fields)
    said = mapping.of(table.name)

    def reader(name: str, at: str) -> ColumnCells:
        fact = table.fields.get(name, identifier)
        return ColumnCells(fact, at, source.kinds[at], said.of(name), name in binding.with_percent_sign, source.raw)

    readers = {name: reader(name, at) for name, at in fields.items() if name not in binding.doubtful}
    key = ColumnCells(identifier, column, source.kinds[column], said.of(identifier.name), False, source.raw)
    key.settle(lambda text: None, lambda: ())
    counting = [cells for cells in readers.values() if cells.counts]
    for batch in source.batches(tuple(dict.fromkeys(cells.column for cells in counting))) if counting else ():
        for cells in counting:
            cells.count(batch.cells[cells.column], len(batch.broken))
    for cells in readers.values():
        cells.settle(place_in(source, cells.column), lambda at=cells.column: (batch.cells[at] for batch in source.batches((at,))))  # type: ignore[misc]
        for fault in cells.reader.faults:
            faults.say(fault)
    owners = _Owners(table, source, column, key, units, unlisted, mapping.restore_zeros, faults)
    parts: list[tuple[Any, dict[str, EncodedColumn], Any, Any, dict[str, pa.Array]]] = []
    broken: dict[int, RawRow] = {}
    for batch in source.batches(tuple(dict.fromkeys((column, *fields.values())))):
        places = owners.of(batch)
        kept = numpy.flatnonzero(places >= 0)
        columns, unsuited = _encoded(table, own, readers, source, batch, places, units, faults)
        chosen = pa.array(kept)
        parts.append(
            (
                places[kept],
                {name: _taken(found, chosen) for name, found in columns.items()},
                unsuited[kept],
                batch.numbers[kept],
                {at: batch.cells[at].take(chosen) for at in dict.fromkeys(fields.values())},
            )
        )
        broken |= {row.number: row for row in batch.broken.values()}
    for fault in owners.codes.faults:
        faults.say(fault)
    return _in_order(table, source, own, readers, parts, broken, owners)


class _Owners:
    """Which unit each row is of."""

    def __init__(
        self,
        table: Table,
        source: ColumnTable,
        column: str,
        key: ColumnCells,
        units: "pa.Array",
        unlisted: Collection[str],
        restore: bool,
        faults: CellFaults,
    ) -> None:
        names = units.to_pylist() if restore else ()
        self.codes = Codes(dict.fromkeys(names), restore)
        self.open: set[int] = set()
        self.all_open = False
        self._table, self._source, self._column, self._key = table, source, column, key
        self._units, self._unlisted, self._restore, self._faults = units, unlisted, restore, faults
        self._digits: Mapping[str, str] | None = None

    def of(self, batch: ColumnBatch) -> Any:
        """The place of each row's unit among the units, -1 where the row is of none of them."""
        import numpy
        import pyarrow.compute as pc

        found = self._key.encode(batch.cells[self._column])
        places = pc.index_in(found.values, value_set=self._units).fill_null(-1).to_numpy(zero_copy_only=False).astype(numpy.int64)
        fact = self._key.fact
        wrong = {place: fault for fault, at in found.faults for place in at.tolist()}
        for place in numpy.flatnonzero(places < 0).tolist():
            at = self._source.table.at(int(batch.numbers[place]), self._column)
            row = batch.broken.get(place)
            unit: RowUnit | Fault | None
            if row is not None:
                unit = unit_of(row, self._column, self._source.table.columns[0], self._key.reader.read, fact, at)
            else:
                code = found.values[place].as_py()
                unit = evolve(wrong[place], place=at) if place in wrong else None if code is None else RowUnit(code, code)
            unit = self.codes.restored(unit, at) if isinstance(unit, RowUnit) else unit
            known = self._place(unit.code) if isinstance(unit, RowUnit) and (row is not None or self._restore) else -1
            if isinstance(unit, Fault) or unit is None or not (unit.sure or known >= 0):
                self.all_open = True
                if isinstance(unit, Fault):
                    self._faults.offer(unit)
                elif unit is None and row is None:
                    self._faults.offer(RowWithoutUnit(at, self._table.name, fact.name))
            elif known >= 0:
                places[place] = known
            elif unit.code not in self._unlisted:
                if self._digits is None:
                    self._digits = by_digits(self._units.to_pylist())
                near = self._digits.get(without_zeros(unit.code) or "")
                if near is not None:
                    self.open.add(self._place(near))
                    self._faults.offer(UnitLostZeros(at, unit.code, near))
                else:
                    self._faults.offer(RowOfUnknownUnit(at, self._table.name, excerpt(unit.code)))
        return places

    def _place(self, code: str) -> int:
        import pyarrow.compute as pc

        return int(pc.index(self._units, code).as_py())


def _encoded(
    table: Table,
    binding: Binding,
    readers: Mapping[str, ColumnCells],
    source: ColumnTable,
    batch: ColumnBatch,
    places: Any,
    units: "pa.Array",
    faults: CellFaults,
) -> tuple[dict[str, EncodedColumn], Any]:
    import numpy
    import pyarrow as pa

    many = len(batch)
    columns: dict[str, EncodedColumn] = {}
    unsuited = numpy.zeros(many, bool)
    broken = numpy.zeros(many, bool)
    broken[list(batch.broken)] = True
    for name, fact in table.fields.items():
        values, invalid = pa.nulls(many, arrow_type(fact.type)), broken if name in binding.columns else numpy.zeros(many, bool)
        if name in binding.doubtful:
            invalid = numpy.ones(many, bool)
        elif name in readers:
            cells = readers[name]
            found = cells.encode(batch.cells[cells.column])
            values = found.values if not batch.broken else pa.compute.if_else(pa.array(broken), pa.scalar(None, found.values.type), found.values)
            invalid = broken | found.invalid if found.invalid is not None else broken
            unsuited |= found.unsuited if found.unsuited is not None else False
            for fault, at in found.faults:
                of_units = at[(places[at] >= 0) & ~broken[at]]
                own = units.take(pa.array(places[of_units]))
                faults.cells(fault, batch.numbers[of_units], own, lambda row, column=cells.column: source.table.at(row, column))  # type: ignore[misc]
        columns[name] = EncodedColumn(values, pa.array(invalid) if invalid.any() else None)
    return columns, unsuited


def _taken(column: EncodedColumn, places: "pa.Array") -> EncodedColumn:
    return EncodedColumn(column.values.take(places), column.invalid.take(places) if column.invalid is not None else None)


def _in_order(
    table: Table,
    source: ColumnTable,
    binding: Binding,
    readers: Mapping[str, ColumnCells],
    parts: "list[tuple[Any, dict[str, EncodedColumn], Any, Any, dict[str, pa.Array]]]",
    broken: Mapping[int, RawRow],
    owners: _Owners,
) -> RelatedColumns:
    """All rows, those of each unit together in the order of the file."""
    import numpy
    import pyarrow as pa

    unit = numpy.concatenate([numpy.array([], numpy.int64), *(part[0] for part in parts)])
    order = numpy.argsort(unit, kind="stable")
    places = pa.array(order)
    columns: dict[str, EncodedColumn] = {}
    for name, fact in table.fields.items():
        found = [part[1][name] for part in parts]
        values = pa.concat_arrays([pa.array([], arrow_type(fact.type)), *(each.values for each in found)]).take(places)
        flags = [each.invalid if each.invalid is not None else pa.array(numpy.zeros(len(each.values), bool)) for each in found]
        there = any(each.invalid is not None for each in found)
        columns[name] = EncodedColumn(values, pa.concat_arrays(flags).take(places) if there else None)
    unsuited = numpy.concatenate([numpy.array([], bool), *(part[2] for part in parts)])[order]
    numbers = numpy.concatenate([numpy.array([], numpy.int64), *(part[3] for part in parts)])[order]
    raw = dict.fromkeys(binding.columns.values()) if parts else {}
    cells = {at: pa.concat_arrays([part[4][at] for part in parts]).take(places) for at in raw}
    row_readers = tuple((name, each.column, each.reader.read, each.reader.known) for name, each in readers.items())
    rows = _Rows(source, binding, RowReader(binding, row_readers), numbers, cells, broken)
    return RelatedColumns(columns, unit[order], unsuited, frozenset(owners.open), owners.all_open, rows)


def rows_between(related: RelatedColumns, first: int, many: int, without_data: Any) -> tuple[EncodedRows, Any]:
    """The rows of some units, one after the other from a place on, and which of these units no plan takes. `without_data`
    flags those of which nobody says that they have no rows."""
    import numpy
    import pyarrow as pa

    start, end = numpy.searchsorted(related.unit, [first, first + many])
    unit = related.unit[start:end] - first
    given = numpy.full(many, not related.all_open)
    given[[place - first for place in related.open if first <= place < first + many]] = False
    has_rows = numpy.zeros(many, bool)
    has_rows[unit] = True
    given &= has_rows | ~without_data
    kept = given[unit]
    odd = numpy.zeros(many, bool)
    odd[unit[kept & related.unsuited[start:end]]] = True
    columns = sliced(related.columns, int(start), int(end - start))
    if not kept.all():
        chosen = pa.array(numpy.flatnonzero(kept))
        columns, unit = {name: _taken(found, chosen) for name, found in columns.items()}, unit[kept]
    return EncodedRows(columns, pa.array(unit, pa.int64()), pa.array(given)), odd


def rows_of_place(related: RelatedColumns, place: int) -> tuple[Row, ...] | None:
    """The rows of the unit at a place; None where they are not known."""
    import numpy

    if related.all_open or place in related.open:
        return None
    start, end = numpy.searchsorted(related.unit, [place, place + 1])
    return tuple(related.row(at) for at in range(start, end)) if related.row is not None else ()
