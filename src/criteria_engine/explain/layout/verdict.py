"""The verdict's own grounds, condition and grade become blocks; so does the headline."""

from fractions import Fraction

from criteria_engine.documents.model import Block, Heading, Item, Line, Paragraph, Run, Style, Tree, line
from criteria_engine.explain.layout.conditions import condition_items
from criteria_engine.explain.layout.grades import grades_text, grading_items
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.places import sources_text
from criteria_engine.explain.layout.points import points_of_text, share_text
from criteria_engine.explain.proof import DisqualifierProof, PassMark, Proof
from criteria_engine.explain.wording.amounts import found_text
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.outcomes import Extent
from criteria_engine.locale import format_date, format_list
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import normal
from criteria_engine.values.types import NumberType, TextType

VERDICT_STYLE: dict[str, Style] = {"passes": "good", "fails": "bad", "disqualified": "bad", "undetermined": "open", "graded": "strong"}


def headline(proof: Proof, voice: Voice) -> Line:
    """`Tân Chánh Hiệp (26776), Quận 12 — does not pass · 70.57 of 110 points, 85 needed · as of 31 December 2023`."""
    unit = voice.say("title.named", name=proof.name, code=proof.unit) if proof.name and proof.name != proof.unit else proof.unit
    unit = ", ".join([unit, *(_group(group.value, group.type, voice) for group in proof.groups)])
    verdict, score, day = verdict_text(proof, voice), score_text(proof, voice), format_date(proof.as_of, voice.tongue)
    text = voice.say("title.scored" if score else "title.whole", unit="\0", verdict="\1", score=score, date=day)
    before, _, rest = text.partition("\0")
    between, _, after = rest.partition("\1")
    return line(before, unit, between, Run(verdict, VERDICT_STYLE[proof.verdict]), after)


def _group(value: object, kind: object, voice: Voice) -> str:
    if isinstance(kind, TextType):
        return str(value)
    return voice.value(value, kind)  # type: ignore[arg-type]


def verdict_text(proof: Proof, voice: Voice) -> str:
    """The verdict in words, with its grade; where it is open, what it may still be."""
    grading = proof.grading
    grade = grades_text(grading, proof.grades, voice) if grading is not None and proof.grades else ""
    if proof.verdict == "passes" and grade:
        return voice.say("verdict.passes graded" if len(proof.grades) == 1 else "verdict.passes open", grade=grade)
    if proof.verdict == "graded":
        return voice.say("verdict.graded as", grade=grade)
    if proof.verdict != "undetermined":
        return voice.say(f"verdict.{proof.verdict}")
    possible = [voice.say(f"verdict.open {name}", grades=grade) for name in proof.possible]
    return voice.say("verdict.open", possible=format_list(possible, voice.tongue, "or"))


def score_text(proof: Proof, voice: Voice) -> str:
    """`70.57 of 110 points, 85 needed`."""
    if proof.score is None:
        return ""
    if proof.way == "average":
        score = voice.say("title.average", share=share_text(proof.score, voice))
    else:
        score = points_of_text(proof.score, proof.most, voice)
    marks = [mark for mark in proof.pass_marks if mark.whole]
    if not marks:
        return score
    share = _share_of_most(proof)
    if share is not None and any(isinstance(mark.value.type, NumberType) and mark.value.type.kind == "percent" for mark in marks):
        score = voice.say("title.sum share", score=score, share=share_text(share, voice))
    return voice.say("title.needed", score=score, marks=format_list([_mark(mark, voice) for mark in marks], voice.tongue))


def _share_of_most(proof: Proof) -> Extent | None:
    """The score as a share of its possible points, where these are known and are not a hundred, so that points do not read as percents."""
    if proof.way == "average" or proof.score is None or proof.most is None or proof.most.low != proof.most.high or proof.most.low in (0, 100):
        return None
    return Extent(*(normal(Fraction(end) / proof.most.low) for end in (proof.score.low, proof.score.high)))


def _mark(mark: PassMark, voice: Voice) -> str:
    value = found_text(mark.value, voice)
    return voice.say("title.mark above" if mark.symbol == ">" else "title.mark", value=value)


def disqualification(proof: Proof, voice: Voice, full: bool) -> list[Block]:
    """The grounds for disqualification: those that hold or may hold; the others on one line."""
    if not proof.disqualifiers:
        return []
    shown = [ground for ground in proof.disqualifiers if full or ground.condition.truth != "false"]
    items = [_ground(ground, voice) for ground in shown]
    rest = len(proof.disqualifiers) - len(shown)
    if rest == len(proof.disqualifiers):
        items.append(Item(said(voice.say("grounds.none one" if rest == 1 else "grounds.none", count=voice.number(rest)))))
    return [Heading(said(voice.say("section.disqualification")), 1), Tree(tuple(items))]


def _ground(ground: DisqualifierProof, voice: Voice) -> Item:
    named = label_in(ground.because, voice.tongue, voice.say("grounds.unnamed"))
    items = list(condition_items(ground.condition, "stated", voice, signs=False))
    if ground.cites:
        items.append(Item(muted(voice.say("heading.cites", sources=sources_text(ground.cites, voice)))))
    text = named if ground.condition.truth != "false" else f"{named}: {voice.say('grounds.no')}"
    sign = {"true": "fails", "false": "passes"}.get(ground.condition.truth, "undetermined")
    return Item(said(text), sign, items=tuple(items), place=ground.span)  # type: ignore[arg-type]


def verdict_blocks(proof: Proof, voice: Voice) -> list[Block]:
    """What the verdict asks for, line by line."""
    if proof.passes is None:
        return []
    items = condition_items(proof.passes, "required", voice)
    if proof.passes_cites:
        items = (*items, Item(muted(voice.say("heading.cites", sources=sources_text(proof.passes_cites, voice)))))
    return [Heading(said(voice.say("section.verdict")), 1), Tree(items)]


def grade_blocks(proof: Proof, voice: Voice, full: bool) -> list[Block]:
    """The grade, and how it came about."""
    if proof.grading is None:
        return []
    title = Heading(said(voice.say("section.grade")), 1)
    if not proof.grades:
        return [title, Paragraph(said(voice.say("grades.not read")))]
    if proof.passes is not None and proof.verdict == "undetermined":
        return [title, Paragraph(said(voice.say("grades.if it passes"))), Tree(tuple(grading_items(proof.grading, voice, full, settled=False)))]
    return [title, Tree(tuple(grading_items(proof.grading, voice, full)))]
