"""A data file of any format becomes its copied tables."""

from pathlib import Path

from criteria_engine.data.binding import identifying_fact
from criteria_engine.data.raw_table import LARGEST_FILE
from criteria_engine.data.readers.by_format import read_table
from criteria_engine.data.readers.csv_reader import csv_rows
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.datasheets.copied_tables import CopiedTable, copied_objects, copied_rows
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program


def copied_file(path: Path, name: str, program: Program, read_as: ReadAs) -> list[CopiedTable]:
    """The tables of the file at `path`, which faults call `name`; none where it cannot be read."""
    if path.suffix.lower() == ".csv":
        return _text_table(path, name, read_as)
    reading, _ = read_table(path, name)
    if reading.table is None:
        return []
    return copied_objects(reading.table, identifying_fact(program.subject, program.facts).name, program.tables)


def _text_table(path: Path, name: str, read_as: ReadAs) -> list[CopiedTable]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        return []
    rows, _ = csv_rows(name, data, read_as) if len(data) <= LARGEST_FILE else (None, ())
    if rows is None:
        return []
    kept = [(number, dict(enumerate(cells))) for number, cells in rows if not isinstance(cells, Fault)]
    header = next((number for number, cells in kept if cells), 1)
    return [copied_rows(name, None, kept, header)]
