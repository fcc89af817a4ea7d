"""A yearly review becomes a document: the two years' counts, then what was done, what was not, what got worse, what is recommended."""

from collections.abc import Callable, Sequence

from attrs import evolve, frozen

from criteria_engine.documents.model import Block, Column, Document, Heading, Item, Line, Paragraph, Run, Sign, Table, Tree, line
from criteria_engine.ir.outcomes import Extent
from criteria_engine.locale import format_date, format_number, format_range
from criteria_engine.programmes.review_model import CriterionChange, DataGap, Review, TargetChange, UnitChange
from criteria_engine.programmes.target_text import STATUS_SIGNS, target_item, target_sentence
from criteria_engine.programmes.trend import Trend
from criteria_engine.programmes.trend_blocks import trend_blocks
from criteria_engine.programmes.verdict_counts import VerdictCounts
from criteria_engine.programmes.verdict_tables import shown_verdicts
from criteria_engine.programmes.words import UnitWords, clauses_text, fact_words, heading_words, listed, raised, unit_name, unit_words, word
from criteria_engine.values.labels import label_in
from criteria_engine.values.types import NUMBER


@frozen(eq=False)
class _Writer:
    """The review, its tongue, and what its units are called."""

    review: Review
    tongue: str
    units: UnitWords


def review_document(review: Review, tongue: str, over_years: Trend | None = None) -> Document:
    """The whole review in a tongue, with the trend over more than the two results, if there is one."""
    units = unit_words(tongue, review.subject, review.plural, review.subject_titles)
    write = _Writer(review, tongue, units)
    title = label_in(review.titles, tongue, review.ruleset)
    blocks: list[Block] = [*_opening(write), _counts_table(write), *_grades_table(write), *_group_tables(write)]
    blocks += trend_blocks(over_years, tongue, units) if over_years is not None else []
    for key, items in (("done", _done(write)), ("not_done", _not_done(write)), ("worse", _worse(write))):
        blocks.append(Heading(line(word(tongue, f"review.{key}"))))
        blocks.append(Tree(tuple(items)) if items else Paragraph(line(word(tongue, "review.nothing"))))
    blocks += [Heading(line(word(tongue, "review.recommended"))), *_recommended(write)]
    return Document(tongue, line(word(tongue, "review.title", title=title)), tuple(blocks))


def _opening(write: _Writer) -> list[Block]:
    tongue, review = write.tongue, write.review
    before, after = (format_date(edition.as_of, tongue) for edition in (review.before, review.after))
    lines = [word(tongue, "review.period", before=before, after=after)]
    if review.rules_changed is not False:
        lines.append(word(tongue, "review.rules_changed" if review.rules_changed else "review.rules_unknown"))
    if review.joined:
        lines.append(word(tongue, "review.joined", units=write.units.count(len(review.joined)), names=_names(write, review.joined)))
    if review.left:
        lines.append(word(tongue, "review.left", units=write.units.count(len(review.left)), names=listed(tongue, write.units, review.left)))
    return [Paragraph(line(each)) for each in lines]


def _counts_table(write: _Writer) -> Table:
    tongue, review = write.tongue, write.review
    sides = (review.counts_before, review.counts_after)
    shown = shown_verdicts(*sides)
    assert all(sum(getattr(side, name) for name in shown) == side.all for side in sides)
    rows = [
        (line(word(tongue, f"verdict.{name}")), *(_number(getattr(side, name), tongue) for side in sides))
        for name in (*shown, "all")
    ]
    caption = line(word(tongue, "review.counts"))
    return Table((Column(line(word(tongue, "review.verdict"))), *_dates(write)), tuple(rows), caption, totals=1)


def _grades_table(write: _Writer) -> list[Block]:
    tongue, review = write.tongue, write.review
    if not review.grade_counts:
        return []
    rows = [
        (
            line(label_in(one.grade.labels, tongue, one.grade.name) if one.grade else word(tongue, "review.no_grade")),
            *(_number(number, tongue) for number in (one.before, one.after)),
        )
        for one in review.grade_counts
    ]
    totals = (_number(counts.all, tongue) for counts in (review.counts_before, review.counts_after))
    rows.append((line(word(tongue, "verdict.all")), *totals))
    columns = (Column(line(word(tongue, "review.grade"))), *_dates(write))
    return [Table(columns, tuple(rows), line(word(tongue, "review.grades")), totals=1)]


