"""Encoded batches are answered by DuckDB: their columns are read where they lie, one query gives the answers.

Records with nothing missing are answered by the plan for them, which is a fraction of the other; both in one batch make two queries.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field

from criteria_engine.backends.sql.batch_tables import BatchTables, batch_tables
from criteria_engine.backends.sql.dialects import DUCKDB
from criteria_engine.backends.sql.encoded_source import EncodedSource
from criteria_engine.backends.sql.nodes import Node, cast, column, flag, named, number
from criteria_engine.backends.sql.plan_query import UNIT, PlanQuery, sql_text
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.backends.tables.matching import Same, matched, with_multiples
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower

if TYPE_CHECKING:
    import pyarrow as pa


@define(eq=False)
class _Answering:
    """A query of a plan whose columns are those of the answers, and its texts by what is in a batch."""

    plan: p.Plan
    query: PlanQuery
    shown: Mapping[str, Any]
    _texts: dict[Any, str] = field(factory=dict)

    def text(self, source: EncodedSource) -> str:
        key = source.shape
        if key not in self._texts:
            columns = [named(self._node(found), name) for name, found in self.shown.items()]
            self._texts[key] = sql_text(self.query.select([column(UNIT), column(UNSURE), *columns], source), DUCKDB)
        return self._texts[key]

    def _node(self, found: Any) -> Node:
        return self.query.node(found) if isinstance(found, int) else found.copy()


@define(eq=False)
class DuckDBEngine:
    """The rules of one date for DuckDB. Making one raises Unsupported where they are not for it, and ModuleNotFoundError where a library
    (the extra `duckdb`) is not installed. `connection` is an open connection of DuckDB; where none is given the engine has one of its own,
    with so many `threads` (None: as many as there are processors)."""

    dated: Dated
    findings: bool = True
    threads: int | None = None
    connection: Any = None
    name: str = "duckdb"
    plan: p.Plan = field(init=False)
    _gaps: _Answering = field(init=False)
    _whole: "_Answering | None" = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plan = lower(self.dated, findings=self.findings, complete=False)
        wanted = dict(answer_columns(self.plan)[1:])
        query = PlanQuery(self.plan, DUCKDB, tuple(wanted.values()))
        for name, register in wanted.items():
            if query.at.is_wide(register):
                raise Unsupported("numbers", f"the answer {name} has more than {DUCKDB.narrow_bits} bits")
        self._gaps = _Answering(self.plan, query, wanted)
        self._whole = _for_whole_records(self.dated, self.plan, wanted)
        if self.connection is None:
            self.connection = connected(self.threads)

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `answer_columns`, a row for each unit in the order of the batch."""
        import pyarrow as pa

        given = batch_tables(batch, DUCKDB, self.plan, None if self._whole is None else self._whole.plan)
        parts = []
        if given.whole != "all" or self._whole is None:
            parts.append(self._asked(self._gaps, given, False))
        if given.whole != "none" and self._whole is not None:
            parts.append(self._asked(self._whole, given, True))
        kinds = {"flag": pa.bool_(), "number": pa.int64()}
        columns = [(name, kinds[self.plan.kinds[register]]) for name, register in answer_columns(self.plan)]
        schema = pa.schema([(UNIT, pa.int64()), *columns])
        return _in_order(pa.concat_tables([part.cast(schema) for part in parts]))

    def _asked(self, answering: _Answering, given: BatchTables, whole: bool) -> "pa.Table":
        text = answering.text(given.source(whole))
        cursor = self.connection.cursor()
        try:
            for name, table in given.tables.items():
                cursor.register(name, table)
            found: pa.Table = cursor.sql(text).to_arrow_table()
            return found
        except RuntimeError as problem:  # so DuckDB says that Ctrl-C ended a query
            if "interrupted" not in str(problem).lower():
                raise
            raise KeyboardInterrupt from problem
        finally:
            cursor.close()


def _for_whole_records(dated: Dated, plan: p.Plan, wanted: Mapping[str, p.Register]) -> _Answering | None:
    """The plan for records with nothing missing, answering in the columns of the other; None where it tells something in another form."""
    complete = lower(dated, findings=plan.findings, complete=True)
    same = matched(plan, complete)
    if same is None:
        return None
    larger, places = with_multiples(complete, [each for each in same.values() if each.register is not None])
    shown: dict[str, Any] = {}
    for name, register in wanted.items():
        found: Same = same[register]
        if found.register is not None:
            shown[name] = places[found]
        else:
            shown[name] = flag(found.times != 0) if plan.kinds[register] == "flag" else cast(number(found.times), DUCKDB.narrow)
    try:
        query = PlanQuery(larger, DUCKDB, [each for each in shown.values() if isinstance(each, int)])
        if any(isinstance(each, int) and query.at.is_wide(each) for each in shown.values()):
            return None
    except Unsupported:
        return None
    return _Answering(complete, query, shown)


def connected(threads: int | None = None) -> Any:
    """A connection to a database in memory that loads nothing by itself."""
    import duckdb

    settings: dict[str, Any] = {} if threads is None else {"threads": threads}
    return duckdb.connect(":memory:", config=settings)


def _in_order(found: "pa.Table") -> "pa.Table":
    """The answers in the order of the batch: a database promises none."""
    import pyarrow.compute as pc

    place = found.column(UNIT)
    ordered = len(place) < 2 or pc.all(pc.less(place[:-1], place[1:])).as_py()
    return (found if ordered else found.take(pc.sort_indices(place))).drop_columns([UNIT])
