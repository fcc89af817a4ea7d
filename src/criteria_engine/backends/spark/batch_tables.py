"""An encoded batch becomes tables that a query can read."""

from typing import TYPE_CHECKING, Any

from criteria_engine.backends.sql.dialects import SPARK
from criteria_engine.backends.sql.encoded_source import EncodedSource, EncodedTable
from criteria_engine.backends.sql.plan_query import UNIT, UNSUITED
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.lowering import plan as p

if TYPE_CHECKING:
    import pyarrow as pa


def batch_tables(batch: EncodedBatch, plan: p.Plan) -> tuple[dict[str, "pa.Table"], EncodedSource]:
    """The tables that a query over a batch reads, by the names that it calls them, and what is in them."""
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
    return tables, EncodedSource(SPARK, EncodedTable("units", columns, invalid), found, given, batch.unsuited is not None)


def _put(wanted: list[str], columns: Any, arrays: list["pa.Array"], names: list[str]) -> tuple[dict[str, str], frozenset[str]]:
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
