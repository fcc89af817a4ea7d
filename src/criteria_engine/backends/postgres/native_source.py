"""Tables of the database as the facts and rows that a plan's query reads."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from attrs import field, frozen
from sqlglot import exp

from criteria_engine.backends.postgres.bound_tables import BoundTable
from criteria_engine.backends.postgres.quoting import array_sql, text_sql
from criteria_engine.backends.sql.encoded_source import absent_columns, input_columns, no_rows
from criteria_engine.backends.sql.nodes import Node, column, every, flag, is_null, named, negation, selected, some, table_named, text
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED, Wanted

UNITS = "native_units"
BAD = "bad"
"""A column that is true where a datum of the unit could not be read."""


def shown_name(place: int) -> str:
    """The column that holds the text of a cell which results show."""
    return f"t{place}"


@frozen(eq=False)
class NativeSource:
    """A table of units and related tables of the database, each encoded by a part of the query that stands before all others (`parts`). `shown` are
    the facts whose cells come out as texts. A table that is not in `related` was given for no unit."""

    units: BoundTable
    related: Mapping[str, BoundTable]
    shown: Sequence[str] = ()
    left_out: Sequence[str] = ()
    """Codes of units that this query does not answer for."""
    listed: Sequence[str] | None = None
    """Codes of the only units that it answers for; None: all."""
    said: Mapping[str, "Said"] = field(factory=dict)
    """What a list says of facts, for the units of `listed`."""
    open_rows: Mapping[str, Collection[str]] = field(factory=dict)
    """For a related table the codes of units of which it is not known whether they have all their rows."""
    where: str | None = None
    """A condition on the rows of the units' table, called `t`, that it answers for; None: all."""

    @property
    def others(self) -> tuple[str, ...]:
        """The columns of the facts besides those of the plan."""
        return (UNIT, BAD, *(shown_name(place) for place, _ in enumerate(self.shown)))

    def facts(self, wanted: Sequence[Wanted], tables: Sequence[str]) -> exp.Select:
        shown = [column(UNIT), named(flag(False), UNSUITED), *self._inputs(self.units, wanted)]
        shown += [named(self._given(table), f"g{index}") for index, table in enumerate(tables)]
        own = [_bad(place) for place, (_, each) in enumerate(self.units.columns.items()) if each.encoded.bad is not None]
        shown.append(named(some(*own) if own else flag(False), BAD))
        shown += [column(shown_name(place)) for place, _ in enumerate(self.shown)]
        return selected(shown, table_named(UNITS))

    def _given(self, table: str) -> Node:
        doubtful = self.open_rows.get(table)
        if table not in self.related or not doubtful:
            return flag(table in self.related)
        return negation(exp.In(this=column(UNIT), expressions=[text(code) for code in sorted(doubtful)]))

    def rows(self, table: str, wanted: Sequence[Wanted]) -> exp.Select:
        found = self.related.get(table)
        if found is None:
            return no_rows(wanted, "TEXT")
        return selected([column(UNIT), *self._inputs(found, wanted)], table_named(self._name(table)))

    def _name(self, table: str) -> str:
        return f"native_rows_{list(self.related).index(table)}"

    def _inputs(self, table: BoundTable, wanted: Sequence[Wanted]) -> list[Node]:
        shown = []
        places = {name: place for place, name in enumerate(table.columns)}
        for each in wanted:
            name = each.input.name
            if table is self.units and name in self.said:
                number = list(self.said).index(name)
                shown += input_columns(each, partial(column, f"lv{number}"), partial(column, f"lb{number}"))
            elif name in table.binding.doubtful:
                shown += input_columns(each, partial(_nothing, each), partial(flag, True))
            elif name not in places:
                shown += absent_columns(each)
            else:
                bad = None if table.columns[name].encoded.bad is None else partial(_bad, places[name])
                shown += input_columns(each, partial(column, f"v{places[name]}"), bad)
        return shown

    @property
    def shown_terms(self) -> list[str]:
        """The texts of cells that results show."""
        return [f"{self.units.columns[name].column.as_text} AS {shown_name(place)}" for place, name in enumerate(self.shown)]

    def answered(self, code: str) -> str:
        """The condition that this query answers for a unit, by its code."""
        where = [f"{code} IS NOT NULL"]
        if self.left_out:
            where.append(f"{code} NOT IN ({', '.join(map(text_sql, self.left_out))})")
        if self.listed is not None:
            where.append(f"{code} IN (SELECT l.code FROM unnest({array_sql(self.listed)}) AS l(code))")
        return " AND ".join(where)

    def parts(self) -> str:
        """The parts of the query that encode the tables."""
        shown = self.shown_terms
        encoded = encoding_sql(self.units, shown) + (f" WHERE {self.where}" if self.where else "")
        terms, joins = ["n.*"], []
        places = {name: place for place, name in enumerate(self.units.columns)}
        for number, (name, said) in enumerate(self.said.items()):
            own = f"n.v{places[name]}" if name in places else f"NULL::{said.kind}"
            wrong = f"COALESCE({own} IS NULL AND n.b{places[name]}, false)" if name in places and self.units.columns[name].encoded.bad else "false"
            if name in self.units.binding.doubtful:
                wrong = "true"
            terms += [f"{term} AS l{letter}{number}" for letter, term in zip("vb", _overlaid(own, wrong, f"o{number}"), strict=True)]
            joins.append(f'LEFT JOIN {said.sql(self.listed or ())} AS o{number}(code, value, bad) ON o{number}.code COLLATE "C" = n.{UNIT}')
        found = [f"{UNITS} AS (SELECT {', '.join(terms)} FROM ({encoded} OFFSET 0) AS n {' '.join(joins)} WHERE {self.answered(f'n.{UNIT}')})"]
        for table, bound in self.related.items():
            rows = encoding_sql(bound, [])
            found.append(f"{self._name(table)} AS (SELECT n.* FROM ({rows} OFFSET 0) AS n WHERE n.{UNIT} IS NOT NULL)")
        return ", ".join(found)


