"""The proof of one unit's verdict becomes the letter to the unit's head: the verdict, what is lacking and how to mend it, what to send, what
would change the verdict, and where to sign. It is a draft of one to two pages; nobody's name, number or seal is made up."""

from collections.abc import Iterable

from attrs import evolve

from criteria_engine.documents.model import Block, Column, Document, Heading, Item, Line, Paragraph, Run, Sides, Table, Tree, line, plain
from criteria_engine.engine import Result
from criteria_engine.explain.insight import Insight
from criteria_engine.explain.layout.headings import REQUIRING, clause_items, label_of, loses_points, title_of
from criteria_engine.explain.layout.insights import changes_blocks
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.missing import missing_blocks
from criteria_engine.explain.layout.places import SHORT_LABEL, sources_text
from criteria_engine.explain.layout.points import points_of_text
from criteria_engine.explain.layout.summary import all_headings, counted_level
from criteria_engine.explain.layout.verdict import VERDICT_STYLE, disqualification, score_text, verdict_text
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.locale import format_date
from criteria_engine.reports.words import word
from criteria_engine.values.labels import label_in
from criteria_engine.values.types import TextType

MOST_LACKING = 8
"""So many criteria are set out; of more, the rest are named on a line, so that the letter keeps to two pages."""

_MOST_FOUND = 3
_ROOM: tuple[Line, ...] = ((), (), ())
_MOST_CHANGES = 2
_OPEN = ("fails", "undetermined", "basically met")


def ward_letter(proof: Proof, result: Result, voice: Voice, told: Insight | None = None, note: str = "") -> Document:
    """The letter about a unit. `told` has what would change the verdict, if that was looked for; `note` is a remark that has to stand on it,
    such as that the data is made up."""
    tongue = voice.tongue
    rules = voice.called(proof.titles, proof.ruleset)
    blocks: list[Block] = [
        *([Paragraph(line(Run(note, "strong")))] if note else []),
        Paragraph(line(word(tongue, "letter.to"), Run(_addressee(proof, voice), "strong"))),
        Paragraph(said(word(tongue, "letter.opening", rules=rules, day=format_date(proof.as_of, tongue)))),
        *_numbered([_verdict(proof, voice), _lacking(proof, voice), _to_send(proof, voice), _changes(proof, result, voice, told)]),
        Paragraph(said(word(tongue, "letter.disagree"))),
        Sides(
            tuple(said(word(tongue, f"letter.copies {number}")) for number in (1, 2, 3)),
            (line(Run(word(tongue, "letter.signer"), "strong")), muted(word(tongue, "letter.sign here")), *_ROOM, said(word(tongue, "letter.name"))),
        ),
        Paragraph(muted(_made_from(proof, voice))),
    ]
    head = Sides(
        (said(word(tongue, "letter.sender")), said(word(tongue, "letter.number"))),
        (said(word(tongue, "letter.place and day")), line(Run(word(tongue, "letter.draft"), "strong"))),
    )
    return Document(tongue, said(word(tongue, "letter.title")), tuple(blocks), head=head)


def _numbered(parts: Iterable[list[Block]]) -> list[Block]:
    """The parts that there are, their headings numbered."""
    blocks: list[Block] = []
    for number, part in enumerate((part for part in parts if part), 1):
        blocks += [evolve(block, text=line(f"{number}. ", *block.text)) if isinstance(block, Heading) else block for block in part]
    return blocks


def _addressee(proof: Proof, voice: Voice) -> str:
    named = voice.say("title.named", name=proof.name, code=proof.unit) if proof.name and proof.name != proof.unit else proof.unit
    groups = [str(group.value) if isinstance(group.type, TextType) else voice.value(group.value, group.type) for group in proof.groups]
    return ", ".join([named, *groups])


def _verdict(proof: Proof, voice: Voice) -> list[Block]:
    score = score_text(proof, voice)
    verdict = Run(verdict_text(proof, voice), VERDICT_STYLE[proof.verdict])
    told = line(word(voice.tongue, "letter.verdict"), verdict, f" · {score}" if score else "")
    blocks: list[Block] = [Heading(said(word(voice.tongue, "letter.title verdict"))), Paragraph(told)]
    if any(ground.condition.truth != "false" for ground in proof.disqualifiers):
        blocks += [each for each in disqualification(proof, voice, False) if not isinstance(each, Heading)]
    return blocks


