"""Rows of a table that are alike: whatever is done to one of them could be done to another as well.

No rule tells rows apart that have the same values, so of all sets of changes that differ only in which of such rows they change,
one is looked at: the one that changes the first of them.
"""

from collections.abc import Sequence

from attrs import frozen

from criteria_engine.ir.dated import Dated, expressions_in_force
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.expressions import FieldValue
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.reasons.variables import Variable


@frozen
class AlikeRows:
    """Rows of a table (counted from 0) with the same values where it matters, and the number of the one variable that each holds."""

    table: str
    rows: tuple[int, ...]
    variables: tuple[int, ...]


def alike_rows(dated: Dated, record: Record, variables: Sequence[Variable]) -> tuple[AlikeRows, ...]:
    """The rows that are alike, in the fields that rules in force read, and hold a variable each, two or more at a time. A row with a
    datum that is not usable is like no other; those with several variables are left as they are: of them one answer may hold
    another with its rows in another order."""
    found: dict[tuple[str, frozenset[tuple[str, type, object]]], dict[int, list[int]]] = {}
    read = {
        (part.table, part.name) for expression in expressions_in_force(dated) for part in operations(expression) if isinstance(part, FieldValue)
    }
    for number, variable in enumerate(variables):
        if variable.row is None:
            continue
        there = record.tables[variable.table][variable.row].values
        values = {name: datum for name, datum in there.items() if (variable.table, name) in read}
        if any(isinstance(datum, (Invalid, Open)) for datum in values.values()):
            continue
        key = variable.table, frozenset((name, type(datum), datum) for name, datum in values.items())
        found.setdefault(key, {}).setdefault(variable.row, []).append(number)
    return tuple(
        AlikeRows(table, tuple(sorted(rows)), tuple(rows[row][0] for row in sorted(rows)))
        for (table, _), rows in found.items()
        if len(rows) > 1 and all(len(numbers) == 1 for numbers in rows.values())
    )


def may_take_the_first(alike: Sequence[AlikeRows], chosen: frozenset[int], barred: frozenset[int], size: int) -> bool:
    """Whether a set that grows to a size without the barred variables may come to change, of rows that are alike, the first ones."""
    room = size - len(chosen)
    for rows in alike:
        last = max((place for place, number in enumerate(rows.variables) if number in chosen), default=0)
        gaps = [number for number in rows.variables[:last] if number not in chosen]
        room -= len(gaps)
        if room < 0 or not barred.isdisjoint(gaps):
            return False
    return True
