"""How points came about becomes lines by which they can be calculated again by hand."""

from collections.abc import Sequence
from fractions import Fraction

from criteria_engine.explain.findings import BandProof, BandsDetail, ValueProof
from criteria_engine.explain.layout.derivations import derivation, with_ratio
from criteria_engine.explain.proof import Addend, ClampProof, HeadingProof, PointsProof, WeightedPart
from criteria_engine.explain.wording.amounts import extent_text, found_text, number, points_text, short_name
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.outcomes import Extent
from criteria_engine.locale import format_percent, format_range, format_value
from criteria_engine.values.numbers import Rational
from criteria_engine.values.types import PERCENT


def points_of_text(points: Extent | None, most: Extent | None, voice: Voice) -> str:
    """`20.57 of 30 points`; empty where there are none."""
    if points is None:
        return ""
    if most is None:
        return points_text(points, voice)
    return voice.say("points.of", points=_exactly(points, voice), most=extent_text(most, voice))


def _exactly(points: Extent, voice: Voice) -> str:
    text = extent_text(points, voice)
    return with_ratio(text, points.low, voice) if points.low == points.high else text


def points_lines(heading: HeadingProof, voice: Voice) -> list[str]:
    """The points of a heading and how they came about, each step on its line."""
    proof = heading.derivation
    if proof is None:
        return []
    if proof.way == "not applicable":
        return [voice.say(f"points.{proof.policy}")]
    total = points_of_text(proof.points, heading.most or proof.most, voice)
    first, rest = _way(heading, proof, voice)
    said = [voice.say("points.line", points=total, how=first) if total and first else total or first, *rest]
    if proof.open:
        said[0] = voice.say("points.open within", points=said[0])
    return said


def _way(heading: HeadingProof, proof: PointsProof, voice: Voice) -> tuple[str, list[str]]:
    """What gives the points, and the lines that follow."""
    match proof.way:
        case "outcome":
            key = {"passes": "outcome_all", "undetermined": "outcome_open"}.get(heading.outcome, "outcome_none")
            return voice.say(f"points.{key}"), []
        case "level" | "exception" | "assessed":
            return voice.say(f"points.{proof.way}"), []
        case "sum":
            return sum_text(proof.addends, proof.points, voice), []
        case "average":
            return average_text(proof.weighted, heading.share, voice), []
    value = proof.value
    assert value is not None
    lines = _bands(value, voice) if isinstance(value.detail, BandsDetail) else [_formula(value, voice)]
    lines += derivation(value, voice)[1:] if not isinstance(value.detail, BandsDetail) else _derived(value.detail, voice)
    lines += [_clamp(clamp, voice) for clamp in proof.clamps]
    if proof.uncapped is not None and proof.points is not None:
        lines.append(voice.say("points.cap", before=extent_text(proof.uncapped, voice), after=extent_text(proof.points, voice)))
    return lines[0], lines[1:]


def _formula(value: ValueProof, voice: Voice) -> str:
    formula = voice.formula(value)
    amount = _amount(value, voice)
    return formula if formula == amount else voice.say("points.formula", formula=formula, value=amount)


def _amount(value: ValueProof, voice: Voice) -> str:
    text = found_text(value, voice)
    return with_ratio(text, value.value, voice) if isinstance(value.value, Fraction) else text


def _derived(detail: BandsDetail, voice: Voice) -> list[str]:
    """How the values that the bands read were found, each once."""
    seen: set[str] = set()
    found: list[str] = []
    for band in detail.bands:
        values: list[ValueProof | None] = [band.value if band.line is None else None, *(band.line or ())]
        if band.condition is not None:
            values += [band.condition.found, band.condition.required]
        for value in values:
            found += derivation(value, voice, seen)
    return list(dict.fromkeys(found))


def _bands(value: ValueProof, voice: Voice) -> list[str]:
    """The band that gives the points first, then those before it that do not."""
    assert isinstance(value.detail, BandsDetail)
    said = [(_band(band, voice), band.truth) for band in value.detail.bands]
    return [text for text, truth in said if truth != "false"] + [text for text, truth in said if truth == "false"]


