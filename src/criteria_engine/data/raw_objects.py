"""Names and values (a JSON object, a mapping) become the raw rows of a table."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from criteria_engine.data.excerpts import HALF_PAIRS, excerpt
from criteria_engine.data.raw_table import RawRow
from criteria_engine.diagnostics.catalogue.data import JsonNotUnits, KeyTwice
from criteria_engine.source import Cell

PlaceOf = Callable[[int, str | None], Cell]
"""The cell of a row's number and a key; None stands for the whole row."""


class ObjectWithKeyTwice(dict[str, object]):
    """An object that gives `key` twice."""

    key: str


def object_of(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """Names and values as an object: names in NFC without white space at their ends; a name given twice is noted, so
    that `raw_rows` reports it."""
    plain = [(name if isinstance(name, str) and name.isascii() else _plain_name(name), value) for name, value in pairs]
    found = {name.strip(): value for name, value in plain}
    if len(found) == len(plain):
        return found
    doubled = ObjectWithKeyTwice(found)
    doubled.key = next(name for name, times in Counter(name.strip() for name, _ in plain).items() if times > 1)
    return doubled


def _plain_name(name: object) -> str:
    text = name if isinstance(name, str) else excerpt(name)
    return HALF_PAIRS.sub("\ufffd", unicodedata.normalize("NFC", text))


def raw_rows(objects: Iterable[object], place: PlaceOf) -> tuple[RawRow, ...]:
    """Objects of a list as rows, numbered from 1; `place` gives the cell of a fault. What is no object, or gives a name
    twice, is a row with a fault."""
    rows = []
    for number, found in enumerate(objects, 1):
        if isinstance(found, ObjectWithKeyTwice):
            rows.append(RawRow(number, found, KeyTwice(place(number, found.key), excerpt(found.key))))
        elif isinstance(found, dict):
            rows.append(RawRow(number, found))
        else:
            rows.append(RawRow(number, {}, JsonNotUnits(place(number, None), excerpt(found))))
    return tuple(rows)
