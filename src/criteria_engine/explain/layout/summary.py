"""How many headings came out how, the score part by part, and what identifies rules, data and engine."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from criteria_engine.documents.model import Block, Column, Heading, Item, Line, Run, Table, Tree, line
from criteria_engine.explain.layout.derivations import with_ratio
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.places import SHORT_LABEL
from criteria_engine.explain.layout.points import average_text, share_text, sum_text, weight_text
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.explain.wording.amounts import extent_text
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.program import Level
from criteria_engine.values.labels import label_in

OUTCOMES = ("passes", "basically met", "fails", "undetermined", "scored", "not applicable")


def all_headings(headings: tuple[HeadingProof, ...]) -> list[HeadingProof]:
    """All headings in the order of the text."""
    found: list[HeadingProof] = []
    stack = list(reversed(headings))
    while stack:
        heading = stack.pop()
        found.append(heading)
        stack.extend(reversed(heading.children))
    return found


def counted_level(headings: list[HeadingProof]) -> Level:
    """The level at which outcomes are counted: criteria, or where there are none the one there is."""
    levels = {heading.level for heading in headings}
    return "criterion" if "criterion" in levels else "indicator" if "indicator" in levels else "pillar"


def summary_text(proof: Proof, voice: Voice) -> str:
    """`22 criteria: 18 passed + 0 basically met + … = 22`."""
    everything = all_headings(proof.headings)
    level = counted_level(everything)
    counted = [heading for heading in everything if heading.level == level and not heading.advisory]
    outcomes = Counter(heading.outcome for heading in counted)
    assert sum(outcomes[outcome] for outcome in OUTCOMES) == len(counted), "every criterion has one of the six outcomes"
    parts = " + ".join(
        voice.say("summary.part", count=voice.number(outcomes[outcome]), outcome=voice.say(f"summary.{outcome}")) for outcome in OUTCOMES
    )
    text = voice.say("summary.line", all=voice.number(len(counted)), levels=voice.say(f"level.{level} many"), parts=parts)
    advisory = sum(heading.level == level and heading.advisory for heading in everything)
    return f"{text} {voice.say('summary.advisory', count=voice.number(advisory))}" if advisory else text


def score_blocks(proof: Proof, voice: Voice) -> list[Block]:
    """The score part by part, so that it can be added up again."""
    table = _sum_table(proof, voice) if proof.way == "sum" else _average_table(proof, voice)
    if table is None:
        return []
    sums = tuple(
        Item(line(Run(voice.called(heading.labels, heading.id), "strong"), f" – {text}"))
        for heading in proof.headings if (text := _made_of(heading, voice))
    )
    return [Heading(said(voice.say("section.score")), 1), table, *([Tree(sums)] if sums else [])]


def _made_of(heading: HeadingProof, voice: Voice) -> str:
    """How the parts of a heading make its points or share."""
    proof = heading.derivation
    if proof is None or heading.level != "pillar" or proof.way not in ("sum", "average"):
        return ""
    return sum_text(proof.addends, proof.points, voice) if proof.way == "sum" else average_text(proof.weighted, heading.share, voice)


def _titles(voice: Voice, *keys: str) -> tuple[Column, ...]:
    return tuple(Column(said(voice.say(f"table.{key}")), "left" if key in ("heading", "outcome") else "right") for key in keys)


def _sum_table(proof: Proof, voice: Voice) -> Table | None:
    if not proof.addends or proof.score is None or proof.most is None:
        return None
    left_out = voice.say("table.left_out")
    rows: list[tuple[Line, ...]] = []
    for addend in proof.addends:
        points = left_out if addend.points is None else extent_text(addend.points, voice)
        most = "–" if addend.most is None else extent_text(addend.most, voice)
        rows.append((said(voice.called(addend.labels, addend.id)), said(outcome_text(addend.outcome, voice)), said(points), said(most)))
    total = (said(voice.say("table.total")), (), said(_total(proof.score, voice)), said(extent_text(proof.most, voice)))
    return Table(_titles(voice, "heading", "outcome", "points", "most"), (*rows, total), totals=1)


def _total(score: Extent, voice: Voice) -> str:
    text = extent_text(score, voice)
    return with_ratio(text, score.low, voice) if score.low == score.high else text


def _average_table(proof: Proof, voice: Voice) -> Table | None:
    if not proof.weighted or proof.score is None:
        return None
    rows: list[tuple[Line, ...]] = []
    weights = sum((part.weight for part in proof.weighted), Fraction(0))
    for part in proof.weighted:
        weight = said(weight_text(part.weight, weights, voice))
        share = part.share if part.counts != "false" else None
        product = None if share is None else Extent(share.low * part.weight, share.high * part.weight)
        texts = [voice.say("table.left_out") if each is None else share_text(each, voice) for each in (share, product)]
        rows.append((said(voice.called(part.labels, part.id)), weight, said(texts[0]), said(texts[1])))
    total = (said(voice.say("table.total")), (), (), said(share_text(proof.score, voice)))
    return Table(_titles(voice, "heading", "weight", "share", "product"), (*rows, total), totals=1)


def foot(proof: Proof, voice: Voice) -> list[Block]:
    """The documents cited by name, the digests of rules and data, and the engine's version."""
    blocks: list[Block] = []
    long = [(name, labels) for name, labels in proof.sources if len(label_in(labels, voice.tongue)) > SHORT_LABEL]
    if long:
        items = tuple(Item(said(voice.say("foot.source", name=name, title=label_in(labels, voice.tongue)))) for name, labels in long)
        blocks += [Heading(said(voice.say("foot.sources")), 1), Tree(items)]
    return [*blocks, *identity(proof.digests, proof.version, voice)]


def identity(digests: Sequence[tuple[str, str]], version: str, voice: Voice) -> list[Block]:
    """What rules, data and engine a result was made with."""
    rows = [(voice.say("foot.rules") if name == "rules" else name, voice.say("foot.digest_is", digest=digest)) for name, digest in digests]
    rows.append((voice.say("foot.engine"), voice.say("foot.version", version=version)))
    shown = tuple((muted(name), muted(text)) for name, text in rows)
    return [Heading(said(voice.say("foot.identity")), 1), Table((Column(()), Column(())), shown)]
