"""How a value was found becomes lines that can be followed by hand: formulas with their numbers, parameters, rows."""

from datetime import date
from fractions import Fraction

from attrs import evolve

from criteria_engine.explain.findings import BandProof, BandsDetail, DefinitionDetail, ParameterDetail, RowsDetail, ValueProof
from criteria_engine.explain.layout.places import sources_text
from criteria_engine.explain.wording.amounts import found_text
from criteria_engine.explain.wording.brevity import brief
from criteria_engine.explain.wording.origins import open_brief
from criteria_engine.explain.wording.rows import row_lines
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.locale import MOST_DECIMALS, format_date
from criteria_engine.values.numbers import decimal_places
from criteria_engine.values.types import NumberType, Type

SIMPLE = frozenset(("constant", "fact", "field", "assessment date", "heading count", "heading share", "score", "points"))
"""Kinds of values that their own sentence says everything about."""


def derivation(value: ValueProof | None, voice: Voice, seen: set[str] | None = None, inline: bool = False) -> list[str]:
    """The lines that say how a value was found, definitions within it each once; `inline`: its formula stands beside it already."""
    if value is None or value.kind in SIMPLE:
        return []
    seen = set() if seen is None else seen
    if value.kind == "parameter":
        if value.name in seen:
            return []
        seen.add(value.name)
        return [parameter_line(value, voice)]
    if value.kind == "definition":
        return _definition(value, voice, seen)
    if isinstance(value.detail, RowsDetail):
        return _once(row_lines(value.detail, voice), seen)
    found = [] if value.kind in ("cases", "condition") or (inline and value.value is not None) else _once([_equation(value, voice)], seen)
    return [*found, *_within(value, voice, seen)]


def _once(texts: list[str], seen: set[str]) -> list[str]:
    """The lines that were not said before."""
    found = [text for text in texts if text not in seen]
    seen.update(found)
    return found


def _equation(value: ValueProof, voice: Voice) -> str:
    if value.value is None and value.low is None:
        return voice.formula(value)
    formula, amount = voice.formula(value), exact_text(value, voice)
    return formula if formula == amount else voice.say("found.plain", formula=formula, value=amount)


def _within(value: ValueProof, voice: Voice, seen: set[str]) -> list[str]:
    found: list[str] = []
    for part in value.inputs:
        found += _definitions_in(part, voice, seen)
    if isinstance(value.detail, BandsDetail):
        open_before = False
        held = [band for band in value.detail.bands if band.truth != "false"]
        if len(held) == 1 and held[0].line is None and held[0].truth == "true":
            not_held = [_not_held(band, voice) for band in value.detail.bands if band.condition is not None and band.truth == "false"]
            return [*_once(not_held, seen), *derivation(held[0].value, voice, seen)]
        for band in value.detail.bands:
            if band.truth != "false":
                found += _once([band_line(band, open_before, voice)], seen)
                found += derivation(band.value, voice, seen)
            open_before = open_before or band.truth == "unknown"
    return found


def _definitions_in(value: ValueProof, voice: Voice, seen: set[str]) -> list[str]:
    if value.kind in ("definition", "parameter") or isinstance(value.detail, RowsDetail):
        return derivation(value, voice, seen)
    return _within(value, voice, seen)


def _definition(value: ValueProof, voice: Voice, seen: set[str]) -> list[str]:
    """`“Share” = 41 (officers trained) ÷ 42 (officers) = 97.62 %`, then what stands within."""
    if value.name in seen or not value.inputs:
        return []
    seen.add(value.name)
    inner = _as(value.type, value.inputs[0])
    name, amount = voice.quoted(value.labels, value.name), exact_text(value, voice)
    if isinstance(inner.detail, RowsDetail):
        text = voice.say("found.is", name=name, formula=voice.subject(inner))
    elif inner.condition is not None:
        text = _is(name, voice.say("found.band", value=amount, condition=brief(inner.condition, voice)), voice)
    elif inner.kind == "cases":
        text = _is(name, _by_cases(value, inner, amount, voice), voice)
    elif value.value is None and value.low is None:
        text = voice.say("found.is", name=name, formula=voice.formula(inner))
    else:
        text = voice.say("found.equals", name=name, formula=voice.formula(inner), value=amount)
    if isinstance(value.detail, DefinitionDetail) and value.detail.cites:
        text = voice.say("found.cites", text=text, sources=sources_text(value.detail.cites, voice))
    rest = derivation(inner, voice, seen) if isinstance(inner.detail, RowsDetail) else _within(inner, voice, seen)
    return [text, *rest]


