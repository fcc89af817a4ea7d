"""The columns of an encoded batch (`tables.encoded`) as the facts and rows that a plan's query reads."""

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen
from sqlglot import exp

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.nodes import (
    Node,
    cast,
    column,
    every,
    filtered,
    flag,
    is_not_null,
    is_null,
    named,
    negation,
    number,
    selected,
    some,
    table_named,
    text,
)
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED, Wanted


@frozen(eq=False)
class EncodedTable:
    """A table of encoded columns by the name that it has in the database, and the columns that it has: `vNAME` for values, `bNAME` for what could
    not be read, where NAME is what `columns` gives for a fact. A fact that is not there is absent everywhere."""

    name: str
    columns: Mapping[str, str]
    invalid: frozenset[str]


@frozen(eq=False)
class EncodedSource:
    """Tables of encoded columns: the facts with `unit`, its place, and a related table with the place of each row's unit. `given` names for a
    related table the column of the facts that says whether a unit has it; None where all have it. A table that is not there was given for no unit."""

    dialect: Dialect
    units: EncodedTable
    tables: Mapping[str, EncodedTable]
    given: Mapping[str, str | None]
    unsuited: bool
    only: tuple[str, bool] | None = None
    """A flag of the facts, and what it must be for a record to be read."""
    sure: bool = False
    """Whether what is read has a value for every input of the plan; the query is then without what serves those that have none."""

    @property
    def shape(self) -> object:
        """What tells sources apart for which a query is written differently."""
        tables = tuple((each.name, tuple(each.columns.items()), each.invalid) for each in (self.units, *self.tables.values()))
        return tables, tuple(self.given.items()), self.unsuited, self.only, self.sure

    def facts(self, wanted: Sequence[Wanted], tables: Sequence[str]) -> exp.Select:
        shown = [column(UNIT), named(column(UNSUITED) if self.unsuited else flag(False), UNSUITED)]
        shown += self._inputs(self.units, wanted)
        for index, table in enumerate(tables):
            given = self.given.get(table)
            there = flag(table in self.tables) if given is None else column(given)
            shown.append(named(there, f"g{index}"))
        query = selected(shown, table_named(self.units.name))
        return query if self.only is None else filtered(query, column(self.only[0]) if self.only[1] else negation(column(self.only[0])))

    def rows(self, table: str, wanted: Sequence[Wanted]) -> exp.Select:
        found = self.tables.get(table)
        if found is None:
            return no_rows(wanted, self.dialect.narrow)
        return selected([column(UNIT), *self._inputs(found, wanted)], table_named(found.name))

    def _inputs(self, table: EncodedTable, wanted: Sequence[Wanted]) -> list[Node]:
        shown = []
        for each in wanted:
            name = table.columns.get(each.input.name)
            if name is None:
                shown += absent_columns(each)
                continue
            bad = _maker(f"b{name}") if name in table.invalid else None
            shown += input_columns(each, _maker(f"v{name}"), bad, self.sure)
        return shown


def _maker(name: str) -> Callable[[], Node]:
    return lambda: column(name)


def input_columns(wanted: Wanted, value: Callable[[], Node], invalid: Callable[[], Node] | None, sure: bool = False) -> list[Node]:
    """The columns of an input by its value, null where there is none, and by whether, where it is null, there is a datum that could not be
    read; `sure`: there always is one that could."""
    shown = []
    index = wanted.index
    if wanted.value:
        found = cast(value(), wanted.kind) if wanted.input.kind == "number" else value()
        filled = found if sure and wanted.input.default is None else exp.Coalesce(this=found, expressions=[_literal(wanted)])
        shown.append(named(filled, f"x{index}"))
    if wanted.known:
        if wanted.input.default is None:
            shown.append(named(is_not_null(value()), f"k{index}"))
        else:
            shown.append(named(flag(True) if invalid is None else some(is_not_null(value()), negation(invalid())), f"k{index}"))
    if wanted.absent:
        missing = is_null(value())
        shown.append(named(missing if invalid is None else every(missing, negation(invalid())), f"a{index}"))
    return shown


def absent_columns(wanted: Wanted) -> list[Node]:
    """The columns of an input that no record has."""
    shown = []
    if wanted.value:
        filling = _literal(wanted)
        shown.append(named(cast(filling, wanted.kind) if wanted.input.kind == "number" else filling, f"x{wanted.index}"))
    if wanted.known:
        shown.append(named(flag(wanted.input.default is not None), f"k{wanted.index}"))
    if wanted.absent:
        shown.append(named(flag(True), f"a{wanted.index}"))
    return shown


def _literal(wanted: Wanted) -> Node:
    found = wanted.filling
    if isinstance(found, bool):
        return flag(found)
    return text(found) if isinstance(found, str) else number(found)


def no_rows(wanted: Sequence[Wanted], unit: str) -> exp.Select:
    """No rows at all, with the columns that are wanted; `unit` is the type of what tells units apart."""
    shown = [named(cast(number(0), unit), UNIT)]
    for each in wanted:
        shown += absent_columns(each)
    query = selected(shown)
    query.set("where", exp.Where(this=flag(False)))
    return query