def _band(band: BandProof, voice: Voice) -> str:
    if band.line is not None:
        return _line(band, voice)
    amount = "" if band.value is None else _in_points(band.value, voice)
    if band.condition is None:
        return voice.say("points.band else" if band.truth == "true" else "points.band else open", value=amount)
    key = {"true": "band was", "false": "band not"}.get(band.truth, "band open")
    return voice.say(f"points.{key}", value=amount, condition=voice.sentence(band.condition, "stated"))


def _in_points(value: ValueProof, voice: Voice) -> str:
    known = value.value
    if isinstance(known, (int, Fraction)):
        return with_ratio(points_text(Extent(known, known), voice), known, voice)
    return found_text(value, voice)


def _line(band: BandProof, voice: Voice) -> str:
    assert band.line is not None
    measure, from_value, from_at, to_value, to_at = band.line
    words = {
        "from": found_text(from_value, voice), "start": found_text(from_at, voice, measure),
        "to": found_text(to_value, voice), "end": found_text(to_at, voice, measure),
    }
    if band.truth != "true" or band.value is None or measure.value is None:
        said = voice.say("value.named", value=found_text(measure, voice), name=voice.subject(measure))
        return voice.say("points.line not" if band.truth == "false" else "points.line open", measure=said, **words)
    formula = voice.say(
        "points.line_formula", x=format_value(measure.value, measure.type, voice.tongue), x0=words["start"], x1=words["end"], y0=words["from"], y1=words["to"],
    )
    return voice.say("points.line_was", formula=formula, value=_amount(band.value, voice), **words)


def _clamp(clamp: ClampProof, voice: Voice) -> str:
    words = {"limit": found_text(clamp.limit, voice), "before": extent_text(clamp.before, voice), "after": extent_text(clamp.after, voice)}
    if clamp.before == clamp.after:
        return voice.say("points.clamp kept", kind=voice.say(f"points.{clamp.kind}"), **words)
    return voice.say(f"points.clamp {clamp.kind}", **words)


def sum_text(addends: Sequence[Addend], total: Extent | None, voice: Voice) -> str:
    """`2 (C4.1.a) + 3 (C4.1.b) = 5`."""
    counted = [addend for addend in addends if addend.points is not None]
    terms = " + ".join(
        voice.say("points.term", points=extent_text(addend.points, voice), name=short_name(addend.id, addend.labels, voice))
        for addend in counted if addend.points is not None
    )
    amount = voice.say("points.open") if total is None else extent_text(total, voice)
    text = voice.say("points.sum", terms=terms or "0", value=amount)
    left = [short_name(addend.id, addend.labels, voice) for addend in addends if addend.points is None]
    return f"{text} ({voice.say('points.left_out', items=', '.join(left))})" if left else text


def weight_text(weight: Rational, parts: Sequence[WeightedPart], voice: Voice) -> str:
    """A weight: a percentage where the weights of all parts add up to one."""
    if sum((part.weight for part in parts), Fraction(0)) == 1:
        return format_percent(weight, voice.tongue)
    return number(weight, voice)


def share_text(share: Extent, voice: Voice) -> str:
    """A share, or from which to which."""
    return format_range(share.low, share.high, PERCENT, voice.tongue)


def average_text(parts: Sequence[WeightedPart], share: Extent | None, voice: Voice) -> str:
    """`50% × 100% (H1.1) + 20% × 60% (H1.2) = 62%`; divided by the weights of those that count where some do not."""
    counted = [part for part in parts if part.share is not None and part.counts != "false"]
    terms = " + ".join(
        voice.say(
            "points.weighted", weight=weight_text(part.weight, parts, voice), share=share_text(part.share, voice),
            name=short_name(part.id, part.labels, voice),
        )
        for part in counted if part.share is not None
    )
    weights = sum((part.weight for part in counted), Fraction(0))
    if weights != 1 and counted:
        terms = voice.say("points.over", terms=terms, weights=weight_text(weights, parts, voice))
    amount = voice.say("points.open") if share is None else share_text(share, voice)
    text = voice.say("points.average", terms=terms or "–", value=amount)
    left = [short_name(part.id, part.labels, voice) for part in parts if part.counts == "false"]
    return f"{text} ({voice.say('points.left_out', items=', '.join(left))})" if left else text
