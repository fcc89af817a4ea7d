"""A database's tables, with a column of its own type for each fact, become the facts and rows of a plan's query, and what of them is not read."""

from collections.abc import Mapping, Sequence

from attrs import field, frozen
from sqlglot import exp

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.encoded_source import absent_columns, input_columns, no_rows
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
    quoted,
    selected,
    shown_as,
    some,
    text,
    within,
)
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED, Wanted
from criteria_engine.backends.sql.result_query import group_column
from criteria_engine.backends.sql.typed_columns import Percent, TypedColumn, plain_text, typed_column
from criteria_engine.data.binding import identifying_fact
from criteria_engine.diagnostics.catalogue.data import RowWithoutUnit, UnitTwice, UnitWithoutIdentifier
from criteria_engine.ir.program import Fact, Program
from criteria_engine.lowering.builder import Unsupported


@frozen(eq=False)
class TypedTables:
    """The tables by their names in the database (`schema.table` where a schema is said): of the units, and of related tables by the rule set's
    names for them. A table has a column for each fact, called as the fact is; `absent` are facts and `table.field` that have none.
    Related tables have the units' code in a column called as in the table of units."""

    units: tuple[str, ...]
    related: Mapping[str, tuple[str, ...]] = field(factory=dict)
    absent: frozenset[str] = frozenset()
    percent: Percent = "points"


