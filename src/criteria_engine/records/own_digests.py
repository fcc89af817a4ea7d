"""A record's data and bytes are held against the digests that the record itself has: what was changed since it was written."""

from typing import Any

from criteria_engine.records.canonical import canonical, digest
from criteria_engine.records.contents import FORMAT, PARTS
from criteria_engine.records.differences import Difference


def damaged_parts(data: dict[str, Any], content: bytes) -> tuple[Difference, ...]:
    """The parts that do not have their digests, and whether the bytes are those that canonical JSON writes."""
    found = [
        Difference("engine" if name == "engine" else name, "", "", "digest", data["digests"][name], actual)  # type: ignore[arg-type]
        for name in PARTS
        if (actual := digest(data[name])) != data["digests"][name]
    ]
    whole = digest({name: data[name] for name in ("format", *PARTS, "digests")})
    if whole != data["sha256"]:
        found.append(Difference("record", "", "", "digest", data["sha256"], whole))
    if content != canonical(data) + b"\n":
        found.append(Difference("form", "", "", "bytes"))
    assert data["format"] == FORMAT
    return tuple(found)
