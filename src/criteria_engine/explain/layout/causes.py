"""What makes two results differ becomes items: facts with both values and their places, rows, parameters, rule texts."""

from collections.abc import Sequence

from attrs import evolve

from criteria_engine.documents.model import Item, Line, Run, line
from criteria_engine.explain.comparison import (
    Cause,
    DayDifference,
    FactDifference,
    HeadingCause,
    ParameterDifference,
    RowsDifference,
    TextDifference,
)
from criteria_engine.explain.layout.derivations import in_force
from criteria_engine.explain.layout.lines import muted, said
from criteria_engine.explain.layout.places import sources_text
from criteria_engine.explain.proving.context import citations
from criteria_engine.explain.wording.amounts import short_name
from criteria_engine.explain.wording.headings import outcome_text
from criteria_engine.explain.wording.voice import Voice, shown_value
from criteria_engine.ir.program import DatedValue, Fact, Program, Table
from criteria_engine.ir.records import Datum, Invalid, Open
from criteria_engine.locale import format_date, format_place
from criteria_engine.source import Cell

MOST_IDLE = 12
"""So many differences that change nothing are named; of the others only how many they are."""


def datum_text(datum: Datum | None, fact: Fact, voice: Voice) -> str:
    """What the data say of a fact: its value, or that it is missing (and what the rules then take), invalid or open."""
    if datum is None:
        return voice.say("compare.missing") if fact.default is None else voice.say("compare.by default", value=voice.value(fact.default, fact.type))
    if isinstance(datum, (Invalid, Open)):
        return voice.say("compare.invalid" if isinstance(datum, Invalid) else "compare.open")
    return shown_value(datum, fact, voice)


def fact_name(fact: Fact, table: Table | None, row: int | None, voice: Voice) -> str:
    """What people call a fact; a field with the row that it stands in, counted from 1."""
    name = voice.called(fact.labels, fact.name)
    if table is None or row is None:
        return name
    place = voice.say("change.row", number=voice.number(row + 1), table=voice.rows(table.labels, table.name))
    return voice.say("change.field", name=name, row=place)


def cause_items(
    causes: Sequence[Cause], programs: tuple[Program, Program], names: tuple[str, str], voice: Voice, places: bool = True
) -> list[Item]:
    """Causes one by one, with or without the places of data."""
    items = [item for cause in causes for item in _items(cause, programs, names, voice)]
    return items if places else [evolve(item, aside=()) for item in items]


def _items(cause: Cause, programs: tuple[Program, Program], names: tuple[str, str], voice: Voice) -> list[Item]:
    match cause:
        case FactDifference():
            return [_fact(cause, programs, voice)]
        case RowsDifference():
            return _rows(cause, programs, voice)
        case ParameterDifference(parameter, before, after):
            texts = [_parameter(cause, value, program, voice) for value, program in zip((before, after), programs, strict=True)]
            name = voice.called(parameter.labels, parameter.name)
            return [Item(said(voice.say("compare.parameter", name=name, before=texts[0], after=texts[1])), place=parameter.span)]
        case DayDifference(before, after):
            days = [format_date(day, voice.tongue) for day in (before, after)]
            return [Item(said(voice.say("compare.day", before=days[0], after=days[1])))]
        case HeadingCause(name, labels, before, after):
            told = [outcome_text(outcome, voice) if outcome else voice.say("compare.not in force") for outcome in (before, after)]
            return [Item(said(voice.say("compare.other heading", name=short_name(name, labels, voice), before=told[0], after=told[1])))]
        case TextDifference():
            return [_text(cause, names, voice)]
    return []


def _fact(cause: FactDifference, programs: tuple[Program, Program], voice: Voice) -> Item:
    texts = [
        datum_text(datum, cause.fact, voice) if _declares(program, cause) else voice.say("compare.undeclared")
        for datum, program in zip((cause.before, cause.after), programs, strict=True)
    ]
    text = voice.say("compare.values", name=fact_name(cause.fact, cause.table, cause.row, voice), before=texts[0], after=texts[1])
    return Item(said(text), aside=places_text(cause.places, voice), place=cause.places[1] or cause.places[0])


def places_text(places: tuple[Cell | None, Cell | None], voice: Voice) -> Line:
    """Where both values stand; once where that is one place."""
    one, other = places
    if one is None or other is None or one == other:
        place = one or other
        return () if place is None else muted(format_place(place, voice.tongue))
    if one.row is not None and other.row is not None and evolve(one, row=None) == evolve(other, row=None):
        return muted(format_place(one, voice.tongue, other.row))
    return muted(" → ".join(filter(None, (format_place(place, voice.tongue) for place in places if place is not None))))


def _declares(program: Program, cause: FactDifference) -> bool:
    """Whether a rule set asks for a fact, or a field, at all."""
    if cause.table is None:
        return cause.fact.name in program.facts
    table = program.tables.get(cause.table.name)
    return table is not None and cause.fact.name in table.fields


def _rows(cause: RowsDifference, programs: tuple[Program, Program], voice: Voice) -> list[Item]:
    if cause.fields:
        return [_fact(field, programs, voice) for field in cause.fields]
    counts = [voice.say("compare.rows unknown") if count is None else voice.number(count) for count in (cause.before, cause.after)]
    key = "compare.other rows" if cause.before == cause.after else "compare.rows"
    return [Item(said(voice.say(key, table=voice.rows(cause.table.labels, cause.table.name), before=counts[0], after=counts[1])))]


def _parameter(cause: ParameterDifference, value: DatedValue | None, program: Program, voice: Voice) -> str:
    if value is None:
        return voice.say("compare.no value")
    text = voice.value(value.value, cause.parameter.type)
    period = in_force(value.force.start, value.force.end, voice)
    if value.cites:
        return voice.say("compare.parameter cited", value=text, period=period, sources=sources_text(citations(value.cites, program), voice))
    return voice.say("compare.parameter value", value=text, period=period)


def _text(cause: TextDifference, names: tuple[str, str], voice: Voice) -> Item:
    key = "compare.text" if cause.what == "heading" else f"compare.text {cause.what}"
    told = [(names[0], text) for text in cause.before] + [(names[1], text) for text in cause.after]
    details = tuple(line(Run(f"{side}: ", "muted"), Run(text, "code")) for side, text in told)
    return Item(said(voice.say(key, name=voice.called(cause.labels, cause.name))), details=details)


def idle_text(idle: Sequence[Cause], voice: Voice) -> str:
    """What differs but changes nothing, by name, on one line; empty where there is none."""
    texts: list[str] = []
    for key, kinds in (("compare.idle", (FactDifference, RowsDifference, ParameterDifference)), ("compare.idle rules", (TextDifference,))):
        names = list(dict.fromkeys(_name(cause, voice) for cause in idle if isinstance(cause, kinds)))
        if names:
            rest = len(names) - MOST_IDLE
            told = [*names[:MOST_IDLE], *([voice.say("compare.idle more", count=voice.number(rest))] if rest > 0 else [])]
            texts.append(voice.say(key, names="; ".join(told)))
    return " ".join(texts)


def _name(cause: Cause, voice: Voice) -> str:
    match cause:
        case FactDifference(fact):
            return voice.called(fact.labels, fact.name)
        case RowsDifference(table):
            return voice.rows(table.labels, table.name)
        case ParameterDifference(parameter):
            return voice.called(parameter.labels, parameter.name)
        case TextDifference(_, name, labels):
            return short_name(name, labels, voice)
    return ""
