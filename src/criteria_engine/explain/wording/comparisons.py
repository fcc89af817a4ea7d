"""Comparisons, yes/no values and missing facts in words: what was found, what is asked, how far apart the two are."""

from fractions import Fraction

from criteria_engine.explain.findings import ConditionProof, ValueProof
from criteria_engine.explain.wording.amounts import found_text, is_points, required_text
from criteria_engine.explain.wording.voice import Mood, Voice
from criteria_engine.ir.expressions import Symbol
from criteria_engine.ir.outcomes import Extent
from criteria_engine.locale import format_amount
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import YES_NO, ChoiceType, DateType, NumberType, Type
from criteria_engine.values.units import BARE, known_units

OPPOSITE: dict[Symbol, Symbol] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _style(kind: Type) -> str:
    return "number" if isinstance(kind, NumberType) else "date" if isinstance(kind, DateType) else "choice"


def _sides(proof: ConditionProof) -> tuple[ValueProof, ValueProof, Symbol]:
    assert proof.found is not None and proof.required is not None and proof.symbol is not None
    return proof.found, proof.required, proof.symbol


def comparison(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`area: 180 m2, at least 200 m2 required, 20 m2 short`."""
    found, required, symbol = _sides(proof)
    subject, amount, limit = voice.subject(found), found_text(found, voice, required), required_text(required, voice, found)
    style = _style(found.type)
    if mood == "required":
        asked = voice.say(f"required.{style}.{symbol}", r=limit)
        margin = margin_text(proof, voice) if proof.truth == "false" else ""
        return voice.say("comparison.short" if margin else "comparison.known", subject=subject, found=amount, required=asked, margin=margin)
    if proof.truth == "unknown":
        return voice.say("comparison.open", subject=subject, found=amount, **{"is": voice.say(f"stated.{style}.{symbol}", r=limit)})
    so = OPPOSITE[symbol] if proof.truth == "false" else symbol
    if so == "=" and required.kind == "constant":
        return voice.say("comparison.same", subject=subject, found=amount)
    return voice.say("comparison.stated", subject=subject, found=amount, **{"is": voice.say(f"stated.{style}.{so}", r=limit)})


def asked_comparison(proof: ConditionProof, voice: Voice) -> str:
    """`“Loss” is more than 0 VND`."""
    found, required, symbol = _sides(proof)
    limit = required_text(required, voice, found)
    return voice.say("comparison.asked", subject=inside(found, voice), **{"is": voice.say(f"stated.{_style(found.type)}.{symbol}", r=limit)})


def inside(value: ValueProof, voice: Voice) -> str:
    """What a value is, inside a sentence."""
    return voice.quoted(value.labels, value.name.rpartition(".")[2]) if value.kind in ("fact", "field", "definition") else voice.subject(value)


def margin_text(proof: ConditionProof, voice: Voice) -> str:
    """How far what was found is from what is required; empty where nothing measures it."""
    found, required, symbol = _sides(proof)
    margin = proof.margin
    if margin is None:
        return ""
    if margin.low != margin.high:
        return _margin_range(proof, margin, voice)
    size = -margin.low
    if size <= 0:
        return voice.say("margin.limit") if size == 0 and symbol in ("<", ">") else ""
    strict = "strict " if symbol in ("<", ">") else ""
    below = symbol in (">", ">=") or (symbol == "=" and _is_less(found, required))
    amount = _margin_amount(size, found, voice)
    if isinstance(found.type, DateType):
        return voice.say(f"margin.{strict}{'early' if below else 'late'}", m=amount)
    if isinstance(found.type, ChoiceType):
        return voice.say("margin.levels below" if below else "margin.levels above", m=amount)
    if strict:
        return voice.say("margin.strict below" if below else "margin.strict above", m=amount)
    whole = isinstance(found.type, NumberType) and found.type.kind == "integer"
    return voice.say("margin.below" if below else "margin.above" if whole else "margin.above amount", m=amount)


def _margin_range(proof: ConditionProof, margin: Extent, voice: Voice) -> str:
    """How far at least and at most a number that is open is from what is required, where it surely does not meet it."""
    found, _, symbol = _sides(proof)
    kind = found.type
    if proof.truth != "false" or margin.high >= 0 or symbol in ("=", "<", ">") or not isinstance(kind, NumberType):
        return ""
    near, far = -margin.high, -margin.low
    if kind.kind == "percent" or (kind.kind == "ratio" and kind.unit == BARE and _is_share(found)):
        between = voice.range(Fraction(near) * 100, Fraction(far) * 100, NumberType("number"))
        amount = voice.say("value.percentage_points", value=between)
    elif is_points(found):
        amount = voice.say("value.points", value=voice.range(near, far, NumberType("number")))
    else:
        amount = voice.range(near, far, kind)
    return voice.say("margin.below" if symbol == ">=" else "margin.above" if kind.kind == "integer" else "margin.above amount", m=amount)


def _is_less(found: ValueProof, required: ValueProof) -> bool:
    return found.value is not None and required.value is not None and found.value < required.value  # type: ignore[operator]


def _margin_amount(size: Rational, found: ValueProof, voice: Voice) -> str:
    kind = found.type
    if isinstance(kind, DateType):
        return format_amount(size, known_units()["days"], voice.tongue)
    if isinstance(kind, ChoiceType):
        return voice.say("value.step" if size == 1 else "value.steps", value=voice.number(size))
    assert isinstance(kind, NumberType)
    if kind.kind == "percent" or (kind.kind == "ratio" and found.kind != "constant" and kind.unit == BARE and _is_share(found)):
        text = voice.number(Fraction(size) * 100)
        return voice.say("value.percentage_point" if size * 100 == 1 else "value.percentage_points", value=text)
    if is_points(found):
        return voice.say("value.point" if size == 1 else "value.points", value=voice.number(size))
    return format_amount(size, kind.unit, voice.tongue)


def _is_share(found: ValueProof) -> bool:
    return found.kind in ("row share", "heading share")


def yes_no(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`own headquarters: no`; where “no” is what is asked and “yes” was found, both."""
    assert proof.found is not None
    subject, found = voice.subject(proof.found), found_text(proof.found, voice)
    if mood == "stated" or proof.truth == "true" or (proof.truth == "false" and not proof.negated):
        return voice.say("yesno.known", subject=subject, found=found)
    return voice.say("yesno.wrong" if proof.truth == "false" else "yesno.open", subject=subject, found=found, r=_wanted(proof, voice))


def asked_yes_no(proof: ConditionProof, voice: Voice) -> str:
    """`“Solved” is yes`."""
    assert proof.found is not None
    return voice.say("yesno.asked", subject=inside(proof.found, voice), r=_wanted(proof, voice))


def _wanted(proof: ConditionProof, voice: Voice) -> str:
    return voice.value(not proof.negated, YES_NO)


def missing(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """`date of the last drill: no data`."""
    assert proof.found is not None
    subject, found = voice.subject(proof.found), found_text(proof.found, voice)
    if mood == "required":
        return voice.say(f"missing.{'negated ' * proof.negated}required {proof.truth}", subject=subject, found=found)
    is_missing = {"true": "false", "false": "true"}.get(proof.truth, proof.truth) if proof.negated else proof.truth
    return voice.say(f"missing.{is_missing}", subject=subject, found=found)


def asked_missing(proof: ConditionProof, voice: Voice) -> str:
    """`“Date of the last drill” has no data`."""
    assert proof.found is not None
    return voice.say(f"missing.{'negated ' * proof.negated}asked", subject=inside(proof.found, voice))


def always(proof: ConditionProof, mood: Mood, voice: Voice) -> str:
    """A condition that is written as yes or no."""
    return voice.say(f"always.{proof.truth}")


def asked_always(proof: ConditionProof, voice: Voice) -> str:
    """The same, only spoken of."""
    return voice.say(f"always.{'negated ' * proof.negated}asked")
