"""Text becomes columns on a screen: how wide it is, how it wraps."""

import re
from unicodedata import category, east_asian_width

_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2713\u2717]*")
"""Text, all Vietnamese among it, that takes a column a character."""

_PIECE = re.compile(" *(?:≈ )?[^ ]+| +")


def character_width(character: str) -> int:
    """Columns that a character takes: none for combining marks, two for wide ones."""
    if " " <= character < "\u0300":
        return 1
    if category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def is_narrow(text: str) -> bool:
    """Whether a text surely takes a column a character."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def text_width(text: str) -> int:
    """Columns that a line of inert text takes on a screen.

    >>> text_width("phường"), text_width("phu\\u031bo\\u031b\\u0300ng"), text_width("東京")
    (6, 6, 4)
    """
    return len(text) if is_narrow(text) else wide_width(text)


def wide_width(text: str) -> int:
    """The columns of a text with combining marks or wide characters."""
    return sum(map(character_width, text))


def cut_at(text: str, width: int) -> int:
    """How many characters from the start fit into so many columns; at least one, with the marks on it."""
    used = 0
    for position, character in enumerate(text):
        used += character_width(character)
        if used > width and position > 0 and character_width(character):
            return position
    return len(text)


def pieces(text: str) -> list[str]:
    """The text cut before every run of spaces, though not between `≈` and its number; joined they are the text again.

    >>> pieces("a bc  d")
    ['a', ' bc', '  d']
    """
    return _PIECE.findall(text)