def _as(kind: Type, value: ValueProof) -> ValueProof:
    """What a definition stands for, written as the definition is: a quotient of a percentage as one."""
    if not isinstance(kind, NumberType) or kind.kind != "percent" or not isinstance(value.type, NumberType):
        return value
    if isinstance(value.detail, BandsDetail):
        bands = tuple(evolve(band, value=None if band.value is None else _as(kind, band.value)) for band in value.detail.bands)
        return evolve(value, type=kind, detail=BandsDetail(bands))
    return evolve(value, type=kind) if value.kind in ("product", "sum", "row share", "rounding") else value


def _by_cases(value: ValueProof, cases: ValueProof, amount: str, voice: Voice) -> str:
    """The value of a definition that goes by cases: the case that holds, where it is known."""
    assert isinstance(cases.detail, BandsDetail)
    held = [band for band in cases.detail.bands if band.truth != "false"]
    if len(held) == 1 and held[0].line is None and held[0].truth == "true":
        return band_line(held[0], False, voice)
    return amount if value.value is not None or value.low is not None else open_brief(value, voice)


def _not_held(band: BandProof, voice: Voice) -> str:
    assert band.condition is not None
    amount = "" if band.value is None else voice.formula(band.value) if band.value.value is None else found_text(band.value, voice)
    return voice.say("found.band not", value=amount, condition=brief(band.condition, voice))


def band_line(band: BandProof, open_before: bool, voice: Voice) -> str:
    """A case of a definition that holds or may hold."""
    amount = "" if band.value is None else voice.formula(band.value) if band.value.value is None else found_text(band.value, voice)
    if band.condition is None:
        return voice.say("points.band else open" if open_before else "points.band else", value=amount)
    condition = brief(band.condition, voice)
    return voice.say("points.band was" if band.truth == "true" else "points.band open", value=amount, condition=condition)


def exact_text(value: ValueProof, voice: Voice) -> str:
    """What a value comes to, with the exact ratio where it is shown rounded."""
    text = found_text(value, voice)
    known = value.value
    if isinstance(value.type, NumberType) and isinstance(known, Fraction) and value.kind != "row share":
        return with_ratio(text, known, voice) if value.type.kind != "percent" else text
    return text


def with_ratio(text: str, amount: int | Fraction, voice: Voice) -> str:
    """A number's text with its exact ratio where no short decimal writes it."""
    places = decimal_places(amount)
    if places is not None and places <= MOST_DECIMALS:
        return text
    return voice.say("points.exact", value=text, ratio=f"{voice.number(amount.numerator)}/{voice.number(amount.denominator)}")


def parameter_line(value: ValueProof, voice: Voice) -> str:
    """`75%: Least share of cases solved, in force from 1 July 2023, cites Scheme, II.3`."""
    detail = value.detail
    assert isinstance(detail, ParameterDetail) and value.value is not None
    words = {
        "value": voice.value(value.value, value.type), "name": voice.quoted(value.labels, value.name),
        "period": in_force(detail.start, detail.end, voice), "sources": sources_text(detail.cites, voice),
    }
    return voice.say("found.parameter cites" if detail.cites else "found.parameter", **words)


def in_force(first: date | None, last: date | None, voice: Voice) -> str:
    """A period of force: `from 1 July 2023 until 31 December 2024`."""
    start = "" if first is None else format_date(first, voice.tongue)
    end = "" if last is None else format_date(last, voice.tongue)
    key = "until" if start and end else "from" if start else "until only" if end else "always"
    return voice.say(f"found.{key}", start=start, end=end)


def _is(name: str, formula: str, voice: Voice) -> str:
    """A name and what it is; a rounded number brings its own sign."""
    return voice.say("found.is about" if formula.startswith("≈") else "found.is", name=name, formula=formula)
