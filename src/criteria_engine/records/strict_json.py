"""Bytes of unknown origin become JSON data: nothing that two readers could read in two ways is let through."""

import json
from typing import Any

LARGEST_RECORD = 200_000_000
"""Bytes that a record may have."""

DEEPEST = 100
"""How deep lists and objects of a record may lie in each other."""

LONGEST_INTEGER = 15
"""Digits of a whole number: beyond that readers of JSON no longer agree."""


class NotStrict(ValueError):
    """Text that is no JSON, or JSON with numbers that are not whole, or nested too deep."""


class KeyTwiceInObject(NotStrict):
    """An object that has a key twice: which of the two counts, readers decide differently."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def strict_json(content: bytes) -> Any:
    """The data that JSON in UTF-8 writes: objects, lists, texts, whole numbers, true, false and null. Raises NotStrict.

    >>> strict_json(b'{"a": [1, "x"]}')
    {'a': [1, 'x']}
    """
    try:
        data = json.loads(
            content.decode(), object_pairs_hook=_object, parse_float=_refused, parse_constant=_refused, parse_int=_whole
        )
    except NotStrict:
        raise
    except (ValueError, RecursionError) as problem:
        raise NotStrict("no JSON") from problem
    _not_too_deep(data)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise KeyTwiceInObject(key)
            seen.add(key)
    return found


def _refused(text: str) -> Any:
    raise NotStrict(text)


def _whole(text: str) -> int:
    if len(text) > LONGEST_INTEGER:
        raise NotStrict(text[:LONGEST_INTEGER])
    return int(text)


def _not_too_deep(data: Any) -> None:
    level = [data]
    for _ in range(DEEPEST):
        level = [item for each in level if isinstance(each, (dict, list)) for item in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return
    raise NotStrict("too deep")
