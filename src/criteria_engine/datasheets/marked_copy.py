"""Data files and their faults become a workbook: the data as they are with the bad cells marked, and a list of all faults."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen

from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.datasheets.copied_files import copied_file
from criteria_engine.datasheets.copied_tables import CopiedTable, Place
from criteria_engine.datasheets.template import table_sheet, units_sheet
from criteria_engine.datasheets.words import word
from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.diagnostics.rendering import summary
from criteria_engine.diagnostics.wording import Vocabulary, help_text, message, no_vocabulary, phrase
from criteria_engine.documents.workbook.addresses import a1
from criteria_engine.documents.workbook.growing import GrowingSheet
from criteria_engine.documents.workbook.model import CellLook, Sheet, SheetCell, SheetColumn, Target, Workbook
from criteria_engine.documents.workbook.sheet_names import sheet_names
from criteria_engine.ir.program import Program
from criteria_engine.locale import format_place
from criteria_engine.source import Cell
from criteria_engine.values.labels import label_in

MOST_LINKS = 60_000
"""Links that a sheet may have are a few more; the faults beyond are listed without."""

MOST_IN_NOTE = 8
"""Faults that the note of one cell tells in full."""

WIDEST = 40


@frozen(eq=False)
class DataFiles:
    """The files of an assessment: the units' data, related tables by name, the list of units."""

    data: Path
    tables: Mapping[str, Path]
    units: Path | None


def marked_copy(
    program: Program,
    files: DataFiles,
    names: Mapping[Path, str],
    faults: Sequence[Fault],
    tongue: str,
    read_as: ReadAs = AS_FOUND,
    vocabulary: Vocabulary = no_vocabulary,
) -> Workbook:
    """The workbook in the reader's tongue; `names` are what faults call the files, `read_as` how they were read. A file that cannot
    be read at all has no copy; its faults are in the list."""
    copies = _copies(program, files, names, faults, tongue, read_as)
    titles = sheet_names([word(tongue, "faults.sheet"), *(title for title, _ in copies)])
    tables = [(title, table) for title, (_, table) in zip(titles[1:], copies, strict=True)]
    ordered = sorted(faults, key=place_order)
    found = [_target(fault, tables) for fault in ordered]
    title = label_in(program.labels, tongue, program.name)
    listing = _list(titles[0], title, ordered, found, dict(tables), tongue, vocabulary)
    marks: dict[str, dict[Place, list[Fault]]] = {}
    for fault, target in zip(ordered, found, strict=True):
        if target is not None:
            marks.setdefault(target.sheet, {}).setdefault((target.row, target.column), []).append(fault)
    sheets = [_marked(name, table, marks.get(name, {}), tongue, vocabulary) for name, table in tables]
    return Workbook(title, (listing, *sheets))


def _copies(
    program: Program, files: DataFiles, names: Mapping[Path, str], faults: Sequence[Fault], tongue: str, read_as: ReadAs
) -> list[tuple[str, CopiedTable]]:
    """Every table of every file, once, with what its sheet is to be called: so that the copy reads as its files did. The list of
    units is copied only where something is wrong in it."""
    found: list[tuple[str, CopiedTable]] = []
    wanted = {files.data: units_sheet(program, tongue)}
    wanted |= {path: table_sheet(program.tables[name], tongue) for name, path in files.tables.items() if name in program.tables}
    listed = files.units is not None and any(isinstance(fault.place, Cell) and fault.place.file == names[files.units] for fault in faults)
    paths = [files.data, *files.tables.values(), *([files.units] if files.units is not None and listed else [])]
    for path in dict.fromkeys(paths):
        for table in copied_file(path, names[path], program, read_as if path == files.data else evolve(read_as, format=None)):
            if table.nested_in is not None and table.nested_in in program.tables:
                found.append((table_sheet(program.tables[table.nested_in], tongue), table))
            else:
                found.append((table.sheet or wanted.get(path, path.stem), table))
    return found


