"""A table assessment becomes a document for the screen, and JSON data."""

from fractions import Fraction
from typing import Any

from criteria_engine.cli.result_table import blocks_of_counts, digest_line
from criteria_engine.cli.words import said
from criteria_engine.documents.model import Block, Document, Heading, Paragraph, line
from criteria_engine.locale import format_date, format_number
from criteria_engine.programmes.programme_document import phase_blocks
from criteria_engine.programmes.result_data import fault_data
from criteria_engine.programmes.result_file import labels_data, to_data
from criteria_engine.programmes.verdict_counts import VERDICTS, VerdictCounts
from criteria_engine.programmes.words import word
from criteria_engine.table_assessment.assessed import TableAssessment
from criteria_engine.values.labels import label_in
from criteria_engine.version import VERSION

FORMAT = "criteria-table-counts/1"


def table_document(found: TableAssessment, tongue: str) -> Document:
    """The counts, by group too, the phases of the programmes, and what it was made from."""
    program = found.rules.program
    title = label_in(program.labels, tongue, program.name)
    day = format_date(found.as_of, tongue)
    blocks: list[Block] = blocks_of_counts(program, found.counts, found.groupings, tongue)
    for standing in found.standings:
        named = label_in(standing.labels, tongue, word(tongue, "programme.untitled"))
        blocks += [Heading(line(word(tongue, "programme.title", title=named, date=day))), *phase_blocks(standing, tongue)]
    blocks.append(Paragraph(digest_line(found.digests, tongue)))
    return Document(tongue, line(said(tongue, "results_title", title=title, day=day)), tuple(blocks))


def engine_sentence(found: TableAssessment, tongue: str) -> str:
    """Which engine answered for how many units, and how fast."""
    own = found.evaluated - found.interpreted
    rate = found.evaluated / found.seconds if found.seconds else 0
    numbers = {"own": own, "interpreted": found.interpreted, "rate": round(rate)}
    seconds = format_number(Fraction(round(found.seconds * 10), 10), tongue)
    shown = {name: format_number(number, tongue) for name, number in numbers.items()}
    return said(tongue, "engine_answered", engine=found.engine, seconds=seconds, **shown)


def table_data(found: TableAssessment) -> dict[str, Any]:
    """The counts as JSON data: the object of `criteria evaluate --json` for a table too large to list its units."""
    program = found.rules.program
    groupings = {
        grouping.fact: {
            "titles": labels_data(grouping.labels),
            "groups": [{"group": one.group, "titles": labels_data(one.labels), "counts": _counts(one.counts)} for one in grouping.groups],
            "ungrouped": _counts(grouping.ungrouped),
        }
        for grouping in found.groupings
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "ruleset": program.name,
        "as_of": found.as_of.isoformat(),
        "digests": dict(sorted(found.digests.items())),
        "engine": {"name": found.engine, "evaluated": found.evaluated, "interpreted": found.interpreted},
        "counts": _counts(found.counts),
        "groupings": groupings,
        "programmes": [to_data(standing) for standing in found.standings],
        "faults": [fault_data(fault) for fault in dict.fromkeys(found.faults)],
    }


def _counts(counts: VerdictCounts) -> dict[str, int]:
    return {"all": counts.all, **{name: getattr(counts, name) for name in VERDICTS}}
