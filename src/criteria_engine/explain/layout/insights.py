"""What suffices for a verdict, what would change it, what could still matter and what each criterion does become blocks."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from criteria_engine.backends.interpreter.evaluation import evaluate, verdict_of
from criteria_engine.documents.model import Block, Column, Heading, Item, Paragraph, Table, Tree
from criteria_engine.explain.insight import Insight
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.proving.context import in_order, proving
from criteria_engine.explain.wording.origins import reasons
from criteria_engine.explain.wording.voice import Voice, shown_value
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import Extent
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.locale import format_list, format_place
from criteria_engine.reasons.changes import Change, SetOfChanges, SmallestChanges
from criteria_engine.reasons.marginal_effects import MarginalEffect
from criteria_engine.reasons.still_matters import DecidedBy, StillMatters, WhatStillMatters
from criteria_engine.reasons.sufficient_facts import SufficientFacts
from criteria_engine.reasons.unknowns import open_tables, unknown_variables
from criteria_engine.reasons.variables import Variable, datum_of
from criteria_engine.source import Cell
from criteria_engine.values.numbers import normal
from criteria_engine.values.types import ChoiceType, NumberType, TextType


def insight_blocks(found: Insight, dated: Dated, record: Record, voice: Voice, titles: bool = True) -> list[Block]:
    """The blocks of all that was asked for, each under its title."""
    blocks: list[Block] = []
    if "sufficient" in found.asked:
        blocks += _titled("sufficient.title", sufficient_blocks(found.sufficient, dated, record, voice), voice, titles)
    if found.changes is not None:
        inner = changes_blocks(found.changes, dated, record, voice)
        blocks += _titled(_title_of(found.changes), inner, voice, titles, _grade(found.changes, dated, voice))
    if found.matters is not None:
        blocks += _titled("matters.title", matters_blocks(found.matters, dated, record, voice), voice, titles)
    if "effects" in found.asked:
        blocks += _titled("effect.title", effects_blocks(found.effects, dated, voice), voice, titles)
    return blocks


def _titled(key: str, blocks: list[Block], voice: Voice, titles: bool, grade: str = "") -> list[Block]:
    return [*([Heading(said(voice.say(key, grade=grade)), 1)] if titles else []), *blocks]


# What suffices


def sufficient_blocks(found: SufficientFacts | None, dated: Dated, record: Record, voice: Voice) -> list[Block]:
    """The facts that already decide the verdict, with their values and cells."""
    if found is None:
        return [Paragraph(said(voice.say("sufficient.undetermined")))]
    tables = [voice.rows(dated.program.tables[name].labels, name) for name in found.tables]
    beside = [Paragraph(said(voice.say("sufficient.tables", tables=format_list(tables, voice.tongue))))] if tables else []
    if not found.facts:
        named = format_list(tables, voice.tongue)
        return [Paragraph(said(voice.say("sufficient.none tables" if tables else "sufficient.none", tables=named)))]
    key = found.verdict if found.verdict in ("passes", "graded") else "fails"
    items = tuple(_fact(name, dated, record, voice) for name in found.facts)
    closing = voice.say("sufficient.least" if found.least else "sufficient.not least")
    return [Paragraph(said(voice.say(f"sufficient.{key}"))), Tree(items), Paragraph(muted(closing)), *beside]


def _fact(name: str, dated: Dated, record: Record, voice: Voice) -> Item:
    fact = dated.program.facts[name]
    datum = record.values[name]
    assert not isinstance(datum, (Invalid, Open))
    text = f"{voice.called(fact.labels, name)}: {shown_value(datum, fact, voice)}"
    return Item(said(text), aside=_aside(record.cells.get(name), voice), place=record.cells.get(name))


# What would change it


def _title_of(found: SmallestChanges) -> str:
    return "change.title" if found.goal.grade is None else "change.title grade"


def _grade(found: SmallestChanges, dated: Dated, voice: Voice) -> str:
    grading = dated.program.verdict.grading
    if found.goal.grade is None or grading is None:
        return ""
    member = grading.choices.members[found.goal.grade]
    return voice.called(member.labels, member.name)


def changes_blocks(found: SmallestChanges, dated: Dated, record: Record, voice: Voice) -> list[Block]:
    """The smallest sets of changes, the smallest first, or why there are none."""
    grade = "" if found.goal.grade is None else " grade"
    if found.reached:
        return [Paragraph(said(voice.say(f"change.reached{grade}")))]
    if not found.actionable:
        return [Paragraph(said(voice.say("change.nothing actionable")))]
    if found.out_of_reach:
        unknown = unknown_variables(dated, record) or open_tables(dated, record)
        no_way = Paragraph(said(voice.say(f"change.out of reach{grade}{' open' if unknown and not found.even_completed else ''}")))
        if not unknown:
            return [no_way]
        return [no_way, Paragraph(muted(voice.say("change.even then" if found.even_completed else "change.while missing")))]
    blocks: list[Block] = []
    if found.sets:
        blocks.append(Tree(tuple(_set(each, dated, record, voice) for each in found.sets), numbered=len(found.sets) > 1))
        blocks.append(Paragraph(muted(voice.say("change.cost is"))))
    else:
        blocks.append(Paragraph(said(voice.say("change.no chance"))))
    if found.ending == "cut short":
        key = "change.cut short cost" if found.least_cost else "change.cut short"
        blocks.append(Paragraph(said(voice.say(key, fewest=voice.number(found.fewest), cost=voice.number(found.least_cost)))))
    elif found.sets:
        blocks.append(Paragraph(muted(voice.say("change.proved"))))
    return blocks


def _set(found: SetOfChanges, dated: Dated, record: Record, voice: Voice) -> Item:
    key = "one" if len(found.changes) == 1 else "many"
    private = any(change.variable.fact.private for change in found.changes)
    cost = voice.say("value.private") if private else voice.number(found.cost)  # which is how far the facts move
    text = voice.say(f"change.{key}" + ("" if found.proved else " unproved"), number=voice.number(len(found.changes)), cost=cost)
    return Item(said(text), items=tuple(_changes(found.changes, dated, record, voice)))


FEW = 4
"""So many rows that change alike are told one by one; more of them together."""

MOST_ROWS = 12
"""So many rows are named by their numbers; of the others only how many they are."""


def _changes(changes: Sequence[Change], dated: Dated, record: Record, voice: Voice) -> list[Item]:
    """Each change; many rows of one table that change alike as one."""
    alike: dict[object, list[Change]] = {}
    for change in changes:
        variable = change.variable
        told = (variable.name, change.before, change.after, datum_of(variable, record).__class__, change.alike)
        alike.setdefault(told if variable.row is not None else (variable.name,), []).append(change)
    items: list[Item] = []
    for group in alike.values():
        if len(group) > FEW or _any_of(group, changes):
            items.append(_change(group[0], dated, record, voice, group))
        else:
            items += [_change(each, dated, record, voice) for each in group]
    return items


def _any_of(group: Sequence[Change], changes: Sequence[Change]) -> bool:
    """Whether other rows, alike to these, would do as well: there are some, and all that change of them change in the same way."""
    alike = group[0].alike
    return len(alike) > len(group) and not any(each.alike == alike and each not in group for each in changes)


def _change(change: Change, dated: Dated, record: Record, voice: Voice, group: Sequence[Change] = ()) -> Item:
    kind = change.variable.fact.type
    name = _name_of_rows(group, dated, voice) if group else variable_name(change.variable, dated, record, voice)
    after = shown_value(change.after, change.variable.fact, voice)
    cell = _cell(change.variable, record)
    cell = None if cell is None else evolve(cell, row=None) if group else cell
    if change.before is None:
        key = "change.fact invalid" if isinstance(datum_of(change.variable, record), Invalid) else "change.fact missing"
        return Item(said(voice.say(key, name=name, after=after)), aside=_aside(cell, voice), place=cell)
    key, steps = "change.fact", ""
    if isinstance(kind, NumberType) and not change.variable.fact.private:
        assert isinstance(change.before, (int, Fraction)) and isinstance(change.after, (int, Fraction))
        difference = Fraction(change.after) - Fraction(change.before)
        key = "change.fact more" if difference > 0 else "change.fact less"
        steps = voice.value(normal(abs(difference)), kind)
    text = voice.say(key, name=name, before=shown_value(change.before, change.variable.fact, voice), after=after, steps=steps)
    return Item(said(text), aside=_aside(cell, voice), place=cell)


# What could still matter


def matters_blocks(found: WhatStillMatters, dated: Dated, record: Record, voice: Voice) -> list[Block]:
    """The missing facts that could still change the verdict, with the values that settle it; then, on a line, those that cannot."""
    blocks: list[Block] = []
    if found.same_anyway is not None:
        blocks.append(Paragraph(said(voice.say("matters.same", verdict=voice.say(f"verdict.{found.same_anyway}")))))
    items = [_mattering(each, dated, record, voice) for each in found.mattering]
    for name in found.open_tables:
        table = dated.program.tables[name]
        items.append(Item(said(voice.say("matters.table", table=voice.rows(table.labels, name))), "undetermined"))
    if items:
        blocks.append(Tree(tuple(items)))
    elif found.same_anyway is None:
        blocks.append(Paragraph(said(voice.say("matters.nothing"))))
        if why := _else_open(dated, record, voice):
            blocks.append(Paragraph(said(voice.say("matters.open otherwise", why=why))))
    idle = [variable_name(each.variable, dated, record, voice) for each in found.facts if each.matters is False]
    if idle:
        blocks.append(Paragraph(muted(voice.say("matters.not at all", names="; ".join(dict.fromkeys(idle))))))
    return blocks


def _else_open(dated: Dated, record: Record, voice: Voice) -> str:
    """What leaves a verdict open besides missing facts: judgement, a division by zero and the like; empty where nothing does."""
    evaluation = evaluate(dated, record)
    at = proving(evaluation, {}, {})
    return reasons(in_order((each for each in verdict_of(evaluation).origins if each.kind not in ("missing", "incomplete")), at), voice)


def _mattering(fact: StillMatters, dated: Dated, record: Record, voice: Voice) -> Item:
    name = variable_name(fact.variable, dated, record, voice)
    alone = len(fact.decides) > 1 and all(piece.verdict is not None for piece in fact.decides)
    key = "perhaps" if fact.matters is None else "fact alone" if alone else "fact"
    told = [piece for piece in fact.decides if piece.verdict is not None]
    pieces = tuple(_piece(piece, fact.variable, dated, voice) for piece in fact.decides) if told else ()
    cell = _cell(fact.variable, record)
    return Item(said(voice.say(f"matters.{key}", name=name)), "undetermined", aside=_aside(cell, voice), items=pieces, place=cell)


def _piece(piece: DecidedBy, variable: Variable, dated: Dated, voice: Voice) -> Item:
    kind = variable.fact.type
    if piece.others:
        values = voice.say("matters.other text")
    elif piece.low == piece.high:
        values = voice.value(piece.low, kind)
    elif variable.in_order and not isinstance(kind, ChoiceType):
        values = voice.range(piece.low, piece.high, kind)
    elif isinstance(kind, TextType):
        return Item(said(voice.say("matters.leaves open", values="…")), "undetermined")
    else:
        values = f"{voice.value(piece.low, kind)} – {voice.value(piece.high, kind)}"
    if piece.verdict is None:
        return Item(said(voice.say("matters.leaves open", values=values)), "undetermined")
    grading = dated.program.verdict.grading
    verdict = voice.say(f"verdict.{piece.verdict}")
    if piece.grade is not None and grading is not None:
        member = grading.choices.members[piece.grade]
        grade = voice.called(member.labels, member.name)
        verdict = voice.say("verdict.passes graded" if piece.verdict == "passes" else "verdict.graded as", grade=grade)
    sign = "passes" if piece.verdict == "passes" else "scored" if piece.verdict == "graded" else "fails"
    return Item(said(voice.say("matters.settles", values=values, verdict=verdict)), sign)  # type: ignore[arg-type]


# What each criterion does


def effects_blocks(effects: tuple[MarginalEffect, ...], dated: Dated, voice: Voice) -> list[Block]:
    """Each criterion's effect on the score and the verdict, as a table; those on which the verdict hangs are named."""
    share = dated.program.verdict.way == "average"
    told = [
        [_verdict(verdict, grades, dated, voice) for verdict, grades in (
            (effect.verdict, effect.grades), (effect.verdict_in_full, effect.grades_in_full), (effect.verdict_with_none, effect.grades_with_none),
        )] for effect in effects
    ]  # fmt: skip
    telling = any(each != verdicts[0] for verdicts in told for each in verdicts)
    titles = ["criterion", "full", "none", *(["verdict full", "verdict none"] if telling else [])]
    columns = tuple(Column(said(voice.say(f"effect.{key}")), "right" if key in ("full", "none") else "left") for key in titles)
    rows = []
    for effect, (_, in_full, none) in zip(effects, told, strict=True):
        row = [
            said(f"{effect.heading} {voice.called(dated.by_id[effect.heading].labels, '')}".strip()),
            said(_score(effect.score_in_full, share, voice)),
            said(_score(effect.score_with_none, share, voice)),
        ]
        if telling:
            row += [said(in_full), said(none)]
        rows.append(tuple(row))
    deciding = [effect.heading for effect in effects if effect.decides]
    text = voice.say("effect.decides", headings=format_list(deciding, voice.tongue)) if deciding else voice.say("effect.decides none")
    return [Paragraph(said(text)), Table(columns, tuple(rows))]


