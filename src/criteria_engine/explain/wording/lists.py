"""Conditions joined by and, or, and counted ones, in words."""

from criteria_engine.explain.findings import ConditionProof, CountDetail
from criteria_engine.explain.wording.amounts import found_text, full_name
from criteria_engine.explain.wording.origins import open_brief
from criteria_engine.explain.wording.voice import Mood, Voice
from criteria_engine.locale import format_list
from criteria_engine.values.types import YesNoType


def head(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """What joins the conditions, without them."""
    key = f"{proof.kind}.stated {proof.truth}"
    return voice.say(key if mood == "stated" and voice.has(key) else f"{proof.kind}.{proof.truth}")


def listed(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """All the conditions in one line; those of an “and” that is required just one after the other."""
    inner: Mood = mood if proof.kind == "all" else "stated"
    items = voice.say("joined.between").join(voice.sentence(child, inner) for child in proof.children)
    return items if proof.kind == "all" else voice.say("joined.list", head=head(proof, mood, voice), items=items)


def asked_listed(proof: ConditionProof, voice: Voice) -> str:
    """The conditions joined as the rules join them."""
    said = format_list([_asked_item(child, proof, voice) for child in proof.children], voice.tongue, "or" if proof.kind in ("any", "none") else "and")
    if proof.kind in ("all", "any"):
        return said
    two = f"{proof.kind}.inline two"
    return voice.say(two if len(proof.children) == 2 and voice.has(two) else f"{proof.kind}.inline", items=said)


def _asked_item(child: ConditionProof, within: ConditionProof, voice: Voice) -> str:
    """One of joined conditions: in brackets where it is itself joined."""
    text = voice.asked(child)
    joined = len(within.children) > 1 and child.kind in ("all", "any") and len(child.children) > 1
    return voice.say("subject.bracket", text=text) if joined else text


def count_head(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`community models: 2 of 5, at least 3 required, 1 short`."""
    detail = proof.detail
    assert isinstance(detail, CountDetail)
    total = len(proof.children)
    subject = voice.called(detail.labels, detail.group) if detail.group else voice.say("count.bare", total=voice.number(total))
    found = voice.say(
        "count.found open" if detail.open else "count.found",
        held=voice.number(detail.held), most=voice.number(detail.held + detail.open), total=voice.number(total),
    )
    required = voice.say(f"count.{'stated ' * (mood == 'stated')}{'negated ' * proof.negated}{detail.bound}", n=voice.number(detail.number))
    margin = _count_margin(detail, voice) if mood == "required" and proof.truth == "false" and not proof.negated else ""
    return voice.say("count.short" if margin else "count.head", subject=subject, found=found, required=required, margin=margin)


def _count_margin(detail: CountDetail, voice: Voice) -> str:
    if detail.open:
        return ""
    lacking = detail.number - detail.held
    return voice.say("margin.below" if lacking > 0 else "margin.above", m=voice.number(abs(lacking)))


def count(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """The count with the lists of what holds, what does not and what is open."""
    return voice.say("count.between").join([count_head(proof, mood, voice), *count_lists(proof, voice)])


def count_lists(proof: ConditionProof, voice: Voice) -> list[str]:
    """`yes: …`, `no: …`, `not yet known: …`."""
    found = []
    for key, truth in (("yes", "true"), ("no", "false"), ("open", "unknown")):
        items = [_item(child, voice) for child in proof.children if child.truth == truth]
        if items:
            found.append(voice.say(f"count.{key}", items=voice.say("count.items").join(items)))
    return found


def _item(child: ConditionProof, voice: Voice) -> str:
    """One of the conditions counted: its name, with what was found where that says more than yes or no."""
    if child.kind == "heading state" and child.detail is not None and hasattr(child.detail, "id"):
        return full_name(child.detail.id, child.detail.labels, voice)  # type: ignore[union-attr]
    if child.found is None or child.kind not in ("value", "comparison"):
        return voice.sentence(child, "stated")
    name = voice.subject(child.found)
    if child.kind == "value" and isinstance(child.found.type, YesNoType) and not child.negated:
        return name
    is_open = child.found.value is None and child.found.low is None
    return voice.say("count.with", name=name, value=open_brief(child.found, voice) if is_open else found_text(child.found, voice, child.required))


def asked_count(proof: ConditionProof, voice: Voice) -> str:
    """`at least 2 of (…)`."""
    detail = proof.detail
    assert isinstance(detail, CountDetail)
    items = ", ".join(voice.asked(child) for child in proof.children)
    return voice.say(f"count.asked {'negated ' * proof.negated}{detail.bound}", n=voice.number(detail.number), items=items)
