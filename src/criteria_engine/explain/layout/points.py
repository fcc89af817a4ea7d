"""How points came about becomes lines by which they can be calculated again by hand."""

from collections.abc import Sequence
from fractions import Fraction

from criteria_engine.explain.findings import BandProof, BandsDetail, ValueProof
from criteria_engine.explain.layout.derivations import derivation, with_ratio
from criteria_engine.explain.proof import Addend, ClampProof, ClauseProof, HeadingProof, PointsProof, WeightedPart
from criteria_engine.explain.wording.amounts import extent_text, found_text, points_text, short_name
from criteria_engine.explain.wording.brevity import brief
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.outcomes import Extent
from criteria_engine.locale import MOST_DECIMALS, format_list
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import Rational, decimal_places
from criteria_engine.values.types import PERCENT


def points_of_text(points: Extent | None, most: Extent | None, voice: Voice) -> str:
    """`20.57 of 30 points`; empty where there are none."""
    if points is None:
        return ""
    if most is None:
        return points_text(points, voice)
    return voice.say("points.of", points=extent_text(points, voice), most=extent_text(most, voice))


def points_lines(heading: HeadingProof, voice: Voice, full: bool = True, seen: set[str] | None = None) -> list[str]:
    """The points of a heading and how they came about, each step on its line; unless `full` without the bounds that
    change nothing. What was `seen` is not derived again."""
    seen = set() if seen is None else seen
    proof = heading.derivation
    if proof is None:
        return []
    if proof.way == "not applicable":
        return [voice.say(f"points.{proof.policy}")]
    total = points_of_text(proof.points, heading.most or proof.most, voice)
    excepted = _exceptions(heading, proof, voice)
    if not excepted:
        first, rest = _way(heading, proof, total, full, seen, voice)
        return [first, *rest]
    first, rest = _way(heading, proof, "", full, seen, voice)
    otherwise = voice.say("points.otherwise", how=first) if first else ""
    return [_said(total, voice.say("joined.between").join([*excepted, *([otherwise] if otherwise else [])]), voice), *rest]


def _exceptions(heading: HeadingProof, proof: PointsProof, voice: Voice) -> list[str]:
    """The points that each exception gives which may still hold."""
    if proof.way == "exception":
        return []
    found = []
    for clause in heading.clauses:
        if proof.way != "level" and clause.clause != "unless" and clause.points is not None and clause.decides is None and clause.outcome:
            outcome = outcome_text(clause.outcome, voice)
            found.append(voice.say("points.level each", points=voice.number(clause.points), outcome=outcome))
        if clause.clause != "unless" or clause.truth != "unknown" or clause.decides is False:
            continue
        most = proof.most.high if clause.outcome == "passes" and proof.most is not None else 0
        points = clause.points if clause.points is not None else most
        because = label_in(clause.because, voice.tongue)
        key = "points.exception perhaps because" if because else "points.exception perhaps"
        found.append(voice.say(key, points=voice.number(points), because=because))
    return found


def _way(heading: HeadingProof, proof: PointsProof, total: str, full: bool, seen: set[str], voice: Voice) -> tuple[str, list[str]]:
    """The points with what gives them, and the lines that follow."""
    match proof.way:
        case "outcome":
            return _said(total, voice.say(f"points.{_by_outcome(heading)}"), voice), []
        case "level":
            stated = [clause for clause in heading.clauses if clause.points is not None and clause.decides is not False]
            return _said(total, _levels(stated, voice), voice), []
        case "exception":
            said = [label_in(clause.because, voice.tongue) for clause in heading.clauses if clause.clause == "unless" and clause.decides]
            text = voice.say("points.exception because", because=said[0]) if said and said[0] else voice.say("points.exception")
            return _said(total, text, voice), []
        case "assessed":
            return _said(total, voice.say("points.assessed"), voice), []
        case "sum":
            return _said(total, sum_text(proof.addends, proof.points, voice), voice), []
        case "average":
            return _said(total, average_text(proof.weighted, heading.share, voice), voice), []
    value = proof.value
    assert value is not None
    if isinstance(value.detail, BandsDetail):
        lines = [*_bands(value.detail, total, not proof.clamps and proof.uncapped is None, voice), *_derived(value.detail, seen, voice)]
    else:
        lines = [_said(total, _formula(value, voice), voice), *derivation(value, voice, seen)]
        lines = [lines[0], *(each for each in lines[1:] if each != _formula(value, voice))]
    lines += [_clamp(clamp, voice) for clamp in proof.clamps if full or clamp.before != clamp.after]
    if proof.way == "formula" and value.value is None and (names := _unknown(value, voice)):
        lines.append(voice.say("points.bounds", names=names))
    if proof.uncapped is not None and proof.points is not None:
        lines.append(voice.say("points.cap", before=extent_text(proof.uncapped, voice), after=extent_text(proof.points, voice)))
    return lines[0], lines[1:]


