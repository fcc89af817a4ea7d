"""The bytes of a file become a record, or faults that say what they are not."""

import base64
import binascii
from typing import Any

from attrs import frozen

from criteria_engine.diagnostics.catalogue.records import (
    EnvelopeDamaged,
    NotARecord,
    RecordFormatUnknown,
    RecordKeyTwice,
    RecordMalformed,
    RecordTooLarge,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.records.contents import FORMAT, PARTS
from criteria_engine.records.shape import At, Malformed
from criteria_engine.records.strict_json import LARGEST_RECORD, KeyTwiceInObject, NotStrict, strict_json
from criteria_engine.source import Cell

PAYLOAD_TYPE = "application/vnd.criteria-record+json"
"""What the envelope of a signed record calls what is in it."""


@frozen(eq=False)
class RecordRead:
    """A record as its file has it: its data (None where faults left none), its bytes, and the envelope where it is signed."""

    place: Cell
    data: dict[str, Any] | None
    content: bytes
    faults: tuple[Fault, ...] = ()
    envelope: dict[str, Any] | None = None


def read_record(content: bytes, name: str) -> RecordRead:
    """The record in bytes, signed or not; `name` stands for the file in faults. Never raises for what the bytes are."""
    place = Cell(name)
    found = _parsed(content, place)
    if isinstance(found, Fault):
        return RecordRead(place, None, content, (found,))
    if not isinstance(found, dict) or not ("payload" in found or "payloadType" in found):
        return _record(found, content, place, None)
    payload = _payload(found)
    if payload is None:
        return RecordRead(place, None, content, (EnvelopeDamaged(place),))
    inside = _parsed(payload, place)
    if isinstance(inside, Fault):
        return RecordRead(place, None, payload, (inside,), found)
    return _record(inside, payload, place, found)


def _parsed(content: bytes, place: Cell) -> Any:
    if len(content) > LARGEST_RECORD:
        return RecordTooLarge(place, LARGEST_RECORD)
    try:
        return strict_json(content)
    except KeyTwiceInObject as problem:
        return RecordKeyTwice(place, problem.key[:80])
    except NotStrict:
        return NotARecord(place)


def _payload(envelope: dict[str, Any]) -> bytes | None:
    """What is in an envelope of just the form that DSSE asks for, in plain base64; None for another."""
    payload, signatures = envelope.get("payload"), envelope.get("signatures")
    if set(envelope) != {"payload", "payloadType", "signatures"} or envelope["payloadType"] != PAYLOAD_TYPE:
        return None
    if not isinstance(payload, str) or not isinstance(signatures, list) or not signatures:
        return None
    if not all(isinstance(each, dict) and set(each) == {"keyid", "sig"} for each in signatures):
        return None
    texts = [payload, *(each["sig"] for each in signatures)]
    if not all(isinstance(text, str) for text in (*texts, *(each["keyid"] for each in signatures))):
        return None
    try:
        found = [base64.b64decode(text, validate=True) for text in texts]
    except (binascii.Error, ValueError):
        return None
    # base64 has unused bits, in which the same bytes could be written otherwise
    return found[0] if [base64.b64encode(each).decode() for each in found] == texts else None


def _record(data: Any, content: bytes, place: Cell, envelope: dict[str, Any] | None) -> RecordRead:
    if not isinstance(data, dict) or not isinstance(data.get("format"), str) or not data["format"].startswith("criteria-record/"):
        return RecordRead(place, None, content, (NotARecord(place),), envelope)
    if data["format"] != FORMAT:
        return RecordRead(place, None, content, (RecordFormatUnknown(place, data["format"][:80], FORMAT),), envelope)
    try:
        _outline(At(data))
    except Malformed as problem:
        return RecordRead(place, None, content, (RecordMalformed(place, problem.at),), envelope)
    return RecordRead(place, data, content, (), envelope)


def _outline(at: At) -> None:
    """The parts are there, and each is of its kind."""
    at.keys(("format", *PARTS, "digests", "sha256"))
    at.of("sha256").text()
    at.of("digests").keys(PARTS)
    for _, each in at.of("digests").entries():
        each.text()
    at.of("engine").keys(("name", "version"))
    for name in ("name", "version"):
        at.of("engine").of(name).text()
    at.of("as_of").text()
    private = at.of("private")
    private.keys(("values", "salt_check"))
    private.of("salt_check").text_or_none()
    if private.of("values").text() not in ("none", "shown", "withheld"):
        raise private.of("values").wrong()
    at.of("rules").keys(("name", "ruleset", "sha256", "text"))
    for name in ("name", "ruleset", "sha256", "text"):
        at.of("rules").of(name).text()
    for _ in at.of("parameters").items():
        pass
    for each in at.of("proofs").items():
        each.keys(("unit", "sha256"))
        each.of("unit").text()
        each.of("sha256").text()
    results = at.of("results")
    for each in results.of("results").items():
        each.of("unit").text()
    results.of("version").text()