def _number(number: int, tongue: str) -> Line:
    return line(Run(format_number(number, tongue), value=number))


def _dates(write: _Writer) -> tuple[Column, Column]:
    before, after = (
        Column(line(word(write.tongue, "review.before", date=format_date(one.as_of, write.tongue))), "right")
        for one in (write.review.before, write.review.after)
    )
    return before, after


def _group_tables(write: _Writer) -> list[Block]:
    tongue, review = write.tongue, write.review
    graded = review.counts_after.graded > review.counts_after.passes
    if graded:
        return []
    tables: list[Block] = []
    for grouping in review.groupings:
        by = fact_words(tongue, grouping.fact, grouping.titles)
        rows = [
            (line(group.group or word(tongue, "verdict.ungrouped")), _of_all(group.before, tongue), _of_all(group.after, tongue))
            for group in grouping.groups
        ]
        rows.append((line(word(tongue, "verdict.total")), _of_all(review.counts_before, tongue), _of_all(review.counts_after, tongue)))
        caption = line(raised(word(tongue, "review.by_group", units=write.units.many, by=by)))
        tables.append(Table((Column(line(raised(by))), *_dates(write)), tuple(rows), caption, totals=1))
    return tables


def _of_all(counts: VerdictCounts | None, tongue: str) -> Line:
    if counts is None:
        return line(word(tongue, "review.absent"))
    passes, total = format_number(counts.passes, tongue), format_number(counts.all, tongue)
    return line(word(tongue, "review.of_all", passes=passes, all=total))


def _done(write: _Writer) -> list[Item]:
    done = write.review.done
    return [
        *(_target(write, change, "target_met") for change in done.targets),
        *_units(write, "newly_passing", "passes", done.units),
        *_changes(write, "grade_rose", "passes", done.grades, _grades),
        *_criteria(write, "criteria_passed", "criterion_passed", "passes", done.criteria),
    ]


def _not_done(write: _Writer) -> list[Item]:
    rest = write.review.not_done
    return [
        *(_target(write, change, "target_open") for change in rest.targets),
        *_units(write, "still_fails", "fails", rest.fails),
        *_units(write, "still_disqualified", "fails", rest.disqualified),
        *_units(write, "still_undetermined", "undetermined", rest.undetermined),
    ]


def _worse(write: _Writer) -> list[Item]:
    worse = write.review.worse
    return [
        *(_target(write, change, "target_lost") for change in worse.targets),
        *_changes(write, "verdict_fell", "fails", worse.units, _verdicts),
        *_changes(write, "grade_fell", "fails", worse.grades, _grades),
        *_criteria(write, "criteria_fell", "criterion_fell", "fails", worse.criteria),
        *_changes(write, "score_fell", "fails", worse.scores, _scores),
    ]


def _target(write: _Writer, change: TargetChange, key: str) -> Item:
    tongue, target = write.tongue, change.target
    status = word(tongue, f"status.{target.status}")
    phase = word(tongue, "programme.phase", name=change.phase)
    due = word(tongue, "programme.due", date=format_date(change.due, tongue))
    text = word(tongue, f"review.{key}", target=target_sentence(target, write.units), status=status)
    item = Item(line(text), STATUS_SIGNS[target.status], aside=line(f"{phase}, {due}"))
    if key == "target_lost":  # said in full among what was not done
        return item
    full = target_item(target, write.units)
    return evolve(item, details=full.details, items=full.items)


def _units(write: _Writer, key: str, sign: Sign, changes: Sequence[UnitChange]) -> list[Item]:
    if not changes:
        return []
    text = word(write.tongue, f"review.{key}", units=write.units.count(len(changes)))
    return [Item(line(text), sign, details=(line(_names(write, changes)),))]


def _changes(
    write: _Writer, key: str, sign: Sign, changes: Sequence[UnitChange], ends: Callable[[_Writer, UnitChange], tuple[str, str]]
) -> list[Item]:
    if not changes:
        return []
    tongue = write.tongue
    shown = []
    for change in changes:
        before, after = ends(write, change)
        shown.append(word(tongue, "review.change", unit=_name(write, change), before=before, after=after))
    text = word(tongue, f"review.{key}", units=write.units.count(len(changes)))
    return [Item(line(text), sign, details=(line(listed(tongue, write.units, shown)),))]


