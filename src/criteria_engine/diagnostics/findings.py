"""Faults with their fixes, at the places that a program finds in the stored file."""

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.source import Cell, Span


@frozen
class Finding:
    """A fault in a rule file, with the fix where there is a certain one. Its place and those of the edits count lines and
    code points as the file is stored; `region` is its place, the file's beginning where it is about the whole."""

    fault: Fault
    fix: Fix | None

    @property
    def region(self) -> Span:
        place = self.fault.place
        if isinstance(place, Span):
            return place
        return Span(place.file if isinstance(place, Cell) else "", 1, 1, 1, 1)

    def order(self) -> tuple[str, str, int, tuple[int, str], str]:
        """A key that sorts findings by file, then as a person reads it."""
        return place_order(self.fault)
