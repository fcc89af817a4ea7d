"""What is missing, what cannot be used and what else leaves the verdict open become blocks."""

from criteria_engine.documents.model import Block, Heading, Item, Paragraph, Run, Tree, line
from criteria_engine.explain.proof import InvalidFact, MissingFact, Proof
from criteria_engine.explain.wording.origins import reason
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.locale import format_place
from criteria_engine.values.labels import label_in

MOST_NAMED = 12


def missing_blocks(proof: Proof, voice: Voice) -> list[Block]:
    """Facts without which the verdict is open, each with what asks for it; then, on a line, what else is missing."""
    deciding = [fact for fact in proof.missing if fact.matters]
    other = [fact for fact in proof.missing if not fact.matters]
    blocks: list[Block] = [Heading(line(voice.say("section.missing")), 1)]
    if deciding:
        blocks.append(Tree(tuple(_missing(fact, voice) for fact in deciding)))
    if other:
        names = [_name(fact, voice) for fact in other[:MOST_NAMED]]
        names += [voice.say("missing.more", count=len(other) - MOST_NAMED)] if len(other) > MOST_NAMED else []
        blocks.append(Paragraph(line(voice.say("missing.other", items="; ".join(names)))))
    if not proof.missing:
        blocks.append(Paragraph(line(voice.say("missing.nothing"))))
    return [*blocks, *_invalid(proof, voice), *_reasons(proof, voice)]


def _name(fact: MissingFact, voice: Voice) -> str:
    return voice.called(fact.labels, fact.name)


def _missing(fact: MissingFact, voice: Voice) -> Item:
    key = "incomplete" if fact.kind == "incomplete" else "table" if fact.table else "fact"
    text = voice.say(f"missing.{key}", name=_name(fact, voice))
    if fact.headings:
        text = voice.say("missing.needed", text=text, headings=", ".join(fact.headings))
    else:
        text = voice.say("missing.needed verdict", text=text)
    details = tuple(line(Run(voice.say("missing.evidence", text=label_in(evidence, voice.tongue)), "muted")) for evidence in fact.evidence)
    aside = line(Run(format_place(fact.cells[0], voice.tongue), "muted")) if fact.cells else ()
    return Item(line(text), "undetermined", aside=aside, details=details)


def _invalid(proof: Proof, voice: Voice) -> list[Block]:
    if not proof.invalid:
        return []
    return [Heading(line(voice.say("section.invalid")), 1), Tree(tuple(_bad(fact, voice) for fact in proof.invalid))]


def _bad(fact: InvalidFact, voice: Voice) -> Item:
    text = voice.say("missing.invalid", name=voice.called(fact.labels, fact.name), fault=fact.fault)
    aside = line(Run(format_place(fact.cell, voice.tongue), "muted")) if fact.cell is not None else ()
    return Item(line(text), "warning", aside=aside, place=fact.cell)


def _reasons(proof: Proof, voice: Voice) -> list[Block]:
    other = [origin for origin in proof.reasons if origin.kind != "invalid"]
    if not other:
        return []
    return [Heading(line(voice.say("section.reasons")), 1), Tree(tuple(Item(line(reason(origin, voice)), "undetermined") for origin in other))]
