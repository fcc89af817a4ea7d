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
class Salt:
    """A secret salt."""

    secret: bytes = field(repr=False)

    def digest(self, what: str, *parts: Any) -> str:
        """The keyed digest of a value and of where it stands, so that equal values elsewhere have other digests."""
        key = hmac.digest(self.secret, b"criteria-record/1 " + what.encode(), sha256)
        return hmac.digest(key, canonical(list(parts)), sha256).hex()

    @property
    def check(self) -> str:
        """What tells whether another salt is this one, and nothing else of it."""
        return self.digest("salt")
