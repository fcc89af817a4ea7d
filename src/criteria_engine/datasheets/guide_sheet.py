"""The sheet that says how to fill in the others: the rules in a few lines, then every column with what it is for."""

from collections.abc import Mapping, Sequence

from criteria_engine.datasheets.columns import SheetColumnOf, notes, use_notes
from criteria_engine.datasheets.words import word
from criteria_engine.documents.workbook.growing import GrowingSheet
from criteria_engine.documents.workbook.model import Sheet, SheetCell, SheetColumn
from criteria_engine.ir.program import Program
from criteria_engine.programmes.words import unit_words
from criteria_engine.values.labels import label_in


def guide_sheet(name: str, program: Program, columns: Mapping[str, Sequence[SheetColumnOf]], with_roster: bool, tongue: str) -> Sheet:
    """The sheet `name` that speaks of `columns` by sheet; `with_roster`: the listed units' rows are there."""
    subject = program.subject
    units = unit_words(tongue, subject.name, subject.plural, subject.labels)
    main, *tables = columns
    sheet = GrowingSheet()
    sheet.add(word(tongue, "guide.title"), look="title")
    sheet.add(word(tongue, "guide.for", title=label_in(program.labels, tongue, program.name)), look="strong")
    sheet.skip()
    lines = [word(tongue, "guide.rows", sheet=main, unit=units.one)]
    lines += [word(tongue, "guide.roster", units=units.many)] if with_roster else []
    named = ", ".join(f"“{table}”" for table in tables)
    key = "no_tables" if not tables else "table" if len(tables) == 1 else "tables"
    lines.append(word(tongue, f"guide.{key}", sheets=named, unit=units.one))
    lines += [word(tongue, f"guide.{key}") for key in ("lists", "empty", "notes", "codes", "send")]
    for text in lines:
        sheet.add(SheetCell(text, "wrapped", span=5))
    sheet.skip()
    for of, own in columns.items():
        sheet.add(word(tongue, "guide.table_of", sheet=of), look="strong")
        rows = []
        for column in own:
            uses = use_notes(column, program, tongue)
            said = notes(column, program, tongue)
            remarks = said[1 : len(said) - len(uses)]
            texts = (column.title, column.kind, column.limits, "\n".join(remarks), "\n".join(uses))
            rows.append([SheetCell(text, "wrapped") for text in texts])
        sheet.table([word(tongue, f"guide.{key}") for key in ("column", "what", "range", "remarks", "uses")], rows)
    widths = (36, 40, 28, 30, 70)
    return Sheet(name, sheet.cells, tuple(SheetColumn(width) for width in widths))