def _verdicts(write: _Writer, change: UnitChange) -> tuple[str, str]:
    before, after = (word(write.tongue, f"verdict.{verdict}").lower() for verdict in (change.before, change.after))
    return before, after


def _grades(write: _Writer, change: UnitChange) -> tuple[str, str]:
    labels = {member.name: label_in(member.labels, write.tongue, member.name) for member in write.review.grades}
    before, after = (labels.get(grade or "", grade or "") for grade in (change.grade_before, change.grade_after))
    return before, after


def _scores(write: _Writer, change: UnitChange) -> tuple[str, str]:
    return _points(change.score_before, write.tongue), _points(change.score_after, write.tongue)


def _points(score: Extent | None, tongue: str) -> str:
    return "" if score is None else format_range(score.low, score.high, NUMBER, tongue)


def _criteria(write: _Writer, heading: str, key: str, sign: Sign, changes: Sequence[CriterionChange]) -> list[Item]:
    if not changes:
        return []
    tongue = write.tongue
    changes = [change for change in changes if change.level == "criterion"] or changes
    below = tuple(
        Item(
            line(label_in(change.titles, tongue)),
            label=change.id,
            aside=line(word(tongue, f"review.{key}", units=write.units.count(len(change.units)))),
        )
        for change in changes
    )
    return [Item(line(word(tongue, f"review.{heading}", units=write.units.many)), sign, items=below)]


def _recommended(write: _Writer) -> list[Block]:
    tongue, found = write.tongue, write.review.recommended
    blocks: list[Block] = []
    if found.remedies:
        blocks.append(Paragraph(line(word(tongue, "review.remedies", units=write.units.many))))
        items = []
        for one in found.remedies:
            remedy = label_in(one.remedy, tongue)
            details = [line(Run(heading_words(tongue, one.id, one.titles), "muted"))]
            if one.citations:
                details.append(line(Run(word(tongue, "programme.cites", clauses=clauses_text(tongue, one.citations)), "muted")))
            text = line(remedy) if remedy else line(Run(word(tongue, "review.no_remedy"), "muted"))
            items.append(Item(text, aside=line(write.units.count(len(one.units))), details=tuple(details)))
        blocks.append(Tree(tuple(items), numbered=True))
    if found.data or found.without_data:
        blocks.append(Paragraph(line(word(tongue, "review.data"))))
        blocks.append(Tree((*_without_data(write), *_data_gaps(write))))
    return blocks or [Paragraph(line(word(tongue, "review.nothing")))]


def _without_data(write: _Writer) -> list[Item]:
    units = write.review.recommended.without_data
    if not units:
        return []
    text = word(write.tongue, "review.without_data", units=write.units.count(len(units)), names=_names(write, units))
    return [Item(line(text), "undetermined")]


def _data_gaps(write: _Writer) -> list[Item]:
    """Facts that the same units lack stand together."""
    tongue = write.tongue
    together: dict[tuple[tuple[str, ...], ...], list[DataGap]] = {}
    for gap in write.review.recommended.data:
        together.setdefault(tuple(tuple(one.unit for one in units) for units in (gap.missing, gap.invalid)), []).append(gap)
    items = []
    for gaps in together.values():
        gap = gaps[0]
        parts = [
            word(tongue, f"review.{key}", units=write.units.count(len(units)))
            for key, units in (("missing", gap.missing), ("invalid", gap.invalid))
            if units
        ]
        facts = "; ".join(label_in(one.titles, tongue, one.fact) for one in gaps)
        names = listed(tongue, write.units, list(dict.fromkeys(_name(write, one) for one in (*gap.missing, *gap.invalid))))
        items.append(Item(line(facts), "undetermined", details=(line(f"{raised('; '.join(parts))}: {names}"),)))
    return items


def _names(write: _Writer, changes: Sequence[UnitChange]) -> str:
    return listed(write.tongue, write.units, [_name(write, change) for change in changes])


def _name(write: _Writer, change: UnitChange) -> str:
    return unit_name(write.tongue, change.unit, change.name, next(iter(change.groups.values()), ""))
