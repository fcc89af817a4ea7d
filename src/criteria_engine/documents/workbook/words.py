"""The words in workbooks of documents."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("criteria_engine.documents.workbook").joinpath("words.toml").read_text("utf-8"))


def word(tongue: str, key: str) -> str:
    """The words of a key in a tongue; raises KeyError for a key or tongue that is not there.

    >>> word("vi", "sign.passes"), word("en", "contents")
    ('Đạt', 'Contents')
    """
    return _words()[key][tongue]
