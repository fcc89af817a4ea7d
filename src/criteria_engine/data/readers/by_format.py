"""A path becomes a raw table, by the reader that the end of its name asks for."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve

from criteria_engine.data.raw_table import LARGEST_FILE, Reading
from criteria_engine.data.readers.csv_reader import read_csv
from criteria_engine.data.readers.json_reader import read_json
from criteria_engine.diagnostics.catalogue.data import DataFileNotFound, DataFileNotReadable, DataFileTooLarge, DataFormatUnknown
from criteria_engine.source import Cell

READERS: Mapping[str, Callable[[str, bytes], Reading]] = {".csv": read_csv, ".json": read_json}
"""What reads a file, by the end of its name in small letters: the shown name and the bytes become a Reading."""


def read_table(path: Path, name: str) -> tuple[Reading, str | None]:
    """The table in the file at `path`, which faults call `name`, and the SHA-256 of its bytes (None where it could not
    be opened). Never raises."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        return Reading(None, (DataFormatUnknown(Cell(name), name, tuple(ending.removeprefix(".") for ending in READERS)),)), None
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return Reading(None, (DataFileNotFound(Cell(name), name),)), None
    except (OSError, ValueError):  # ValueError: a path with NUL in it
        return Reading(None, (DataFileNotReadable(Cell(name), name),)), None
    if len(data) > LARGEST_FILE:
        return Reading(None, (DataFileTooLarge(Cell(name), LARGEST_FILE),)), None
    digest = hashlib.sha256(data).hexdigest()
    reading = reader(name, data)
    table = evolve(reading.table, digest=digest) if reading.table is not None else None
    return Reading(table, reading.faults), digest
