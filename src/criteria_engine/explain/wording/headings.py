"""What is asked of headings, in words: a state of one, of every one, of none; which headings are meant."""

from criteria_engine.explain.findings import ConditionProof, HeadingMember, HeadingsDetail, StateDetail, ValueProof, WantedState
from criteria_engine.explain.wording.amounts import full_name, members_text, short_name
from criteria_engine.explain.wording.voice import Mood, Voice
from criteria_engine.locale import format_list
from criteria_engine.values.types import OUTCOME


def state_text(wanted: WantedState, form: str, voice: Voice) -> str:
    """What is asked of headings: of `many`, of `one`, or of one that `must`."""
    if wanted.choices is not None:
        grades = [voice.value(grade, wanted.choices) for grade in wanted.grades]
        last = len(wanted.choices.members) - 1
        above = wanted.choices.ordered and len(grades) > 1 and wanted.grades[-1] == last
        named = voice.say("state.or above", grade=grades[0]) if above else format_list(grades, voice.tongue, "or")
        return voice.say(f"state.{form} grade", grade=named)
    if "basically met" in wanted.outcomes and "passes" in wanted.outcomes:
        return voice.say(f"state.{form} basically met or better")
    return voice.say(f"state.{form} {wanted.outcomes[0]}")


def level_text(detail: HeadingsDetail, many: bool, voice: Voice) -> str:
    """Which headings are meant: their level and kind, and what they belong to."""
    text = voice.say(f"level.{detail.level}{' many' * many}")
    if detail.only is not None:
        text = voice.say(f"only.{detail.only}", level=text)
    if detail.own:
        return voice.say(f"only.own {detail.own}", level=text)
    if detail.scope is not None:
        text = voice.say("only.within", level=text, scope=short_name(detail.scope, detail.scope_labels, voice))
    return text


def outcome_text(outcome: str, voice: Voice) -> str:
    """An outcome in the tongue's word."""
    return voice.value(outcome, OUTCOME)


def _member_outcome(detail: StateDetail, voice: Voice) -> str:
    if detail.wanted.choices is not None and detail.grades:
        return format_list([voice.value(grade, detail.wanted.choices) for grade in detail.grades], voice.tongue, "or")
    if len(detail.possible) > 1:
        names = format_list([outcome_text(outcome, voice) for outcome in detail.possible], voice.tongue, "or")
        return voice.say("value.list", value=voice.say("heading state.open"), items=names)
    return outcome_text(detail.outcome, voice) if detail.outcome else ""


def heading_state(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`C6.2 “Satisfaction”: fails, must be basically met or better`."""
    detail = proof.detail
    assert isinstance(detail, StateDetail)
    key = f"heading state.{'stated ' * (mood == 'stated')}{'negated ' * proof.negated}{proof.truth}"
    if not voice.has(key):
        key = f"heading state.{'negated ' * proof.negated}{proof.truth}"
    return voice.say(
        key,
        name=full_name(detail.id, detail.labels, voice),
        outcome=_member_outcome(detail, voice),
        state=state_text(detail.wanted, "must", voice),
        one=state_text(detail.wanted, "one", voice),
    )


def asked_heading_state(proof: ConditionProof, voice: Voice) -> str:
    """`C6.2 “Satisfaction” passes`."""
    detail = proof.detail
    assert isinstance(detail, StateDetail)
    name, one = full_name(detail.id, detail.labels, voice), state_text(detail.wanted, "one", voice)
    return voice.say(f"heading state.{'negated ' * proof.negated}asked", name=name, one=one)


def quantified(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`every mandatory criterion must pass: 2 of 8 do not (C3.1, C5.3)`."""
    detail = proof.detail
    assert isinstance(detail, HeadingsDetail) and detail.wanted is not None
    counted = [member for member in detail.members if member.counts != "false"]
    chosen = _that_matter(proof, counted)
    key = f"{proof.kind}.{'stated ' * (mood == 'stated')}{'negated ' * proof.negated}{proof.truth}"
    if not counted and proof.truth == "true" and not proof.negated:
        key = f"{proof.kind}.true none"
    if not voice.has(key):
        key = f"{proof.kind}.{'negated ' * proof.negated}{proof.truth}"
    words = _words(detail, voice)
    return voice.say(key, items=members_text(chosen, voice), count=voice.number(len(chosen)), total=voice.number(len(counted)), **words)


def _that_matter(proof: ConditionProof, counted: list[HeadingMember]) -> list[HeadingMember]:
    """The headings that a sentence names: those against it; where it is open, those that are open."""
    every = proof.kind == "every heading"
    if proof.truth == "unknown":
        return [member for member in counted if "unknown" in (member.counts, member.has) and member.has != ("true" if every else "false")]
    return [member for member in counted if member.counts == "true" and member.has == ("false" if every else "true")]


def _words(detail: HeadingsDetail, voice: Voice) -> dict[str, str]:
    assert detail.wanted is not None
    return {
        "level": level_text(detail, False, voice),
        "levels": level_text(detail, True, voice),
        "state": state_text(detail.wanted, "must", voice),
        "one": state_text(detail.wanted, "one", voice),
        "many": state_text(detail.wanted, "many", voice),
    }


def asked_quantified(proof: ConditionProof, voice: Voice) -> str:
    """`every mandatory criterion passes`."""
    detail = proof.detail
    assert isinstance(detail, HeadingsDetail)
    return voice.say(f"{proof.kind}.{'negated ' * proof.negated}asked", **_words(detail, voice))


def counted_subject(value: ValueProof, voice: Voice) -> str:
    """`criteria that fail`."""
    detail = value.detail
    assert isinstance(detail, HeadingsDetail)
    levels = level_text(detail, True, voice)
    if detail.wanted is None:
        return voice.say("subject.heading count all", levels=levels)
    return voice.say(f"subject.{value.kind}", levels=levels, many=state_text(detail.wanted, "many", voice))
