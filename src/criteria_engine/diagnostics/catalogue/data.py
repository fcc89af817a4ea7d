"""Faults of data: files, columns, cells, units and their rows (D...).

What was found in a cell (`found`) is cut to a length that a person still reads; readings, bounds and scales are written
as the data file would write them.
"""

from typing import ClassVar

from attrs import field, frozen

from criteria_engine.diagnostics.fault import Fault, Severity
from criteria_engine.values.labels import Labels
from criteria_engine.values.type_names import TypeName

# Files


@frozen
class DataFileNotFound(Fault):
    code: ClassVar[str] = "D001"
    file: str


@frozen
class DataFileNotReadable(Fault):
    """A folder, a file that may not be opened, or one that ends in an error of the disk."""

    code: ClassVar[str] = "D002"
    file: str


@frozen
class DataFormatUnknown(Fault):
    """A file whose name ends in none of the known ways."""

    code: ClassVar[str] = "D003"
    file: str
    known: tuple[str, ...]


@frozen
class DataFileTooLarge(Fault):
    """More bytes than a data file may have."""

    code: ClassVar[str] = "D004"
    limit: int


@frozen
class DataNotUtf8(Fault):
    """Bytes that are no UTF-8, on a line of the file."""

    code: ClassVar[str] = "D005"
    line: int


@frozen
class NulInData(Fault):
    """The character NUL, which no text has: mostly a spreadsheet or a picture under a wrong name."""

    code: ClassVar[str] = "D006"
    line: int


@frozen
class DataFileEmpty(Fault):
    """A file without any content, not even a row of column names."""

    code: ClassVar[str] = "D007"


@frozen
class QuotesMisplaced(Fault):
    """A quotation mark in a CSV row that is not closed, or is closed before the cell ends."""

    code: ClassVar[str] = "D009"


@frozen
class RowOfOtherLength(Fault):
    """A CSV row with more or fewer cells than there are columns."""

    code: ClassVar[str] = "D010"
    found: int
    expected: int


@frozen
class DuplicateColumn(Fault):
    """A column name that stands more than once: which of them is meant cannot be known."""

    code: ClassVar[str] = "D011"
    column: str


@frozen
class ColumnWithoutName(Fault):
    """A column that has data but no name; `number` counts from 1."""

    code: ClassVar[str] = "D012"
    severity: ClassVar[Severity] = "warning"
    number: int


@frozen
class TooManyColumns(Fault):
    code: ClassVar[str] = "D013"
    limit: int


@frozen
class TooManyRows(Fault):
    code: ClassVar[str] = "D014"
    limit: int


@frozen
class CellTooLong(Fault):
    """A cell with more characters than one may have."""

    code: ClassVar[str] = "D015"
    limit: int


@frozen
class NotJson(Fault):
    """Text that cannot be read as JSON from a line and a character (both from 1) on."""

    code: ClassVar[str] = "D016"
    line: int
    character: int
    found: str


@frozen
class JsonNestedTooDeep(Fault):
    code: ClassVar[str] = "D017"


@frozen
class KeyTwice(Fault):
    """An object of JSON, or a mapping, that gives one name twice: which of the values is meant cannot be known."""

    code: ClassVar[str] = "D018"
    key: str


@frozen
class JsonNotUnits(Fault):
    """JSON that is not an object, or a list of objects, where units or rows are asked for."""

    code: ClassVar[str] = "D019"
    found: str


# Columns


@frozen
class UnknownColumn(Fault):
    """A column that is no declared fact, and looks like none."""

    code: ClassVar[str] = "D020"
    severity: ClassVar[Severity] = "warning"
    column: str


@frozen
class ColumnLikeFact(Fault):
    """A column that is no declared fact, but whose name looks like one."""

    code: ClassVar[str] = "D021"
    severity: ClassVar[Severity] = "warning"
    column: str
    fact: str


@frozen
class ColumnMissing(Fault):
    """A declared fact that no column gives; `also` are others of the same table, where people are told of all at once."""

    code: ClassVar[str] = "D022"
    severity: ClassVar[Severity] = "warning"
    fact: str
    also: tuple[str, ...] = ()


@frozen
class IdentifierColumnMissing(Fault):
    """A file without the column that says which unit a row is of."""

    code: ClassVar[str] = "D023"
    fact: str


@frozen
class ColumnOfSeveralFacts(Fault):
    """A column name that is the label of several facts."""

    code: ClassVar[str] = "D024"
    column: str
    facts: tuple[str, ...]


@frozen
class FactInSeveralColumns(Fault):
    """Several columns whose names mean one fact, none of them exactly its name."""

    code: ClassVar[str] = "D025"
    fact: str
    columns: tuple[str, ...]


@frozen
class UnknownTableGiven(Fault):
    """A file given for a related table that the rules do not declare."""

    code: ClassVar[str] = "D026"
    table: str
    known: tuple[str, ...]


@frozen
class TableGivenTwice(Fault):
    """Rows of one table both in a file of their own and inside the units."""

    code: ClassVar[str] = "D027"
    table: str


# Cells


@frozen
class NotYesOrNo(Fault):
    code: ClassVar[str] = "D030"
    fact: str
    found: str


