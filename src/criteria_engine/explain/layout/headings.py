"""Headings become items: their conditions as they stand, how their points came about, citations, evidence and remedy."""

from criteria_engine.documents.model import Item, Line, Run, Sign, line, plain
from criteria_engine.explain.layout.conditions import condition_items
from criteria_engine.explain.layout.grades import grading_items
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.places import beside, sources_text
from criteria_engine.explain.layout.points import points_lines, points_of_text, share_text, weight_text
from criteria_engine.explain.proof import ClauseProof, HeadingProof
from criteria_engine.explain.wording.amounts import extent_text, found_text, short_name
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.explain.wording.voice import Mood, Voice
from criteria_engine.ir.outcomes import Extent
from criteria_engine.locale import format_list
from criteria_engine.values.labels import label_in

REQUIRING = frozenset(("requires", "passes when", "met when", "basically met when", "minimum"))
"""Clauses whose condition the rules require, or that a level asks for; all others are put as what is so."""


def outcome_sign(outcome: str) -> Sign:
    """The sign of an outcome."""
    return outcome  # type: ignore[return-value]


def title_of(heading: HeadingProof, voice: Voice) -> str:
    """A heading's title with its kinds, as far as they matter to a reader."""
    title = label_in(heading.labels, voice.tongue) or ("" if has_number(heading) else voice.called(heading.labels, heading.id))
    kinds = [voice.say(f"kind.{kind}") for kind in heading.kinds if kind != "scored"]
    return voice.say("heading.kinds", title=title, kinds=", ".join(kinds)).strip() if kinds else title


def has_number(heading: HeadingProof) -> bool:
    """Whether a heading's name is a number such as C3.1, which people call it by."""
    return any(character.isdigit() for character in heading.id)


def label_of(heading: HeadingProof) -> str:
    """What stands in front of a heading's title."""
    return heading.id if has_number(heading) else ""


def heading_item(heading: HeadingProof, voice: Voice, full: bool, with_parts: bool = True, top: bool = True) -> Item:
    """A heading with everything that decided it; passing parts are folded unless `full`."""
    items: list[Item] = []
    seen: set[str] = set()
    for clause in heading.clauses:
        items += clause_items(clause, heading, voice, full, seen)
    points = points_lines(heading, voice, full, seen)
    places = _points_places(heading, voice)
    if plain(places) in seen:
        places = ()
    items += [Item(said(note), aside=places) for note in points[:1]]
    items += [Item(muted(note)) for note in (*points[1:], *_words(heading, voice))]
    if heading.grading is not None:
        items += grading_items(heading.grading, voice, full)
    if with_parts:
        items += _parts(heading, voice, full)
    label = label_of(heading) if top else ""
    title = said(title_of(heading, voice)) if top or not has_number(heading) else line(Run(heading.id, "strong"), f" {title_of(heading, voice)}")
    return Item(title, outcome_sign(heading.outcome), label, _possible(heading, voice), items=tuple(items), place=heading.span)


def _possible(heading: HeadingProof, voice: Voice) -> Line:
    """The outcomes still possible, where there are several."""
    if len(heading.possible) < 2:
        return ()
    names = format_list([outcome_text(outcome, voice) for outcome in heading.possible], voice.tongue, "or")
    return muted(voice.say("heading.possible", outcomes=names))


def _parts(heading: HeadingProof, voice: Voice, full: bool) -> list[Item]:
    """The parts of a heading; those that pass on one line, unless all are wanted."""
    if full:
        return [heading_item(child, voice, full, top=False) for child in heading.children]
    shown = [child for child in heading.children if child.outcome not in ("passes", "scored", "not applicable") and not child.advisory]
    passed = [child for child in heading.children if child.outcome == "passes" and not child.advisory]
    items = [heading_item(child, voice, full, top=False) for child in shown]
    if passed:
        names = ", ".join(folded_text(child, voice) for child in passed)
        items.append(Item(said(voice.say("heading.parts", count=voice.number(len(passed)), items=names)), "passes"))
    return items


def folded_text(heading: HeadingProof, voice: Voice) -> str:
    """`C1.2 4/5`."""
    name = short_name(heading.id, heading.labels, voice)
    if heading.points is None or heading.most is None or heading.points.low != heading.points.high or heading.most.low != heading.most.high:
        return name
    return voice.say("folded.item", name=name, points=voice.number(heading.points.low), most=voice.number(heading.most.low))


def clause_items(clause: ClauseProof, heading: HeadingProof, voice: Voice, full: bool, seen: set[str] | None = None) -> list[Item]:
    """A clause: its condition line by line. Those that do not bear on the outcome are left out unless `full`."""
    if not full and not _bears(clause, heading):
        return []
    named = _clause_name(clause, voice)
    if clause.condition is None:
        aside = beside((clause.value,), voice) if clause.value is not None else ()
        if seen is not None:
            seen.add(plain(aside))
        return [Item(said(named), aside=aside)] if named else []
    mood: Mood = "required" if clause.clause in REQUIRING else "stated"
    items = condition_items(clause.condition, mood, voice, signs=mood == "required" or clause.clause == "unless", seen=seen)
    if clause.clause in ("requires", "passes when"):
        return list(items)
    if clause.clause == "minimum" and (text := _minimum_points(clause, heading, voice)):
        items = (*items, Item(muted(text)))
    return [Item(said(named), items=items, place=clause.span)]


