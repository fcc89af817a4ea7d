"""A comparison becomes blocks: both results side by side, then what differs and why, then what still lacks."""

from fractions import Fraction
from pathlib import PurePath

from criteria_engine.data.supposing import Supposed
from criteria_engine.documents.model import Block, Column, Heading, Item, Line, Paragraph, Run, Table, Tree, line
from criteria_engine.explain.comparison import Comparison, ConditionPair, HeadingDifference, Side
from criteria_engine.explain.layout.causes import cause_items, datum_text, fact_name, idle_text
from criteria_engine.explain.layout.conditions import condition_items
from criteria_engine.explain.layout.grades import grades_text
from criteria_engine.explain.layout.headings import REQUIRING, heading_item, label_of, outcome_sign, title_of
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.points import points_lines, points_of_text
from criteria_engine.explain.layout.summary import all_headings, counted_level
from criteria_engine.explain.layout.verdict import VERDICT_STYLE, disqualification, score_text, verdict_text
from criteria_engine.explain.proof import HeadingProof, Proof
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.explain.wording.voice import Mood, Voice
from criteria_engine.ir.program import Program
from criteria_engine.locale import format_date, format_place
from criteria_engine.values.numbers import normal

Names = tuple[str, str]
"""What the two sides are called."""


def unit_text(proof: Proof, voice: Voice) -> str:
    """`An Bình (201)`."""
    return voice.say("title.named", name=proof.name, code=proof.unit) if proof.name and proof.name != proof.unit else proof.unit


def side_names(found: Comparison, voice: Voice) -> Names:
    """What sets the sides apart: the units, the dates, the rule files; or that the one is supposed."""
    one, other = found.before, found.after
    match found.way:
        case "units":
            called = [proof.name or proof.unit for proof in (one.proof, other.proof)]
            return (called[0], called[1]) if called[0] != called[1] else (one.proof.unit, other.proof.unit)
        case "dates":
            return format_date(one.proof.as_of, voice.tongue), format_date(other.proof.as_of, voice.tongue)
        case "rules":
            paths = [PurePath(_rules(side)) for side in (one, other)]
            return (paths[0].name, paths[1].name) if paths[0].name != paths[1].name else (str(paths[0]), str(paths[1]))
    return voice.say("compare.as it is"), voice.say("compare.supposed")


def _rules(side: Side) -> str:
    return side.source.name if side.source is not None else side.proof.ruleset


def title_text(found: Comparison, voice: Voice) -> str:
    """What is compared, in a line."""
    before, after = side_names(found, voice)
    if found.way == "units":
        before, after = unit_text(found.before.proof, voice), unit_text(found.after.proof, voice)
    date = format_date(found.after.proof.as_of, voice.tongue)
    return voice.say(f"compare.{found.way}", unit=unit_text(found.after.proof, voice), before=before, after=after, date=date)


def comparison_blocks(found: Comparison, voice: Voice) -> list[Block]:
    """All that differs and matters."""
    names = side_names(found, voice)
    blocks: list[Block] = supposed_blocks(found.supposed, voice)
    blocks.append(_overview(found, names, voice))
    if found.way != "what if" and (found.headings or found.causes):
        blocks.append(Paragraph(muted(voice.say(f"compare.arrow {found.way}", before=names[0], after=names[1]))))
    programs = found.before.evaluation.dated.program, found.after.evaluation.dated.program
    places = found.way != "what if"  # those of what is supposed stand above
    verdict = [*cause_items(found.causes, programs, names, voice, places), *_conditions(found.conditions, names, "required", voice)]
    if verdict:
        blocks += [Heading(said(voice.say("compare.differing verdict")), 1), Tree(tuple(verdict))]
    if found.headings:
        title = "changes headings" if found.way == "what if" else "differing headings"
        items = tuple(_heading(each, programs, names, voice, places) for each in found.headings)
        blocks += [Heading(said(voice.say(f"compare.{title}")), 1), Tree(items)]
    elif found.same_result:
        blocks.append(Paragraph(said(voice.say("compare.same"))))
    if found.way == "what if":
        blocks += lacking_blocks(found.after.proof, voice)
    if idle := idle_text(found.idle, voice):
        blocks.append(Paragraph(muted(idle)))
    if found.headings:
        key = "compare.same one way" if found.way == "what if" else "compare.same_headings"
        level = counted_level(all_headings(found.after.proof.headings))
        words = {"same": voice.number(found.same), "counted": voice.number(found.counted), "levels": voice.say(f"level.{level} many")}
        blocks.append(Paragraph(muted(voice.say(key, **words))))
    return blocks


