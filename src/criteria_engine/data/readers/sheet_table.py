"""The cells of a sheet become a raw table: where its headings are, what each column is called, which cells hold data.

Rows above the headings (a title, an office's name) are left out and said. Headings may fill several rows, joined by
merged cells: a column is called by its lowest heading, and where that is not its own, by all of them from the top.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from attrs import evolve, frozen

from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.raw_cells import NumberText, PercentText
from criteria_engine.data.raw_table import RawRow, RawTable, Reading
from criteria_engine.data.readers.old_vietnamese import old_font
from criteria_engine.data.readers.sheet_cells import MOST_CELLS, SheetCells, Stretch, letters_of
from criteria_engine.diagnostics.catalogue.data import ColumnWithoutName, DuplicateColumn
from criteria_engine.diagnostics.catalogue.data_files import (
    HeadingOverColumns,
    HiddenRead,
    MergedCells,
    NumberingRow,
    OldVietnameseText,
    RowsAboveHeadings,
    SheetWithoutCells,
    TooManyCells,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.source import Cell

MOST_HEADING_ROWS = 6
"""Rows that headings may fill."""

_ROWS_SEARCHED = 40
_IN_BRACKETS = re.compile(r"[(\[]\s*[0-9]{1,3}\s*[)\]](\s*=.*)?")

Rows = Mapping[int, Mapping[int, object]]


@frozen(eq=False)
class Headings:
    """The rows of the headings, and what stands in each of their cells, merged ones everywhere in their stretch."""

    top: int
    bottom: int
    names: Mapping[int, str]
    shared: Mapping[int, Stretch]


def table_of(file: str, sheet: SheetCells) -> Reading:
    """The table in a sheet."""
    rows: Rows = {number: kept for number, cells in sheet.rows.items() if (kept := {at: raw for at, raw in cells.items() if _filled(raw)})}
    if not rows:
        return Reading(None, (SheetWithoutCells(Cell(file, sheet=sheet.name)),))
    texts = (raw for cells in rows.values() for raw in cells.values() if isinstance(raw, str))
    if (old := old_font(texts)) is not None:
        return Reading(None, (OldVietnameseText(Cell(file, sheet=sheet.name), old[0], excerpt(old[1]), excerpt(old[2])),))
    headings = _headings(rows, sheet.merged)
    letters = {column: letters_of(column) for column in {at for cells in rows.values() for at in cells}}
    by_name = {name: letters[column] for column, name in headings.names.items()}
    said: list[Fault] = []
    blank = RawTable(file, (), (), sheet=sheet.name, letters=by_name)
    above = [number for number in rows if number < headings.top]
    if above:
        said.append(RowsAboveHeadings(blank.at(above[-1]), above[-1]))
    said += [
        evolve(raw, place=Cell(file, number, None, sheet.name, letters[at]))  # a heading that shows an error names no column
        for number in range(headings.top, headings.bottom + 1)
        for at, raw in rows.get(number, {}).items()
        if isinstance(raw, Fault)
    ]
    doubtful = _doubtful(headings, blank)
    data = {number: cells for number, cells in rows.items() if number > headings.bottom}
    first = next(iter(data), None)
    if first is not None and _only_numbers(list(data[first].values())):
        said.append(NumberingRow(blank.at(first)))
        del data[first]
    merged = _merged_in(sheet.merged, data, headings)
    if merged is None:
        return Reading(None, (*said, TooManyCells(Cell(file, sheet=sheet.name), MOST_CELLS)))
    names = headings.names
    raw_rows = tuple(
        RawRow(number, {names[at]: raw for at, raw in chain(cells.items(), merged.get(number, {}).items()) if at in names})
        for number, cells in data.items()
    )
    nameless = sorted({at for cells in data.values() for at in cells if at not in names})
    said += [ColumnWithoutName(Cell(file, headings.bottom, None, sheet.name, letters[at]), at) for at in nameless]
    hidden = _hidden(sheet, data, names)
    if hidden:
        said.append(HiddenRead(blank.at(), hidden))
    columns = tuple(dict.fromkeys(name for _, name in sorted(names.items())))
    table = RawTable(file, columns, raw_rows, doubtful, headings.bottom, sheet.name, by_name)
    return Reading(table, (*said, *dict.fromkeys(doubtful.values())))


def _filled(raw: object) -> bool:
    return not (raw is None or (isinstance(raw, str) and not raw.strip()))


def _headings(rows: Rows, merged: Sequence[Stretch]) -> Headings:
    """The rows of the headings: one row, and those that merged cells join to it."""
    top = bottom = _first_of_headings(rows)
    near = [each for each in merged if each.top <= top + 1 and each.bottom >= top and each.bottom - each.top < MOST_HEADING_ROWS]
    across = [each for each in near if each.top <= top <= each.bottom and each.right > each.left]
    top = min([top, *(each.top for each in near if each.top < top and each.left in rows.get(each.top, {}))])
    bottom = max([bottom, *(each.bottom for each in near if each.top <= bottom and _joins(each))])
    below = rows.get(bottom + 1, {})
    if bottom == top and across and _parts_of(across, below):
        bottom += 1
    above = [each for each in merged if each.top == each.bottom == top - 1 and each.right > each.left]
    if above and _parts_of(above, rows[top], only=False) and not _whole(above, rows[top]):
        top -= 1
    stacks, shared = _stacks(rows, [each for each in merged if each.bottom >= top and each.top <= bottom], top, bottom)
    lowest = {at: stack[-1] for at, stack in stacks.items()}
    times = Counter(lowest.values())
    names = {at: " – ".join(stacks[at]) if times[name] > 1 and at not in shared else name for at, name in lowest.items()}
    return Headings(top, bottom, names, shared)


def _first_of_headings(rows: Rows) -> int:
    """The first row in which more than half as many cells are filled as in the fullest row; but where it holds numbers or
    dates, a row above it that holds only texts, and as many as rows mostly have: remarks beside a row can make it the fullest."""
    some = list(rows)[:_ROWS_SEARCHED]
    fullest = max(len(cells) for cells in rows.values())
    first = next((number for number in some if 2 * len(rows[number]) > fullest), some[0])
    if all(isinstance(raw, str) for raw in rows[first].values()):
        return first
    times = Counter(len(cells) for cells in rows.values())
    usual = max(times, key=lambda size: (times[size], size))
    above = (number for number in some if number < first and len(rows[number]) >= max(usual, 2))
    return next((number for number in above if all(isinstance(raw, str) for raw in rows[number].values())), first)


def _joins(each: Stretch) -> bool:
    return each.bottom > each.top


def _parts_of(across: Iterable[Stretch], below: Mapping[int, object], *, only: bool = True) -> bool:
    """Whether the row below divides the merged headings: a text under each of their cells, and (`only`) nothing elsewhere."""
    under = {at for each in across for at in range(each.left, min(each.right, each.left + 1_000) + 1)}
    return all(isinstance(below.get(at), str) for at in under) and (not only or under >= set(below))


def _whole(across: Sequence[Stretch], below: Mapping[int, object]) -> bool:
    """Whether one stretch covers all headings: then it is a title."""
    return any(each.left <= min(below) and each.right >= max(below) for each in across)


def _stacks(rows: Rows, merged: Sequence[Stretch], top: int, bottom: int) -> tuple[dict[int, list[str]], dict[int, Stretch]]:
    """The headings of each column from the top, and the columns whose lowest heading is one over several columns."""
    columns = {at for number in range(top, bottom + 1) for at in rows.get(number, {})}
    last = max((at for cells in rows.values() for at in cells), default=0)
    stacks: dict[int, list[str]] = {}
    shared: dict[int, Stretch] = {}
    covered: dict[tuple[int, int], Stretch] = {}
    for each in merged:
        for number in range(max(each.top, top), min(each.bottom, bottom) + 1):
            for at in range(each.left, min(each.right, last) + 1):
                covered[number, at] = each
                columns.add(at)
    for at in sorted(columns):
        sources: dict[tuple[int, int], Stretch | None] = {}
        for number in range(top, bottom + 1):
            stretch = covered.get((number, at))
            source = (stretch.top, stretch.left) if stretch is not None else (number, at)
            if source[0] >= top and _name(rows.get(source[0], {}).get(source[1])):
                sources[source] = stretch
        if sources:
            stacks[at] = [_name(rows[number][column]) for number, column in sources]
            stretch = list(sources.values())[-1]
            if stretch is not None and stretch.right > stretch.left:
                shared[at] = stretch
    return stacks, shared


def _name(raw: object) -> str:
    """What a heading's cell says, in NFC, every white space one space."""
    match raw:
        case str():
            text = raw
        case NumberText() | PercentText():
            text = raw.text
        case date():
            text = raw.isoformat()
        case bool():
            text = "true" if raw else "false"
        case _:
            text = ""
    return " ".join(unicodedata.normalize("NFC", text[:2_000]).split())


