"""What clauses read, and which of it differs between two sides."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from attrs import field, frozen

from criteria_engine.explain.comparison import (
    Cause,
    DayDifference,
    FactDifference,
    HeadingCause,
    ParameterDifference,
    RowsDifference,
    Side,
    Text,
    TextDifference,
)
from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dependencies import operations, tables_read
from criteria_engine.ir.dump import dump
from criteria_engine.ir.program import Fact
from criteria_engine.ir.records import Datum, Invalid, Row
from criteria_engine.source import Cell, Source, Span
from criteria_engine.values.labels import Labels

FEW = 8
"""So many differing fields of the same rows are told one by one; of more only that the rows differ."""


@frozen
class Read:
    """What some clauses read, themselves or through definitions; what other headings read is not among it."""

    facts: frozenset[str]
    tables: frozenset[str]
    parameters: frozenset[str]
    definitions: frozenset[str]
    headings: frozenset[str]
    day: bool = field(default=False)


def read_by(side: Side, expressions: Iterable[ir.Expression], own: str | None = None) -> Read:
    """What expressions read on a side; `own` is the heading whose clauses they are."""
    dated = side.evaluation.dated
    program = dated.program
    waiting = list(expressions)
    facts: set[str] = set()
    tables: set[str] = set()
    parameters: set[str] = set()
    definitions: set[str] = set()
    headings: set[str] = set()
    day = False
    while waiting:
        expression = waiting.pop()
        for name in tables_read(expression) - tables:
            tables.add(name)
            condition = program.tables[name].complete_when
            waiting += [condition] if condition is not None else []
        for part in operations(expression):
            match part:
                case ir.FactValue(name):
                    facts.add(name)
                case ir.ParameterValue(name):
                    parameters.add(name)
                case ir.AssessmentDate():
                    day = True
                case ir.DefinitionValue(name) if name not in definitions and name in program.definitions:
                    definitions.add(name)
                    waiting.append(program.definitions[name].value)
                case ir.HeadingState(heading) | ir.PointsOf(heading):
                    headings.add(heading)
                case ir.HeadingCount(selection) | ir.HeadingShare(selection) | ir.EveryHeading(selection):
                    headings.update(selection.headings)
                case ir.Score(some) if some is not None:
                    headings.update(some)
    headings.discard(own or "")
    return Read(frozenset(facts), frozenset(tables), frozenset(parameters), frozenset(definitions), frozenset(headings), day)


def differing(before: Side, after: Side, reads: tuple[Read, Read]) -> list[Cause]:
    """What differs of what either side reads: facts, rows, parameters, the date, and other headings, in the order of the rules."""
    one, other = before.evaluation.dated, after.evaluation.dated
    found: list[Cause] = []
    programs = (one.program, other.program)
    facts = reads[0].facts | reads[1].facts
    for name in dict.fromkeys((*programs[0].facts, *programs[1].facts)):
        if name in facts and (differs := fact_difference(before, after, name)):
            found.append(differs)
    tables = reads[0].tables | reads[1].tables
    for name in dict.fromkeys((*programs[0].tables, *programs[1].tables)):
        if name in tables and (rows := rows_difference(before, after, name)):
            found.append(rows)
    names = reads[0].parameters | reads[1].parameters
    for name in dict.fromkeys((*programs[0].parameters, *programs[1].parameters)):
        values = one.parameters.get(name), other.parameters.get(name)
        if name in names and dump(values[0] and values[0].value) != dump(values[1] and values[1].value):
            parameter = programs[1].parameters.get(name) or programs[0].parameters[name]
            found.append(ParameterDifference(parameter, *values))
    if one.as_of != other.as_of and (reads[0].day or reads[1].day):
        found.append(DayDifference(one.as_of, other.as_of))
    return found + differing_headings(before, after, reads[0].headings | reads[1].headings)


def fact_difference(before: Side, after: Side, name: str) -> FactDifference | None:
    """A fact of which the sides have other data; None where they are the same."""
    facts = [side.evaluation.dated.program.facts.get(name) for side in (before, after)]
    fact = facts[1] or facts[0]
    assert fact is not None
    records = before.evaluation.record, after.evaluation.record
    data = [record.values.get(name) for record in records]
    as_read = [_read_as(fact, datum) for fact, datum in zip(facts, data, strict=True)]
    if as_read[0] == as_read[1]:
        return None
    return FactDifference(fact, data[0], data[1], (records[0].cells.get(name), records[1].cells.get(name)))


def _read_as(fact: Fact | None, datum: Datum | None) -> tuple[str, str, str]:
    """A datum as it is read: with the default that stands in where it is missing."""
    if fact is None:
        return ("not declared", "", "")
    if datum is None:
        return ("missing", dump(fact.default), "")
    if isinstance(datum, Invalid):
        return ("invalid", datum.fault.code, "")
    return ("value", type(datum).__name__, dump(datum))


def rows_difference(before: Side, after: Side, name: str) -> RowsDifference | None:
    """A table of which the sides have other rows; None where they are the same."""
    programs = [side.evaluation.dated.program for side in (before, after)]
    table = programs[1].tables.get(name) or programs[0].tables[name]
    one, other = before.evaluation.record.tables.get(name), after.evaluation.record.tables.get(name)
    counts = None if one is None else len(one), None if other is None else len(other)
    if one is None or other is None or len(one) != len(other):
        return None if one is other else RowsDifference(table, *counts)
    fields = []
    for number, (first, second) in enumerate(zip(one, other, strict=True)):
        for field_name, fact in table.fields.items():
            data = first.values.get(field_name), second.values.get(field_name)
            if _read_as(fact, data[0]) != _read_as(fact, data[1]):
                cells = _cell(first, field_name), _cell(second, field_name)
                fields.append(FactDifference(fact, *data, cells, table, number))
    if not fields:
        return None
    return RowsDifference(table, *counts, tuple(fields) if len(fields) <= FEW else ())


def _cell(row: Row, name: str) -> Cell | None:
    return row.cells.get(name) or row.place


def differing_headings(before: Side, after: Side, names: Iterable[str]) -> list[Cause]:
    """Those headings that come out otherwise."""
    found: list[Cause] = []
    wanted = set(names)
    one, other = before.outcome.headings, after.outcome.headings
    for name in dict.fromkeys((*one, *other)):
        if name not in wanted:
            continue
        outcomes = [side.get(name) for side in (one, other)]
        told = [None if each is None else (each.outcome, each.possible, each.points, each.grades) for each in outcomes]
        if told[0] != told[1]:
            labels = (after if outcomes[1] else before).evaluation.dated.by_id[name].labels
            found.append(HeadingCause(name, labels, *("" if each is None else each.outcome for each in outcomes)))
    return found


def text_difference(
    what: Text, name: str, labels: Labels, spans: tuple[Span | None, Span | None], sources: tuple[Source | None, Source | None]
) -> TextDifference | None:
    """The lines that only one of two stretches of rule text has; None where they say the same."""
    one, other = (_lines(span, source) for span, source in zip(spans, sources, strict=True))
    if one == other:
        return None
    gone: list[str] = []
    new: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += one[start:end]
            new += other[first:last]
    return TextDifference(what, name, labels, tuple(gone), tuple(new))


def _lines(span: Span | None, source: Source | None) -> list[str]:
    """A stretch of rule text line by line, without comments, blank lines and the spaces around."""
    if span is None or source is None:
        return []
    lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
    if lines:
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
    return [" ".join(text.split()) for text in lines if text.strip() and not text.strip().startswith("--")]