# What is supposed


def supposed_blocks(supposed: tuple[Supposed, ...], voice: Voice) -> list[Block]:
    """Each supposed fact with the value that it had and where that stands, and that the data are as they were."""
    if not supposed:
        return []
    items = []
    for each in supposed:
        name = fact_name(each.fact, each.table, each.row, voice)
        before, after = (datum_text(datum, each.fact, voice) for datum in (each.before, each.after))
        key = "compare.values no change" if before == after else "compare.values"
        aside = () if each.place is None else muted(format_place(each.place, voice.tongue))
        items.append(Item(said(voice.say(key, name=name, before=before, after=after)), aside=aside, place=each.place))
    return [Heading(said(voice.say("supposed.title")), 1), Tree(tuple(items)), Paragraph(muted(voice.say("supposed.note")))]


# Both results


def _overview(found: Comparison, names: Names, voice: Voice) -> Table:
    """Verdict, score and grade of both sides."""
    sides = found.before.proof, found.after.proof
    rows: list[tuple[Line, ...]] = [(said(voice.say("compare.verdict")), *(_verdict(proof, voice) for proof in sides))]
    scores = [score_text(proof, voice) for proof in sides]
    if any(scores) and any(proof.way == "average" or (proof.most is not None and proof.most.high) for proof in sides):
        rows.append((said(voice.say("compare.score")), said(scores[0]), said(_changed_score(found, scores[1], voice))))
    grades = ["" if proof.grading is None else grades_text(proof.grading, proof.grades, voice) for proof in sides]
    if any(grades):
        rows.append((said(voice.say("compare.grade")), *map(said, grades)))
    return Table((Column(()), Column(said(names[0])), Column(said(names[1]))), tuple(rows))


def _verdict(proof: Proof, voice: Voice) -> Line:
    return line(Run(verdict_text(proof, voice), VERDICT_STYLE[proof.verdict]))


def _changed_score(found: Comparison, text: str, voice: Voice) -> str:
    """The second score with how much more or less it is, where both are known and made alike."""
    one, other = found.before.outcome.score, found.after.outcome.score
    ways = {found.before.proof.way, found.after.proof.way}
    if one is None or other is None or one == other or one.low != one.high or other.low != other.high or ways != {"sum"}:
        return text
    difference = normal(Fraction(other.low - one.low))
    amount = voice.number(normal(abs(Fraction(difference))))
    about = amount[: len(amount) - len(amount.removeprefix("≈ "))]
    return voice.say("compare.changed", score=text, difference=f"{about}{'+' if difference > 0 else '−'}{amount.removeprefix(about)}")


# Heading by heading


def _heading(found: HeadingDifference, programs: tuple[Program, Program], names: Names, voice: Voice, places: bool) -> Item:
    heading = found.heading
    items = cause_items(found.causes, programs, names, voice, places)
    items += _conditions(found.conditions, names, _mood(found), voice)
    items += _points(found, names, voice)
    sign = outcome_sign(found.after.outcome) if found.after is not None else "not applicable"
    text, label = said(_change_text(found, voice)), label_of(heading)
    if not found.children:
        return Item(text, sign, label, items=tuple(items), place=heading.span)
    parts = tuple(_heading(child, programs, names, voice, places) for child in found.children)
    return Item(text, sign, label, details=tuple(told for item in items for told in _lines(item)), items=parts, place=heading.span)


def _lines(item: Item) -> list[Line]:
    """An item as lines that stand above the parts of its heading."""
    aside = (Run(" — ", "muted"), *item.aside) if item.aside else ()
    return [(*item.text, *aside), *item.details, *(told for inner in item.items for told in _lines(inner))]


