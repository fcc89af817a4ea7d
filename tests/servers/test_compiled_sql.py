"""PostgreSQL and Spark calculate as Python does; queries of `compile --to sql` over their tables give the outcomes of the interpreter."""

from typing import Any

import psycopg
import pyarrow as pa
from psycopg.sql import SQL, Identifier
from tests.engines.instruction_plans import plans
from tests.engines.test_sql import query_of
from tests.engines.typed_tables import compare

from criteria_engine.backends.sql.dialects import POSTGRES, SPARK

TYPES = {"bool": "boolean", "string": "text", "int64": "bigint", "date32[day]": "date"}
KINDS = {"number": "bigint", "flag": "boolean", "text": "text"}


def put(connection: "psycopg.Connection[Any]", name: str, columns: dict[str, str], rows: list[tuple[Any, ...]]) -> None:
    """Make a table with these columns and rows."""
    connection.execute(SQL("DROP TABLE IF EXISTS {}").format(Identifier(name)))
    shown = SQL(", ").join([SQL("{} ").format(Identifier(column)) + SQL(kind) for column, kind in columns.items()])  # type: ignore[arg-type]
    connection.execute(SQL("CREATE TABLE {} ({})").format(Identifier(name), shown))
    with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(name))) as copy:
        for row in rows:
            copy.write_row(row)


def test_postgres_calculates_every_instruction_as_python_does(postgres: str) -> None:
    with psycopg.connect(postgres) as connection:
        for found in plans():
            columns = {"unit": "bigint", **{f"v{index}": KINDS[each.kind] for index, each in enumerate(found.plan.inputs)}}
            put(connection, "units", columns, [(number, *row) for number, row in enumerate(found.rows)])
            answers = connection.execute(f"SELECT result FROM ({query_of(found, 'postgres')}) AS found ORDER BY unit").fetchall()
            given = [int(each) if isinstance(each, str) else each for (each,) in answers]
            assert given == list(found.wanted), found.name
        connection.rollback()


def test_typed_tables_in_postgres_give_what_the_interpreter_gives(postgres: str) -> None:
    with psycopg.connect(postgres) as connection:

        def asked(tables: dict[str, pa.Table], results: str, rejects: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
            for name, table in tables.items():
                columns = {field.name: TYPES.get(str(field.type), "numeric") for field in table.schema}
                put(connection, name, columns, [tuple(row.values()) for row in table.to_pylist()])
            cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
            return cursor.execute(results).fetchall(), cursor.execute(rejects).fetchall()  # type: ignore[call-overload]

        count = compare(POSTGRES, range(12), asked)
        connection.rollback()
    assert count.records > 80, count
    assert count.rejected > 5, count


ARROW = {"number": pa.int64(), "flag": pa.bool_(), "text": pa.string()}


def test_spark_calculates_every_instruction_as_python_does(spark: Any) -> None:
    for found in plans():
        inputs = enumerate(found.plan.inputs)
        columns = {f"v{index}": pa.array([row[index] for row in found.rows], ARROW[each.kind]) for index, each in inputs}
        table = pa.table({"unit": pa.array(range(len(found.rows)), pa.int64()), **columns})
        spark.createDataFrame(table).createOrReplaceTempView("units")
        answers = spark.sql(f"SELECT result FROM ({query_of(found, 'spark')}) AS found ORDER BY unit").collect()
        given = [int(row[0]) if isinstance(row[0], str) else row[0] for row in answers]
        assert given == list(found.wanted), found.name


def test_typed_tables_in_spark_give_what_the_interpreter_gives(spark: Any) -> None:
    def asked(tables: dict[str, pa.Table], results: str, rejects: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        for name, table in tables.items():
            spark.createDataFrame(table).createOrReplaceTempView(f"`{name}`")
        return [row.asDict() for row in spark.sql(results).collect()], [row.asDict() for row in spark.sql(rejects).collect()]

    count = compare(SPARK, (0, 3), asked)
    assert count.records > 15, count
    assert count.rejected > 0, count