def _unknown(value: ValueProof, voice: Voice) -> str:
    """The facts without a usable value whose declared bounds make the range of a value."""
    kinds = ("missing", "invalid")
    names = [voice.quoted(origin.labels, origin.name) for origin in value.origins if origin.kind in kinds and "." not in origin.name]
    return format_list(list(dict.fromkeys(names)), voice.tongue)


def _by_outcome(heading: HeadingProof) -> str:
    """Whether the outcome gives all points or none, exceptions aside."""
    own = [clause for clause in heading.clauses if clause.clause not in ("applies when", "unless")]
    own = [clause for clause in own if clause.points is None or clause.decides is not None]
    possible: set[str | None] = {clause.outcome for clause in own if clause.decides is not False}
    possible = possible or {outcome for outcome in heading.possible if outcome != "not applicable"}
    if "passes" not in possible and None not in possible:
        return "outcome_none"
    return "outcome_all" if possible == {"passes"} else "outcome_open"


def _levels(stated: list[ClauseProof], voice: Voice) -> str:
    """The points stated for the level; where several are still possible, for each."""
    if len(stated) < 2:
        return voice.say("points.level")
    parts = [
        voice.say("points.level each", points=voice.number(clause.points), outcome=outcome_text(clause.outcome, voice))
        for clause in stated if clause.points is not None and clause.outcome is not None
    ]
    return voice.say("points.levels", parts=", ".join(parts))


def _said(total: str, how: str, voice: Voice) -> str:
    return voice.say("points.line", points=total, how=how) if total and how else total or how


def _formula(value: ValueProof, voice: Voice) -> str:
    formula = voice.formula(value)
    amount = _amount(value, voice)
    if value.value is None and value.low is None:
        return formula
    return formula if formula == amount else voice.say("points.formula", formula=formula, value=amount)


def _amount(value: ValueProof, voice: Voice) -> str:
    text = found_text(value, voice)
    return with_ratio(text, value.value, voice) if isinstance(value.value, Fraction) else text


def _derived(detail: BandsDetail, seen: set[str], voice: Voice) -> list[str]:
    """How the values that the bands read were found, each once."""
    found: list[str] = []
    for band in detail.bands:
        values: list[ValueProof | None] = [band.value if band.line is None and band.truth != "false" else None, *(band.line or ())]
        if band.condition is not None:
            values += [band.condition.found, band.condition.required]
        for value in values:
            found += derivation(value, voice, seen)
    return list(dict.fromkeys(found))


def _bands(detail: BandsDetail, total: str, final: bool, voice: Voice) -> list[str]:
    """The band that gives the points first, then those before it that do not; `final`: nothing changes its points."""
    if any(band.truth == "unknown" for band in detail.bands):
        return [total, *(_band(band, "", False, voice) for band in detail.bands)]
    held = [_band(band, total, final, voice) for band in detail.bands if band.truth == "true"]
    return (held or [total]) + [_band(band, total, final, voice) for band in detail.bands if band.truth == "false"]


def _band(band: BandProof, total: str, final: bool, voice: Voice) -> str:
    if band.line is not None:
        return _said(total if band.truth == "true" else "", _line(band, voice), voice)
    amount = "" if band.value is None else _in_points(band.value, voice)
    if band.truth == "true" and final and band.value is not None and band.value.value is not None and total:
        if band.condition is None:
            return voice.say("points.since else", points=total)
        return voice.say("points.since", points=total, condition=brief(band.condition, voice))
    if band.condition is None:
        return voice.say("points.band else" if total else "points.band else open", value=amount)
    key = {"true": "band was", "false": "band not"}.get(band.truth, "band open")
    return voice.say(f"points.{key}", value=amount, condition=brief(band.condition, voice))


