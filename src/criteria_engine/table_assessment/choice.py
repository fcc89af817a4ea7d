"""What is asked for and how large the data are become the engine, and whether units are listed singly or only counted."""

from collections.abc import Sequence

from attrs import frozen

from criteria_engine.backends.engine_list import PREFERRED, TABLE_ENGINES, ListedEngine
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Unsupported

LARGE = 5_000
"""From so many rows on a table is counted, not listed, and an engine over tables pays: below, single results are there sooner."""

MOST_SINGLE = 50_000
"""So many rows are evaluated singly where what was asked for needs single results."""


@frozen
class Declined:
    """An engine that is not used: modules that are not installed, or what of the rules it does not take, and why."""

    engine: str
    lacking: tuple[str, ...] = ()
    what: str = ""
    why: str = ""


def declines(engine: ListedEngine, dated: Dated) -> Declined | None:
    """What stands in the way of an engine for the rules of a date; None where nothing does."""
    if engine.lacking:
        return Declined(engine.name, engine.lacking)
    try:
        engine.check(dated)
    except Unsupported as problem:
        return Declined(engine.name, (), problem.what, problem.why)
    return None


def table_engine(asked: str, dated: Dated, names: Sequence[str] = PREFERRED) -> str | Declined:
    """The engine over tables for the rules of a date: the one that is asked for, or for "auto" the first of some that nothing stands in the
    way of; what stands in the way of the last where there is none."""
    found: str | Declined = Declined(asked)
    for name in [asked] if asked != "auto" else [name for name in names if name in TABLE_ENGINES]:
        why_not = declines(TABLE_ENGINES[name], dated)
        if why_not is None:
            return name
        found = why_not
    return found
