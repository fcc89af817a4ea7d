"""The standing of a programme becomes a document: its phases with their progress, and what is lacking where."""

from criteria_engine.documents.model import Block, Document, Heading, Paragraph, Run, Style, Tree, line
from criteria_engine.locale import format_date
from criteria_engine.programmes.model import PhaseStanding, ProgrammeStanding, Status
from criteria_engine.programmes.target_text import target_item
from criteria_engine.programmes.verdict_tables import counts_sentence, verdict_table
from criteria_engine.programmes.words import UnitWords, clauses_text, unit_words, word
from criteria_engine.values.labels import label_in

STATUS_STYLES: dict[Status, Style] = {"met": "good", "met late": "open", "missed": "bad", "not yet due": "plain", "open": "open"}


def programme_document(standing: ProgrammeStanding, tongue: str, *, table: bool = True) -> Document:
    """The whole standing; without `table`, without the verdicts by group."""
    title = label_in(standing.labels, tongue, word(tongue, "programme.untitled"))
    date = format_date(standing.as_of, tongue)
    blocks: list[Block] = []
    units = unit_words(tongue, standing.subject, standing.plural, standing.subject_labels)
    blocks.append(Paragraph(counts_sentence(standing.counts, units)))
    if table:
        caption = line(word(tongue, "verdict.table", date=date))
        blocks += [verdict_table(grouping, standing.counts, tongue, caption) for grouping in standing.groupings]
    blocks += phase_blocks(standing, tongue)
    return Document(tongue, line(word(tongue, "programme.title", title=title, date=date)), tuple(blocks))


def phase_blocks(standing: ProgrammeStanding, tongue: str) -> list[Block]:
    """Each phase in force under its heading, or a sentence that says why there is none."""
    units = unit_words(tongue, standing.subject, standing.plural, standing.subject_labels)
    if not standing.phases:
        return [Paragraph(line(word(tongue, "programme.no_phases" if standing.in_force else "programme.not_in_force")))]
    return [block for phase in standing.phases for block in _phase(phase, units)]


def _phase(phase: PhaseStanding, units: UnitWords) -> list[Block]:
    tongue = units.tongue
    title = label_in(phase.labels, tongue)
    named = word(tongue, "programme.phase_titled" if title else "programme.phase", name=phase.name, title=title)
    due = word(tongue, "programme.due", date=format_date(phase.due, tongue))
    status = Run(word(tongue, f"status.{phase.status}"), STATUS_STYLES[phase.status])
    blocks: list[Block] = [Heading(line(f"{named} ({due}): ", status)), Tree(tuple(target_item(target, units) for target in phase.targets))]
    if phase.cites:
        blocks.append(Paragraph(line(Run(word(tongue, "programme.cites", clauses=clauses_text(tongue, phase.cites)), "muted"))))
    return blocks
