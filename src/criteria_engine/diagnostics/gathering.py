"""Faults that say the same of several names in one place become one, for people; data for programs keeps each."""

from collections.abc import Iterable

from attrs import evolve

from criteria_engine.diagnostics.catalogue.data import ColumnMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell, Span


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """The faults with all columns that a table lacks in the first of them.

    >>> [fault.also for fault in gathered([ColumnMissing(None, "a"), ColumnMissing(None, "b")])]
    [('b',)]
    """
    found: list[Fault] = []
    firsts: dict[Span | Cell | None, int] = {}
    for fault in faults:
        if not isinstance(fault, ColumnMissing):
            found.append(fault)
        elif fault.place in firsts:
            first = found[firsts[fault.place]]
            assert isinstance(first, ColumnMissing)
            found[firsts[fault.place]] = evolve(first, also=(*first.also, fault.fact))
        else:
            firsts[fault.place] = len(found)
            found.append(fault)
    return found
