"""What engines say of themselves, and of rules that they do not take, in the reader's tongue."""

import re

from criteria_engine.backends.engine_list import ENGINES
from criteria_engine.cli.words import has_words, said
from criteria_engine.table_assessment.choice import Declined

_VARYING = re.compile(r"(?<=the answer )r[0-9]+|(?<![\w,])[0-9]+(?![\w,])|\b(?:DuckDB|PostgreSQL|Spark|duckdb|postgres|spark)\b")
"""What differs from one case to another in a reason: numbers, and names of engines."""


def why_declined(declined: Declined, tongue: str) -> str:
    """Why an engine is not used: what to install, or what of the rules stands in the way."""
    if declined.lacking:
        extra = next(engine.extra for engine in ENGINES if engine.name == declined.engine)
        return said(tongue, "engine_not_installed", engine=declined.engine, packages=", ".join(declined.lacking), extra=extra)
    return said(tongue, "engine_declines", engine=declined.engine, what=thing(declined.what, tongue), why=reason(declined.why, tongue))


def thing(what: str, tongue: str) -> str:
    """What of the rules an engine does not take: a name of theirs, or a kind of thing."""
    key = f"declined {what}"
    return said(tongue, key) if has_words(key) else what


def reason(why: str, tongue: str) -> str:
    """Why an engine does not take something, in a tongue; in English where there are no words for it.

    >>> reason("one may need 300 bits; columns have at most 256", "vi")
    'một số có thể cần 300 bit; bộ máy columns có nhiều nhất 256 bit'
    """
    varying = _VARYING.findall(why)
    key = f"why {_VARYING.sub('#', why)}"
    if not has_words(key):
        return why
    return said(tongue, key, **{f"a{number}": found for number, found in enumerate(varying)})
