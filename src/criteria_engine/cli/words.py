"""What the commands themselves say, in the reader's tongue."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("criteria_engine.cli").joinpath("words.toml").read_text("utf-8"))


def said(tongue: str, key: str, **filled: object) -> str:
    """A sentence of the commands in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> said("vi", "tests_hold", count=12)
    '12 trường hợp kiểm tra, tất cả đều đúng.'
    """
    return _words()[key][tongue].format(**filled)
