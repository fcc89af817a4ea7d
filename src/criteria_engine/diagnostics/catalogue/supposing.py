"""Faults of what is supposed of a unit: names that are no fact, rows that it does not have, a fact supposed twice."""

from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault


@frozen
class SupposedUnknown(Fault):
    """Something supposed of a name that is no fact, table or field; what it may be meant for, if anything is near."""

    code: ClassVar[str] = "D090"
    found: str
    nearest: tuple[str, ...] = ()


@frozen
class SupposedRowAbsent(Fault):
    """Something supposed of a row that the unit does not have in a table; `rows` is how many rows it has."""

    code: ClassVar[str] = "D091"
    table: str
    row: str
    rows: int


@frozen
class SupposedTwice(Fault):
    """Two things supposed of one fact."""

    code: ClassVar[str] = "D092"
    fact: str
