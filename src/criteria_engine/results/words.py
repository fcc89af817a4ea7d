"""The words in sheets of results."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("criteria_engine.results").joinpath("words.toml").read_text("utf-8"))


def word(tongue: str, key: str, **filled: object) -> str:
    """The words of a key (`sheet.summary`) in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> word("vi", "sheet.summary"), word("en", "summary.as_of", day="1 July 2023")
    ('Tổng hợp', 'As of 1 July 2023')
    """
    table, _, name = key.partition(".")
    return _words()[table][name][tongue].format(**filled)
