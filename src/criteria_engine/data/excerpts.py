"""A raw datum becomes the short text by which a fault shows it."""

import re
from collections.abc import Mapping

from criteria_engine.data.raw_cells import NumberText, PercentText

LONGEST_EXCERPT = 80
"""Characters of a datum that a fault shows."""

HALF_PAIRS = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs: JSON can write them, no file can hold them."""


def excerpt(raw: object) -> str:
    """What was found, as the file writes it, cut to a length that a person reads.

    >>> excerpt(True), excerpt([1]), excerpt("x" * 100) == "x" * 79 + "…"
    ('true', '[…]', True)
    """
    match raw:
        case str():
            text = raw
        case NumberText() | PercentText():
            text = raw.text
        case bool():
            text = "true" if raw else "false"
        case None:
            text = "null"
        case int() if raw.bit_length() > 4_000:
            text = "…"
        case Mapping():
            text = "{…}"
        case list() | tuple() | set() | frozenset():
            text = "[…]"
        case _:
            try:
                text = str(raw)
            except Exception:  # a caller's own object may raise anything when it is asked for its text
                text = "…"
    if len(text) > LONGEST_EXCERPT:
        text = text[: LONGEST_EXCERPT - 1] + "…"
    return HALF_PAIRS.sub("\ufffd", text)
