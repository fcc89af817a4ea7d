"""What goes in: a unit's facts and rows, each value remembering the cell that it came from."""

from collections.abc import Mapping

from attrs import field, frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell
from criteria_engine.values.types import Value


@frozen
class Invalid:
    """A datum that could not be read as its fact's type, or lies outside its bounds; the fault says why and where."""

    fault: Fault


@frozen
class Open:
    """A datum that is there, but left unsaid: any value of its fact from `low` to `high` (None: as far as the fact's own bounds).
    It takes no default and is not missing. What is decided while a fact is open is decided whatever its value there is:
    the searches for what would change a verdict rest on that."""

    low: Value | None = None
    high: Value | None = None


Datum = Value | Invalid | Open


@frozen(eq=False)
class Row:
    """A row of a related table. A field without value is absent."""

    values: Mapping[str, Datum]
    cells: Mapping[str, Cell] = field(factory=dict)
    place: Cell | None = None


@frozen(eq=False)
class Record:
    """A unit's facts and related rows. A fact without value is absent; a table that was not given is absent, one that
    was given without a row for this unit is empty. `with_data` is false for a unit that only the list of units has: nobody
    has said anything of it, so neither defaults nor what is missing may decide its verdict. `sound` is `values` itself where whoever read
    them found each to be a value of its fact, none invalid or open: an engine need not look again. A copy with other values is not sound."""

    unit: str
    values: Mapping[str, Datum]
    tables: Mapping[str, tuple[Row, ...]] = field(factory=dict)
    cells: Mapping[str, Cell] = field(factory=dict)
    name: str = ""
    place: Cell | None = None
    with_data: bool = True
    sound: Mapping[str, Datum] | None = field(default=None, repr=False)


def _has_invalid(values: Mapping[str, Datum]) -> bool:
    return Invalid in map(type, values.values())


def invalid_names(record: Record) -> tuple[str, ...]:
    """The facts and fields of a record that could not be read, sorted."""
    names = {name for name, value in record.values.items() if isinstance(value, Invalid)} if _has_invalid(record.values) else set()
    for table, rows in record.tables.items():
        names |= {f"{table}.{name}" for row in rows for name, value in row.values.items() if isinstance(value, Invalid)}
    return tuple(sorted(names))
