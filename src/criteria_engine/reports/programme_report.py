"""An assessment becomes the programme's page: its phases, how units stand, what fails most, who is nearest, what is to be fetched."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from criteria_engine.diagnostics.fault import Fault, place_order
from criteria_engine.diagnostics.wording import help_text, message, phrase
from criteria_engine.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Item,
    Line,
    Paragraph,
    Part,
    Run,
    Shares,
    Sign,
    Style,
    Table,
    Tree,
    line,
    plain,
)
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.summary import identity
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.locale import format_date, format_number, format_place
from criteria_engine.programmes.model import PhaseStanding
from criteria_engine.programmes.programme_document import phase_blocks
from criteria_engine.programmes.standing import verdict_counts
from criteria_engine.programmes.target_text import lacking_reasons, shortfall_text, target_sentence
from criteria_engine.programmes.verdict_counts import GroupCounts, VerdictCounts
from criteria_engine.programmes.verdict_tables import counts_sentence, shown_verdicts, verdict_table
from criteria_engine.programmes.words import raised
from criteria_engine.programmes.words import word as programme_word
from criteria_engine.reports.criteria_tables import heat_map, most_failed
from criteria_engine.reports.material import VERDICT_SIGNS, Material
from criteria_engine.reports.names import OVERVIEW
from criteria_engine.reports.notes import UnitNote
from criteria_engine.reports.unit_tables import all_units, near_units, ranked, score_words, unusual_most, usual_most
from criteria_engine.reports.words import word
from criteria_engine.values.labels import label_in
from criteria_engine.version import VERSION

NEAREST = 20
"""So many of the units that are nearest to passing are listed."""

_SEVERITY_STYLES: Mapping[str, Style] = {"error": "bad", "warning": "open"}


def programme_report(with_: Material, notes: Mapping[str, UnitNote]) -> Document:
    """The page of the programme. `notes` are those of the units with data."""
    tongue, found = with_.tongue, with_.found
    title = with_.voice.called(found.rules.program.labels, found.rules.name)
    date = format_date(found.as_of, tongue)
    blocks: list[Block] = [Paragraph(muted(with_.voice.say("title.rules", title=title, name=found.rules.name)))]
    counts, groupings = verdict_counts(found.rules.program, [result.outcome for result in found.results], found.groups)
    blocks.append(Paragraph(counts_sentence(counts, with_.units)))
    blocks.append(_shares(word(tongue, "title.verdicts"), [(word(tongue, "overview.all"), counts)], tongue))
    blocks += _phases(with_)
    blocks += [_heading("all", with_, units=with_.units.many), all_units(with_)]
    for grouping in groupings:
        table = verdict_table(grouping, counts, tongue, line(programme_word(tongue, "verdict.table", date=date)))
        rows = [(label_in(group.labels, tongue, group.group), group.counts) for group in grouping.groups if group.counts.all]
        blocks.append(_heading("groups", with_, by=plain(table.columns[0].title)))
        blocks += [_shares(word(tongue, "title.verdicts"), rows, tongue), _counted(table, grouping.groups)]
    heat = heat_map(with_)
    if heat is not None:
        blocks += [_heading("failed", with_), most_failed(with_), _heading("heat", with_, units=with_.units.many), heat]
    blocks += _nearest(with_, notes)
    blocks += _undetermined(with_, notes)
    blocks += _faults(with_)
    blocks += identity(tuple(found.digests.items()), VERSION, with_.voice)
    name = label_in(found.standings[0].labels, tongue, title) if len(found.standings) == 1 else title
    return Document(tongue, line(programme_word(tongue, "programme.title", title=name, date=date)), tuple(blocks), OVERVIEW)


def _heading(key: str, with_: Material, **filled: str) -> Heading:
    return Heading(said(raised(word(with_.tongue, f"title.{key}", **filled))), 1, key)


def _shares(caption: str, rows: Sequence[tuple[str, VerdictCounts]], tongue: str) -> Shares:
    shown = shown_verdicts(*(counts for _, counts in rows))
    return Shares(
        said(caption),
        tuple(
            (said(label), tuple(Part(VERDICT_SIGNS[name][0], programme_word(tongue, f"verdict.{name}"), getattr(counts, name)) for name in shown))
            for label, counts in rows
        ),
    )


def _counted(table: Table, groups: Sequence[GroupCounts]) -> Table:
    """A table of counts whose rows can be put in order: numbers stand in it as they count."""
    numbers = [[int("".join(filter(str.isdecimal, plain(cell))) or 0) for cell in row[1:]] for row in table.rows]
    return evolve(table, lively=len(groups) > 1, ranks=tuple((None, *row) for row in numbers))


def _phases(with_: Material) -> list[Block]:
    """The phases of each programme in force; without a list of units, why there are none."""
    tongue, standings = with_.tongue, with_.found.standings
    if not with_.found.rules.program.programmes:
        return []
    blocks: list[Block] = [_heading("phases", with_)]
    if not standings:
        key = "no_programme" if with_.found.listed else "no_list"
        return [*blocks, Paragraph(said(word(tongue, f"overview.{key}", units=with_.units.many)))]
    for standing in standings:
        if len(standings) > 1:
            blocks.append(Heading(said(label_in(standing.labels, tongue, programme_word(tongue, "programme.untitled"))), 2))
        level = 2 if len(standings) > 1 else 1
        if not standing.phases:
            blocks += phase_blocks(standing, tongue)
        for phase in standing.phases:
            first, *rest = phase_blocks(evolve(standing, phases=(phase,)), tongue)
            assert isinstance(first, Heading)
            blocks += [evolve(first, level=first.level + level), *_progress(phase, with_), *rest]
    return blocks


def _progress(phase: PhaseStanding, with_: Material) -> list[Shares]:
    """How far each target of a phase is that asks units to pass: of units, or of groups where it is asked of each."""
    names = [word(with_.tongue, f"progress.{key}") for key in ("sure", "open", "out")]
    signs: tuple[Sign, ...] = ("passes", "undetermined", "fails")
    rows: list[tuple[Line, tuple[Part, ...]]] = []
    for target in phase.targets:
        if target.asks == "fails" or target.quantity in ("at most", "exactly"):
            continue
        counts = [sum(getattr(group, key) for group in target.groups) for key in ("sure", "open", "out")]
        if target.each:
            waiting = sum(group.status in ("open", "not yet due") for group in target.groups)
            counts = [target.groups_met, waiting, len(target.groups) - target.groups_met - waiting]
        rows.append((said(target_sentence(target, with_.units)), tuple(map(Part, signs, names, counts))))
    return [Shares(said(word(with_.tongue, "progress.title")), tuple(rows), alike=True)] if rows else []


def _nearest(with_: Material, notes: Mapping[str, UnitNote]) -> list[Block]:
    """The units that do not pass yet, nearest first, with what they lack and, where it was looked for, the smallest change."""
    near = near_units(with_)
    if not near:
        return []
    tongue = with_.tongue
    shown = near[:NEAREST]
    changing = any(notes[one.unit].changes for one in shown if one.unit in notes)
    keys = ["unit", "group", "score", "short", "lacks", *(["change"] if changing else [])]
    titles = {"unit": with_.unit_title(), "group": with_.group_title(), **{key: word(tongue, f"column.{key}") for key in keys[2:]}}
    columns = tuple(Column(said(titles[key]), "right" if key in ("score", "short") else "left") for key in keys)
    rows: list[tuple[Line, ...]] = []
    usual = usual_most(with_)
    for one in shown:
        most = unusual_most(with_.results[one.unit].outcome, usual)
        row = [
            line(with_.linked(one.unit)), said(one.group), said(score_words(one.score, with_, most)),
            said(shortfall_text(one, tongue)), said("; ".join(lacking_reasons(evolve(one, shortfall=None), tongue))),
        ]
        row += [_change(notes.get(one.unit), with_)] if changing else []
        rows.append(tuple(row))
    scores, short = ranked([one.score.low if one.score is not None else None for one in shown]), ranked([one.shortfall for one in shown])
    ranks = tuple((None, None, score, lack, *[None] * (len(keys) - 4)) for score, lack in zip(scores, short, strict=True))
    told = word(tongue, "overview.nearest", shown=format_number(len(shown), tongue), all=with_.units.count(len(near)))
    return [_heading("nearest", with_, units=with_.units.many), Paragraph(said(told)), Table(columns, tuple(rows), lively=True, ranks=ranks)]


def _change(note: UnitNote | None, with_: Material) -> Line:
    if note is None or not note.changes:
        return muted("" if note is None else note.without)
    text = "; ".join(plain(item.text) for item in note.changes)
    return said(text if note.proved else word(with_.tongue, "overview.unproved", change=text))


def _undetermined(with_: Material, notes: Mapping[str, UnitNote]) -> list[Block]:
    """The units whose verdict is open, with what is to be fetched for each; those without any data on a line."""
    tongue = with_.tongue
    opened = [unit for unit in with_.found.groups if unit in with_.results and with_.results[unit].verdict == "undetermined"]
    absent = with_.found.without_data
    if not opened and not absent:
        return []
    blocks: list[Block] = [_heading("undetermined", with_, units=with_.units.many)]
    if opened:
        blocks.append(Paragraph(said(word(tongue, "overview.fetch"))))
        items = (
            Item(line(with_.linked(unit)), "undetermined", aside=muted(with_.group(unit)), items=notes[unit].missing if unit in notes else ())
            for unit in opened
        )
        blocks.append(Tree(tuple(items)))
    if absent:
        names = "; ".join(with_.name(unit) for unit in absent)
        blocks.append(Paragraph(said(word(tongue, "overview.without_data", units=with_.units.count(len(absent)), names=names))))
    return blocks


def _faults(with_: Material) -> list[Block]:
    """The faults of the data, by place."""
    tongue = with_.tongue
    faults = sorted(with_.found.faults, key=place_order)
    if not faults:
        return [_heading("faults", with_), Paragraph(said(word(tongue, "overview.no_faults")))]
    keys = ("severity", "place", "code", "what", "help")
    columns = tuple(Column(said(word(tongue, f"fault.{key}")), choices=key in ("severity", "code")) for key in keys)
    return [_heading("faults", with_), Table(columns, tuple(_fault(fault, tongue) for fault in faults), lively=True)]


def _fault(fault: Fault, tongue: str) -> tuple[Line, ...]:
    style = _SEVERITY_STYLES[fault.severity]
    sign = "✗ " if fault.severity == "error" else "! "
    return (
        line(Run(sign, style), Run(phrase(fault.severity, tongue), style)),
        said("" if fault.place is None else format_place(fault.place, tongue)),
        said(fault.code),
        said(message(fault, tongue, keyword_in)),
        said(help_text(fault, tongue, keyword_in) or ""),
    )