@frozen(eq=False)
class Said:
    """What a list says of a fact: for each listed unit the encoded value, None where it has none, and whether it has a datum that cannot be read."""

    kind: str
    values: Sequence[object]
    bad: Sequence[bool]

    def sql(self, codes: Sequence[str]) -> str:
        """A table of codes, values and flags."""
        return f"unnest({array_sql(codes)}, {array_sql(self.values, self.kind)}, {array_sql(self.bad, 'boolean')})"


def _overlaid(own: str, wrong: str, said: str) -> tuple[str, str]:
    """The value of a fact by what the data and what a list say of it, and whether it is invalid: what the data lack the list fills in, and
    where the two differ neither counts."""
    value = f"CASE WHEN {wrong} THEN NULL WHEN {own} IS NULL THEN {said}.value WHEN {said}.value IS NULL OR {said}.value = {own} THEN {own} END"
    return value, f"({wrong} OR COALESCE(CASE WHEN {own} IS NULL THEN {said}.bad ELSE {said}.value <> {own} END, false))"


def encoding_sql(table: BoundTable, shown: Sequence[str]) -> str:
    """The query that encodes a table: `unit`, for each column in its place `vN`, and `bN` where a datum may be there that is none; and what else is
    shown."""
    terms = [f"{table.code} AS {UNIT}"]
    for place, each in enumerate(table.columns.values()):
        terms.append(f"{each.encoded.value} AS v{place}")
        if each.encoded.bad is not None:
            terms.append(f"{each.encoded.bad} AS b{place}")
    return f"SELECT {', '.join([*terms, *shown])} FROM {table.table.sql} AS t {' '.join(table.joins)}"


def _bad(place: int) -> Node:
    return every(is_null(column(f"v{place}")), column(f"b{place}"))


def _nothing(wanted: Wanted) -> Node:
    kinds = {"flag": "BOOLEAN", "number": "BIGINT", "text": "TEXT"}
    return exp.Cast(this=exp.Null(), to=exp.DataType.build(kinds[wanted.input.kind]))
