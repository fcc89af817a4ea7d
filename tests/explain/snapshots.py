"""Texts that a person has read and found right, kept in `snapshots/`; a run with WRITE_SNAPSHOTS=1 in the environment writes them anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def assert_as_read(name: str, text: str) -> None:
    """The text is that of the snapshot."""
    path = FOLDER / name
    if os.environ.get("WRITE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, f"{name} reads otherwise; where it is right, write it with WRITE_SNAPSHOTS=1"
