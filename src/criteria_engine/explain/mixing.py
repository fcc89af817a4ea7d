"""Whether a difference matters: the clauses of a heading, or the verdict, are read of mixtures of the two sides.

A difference matters if, in some mixture of the others, the two sides of it lead to another result. So two facts that each
suffice are both told, and one that no clause heeds any more is not.
"""

from collections.abc import Sequence
from itertools import product

from attrs import evolve

from criteria_engine.backends.interpreter.evaluation import Evaluation, verdict_of
from criteria_engine.explain.comparison import Cause, DayDifference, FactDifference, HeadingCause, ParameterDifference, RowsDifference, Side
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record
from criteria_engine.values.intervals import highest, lowest
from criteria_engine.values.truth import Unknown

MOST_MIXED = 7
"""Of more differences than this not every mixture is tried, but each difference in the one side and in the other."""


def mattering(causes: Sequence[Cause], before: Side, after: Side, heading: str | None) -> tuple[Cause, ...]:
    """Those causes that matter to a heading's own clauses, or (None) to those of the verdict. Where the sides have other rules, or
    other parts of the heading, or a parameter has no value on one, no mixture can be read, and all are taken to matter."""
    switched = [cause for cause in causes if not isinstance(cause, HeadingCause)]
    others = [cause for cause in causes if isinstance(cause, HeadingCause)]
    if not switched or (len(switched) == 1 and not others) or not _may_mix(before, after, heading, switched):
        return tuple(causes)
    results: dict[tuple[bool, ...], object] = {}

    def result(mixture: tuple[bool, ...]) -> object:
        if mixture not in results:
            results[mixture] = _result(mixture, switched, before, after, heading)
        return results[mixture]

    count = len(switched)
    if count <= MOST_MIXED:
        grounds = list(product((False, True), repeat=count + 1))
    else:
        grounds = [(*(side,) * count, based) for side in (False, True) for based in (False, True)]
    found: list[Cause] = []
    for number, cause in enumerate(switched):
        turned = ((*each[:number], not each[number], *each[number + 1 :]) for each in grounds)
        if any(result(each) != result(other) for each, other in zip(grounds, turned, strict=True)):
            found.append(cause)
    return (*found, *others) if found or others else tuple(causes)


def _may_mix(before: Side, after: Side, heading: str | None, causes: Sequence[Cause]) -> bool:
    one, other = before.evaluation.dated, after.evaluation.dated
    if one.program is not other.program:
        return False
    if any(isinstance(cause, ParameterDifference) and None in (cause.before, cause.after) for cause in causes):
        return False
    if heading is None:
        return set(one.by_id) == set(other.by_id)
    if heading not in one.by_id or heading not in other.by_id:
        return False
    parts = [[child.id for child in dated.by_id[heading].children] for dated in (one, other)]
    return parts[0] == parts[1] and set(one.by_id) == set(other.by_id)


def _result(mixture: tuple[bool, ...], causes: Sequence[Cause], before: Side, after: Side, heading: str | None) -> object:
    """What a heading or the verdict comes to where each difference is that of the second side or of the first; the last place
    says whose results of all other headings are taken."""
    *switches, based = mixture
    dated, record = before.evaluation.dated, before.evaluation.record
    for cause, switch in zip(causes, switches, strict=True):
        if switch:
            dated, record = _switched(cause, dated, record, after)
    base = (after if based else before).evaluation
    mixed = Evaluation(dated, record, dict(base.results))
    for key in dated.order:
        kind, _, name = key.partition(":")
        if kind == "definition":
            mixed._definitions[name] = mixed.value(dated.program.definitions[name].value)
    if heading is None:
        found = verdict_of(mixed)
        return found.possible, found.grades
    result = mixed.settle(heading)
    ends = None if result.points is None else (lowest(result.points), highest(result.points))
    share = None if result.share is None or isinstance(result.share, Unknown) else (lowest(result.share), highest(result.share))
    return result.outcomes, ends, share, result.grades


def _switched(cause: Cause, dated: Dated, record: Record, after: Side) -> tuple[Dated, Record]:
    """One difference taken from the second side."""
    match cause:
        case FactDifference(fact):
            values = {name: value for name, value in record.values.items() if name != fact.name}
            if cause.after is not None:
                values[fact.name] = cause.after
            return dated, evolve(record, values=values)
        case RowsDifference(table):
            tables = {name: rows for name, rows in record.tables.items() if name != table.name}
            if table.name in after.evaluation.record.tables:
                tables[table.name] = after.evaluation.record.tables[table.name]
            return dated, evolve(record, tables=tables)
        case ParameterDifference(parameter, _, value) if value is not None:
            return evolve(dated, parameters={**dated.parameters, parameter.name: value}, definition_bounds={}), record
        case DayDifference(_, day):
            return evolve(dated, as_of=day, definition_bounds={}), record
    return dated, record
