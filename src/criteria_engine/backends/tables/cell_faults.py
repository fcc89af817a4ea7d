"""Faults of very many cells are counted, and the first of each kind in each column are kept; all of them can be had as rows of a table."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from criteria_engine.data.private_cells import mask_fault
from criteria_engine.diagnostics.catalogue.data_files import FurtherCells
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.ir.program import Program
from criteria_engine.source import Cell

if TYPE_CHECKING:
    import pyarrow as pa

MOST_OF_A_KIND = 10_000
"""Faults of one code in one column that are kept."""


@frozen(eq=False)
class Rejected:
    """Cells that have the same fault: their file and column, the numbers of their rows, and the codes of their units (None: not known)."""

    fault: Fault
    file: str
    column: str | None
    rows: Any
    units: "pa.Array | None" = None


def _as_list(faults: Iterable[Fault]) -> list[Fault]:
    return list(faults)


@frozen(eq=False)
class CellFaults:
    """The faults found while batches are read; `others` are found already. Where `rejected` is a list, all errors that have a row
    are added to it."""

    others: list[Fault] = field(converter=_as_list)
    rejected: list[Rejected] | None = None
    _kept: dict[tuple[str, str, str], list[Fault]] = field(factory=dict, init=False)
    _further: dict[tuple[str, str, str], int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        if self.rejected is not None:
            for fault in self.others:
                if isinstance(fault.place, Cell) and fault.place.row is not None and fault.severity == "error":
                    self.rejected.append(Rejected(fault, fault.place.file, fault.place.column, [fault.place.row]))

    def say(self, fault: Fault) -> None:
        """Keeps a fault that is not of a cell."""
        self.others.append(fault)

    def offer(self, fault: Fault) -> None:
        """Keeps a fault of a cell at its place if there is room, else counts it."""
        place = fault.place if isinstance(fault.place, Cell) else Cell("")
        self._offer(fault, place)
        if self.rejected is not None and fault.severity == "error":
            self.rejected.append(Rejected(fault, place.file, place.column, [place.row]))

    def cells(self, fault: Fault, rows: Any, units: "pa.Array", place: Callable[[int], Cell]) -> None:
        """Keeps or counts the same fault of the cells of a column in some rows; a fault that has a place is of the whole column."""
        if not len(rows):
            return
        first = place(int(rows[0]))
        if self.rejected is not None:
            self.rejected.append(Rejected(fault, first.file, first.column, rows, units))
        if isinstance(fault.place, Cell):
            self._offer(fault, fault.place)
            return
        key = (first.file, first.column or "", fault.code)
        room = MOST_OF_A_KIND - len(self._kept.setdefault(key, []))
        self._kept[key] += [evolve(fault, place=place(row)) for row in rows[:room].tolist()]
        self._further[key] = self._further.get(key, 0) + max(0, len(rows) - room)

    def _offer(self, fault: Fault, place: Cell) -> None:
        key = (place.file, place.column or "", fault.code)
        kept = self._kept.setdefault(key, [])
        if len(kept) < MOST_OF_A_KIND:
            kept.append(fault)
        else:
            self._further[key] = self._further.get(key, 0) + 1

    def faults(self) -> tuple[Fault, ...]:
        """All that are kept, by file and row, and for each column and code how many further ones there are."""
        further = [
            FurtherCells(Cell(file, None, column or None), many, code, len(self._kept[file, column, code]))
            for (file, column, code), many in self._further.items()
            if many
        ]
        found = [*self.others, *(fault for kept in self._kept.values() for fault in kept), *further]
        return tuple(sorted(dict.fromkeys(found), key=place_order))


def rejects(program: Program, rejected: Iterable[Rejected]) -> "pa.RecordBatch":
    """Rejected cells as rows: file, row, column, unit, fact, code of the fault, and what was found, which is masked where it is private."""
    import pyarrow as pa

    columns: dict[str, list[pa.Array]] = {name: [pa.array([], kind)] for name, kind in reject_columns().items()}
    for each in rejected:
        many, fault = len(each.rows), mask_fault(program, each.fault)
        unit = getattr(fault, "unit", None)
        units = each.units if each.units is not None else pa.repeat(pa.scalar(unit if isinstance(unit, str) else None, pa.string()), many)
        said = {name: getattr(fault, name, None) for name in ("fact", "found")}
        same = {name: text if isinstance(text, str) else None for name, text in said.items()}
        same |= {"file": each.file, "column": each.column, "code": fault.code}
        for name, text in same.items():
            columns[name].append(pa.repeat(pa.scalar(text, pa.string()), many))
        columns["row"].append(pa.array(each.rows, pa.int64()))
        columns["unit"].append(units.cast(pa.string()))
    return pa.record_batch([pa.concat_arrays(columns[name]) for name in reject_columns()], names=list(reject_columns()))


def reject_columns() -> "dict[str, pa.DataType]":
    """The columns of rejected cells."""
    import pyarrow as pa

    return {name: pa.int64() if name == "row" else pa.string() for name in ("file", "row", "column", "unit", "fact", "code", "found")}
