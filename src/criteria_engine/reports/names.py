"""What the pages of a report and the places in them are called."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

OVERVIEW = "index"
"""The page of the programme."""

_SAFE = re.compile(r"[a-z0-9]{1,40}")


def page_names(units: Iterable[str]) -> Mapping[str, str]:
    """The name of each unit's page, by its code: the code itself where it is made of digits and small letters, else the beginning of its
    digest, so that any text gives a name that files and addresses can have.

    >>> page_names(["26776", "../x"])
    {'26776': 'unit-26776', '../x': 'unit-x-d6b96a97'}
    """
    return {unit: f"unit-{unit}" if _SAFE.fullmatch(unit) else _made(unit) for unit in units}


def _made(unit: str) -> str:
    shown = "".join(_SAFE.findall(unit.lower()))[:40]
    digest = sha256(unit.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in ("unit", shown, digest) if part)


def heading_places(ids: Iterable[str]) -> Mapping[str, str]:
    """The place of each heading on a unit's page, by its name in the rules.

    >>> heading_places(["C1", "Tiêu_chí"])
    {'C1': 'h1', 'Tiêu_chí': 'h2'}
    """
    return {id: f"h{number}" for number, id in enumerate(ids, 1)}
