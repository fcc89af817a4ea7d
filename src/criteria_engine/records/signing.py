"""Records are put into signed envelopes (DSSE, Ed25519), and signatures are checked, through securesystemslib."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from criteria_engine.diagnostics.catalogue.records import EnvelopeDamaged, PrivateKeyUnusable, PublicKeyUnusable, RecordNotSigned, SignatureWrong
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.records.canonical import canonical
from criteria_engine.records.reading import PAYLOAD_TYPE, RecordRead
from criteria_engine.records.secrets import read_secret, unreadable
from criteria_engine.source import Cell


@frozen
class KeyPair:
    """A new pair of keys, as the PEM texts of their files."""

    private: bytes
    public: bytes


def new_key_pair() -> KeyPair:
    """A new Ed25519 pair: the private key in PKCS #8, the public one as SubjectPublicKeyInfo."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(private, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def read_private_key(path: Path) -> Any:
    """The signer of a private key's file, or a fault."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib.signer import CryptoSigner

    content = read_secret(path)
    if isinstance(content, Fault):
        return content
    try:
        key = load_pem_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return PrivateKeyUnusable(Cell(str(path)))
    return CryptoSigner(key) if isinstance(key, Ed25519PrivateKey) else PrivateKeyUnusable(Cell(str(path)))


def read_public_key(path: Path) -> Any:
    """The public key in a file, or a fault."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.signer import SSlibKey

    try:
        content = path.read_bytes()
    except (OSError, ValueError) as problem:
        return unreadable(path, problem)
    try:
        key = load_pem_public_key(content)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return PublicKeyUnusable(Cell(str(path)))
    return SSlibKey.from_crypto(key) if isinstance(key, Ed25519PublicKey) else PublicKeyUnusable(Cell(str(path)))


def signed(record: RecordRead, signer: Any) -> bytes:
    """The record in an envelope with one more signature: those that it has stay. Ed25519 has no chance in it: the same record and
    key give the same bytes."""
    from securesystemslib.dsse import Envelope

    envelope = Envelope(record.content, PAYLOAD_TYPE, {}) if record.envelope is None else _envelope(record.envelope)
    envelope.sign(signer)
    return canonical(envelope.to_dict()) + b"\n"


def signature_faults(record: RecordRead, keys: Sequence[Any]) -> tuple[Fault, ...]:
    """What is wrong with a record's signatures: each of the keys must have signed it."""
    from securesystemslib.exceptions import VerificationError

    if record.envelope is None:
        return (RecordNotSigned(record.place),) if record.data is not None else ()
    try:
        envelope = _envelope(record.envelope)
    except Exception:  # the library raises as many things as an envelope can be wrong
        return (EnvelopeDamaged(record.place),)
    faults: list[Fault] = []
    for key in keys:
        try:
            envelope.verify([key], 1)
        except VerificationError:
            faults.append(SignatureWrong(record.place))
    return tuple(dict.fromkeys(faults))


def _envelope(data: dict[str, Any]) -> Any:
    """The library's envelope; the data are copied, since it writes into what it is given."""
    from securesystemslib.dsse import Envelope

    return Envelope.from_dict({**data, "signatures": [dict(each) for each in data["signatures"]]})
