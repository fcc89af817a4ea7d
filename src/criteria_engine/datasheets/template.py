"""A program, and a list of units where there is one, become the empty workbook that clerks fill in."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import evolve

from criteria_engine.data.roster import Roster
from criteria_engine.datasheets.cell_contents import content_of, number_format
from criteria_engine.datasheets.columns import (
    SheetColumnOf,
    choice_words,
    notes,
    outcome_words,
    row_columns,
    truth_words,
    unit_columns,
)
from criteria_engine.datasheets.guide_sheet import guide_sheet
from criteria_engine.datasheets.words import word
from criteria_engine.documents.workbook.model import Among, Between, Check, Sheet, SheetCell, SheetColumn, Workbook
from criteria_engine.documents.workbook.sheet_names import sheet_names
from criteria_engine.ir.program import Program, Table
from criteria_engine.ir.records import Invalid
from criteria_engine.programmes.words import raised
from criteria_engine.values.labels import label_in
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, YesNoType

SPARE_ROWS = 1_000
"""Rows below the roster's, or in all where there is none, in which cells are checked."""

SPARE_ROWS_OF_TABLES = 10_000

PREPARED_ROWS = 100
"""Rows whose cells have their formats one by one, beside those of their columns."""

WIDEST = 40
NARROWEST = 11


def template_workbook(program: Program, roster: Roster | None, tongue: str) -> Workbook:
    """The workbook in a tongue: the units' sheet with the roster filled in, a sheet a related table, how to fill them in, and the
    lists that cells offer."""
    tables = [table_sheet(table, tongue) for table in program.tables.values()]
    wanted = [units_sheet(program, tongue), *tables, word(tongue, "sheet.guide"), word(tongue, "sheet.lists")]
    names = sheet_names(wanted)
    main, guide, listing = names[0], names[-2], names[-1]
    columns = {main: unit_columns(program, tongue)}
    for name, table in zip(names[1:-2], program.tables.values(), strict=True):
        columns[name] = row_columns(program, table, tongue)
    lists = _lists(columns, tongue)
    places = {words: position for position, words in enumerate(lists)}
    listed = len(roster.units) if roster is not None else 0
    sheets = []
    for name, own in columns.items():
        if name == main:
            sheet = _empty(name, own, program, tongue, listing, places, listed + SPARE_ROWS, listed or PREPARED_ROWS)
            sheets.append(_with_roster(sheet, own, roster, tongue))
        else:
            keys = Among(main, 0, 1, listed) if listed else None
            sheets.append(_empty(name, own, program, tongue, listing, places, SPARE_ROWS_OF_TABLES, PREPARED_ROWS, keys, main))
    sheets.append(guide_sheet(guide, program, columns, roster is not None, tongue))
    sheets.append(_list_sheet(listing, lists))
    return Workbook(label_in(program.labels, tongue, program.name), tuple(sheets))


def units_sheet(program: Program, tongue: str) -> str:
    """What the sheet of the units is called: as they are in the tongue, so that the reader of data files finds it."""
    subject = program.subject
    label = dict(subject.labels.texts).get(tongue)
    return raised(label if label and tongue != "en" else subject.plural)


def table_sheet(table: Table, tongue: str) -> str:
    """What the sheet of a related table is called: its label in the tongue, else its name."""
    return raised(label_in(table.labels, tongue, table.name) if tongue != "en" else table.name)


def _words(column: SheetColumnOf, tongue: str) -> tuple[str, ...]:
    """What a cell of the column may be chosen from; nothing where it is written freely."""
    match column.fact.type:
        case YesNoType():
            return truth_words(tongue)
        case ChoiceType():
            return choice_words(column.fact.type, tongue)
        case OutcomeType():
            return outcome_words(tongue)
    return ()