def _lacking(proof: Proof, voice: Voice) -> list[Block]:
    """The criteria at which something is left to do, with what was found, the clause and the remedy; then those that lost points."""
    tongue = voice.tongue
    everything = all_headings(proof.headings)
    level = counted_level(everything)
    shown = [each for each in everything if each.level == level and not each.advisory]
    lacking = [each for each in shown if each.outcome in _OPEN]
    losing = [each for each in shown if each.outcome in ("passes", "scored") and loses_points(each)]
    if not lacking and not losing:
        return []
    blocks: list[Block] = [Heading(said(word(tongue, "letter.title lacking")))]
    if lacking:
        columns = tuple(Column(said(word(tongue, f"letter.column {key}"))) for key in ("criterion", "found", "clause", "remedy"))
        blocks.append(Table(columns, tuple(_row(each, voice) for each in lacking[:MOST_LACKING])))
    if len(lacking) > MOST_LACKING:
        blocks.append(Paragraph(said(word(tongue, "letter.more lacking", names=_named(lacking[MOST_LACKING:], voice)))))
    cited = {cite.source for each in lacking[:MOST_LACKING] for cite in each.cites}
    long = [(name, label_in(labels, tongue)) for name, labels in proof.sources if name in cited and len(label_in(labels, tongue)) > SHORT_LABEL]
    if long:
        sources = "; ".join(voice.say("foot.source", name=name, title=title) for name, title in long)
        blocks.append(Paragraph(said(word(tongue, "letter.sources", sources=sources))))
    if losing:
        blocks.append(Paragraph(said(word(tongue, "letter.losing", names=_named(losing, voice)))))
    return blocks


def _named(headings: Iterable[HeadingProof], voice: Voice) -> str:
    names = []
    for each in headings:
        points = points_of_text(each.points, each.most, voice)
        named = label_of(each) or title_of(each, voice)
        names.append(f"{named} ({points})" if points else named)
    return "; ".join(names)


def _row(heading: HeadingProof, voice: Voice) -> tuple[Line, ...]:
    tongue = voice.tongue
    named = (Run(f"{label_of(heading)} ", "strong"),) if label_of(heading) else ()
    points = points_of_text(heading.points, heading.most, voice)
    found = list(dict.fromkeys(_found(heading, voice)))
    texts = [*found[:_MOST_FOUND], *(["…"] if len(found) > _MOST_FOUND else [])]
    remedy, evidence = label_in(heading.remedy, tongue), label_in(heading.evidence, tongue)
    ways = [remedy] if remedy and heading.outcome != "undetermined" else []
    ways += [word(tongue, "letter.evidence", text=evidence)] if evidence and (heading.outcome == "undetermined" or not remedy) else []
    return (
        line(*named, title_of(heading, voice), Run(f" ({points})" if points else "", "muted")),
        said("; ".join(texts)),
        said(sources_text(heading.cites, voice)),
        said(" ".join(ways) or word(tongue, "letter.no remedy")),
    )


def _found(heading: HeadingProof, voice: Voice) -> list[str]:
    """What was found and what is required, of every condition that a heading or a part of it does not meet."""
    texts: list[str] = []
    for clause in heading.clauses:
        if clause.clause in REQUIRING and clause.truth != "true":
            for item in clause_items(clause, heading, voice, False):
                texts += _unmet(item)
    for child in heading.children:
        if child.outcome in _OPEN:
            texts += _found(child, voice)
    return texts


def _unmet(item: Item) -> list[str]:
    if item.sign in ("fails", "undetermined"):
        return [plain(item.text)]
    return [text for below in item.items for text in _unmet(below)]


def _to_send(proof: Proof, voice: Voice) -> list[Block]:
    """The data that leaves the verdict open, and what could not be read, with the evidence that gives it."""
    trees = [block for block in missing_blocks(proof, voice) if isinstance(block, Tree)]
    if not trees:
        return []
    return [Heading(said(word(voice.tongue, "letter.title send"))), Paragraph(said(word(voice.tongue, "letter.send"))), *trees]


def _changes(proof: Proof, result: Result, voice: Voice, told: Insight | None) -> list[Block]:
    if told is None or told.changes is None or told.changes.reached:
        return []
    blocks: list[Block] = []
    for block in changes_blocks(told.changes, result.evaluation.dated, result.evaluation.record, voice):
        blocks.append(Tree(block.items[:_MOST_CHANGES], block.numbered) if isinstance(block, Tree) else block)
    return [Heading(said(word(voice.tongue, "letter.title changes"))), *blocks]


def _made_from(proof: Proof, voice: Voice) -> str:
    """What the letter was made from, so that it can be made again."""
    named = ((voice.say("foot.rules") if name == "rules" else name, digest) for name, digest in proof.digests)
    files = "; ".join(f"{name} {digest.removeprefix('sha256:')[:12]}…" for name, digest in named)
    return word(voice.tongue, "letter.made from", files=files, version=proof.version)
