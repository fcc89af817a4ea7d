"""What is missing, what cannot be used and what else leaves the verdict open become blocks."""

from criteria_engine.documents.model import Block, Heading, Item, Line, Paragraph, Tree, plain
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.proof import InvalidFact, MissingFact, Proof
from criteria_engine.explain.wording.origins import fault_text, reason
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.locale import format_place
from criteria_engine.source import Cell
from criteria_engine.values.labels import label_in

MOST_NAMED = 12


def missing_blocks(proof: Proof, voice: Voice) -> list[Block]:
    """Facts without which the verdict is open, each with what asks for it; then, on a line, what else is missing."""
    deciding = [fact for fact in proof.missing if fact.matters]
    other = [fact for fact in proof.missing if not fact.matters]
    blocks: list[Block] = [Heading(said(voice.say("section.missing")), 1)]
    if deciding:
        blocks.append(Tree(tuple(_missing(fact, voice) for fact in deciding)))
    if other:
        names = [_with_rows(fact, voice) for fact in other[:MOST_NAMED]]
        names += [voice.say("missing.more", count=len(other) - MOST_NAMED)] if len(other) > MOST_NAMED else []
        blocks.append(Paragraph(said(voice.say("missing.other", items="; ".join(names)))))
    if not deciding and (unreadable := sum(origin.kind == "invalid" for origin in proof.reasons)):
        text = voice.say("missing.unreadable" if unreadable == 1 else "missing.unreadable many", count=unreadable)
        blocks.insert(1, Paragraph(said(text)))
    elif not proof.missing:
        blocks.append(Paragraph(said(voice.say("missing.nothing"))))
    return [*blocks, *_invalid(proof, voice), *_reasons(proof, voice)]


def _name(fact: MissingFact, voice: Voice) -> str:
    if fact.table:
        return voice.rows(fact.labels, fact.name)
    return voice.called(fact.labels, fact.name.partition(".")[2] if fact.of else fact.name)


def _with_rows(fact: MissingFact, voice: Voice) -> str:
    """What is missing; of a table's field with the rows that lack it."""
    name = _name(fact, voice)
    return voice.say("value.named", value=name, name=plain(_places(fact, voice))) if fact.of and fact.cells else name


def _missing(fact: MissingFact, voice: Voice) -> Item:
    key = "incomplete" if fact.kind == "incomplete" else "table" if fact.table else "field" if fact.of else "fact"
    text = voice.say(f"missing.{key}", name=_name(fact, voice), table=voice.rows(fact.of_labels, fact.of))
    needing = [*fact.headings, *([voice.say("missing.disqualification")] if fact.disqualifies else [])]
    if needing:
        text = voice.say("missing.needed", text=text, headings=", ".join(needing))
    else:
        text = voice.say("missing.needed verdict", text=text)
    details = tuple(muted(voice.say("missing.evidence", text=label_in(evidence, voice.tongue))) for evidence in fact.evidence)
    return Item(said(text), "undetermined", aside=_places(fact, voice), details=details)


def _places(fact: MissingFact, voice: Voice) -> Line:
    """Where the missing values should stand; rows of one table together."""
    if not fact.cells:
        return ()
    if not fact.of:
        return muted(format_place(fact.cells[0], voice.tongue))
    rows = [str(cell.row) for cell in fact.cells[:MOST_NAMED]] + (["…"] if len(fact.cells) > MOST_NAMED else [])
    place = voice.say("rows.row" if len(rows) == 1 else "rows.rows", number=", ".join(rows))
    return muted(f"{format_place(Cell(fact.cells[0].file, sheet=fact.cells[0].sheet), voice.tongue)}, {place}")


def _invalid(proof: Proof, voice: Voice) -> list[Block]:
    if not proof.invalid:
        return []
    return [Heading(said(voice.say("section.invalid")), 1), Tree(tuple(_bad(fact, voice) for fact in proof.invalid))]


def _bad(fact: InvalidFact, voice: Voice) -> Item:
    text = voice.say("missing.invalid", name=voice.called(fact.labels, fact.name), fault=fault_text(fact.problem, fact.fault, voice))
    aside = muted(format_place(fact.cell, voice.tongue)) if fact.cell is not None else ()
    return Item(said(text), "warning", aside=aside, place=fact.cell)


def _reasons(proof: Proof, voice: Voice) -> list[Block]:
    other = [origin for origin in proof.reasons if origin.kind != "invalid"]
    if not other:
        return []
    return [Heading(said(voice.say("section.reasons")), 1), Tree(tuple(Item(said(reason(origin, voice)), "undetermined") for origin in other))]
