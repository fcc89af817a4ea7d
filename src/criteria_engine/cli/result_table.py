"""An assessment becomes a table for the screen."""

from collections.abc import Mapping, Sequence

from criteria_engine.assessment import Assessment
from criteria_engine.cli.words import said
from criteria_engine.documents.model import Block, Column, Document, Line, Paragraph, Run, Style, Table, line
from criteria_engine.engine import Result
from criteria_engine.ir.possible_points import most_together
from criteria_engine.ir.program import Program
from criteria_engine.locale import format_date, format_number, format_percent
from criteria_engine.programmes.standing import verdict_counts
from criteria_engine.programmes.verdict_counts import Grouping, VerdictCounts
from criteria_engine.programmes.verdict_tables import counts_sentence, verdict_table
from criteria_engine.programmes.words import unit_words
from criteria_engine.values.labels import label_in
from criteria_engine.version import VERSION

_STYLES: dict[str, Style] = {"passes": "good", "fails": "bad", "disqualified": "bad", "undetermined": "open", "graded": "plain"}


def result_document(found: Assessment, tongue: str) -> Document:
    """Every unit with its verdict, then the counts by group, then what it was made from."""
    program = found.rules.program
    title = label_in(program.labels, tongue, program.name)
    day = format_date(found.as_of, tongue)
    blocks: list[Block] = [_units(found, tongue), *count_blocks(found, tongue), Paragraph(digest_line(found.digests, tongue))]
    return Document(tongue, line(said(tongue, "results_title", title=title, day=day)), tuple(blocks))


def count_blocks(found: Assessment, tongue: str) -> list[Block]:
    """The counts of verdicts, in a sentence and by group."""
    program = found.rules.program
    counts, groupings = verdict_counts(program, [result.outcome for result in found.results], found.groups)
    return blocks_of_counts(program, counts, groupings, tongue)


def blocks_of_counts(program: Program, counts: VerdictCounts, groupings: Sequence[Grouping], tongue: str) -> list[Block]:
    """Counts in a sentence, and a table for each fact that groups units."""
    subject = program.subject
    units = unit_words(tongue, subject.name, subject.plural, subject.labels)
    return [Paragraph(counts_sentence(counts, units)), *(verdict_table(grouping, counts, tongue) for grouping in groupings)]


def digest_line(digests: Mapping[str, str], tongue: str) -> Line:
    """The digests of rules and data (their first twelve digits) and the engine's version."""
    data = ", ".join(f"{name} {digest[:12]}…" for name, digest in sorted(digests.items()) if name != "rules")
    key = "digests" if data else "digests_of_rules"  # nobody has the digest of what a database holds
    return line(Run(said(tongue, key, rules=digests["rules"][:12], data=data, version=VERSION), "muted"))


def _units(found: Assessment, tongue: str) -> Table:
    program = found.rules.program
    grading = program.verdict.grading
    named = any(found.names.values())
    groups = [fact for fact in program.subject.grouped_by if any(unit.get(fact) for unit in found.groups.values())]
    titles = [said(tongue, "column_code")]
    titles += [said(tongue, "column_name")] if named else []
    titles += [_title(program, fact, tongue) for fact in groups]
    titles.append(said(tongue, "column_verdict"))
    titles += [said(tongue, "column_grade")] if grading is not None else []
    scored = program.verdict.way == "average" or most_together(program.headings) > 0
    columns = [Column(line(title)) for title in titles]
    columns += [Column(line(said(tongue, "column_score")), "right")] if scored else []
    results = {result.unit: result for result in found.results}
    rows = []
    for code, unit in found.groups.items():
        result = results.get(code)
        verdict = result.verdict if result is not None else "undetermined"
        cells: list[Line] = [line(code)]
        cells += [line(found.names.get(code, ""))] if named else []
        cells += [line(unit.get(fact, "")) for fact in groups]
        cells.append(line(Run(said(tongue, f"verdict {verdict}"), _STYLES[verdict])))
        cells += [line(_grade(result, tongue) if result is not None else "")] if grading is not None else []
        cells += [line(score_text(result, tongue) if result is not None else "")] if scored else []
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows))


def _title(program: Program, fact: str, tongue: str) -> str:
    declared = program.facts.get(fact)
    said_of = label_in(declared.labels, tongue) if declared is not None else ""
    return said_of or fact.replace("_", " ").capitalize()


def _grade(result: Result, tongue: str) -> str:
    grading = result.rules.program.verdict.grading
    if grading is None or result.verdict not in ("passes", "graded", "undetermined") or result.grade is None:
        return ""
    member = next(member for member in grading.choices.members if member.name == result.grade)
    return label_in(member.labels, tongue, member.name)


def score_text(result: Result, tongue: str) -> str:
    """A score, from its lowest to its highest where it is open."""
    score = result.score
    if score is None:
        return ""
    write = format_percent if result.rules.program.verdict.way == "average" else format_number
    if score.low == score.high:
        return write(score.low, tongue)
    return f"{write(score.low, tongue)} – {write(score.high, tongue)}"
