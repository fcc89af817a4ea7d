"""The words of data sheets."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("criteria_engine.datasheets").joinpath("words.toml").read_text("utf-8"))


def word(tongue: str, key: str, **filled: object) -> str:
    """The words of a key (`note.private`) in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> word("vi", "note.in_unit", unit="m2"), word("en", "note.private")
    ('tính bằng m2', 'Not public.')
    """
    table, _, name = key.partition(".")
    return _words()[table][name][tongue].format(**filled)