def _target(fault: Fault, tables: Sequence[tuple[str, CopiedTable]]) -> Target | None:
    if not isinstance(fault.place, Cell):
        return None
    for title, table in tables:
        if (place := table.place_of(fault.place)) is not None:
            return Target(title, *place)
    return None


def _list(
    name: str,
    title: str,
    faults: Sequence[Fault],
    targets: Sequence[Target | None],
    tables: Mapping[str, CopiedTable],
    tongue: str,
    vocabulary: Vocabulary,
) -> Sheet:
    sheet = GrowingSheet()
    sheet.add(word(tongue, "faults.title"), look="title")
    sheet.add(f"{title}: {summary(faults, tongue)}." if faults else word(tongue, "faults.none"), look="strong")
    if faults:
        sheet.add(SheetCell(word(tongue, "faults.how"), "muted", span=8))
    sheet.skip()
    keys = ("number", "severity", "code", "place", "cell", "content", "message", "help")
    first = sheet.add(*(word(tongue, f"faults.{key}") for key in keys), look="heading")
    for number, (fault, target) in enumerate(zip(faults, targets, strict=True), 1):
        where = "" if fault.place is None else format_place(fault.place, tongue)
        at = SheetCell(None)
        content = SheetCell(None)
        if target is not None:
            at = SheetCell(f"{target.sheet}!{a1(target.row, target.column)}", target=target if number <= MOST_LINKS else None)
            content = evolve(tables[target.sheet].cells.get((target.row, target.column), SheetCell(None)), look="wrapped")
        sheet.add(
            number,
            SheetCell(phrase(fault.severity, tongue), _look(fault)),
            fault.code,
            SheetCell(where, "wrapped"),
            at,
            content,
            SheetCell(message(fault, tongue, vocabulary), "wrapped"),
            SheetCell(help_text(fault, tongue, vocabulary), "wrapped"),
        )
    widths = (7, 11, 9, 34, 20, 24, 64, 64)
    filtered = (first, 0, max(sheet.row - 1, first + 1), len(widths) - 1)
    return Sheet(name, sheet.cells, tuple(SheetColumn(width) for width in widths), (first + 1, 0), filtered=filtered)


def _look(fault: Fault) -> CellLook:
    return "fault" if fault.severity == "error" else "warning"


def _marked(name: str, table: CopiedTable, marks: Mapping[Place, list[Fault]], tongue: str, vocabulary: Vocabulary) -> Sheet:
    cells = dict(table.cells)
    for position in table.columns.values():
        if (table.header, position) in cells:
            cells[table.header, position] = evolve(cells[table.header, position], look="heading")
    for place, faults in marks.items():
        worst = min(faults, key=lambda fault: fault.severity != "error")
        cells[place] = evolve(cells.get(place, SheetCell(None)), look=_look(worst), note=_note(faults, tongue, vocabulary))
    widths: dict[int, int] = {}
    for (row, column), cell in cells.items():
        if row < 200:
            length = len(str(cell.content or "")) + 2
            widths[column] = max(widths.get(column, 8), min(WIDEST, length if row != table.header else length // 2 + 2))
    columns = tuple(SheetColumn(widths.get(column, 8)) for column in range(max(widths, default=-1) + 1))
    return Sheet(name, cells, columns, (table.header + 1, 1))


def _note(faults: Sequence[Fault], tongue: str, vocabulary: Vocabulary) -> str:
    parts = []
    for fault in faults[:MOST_IN_NOTE]:
        advice = help_text(fault, tongue, vocabulary)
        said = f"{phrase(fault.severity, tongue)}[{fault.code}]: {message(fault, tongue, vocabulary)}"
        parts.append(f"{said}\n{phrase('help', tongue)}: {advice}" if advice else said)
    rest = len(faults) - MOST_IN_NOTE
    return "\n\n".join([*parts, word(tongue, "note.more", count=rest)] if rest > 0 else parts)