def _mood(found: HeadingDifference) -> Mood:
    clauses = {clause.clause for clause in found.heading.clauses if clause.condition is not None}
    return "required" if clauses & REQUIRING else "stated"


def _change_text(found: HeadingDifference, voice: Voice) -> str:
    title = title_of(found.heading, voice)
    one, other = found.before, found.after
    if one is not None and other is not None and one.possible == other.possible:
        points = [points_of_text(each.points, each.most, voice) for each in (one, other)]
        if all(points) and one.outcome == "scored":
            return voice.say("compare.heading", title=title, before=points[0], after=points[1])
        if all(points):
            outcome = outcome_text(one.outcome, voice)
            return voice.say("compare.heading same outcome", title=title, outcome=outcome, before=points[0], after=points[1])
    return voice.say("compare.heading", title=title, before=_state(one, voice), after=_state(other, voice))


def _state(heading: HeadingProof | None, voice: Voice) -> str:
    """`passes, 30 of 30 points`."""
    if heading is None:
        return voice.say("compare.not in force")
    points = points_of_text(heading.points, heading.most, voice)
    if heading.outcome == "scored" and points:
        return points
    return ", ".join(text for text in (outcome_text(heading.outcome, voice), points) if text)


def _conditions(pairs: tuple[ConditionPair, ...], names: Names, mood: Mood, voice: Voice) -> list[Item]:
    """Conditions that stand otherwise, as they stand on each side; a bare yes or no is told by its fact already."""
    items: list[Item] = []
    for pair in pairs:
        if pair.after.kind == "value" and pair.after.found is not None and pair.after.found.kind == "fact":
            continue
        first, second = condition_items(pair.before, mood, voice)[0], condition_items(pair.after, mood, voice)[0]
        lines = [(Run(f"{name}: ", "muted"), *item.text) for name, item in zip(names, (first, second), strict=True)]
        items.append(Item(lines[0], details=(lines[1],), place=second.place))
    return items


TOLD_BY_THE_OUTCOME = frozenset(("outcome", "sum", "average", "not applicable"))
"""Ways of points that the outcome, or the parts, tell of by themselves."""


def _points(found: HeadingDifference, names: Names, voice: Voice) -> list[Item]:
    """How the points came about on each side, where that is more than passing or not."""
    one, other = found.before, found.after
    if one is None or other is None or one.points == other.points:
        return []
    ways = {each.derivation.way for each in (one, other) if each.derivation is not None}
    if not ways - TOLD_BY_THE_OUTCOME:
        return []
    told = [(name, points_lines(each, voice, False)) for name, each in zip(names, (one, other), strict=True)]
    return [Item(muted(voice.say("compare.of side", side=name, text=lines[0]))) for name, lines in told if lines]


# What still lacks


def lacking_blocks(proof: Proof, voice: Voice) -> list[Block]:
    """What the verdict still asks for: grounds that disqualify, conditions not met or open, and the criteria behind them."""
    title = Heading(said(voice.say("compare.lacks")), 1)
    if proof.passes is None and not any(ground.condition.truth != "false" for ground in proof.disqualifiers):
        return []
    if proof.verdict == "passes":
        return [title, Paragraph(said(voice.say("compare.lacks nothing")))]
    blocks: list[Block] = [title]
    if any(ground.condition.truth != "false" for ground in proof.disqualifiers):
        blocks += disqualification(proof, voice, False)[1:]
    items = [] if proof.passes is None else [item for item in condition_items(proof.passes, "required", voice) if item.sign != "passes"]
    everything = all_headings(proof.headings)
    level = counted_level(everything)
    lacking = [each for each in everything if each.level == level and not each.advisory and _lacks(each, proof)]
    items += [heading_item(each, voice, False) for each in lacking]
    return [*blocks, *([Tree(tuple(items))] if items else [])]


def _lacks(heading: HeadingProof, proof: Proof) -> bool:
    """Whether a criterion fails or is open; where the verdict is, also one whose points are."""
    if heading.outcome in ("fails", "undetermined"):
        return True
    return proof.verdict == "undetermined" and heading.points is not None and heading.points.low != heading.points.high
