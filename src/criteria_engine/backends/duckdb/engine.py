"""Encoded batches are answered by DuckDB: their columns are read where they lie, one query gives the answers."""

from typing import TYPE_CHECKING, Any

from attrs import define, field

from criteria_engine.backends.sql.dialects import DUCKDB
from criteria_engine.backends.sql.encoded_source import EncodedSource, EncodedTable
from criteria_engine.backends.sql.nodes import column, named
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED, PlanQuery, sql_text
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.lower import lower

if TYPE_CHECKING:
    import pyarrow as pa


@define(eq=False)
class DuckDBEngine:
    """The rules of one date for DuckDB. Making one raises Unsupported where they are not for it, and ModuleNotFoundError where a library
    (the extra `duckdb`) is not installed. `connection` is an open connection of DuckDB; where none is given the engine has one of its own, with
    so many `threads` (None: as many as there are processors)."""

    dated: Dated
    findings: bool = True
    threads: int | None = None
    connection: Any = None
    name: str = "duckdb"
    plan: p.Plan = field(init=False)
    _query: PlanQuery = field(init=False)
    _texts: dict[Any, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.plan = lower(self.dated, findings=self.findings, complete=False)
        wanted = answer_columns(self.plan)
        self._query = PlanQuery(self.plan, DUCKDB, tuple(register for _, register in wanted))
        for name, register in wanted:
            if self._query.at.is_wide(register):
                raise Unsupported("numbers", f"the answer {name} has more than {DUCKDB.narrow_bits} bits")
        if self.connection is None:
            self.connection = connected(self.threads)

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `answer_columns`, a row for each unit in the order of the batch."""
        tables, source = _tables(batch, self.plan)
        text = self._text(source)
        cursor = self.connection.cursor()
        try:
            for name, table in tables.items():
                cursor.register(name, table)
            found: pa.Table = cursor.sql(text).to_arrow_table()
        finally:
            cursor.close()
        return _in_order(found)

    def _text(self, source: EncodedSource) -> str:
        shape = tuple((each.name, tuple(each.columns.items()), each.invalid) for each in (source.units, *source.tables.values()))
        key = shape, tuple(source.given.items()), source.unsuited
        if key not in self._texts:
            shown = [column(UNIT), column(UNSURE)]
            shown += [named(self._query.node(register), name) for name, register in answer_columns(self.plan)[1:]]
            self._texts[key] = sql_text(self._query.select(shown, source), DUCKDB)
        return self._texts[key]


def connected(threads: int | None = None) -> Any:
    """A connection to a database in memory that reads no files and loads nothing by itself."""
    import duckdb

    settings: dict[str, Any] = {} if threads is None else {"threads": threads}
    return duckdb.connect(":memory:", config=settings)


def _in_order(found: "pa.Table") -> "pa.Table":
    """The answers in the order of the batch: a database promises none."""
    import pyarrow.compute as pc

    place = found.column(UNIT)
    ordered = len(place) < 2 or pc.all(pc.less(place[:-1], place[1:])).as_py()
    return (found if ordered else found.take(pc.sort_indices(place))).drop_columns([UNIT])


def _tables(batch: EncodedBatch, plan: p.Plan) -> tuple[dict[str, "pa.Table"], EncodedSource]:
    """The tables that a query reads, and what is in them."""
    import pyarrow as pa

    place = pa.array(range(len(batch)), pa.int64())
    arrays, names = [place], [UNIT]
    if batch.unsuited is not None:
        arrays.append(batch.unsuited)
        names.append(UNSUITED)
    columns, invalid = _put([each.name for each in plan.inputs], batch.columns, arrays, names)
    given: dict[str, str | None] = {}
    tables: dict[str, pa.Table] = {}
    found: dict[str, EncodedTable] = {}
    for index, table in enumerate(plan.tables):
        if table not in batch.tables:
            continue
        rows = batch.tables[table]
        given[table] = None if rows.given is None else f"given_{index}"
        if rows.given is not None:
            arrays.append(rows.given)
            names.append(f"given_{index}")
        own_arrays, own_names = [rows.unit], [UNIT]
        own, own_invalid = _put(list(rows.columns), rows.columns, own_arrays, own_names)
        tables[f"rows_{index}"] = pa.Table.from_arrays(own_arrays, own_names)
        found[table] = EncodedTable(f"rows_{index}", own, own_invalid)
    tables["units"] = pa.Table.from_arrays(arrays, names)
    return tables, EncodedSource(DUCKDB, EncodedTable("units", columns, invalid), found, given, batch.unsuited is not None)


def _put(wanted: list[str], columns: "Any", arrays: list["pa.Array"], names: list[str]) -> tuple[dict[str, str], frozenset[str]]:
    """Put the columns of facts or fields to arrays and their names; gives back how each is called, and which may hold what was not read."""
    called: dict[str, str] = {}
    invalid: set[str] = set()
    for index, name in enumerate(wanted):
        found: EncodedColumn | None = columns.get(name)
        if found is None:
            continue
        called[name] = str(index)
        arrays.append(found.values)
        names.append(f"v{index}")
        if found.invalid is not None:
            invalid.add(str(index))
            arrays.append(found.invalid)
            names.append(f"b{index}")
    return called, frozenset(invalid)
