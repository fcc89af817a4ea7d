"""What every fault is: a code, how grave it is, a place, and plain fields that the messages are made of."""

from typing import ClassVar, Literal

from attrs import frozen

from criteria_engine.source import Cell, Span

Severity = Literal["error", "warning"]


@frozen
class Fault:
    """Something wrong, or doubtful, in rule text, in data or in a request. Each code is a class of its own."""

    code: ClassVar[str] = ""
    severity: ClassVar[Severity] = "error"

    place: Span | Cell | None


class FaultsFound(Exception):
    """Raised by the library where rules or data have faults; `faults` holds all of them.

    >>> FaultsFound(()).faults
    ()
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.code for fault in faults))
        self.faults = faults


def place_order(fault: Fault) -> tuple[str, str, int, tuple[int, str], str]:
    """A key that sorts faults by file and sheet, then as a person reads it: line by line, and in a line from the left."""
    place = fault.place
    if isinstance(place, Span):
        return (place.file, "", place.line, (place.column, ""), fault.code)
    if isinstance(place, Cell):
        letter = place.letter or ""  # of two letters, the shorter stands to the left: Z before AA
        return (place.file, place.sheet or "", place.row or 0, (len(letter), letter or place.column or ""), fault.code)
    return ("", "", 0, (0, ""), fault.code)
