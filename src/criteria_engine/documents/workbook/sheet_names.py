"""Names that people give become names that a spreadsheet takes for its sheets."""

import re
from collections.abc import Iterable

from criteria_engine.documents.inert import inert

LONGEST_NAME = 31
_NOT_ALLOWED = re.compile(r"[\[\]:*?/\\]")


def sheet_names(wanted: Iterable[str]) -> tuple[str, ...]:
    """Names for sheets in the same order: at most 31 characters, none of the characters that sheets' names may not have, no
    two alike but for capitals.

    >>> sheet_names(["Vụ việc: 2023/2024", "cases", "Cases", ""])
    ('Vụ việc_ 2023_2024', 'cases', 'Cases 2', '_')
    """
    taken: set[str] = set()
    found: list[str] = []
    for name in wanted:
        plain = _NOT_ALLOWED.sub("_", inert(name)).strip().strip("'")[:LONGEST_NAME].rstrip() or "_"
        plain = "_" + plain if plain.casefold() == "history" else plain
        chosen, number = plain, 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{plain[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        taken.add(chosen.casefold())
        found.append(chosen)
    return tuple(found)
