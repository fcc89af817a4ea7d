"""The smallest changes to facts marked actionable that reach a goal: fewest facts first, then least cost, exactly."""

from time import monotonic

from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Record
from criteria_engine.reasons.change_search import ChangeSearch
from criteria_engine.reasons.changes import SetOfChanges, SmallestChanges
from criteria_engine.reasons.question import Goal, Question, read_by_verdict, with_box
from criteria_engine.reasons.variables import Variable, variable_of_fact, variable_of_field
from criteria_engine.values.types import TextType

TRIES = 20_000
"""Evaluations that one search may make unless told otherwise."""


def actionable_variables(dated: Dated, record: Record) -> tuple[Variable, ...]:
    """The facts of a unit, and the fields of its rows, that are marked actionable and that the verdict reads. A text is not
    among them: what to change it to nobody can count."""
    program = dated.program
    found = [
        variable_of_fact(program, name)
        for name, fact in program.facts.items()
        if fact.actionable and not isinstance(fact.type, TextType)
    ]
    for table, rows in record.tables.items():
        for row in range(len(rows)):
            found += [
                variable_of_field(program, table, row, name)
                for name, fact in program.tables[table].fields.items()
                if fact.actionable and not isinstance(fact.type, TextType)
            ]
    return read_by_verdict(dated, found)


def smallest_changes(
    dated: Dated,
    record: Record,
    goal: Goal | None = None,
    *,
    alternatives: int = 3,
    tries: int | None = TRIES,
    seconds: float | None = None,
) -> SmallestChanges:
    """The smallest sets of changes to actionable facts that make a unit reach a goal, by default to pass.

    Finds up to so many `alternatives`, in order of size and then cost; none is a part of another. After so many evaluations
    (`tries`) or so long (`seconds`) the search stops, and says how far it came.
    """
    goal = goal or Goal()
    variables = actionable_variables(dated, record)
    until = None if seconds is None else monotonic() + seconds
    return ChangeSearch(Question(dated, record, variables, tries, goal.grade is not None), goal, alternatives, until).run()


def changed(record: Record, changes: SetOfChanges) -> Record:
    """The record as it would be after the changes."""
    variables = [change.variable for change in changes.changes]
    places = [variable.index(change.after) for variable, change in zip(variables, changes.changes, strict=True)]
    return with_box(record, variables, tuple((place, place) for place in places))
