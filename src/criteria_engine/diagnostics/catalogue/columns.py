"""Faults of columns as a whole, of how their cells are read, and of the mapping that says so (D070 on)."""

from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault, Severity

# Headings


@frozen
class ColumnOfOtherUnit(Fault):
    """A heading that says another unit than its fact has."""

    code: ClassVar[str] = "D070"
    fact: str
    column: str
    unit: str
    wanted: str


@frozen
class MappedColumnMissing(Fault):
    """A column that the mapping gives to a fact, but that the table does not have, or has several times."""

    code: ClassVar[str] = "D071"
    fact: str
    column: str
    known: tuple[str, ...]


# Readings


@frozen
class ColumnReadingDoubtful(Fault):
    """A column that can be read in two ways which give different values: examples under each, and what to write in the
    mapping for it. `cells` are those on which the readings differ."""

    code: ClassVar[str] = "D072"
    fact: str
    cells: int
    first: tuple[str, ...]
    first_setting: str
    second: tuple[str, ...]
    second_setting: str


@frozen
class CellUnlikeColumn(Fault):
    """A cell written in another way than the other cells of its column, of which `example` is one; `readings` are what it
    may mean."""

    code: ClassVar[str] = "D073"
    fact: str
    found: str
    example: str
    readings: tuple[str, ...]


@frozen
class BlanksDoubtful(Fault):
    """A yes/no column with marks for yes and otherwise only blank cells, which may mean no, or not known."""

    code: ClassVar[str] = "D074"
    fact: str
    marks: tuple[str, ...]
    blanks: int


@frozen
class NoneDoubtful(Fault):
    """A cell of a yes/no column that says "none" where other cells say no: it may mean no, or not known."""

    code: ClassVar[str] = "D075"
    fact: str
    found: str
    example: str


# Units


@frozen
class UnitsWithoutData(Fault):
    """Listed units of which the table of units has no row."""

    code: ClassVar[str] = "D076"
    severity: ClassVar[Severity] = "warning"
    count: int
    units: tuple[str, ...]


@frozen
class ZerosRestored(Fault):
    """Codes of units that were given their leading zeros again, as the author has said; the first of them is shown."""

    code: ClassVar[str] = "D077"
    severity: ClassVar[Severity] = "warning"
    count: int
    found: str
    restored: str


# The mapping file


@frozen
class MappingNotReadable(Fault):
    """A mapping file that is not there, cannot be opened, is too large, or is no text in UTF-8."""

    code: ClassVar[str] = "D080"
    file: str


@frozen
class MappingNotToml(Fault):
    """Text that is not TOML from a line on."""

    code: ClassVar[str] = "D081"
    reason: str


@frozen
class MappingKeyUnknown(Fault):
    """A key that a mapping does not have at this place."""

    code: ClassVar[str] = "D082"
    key: str
    known: tuple[str, ...]
    nearest: tuple[str, ...] = ()


@frozen
class MappingValueWrong(Fault):
    """A value of the mapping that its key does not take."""

    code: ClassVar[str] = "D083"
    key: str
    found: str
    allowed: tuple[str, ...]


@frozen
class MappingFactUnknown(Fault):
    """A name in the mapping that is no fact of the table."""

    code: ClassVar[str] = "D084"
    fact: str
    nearest: tuple[str, ...] = ()


@frozen
class MappingColumnTwice(Fault):
    """A column that the mapping gives to two facts."""

    code: ClassVar[str] = "D085"
    column: str
    facts: tuple[str, ...]


@frozen
class MappingSettingUnfit(Fault):
    """A setting that a fact of this type does not take: the form of dates for a number."""

    code: ClassVar[str] = "D086"
    fact: str
    key: str
    found: str