def _lists(columns: Mapping[str, Sequence[SheetColumnOf]], tongue: str) -> list[tuple[str, ...]]:
    """Every list that some column offers, once."""
    return list(dict.fromkeys(words for own in columns.values() for column in own if (words := _words(column, tongue))))


def _list_sheet(name: str, lists: Sequence[tuple[str, ...]]) -> Sheet:
    cells = {(row, column): SheetCell(text) for column, words in enumerate(lists) for row, text in enumerate(words)}
    return Sheet(name, cells, tuple(SheetColumn(24, "@") for _ in lists), hidden=True)


def _empty(
    name: str,
    columns: Sequence[SheetColumnOf],
    program: Program,
    tongue: str,
    listing: str,
    places: Mapping[tuple[str, ...], int],
    rows: int,
    prepared: int,
    keys: Among | None = None,
    keys_of: str = "",
) -> Sheet:
    cells: dict[tuple[int, int], SheetCell] = {}
    shapes = []
    checks = []
    for position, column in enumerate(columns):
        note = "\n".join([column.title, *notes(column, program, tongue)])
        cells[0, position] = SheetCell(column.title, "key heading" if column.identifies else "heading", note=note)
        words = _words(column, tongue)
        longest = max([len(word) for word in words] or [0])
        width = max(NARROWEST, min(WIDEST, max(len(column.title) // 2 + 2, longest + 4)))
        shapes.append(SheetColumn(width, number_format(column.fact.type, tongue)))
        check = _check(column, position, rows, tongue, listing, places)
        if column.identifies and keys is not None:
            check = Check(keys, position, 1, rows, refusal_title=word(tongue, "check.wrong"), refusal=word(tongue, "check.unit", sheet=keys_of))
        checks += [check] if check is not None else []
        # Cells that exist already keep their format when another program than a spreadsheet fills them in.
        cells |= {(row, position): SheetCell(format=shapes[-1].format) for row in range(1, min(rows, prepared) + 1)}
    return Sheet(name, cells, tuple(shapes), (1, 2 if len(columns) > 1 and not keys_of else 1), tuple(checks))


def _check(
    column: SheetColumnOf, position: int, rows: int, tongue: str, listing: str, places: Mapping[tuple[str, ...], int]
) -> Check | None:
    kind = column.fact.type
    words = _words(column, tongue)
    if words:
        said = word(tongue, "check.choose", members="; ".join(words))
        rule: Among | Between = Among(listing, places[words], 0, len(words) - 1)
    elif isinstance(kind, (NumberType, DateType)):
        said = word(tongue, "check.number", kind=column.kind, limits=column.limits) if column.limits else f"{column.kind}."
        rule = _between(kind)
    else:
        return None
    return Check(rule, position, 1, rows, column.title, said, word(tongue, "check.wrong"), said)


def _between(kind: NumberType | DateType) -> Between:
    if isinstance(kind, DateType):
        return Between("date", kind.low, kind.high)
    whole = kind.kind != "percent" and kind.scale is not None and kind.scale.denominator == 1
    return Between("whole" if whole else "decimal", kind.low, kind.high)


def _with_roster(sheet: Sheet, columns: Sequence[SheetColumnOf], roster: Roster | None, tongue: str) -> Sheet:
    """The sheet with what the list of units says of each unit."""
    cells = dict(sheet.cells)
    widths = [shape.width for shape in sheet.columns]
    for row, unit in enumerate(roster.units if roster is not None else (), start=1):
        for position, column in enumerate(columns):
            value = unit.values.get(column.fact.name)
            if value is None or isinstance(value, Invalid):
                continue
            content: str | int | Fraction | date = content_of(value, column.fact.type, tongue)
            cells[row, position] = SheetCell(content, "given", number_format(column.fact.type, tongue))
            widths[position] = max(widths[position], min(WIDEST, len(str(content)) + 2))
    return evolve(sheet, cells=cells, columns=tuple(evolve(shape, width=width) for shape, width in zip(sheet.columns, widths, strict=True)))
