"""The words of this room in the reader's tongue."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("criteria_engine.reports").joinpath("words.toml").read_text("utf-8"))


def word(tongue: str, key: str, **filled: object) -> str:
    """The words of a key (`page.back`) in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> word("vi", "title.all", units="phường")
    'Tất cả phường'
    """
    table, _, name = key.partition(".")
    return _words()[table][name][tongue].format(**filled)
