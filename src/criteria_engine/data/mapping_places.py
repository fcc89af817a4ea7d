"""The text of a TOML file becomes the line and column of each of its keys, which the standard reader does not keep."""

import re
import tomllib
from collections.abc import Mapping

Path = tuple[str, ...]

_HEADER = re.compile(r"\s*\[\[?(?P<name>[^\[\]]+(?:\"[^\"]*\"[^\[\]]*)*)\]\]?\s*(?:#.*)?")


def key_places(text: str) -> Mapping[Path, tuple[int, int]]:
    """Line and column, from 1, of every key and table header by its path; keys inside inline tables stand at their line.

    >>> key_places('[data]\\nkey = "a"')[("data", "key")]
    (2, 1)
    """
    places: dict[Path, tuple[int, int]] = {}
    table: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        start = len(line) - len(line.lstrip()) + 1
        if header := _HEADER.fullmatch(line):
            if (path := _path_of(header["name"])) is not None:
                table = path
                for length in range(1, len(path) + 1):
                    places.setdefault(path[:length], (number, start))
        elif (keys := _keys_before_equals(line)) is not None:
            for length in range(1, len(keys) + 1):
                places.setdefault((*table, *keys[:length]), (number, start))
    return places


def _keys_before_equals(line: str) -> Path | None:
    """The key that a line gives a value, where it gives any: what stands before one of its equals signs and is a key."""
    for position, each in enumerate(line):
        if each == "=" and (path := _path_of(line[:position])) is not None:
            return path
    return None


def _path_of(words: str) -> Path | None:
    """A dotted key taken apart; None for anything else."""
    try:
        found: object = tomllib.loads(f"{words} = 0")
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    path: list[str] = []
    while isinstance(found, dict) and found:
        key, found = next(iter(found.items()))
        path.append(key)
    return tuple(path) or None
