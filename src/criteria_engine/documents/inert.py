"""User text becomes text that only shows: control characters, terminal escapes and direction marks are spelled out."""

import re
from unicodedata import category

_ACTS = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
# Letters and marks that print as nothing: Hangul fillers, the grapheme joiner, the Braille blank, Khmer and Mongolian marks.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
_ANY_BLANK = re.compile(f"[{_BLANK}]")


class _Spellings(dict[int, str]):
    """Each character to how it is written, found as it is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        written = _spelled(code) if category(character) in _ACTS or character in _BLANK else character
        if len(self) < 4096:
            self[code] = written
        return written


def spelled(character: str) -> str:
    """A character by its number.

    >>> spelled("東")
    '\\\\u6771'
    """
    return _spelled(ord(character))


def _spelled(code: int) -> str:
    if code in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_SPELLINGS = _Spellings()


def inert(text: str) -> str:
    """The text with every character spelled out that acts instead of printing: controls and line ends, terminal escapes,
    direction and zero-width marks, halves of surrogate pairs, blank letters. All other text is returned as it is.

    >>> inert("a\\x1b[31m\\u202eb"), inert("Phường Tân Chánh Hiệp")
    ('a\\\\x1b[31m\\\\u202eb', 'Phường Tân Chánh Hiệp')
    """
    if text.isprintable() and (text.isascii() or not _ANY_BLANK.search(text)):
        return text
    return text.translate(_SPELLINGS)


def shortened(text: str, most: int) -> str:
    """Inert text of at most so many characters, with an ellipsis where some are left out.

    >>> shortened("Tân Chánh Hiệp", 8)
    'Tân Chá…'
    """
    shown = inert(text[: most + 1])
    return shown if len(shown) <= most and len(text) <= most else f"{shown[: most - 1]}…"