def _minimum_points(clause: ClauseProof, heading: HeadingProof, voice: Voice) -> str:
    """A minimum that is a share, in points: how many there are, are needed and are short."""
    points, most = heading.points, heading.most
    if not heading.minimum_is_share or heading.minimum is None or points is None or most is None:
        return ""
    needed = Extent(heading.minimum * most.low, heading.minimum * most.high)
    words = {"points": extent_text(points, voice), "most": extent_text(most, voice), "needed": extent_text(needed, voice)}
    if clause.truth != "false" or points.low != points.high or most.low != most.high:
        return voice.say("heading.minimum", **words)
    return voice.say("heading.minimum short", short=voice.number(needed.low - points.low), **words)


def has_exception(heading: HeadingProof) -> bool:
    """Whether a heading, or a part of it, is as it is by an exception."""
    return heading.decided_by == "exception" or any(has_exception(child) for child in heading.children)


def _bears(clause: ClauseProof, heading: HeadingProof) -> bool:
    """Whether a reader needs a clause to follow the outcome."""
    if clause.clause == "applies when":
        return clause.truth != "true"
    if clause.clause == "minimum":
        return clause.truth != "true"
    return True


def _clause_name(clause: ClauseProof, voice: Voice) -> str:
    because = label_in(clause.because, voice.tongue)
    if clause.clause == "otherwise":
        if clause.outcome is not None:
            written = clause.decides is not False and clause.span is not None
            return voice.say("clause.otherwise", outcome=outcome_text(clause.outcome, voice)) if written else ""
        return voice.say("clause.otherwise because", because=because) if because else voice.say("clause.otherwise open")
    if clause.clause == "assessed":
        return "" if clause.value is None else voice.say("clause.assessed", value=found_text(clause.value, voice))
    if clause.clause == "unless":
        outcome = outcome_text(clause.outcome or "undetermined", voice)
        return voice.say(f"clause.{'because' if because else 'unless'} {clause.truth}", outcome=outcome, because=because)
    return voice.say(f"clause.{clause.clause}")


def _words(heading: HeadingProof, voice: Voice) -> list[str]:
    """Citations, evidence, remedy; the remedy only where something is left to do."""
    found = []
    if heading.weight is not None and heading.weight_total is not None and heading.share is not None:
        weight = weight_text(heading.weight, heading.weight_total, voice)
        found.append(voice.say("heading.share", share=share_text(heading.share, voice), weight=weight))
    if heading.cites:
        found.append(voice.say("heading.cites", sources=sources_text(heading.cites, voice)))
    if heading.evidence:
        found.append(voice.say("heading.evidence", text=label_in(heading.evidence, voice.tongue)))
    if heading.remedy and heading.outcome in ("fails", "basically met", "undetermined"):
        found.append(voice.say("heading.remedy", text=label_in(heading.remedy, voice.tongue)))
    return found


def points_item(heading: HeadingProof, voice: Voice, top: bool = True) -> Item:
    """A heading of which only the points matter: its title, and how they came about."""
    lines = points_lines(heading, voice, False)
    if not lines:
        lines = [points_of_text(heading.points, heading.most, voice)]
    details = (said(lines[0]), *(muted(text) for text in lines[1:]))
    numbered = line(Run(heading.id, "strong"), f" {title_of(heading, voice)}") if has_number(heading) else said(title_of(heading, voice))
    title, label = (said(title_of(heading, voice)), label_of(heading)) if top else (numbered, "")
    granted = [clause for clause in heading.clauses if clause.clause == "unless" and clause.decides]
    excepted = [item for clause in granted for item in clause_items(clause, heading, voice, False)]
    if excepted and heading.cites:
        excepted.append(Item(muted(voice.say("heading.cites", sources=sources_text(heading.cites, voice)))))
    below = [child for child in heading.children if loses_points(child) or has_exception(child)]
    parts = (*excepted, *(points_item(child, voice, top=False) for child in below))
    return Item(title, outcome_sign(heading.outcome), label, _points_places(heading, voice), details, parts, place=heading.span)


def loses_points(heading: HeadingProof) -> bool:
    """Whether a heading gives fewer points than it could."""
    if heading.derivation is None or heading.points is None or heading.most is None:
        return False
    return heading.points.low < heading.most.high


def _points_places(heading: HeadingProof, voice: Voice) -> Line:
    """Where the data behind a heading's points stand."""
    assessed = [clause.value for clause in heading.clauses if clause.value is not None]
    value = None if heading.derivation is None else heading.derivation.value
    return beside((value, *assessed), voice)


def not_applicable_item(heading: HeadingProof, voice: Voice) -> Item:
    """A heading that is not applicable, and why."""
    items = [item for clause in heading.clauses if clause.decides for item in clause_items(clause, heading, voice, True)]
    items += [Item(said(text)) for text in points_lines(heading, voice)]
    return Item(said(title_of(heading, voice)), "not applicable", label_of(heading), items=tuple(items), place=heading.span)
