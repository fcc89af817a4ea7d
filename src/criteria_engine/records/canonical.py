"""JSON data become canonical bytes and digests: the same data give the same bytes, whatever machine writes them."""

import json
from hashlib import sha256
from typing import Any


def canonical(data: object) -> bytes:
    """The data as RFC 8785 writes them (keys sorted, no blanks, UTF-8). They hold no floats: exact numbers are texts.

    >>> canonical({"b": [1, None], "a": "é"}).decode()
    '{"a":"é","b":[1,null]}'
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if len(text.encode("utf-16-le")) != 2 * len(text):  # the RFC sorts by UTF-16 units, which differs only for characters of two
        text = json.dumps(_sorted(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _sorted(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data, key=lambda key: key.encode("utf-16-be"))}
    return [_sorted(item) for item in data] if isinstance(data, list) else data


def digest(data: object) -> str:
    """The SHA-256 of data in canonical form."""
    return sha256(canonical(data)).hexdigest()
