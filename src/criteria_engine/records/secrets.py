"""Files that must stay secret, private keys and salts, are read and made so that others on the machine cannot read them."""

import os
import stat
import sys
from pathlib import Path

from criteria_engine.diagnostics.catalogue.records import RecordUnreadable, SaltUnusable, SecretOpenToOthers
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.unreadable import why_unreadable
from criteria_engine.records.privacy import LEAST_SALT, Salt
from criteria_engine.source import Cell

LARGEST_SECRET = 100_000
"""Bytes that a key or a salt may have."""


def read_secret(path: Path) -> bytes | Fault:
    """The content of a secret file; a fault where it cannot be opened, or others may read it. Windows keeps rights elsewhere, and they
    are not looked at there."""
    try:
        with path.open("rb") as file:
            rights = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if sys.platform != "win32" and rights & 0o077:
                return SecretOpenToOthers(Cell(str(path)), f"{rights:03o}")
            return file.read(LARGEST_SECRET)
    except (OSError, ValueError) as problem:
        return unreadable(path, problem)


def read_salt(path: Path) -> Salt | Fault:
    """The salt in a file: its bytes without white space at their ends. A fault as of `read_secret`, or where they are too few."""
    content = read_secret(path)
    if isinstance(content, Fault):
        return content
    salt = content.strip()
    return Salt(salt) if len(salt) >= LEAST_SALT else SaltUnusable(Cell(str(path)), LEAST_SALT)


def write_secret(path: Path, content: bytes) -> None:
    """Make a secret file that only its owner may read. Raises FileExistsError where there is one: it may be needed still."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def unreadable(path: Path, problem: OSError | ValueError) -> RecordUnreadable:
    """The fault of a file that cannot be opened."""
    return RecordUnreadable(Cell(str(path)), why_unreadable(problem))
