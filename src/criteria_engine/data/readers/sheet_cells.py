"""What every reader of spreadsheets gives: the cells of a sheet that hold anything, by row and column, and what is hidden
or merged; and how the numbers, dates and letters of spreadsheets become ours."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from attrs import field, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.diagnostics.catalogue.data_files import DigitsLost, NoDayOfSheet

MOST_CELLS = 5_000_000
"""Cells with content that a sheet may have."""

MOST_MERGED = 100_000
"""Merged stretches that a sheet may have."""


@frozen
class Stretch:
    """A stretch of cells, its first and last row and column (from 1) included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """As a spreadsheet writes it.

        >>> Stretch(1, 1, 2, 28).address
        'A1:AB2'
        """
        return f"{letters_of(self.left)}{self.top}:{letters_of(self.right)}{self.bottom}"


@frozen(eq=False)
class SheetCells:
    """The cells of a sheet: rows in their order by number, in each the raw cells by column (from 1)."""

    name: str
    rows: Mapping[int, Mapping[int, object]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    merged: tuple[Stretch, ...] = field(default=())


def letters_of(column: int) -> str:
    """What a spreadsheet calls a column.

    >>> letters_of(1), letters_of(28), letters_of(16_384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_ADDRESS = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})", re.ASCII)


def place_of(address: str) -> tuple[int, int] | None:
    """The row and column of a cell's address.

    >>> place_of("C16"), place_of("16")
    ((16, 3), None)
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]), column


# Numbers. A spreadsheet calculates in binary and stores up to seventeen digits, but shows, compares and lets people enter
# only fifteen: the sum of 0.1 and 0.2 is stored as 0.30000000000000004 and is 0.3 to everyone who looks at it. We take the
# fifteen digits that people see, in decimal arithmetic of our own precision, never through a float.

_SHOWN = Context(prec=15, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999)
_EXACT = Context(prec=400, Emin=-999_999, Emax=999_999)
_STORED = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST_WHOLE = Decimal(10) ** 15


def stored_number(text: str) -> Decimal | DigitsLost | None:
    """The number that a spreadsheet shows for the digits it stores; None for what is no number.

    >>> stored_number("0.30000000000000004"), stored_number("1E-3")
    (Decimal('0.3'), Decimal('0.001'))
    """
    if len(text) > 60 or _STORED.fullmatch(text) is None:
        return None
    exact = _EXACT.create_decimal(text)
    shown = _SHOWN.plus(exact)
    if shown != exact and abs(exact) >= _LARGEST_WHOLE:
        return DigitsLost(None, excerpt(text))
    return shown.normalize(_EXACT) if shown else Decimal(0)


def plain(number: Decimal) -> str:
    """A number in plain digits."""
    return format(number, "f")


def number_cell(number: Decimal, kind: str, epoch: date) -> object:
    """The raw cell of a number shown as a `kind` ("number", "percent", "date", "time"); `epoch` is the calendar's day 0."""
    match kind:
        case "percent":
            return PercentText(plain(_EXACT.scaleb(number, 2).normalize(_EXACT) if number else number) + "%")
        case "date":
            return _moment(number, epoch)
        case "time":
            return timedelta(seconds=round(Fraction(number) * 86_400)) if abs(number) < 100_000 else NoDayOfSheet(None, plain(number))
    return NumberText(plain(number))


EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)


def _moment(number: Decimal, epoch: date) -> object:
    seconds = round(Fraction(number) * 86_400)
    days, rest = divmod(seconds, 86_400)
    # the calendar that begins in 1900 has a day 60, 29 February 1900, that never was; before it, day 1 is 1 January
    if epoch == EPOCH_1900 and days <= 60:
        if days < 1 or days == 60:
            return NoDayOfSheet(None, plain(number))
        days += 1
    try:
        day = epoch + timedelta(days=days)
    except OverflowError:
        return NoDayOfSheet(None, plain(number))
    if days < 0:
        return NoDayOfSheet(None, plain(number))
    return day if rest == 0 else datetime(day.year, day.month, day.day) + timedelta(seconds=rest)


def moment_written(text: str) -> date | None:
    """The day, or the moment of a day, that a text in ISO form writes; None for other texts.

    >>> moment_written("2023-12-31T00:00:00")
    datetime.date(2023, 12, 31)
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.date() if moment.time() == time() and moment.tzinfo is None else moment


_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dy]|mmm", re.IGNORECASE)
_TIME_LETTERS = re.compile(r"[hs]", re.IGNORECASE)
_BUILT_IN = {
    **dict.fromkeys((9, 10), "percent"),
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "time"),
}


def kind_of_format(number: int, code: str | None) -> str:
    """How a format shows a number: as a "number", "percent", "date" or "time". `number` is its number in the workbook, `code`
    its pattern where the workbook has one.

    >>> kind_of_format(10, None), kind_of_format(164, '0.0"%"'), kind_of_format(165, "[$-42A]dd/mm/yyyy;@")
    ('percent', 'number', 'date')
    """
    if code is None:
        return _BUILT_IN.get(number, "number")
    pattern = _LITERAL.sub("", code[:1_000])
    if "general" in pattern.lower():
        return "number"
    if "%" in pattern:
        return "percent"
    if _DATE_LETTERS.search(pattern):
        return "date"
    if _TIME_LETTERS.search(pattern):
        return "time"
    return "date" if "m" in pattern.lower() else "number"
