"""CSV files in and out, always with the same bytes for the same cells."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent
UNITS = EXAMPLES / "units"
DATA = EXAMPLES / "data"

Record = dict[str, str]
"""A row by column; a missing value is an empty text."""


def read_units(name: str) -> list[Record]:
    """The rows of a register of units."""
    with (UNITS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(name: str, columns: Sequence[str], records: Sequence[Mapping[str, str]]) -> None:
    """Writes records under their columns, a line feed after each row."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(records)


def write_json(name: str, content: object) -> None:
    """Writes a value as indented JSON."""
    (DATA / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
