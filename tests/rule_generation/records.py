"""Records for a program: facts and rows with missing, invalid, boundary and extreme values; and what may be learnt of one."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from attrs import evolve
from tests.rule_generation.chance import Chance, likely, pick
from tests.rule_generation.typed_conditions import WORDS

from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program, Table
from criteria_engine.ir.records import Datum, Invalid, Open, Record, Row
from criteria_engine.values.numbers import Rational, floor, normal
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Value

INVALID = Invalid(Fault(None))


def record(chance: Chance, program: Program) -> Record:
    """A unit's record: each fact known, missing or invalid; each table given, empty or not given. Now and then all is known,
    nothing is, or nothing could be read."""
    missing = pick(chance, (1, 3, 6, 1, 3, 6, 0, 10))
    if likely(chance, 1, 25):
        empty = pick(chance, ({}, dict.fromkeys(program.tables, ())))
        return Record("unit", dict.fromkeys(program.facts, INVALID), empty)
    values = _values(chance, program.facts, missing)
    tables: dict[str, tuple[Row, ...]] = {}
    for name, table in program.tables.items():
        if not likely(chance, missing and 2):
            tables[name] = tuple(row(chance, table, missing) for _ in range(chance.whole(0, 4)))
    return Record("unit", values, tables)


def row(chance: Chance, table: Table, missing: int) -> Row:
    """A row of a table."""
    return Row(_values(chance, table.fields, missing))


def _values(chance: Chance, facts: Mapping[str, Fact], missing: int) -> dict[str, Datum]:
    found: dict[str, Datum] = {}
    for name, fact in facts.items():
        if likely(chance, missing):
            continue
        found[name] = INVALID if missing and likely(chance, 1, 20) else value(chance, fact)
    return found


def value(chance: Chance, fact: Fact) -> Value:
    """A value that a fact may have, its bounds among them."""
    kind = fact.type
    match kind:
        case NumberType():
            return _number(chance, kind)
        case ChoiceType():
            return chance.whole(0, len(kind.members) - 1)
        case DateType():
            return _day(chance, kind)
        case TextType():
            return pick(chance, WORDS)
        case OutcomeType():
            return pick(chance, ("passes", "fails", "basically met", "not applicable"))
    return chance.whole(0, 1) == 1


def _number(chance: Chance, kind: NumberType) -> Rational:
    """A multiple of the scale within the bounds."""
    scale = Fraction(kind.scale) if kind.scale is not None else Fraction(1, 100)
    first, last = -floor(-Fraction(kind.low) / scale), floor(Fraction(kind.high) / scale)
    match chance.whole(0, 5):
        case 0:
            steps = first
        case 1:
            steps = last
        case 2:
            steps = min(max(0, first), last)
        case _:
            steps = chance.whole(first, last)
    return normal(steps * scale)


def _day(chance: Chance, kind: DateType) -> date:
    match chance.whole(0, 4):
        case 0:
            return kind.low
        case 1:
            return kind.high
        case 2:
            return min(max(pick(chance, (date(2024, 2, 29), date(2020, 1, 1), date(2023, 12, 31))), kind.low), kind.high)
    return min(max(date(2018, 1, 1) + timedelta(days=chance.whole(0, 3000)), kind.low), kind.high)


def opened(chance: Chance, program: Program, known: Record) -> Record:
    """The same record with some of its values left unsaid: all that is told of them is that they lie between two ends."""
    values = {name: _open(chance, program.facts[name], datum) for name, datum in known.values.items()}
    tables = {
        name: tuple(Row({field: _open(chance, program.tables[name].fields[field], datum) for field, datum in row.values.items()}) for row in rows)
        for name, rows in known.tables.items()
    }
    return evolve(known, values=values, tables=tables)


def _open(chance: Chance, fact: Fact, datum: Datum) -> Datum:
    if isinstance(datum, Invalid) or not likely(chance, 2):
        return datum
    if not isinstance(fact.type, (NumberType, DateType, ChoiceType)):
        return Open()
    low, high = (
        other if likely(chance, 3) and (other < datum) == below else None
        for other, below in ((value(chance, fact), True), (value(chance, fact), False))
    )  # type: ignore[operator]
    return Open(low, high)


def learnt(chance: Chance, program: Program, known: Record, may_have_more_rows: frozenset[str], times: int = 1) -> Record:
    """The same record after something more is known of it, so many times: a fact or field that was missing or could not
    be read, a table that was not given, or more rows of a table of which not all need be there."""
    found = known
    for _ in range(times):
        options = [("fact", name, -1) for name in program.facts if name not in found.values or isinstance(found.values[name], Invalid)]
        for name, table in program.tables.items():
            rows = found.tables.get(name)
            if rows is None:
                options.append(("table", name, -1))
                continue
            if name in may_have_more_rows:
                options.append(("row", name, -1))
            options += [
                (f"field {field}", name, index)
                for index, each in enumerate(rows)
                for field in table.fields
                if field not in each.values or isinstance(each.values[field], Invalid)
            ]
        if not options:
            return found
        found = _with(chance, program, found, *pick(chance, options))
    return found


def _with(chance: Chance, program: Program, known: Record, what: str, name: str, index: int) -> Record:
    if what == "fact":
        return evolve(known, values={**known.values, name: value(chance, program.facts[name])})
    table = program.tables[name]
    rows = known.tables.get(name, ())
    if what == "table":
        rows = tuple(row(chance, table, 3) for _ in range(chance.whole(0, 3)))
    elif what == "row":
        rows = (*rows, row(chance, table, 3))
    else:
        field = what.removeprefix("field ")
        filled = Row({**rows[index].values, field: value(chance, table.fields[field])})
        rows = (*rows[:index], filled, *rows[index + 1 :])
    return evolve(known, tables={**known.tables, name: rows})
