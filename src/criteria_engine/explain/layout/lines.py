"""Lines of one stretch of text, which most lines of an explanation are."""

from criteria_engine.documents.model import Line, Run


def said(text: str) -> Line:
    """A plain line."""
    return (Run(text),) if text else ()


def muted(text: str) -> Line:
    """A line that stands back."""
    return (Run(text, "muted"),) if text else ()
