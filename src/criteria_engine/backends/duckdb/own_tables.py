"""Tables that DuckDB can read, files or those of an open database, are evaluated where they are: nothing is loaded into Python.

>>> import duckdb
>>> from criteria_engine import loads
>>> rules = loads('''ruleset t "T"
... subject ward identified by code
... facts
...   code : text
...   own  : yes/no
... criterion A "An office of its own"
...   requires own
... verdict
...   passes when A passes
... ''')
>>> database = duckdb.connect()
>>> _ = database.execute("CREATE TABLE wards AS SELECT '1' AS code, true AS own UNION ALL SELECT '2', NULL")
>>> found = own_tables(rules.on("2024-06-30"), "wards", connection=database)
>>> [(row["unit"], row["verdict"], row["missing"]) for row in found.results().sort_by("unit").to_pylist()]
[('1', 'passes', []), ('2', 'undetermined', ['own'])]
"""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define

from criteria_engine.backends.duckdb.engine import connected
from criteria_engine.backends.sql.dialects import DUCKDB
from criteria_engine.backends.sql.plan_query import sql_text
from criteria_engine.backends.sql.result_query import result_query
from criteria_engine.backends.sql.typed_columns import Percent
from criteria_engine.backends.sql.typed_source import TypedSource, TypedTables
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.program import Fact
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.values.types import DateType, NumberType, Type, YesNoType

if TYPE_CHECKING:
    import pyarrow as pa

Given = Any
"""A table: its name in the open database (`table` or `schema.table`), the path of a Parquet file, or an Arrow table."""

_NUMBERS = frozenset(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
)
_DAYS = frozenset(("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"))
_WORDS = frozenset(("VARCHAR", "ENUM"))


@define(eq=False)
class OwnTables:
    """The results of rules over tables that DuckDB reads. Nothing is evaluated before it is asked for; each call evaluates anew."""

    connection: Any
    query: str
    """The query of the results, with the columns of a results table."""
    rejects_query: str
    """The query of what is not read."""

    def results(self) -> "pa.Table":
        """A row for each unit, in no particular order."""
        return self._asked(self.query)

    def rejects(self) -> "pa.Table":
        """What was not read: `unit`, `fact`, `value`, `code` of the fault."""
        return self._asked(self.rejects_query)

    def write(self, path: Path | str) -> None:
        """Write the results to a Parquet file, or to CSV where the name ends so. Lists become texts in CSV, as DuckDB writes them."""
        form = "CSV" if str(path).lower().endswith(".csv") else "PARQUET"
        self.connection.execute(f"COPY ({self.query}) TO {_literal(str(path))} (FORMAT {form})")

    def create(self, name: str) -> None:
        """Make the results a table of the open database. Raises DuckDB's error where there is one of that name."""
        self.connection.execute(f"CREATE TABLE {_quoted(name)} AS {self.query}")

    def _asked(self, query: str) -> "pa.Table":
        found: pa.Table = self.connection.sql(query).to_arrow_table()
        return found


def own_tables(
    dated: Dated,
    units: Given,
    tables: Mapping[str, Given] | None = None,
    *,
    connection: Any = None,
    percent: Percent = "points",
    threads: int | None = None,
) -> OwnTables:
    """Rules of a date over the table of `units` and related `tables`, by the rule set's names for them. A column is a fact's where it has its name;
    facts without a column are missing everywhere. `connection` is an open connection of DuckDB: it is needed for names, and files and Arrow
    tables become temporary views of it. `percent` says what percent columns hold.

    Raises Unsupported where the rules are not for DuckDB, or a column is not of its fact's type; ModuleNotFoundError without the extra `duckdb`.
    """
    database = connected(threads) if connection is None else connection
    program = dated.program
    absent: set[str] = set()
    names = {"": _named(database, units)}
    columns = {"": _columns(database, names[""])}
    for table, given in (tables or {}).items():
        names[table] = _named(database, given)
        columns[table] = _columns(database, names[table])
    source = TypedSource(program, DUCKDB, TypedTables(names[""], {}))
    for table, found in columns.items():
        if source.key.casefold() not in found:
            raise Unsupported(table or "units", f"no column {source.key}, which says whose a row is")
        facts: Mapping[str, Fact] = program.tables[table].fields if table else program.facts
        for name, fact in facts.items():
            kind = found.get(name.casefold())
            if kind is None:
                absent.add(f"{table}.{name}" if table else name)
            elif kind not in _allowed(fact.type):
                raise Unsupported(name, f"its column is {kind}, which is no {'/'.join(sorted(_allowed(fact.type)))}")
    related = {table: name for table, name in names.items() if table}
    source = TypedSource(program, DUCKDB, TypedTables(names[""], related, frozenset(absent), percent))
    results = sql_text(result_query(dated, DUCKDB, source, source.groups, source.has_names), DUCKDB)
    return OwnTables(database, results, sql_text(source.rejects(), DUCKDB))


_GIVEN = count(1)
"""Numbers of the views that files and Arrow tables have become: none is taken twice, since results are read when they are asked for."""


def _named(connection: Any, given: Given) -> tuple[str, ...]:
    """The name of a table in the database, after a file or an Arrow table has been given one."""
    name = f"criteria_given_{next(_GIVEN)}"
    if isinstance(given, Path) or (isinstance(given, str) and given.lower().endswith(".parquet")):
        connection.execute(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT * FROM read_parquet({_literal(str(given))})")
        return (name,)
    if isinstance(given, str):
        return tuple(given.split("."))
    connection.register(name, given)
    return (name,)


def _columns(connection: Any, name: tuple[str, ...]) -> dict[str, str]:
    """The columns of a table, in small letters as DuckDB compares them, and the types without what stands in their brackets."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {'.'.join(_quoted(part) for part in name)}").fetchall()
    return {row[0].casefold(): str(row[1]).partition("(")[0] for row in described}


def _allowed(kind: Type) -> frozenset[str]:
    match kind:
        case NumberType():
            return _NUMBERS
        case DateType():
            return _DAYS
        case YesNoType():
            return frozenset(("BOOLEAN",))
    return _WORDS | (_NUMBERS - {"FLOAT", "DOUBLE", "DECIMAL"})


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
