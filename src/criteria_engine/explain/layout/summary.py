"""How many headings came out how, the score part by part, and what identifies rules, data and engine."""

from collections import Counter

from criteria_engine.documents.model import Block, Column, Heading, Item, Line, Run, Table, Tree, line
from criteria_engine.explain.layout.derivations import with_ratio
from criteria_engine.explain.layout.places import SHORT_LABEL
from criteria_engine.explain.layout.points import share_text, weight_text
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.explain.wording.amounts import extent_text, number
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
        voice.say("summary.part", count=number(outcomes[outcome], voice), outcome=voice.say(f"summary.{outcome}")) for outcome in OUTCOMES
    )
    text = voice.say("summary.line", all=number(len(counted), voice), levels=voice.say(f"level.{level} many"), parts=parts)
    advisory = sum(heading.level == level and heading.advisory for heading in everything)
    return f"{text} {voice.say('summary.advisory', count=number(advisory, voice))}" if advisory else text


def score_blocks(proof: Proof, voice: Voice) -> list[Block]:
    """The score part by part, so that it can be added up again."""
    table = _sum_table(proof, voice) if proof.way == "sum" else _average_table(proof, voice)
    return [] if table is None else [Heading(line(voice.say("section.score")), 1), table]


def _titles(voice: Voice, *keys: str) -> tuple[Column, ...]:
    return tuple(Column(line(voice.say(f"table.{key}")), "left" if key in ("heading", "outcome") else "right") for key in keys)


def _sum_table(proof: Proof, voice: Voice) -> Table | None:
    if not proof.addends or proof.score is None or proof.most is None:
        return None
    left_out = voice.say("table.left_out")
    rows: list[tuple[Line, ...]] = []
    for addend in proof.addends:
        points = left_out if addend.points is None else extent_text(addend.points, voice)
        most = "–" if addend.most is None else extent_text(addend.most, voice)
        rows.append((line(voice.called(addend.labels, addend.id)), line(outcome_text(addend.outcome, voice)), line(points), line(most)))
    total = (line(voice.say("table.total")), (), line(_total(proof.score, voice)), line(extent_text(proof.most, voice)))
    return Table(_titles(voice, "heading", "outcome", "points", "most"), (*rows, total), totals=1)


def _total(score: Extent, voice: Voice) -> str:
    text = extent_text(score, voice)
    return with_ratio(text, score.low, voice) if score.low == score.high else text


def _average_table(proof: Proof, voice: Voice) -> Table | None:
    if not proof.weighted or proof.score is None:
        return None
    rows: list[tuple[Line, ...]] = []
    for part in proof.weighted:
        weight = line(weight_text(part.weight, proof.weighted, voice))
        share = part.share if part.counts != "false" else None
        product = None if share is None else Extent(share.low * part.weight, share.high * part.weight)
        texts = [voice.say("table.left_out") if each is None else share_text(each, voice) for each in (share, product)]
        rows.append((line(voice.called(part.labels, part.id)), weight, line(texts[0]), line(texts[1])))
    total = (line(voice.say("table.total")), (), (), line(share_text(proof.score, voice)))
    return Table(_titles(voice, "heading", "weight", "share", "product"), (*rows, total), totals=1)


def foot(proof: Proof, voice: Voice) -> list[Block]:
    """The documents cited by name, the digests of rules and data, and the engine's version."""
    blocks: list[Block] = []
    long = [(name, labels) for name, labels in proof.sources if len(label_in(labels, voice.tongue)) > SHORT_LABEL]
    if long:
        items = tuple(Item(line(voice.say("foot.source", name=name, title=label_in(labels, voice.tongue)))) for name, labels in long)
        blocks += [Heading(line(voice.say("foot.sources")), 1), Tree(items)]
    rows = [(voice.say("foot.rules") if name == "rules" else name, voice.say("foot.digest_is", digest=digest)) for name, digest in proof.digests]
    rows.append((voice.say("foot.engine"), voice.say("foot.version", version=proof.version)))
    muted = tuple((line(Run(name, "muted")), line(Run(text, "muted"))) for name, text in rows)
    return [*blocks, Heading(line(voice.say("foot.identity")), 1), Table((Column(()), Column(())), muted)]
