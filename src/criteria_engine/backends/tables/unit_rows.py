"""The rows of a table of units: which unit each is of, and which of them make a record."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from criteria_engine.backends.tables.cell_faults import CellFaults, Rejected
from criteria_engine.backends.tables.cells.column_cells import ColumnCells
from criteria_engine.backends.tables.repeats import repeated
from criteria_engine.data.columns.column_table import ColumnTable
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.unit_codes import Codes, RowUnit, alike, unit_of
from criteria_engine.diagnostics.catalogue.data import UnitTwice, UnitWithoutIdentifier
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class UnitRows:
    """Of each row of a table, in its order: the unit's code (null where nobody knows it, or may know it), the number by which people
    know the row, and whether it is the first row of its unit. `again` are, for units with several rows, the places of them all by the
    place of the first."""

    codes: "pa.Array"
    numbers: Any
    first: Any
    again: Mapping[int, tuple[int, ...]]
    faults: tuple[Fault, ...]

    def known(self) -> "pa.Array":
        """The codes of the units, in the order of their first rows."""
        import pyarrow as pa

        return self.codes.filter(pa.array(self.first))


def unit_rows(
    source: ColumnTable,
    identifier: Fact,
    column: str,
    key: ColumnCells,
    others: Collection[ColumnCells],
    listed: Collection[str],
    restore: bool,
    rejected: list[Rejected] | None = None,
) -> UnitRows:
    """Goes through the rows once: finds their units, and shows the cells of the columns `others` to their readers. Where `rejected` is a list
    all that is wrong with rows is added to it."""
    import numpy
    import pyarrow as pa

    codes: list[pa.Array] = []
    numbers: list[Any] = []
    faults = CellFaults((), rejected)
    known = Codes(listed, restore)
    for batch in source.batches(tuple(dict.fromkeys((column, *(cells.column for cells in others))))):
        for cells in others:
            cells.count(batch.cells[cells.column], len(batch.broken))
        found = key.encode(batch.cells[column])
        own = found.values
        unread = set(batch.broken)
        for fault, places in found.faults:
            unread.update(places.tolist())
            for place in places.tolist():
                faults.offer(evolve(fault, place=_cell(source, batch.numbers, place, column)))
        if own.null_count:
            for place in numpy.flatnonzero(own.is_null().to_numpy(zero_copy_only=False)).tolist():
                if place not in unread:
                    faults.offer(UnitWithoutIdentifier(_cell(source, batch.numbers, place, column), identifier.name))
        changed: dict[int, str] = {}
        for place, row in batch.broken.items():
            at = _cell(source, batch.numbers, place, column)
            unit = unit_of(row, column, source.table.columns[0], key.reader.read, identifier, at)
            unit = known.restored(unit, at) if isinstance(unit, RowUnit) else unit
            if isinstance(unit, Fault):
                faults.offer(unit)
            elif unit is not None and (unit.sure or unit.code in listed):
                changed[place] = unit.code
        if restore and listed:
            for place, code in _strange(own, listed):
                changed[place] = known.restored(RowUnit(code, code), _cell(source, batch.numbers, place, column)).code
        codes.append(_with(own, changed))
        numbers.append(batch.numbers)
    whole = pa.concat_arrays(codes) if codes else pa.array([], pa.string())
    del codes
    every = numpy.concatenate(numbers) if numbers else numpy.array([], numpy.int64)
    first, again = _several(whole)
    for start, places in again.items():
        code = whole[start].as_py()
        for place in places[1:]:
            faults.offer(UnitTwice(_cell(source, every, place, column), excerpt(code), int(every[start])))
    for fault in (*known.faults, *alike(_digits_alike(source, whole, every, first, column))):
        faults.offer(fault)
    return UnitRows(whole, every, first, again, faults.faults())


def _cell(source: ColumnTable, numbers: Any, place: int, column: str) -> Cell:
    return source.table.at(int(numbers[place]), column)


def _strange(codes: "pa.Array", listed: Collection[str]) -> Iterator[tuple[int, str]]:
    for place, code in enumerate(codes.to_pylist()):
        if code is not None and code not in listed:
            yield place, code


def _with(codes: "pa.Array", changed: Mapping[int, str]) -> "pa.Array":
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    if not changed:
        return codes
    mask = numpy.zeros(len(codes), bool)
    mask[list(changed)] = True
    return pc.replace_with_mask(codes, pa.array(mask), pa.array([changed[place] for place in sorted(changed)], pa.string()))


def _several(codes: "pa.Array") -> tuple[Any, dict[int, tuple[int, ...]]]:
    """Which rows are the first of their unit, and the rows of units that have several."""
    import numpy
    import pyarrow.compute as pc

    first = codes.is_valid().to_numpy(zero_copy_only=False)
    there = codes.drop_null() if codes.null_count else codes
    twice = repeated(there)
    if not len(twice):
        return first, {}
    places: dict[str, list[int]] = {}
    for place in numpy.flatnonzero(pc.is_in(codes, value_set=twice).to_numpy(zero_copy_only=False)).tolist():
        places.setdefault(codes[place].as_py(), []).append(place)
    first = first.copy()
    for rows in places.values():
        first[rows[1:]] = False
    return first, {rows[0]: tuple(rows) for rows in places.values()}


def _digits_alike(source: ColumnTable, codes: "pa.Array", numbers: Any, first: Any, column: str) -> dict[str, Cell]:
    """The cells of those codes of digits which differ from one another by leading zeros only, in their order."""
    import numpy
    import pyarrow as pa
    import pyarrow.compute as pc

    zero = pc.starts_with(codes, "0").fill_null(False)
    if not pc.any(zero).as_py():
        return {}
    digits = pc.if_else(pc.and_(pc.match_substring_regex(codes, "^[0-9]+$"), pa.array(first)), codes, pa.scalar(None, codes.type))
    plain = pc.utf8_ltrim(digits, "0")
    twice = repeated(plain.drop_null())
    if not len(twice):
        return {}
    places = numpy.flatnonzero(pc.is_in(plain, value_set=twice).fill_null(False).to_numpy(zero_copy_only=False)).tolist()
    return {codes[place].as_py(): _cell(source, numbers, place, column) for place in places}
