"""What an author says of data files: which column gives which fact, and how the cells of each column are to be read."""

from collections.abc import Mapping
from typing import Literal

from attrs import evolve, field, frozen

from criteria_engine.source import Span

NumberForm = Literal["vi", "en"]
PercentForm = Literal["sign", "points", "share"]
DateForm = Literal["dmy", "mdy"]
BlankForm = Literal["no", "missing"]


@frozen
class ReadingSettings:
    """How cells are to be read, where it is said; None leaves it to the cells themselves.

    `numbers`: `1,250.5` ("en") or `1.250,5` ("vi"). `percent`: a bare 85 ("points") or 0.85 ("share") is 85 %, or the sign
    is asked for ("sign"). `dates`: day or month first. `yes`, `no`: further words of a yes/no column, and what `blank`
    cells mean in it. `missing`: the marks that stand for a missing value, in place of the usual ones. `unit`: the unit that
    the numbers are in. `percent_by_bounds`: what percentages are was told by the fact's bounds alone, from all of a column of which
    these cells are some: a number that could be either is neither.
    """

    numbers: NumberForm | None = None
    percent: PercentForm | None = None
    dates: DateForm | None = None
    blank: BlankForm | None = None
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    missing: tuple[str, ...] | None = None
    unit: str | None = None
    percent_by_bounds: bool = False

    def over(self, general: "ReadingSettings") -> "ReadingSettings":
        """These settings, and the general ones wherever these say nothing."""
        names = ("numbers", "percent", "dates", "blank", "missing", "unit")
        said = {name: getattr(general, name) for name in names if getattr(self, name) is None}
        return evolve(self, **said, yes=self.yes or general.yes, no=self.no or general.no)


NOTHING_SAID = ReadingSettings()


@frozen(eq=False)
class TableMapping:
    """What is said of one table: the column of each fact, how columns are read (by fact, and for all), columns that are
    known to be of no use, the sheet or table of its file, and where each of these is said."""

    columns: Mapping[str, str] = field(factory=dict)
    settings: Mapping[str, ReadingSettings] = field(factory=dict)
    general: ReadingSettings = NOTHING_SAID
    ignored: tuple[str, ...] = ()
    sheet: str | None = None
    places: Mapping[str, Span] = field(factory=dict)

    def of(self, fact: str) -> ReadingSettings:
        """How the column of a fact is to be read."""
        return self.settings.get(fact, NOTHING_SAID).over(self.general)


NO_TABLE_MAPPING = TableMapping()


@frozen(eq=False)
class DataMapping:
    """What is said of all the files of an assessment. `restore_zeros`: codes of units that have lost their leading zeros
    may be given them again, where the list of units says which."""

    units: TableMapping = NO_TABLE_MAPPING
    tables: Mapping[str, TableMapping] = field(factory=dict)
    roster: TableMapping = NO_TABLE_MAPPING
    restore_zeros: bool = False

    def of(self, table: str) -> TableMapping:
        """What is said of a related table."""
        return self.tables.get(table, NO_TABLE_MAPPING)


NO_MAPPING = DataMapping()
