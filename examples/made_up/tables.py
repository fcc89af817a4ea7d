"""CSV files in and out, always with the same bytes for the same cells."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent
UNITS = EXAMPLES / "units"
DATA = EXAMPLES / "data"

Record = dict[str, str]
"""A row by column; a missing value is an empty text."""


def words(text: str) -> list[str]:
    """The words of a text: names of columns, written in one go."""
    return text.split()


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


def json_value(column: str, cell: str) -> object:
    """A cell as JSON has it: true and false, numbers without quotes; a percent, a date and a choice stay text,
    nothing is null.

    >>> json_value("officers", "42"), json_value("satisfaction", "91.2%"), json_value("code", "26776")
    (42, '91.2%', '26776')
    """
    if not cell:
        return None
    if column in ("code", "name", "district", "file_no"):
        return cell
    if cell in ("yes", "no"):
        return cell == "yes"
    if re.fullmatch(r"\d+", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"\d+\.\d+", cell) else cell
