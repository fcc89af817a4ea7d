"""What engines say of themselves, and of rules that they do not take, in the reader's tongue."""

from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.cli.words import has_words, said
from criteria_engine.table_assessment.choice import Declined


def why_declined(declined: Declined, tongue: str) -> str:
    """Why an engine is not used: what to install, or what of the rules stands in the way."""
    if declined.lacking:
        extra = TABLE_ENGINES[declined.engine].extra
        return said(tongue, "engine_not_installed", engine=declined.engine, packages=", ".join(declined.lacking), extra=extra)
    return said(tongue, "engine_declines", engine=declined.engine, what=declined.what, why=reason(declined.why, tongue))


def reason(why: str, tongue: str) -> str:
    """A reason of an engine in a tongue; in English as it is."""
    key = f"why {why}"
    return said(tongue, key) if has_words(key) else why
