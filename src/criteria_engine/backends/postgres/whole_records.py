"""Units of which nothing is missing and everything can be read are answered by the shorter plan that there is for them.

Its query does not look for gaps: rows with any are left out by a condition, and are another query's.
"""

from collections.abc import Sequence

from attrs import frozen
from sqlglot import exp

from criteria_engine.backends.postgres.native_source import BAD, UNITS, NativeSource, shown_name
from criteria_engine.backends.sql.dialects import POSTGRES
from criteria_engine.backends.sql.nodes import Node, cast, column, flag, is_null, named, number, selected, table_named, text
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED, Wanted
from criteria_engine.lowering import plan as p


def whole_condition(source: NativeSource, plan: p.Plan) -> str | None:
    """Where a row of the units' table, called `t`, is for a complete plan; None where none is, or it cannot be told of a row alone."""
    units = source.units
    if plan.tables or plan.required or source.said or units.binding.doubtful:
        return None
    asked = {each.name: each.default is None for each in plan.inputs}
    if any(must and name not in units.columns for name, must in asked.items()):
        return None
    terms = []
    for name, each in units.columns.items():
        encoded, sql = each.encoded, each.column.sql
        if asked.get(name):
            terms.append(encoded.is_valid)
        elif encoded.bad is not None and encoded.value.startswith("NULL::"):
            terms.append(f"NOT {encoded.bad}")
        elif encoded.bad is not None:
            terms.append(f"({encoded.is_valid} OR NOT {encoded.bad})" if encoded.joins else f"({sql} IS NULL OR {encoded.is_valid})")
    return " AND ".join(terms) or "true"


@frozen(eq=False)
class WholeSource:
    """The rows of the units' table for which a condition holds, as the facts that the query of a complete plan reads."""

    native: NativeSource
    condition: str

    @property
    def others(self) -> tuple[str, ...]:
        return self.native.others

    def facts(self, wanted: Sequence[Wanted], tables: Sequence[str]) -> exp.Select:
        shown = [column(UNIT), named(flag(False), UNSUITED), named(flag(False), BAD)]
        shown += [column(shown_name(place)) for place, _ in enumerate(self.native.shown)]
        places = {name: place for place, name in enumerate(self.native.units.columns)}
        for each in wanted:
            shown += _input(each, places.get(each.input.name))
        return selected(shown, table_named(UNITS))

    def rows(self, table: str, wanted: Sequence[Wanted]) -> exp.Select:
        raise AssertionError("complete plans with related rows are not asked here")

    def parts(self) -> str:
        """The part of the query that encodes the rows."""
        units = self.native.units
        terms = [f"{units.code} AS {UNIT}"]
        for place, (name, each) in enumerate(units.columns.items()):
            sure = each.encoded.sure is not None and name not in self._with_gaps
            terms.append(f"{each.encoded.sure if sure else each.encoded.value} AS v{place}")
        terms += self.native.shown_terms
        where = f"{self.condition} AND {self.native.answered(units.code)}"
        return f"{UNITS} AS (SELECT {', '.join(terms)} FROM {units.table.sql} AS t {' '.join(units.joins)} WHERE {where})"

    @property
    def _with_gaps(self) -> frozenset[str]:
        """The facts that may be missing all the same: those with a default."""
        program = self.native.units.columns
        return frozenset(name for name, each in program.items() if each.fact.default is not None)


def _input(wanted: Wanted, place: int | None) -> list[Node]:
    """The columns of an input that has a value in every row: its own, or where there is none its default."""
    shown: list[Node] = []
    default = wanted.input.default
    value = None if place is None else column(f"v{place}")
    if wanted.value:
        found = value
        if found is not None and wanted.input.kind == "number":
            found = cast(found, POSTGRES.narrow)
        if default is not None:
            filling = flag(default) if isinstance(default, bool) else text(default) if isinstance(default, str) else number(default)
            found = filling if found is None else exp.Coalesce(this=found, expressions=[filling])
        assert found is not None
        shown.append(named(found, f"x{wanted.index}"))
    if wanted.known:
        shown.append(named(flag(True), f"k{wanted.index}"))
    if wanted.absent:
        absent = flag(place is None) if default is None or place is None else is_null(column(f"v{place}"))
        shown.append(named(absent, f"a{wanted.index}"))
    return shown
