"""The cell that says which unit a row is of becomes the unit's code, and codes that lost their zeros are recognised."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from attrs import evolve, frozen

from criteria_engine.data.cell_reading import Reader, written
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_table import RawRow
from criteria_engine.diagnostics.catalogue.columns import ZerosRestored
from criteria_engine.diagnostics.catalogue.data import KeyTwice, RowOfOtherLength, UnitsAlike
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.types import Value


@frozen
class RowUnit:
    """The unit of a row: its code and the value of its identifying fact. `sure` is false where the row has too many or
    too few cells before which the identifier does not stand."""

    code: str
    value: Value
    sure: bool = True


def unit_of(row: RawRow, column: str, first: str, read: Reader, fact: Fact, place: Cell) -> RowUnit | Fault | None:
    """Which unit a row is of, by its cell in `column`; `first` is the table's first column. A fault where the cell cannot
    be read; None where it is empty or lost in a row that cannot be trusted."""
    if isinstance(row.fault, KeyTwice) and row.fault.key == column:
        return None
    value = read(row.cells.get(column))
    if isinstance(value, Fault):
        return None if row.fault is not None else evolve(value, place=place)
    if value is None:
        return None
    return RowUnit(written(value, fact.type), value, column == first or not isinstance(row.fault, RowOfOtherLength))


def without_zeros(code: str) -> str | None:
    """A code of digits without its leading zeros; None for any other code.

    >>> without_zeros("00760"), without_zeros("Q1")
    ('760', None)
    """
    return (code.lstrip("0") or "0") if code.isascii() and code.isdigit() else None


def by_digits(codes: Iterable[str]) -> Mapping[str, str]:
    """Codes of digits by what is left without leading zeros; of two alike, the first."""
    found: dict[str, str] = {}
    for code in codes:
        digits = without_zeros(code)
        if digits is not None:
            found.setdefault(digits, code)
    return found


class Codes:
    """The codes that units are known by. `restore`: a code that has lost its leading zeros is given them again, where that
    makes it one of these and there is only one; how many were, and the first of them, is kept."""

    def __init__(self, known: Collection[str], restore: bool) -> None:
        digits = Counter(without_zeros(code) for code in known) if restore else Counter()
        self._known = known
        self._whole = {plain: code for code in known if (plain := without_zeros(code)) is not None and digits[plain] == 1}
        self._restored = 0
        self._first: tuple[Cell, str, str] | None = None

    def restored(self, unit: RowUnit, place: Cell) -> RowUnit:
        """The unit of a row with its code as it is known, where it may be restored; else as it is."""
        if unit.code in self._known or not isinstance(unit.value, str):
            return unit
        code = self._whole.get(without_zeros(unit.code) or "")
        if code is None:
            return unit
        self._restored += 1
        self._first = self._first or (place, unit.code, code)
        return RowUnit(code, code, unit.sure)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """A warning that says how many codes were restored, where any was."""
        if self._first is None:
            return ()
        place, found, restored = self._first
        return (ZerosRestored(place, self._restored, excerpt(found), excerpt(restored)),)


def alike(places: Mapping[str, Cell]) -> list[Fault]:
    """A warning for each code that differs from an earlier one by leading zeros only; `places` are the codes' cells."""
    first = by_digits(places)
    return [
        UnitsAlike(place, excerpt(code), excerpt(other))
        for code, place in places.items()
        if (other := first.get(without_zeros(code) or "", code)) != code
    ]
