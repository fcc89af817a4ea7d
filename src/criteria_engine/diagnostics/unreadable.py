"""Why a file could not be read, in words of our own: those of the operating system differ from one machine to the next."""

from typing import Literal

WhyUnreadable = Literal["not there", "a folder", "not allowed", "not UTF-8", "cannot be opened"]


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
