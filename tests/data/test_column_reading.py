"""The cells of a column are read as they are meant together; what nobody can know is one fault that shows both readings."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_engine.data.cell_reading import Read, column_reader
from criteria_engine.data.mapping import NOTHING_SAID, ReadingSettings
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.diagnostics.catalogue import columns as c
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.source import Cell
from criteria_engine.values.types import TEXT, YES_NO, DateType, NumberType, Type

from .builders import MONEY, PERCENT, RATING

WIDE = NumberType("number", scale=Fraction(1, 100))
WHOLE = NumberType("integer", scale=1, low=0, high=100_000)
BOUNDED = NumberType("number", scale=Fraction(1, 100), low=0, high=100)
DAY = DateType(date(2020, 1, 1), date(2030, 12, 31))


def read(
    kind: Type, cells: Sequence[object], settings: ReadingSettings = NOTHING_SAID, *, percent: bool = False
) -> tuple[list[Read], tuple[Fault, ...]]:
    """What each cell of a column is; a fault of a cell as the name of its class."""
    reader = column_reader(Fact("x", kind), cells, settings, percent, lambda index: Cell("a.csv", index + 2, "x"))
    values: list[Read] = [reader.read(cell) for cell in cells]
    return values, reader.faults


def shown(values: list[Read]) -> list[object]:
    return [value.code if isinstance(value, Fault) else value for value in values]


@pytest.mark.parametrize(
    ("kind", "cells", "values"),
    [
        # numbers: one clear cell decides
        (WIDE, ["1.250", "1.250.000"], [1250, 1_250_000]),
        (WIDE, ["1.250", "85,5"], [1250, Fraction(171, 2)]),
        (WIDE, ["1.250", "85.5"], [Fraction(5, 4), Fraction(171, 2)]),
        (WIDE, ["1,250", "85.5"], [1250, Fraction(171, 2)]),
        (WIDE, ["1,250", "1,250,000.5"], [1250, Fraction(2_500_001, 2)]),
        (WIDE, ["1 250 000", "1 250,5", "12"], [1_250_000, Fraction(2501, 2), 12]),
        (WIDE, ["1.250", "12", "0,5"], [1250, 12, Fraction(1, 2)]),
        # the scale excludes a way by one cell; bounds only for most
        (WHOLE, ["1.250", "2.000", "12"], [1250, 2000, 12]),
        (MONEY, ["390.000.000", "1.500"], [390_000_000, 1500]),
        (BOUNDED, ["1.250", "3.500", "12"], [Fraction(5, 4), Fraction(7, 2), 12]),
        # the odd cells of a mixed column
        (WIDE, ["85,5", "12,25", "85.5"], [Fraction(171, 2), Fraction(49, 4), "D073"]),
        (WIDE, ["85,5", "12,25", "85.5", "1.250"], [Fraction(171, 2), Fraction(49, 4), "D073", "D032"]),
        (WIDE, ["85,5", "12,25", "0,5", "7,5", "85.5", "1.250"], [Fraction(171, 2), Fraction(49, 4), Fraction(1, 2), Fraction(15, 2), "D073", 1250]),
        (WHOLE, ["1.250", "2.000", "7.5"], [1250, 2000, "D073"]),
        # a percentage that the spreadsheet itself holds is clear beside texts with a comma, and beside bare texts
        (PERCENT, ["92,5 %", "85,5%", PercentText("61.5%")], [Fraction(37, 40), Fraction(171, 200), Fraction(123, 200)]),
        (PERCENT, ["92,5 %", PercentText("61.5%"), "80"], [Fraction(37, 40), Fraction(123, 200), "D034"]),
        # numbers that their file marks as such are no clue to the texts beside them
        (WIDE, [NumberText("85.5"), NumberText("3"), "1.250"], [Fraction(171, 2), 3, "D032"]),
        (WIDE, [NumberText("85.5"), "12,5"], [Fraction(171, 2), Fraction(25, 2)]),
        # percents
        (PERCENT, ["85%", "85 %", "85,5%", "0"], [Fraction(17, 20), Fraction(17, 20), Fraction(171, 200), 0]),
        (PERCENT, ["85", "92.5", "100"], [Fraction(17, 20), Fraction(37, 40), 1]),
        (PERCENT, ["85", "92,5", "80,5", "0.91"], [Fraction(17, 20), Fraction(37, 40), Fraction(161, 200), "D073"]),
        (PERCENT, ["85", "92.5", "0.91"], [Fraction(17, 20), Fraction(37, 40), "D034"]),
        (PERCENT, ["0.855", "0.9", "1"], [Fraction(171, 200), Fraction(9, 10), 1]),
        (PERCENT, ["85%", "90%", "0.91", "80"], [Fraction(17, 20), Fraction(9, 10), "D034", "D034"]),
        (PERCENT, [PercentText("85.5%"), PercentText("90%"), NumberText("0.5")], [Fraction(171, 200), Fraction(9, 10), "D034"]),
        # dates
        (DAY, ["03/04/2023", "31/12/2023"], [date(2023, 4, 3), date(2023, 12, 31)]),
        (DAY, ["03/04/2023", "12/31/2023"], [date(2023, 3, 4), date(2023, 12, 31)]),
        (DAY, ["03-04-2023", "31.12.2023"], [date(2023, 4, 3), date(2023, 12, 31)]),
        (DAY, ["31/12/2023", "30/11/2023", "12/31/2023"], [date(2023, 12, 31), date(2023, 11, 30), "D073"]),
        (DAY, ["31/12/2023", "30/11/2023", "12/31/2023", "03/04/2023"], [date(2023, 12, 31), date(2023, 11, 30), "D073", "D038"]),
        (DAY, ["2023-12-31", "2023-11-30", "03/04/2023"], [date(2023, 12, 31), date(2023, 11, 30), "D038"]),
        (DAY, [date(2023, 12, 31), date(2023, 11, 30), "03/04/2023"], [date(2023, 12, 31), date(2023, 11, 30), "D038"]),
        (DAY, ["2023-12-31", "31/12/2023", "ngày 3 tháng 4 năm 2023"], [date(2023, 12, 31), date(2023, 12, 31), date(2023, 4, 3)]),
        (DAY, ["04/04/2023", "05/05/2023"], [date(2023, 4, 4), date(2023, 5, 5)]),
        # yes and no
        (YES_NO, ["có", "không", "", "x"], [True, False, None, True]),
        (YES_NO, ["Đạt", "Không đạt", "Chưa đạt"], [True, False, False]),
        (YES_NO, ["1", "0", NumberText("1"), ""], [True, False, True, None]),
        (YES_NO, ["có", "không có", "chưa có"], [True, False, False]),
        (YES_NO, ["có", "không", "không có"], [True, False, "D075"]),
        (YES_NO, ["✓", "không", "x"], [True, False, "D030"]),
        (YES_NO, ["x", "x", "không", ""], [True, True, False, None]),
        # missing marks
        (WIDE, ["-", "–", "n/a", "#N/A", "không có", "Chưa có", "chua co", "  "], [None] * 8),
        (TEXT, ["-", "Quận 1"], [None, "Quận 1"]),
        (RATING, ["n/a", "Khá", "kha", "TỐT"], [None, 2, 2, "D042"]),
    ],
)
def test_columns_without_a_fault_of_their_own(kind: Type, cells: Sequence[object], values: list[object]) -> None:
    found, faults = read(kind, cells)
    assert shown(found) == values
    assert faults == ()


@pytest.mark.parametrize(
    ("kind", "cells", "values", "first", "second", "settings", "row"),
    [
        (WIDE, ["60", "1.250", "3.500"], [60, "D072", "D072"], ("1.250 = 1250", "3.500 = 3500"), ("1.250 = 1.25", "3.500 = 3.5"), "numbers", 3),
        (WIDE, ["1,250"], ["D072"], ("1,250 = 1.25",), ("1,250 = 1250",), "numbers", 2),
        (WIDE, ["85,5", "85.5"], ["D072", "D072"], ("85,5 = 85.5",), ("85.5 = 85.5",), "numbers", 2),
        (PERCENT, ["0.85", "0.9", "0"], ["D072", "D072", 0], ("0.85 = 0.85%", "0.9 = 0.9%"), ("0.85 = 85%", "0.9 = 90%"), "percent", 2),
        (PERCENT, [NumberText("0.85")], ["D072"], ("0.85 = 0.85%",), ("0.85 = 85%",), "percent", 2),
        (DAY, ["04/04/2023", "03/04/2023"], [date(2023, 4, 4), "D072"], ("03/04/2023 = 2023-04-03",), ("03/04/2023 = 2023-03-04",), "dates", 3),
    ],
)
def test_a_column_that_can_be_read_in_two_ways_is_one_fault(
    kind: Type, cells: list[object], values: list[object], first: tuple[str, ...], second: tuple[str, ...], settings: str, row: int
) -> None:
    ways = {"numbers": ("vi", "en"), "percent": ("points", "share"), "dates": ("dmy", "mdy")}[settings]
    found, faults = read(kind, cells)
    assert shown(found) == values
    count = values.count("D072")
    said = [f'{settings} = "{way}"' for way in ways]
    assert faults == (c.ColumnReadingDoubtful(Cell("a.csv", row, "x"), "x", count, first, said[0], second, said[1]),)
    assert all(value == faults[0] for value in found if isinstance(value, Fault))


def test_marks_and_blanks_are_one_fault_until_the_mapping_says() -> None:
    found, faults = read(YES_NO, ["x", "", "X", None, "-"])
    assert shown(found) == [True, "D074", True, "D074", "D074"]
    assert faults == (c.BlanksDoubtful(Cell("a.csv", 2, "x"), "x", ("X", "x"), 3),)
    assert read(YES_NO, ["x", "", None], ReadingSettings(blank="no")) == ([True, False, False], ())
    assert read(YES_NO, ["x", "", None], ReadingSettings(blank="missing")) == ([True, None, None], ())
    assert read(YES_NO, ["x", "x"]) == ([True, True], ())


@pytest.mark.parametrize(
    ("kind", "settings", "cells", "values"),
    [
        (WIDE, ReadingSettings(numbers="vi"), ["1.250", "85.5"], [1250, "D073"]),
        (WIDE, ReadingSettings(numbers="en"), ["1.250", "85,5"], [Fraction(5, 4), "D073"]),
        (PERCENT, ReadingSettings(percent="share"), ["0.85", "85%", "85"], [Fraction(17, 20), Fraction(17, 20), "D036"]),
        (PERCENT, ReadingSettings(percent="points"), ["0.85", "85%", "85"], [Fraction(85, 10_000), Fraction(17, 20), Fraction(17, 20)]),
        (PERCENT, ReadingSettings(percent="sign"), ["85%", "85", "90"], [Fraction(17, 20), "D034", "D034"]),
        (DAY, ReadingSettings(dates="mdy"), ["03/04/2023", "31/12/2023", "2023-12-31"], [date(2023, 3, 4), "D073", date(2023, 12, 31)]),
        (YES_NO, ReadingSettings(yes=("v",), no=("không có",)), ["v", "không", "Không có"], [True, False, False]),
        (YES_NO, ReadingSettings(no=("x",)), ["x", "✓", ""], [False, True, None]),
        (WIDE, ReadingSettings(missing=("trống",)), ["trống", "-"], [None, "D031"]),
        (MONEY, ReadingSettings(unit="triệu đồng"), ["390", "1,5"], [390_000_000, 1_500_000]),
    ],
)
def test_the_mapping_says_how_a_column_is_read(kind: Type, settings: ReadingSettings, cells: list[object], values: list[object]) -> None:
    found, faults = read(kind, cells, settings)
    assert shown(found) == values
    assert faults == ()


def test_a_heading_with_a_percent_sign_says_that_numbers_are_percentages() -> None:
    assert read(PERCENT, ["0.85", "85"], percent=True) == ([Fraction(85, 10_000), Fraction(17, 20)], ())


def test_an_odd_cell_says_what_it_may_mean_and_how_the_others_are_written() -> None:
    found, _ = read(WIDE, ["85,5", "12,25", "12,25", "85.5"])
    assert found[3] == c.CellUnlikeColumn(None, "x", "85.5", "12,25", ("85.5",))


def test_the_order_of_the_cells_does_not_matter() -> None:
    cells = ["1.250", "85,5", "12,25", "85.5", "3", "-"]
    forwards = dict(zip(cells, read(WIDE, cells)[0], strict=True))
    backwards = dict(zip(cells[::-1], read(WIDE, cells[::-1])[0], strict=True))
    assert forwards == backwards


NUMBERS = st.lists(st.decimals(0, 99_999, places=2).map(Fraction), min_size=1, max_size=8)
DAYS = st.lists(st.dates(date(2020, 1, 1), date(2030, 12, 31)), min_size=1, max_size=6)


def in_figures(number: Fraction, thousands: str, decimal: str) -> str:
    whole, hundredths = divmod(int(number * 100), 100)
    tail = f"{hundredths:02}".rstrip("0")
    return f"{whole:,}".replace(",", thousands) + (decimal + tail if tail else "")


@given(NUMBERS, st.sampled_from([(".", ","), (",", "."), (" ", ","), (" ", "."), ("", ",")]))
def test_a_column_written_in_one_way_is_read_so_or_is_a_fault(numbers: list[Fraction], signs: tuple[str, str]) -> None:
    kind = NumberType("number", scale=Fraction(1, 100), low=0, high=100_000)
    found, faults = read(kind, [in_figures(number, *signs) for number in numbers])
    assert all(isinstance(value, Fault) or value == number for value, number in zip(found, numbers, strict=True))
    assert all(value in faults for value in found if isinstance(value, Fault)), "one fault of the column, none of its cells"


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "ngày %d tháng %m năm %Y"]))
def test_dates_written_in_one_way_are_read_so_or_are_a_fault(days: list[date], form: str) -> None:
    found, faults = read(DAY, [day.strftime(form) for day in days])
    assert all(isinstance(value, Fault) or value == day for value, day in zip(found, days, strict=True))
    assert all(value in faults for value in found if isinstance(value, Fault))