def _exact_value(value: ValueProof, voice: Voice) -> str:
    """A value as it enters a calculation: as a ratio where it would be shown rounded."""
    known = value.value
    assert known is not None
    places = decimal_places(known) if isinstance(known, Fraction) else 0
    if isinstance(known, Fraction) and (places is None or places > MOST_DECIMALS):
        return f"{voice.number(known.numerator)}/{voice.number(known.denominator)}"
    return voice.value(known, value.type)


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
        said = voice.say("yesno.known", subject=voice.subject(measure), found=found_text(measure, voice))
        return voice.say("points.line not" if band.truth == "false" else "points.line open", measure=said, **words)
    formula = voice.say(
        "points.line_formula", x=_exact_value(measure, voice), x0=words["start"], x1=words["end"], y0=words["from"], y1=words["to"],
    )
    return voice.say("points.line_was", formula=formula, value=_amount(band.value, voice), **words)


def _clamp(clamp: ClampProof, voice: Voice) -> str:
    words = {"limit": found_text(clamp.limit, voice), "before": extent_text(clamp.before, voice), "after": extent_text(clamp.after, voice)}
    if clamp.before == clamp.after:
        return voice.say("points.clamp kept", kind=voice.say(f"points.{clamp.kind}"), **words)
    return voice.say(f"points.clamp {clamp.kind}", **words)


def _exactly(points: Extent, voice: Voice) -> str:
    text = extent_text(points, voice)
    return with_ratio(text, points.low, voice) if points.low == points.high else text


def sum_text(addends: Sequence[Addend], total: Extent | None, voice: Voice) -> str:
    """`2 (C4.1.a) + 3 (C4.1.b) = 5`."""
    counted = [addend for addend in addends if addend.points is not None]
    terms = " + ".join(
        voice.say("points.term", points=extent_text(addend.points, voice), name=short_name(addend.id, addend.labels, voice))
        for addend in counted if addend.points is not None
    )
    amount = voice.say("points.open") if total is None else _exactly(total, voice)
    text = voice.say("points.sum", terms=terms or "0", value=amount)
    return _with_left_out(text, [(addend, addend.points is None) for addend in addends], voice)


def _with_left_out(text: str, parts: Sequence[tuple[Addend | WeightedPart, bool]], voice: Voice) -> str:
    """A sum or an average with the parts that are left out of it, and those that may be."""
    for key, chosen in (
        ("left_out", [part for part, out in parts if out or part.counts == "false"]),
        ("perhaps_out", [part for part, _ in parts if part.counts == "unknown"]),
    ):
        if chosen:
            items = ", ".join(short_name(part.id, part.labels, voice) for part in chosen)
            text = f"{text} ({voice.say(f'points.{key}', items=items)})"
    return text


def weight_text(weight: Rational, total: Rational, voice: Voice) -> str:
    """A weight: a percentage where the weights of all parts add up to one."""
    return voice.value(weight, PERCENT) if total == 1 else voice.number(weight)


def share_text(share: Extent, voice: Voice) -> str:
    """A share, or from which to which."""
    return voice.value(share.low, PERCENT) if share.low == share.high else voice.range(share.low, share.high, PERCENT)


def average_text(parts: Sequence[WeightedPart], share: Extent | None, voice: Voice) -> str:
    """`50% × 100% (H1.1) + 20% × 60% (H1.2) = 62%`; divided by the weights of those that count where some do not."""
    counted = [part for part in parts if part.share is not None and part.counts != "false"]
    total = sum((part.weight for part in parts), Fraction(0))
    terms = " + ".join(
        voice.say(
            "points.weighted", weight=weight_text(part.weight, total, voice), share=share_text(part.share, voice),
            name=short_name(part.id, part.labels, voice),
        )
        for part in counted if part.share is not None
    )
    weights = sum((part.weight for part in counted), Fraction(0))
    if weights != 1 and counted:
        terms = voice.say("points.over", terms=terms, weights=weight_text(weights, total, voice))
    amount = voice.say("points.open") if share is None else share_text(share, voice)
    text = voice.say("points.average", terms=terms or "–", value=amount)
    return _with_left_out(text, [(part, False) for part in parts], voice)
