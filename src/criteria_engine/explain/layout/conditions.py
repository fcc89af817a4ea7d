"""Conditions become items: each comparison on a line of its own, with its cell beside it and its derivation below."""

from criteria_engine.documents.model import Item, Line, Sign, plain
from criteria_engine.explain.findings import ConditionProof, RowsDetail, Standing
from criteria_engine.explain.layout.derivations import derivation
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.places import beside, table_place
from criteria_engine.explain.wording.lists import count_head, head
from criteria_engine.explain.wording.rows import quantified_head, row_lines
from criteria_engine.explain.wording.voice import Mood, Voice

SIGN_OF: dict[Standing, Sign] = {"true": "passes", "false": "fails", "unknown": "undetermined", "asked": ""}


def condition_items(
    proof: ConditionProof, mood: Mood, voice: Voice, signs: bool = True, seen: set[str] | None = None
) -> tuple[Item, ...]:
    """A condition as items; conditions that all must hold stand one below the other. What was `seen` is not derived again."""
    seen = set() if seen is None else seen
    if proof.kind == "all":
        return tuple(item for child in proof.children for item in condition_items(child, mood, voice, signs, seen))
    return (_condition_item(proof, mood, voice, signs, seen),)


def _condition_item(proof: ConditionProof, mood: Mood, voice: Voice, signs: bool, seen: set[str]) -> Item:
    """A condition as one item, with what it consists of below it."""
    sign = SIGN_OF[proof.truth] if signs else ""
    match proof.kind:
        case "any" | "none" | "not all":
            text = head(proof, mood, voice)
            parts = tuple(_condition_item(child, "stated", voice, signs and proof.kind == "any", seen) for child in proof.children)
            return Item(said(text), sign, items=parts, place=proof.span)
        case "all":
            parts = tuple(item for child in proof.children for item in condition_items(child, mood, voice, signs, seen))
            return Item(said(head(proof, mood, voice)), sign, items=parts, place=proof.span)
        case "count":
            key = "\n".join(voice.sentence(child, "stated") for child in proof.children)
            parts = () if key in seen else tuple(_condition_item(child, "stated", voice, signs, seen) for child in proof.children)
            seen.add(key)
            return Item(said(count_head(proof, mood, voice)), sign, items=parts, place=proof.span)
        case "some row" | "no row" | "every row" | "not every row":
            detail = proof.detail
            assert isinstance(detail, RowsDetail)
            rows = tuple(muted(text) for text in row_lines(detail, voice))
            place = table_place(detail, voice)
            return Item(said(quantified_head(proof, mood, voice)), sign, aside=muted(place), details=rows, place=proof.span)
    places = beside((proof.found, proof.required), voice)
    seen.add(plain(places))
    return Item(said(voice.sentence(proof, mood)), sign, aside=places, details=found_lines(proof, voice, seen), place=proof.span)


def found_lines(proof: ConditionProof, voice: Voice, seen: set[str]) -> tuple[Line, ...]:
    """How both sides of a comparison were found, where that is more than reading a cell."""
    texts = [*derivation(proof.found, voice, seen), *derivation(proof.required, voice, seen, inline=True)]
    return tuple(muted(text) for text in dict.fromkeys(texts))
