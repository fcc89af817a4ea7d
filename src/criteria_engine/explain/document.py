"""A proof becomes the explanation that a reader sees: the reason first, then what fails, what is open, the rest on few lines."""

from criteria_engine.data.supposing import Supposed
from criteria_engine.documents.model import Block, Document, Heading, Paragraph, Run, Tree, line
from criteria_engine.explain.comparison import Comparison
from criteria_engine.explain.insight import Insight
from criteria_engine.explain.layout.comparing import comparison_blocks, supposed_blocks, title_text
from criteria_engine.explain.layout.headings import folded_text, has_exception, heading_item, loses_points, not_applicable_item, points_item
from criteria_engine.explain.layout.insights import insight_blocks
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.missing import missing_blocks
from criteria_engine.explain.layout.summary import all_headings, counted_level, foot, score_blocks, summary_text
from criteria_engine.explain.layout.verdict import disqualification, grade_blocks, headline, verdict_blocks
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.explain.wording.speaking import voice_in
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record


def insight_document(proof: Proof, found: Insight, dated: Dated, record: Record, tongue: str) -> Document:
    """What was asked beyond the proof, under the unit's headline. Raises as `explain_document` does."""
    voice = voice_in(tongue)
    return Document(tongue, headline(proof, voice), tuple(insight_blocks(found, dated, record, voice)))


def comparison_document(found: Comparison, tongue: str) -> Document:
    """What differs between two results and matters. Raises as `explain_document` does."""
    voice = voice_in(tongue)
    return Document(tongue, said(title_text(found, voice)), tuple(comparison_blocks(found, voice)))


def as_supposed(document: Document, supposed: tuple[Supposed, ...]) -> Document:
    """A document on a unit of which something is supposed, marked as such in its title and above everything."""
    voice = voice_in(document.tongue)
    before, _, after = voice.say("supposed.headline", title="\0").partition("\0")
    return Document(document.tongue, line(Run(before, "open"), *document.title, after), (*supposed_blocks(supposed, voice), *document.blocks))


def explain_document(proof: Proof, tongue: str, full: bool = False) -> Document:
    """The explanation of a unit's result in a tongue. The reason comes first: the ground that disqualifies, what the verdict
    asks for. Then failing headings, then undetermined ones; those that pass are folded to a line, unless `full`, which shows
    every heading with every condition in the order of the text.

    Raises FileNotFoundError for a tongue that explanations are not written in.
    """
    voice = voice_in(tongue)
    rules = voice.say("title.rules", title=voice.called(proof.titles, proof.ruleset), name=proof.ruleset)
    blocks: list[Block] = [Paragraph(muted(rules))]
    grounds = disqualification(proof, voice, full)
    disqualified = any(ground.condition.truth == "true" for ground in proof.disqualifiers)
    blocks += grounds if disqualified else []
    blocks += verdict_blocks(proof, voice)
    blocks += _whole(proof, voice) if full else _in_brief(proof, voice)
    blocks += score_blocks(proof, voice)
    blocks += [] if disqualified else grounds
    blocks += grade_blocks(proof, voice, full)
    blocks += missing_blocks(proof, voice)
    blocks.append(Paragraph(line(Run(summary_text(proof, voice), "strong"))))
    blocks += foot(proof, voice)
    return Document(tongue, headline(proof, voice), tuple(blocks))


def _whole(proof: Proof, voice: Voice) -> list[Block]:
    """Every heading, in the order of the text."""
    items = tuple(heading_item(heading, voice, True) for heading in proof.headings)
    return [Heading(said(voice.say("section.all")), 1), Tree(items)]


def _in_brief(proof: Proof, voice: Voice) -> list[Block]:
    everything = all_headings(proof.headings)
    level = counted_level(everything)
    shown = [heading for heading in everything if _stands_alone(heading, level) and not heading.advisory]
    blocks: list[Block] = []
    for outcome in ("fails", "undetermined", "basically met"):
        members = [heading for heading in shown if heading.outcome == outcome]
        if members:
            items = tuple(heading_item(heading, voice, False, with_parts=heading.level == level) for heading in members)
            blocks += [Heading(said(voice.say(f"section.{outcome}")), 1), Tree(items)]
    blocks += _points_lost(shown, voice)
    blocks += _passed(shown, level, voice)
    advisory = [heading for heading in everything if heading.advisory and heading.outcome in ("fails", "undetermined", "basically met")]
    if advisory:
        items = tuple(heading_item(heading, voice, False) for heading in advisory)
        blocks += [Heading(said(voice.say("section.advisory")), 1), Tree(items)]
    return blocks


def _stands_alone(heading: HeadingProof, level: str) -> bool:
    """Whether a heading has a line of its own: criteria, and what is above them where it can itself pass or fail."""
    return heading.level == level or (heading.level == "pillar" and heading.outcome != "scored")


def _points_lost(shown: list[HeadingProof], voice: Voice) -> list[Block]:
    """Headings that pass or are scored with fewer points than there are, and how they came about."""
    members = [
        heading for heading in shown
        if heading.outcome in ("passes", "scored") and heading.level != "pillar" and loses_points(heading)
    ]
    if not members:
        return []
    return [Heading(said(voice.say("section.points")), 1), Tree(tuple(points_item(heading, voice) for heading in members))]


def _folded(key: str, members: list[HeadingProof], level: str, voice: Voice) -> Paragraph:
    """`18 criteria pass: C1.1 4/4, …`."""
    items = ", ".join(folded_text(heading, voice) for heading in members)
    words = {"level": voice.say(f"level.{level}"), "levels": voice.say(f"level.{level} many")}
    text = voice.say(f"folded.{key}{' one' * (len(members) == 1)}", count=voice.number(len(members)), items=items, **words)
    return Paragraph(said(text))


def _passed(shown: list[HeadingProof], level: str, voice: Voice) -> list[Block]:
    blocks: list[Block] = []
    passed = [heading for heading in shown if heading.outcome == "passes" and heading.level == level]
    scored = [heading for heading in shown if heading.outcome == "scored" and heading.level == level and not loses_points(heading)]
    folded = [_folded(key, members, level, voice) for key, members in (("passes", passed), ("scored", scored)) if members]
    if folded:
        excepted = [points_item(heading, voice) for heading in passed if has_exception(heading) and not loses_points(heading)]
        blocks += [Heading(said(voice.say("section.passes" if passed else "section.scored")), 1), *folded]
        if excepted:
            blocks.append(Tree(tuple(excepted)))
    absent = [heading for heading in shown if heading.outcome == "not applicable"]
    if absent:
        tree = Tree(tuple(not_applicable_item(heading, voice) for heading in absent))
        blocks += [Heading(said(voice.say("section.not applicable")), 1), tree]
    return blocks