@frozen(eq=False)
class TypedSource:
    """Facts and rows for a plan's query out of such tables. Raises Unsupported, when asked, for names that the database cannot tell apart."""

    program: Program
    dialect: Dialect
    tables: TypedTables

    @property
    def key(self) -> str:
        """The column that tells units apart."""
        return identifying_fact(self.program.subject, self.program.facts).name

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(fact for fact in self.program.subject.grouped_by if fact not in self.tables.absent)

    @property
    def has_names(self) -> bool:
        said = self.program.subject.named_by
        return said is not None and said not in self.tables.absent

    def facts(self, wanted: Sequence[Wanted], tables: Sequence[str]) -> exp.Select:
        _told_apart([self.key, *(each.input.name for each in wanted)], self.dialect)
        columns = self._columns(self.program.facts, wanted, "")
        more = [named(plain_text(quoted(self.key), self.dialect), UNIT)]
        kept = [UNIT]
        if self.has_names:
            more.append(named(plain_text(quoted(str(self.program.subject.named_by)), self.dialect), "name"))
            kept.append("name")
        for place, fact in enumerate(self.groups):
            more.append(named(cast(quoted(fact), "TEXT"), group_column(place)))
            kept.append(group_column(place))
        shown = [column(name) for name in kept]
        shown.append(named(_unsuited(columns), UNSUITED))
        shown += self._inputs(wanted, columns)
        for index, table in enumerate(tables):
            shown.append(named(self._given(table), f"g{index}"))
        query = selected(shown, within(self._read(columns, more, kept, self.tables.units)))
        return filtered(query, self._identified())

    def _identified(self) -> Node:
        return every(is_not_null(column(UNIT)), exp.NEQ(this=column(UNIT), expression=text("")))

    def rows(self, table: str, wanted: Sequence[Wanted]) -> exp.Select:
        found = self.tables.related.get(table)
        if found is None:
            return no_rows(wanted, "TEXT")
        _told_apart([self.key, *(each.input.name for each in wanted)], self.dialect)
        columns = self._columns(self.program.tables[table].fields, wanted, f"{table}.")
        more = [named(plain_text(quoted(self.key), self.dialect), UNIT)]
        shown = [column(UNIT), *self._inputs(wanted, columns)]
        return selected(shown, within(self._read(columns, more, [UNIT], found)))

    def _given(self, table: str) -> Node:
        """Whether a table was given: not where one of its rows does not say whose it is, since it may be any unit's."""
        found = self.tables.related.get(table)
        if found is None:
            return flag(False)
        plain = plain_text(quoted(self.key), self.dialect)
        nobody = filtered(selected([exp.Literal.number(1)], _table(found)), some(is_null(quoted(self.key)), exp.EQ(this=plain, expression=text(""))))
        return exp.Not(this=exp.Exists(this=nobody))

    def _columns(self, facts: Mapping[str, Fact], wanted: Sequence[Wanted], before: str) -> dict[int, TypedColumn]:
        return {
            each.index: typed_column(facts[each.input.name], each.index, quoted(each.input.name), self.dialect, self.tables.percent)
            for each in wanted
            if before + each.input.name not in self.tables.absent
        }

    def _read(self, columns: Mapping[int, TypedColumn], more: Sequence[Node], kept: Sequence[str], table: tuple[str, ...]) -> exp.Select:
        """The values of columns in three steps, each read once: as they stand, what can be read of them, their numbers."""
        raw = [*more, *(named(each.raw, f"r{index}") for index, each in columns.items())]
        prepared = [exp.Star(), *(named(each.prepared, f"p{index}") for index, each in columns.items())]
        values = [column(name) for name in kept]
        for index, each in columns.items():
            values += [named(each.value, f"v{index}"), column(f"r{index}"), column(f"p{index}")]
            if each.unsuited is not None:
                values.append(named(each.unsuited, f"u{index}"))
        return selected(values, within(selected(prepared, within(selected(raw, _table(table))))))

    def _inputs(self, wanted: Sequence[Wanted], columns: Mapping[int, TypedColumn]) -> list[Node]:
        shown: list[Node] = []
        for each in wanted:
            shown += self._input(each, columns[each.index]) if each.index in columns else absent_columns(each)
        return shown

    def _input(self, wanted: Wanted, read: TypedColumn) -> list[Node]:
        value = f"v{wanted.index}"
        return input_columns(wanted, lambda: column(value), read.there.copy)

    def rejects(self) -> exp.Select | None:
        """The query of what is not read: `unit`, `fact` (`table.field` of a related table), `value` as the database writes it, null for private
        facts, and `code` of the fault that reading by row gives. None where there is nothing that could be wrong."""
        found = [*self._rejects(self.program.facts, "", self.tables.units)]
        found.append(self._unidentified(self.tables.units, self.key, UnitWithoutIdentifier.code))
        found.append(self._twice())
        for table, name in self.tables.related.items():
            found += self._rejects(self.program.tables[table].fields, f"{table}.", name)
            found.append(self._unidentified(name, f"{table}.{self.key}", RowWithoutUnit.code))
        query = found[0]
        for each in found[1:]:
            query = exp.Union(this=query, expression=each, distinct=False)
        return query

    def _rejects(self, facts: Mapping[str, Fact], before: str, table: tuple[str, ...]) -> list[exp.Select]:
        found = []
        for name, fact in facts.items():
            if before + name in self.tables.absent or (not before and name == self.key):
                continue
            read = typed_column(fact, 0, quoted(name), self.dialect, self.tables.percent)
            raw = [named(plain_text(quoted(self.key), self.dialect), UNIT), named(read.raw, "r0")]
            prepared = selected([exp.Star(), named(read.prepared, "p0")], within(selected(raw, _table(table))))
            values = selected([exp.Star(), named(read.value, "v0")], within(prepared))
            value = exp.Null() if fact.private else column("r0")
            shown = [column(UNIT), shown_as(text(before + name), "fact"), shown_as(cast(value, "TEXT"), "value"), shown_as(read.code, "code")]
            found.append(filtered(selected(shown, within(values)), every(is_null(column("v0")), read.there)))
        return found

    def _unidentified(self, table: tuple[str, ...], name: str, code: str) -> exp.Select:
        key = plain_text(quoted(self.key), self.dialect)
        shown = [named(cast(exp.Null(), "TEXT"), UNIT), shown_as(text(name), "fact"), shown_as(cast(exp.Null(), "TEXT"), "value")]
        nobody = some(is_null(quoted(self.key)), exp.EQ(this=key, expression=text("")))
        return filtered(selected([*shown, shown_as(text(code), "code")], _table(table)), nobody)

    def _twice(self) -> exp.Select:
        units = selected([named(plain_text(quoted(self.key), self.dialect), UNIT)], _table(self.tables.units))
        shown = [column(UNIT), shown_as(text(self.key), "fact"), shown_as(column(UNIT), "value"), shown_as(text(UnitTwice.code), "code")]
        query = filtered(selected(shown, within(units)), self._identified())
        query.set("group", exp.Group(expressions=[column(UNIT)]))
        query.set("having", exp.Having(this=exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))))
        return query


def _unsuited(columns: Mapping[int, TypedColumn]) -> Node:
    found = [column(f"u{index}") for index, each in columns.items() if each.unsuited is not None]
    return some(*found) if found else flag(False)


def _table(name: tuple[str, ...]) -> Node:
    parts = [exp.Identifier(this=part, quoted=True) for part in name]
    places = dict(zip(("this", "db", "catalog"), reversed(parts), strict=False))
    return exp.Table(**places)


def _told_apart(names: Sequence[str], dialect: Dialect) -> None:
    """Raises Unsupported where the database takes two different names for one."""
    seen: dict[str, str] = {}
    for name in names:
        cut = name.encode()[: dialect.longest_name].decode(errors="ignore") if dialect.longest_name else name
        known = seen.setdefault(cut.casefold() if dialect.folds_names else cut, name)
        if known != name:
            raise Unsupported(name, f"{dialect.name} cannot tell it from the column {known}")
