"""Why a file could not be read, in words of our own: those of the operating system differ from one machine to the next."""

from typing import Literal

WhyUnreadable = Literal["not there", "a folder", "not allowed", "not UTF-8", "UTF-16", "UTF-32", "cannot be opened"]


def why_unreadable(problem: OSError | ValueError) -> WhyUnreadable:
    """What opening a file failed of.

    >>> why_unreadable(FileNotFoundError()), why_unreadable(ValueError("embedded null byte"))
    ('not there', 'cannot be opened')
    """
    match problem:
        case FileNotFoundError() | NotADirectoryError():
            return "not there"
        case IsADirectoryError():
            return "a folder"
        case PermissionError():
            return "not allowed"
        case UnicodeDecodeError():
            return "not UTF-8"
    return "cannot be opened"


def other_unicode(content: bytes) -> Literal["UTF-16", "UTF-32"] | None:
    """The encoding of a file that is text in UTF-16 or UTF-32, told by its mark or by its many zero bytes: read as UTF-8 it
    would have a fault at every second letter.

    >>> other_unicode("ruleset".encode("utf-16-le")), other_unicode("bộ".encode("utf-32")), other_unicode(b"a\\0b")
    ('UTF-16', 'UTF-32', None)
    """
    start = content[:4096]
    if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    if start.count(0) * 5 < len(start):
        return None
    for encoding, names in (("UTF-32", ("utf-32-le", "utf-32-be")), ("UTF-16", ("utf-16-le", "utf-16-be"))):
        for name in names:
            text = start[: len(start) // 4 * 4].decode(name, "replace")
            if text and "\0" not in text and "\ufffd" not in text[:-1]:
                return "UTF-32" if encoding == "UTF-32" else "UTF-16"
    return None
