"""The proof of one unit's verdict, and what trying told of it, become the unit's page: the verdict, what is to be done, the criteria as a
tree that opens, what is missing, what decides the verdict and what would change it."""

from fractions import Fraction

from attrs import evolve

from criteria_engine.documents.model import Bar, Block, Column, Document, Heading, Item, Line, Link, Paragraph, Run, Table, Tree, joined, line
from criteria_engine.engine import Result
from criteria_engine.explain.insight import Insight
from criteria_engine.explain.layout.headings import has_number, heading_item, loses_points, title_of
from criteria_engine.explain.layout.insights import insight_blocks
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.missing import missing_blocks
from criteria_engine.explain.layout.points import points_of_text
from criteria_engine.explain.layout.summary import all_headings, counted_level, foot, score_blocks, summary_text
from criteria_engine.explain.layout.verdict import disqualification, grade_blocks, headline, score_text, verdict_blocks, verdict_text
from criteria_engine.explain.proof import HeadingProof, PassMark, Proof
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.reports.material import VERDICT_SIGNS, Material, marked
from criteria_engine.reports.names import OVERVIEW
from criteria_engine.reports.words import word
from criteria_engine.values.labels import label_in
from criteria_engine.values.numbers import Rational

OPEN = ("fails", "undetermined", "basically met")
"""Outcomes of headings at which something is left to do."""


def ward_report(proof: Proof, result: Result, with_: Material, told: Insight | None = None) -> Document:
    """The page of a unit. What was not asked of `told` is left out."""
    voice = with_.voice
    rules = voice.say("title.rules", title=voice.called(proof.titles, proof.ruleset), name=proof.ruleset)
    blocks: list[Block] = [Paragraph(muted(rules)), *score_bar(proof, with_), Paragraph(line(Run(summary_text(proof, voice), "strong")))]
    grounds = disqualification(proof, voice, False)
    disqualified = any(ground.condition.truth == "true" for ground in proof.disqualifiers)
    blocks += grounds if disqualified else []
    blocks += verdict_blocks(proof, voice)
    blocks += _to_do(proof, with_)
    blocks += score_blocks(proof, voice)
    items = tuple(_branch(heading, with_) for heading in proof.headings)
    blocks += [Heading(said(word(with_.tongue, "title.criteria")), 1), Tree(items)] if items else []
    blocks += [] if disqualified else grounds
    blocks += grade_blocks(proof, voice, True)
    blocks += missing_blocks(proof, voice)
    if told is not None:
        blocks += insight_blocks(told, result.evaluation.dated, result.evaluation.record, voice)
    blocks += foot(proof, voice)
    return Document(with_.tongue, headline(proof, voice), tuple(blocks), with_.pages[proof.unit], _neighbours(proof.unit, with_))


def _neighbours(unit: str, with_: Material) -> tuple[Line, ...]:
    """Links to the overview and to the units before and after."""
    units = list(with_.pages)
    at = units.index(unit)
    links = [line(Run(word(with_.tongue, "page.back"), link=Link(OVERVIEW)))]
    if at:
        links.append(line(word(with_.tongue, "page.before"), with_.linked(units[at - 1])))
    if at + 1 < len(units):
        links.append(line(word(with_.tongue, "page.after"), with_.linked(units[at + 1])))
    return tuple(links)


def score_bar(proof: Proof, with_: Material) -> list[Bar]:
    """The score against the mark, where there is a score with a most."""
    if proof.score is None or proof.most is None or proof.most.high <= 0:
        return []
    text = line(Run(verdict_text(proof, with_.voice), VERDICT_SIGNS[proof.verdict][1]), " · ", score_text(proof, with_.voice))
    most: Rational = 1 if proof.way == "average" else proof.most.high
    marks = [value for mark in proof.pass_marks if mark.whole and (value := _mark(mark, most, proof.way == "average")) is not None]
    return [Bar(text, proof.score.low, proof.score.high, most, max(marks, default=None), VERDICT_SIGNS[proof.verdict][0])]


def _mark(mark: PassMark, most: Rational, average: bool) -> Rational | None:
    """A mark in what the bar counts; None where it is no number."""
    value = mark.value.value
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        return None
    return value * most if mark.share and not average else value


def _to_do(proof: Proof, with_: Material) -> list[Block]:
    """The headings at which something is left to do, each with its remedy, or the evidence that it asks for while it is open."""
    tongue = with_.tongue
    everything = all_headings(proof.headings)
    level = counted_level(everything)
    shown = [each for each in everything if each.outcome in OPEN and not each.advisory and each.level in (level, "pillar")]
    if not shown:
        return []
    columns = tuple(Column(said(word(tongue, f"todo.{key}"))) for key in ("heading", "outcome", "points", "do"))
    rows = tuple(_left(heading, with_) for heading in shown)
    return [Heading(said(word(tongue, "title.todo")), 1), Table(columns, rows)]


def _left(heading: HeadingProof, with_: Material) -> tuple[Line, ...]:
    voice, tongue = with_.voice, with_.tongue
    sign, style = VERDICT_SIGNS.get(heading.outcome, ("basically met", "open"))
    told = heading.remedy if heading.outcome != "undetermined" else heading.evidence
    key = "todo.remedy" if heading.outcome != "undetermined" else "todo.evidence"
    do = label_in(told, tongue)
    return (
        _named(heading, with_),
        marked(sign, outcome_text(heading.outcome, voice), style),
        said(points_of_text(heading.points, heading.most, voice)),
        said(word(tongue, key, text=do) if do else ""),
    )


def _named(heading: HeadingProof, with_: Material) -> Line:
    title = title_of(heading, with_.voice)
    return line(with_.heading_link(heading.id), f" {title}") if has_number(heading) else line(with_.heading_link(heading.id, text=title))


def _branch(heading: HeadingProof, with_: Material) -> Item:
    """A heading with all its conditions and its parts; one at which nothing is left to do is folded."""
    item = heading_item(heading, with_.voice, True, with_parts=False)
    points = said(points_of_text(heading.points, heading.most, with_.voice))
    below = tuple(_branch(child, with_) for child in heading.children)
    folded = not _is_open(heading)
    beside = joined([part for part in (points, item.aside) if part], " · ")
    return evolve(item, aside=beside, items=(*item.items, *below), folded=folded, anchor=with_.places.get(heading.id, ""))


def _is_open(heading: HeadingProof) -> bool:
    """Whether a heading, or one below it, is not met or has lost points."""
    if heading.outcome in OPEN or (not heading.children and loses_points(heading)):
        return True
    return any(map(_is_open, heading.children))
