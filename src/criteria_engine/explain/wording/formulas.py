"""How a value was calculated, in words, with every number that went into it and where each comes from."""

from criteria_engine.explain.findings import StepsDetail, ValueProof
from criteria_engine.explain.wording.amounts import found_text
from criteria_engine.explain.wording.origins import open_brief
from criteria_engine.explain.wording.subjects import date_shift, fold, period, rounding, signed, steps
from criteria_engine.explain.wording.voice import ValueWording, Voice


def _constant(value: ValueProof, voice: Voice) -> str:
    return found_text(value, voice)


def _named(value: ValueProof, voice: Voice) -> str:
    name = voice.quoted(value.labels, value.name.rpartition(".")[2] if value.kind == "field" else value.name)
    if value.value is None and value.low is None:
        return voice.say("value.named", value=name, name=open_brief(value, voice))
    return voice.say("value.named", value=found_text(value, voice), name=name)


def _assessment_date(value: ValueProof, voice: Voice) -> str:
    return voice.say("value.assessment_date_is", value=found_text(value, voice))


def _described(value: ValueProof, voice: Voice) -> str:
    return voice.say("value.named", value=found_text(value, voice), name=voice.subject(value))


def _part(value: ValueProof, voice: Voice) -> str:
    text = voice.formula(value)
    return voice.say("subject.bracket", text=text) if value.kind in ("sum", "steps", "rounding") else text


def _signed(value: ValueProof, voice: Voice) -> str:
    return signed(value, [_part(each, voice) if value.kind == "product" or each.kind == "steps" else voice.formula(each) for each in value.inputs])


def _conversion(value: ValueProof, voice: Voice) -> str:
    return voice.say("value.named", value=found_text(value, voice), name=voice.formula(value.inputs[0]))


def _rounding(value: ValueProof, voice: Voice) -> str:
    return rounding(value, _part(value.inputs[0], voice), voice)


def _steps(value: ValueProof, voice: Voice) -> str:
    assert isinstance(value.detail, StepsDetail)
    text = steps(value, [_part(each, voice) for each in value.inputs], voice)
    times = value.detail.times
    if times is None:
        return text
    return voice.say("subject.once", steps=text) if times == 1 else voice.say("subject.times", steps=text, times=voice.number(times))


def _fold(value: ValueProof, voice: Voice) -> str:
    return fold(value, [voice.formula(each) for each in value.inputs], voice)


def _date_shift(value: ValueProof, voice: Voice) -> str:
    return date_shift(value, voice.formula(value.inputs[0]), voice.formula(value.inputs[1]), voice)


def _period(value: ValueProof, voice: Voice) -> str:
    return period(value, voice.formula(value.inputs[0]), voice.formula(value.inputs[1]), voice)


def _condition(value: ValueProof, voice: Voice) -> str:
    assert value.condition is not None
    return voice.sentence(value.condition, "stated")


FORMULAS: dict[str, ValueWording] = {
    "constant": _constant,
    "fact": _named,
    "field": _named,
    "parameter": _named,
    "definition": _named,
    "assessment date": _assessment_date,
    "sum": _signed,
    "product": _signed,
    "conversion": _conversion,
    "rounding": _rounding,
    "steps": _steps,
    "fold": _fold,
    "date shift": _date_shift,
    "period": _period,
    "cases": _constant,
    "condition": _condition,
    "heading count": _described,
    "heading share": _described,
    "score": _described,
    "points": _described,
    "row count": _described,
    "row share": _described,
    "row fold": _described,
}
"""How each kind of value was calculated."""
