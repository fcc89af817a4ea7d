"""Encoded batches are answered by Spark's SQL: one query gives the answers. It is what `criteria compile --to sql --dialect spark` rests on."""

from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from criteria_engine.backends.sql.batch_tables import batch_tables
from criteria_engine.backends.sql.dialects import SPARK
from criteria_engine.backends.sql.encoded_source import EncodedSource
from criteria_engine.backends.sql.nodes import column, named
from criteria_engine.backends.sql.plan_query import UNIT, PlanQuery, sql_text
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBERS = count()


@define(eq=False)
class SparkEngine:
    """The rules of one date for an open session of Spark. Making one raises Unsupported where they are not for it."""

    dated: Dated
    session: Any
    findings: bool = True
    name: str = "spark"
    plan: p.Plan = field(init=False)
    _query: PlanQuery = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plan = lower(self.dated, findings=self.findings, complete=False)
        wanted = answer_columns(self.plan)
        self._query = PlanQuery(self.plan, SPARK, tuple(register for _, register in wanted))
        for name, register in wanted:
            if self._query.at.is_wide(register):
                raise Unsupported("numbers", f"the answer {name} has more than {SPARK.narrow_bits} bits")

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `answer_columns`, a row for each unit in the order of the batch."""
        given = batch_tables(batch, SPARK, self.plan)
        own = f"criteria_{next(_NUMBERS)}_"
        views = {name: own + name for name in given.tables}
        try:
            for name, table in given.tables.items():
                self.session.createDataFrame(table).createOrReplaceTempView(views[name])
            answered: pa.Table = self.session.sql(self._text(_renamed(given.source(False), own))).toArrow()
        finally:
            for view in views.values():
                self.session.catalog.dropTempView(view)
        found = answered.sort_by(UNIT)
        return found.drop_columns([UNIT])

    def _text(self, source: EncodedSource) -> str:
        shown = [column(UNIT), column(UNSURE)]
        shown += [named(self._query.node(register), name) for name, register in answer_columns(self.plan)[1:]]
        return sql_text(self._query.select(shown, source), SPARK)


def _renamed(source: EncodedSource, own: str) -> EncodedSource:
    """The source with the names that its tables have in the session."""
    tables = {name: evolve(table, name=own + table.name) for name, table in source.tables.items()}
    return evolve(source, units=evolve(source.units, name=own + source.units.name), tables=tables)
