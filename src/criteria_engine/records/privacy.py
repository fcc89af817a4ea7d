"""Private values become keyed digests: they say whether a value is the same, and nothing of what it is.

The key comes from a secret salt that is kept apart from the record. Without it a digest of a yes or a small number could be undone by
trying, since all values can be tried; a random salt inside the record would not help, and would make every record another.
"""

import hmac
from hashlib import sha256
from typing import Any

from attrs import field, frozen

from criteria_engine.records.canonical import canonical

LEAST_SALT = 16
"""Bytes that a salt must have."""


@frozen
class Privacy:
    """How private values are written: as they are (`shown`), or as digests under a key from the salt."""

    shown: bool
    salt: bytes | None = field(default=None, repr=False)

    def digest(self, what: str, *parts: Any) -> str:
        """The keyed digest of a value and of where it stands, so that equal values elsewhere have other digests. Without a salt,
        as on reading a record that was written with one, it is empty."""
        if self.salt is None:
            return ""
        key = hmac.digest(self.salt, b"criteria-record/1 " + what.encode(), sha256)
        return hmac.digest(key, canonical(list(parts)), sha256).hex()


OPEN_TO_ALL = Privacy(True)
"""Nothing is held back."""