def _doubtful(headings: Headings, blank: RawTable) -> dict[str, Fault]:
    """The columns of which no cell can be trusted: one heading over several, or two columns of one name."""
    found: dict[str, Fault] = {}
    times = Counter(headings.names.values())
    for at, name in headings.names.items():
        if name in found or times[name] < 2:
            continue
        place = blank.at(headings.bottom, name)
        shared = headings.shared.get(at)
        over = shared is not None and times[name] == shared.right - shared.left + 1
        found[name] = HeadingOverColumns(place, excerpt(name)) if over else DuplicateColumn(place, excerpt(name))
    return found


def _only_numbers(cells: list[object]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3); or A, B, 1, 2, 3."""
    words = [_name(raw) for raw in cells]
    if len(words) < 2:
        return False
    if all(_IN_BRACKETS.fullmatch(word) for word in words):
        return True
    letters = sum(1 for word in words if len(word) == 1 and "A" <= word <= "Z")
    counted = [chr(65 + place) for place in range(letters)] + [str(number) for number in range(1, len(words) - letters + 1)]
    return 0 < letters < len(words) and words == counted


def _merged_in(merged: Iterable[Stretch], data: Rows, headings: Headings) -> dict[int, dict[int, Fault]] | None:
    """A fault for every cell of data in a merged stretch; None where there are more than a sheet may have."""
    found: dict[int, dict[int, Fault]] = {}
    count = 0
    numbers = sorted(data)
    for each in merged:
        if each.bottom <= headings.bottom or (each.top, each.left) == (each.bottom, each.right):
            continue
        columns = [at for at in headings.names if each.left <= at <= each.right]
        if not columns or not any(each.left in data.get(number, {}) for number in (each.top,)):
            continue  # an empty stretch says nothing
        fault = MergedCells(None, each.address)
        for number in numbers:
            if each.top <= number <= each.bottom:
                count += len(columns)
                if count > MOST_CELLS:
                    return None
                found.setdefault(number, {}).update(dict.fromkeys(columns, fault))
    return found


def _hidden(sheet: SheetCells, data: Rows, names: Mapping[int, str]) -> tuple[str, ...]:
    """The hidden rows and columns that hold data, as a person writes them: `5–7`, `C`."""
    rows = _runs([number for number in sorted(data) if number in sheet.hidden_rows])
    hidden = [at for at in sorted(names) if any(first <= at <= last for first, last in sheet.hidden_columns)]
    return (
        *(f"{first}" if first == last else f"{first}–{last}" for first, last in rows),
        *(letters_of(first) if first == last else f"{letters_of(first)}–{letters_of(last)}" for first, last in _runs(hidden)),
    )


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