@frozen
class NotANumber(Fault):
    """No number; `meant` is the one that digits with a word such as `million` may mean, in plain digits."""

    code: ClassVar[str] = "D031"
    fact: str
    found: str
    meant: str | None = None


@frozen
class NumberFormDoubtful(Fault):
    """A number in a form that is not read; `readings` are the plain forms that it may mean and that the fact allows."""

    code: ClassVar[str] = "D032"
    fact: str
    found: str
    readings: tuple[str, ...]


@frozen
class NumberOfTooManyDigits(Fault):
    code: ClassVar[str] = "D033"
    fact: str
    limit: int


@frozen
class PercentWithoutSign(Fault):
    """A bare number for a percent: 0.85 may mean 0.85 % or 85 %. Where the fact can have only one of the two, that one
    stands in `as_percent`, and `as_share` is None."""

    code: ClassVar[str] = "D034"
    fact: str
    found: str
    as_percent: str
    as_share: str | None


@frozen
class FinerThanScale(Fault):
    """A number with more decimals than its fact has; it is not rounded."""

    code: ClassVar[str] = "D035"
    fact: str
    found: str
    scale: str


@frozen
class NumberOutOfBounds(Fault):
    code: ClassVar[str] = "D036"
    fact: str
    found: str
    low: str
    high: str


@frozen
class NotADate(Fault):
    code: ClassVar[str] = "D037"
    fact: str
    found: str


@frozen
class DateFormDoubtful(Fault):
    """A date in a form that is not read; `readings` are the dates that it may mean."""

    code: ClassVar[str] = "D038"
    fact: str
    found: str
    readings: tuple[str, ...]


@frozen
class NoSuchDay(Fault):
    """A date well written that the calendar does not have."""

    code: ClassVar[str] = "D039"
    fact: str
    found: str


@frozen
class DateOutOfBounds(Fault):
    code: ClassVar[str] = "D040"
    fact: str
    found: str
    low: str
    high: str


@frozen
class DateWithTime(Fault):
    """A moment with a time of day or a time zone where a day is asked for."""

    code: ClassVar[str] = "D041"
    fact: str
    found: str


@frozen
class NotAMember(Fault):
    """A text that is no name and no label of a choice's members; `labels` are what people call these, in their order."""

    code: ClassVar[str] = "D042"
    fact: str
    found: str
    members: tuple[str, ...]
    labels: tuple[Labels, ...] = field(default=(), eq=False)


@frozen
class MemberDoubtful(Fault):
    """A text that is, but for its capitals, the name or label of several members."""

    code: ClassVar[str] = "D043"
    fact: str
    found: str
    members: tuple[str, ...]


@frozen
class NotAnOutcome(Fault):
    """A word that no assessor's outcome has."""

    code: ClassVar[str] = "D044"
    fact: str
    found: str


@frozen
class WrongKindOfDatum(Fault):
    """A datum of another kind than its fact: a number for a text, a list for a date."""

    code: ClassVar[str] = "D045"
    fact: str
    found: str
    wanted: TypeName


@frozen
class CharactersNotText(Fault):
    """A datum with NUL or half of a surrogate pair, which no file can hold as text."""

    code: ClassVar[str] = "D046"
    fact: str


@frozen
class NotRows(Fault):
    """Something else than a list of rows where a unit gives its rows of a table."""

    code: ClassVar[str] = "D047"
    table: str
    found: str


# Units


@frozen
class UnitWithoutIdentifier(Fault):
    """A row of units that does not say which unit it is."""

    code: ClassVar[str] = "D050"
    fact: str


@frozen
class UnitTwice(Fault):
    """A unit given a second time; facts on which the two differ are invalid."""

    code: ClassVar[str] = "D051"
    unit: str
    first_row: int


@frozen
class UnitNotListed(Fault):
    """A unit in the data that the list of units does not have: it is not evaluated."""

    code: ClassVar[str] = "D052"
    unit: str


@frozen
class UnitLostZeros(Fault):
    """A unit that is not known, but would be with leading zeros (or without them)."""

    code: ClassVar[str] = "D053"
    unit: str
    known: str


@frozen
class UnitsAlike(Fault):
    """Two units in one file that differ only by leading zeros."""

    code: ClassVar[str] = "D054"
    severity: ClassVar[Severity] = "warning"
    unit: str
    other: str


@frozen
class RowOfUnknownUnit(Fault):
    """A row of a related table whose unit is not in the data."""

    code: ClassVar[str] = "D055"
    table: str
    unit: str


@frozen
class RowWithoutUnit(Fault):
    """A row of a related table that does not say whose it is: that table is then unknown for every unit."""

    code: ClassVar[str] = "D056"
    table: str
    fact: str


@frozen
class ListDisagrees(Fault):
    """A name or group in the data that differs from the one in the list of units."""

    code: ClassVar[str] = "D057"
    fact: str
    unit: str
    found: str
    listed: str


@frozen
class TableNotGiven(Fault):
    """A related table of the rules for which no file was given: what reads it stays undetermined for every unit."""

    code: ClassVar[str] = "D059"
    severity: ClassVar[Severity] = "warning"
    table: str


@frozen
class UnitNamedTwice(Fault):
    """A record whose own identifier is not the one that the caller gave."""

    code: ClassVar[str] = "D058"
    found: str
    given: str
