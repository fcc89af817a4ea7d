"""What the commands themselves say, in the reader's tongue."""

import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from criteria_engine.locale import TONGUES, tongue_of_environment


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("criteria_engine.cli").joinpath("words.toml").read_text("utf-8"))


def said(tongue: str, key: str, **filled: object) -> str:
    """A sentence of the commands in a tongue, filled in; raises KeyError for a key or tongue that is not there.

    >>> said("vi", "tests_hold", count=12)
    '12 trường hợp kiểm tra, tất cả đều đúng.'
    """
    return _words()[key][tongue].format(**filled)


def counted(tongue: str, key: str, count: object) -> str:
    """A number of things, in words of its own for one of them.

    >>> counted("en", "test_blocks", 1), counted("en", "test_blocks", 2)
    ('1 test block', '2 test blocks')
    """
    return said(tongue, f"{key}_one" if count == 1 else key, count=count)


def has_words(key: str) -> bool:
    """Whether the commands have words for a key."""
    return key in _words()


def tongue_asked(arguments: Sequence[str]) -> str | None:
    """The tongue that `--lang` asks for among arguments; None where it asks for none that there is.

    >>> tongue_asked(["check", "--lang", "vi"]), tongue_asked(["check", "--lang=xx"])
    ('vi', None)
    """
    for position, argument in enumerate(arguments):
        following = arguments[position + 1] if position + 1 < len(arguments) else ""
        asked = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and asked in TONGUES:
            return asked
    return None


def shown(key: str) -> str:
    """A text of the help pages, in the tongue that this process was started in."""
    return said(tongue_asked(sys.argv[1:]) or tongue_of_environment(os.environ), key)
