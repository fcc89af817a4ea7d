"""What a value comes to, in words: the number with its unit, how many of how many, or why it is not known."""

from datetime import date
from fractions import Fraction

from criteria_engine.explain.findings import FactDetail, HeadingMember, HeadingsDetail, RowsDetail, ScoreDetail, StateDetail, ValueProof
from criteria_engine.explain.wording.origins import open_brief, open_text
from criteria_engine.explain.wording.voice import Voice, plain_name
from criteria_engine.ir.outcomes import Extent
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import LARGEST
from criteria_engine.values.types import NUMBER, NumberType, Type, Value

OUT_OF_REACH = LARGEST * 99 // 100
"""An end of a range that is as large as this says only that nothing bounds it."""

MOST_LISTED = 12
"""So many headings are listed by name; of the others only how many they are."""


def found_text(value: ValueProof, voice: Voice, beside: ValueProof | None = None) -> str:
    """What a value comes to; `beside` is the value that it is compared with, from which it must be told apart."""
    known = value.value
    if known is not None:
        text = _known(value, known, voice, beside)
    elif value.low is not None and value.high is not None:
        text = _with_points(range_text(value.low, value.high, value.type, voice), value, value.high, voice)
    else:
        return open_text(value, voice)
    return _explained(text, value, voice)


def _known(value: ValueProof, known: Value, voice: Voice, beside: ValueProof | None) -> str:
    other = None if beside is None else beside.value
    if other is not None and isinstance(value.type, NumberType):
        text = voice.pair(known, other, value.type)[0]
    else:
        text = voice.value(known, value.type)
    if isinstance(value.detail, FactDetail) and value.detail.standing == "default":
        return voice.say("value.default", value=text)
    return _with_points(text, value, known, voice)


def _with_points(text: str, value: ValueProof, amount: Value, voice: Voice) -> str:
    return voice.say("value.point" if amount == 1 else "value.points", value=text) if is_points(value) else text


def _far(end: Value) -> bool:
    return isinstance(end, (int, Fraction)) and not -OUT_OF_REACH < end < OUT_OF_REACH


def is_points(value: ValueProof) -> bool:
    """Whether a value is points, which have no unit of their own."""
    return value.kind in ("score", "points") and isinstance(value.type, NumberType) and value.type.kind != "percent"


def points_text(points: Extent, voice: Voice) -> str:
    """Points, or from how many to how many, with the word for them."""
    if points.low == points.high:
        return voice.say("value.point" if points.low == 1 else "value.points", value=voice.number(points.low))
    return voice.say("value.points", value=extent_text(points, voice))


def extent_text(extent: Extent, voice: Voice) -> str:
    """A number, or from which to which."""
    return voice.number(extent.low) if extent.low == extent.high else range_text(extent.low, extent.high, NUMBER, voice)


def range_text(low: Value, high: Value, kind: Type, voice: Voice) -> str:
    """From which value to which; an end that is out of all reach is not written."""
    if low == high:
        return voice.value(low, kind)
    far = [_far(low), _far(high)]
    if not any(far):
        return voice.range(low, high, kind)
    if all(far):
        return voice.say("value.anything")
    if far[1]:
        return voice.say("value.or more", low=voice.value(low, kind))
    return voice.say("value.or less", high=voice.value(high, kind))


def behind(value: ValueProof) -> ValueProof:
    """What a definition that only gives something a name stands for."""
    while value.kind in ("definition", "rounding") and value.inputs:
        value = value.inputs[0]
    return value


def _explained(text: str, value: ValueProof, voice: Voice) -> str:
    """The value with what it is a count or a share of."""
    inner = behind(value)
    match inner.detail:
        case RowsDetail() as rows if inner.kind == "row share":
            return _row_share(text, rows, voice)
        case HeadingsDetail() as headings if inner.kind in ("heading count", "heading share"):
            return _headings(text, inner, headings, voice)
        case ScoreDetail(share=True, points=Extent() as points, most=Extent() as most) if most.high:
            return voice.say("value.of_points", value=text, part=extent_text(points, voice), whole=extent_text(most, voice))
    return text


