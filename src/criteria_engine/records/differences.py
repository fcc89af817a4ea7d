"""Two pieces of plain data become the places in which they differ."""

from collections.abc import Iterator
from typing import Any, Literal

from attrs import frozen

Part = Literal["form", "engine", "as_of", "private", "rules", "parameters", "inputs", "results", "proofs", "files", "record"]

LONGEST = 120
"""Characters of a value that a difference shows."""


@frozen
class Difference:
    """Something that is not as it should be: the part of the record; the unit, and the criterion or fact, where it is of one; what it
    is (`points.low`, `value`); what the record says and what was found; and the cell, where it is of one."""

    part: Part
    unit: str = ""
    name: str = ""
    what: str = ""
    recorded: str = ""
    found: str = ""
    cell: str = ""


@frozen
class Place:
    """A place at which two pieces of data differ."""

    path: tuple[str, ...]
    recorded: Any
    found: Any


ABSENT = object()
"""What stands where one of the two has nothing."""


def places(recorded: Any, found: Any, path: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every innermost place at which the two differ. Lists of unlike length differ as a whole."""
    if isinstance(recorded, dict) and isinstance(found, dict):
        for key in sorted({*recorded, *found}):
            yield from places(recorded.get(key, ABSENT), found.get(key, ABSENT), (*path, key))
    elif isinstance(recorded, list) and isinstance(found, list) and len(recorded) == len(found):
        for index, (one, other) in enumerate(zip(recorded, found, strict=True)):
            yield from places(one, other, (*path, str(index)))
    elif type(recorded) is not type(found) or recorded != found:
        yield Place(path, recorded, found)


def shown(value: Any) -> str:
    """A piece of data in a few words.

    >>> shown(True), shown(None), shown(["a", "b"]), shown(ABSENT)
    ('true', 'null', '["a","b"]', '')
    """
    from criteria_engine.records.canonical import canonical

    if value is ABSENT:
        return ""
    text = value if isinstance(value, str) else canonical(value).decode()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
