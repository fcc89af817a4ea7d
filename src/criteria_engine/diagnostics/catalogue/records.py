"""Faults of records of evaluations and their signatures (P03. and P04.)."""

from typing import ClassVar

from attrs import frozen

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.unreadable import WhyUnreadable


@frozen
class RecordUnreadable(Fault):
    """A record, or another file that verifying needs, that cannot be opened."""

    code: ClassVar[str] = "P030"
    reason: WhyUnreadable


@frozen
class NotARecord(Fault):
    """A file that is no JSON as records have it, or no record."""

    code: ClassVar[str] = "P031"


@frozen
class RecordFormatUnknown(Fault):
    """A record of a format that this version does not read."""

    code: ClassVar[str] = "P032"
    found: str
    known: str


@frozen
class RecordMalformed(Fault):
    """A value in a record that is absent or not what its place asks for; `at` is its path."""

    code: ClassVar[str] = "P033"
    at: str


@frozen
class RecordTooLarge(Fault):
    """More bytes than a record may have."""

    code: ClassVar[str] = "P034"
    limit: int


@frozen
class RecordKeyTwice(Fault):
    """An object of a record that has a key twice."""

    code: ClassVar[str] = "P035"
    key: str


@frozen
class EnvelopeDamaged(Fault):
    """A signed record whose envelope is not what DSSE asks for."""

    code: ClassVar[str] = "P040"


@frozen
class RecordNotSigned(Fault):
    """A record without a signature, of which a signature was to be checked."""

    code: ClassVar[str] = "P041"


@frozen
class SignatureWrong(Fault):
    """A signed record on which there is no signature that fits the key."""

    code: ClassVar[str] = "P042"


@frozen
class PrivateKeyUnusable(Fault):
    """A file that is not a private Ed25519 key, to sign with."""

    code: ClassVar[str] = "P043"


@frozen
class SecretOpenToOthers(Fault):
    """A private key or a salt that others on the machine may read; `rights` are those of the file, in octal digits."""

    code: ClassVar[str] = "P044"
    rights: str


@frozen
class SaltUnusable(Fault):
    """A salt of too few bytes."""

    code: ClassVar[str] = "P045"
    least: int


@frozen
class OtherSalt(Fault):
    """A salt that the digests of a record were not made with."""

    code: ClassVar[str] = "P046"


@frozen
class PublicKeyUnusable(Fault):
    """A file that is not a public Ed25519 key, to check signatures with."""

    code: ClassVar[str] = "P047"
