"""What a notebook shows of rules, results and assessments: documents as HTML, Markdown and text, in the reader's tongue."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from criteria_engine.documents.html.fragment import fragment_html
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Block, Column, Document, Heading, Line, Paragraph, Run, Table, line
from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.layout.derivations import in_force
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.verdict import VERDICT_STYLE
from criteria_engine.explain.wording.speaking import voice_in
from criteria_engine.explain.wording.voice import Voice
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import Heading as Rule
from criteria_engine.ir.program import Program
from criteria_engine.locale import format_date, format_list, tongue_of_environment
from criteria_engine.values.labels import label_in
from criteria_engine.values.types import PERCENT

MOST_UNITS = 500
"""So many units a notebook lists; of more only how many there are."""


def reader_tongue() -> str:
    """The tongue in which a notebook shows things: the environment's, as on the command line."""
    return tongue_of_environment(os.environ)


def bundle(document: Document) -> dict[str, str]:
    """A document in every form that a notebook may want."""
    return {"text/html": fragment_html(document), "text/markdown": document_markdown(document), "text/plain": document_text(document)}


class Shown(str):
    """A text that a notebook shows as the document that it is of, and which is the text itself everywhere else."""

    document: Document

    def _repr_html_(self) -> str:
        return fragment_html(self.document)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {**bundle(self.document), "text/plain": str(self)}


def shown(text: str, document: Document) -> Shown:
    """A text that knows its document."""
    found = Shown(text)
    found.document = document
    return found


# Rules


def rules_document(program: Program, tongue: str) -> Document:
    """What a rule set holds: its headings with their points, its parameters with all their values, and how many facts it asks for."""
    voice = voice_in(tongue)
    rows = tuple(_rule(heading, depth, voice) for heading, depth in _with_depth(program.headings))
    columns = (
        Column(said(voice.say("notebook.heading"))), Column(said(voice.say("notebook.kinds"))),
        Column(said(voice.say("notebook.most")), "right"), Column(said(voice.say("notebook.cites"))),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(muted(_held(program, voice))), Table(columns, rows)]
    if program.parameters:
        values = [
            (said(voice.called(each.labels, each.name) if number == 0 else ""), said(voice.value(value.value, each.type)),
             said(in_force(value.force.start, value.force.end, voice)))
            for each in program.parameters.values() for number, value in enumerate(each.values)
        ]  # fmt: skip
        titles = tuple(Column(said(voice.say(f"notebook.{key}"))) for key in ("parameter", "value", "in force"))
        blocks += [Heading(said(voice.say("notebook.parameters")), 2), Table(titles, tuple(values))]
    return Document(tongue, line(voice.say("title.rules", title=voice.called(program.labels, program.name), name=program.name)), tuple(blocks))


def _with_depth(headings: Sequence[Rule], depth: int = 0) -> list[tuple[Rule, int]]:
    return [pair for heading in headings for pair in ((heading, depth), *_with_depth(heading.children, depth + 1))]


def _rule(heading: Rule, depth: int, voice: Voice) -> tuple[Line, ...]:
    title = label_in(heading.labels, voice.tongue)
    kinds = [voice.say(f"kind.{kind}") for kind in ("mandatory", "scored", "advisory") if kind in heading.kinds]
    cites = "; ".join(f"{cite.clause} [{cite.source}]" for cite in heading.cites)
    most = "" if heading.most is None else voice.number(heading.most)
    name = f"{heading.id} " if any(character.isdigit() for character in heading.id) or not title else ""
    return line("\u2003" * depth, Run(name, "strong"), title), said(", ".join(kinds)), said(most), said(cites)


def _held(program: Program, voice: Voice) -> str:
    counted = Counter(heading.level for heading, _ in _with_depth(program.headings))
    told = [
        f"{voice.number(counted[level])} {voice.say(f'level.{level}' + ' many' * (counted[level] != 1))}"
        for level in ("pillar", "criterion", "indicator") if counted[level]
    ]  # fmt: skip
    period = in_force(program.force.start, program.force.end, voice)
    held = format_list(told, voice.tongue)
    return voice.say("notebook.held", held=held, facts=voice.number(len(program.facts)), period=period)


# Assessments


def assessment_document(
    program: Program, as_of: date, outcomes: Sequence[UnitOutcome], names: Mapping[str, str], without_data: Sequence[str], tongue: str
) -> Document:
    """Every unit with its verdict, grade and score, and how many have which verdict."""
    voice = voice_in(tongue)
    grading = program.verdict.grading
    counts = Counter(outcome.verdict for outcome in outcomes) + Counter({"undetermined": len(without_data)})
    there = [name for name in VERDICT_STYLE if counts[name]]
    told = [voice.say("notebook.count", count=voice.number(counts[name]), verdict=voice.say(f"verdict.{name}")) for name in there]
    columns = [Column(said(voice.say(f"notebook.{key}"))) for key in ("code", "name", "verdict", *(["grade"] if grading is not None else []))]
    columns.append(Column(said(voice.say("notebook.score")), "right"))
    rows: list[tuple[Line, ...]] = []
    for outcome in outcomes[:MOST_UNITS]:
        verdict: Line = (Run(voice.say(f"verdict.{outcome.verdict}"), VERDICT_STYLE[outcome.verdict]),)
        row: list[Line] = [said(outcome.unit), said(names.get(outcome.unit, "") or outcome.name), verdict]
        if grading is not None:
            grades = [voice.value(grade, grading.choices) for grade in outcome.grades]
            row.append(said(format_list(grades, tongue, "or")))
        rows.append((*row, said(_score(outcome, program.verdict.way == "average", voice))))
    for unit in without_data[: MOST_UNITS - len(rows)]:
        empty: list[Line] = [()] * (len(columns) - 3)
        rows.append((said(unit), said(names.get(unit, "")), (Run(voice.say("notebook.no data"), "open"),), *empty))
    rest = len(outcomes) + len(without_data) - len(rows)
    blocks: list[Block] = [Paragraph(said("; ".join(told))), Table(tuple(columns), tuple(rows))]
    if rest:
        blocks.append(Paragraph(muted(voice.say("notebook.more", count=voice.number(rest)))))
    title = voice.say("notebook.results", title=voice.called(program.labels, program.name), date=format_date(as_of, tongue))
    return Document(tongue, line(title), tuple(blocks))


def _score(outcome: UnitOutcome, share: bool, voice: Voice) -> str:
    score = outcome.score
    if score is None or (not share and outcome.most is not None and outcome.most.high == 0):
        return ""
    if share:
        return voice.value(score.low, PERCENT) if score.low == score.high else voice.range(score.low, score.high, PERCENT)
    return voice.number(score.low) if score.low == score.high else f"{voice.number(score.low)} – {voice.number(score.high)}"
