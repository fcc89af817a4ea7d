"""What a person says about how data files are to be read, where the files leave a doubt."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from criteria_engine.data.mapping import DataMapping


@frozen
class ReadAs:
    """How to read files: `format` ("csv", "xlsx" …) instead of what the file's name or its first bytes say; `encoding` and
    `delimiter` of text files; `sheets`: the sheet (or SQLite table) to take by the related table's name, by `units` for the
    list of units, and by "" for the units' data; `mapping`: the file that says which columns give which facts and how they
    are read, or `said`, what it says; `restore_zeros`: leading zeros that codes have lost are given back. None: found, or a fault where that
    is in doubt."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheets: Mapping[str, str] = field(factory=dict)
    mapping: Path | None = None
    restore_zeros: bool = False
    said: DataMapping | None = None


AS_FOUND = ReadAs()
"""Nothing is said: everything is found in the files themselves."""

DELIMITERS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " "}
"""Names by which delimiters can be said, beside the character itself."""
