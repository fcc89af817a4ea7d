"""Why something is not known, in words."""

from collections.abc import Sequence

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.wording import message
from criteria_engine.explain.findings import FactDetail, OriginProof, ValueProof
from criteria_engine.explain.wording.voice import Voice

MOST_REASONS = 3
"""So many reasons are named in a sentence; of the others only how many they are."""


def reason(origin: OriginProof, voice: Voice) -> str:
    """One reason why something is open."""
    name = voice.rows(origin.labels, origin.name) if origin.table else voice.quoted(origin.labels, origin.name)
    if origin.kind == "not applicable" and origin.name:
        return voice.say("why.not applicable of", name=name)
    return voice.say("why.missing table" if origin.table and origin.kind == "missing" else f"why.{origin.kind}", name=name)


def fault_text(fault: Fault | None, code: str, voice: Voice) -> str:
    """What is wrong with a datum: what was found and what was expected, with the code; the code alone where no more is known."""
    return code if fault is None or not fault.code else voice.say("value.fault", message=message(fault, voice.tongue).rstrip("."), fault=code)


def reasons(origins: Sequence[OriginProof], voice: Voice) -> str:
    """Why something is open, in brief."""
    said = [reason(origin, voice) for origin in origins[:MOST_REASONS]]
    rest = len(origins) - MOST_REASONS
    return ", ".join([*said, *([voice.say("why.more", count=rest)] if rest > 0 else [])])


def open_text(value: ValueProof, voice: Voice) -> str:
    """What stands in the place of a value that is not known."""
    if isinstance(value.detail, FactDetail) and value.detail.standing == "invalid":
        return voice.say("value.invalid", fault=fault_text(value.detail.problem, value.detail.fault, voice))
    if is_private(value):
        return voice.say("value.private")
    if value.kind in ("fact", "field") or not value.origins:
        return voice.say("value.missing")
    return voice.say("value.unknown", why=reasons(value.origins, voice))


def open_brief(value: ValueProof, voice: Voice) -> str:
    """The same inside a formula, in few words."""
    if isinstance(value.detail, FactDetail) and value.detail.standing == "invalid":
        return voice.say("value.invalid brief", fault=fault_text(value.detail.problem, value.detail.fault, voice))
    if is_private(value):
        return voice.say("value.private")
    return voice.say("value.missing brief" if value.kind in ("fact", "field") else "value.unknown brief")


def is_private(value: ValueProof) -> bool:
    """Whether a value is known, and is not shown."""
    return any(origin.kind == "private" for origin in value.origins)
