"""What a value is, in words: the label of a fact, or what was calculated from what, without any number found."""

from criteria_engine.explain.findings import (
    CalendarDetail,
    ConversionDetail,
    FoldDetail,
    RoundingDetail,
    ScoreDetail,
    SignsDetail,
    StepsDetail,
    ValueProof,
)
from criteria_engine.explain.wording.amounts import full_name, short_name
from criteria_engine.explain.wording.comparisons import inside
from criteria_engine.explain.wording.headings import counted_subject
from criteria_engine.explain.wording.rows import row_value_subject
from criteria_engine.explain.wording.voice import ValueWording, Voice
from criteria_engine.locale import format_list, unit_word
from criteria_engine.values.types import DateType, NumberType

SIGNS = {("sum", 1): " + ", ("sum", -1): " − ", ("product", 1): " × ", ("product", -1): " ÷ "}


def _named(value: ValueProof, voice: Voice) -> str:
    name = value.name.rpartition(".")[2] if value.kind == "field" else value.name
    return voice.called(value.labels, name)


def _constant(value: ValueProof, voice: Voice) -> str:
    assert value.value is not None
    return voice.value(value.value, value.type)


def _assessment_date(value: ValueProof, voice: Voice) -> str:
    return voice.say("value.assessment_date")


def part(value: ValueProof, voice: Voice) -> str:
    """A value inside an expression: in brackets where it is an expression itself."""
    text = inside(value, voice)
    return voice.say("subject.bracket", text=text) if value.kind in ("sum", "steps", "rounding") else text


def _signed(value: ValueProof, voice: Voice) -> str:
    assert isinstance(value.detail, SignsDetail)
    return signed(value, [part(each, voice) if value.kind == "product" else inside(each, voice) for each in value.inputs])


def signed(value: ValueProof, texts: list[str]) -> str:
    """Terms or factors with the signs between them."""
    assert isinstance(value.detail, SignsDetail)
    signs = value.detail.signs
    first = {("sum", -1): "−", ("product", -1): "1 ÷ "}.get((value.kind, signs[0]), "")
    rest = [SIGNS[value.kind, sign] + text for sign, text in zip(signs[1:], texts[1:], strict=True)]
    return first + texts[0] + "".join(rest)


def _conversion(value: ValueProof, voice: Voice) -> str:
    assert isinstance(value.detail, ConversionDetail) and isinstance(value.type, NumberType)
    text = inside(value.inputs[0], voice)
    return voice.say("subject.conversion", value=text, unit=unit_word(value.type.unit, voice.tongue)) if value.type.unit.symbol else text


def _rounding(value: ValueProof, voice: Voice) -> str:
    return rounding(value, part(value.inputs[0], voice), voice)


def rounding(value: ValueProof, text: str, voice: Voice) -> str:
    """An expression with how it is rounded."""
    assert isinstance(value.detail, RoundingDetail)
    step = voice.value(value.detail.step, value.type)
    return voice.say("subject.rounding", value=text, way=voice.say(f"subject.{value.detail.way}"), step=step)


def _steps(value: ValueProof, voice: Voice) -> str:
    return steps(value, [part(each, voice) for each in value.inputs], voice)


def steps(value: ValueProof, texts: list[str], voice: Voice) -> str:
    """`0.4 for each full 150 of “Households” beyond 4,000`."""
    assert isinstance(value.detail, StepsDetail)
    words = dict(zip(("amount", "step", "measure", "start"), texts, strict=False))
    key = f"subject.steps {'whole' if value.detail.whole else 'ratio'}{' beyond' * (len(texts) == 4)}"
    return voice.say(key, **words)


def _fold(value: ValueProof, voice: Voice) -> str:
    return fold(value, [inside(each, voice) for each in value.inputs], voice)


def fold(value: ValueProof, texts: list[str], voice: Voice) -> str:
    """`sum of (a, b, c)`."""
    assert isinstance(value.detail, FoldDetail)
    way: str = value.detail.way
    if isinstance(value.type, DateType):
        way = {"greatest": "latest", "least": "earliest"}[way]
    return voice.say(f"subject.fold {way}", items=voice.say("subject.bracket", text="; ".join(texts)))


def _date_shift(value: ValueProof, voice: Voice) -> str:
    return date_shift(value, inside(value.inputs[0], voice), inside(value.inputs[1], voice), voice)


def date_shift(value: ValueProof, day: str, amount: str, voice: Voice) -> str:
    """`12 months after “Date of the plan”`."""
    assert isinstance(value.detail, CalendarDetail)
    return voice.say("subject.later" if value.detail.sign > 0 else "subject.earlier", date=day, amount=amount)


def _period(value: ValueProof, voice: Voice) -> str:
    return period(value, inside(value.inputs[0], voice), inside(value.inputs[1], voice), voice)


def period(value: ValueProof, start: str, end: str, voice: Voice) -> str:
    """`complete months from “Date of the last drill” to the assessment date`."""
    assert isinstance(value.detail, CalendarDetail)
    return voice.say(f"subject.period {value.detail.calendar}", start=start, end=end)


def _cases(value: ValueProof, voice: Voice) -> str:
    return voice.say("subject.cases")


def _condition(value: ValueProof, voice: Voice) -> str:
    assert value.condition is not None
    return voice.asked(value.condition)


def _score(value: ValueProof, voice: Voice) -> str:
    detail = value.detail
    assert isinstance(detail, ScoreDetail)
    text = voice.say("subject.score")
    if detail.own:
        text = voice.say(f"subject.score own {detail.own}")
    elif detail.headings:
        text = voice.say("subject.score of", headings=format_list([short_name(*each, voice) for each in detail.headings], voice.tongue))
    if detail.without:
        without = format_list([short_name(*each, voice) for each in detail.without], voice.tongue)
        text = voice.say("subject.score without", score=text, headings=without)
    return text


def _points(value: ValueProof, voice: Voice) -> str:
    return voice.say("subject.points", heading=full_name(value.name, value.labels, voice)) if value.labels else voice.say("subject.minimum")


SUBJECTS: dict[str, ValueWording] = {
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
    "cases": _cases,
    "condition": _condition,
    "heading count": counted_subject,
    "heading share": counted_subject,
    "score": _score,
    "points": _points,
    "row count": row_value_subject,
    "row share": row_value_subject,
    "row fold": row_value_subject,
}
"""How each kind of value is called."""
