"""A record as a test is given it: a mapping to evaluate, which also says what is missing, invalid or at a boundary in it."""

from collections.abc import Iterable, Mapping
from typing import Any


class GeneratedRecord(dict[str, Any]):
    """A unit's values by fact name and its related tables, as `rules.evaluate` takes them; a dict, so that a test can change a copy.

    `missing`, `invalid` and `boundary` name facts (`area`), related tables (`cases`) and fields of rows, counted from 1
    as in faults (`cases[1].solved`): those left out, those whose value cannot be read, those at or beside a bound or threshold. They
    speak of the record as it was made, not of what a test changes later.

    >>> GeneratedRecord({"code": "1", "area": "25o"}, invalid=["area"])
    GeneratedRecord({'code': '1', 'area': '25o'}, invalid={'area'})
    """

    def __init__(self, values: Mapping[str, Any], missing: Iterable[str] = (), invalid: Iterable[str] = (), boundary: Iterable[str] = ()) -> None:
        super().__init__(values)
        self.missing = frozenset(missing)
        self.invalid = frozenset(invalid)
        self.boundary = frozenset(boundary)

    def __repr__(self) -> str:
        wrong = ", ".join(map(repr, sorted(self.invalid)))
        return f"GeneratedRecord({dict(self)!r}{f', invalid={{{wrong}}}' if wrong else ''})"
