"""Faults of very many cells are counted, and the first of each kind in each column are kept."""

from collections.abc import Iterable

from criteria_engine.diagnostics.fault import Fault, place_order

MOST_OF_A_KIND = 10_000
"""Faults of one code in one column that are kept."""


class CellFaults:
    """The faults found while batches are read."""

    def __init__(self, others: Iterable[Fault]) -> None:
        self._others = list(others)
        self._kept: dict[tuple[str, str], list[Fault]] = {}
        self._left: dict[tuple[str, str], int] = {}

    def say(self, fault: Fault) -> None:
        """Keeps a fault that is not of a cell."""
        self._others.append(fault)

    def room(self, column: str, code: str, many: int) -> int:
        """How many of so many further faults of a code in a column are kept; the others are counted."""
        kept = self._kept.setdefault((column, code), [])
        room = min(many, MOST_OF_A_KIND - len(kept))
        self._left[column, code] = self._left.get((column, code), 0) + many - room
        return room

    def offer(self, column: str, fault: Fault) -> None:
        """Keeps a fault if there is room, else counts it."""
        if self.room(column, fault.code, 1):
            self.add(column, fault)

    def add(self, column: str, fault: Fault) -> None:
        """Keeps a fault for which there is room."""
        self._kept.setdefault((column, fault.code), []).append(fault)

    def faults(self) -> tuple[Fault, ...]:
        """All that are kept, by file and row."""
        found = [*self._others, *(fault for kept in self._kept.values() for fault in kept)]
        return tuple(sorted(dict.fromkeys(found), key=place_order))
