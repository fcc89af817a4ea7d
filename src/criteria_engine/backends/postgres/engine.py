"""Encoded batches are answered by PostgreSQL: their columns become temporary tables, one query gives the answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, field

from criteria_engine.backends.postgres.copying import put, taken
from criteria_engine.backends.postgres.sessions import settle, snapshot
from criteria_engine.backends.postgres.whole_answers import WholeAnswers
from criteria_engine.backends.sql.batch_tables import batch_tables
from criteria_engine.backends.sql.dialects import POSTGRES
from criteria_engine.backends.sql.nodes import column, named
from criteria_engine.backends.sql.plan_query import UNIT, PlanQuery, Source, sql_text
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch
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

        given = batch_tables(batch, POSTGRES, self.plan)
        source = given.source(False)
        if source.shape not in self._texts:
            self._texts[source.shape] = f"SELECT * FROM ({answering(self._query, source, (UNIT,))}) AS answers ORDER BY {UNIT}"
        with snapshot(self.connection, writes=True):
            settle(self.connection)
            for name, table in given.tables.items():
                columns = SQL(", ").join([SQL("{} ").format(Identifier(each.name)) + SQL(_TYPES[str(each.type)]) for each in table.schema])
                self.connection.execute(SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(Identifier(name), columns))
                put(self.connection, SQL("pg_temp.{}").format(Identifier(name)), table)
            schema = pa.schema([pa.field(UNIT, pa.int64()), *answer_schema(self.plan)])
            return taken(self.connection, SQL(self._texts[source.shape]), schema).drop_columns([UNIT])


_TYPES = {"bool": "boolean", "int64": "bigint", "int32": "integer", "int16": "smallint", "int8": "smallint", "string": "text"}
