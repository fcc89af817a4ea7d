"""A record and what is supposed of it become the record as it would be, each supposed value marked by what supposed it.

Names match as headings of data files do (a fact's name, or its label in any tongue); values are read as cells are.
"""

import re
from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from criteria_engine.data.binding import LONGEST_HEADING
from criteria_engine.data.cell_reading import read_datum
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.heading_words import HeadingWords, folded
from criteria_engine.data.unit_records import name_of
from criteria_engine.diagnostics.catalogue.data import ColumnOfSeveralFacts
from criteria_engine.diagnostics.catalogue.supposing import SupposedRowAbsent, SupposedTwice, SupposedUnknown
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program, Table
from criteria_engine.ir.records import Datum, Open, Record
from criteria_engine.source import Cell

_FIELD = re.compile(r"(?P<table>[^\[\]]+)\[\s*(?P<row>[0-9]{1,9})\s*\]\s*\.\s*(?P<field>.+)", re.DOTALL)


@frozen
class Supposition:
    """What is supposed, as somebody wrote it: a name (`area`, `Area`, `cases[2].solved`), a value as a data file or a program
    has it (None: that it is missing), and where it was written."""

    name: str
    value: object
    origin: str = ""


@frozen
class Supposed:
    """A fact, or a field of a row (counted from 0), of which another value is supposed; None is missing. `place` is where the data
    have it."""

    fact: Fact
    table: Table | None
    row: int | None
    before: Datum | None
    after: Datum | None
    place: Cell | None = None

    @property
    def name(self) -> str:
        """The fact's name; a field's with its table."""
        return self.fact.name if self.table is None else f"{self.table.name}.{self.fact.name}"


def suppose(program: Program, record: Record, said: Iterable[Supposition]) -> tuple[Record, tuple[Supposed, ...], tuple[Fault, ...]]:
    """The record as it would be, what is then other than it was (in the order said, also where the value is the same), and
    every fault; with one, the record is as it was. The code by which the unit is known stays."""
    values = dict(record.values)
    cells = dict(record.cells)
    rows = {name: [(dict(row.values), dict(row.cells)) for row in own] for name, own in record.tables.items()}
    found: list[Supposed] = []
    faults: list[Fault] = []
    for each in said:
        place = Cell(excerpt(each.origin or each.name))
        meant = _meant(program, record, each.name, place)
        if isinstance(meant, Fault):
            faults.append(meant)
            continue
        fact, table, row = meant
        if any((known.fact, known.row) == (fact, row) for known in found):
            faults.append(SupposedTwice(place, Supposed(fact, table, row, None, None).name))
            continue
        value = read_datum(each.value, fact)
        if isinstance(value, Fault):
            faults.append(evolve(value, place=place))
            continue
        into, where = (values, cells) if table is None or row is None else rows[table.name][row]
        there = where.get(fact.name) or (None if table is None or row is None else record.tables[table.name][row].place)
        found.append(Supposed(fact, table, row, into.get(fact.name), value, there))
        if value is None:
            into.pop(fact.name, None)
        else:
            into[fact.name] = value
        where[fact.name] = place
    if faults:
        return record, (), tuple(faults)
    tables = {
        name: tuple(evolve(row, values=new, cells=where) for row, (new, where) in zip(record.tables[name], own, strict=True))
        for name, own in rows.items()
    }
    known = {name: value for name, value in values.items() if not isinstance(value, Open)}
    return evolve(record, values=values, tables=tables, cells=cells, name=name_of(program, known) or record.name), tuple(found), ()


def suppositions(values: Mapping[str, object]) -> tuple[Supposition, ...]:
    """What a program supposes, by name; None is missing."""
    return tuple(Supposition(name, value) for name, value in values.items())


def both(first: tuple[Supposed, ...], then: tuple[Supposed, ...]) -> tuple[Supposed, ...]:
    """What is supposed in two steps, as if in one."""
    later = {(each.name, each.row): each for each in then}
    told = [evolve(each, after=later.pop((each.name, each.row)).after) if (each.name, each.row) in later else each for each in first]
    return (*told, *later.values())


def _meant(program: Program, record: Record, name: str, place: Cell) -> tuple[Fact, Table | None, int | None] | Fault:
    """The fact, or the field and its row, that a name means."""
    if len(name) > LONGEST_HEADING:
        return SupposedUnknown(place, excerpt(name))
    fact = _one_of(program.facts, name, place)
    split = _FIELD.fullmatch(name.strip())
    if split is None or isinstance(fact, Fact):
        return fact if isinstance(fact, Fault) else (fact, None, None)
    tables = [each for each in program.tables.values() if folded(split["table"]) in _words_of(each)]
    if len(tables) != 1:
        near = HeadingWords({each: Fact(each, next(iter(table.fields.values())).type) for each, table in program.tables.items()})
        meant = near.near(split["table"].strip(), list(program.tables))
        return SupposedUnknown(place, excerpt(name), (f"{meant}[{split['row']}].{split['field']}",) if meant else ())
    table = tables[0]
    field = _one_of(table.fields, split["field"], place)
    if isinstance(field, SupposedUnknown):
        nearest = tuple(f"{table.name}[{split['row']}].{near}" for near in field.nearest)
        return SupposedUnknown(place, excerpt(name), nearest)
    if isinstance(field, Fault):
        return field
    own = record.tables.get(table.name, ())
    row = int(split["row"])
    if not 1 <= row <= len(own):
        return SupposedRowAbsent(place, table.name, str(row), len(own))
    return field, table, row - 1


def _words_of(table: Table) -> set[str]:
    return {folded(word) for word in (table.name, table.row, *(text for _, text in table.labels.texts))}


def _one_of(facts: Mapping[str, Fact], name: str, place: Cell) -> Fact | Fault:
    words = HeadingWords(facts)
    found = words.named(name)
    if len(found) == 1:
        return facts[found[0]]
    if found:
        return ColumnOfSeveralFacts(place, excerpt(name), found)
    near = words.near(name.strip(), list(facts))
    return SupposedUnknown(place, excerpt(name), (near,) if near else ())