def _verdict(verdict: str, grades: tuple[int, ...], dated: Dated, voice: Voice) -> str:
    """A verdict; with the grades that are possible where the rules only grade."""
    grading = dated.program.verdict.grading
    if dated.program.verdict.passes is not None or grading is None or not grades:
        return voice.say(f"verdict.{verdict}")
    names = format_list([voice.value(grade, grading.choices) for grade in grades], voice.tongue, "or")
    return voice.say("verdict.graded as" if len(grades) == 1 else "verdict.open graded", grade=names, grades=names)


def _score(score: Extent | None, share: bool, voice: Voice) -> str:
    if score is None:
        return voice.say("effect.open")
    kind = NumberType("percent" if share else "number")
    return voice.value(score.low, kind) if score.low == score.high else voice.range(score.low, score.high, kind)


# Names and places


def _name_of_rows(group: Sequence[Change], dated: Dated, voice: Voice) -> str:
    """`Solved (73 rows of cases: 65, 69, 70 and 70 more)`, `Solved (any 3 of 8 rows of cases that are alike: 13, 14 …)`."""
    variable = group[0].variable
    table = dated.program.tables[variable.table]
    some = len(group[0].alike) > len(group)
    rows = group[0].alike if some else tuple(each.variable.row for each in group if each.variable.row is not None)
    numbers = [voice.number(row + 1) for row in rows[:MOST_ROWS]]
    rest = len(rows) - len(numbers)
    told = ", ".join([*numbers, *([voice.say("why.more", count=voice.number(rest))] if rest > 0 else [])])
    words = {"count": voice.number(len(group)), "table": voice.rows(table.labels, variable.table), "numbers": told, "all": voice.number(len(rows))}
    key = "change.rows alike" if some else "change.rows"
    return voice.say("change.field", name=voice.called(variable.fact.labels, variable.fact.name), row=voice.say(key, **words))


def variable_name(variable: Variable, dated: Dated, record: Record, voice: Voice) -> str:
    """What people call a fact, or a field with the row that it stands in."""
    if variable.row is None:
        return voice.called(variable.fact.labels, variable.name)
    table = dated.program.tables[variable.table]
    row = voice.say("change.row", number=voice.number(variable.row + 1), table=voice.rows(table.labels, variable.table))
    return voice.say("change.field", name=voice.called(variable.fact.labels, variable.fact.name), row=row)


def _cell(variable: Variable, record: Record) -> Cell | None:
    if variable.row is None:
        return record.cells.get(variable.name)
    row = record.tables[variable.table][variable.row]
    return row.cells.get(variable.fact.name) or row.place


def _aside(cell: Cell | None, voice: Voice) -> tuple:  # type: ignore[type-arg]
    return () if cell is None else muted(format_place(cell, voice.tongue))
