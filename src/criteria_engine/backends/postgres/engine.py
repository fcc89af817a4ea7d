"""Encoded batches are answered by PostgreSQL: their columns become temporary tables, one query gives the answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from criteria_engine.backends.postgres.copying import put, taken
from criteria_engine.backends.postgres.sessions import settle, snapshot
from criteria_engine.backends.postgres.whole_answers import WholeAnswers
from criteria_engine.backends.sql.dialects import POSTGRES
from criteria_engine.backends.sql.encoded_source import EncodedSource, EncodedTable
from criteria_engine.backends.sql.nodes import column, named
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED, PlanQuery, Source, sql_text
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg import Connection

MOST_COLUMNS = 1600
"""Columns that a part of a query may have: PostgreSQL has 1,664, some are left for what a source gives of its own."""


def planned(dated: Dated, *, findings: bool) -> PlanQuery:
    """The query of the rules of one date, for records with anything missing too. Raises Unsupported where PostgreSQL cannot answer by it."""
    plan = lower(dated, findings=findings, complete=False)
    wanted = answer_columns(plan)
    query = PlanQuery(plan, POSTGRES, tuple(register for _, register in wanted))
    for name, register in wanted:
        if query.at.is_wide(register):
            raise Unsupported("numbers", f"the answer {name} has more than {POSTGRES.narrow_bits} bits")
    columns = max(query.width, len(wanted))
    if columns > MOST_COLUMNS:
        raise Unsupported("rules", f"they need up to {columns} columns in one query, PostgreSQL has {MOST_COLUMNS}")
    return query


def answering(query: PlanQuery, source: Source, others: Sequence[str] = ()) -> str:
    """The text of the query over a source: the columns of `answer_columns`, and before them others of the facts."""
    shown = [*(column(name) for name in others), column(UNSURE)]
    shown += [named(query.node(register), name) for name, register in answer_columns(query.plan)[1:]]
    return sql_text(query.select(shown, source), POSTGRES)


def whole_answering(whole: WholeAnswers, source: Source, others: Sequence[str] = ()) -> str:
    """The same by a complete plan, over a source of records with nothing missing."""
    shown = [*(column(name) for name in others), *(named(node, name) for name, node in whole.columns())]
    return sql_text(whole.query.select(shown, source), POSTGRES)


def answer_schema(plan: p.Plan) -> "pa.Schema":
    """The types of the columns of answers."""
    import pyarrow as pa

    kinds = {"flag": pa.bool_(), "number": pa.int64()}
    return pa.schema([(name, kinds[plan.kinds[register]]) for name, register in answer_columns(plan)])


@define(eq=False)
class PostgresEngine:
    """The rules of one date for PostgreSQL, over an open connection. Making one raises Unsupported where the rules are not for it, and
    ModuleNotFoundError where a library (the extra `postgres`) is not installed."""

    dated: Dated
    connection: "Connection"
    findings: bool = True
    name: str = "postgres"
    plan: p.Plan = field(init=False)
    _query: PlanQuery = field(init=False)
    _texts: dict[Any, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._query = planned(self.dated, findings=self.findings)
        self.plan = self._query.plan

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `answer_columns`, a row for each unit in the order of the batch."""
        import pyarrow as pa
        from psycopg.sql import SQL, Identifier

        shape = _shape(batch, self.plan)
        key = tuple(shape.columns), tuple(shape.fields), shape.source.unsuited, tuple(shape.source.given.items())
        if key not in self._texts:
            self._texts[key] = f"SELECT * FROM ({answering(self._query, shape.source, (UNIT,))}) AS answers ORDER BY {UNIT}"
        with snapshot(self.connection, writes=True):
            settle(self.connection)
            for name, table in shape.tables.items():
                columns = SQL(", ").join([SQL("{} ").format(Identifier(each.name)) + SQL(_TYPES[str(each.type)]) for each in table.schema])
                self.connection.execute(SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(Identifier(name), columns))
                put(self.connection, SQL("pg_temp.{}").format(Identifier(name)), table)
            schema = pa.schema([pa.field(UNIT, pa.int64()), *answer_schema(self.plan)])
            return taken(self.connection, SQL(self._texts[key]), schema).drop_columns([UNIT])


_TYPES = {"bool": "boolean", "int64": "bigint", "int32": "integer", "int16": "smallint", "int8": "smallint", "string": "text"}


@frozen(eq=False)
class _Shape:
    """The tables of a batch, and what is in them."""

    tables: dict[str, "pa.Table"]
    source: EncodedSource
    columns: list[str]
    fields: list[tuple[str, ...]]


def _shape(batch: EncodedBatch, plan: p.Plan) -> _Shape:
    import pyarrow as pa
    import pyarrow.compute as pc

    place = pa.array(range(len(batch)), pa.int64())
    units = _Columns([UNIT], [place])
    unsuited = [] if batch.unsuited is None else [batch.unsuited]
    own = units.add([each.name for each in plan.inputs], batch.columns)
    unsuited += units.unfit
    given: dict[str, str | None] = {}
    found: dict[str, EncodedTable] = {}
    tables: dict[str, pa.Table] = {}
    for index, table in enumerate(plan.tables):
        if table not in batch.tables:
            continue
        rows = batch.tables[table]
        given[table] = None if rows.given is None else f"given_{index}"
        if rows.given is not None:
            units.put(f"given_{index}", rows.given)
        columns = _Columns([UNIT], [rows.unit])
        found[table] = evolve(columns.add(list(rows.columns), rows.columns), name=f"rows_{index}")
        unsuited += [pc.is_in(place, rows.unit.filter(each)) for each in columns.unfit]
        tables[f"rows_{index}"] = columns.table
    if unsuited:
        whole = unsuited[0]
        for each in unsuited[1:]:
            whole = pc.or_(whole, each)
        units.put(UNSUITED, whole)
    tables["units"] = units.table
    source = EncodedSource(POSTGRES, evolve(own, name="units"), found, given, bool(unsuited))
    return _Shape(tables, source, units.names, [tuple(table.schema.names) for table in tables.values()])


@define(eq=False)
class _Columns:
    """The columns of a temporary table in the making. `unfit` flags rows with a text that the database cannot hold."""

    names: list[str]
    arrays: list["pa.Array"]
    unfit: list["pa.Array"] = field(factory=list)

    @property
    def table(self) -> "pa.Table":
        import pyarrow as pa

        return pa.Table.from_arrays(self.arrays, self.names)

    def put(self, name: str, array: "pa.Array") -> None:
        self.names.append(name)
        self.arrays.append(array)

    def add(self, wanted: list[str], columns: Any) -> EncodedTable:
        """Put the columns of facts or fields; says how each is called, and which may hold what was not read."""
        import pyarrow as pa
        import pyarrow.compute as pc

        called: dict[str, str] = {}
        invalid: set[str] = set()
        for index, name in enumerate(wanted):
            found: EncodedColumn | None = columns.get(name)
            if found is None:
                continue
            values = found.values
            if pa.types.is_string(values.type):
                unfit = pc.fill_null(pc.match_substring(values, "\0"), False)
                if pc.any(unfit).as_py():
                    self.unfit.append(unfit)
                    values = pc.if_else(unfit, pa.scalar(None, pa.string()), values)
            called[name] = str(index)
            self.put(f"v{index}", values)
            if found.invalid is not None:
                invalid.add(str(index))
                self.put(f"b{index}", found.invalid)
        return EncodedTable("", called, frozenset(invalid))
