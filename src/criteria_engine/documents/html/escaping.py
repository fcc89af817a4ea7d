"""Texts and lines become HTML that only shows: no text of a user is ever markup, an attribute of its own, script or an address."""

from functools import lru_cache
from html import escape

from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import Line, Link, Run, Style

_CLASSES: dict[Style, str] = {"muted": "muted", "good": "good", "bad": "bad", "open": "open"}


@lru_cache(maxsize=65536)
def escaped(text: str) -> str:
    """A text as HTML, fit for an element and for an attribute in double quotes.

    >>> escaped('<b onclick="x">')
    '&lt;b onclick=&quot;x&quot;&gt;'
    """
    return escape(inert(text), quote=True)


def address(link: Link) -> str:
    """The address that a link leads to; its names hold nothing that could mean anything else (`Link` sees to it)."""
    return (f"{link.page}.html" if link.page else "") + (f"#{link.place}" if link.place else "")


def line_html(text: Line) -> str:
    """A line as HTML.

    >>> line_html((Run("a<b "), Run("c", "strong"), Run("d", link=Link("unit-1"))))
    'a&lt;b <strong>c</strong><a href="unit-1.html">d</a>'
    """
    return "".join([_run(run) for run in text])


def _run(run: Run) -> str:
    written = escaped(run.text)
    if run.style == "strong":
        written = f"<strong>{written}</strong>"
    elif run.style == "code":
        written = f"<code>{written}</code>"
    elif run.style != "plain":
        written = f'<span class="{_CLASSES[run.style]}">{written}</span>'
    return written if run.link is None else f'<a href="{address(run.link)}">{written}</a>'