def _row_share(text: str, rows: RowsDetail, voice: Voice) -> str:
    if rows.used_none:
        return voice.say("value.none_used", value=text)
    if rows.extremes is not None and rows.base[0] != rows.base[1]:
        least, most = rows.extremes
        words = {"part": least[0], "whole": least[1], "most_part": most[0], "most_whole": most[1]}
        return voice.say("value.of range", value=text, **words)
    if rows.unseen or rows.base[0] != rows.base[1] or rows.base[1] == 0:
        return text
    part = extent_text(Extent(*rows.hits), voice)
    return voice.say("value.of", value=text, part=part, whole=voice.number(rows.base[1]))


def _headings(text: str, value: ValueProof, detail: HeadingsDetail, voice: Voice) -> str:
    """A count or share of headings with the list of those that have the state."""
    counted = [member for member in detail.members if member.counts != "false"]
    sure = [member for member in counted if member.counts == member.has == "true"]
    perhaps = [member for member in counted if member not in sure and member.has != "false"]
    if value.kind == "heading share" and not perhaps:
        words = {"value": text, "part": len(sure), "whole": len(counted)}
        return voice.say("value.of list", items=members_text(sure, voice), **words) if sure else voice.say("value.of", **words)
    if detail.wanted is None or not (sure or perhaps):
        return text
    if not perhaps:
        return voice.say("value.list", value=text, items=members_text(sure, voice))
    if not sure:
        return voice.say("value.perhaps", value=text, perhaps=members_text(perhaps, voice))
    return voice.say("value.surely_perhaps", value=text, sure=members_text(sure, voice), perhaps=members_text(perhaps, voice))


def members_text(members: list[HeadingMember], voice: Voice) -> str:
    """Headings in a list."""
    said = [short_name(member.id, member.labels, voice) for member in members[:MOST_LISTED]]
    rest = len(members) - MOST_LISTED
    return ", ".join([*said, *([voice.say("why.more", count=rest)] if rest > 0 else [])])


def short_name(name: str, labels: Labels, voice: Voice) -> str:
    """A heading's number where it has one, else its title in quotation marks."""
    return name if any(character.isdigit() for character in name) else voice.quoted(labels, name)


def full_name(name: str, labels: Labels, voice: Voice) -> str:
    """A heading's number where it has one, and its title."""
    title = voice.called(labels, name)
    return f"{name} {voice.quoted(labels, name)}" if labels and any(character.isdigit() for character in name) else title


def required_text(value: ValueProof, voice: Voice, beside: ValueProof | None = None) -> str:
    """The value that is asked for, with its name where it has one."""
    if value.value is None or value.kind in ("constant", "assessment date"):
        if value.kind == "assessment date" and value.value is not None:
            return voice.say("value.assessment_date_is", value=voice.say("value.day", value=voice.value(value.value, value.type)))
        if value.kind == "constant":
            return _beside(value, voice, beside)
        own = value.name.rpartition(".")[2] if value.kind == "field" else value.name
        name = voice.quoted(value.labels, own) if value.kind in ("fact", "field", "definition") else voice.subject(value)
        if value.low is None and not value.origins:
            return name
        return voice.say("value.named", value=name, name=found_text(value, voice) if value.low is not None else open_brief(value, voice))
    text = _beside(value, voice, beside)
    if value.kind in ("fact", "field", "parameter", "definition"):
        name = value.name.rpartition(".")[2] if value.kind == "field" else value.name
        return voice.say("value.named", value=text, name=voice.quoted(value.labels, name))
    return voice.say("value.named", value=text, name=voice.formula(value))


def _beside(value: ValueProof, voice: Voice, beside: ValueProof | None) -> str:
    known = value.value
    assert known is not None
    other = None if beside is None else beside.value
    kind = value.type
    if other is not None and beside is not None and isinstance(beside.type, NumberType):
        kind = beside.type
        text = voice.pair(other, known, kind)[1]
    else:
        if beside is not None and isinstance(beside.type, NumberType):
            kind = beside.type
        text = voice.value(known, kind)
    if isinstance(known, date):
        return voice.say("value.day", value=text)
    if beside is not None and is_points(beside) and isinstance(known, (int, Fraction)):
        return voice.say("value.point" if known == 1 else "value.points", value=text)
    return text


def state_name(detail: StateDetail, voice: Voice) -> str:
    """A heading of which a state is asked."""
    return full_name(detail.id, detail.labels, voice) or plain_name(detail.id)
