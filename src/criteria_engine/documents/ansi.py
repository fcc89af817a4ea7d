"""A stretch of text in a style becomes text with terminal colours."""

from functools import cache
from typing import TYPE_CHECKING

from criteria_engine.documents.model import Style

if TYPE_CHECKING:
    from rich.style import Style as Paint

_PAINTS: dict[Style, str] = {
    "strong": "bold",
    "muted": "dim",
    "good": "green",
    "bad": "red",
    "open": "yellow",
    "code": "cyan",
}


@cache
def _paint(style: Style) -> "Paint":
    from rich.style import Style as Paint

    return Paint.parse(_PAINTS[style])


def painted(text: str, style: Style) -> str:
    """The text in the sixteen colours that every terminal has; plain text, and blanks, as they are. The text must be inert.

    >>> painted("no", "bad")
    '\\x1b[31mno\\x1b[0m'
    """
    if style not in _PAINTS or not text.strip():
        return text
    from rich.color import ColorSystem

    return _paint(style).render(text, color_system=ColorSystem.STANDARD)
