"""Codes of units in data frames of Spark: which rows have to meet on one worker, and which do not say whose they are."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from criteria_engine.data.binding import Binding, identifying_fact
from criteria_engine.data.cell_reading import MISSING_MARKS, datum_reader
from criteria_engine.engine import Rules
from criteria_engine.table_assessment.spark_binding import quoted

if TYPE_CHECKING:
    Frame = Any

LONGEST_MARK = max(map(len, MISSING_MARKS))


def open_tables(rules: Rules, tables: "Mapping[str, Frame]", bound: Sequence[Binding]) -> frozenset[str]:
    """The related tables with rows that do not say whose they are: every unit may have them."""
    from pyspark.sql import functions as f

    key = identifying_fact(rules.program.subject, rules.program.facts)
    read = datum_reader(key)
    found = set()
    for (name, frame), own in zip(tables.items(), bound, strict=True):
        code = frame[quoted(own.columns[key.name])].cast("string")
        like_a_mark = (f.length(alike(code)) <= LONGEST_MARK) & ~code.rlike("[0-9]")
        odd = frame.select(code.alias("code")).where(code.isNull() | like_a_mark | code.rlike(r"\p{C}"))
        values = [row[0] for row in odd.distinct().collect()]
        if any(value is None or not isinstance(read(value), str) for value in values):
            found.add(name)
    return frozenset(found)


def alike(code: Any) -> Any:
    """What codes have alike that are read as the same code, whatever their blanks and forms of Unicode, or that are but for leading zeros;
    other codes may have it too."""
    from pyspark.sql import functions as f

    return f.regexp_replace(f.regexp_replace(code.cast("string"), r"[!-~]?\p{M}+|[^!-~]", ""), "^0+", "")


def bucket(code: Any, buckets: int) -> Any:
    from pyspark.sql import functions as f

    return f.pmod(f.xxhash64(alike(code)), f.lit(buckets))


def counted(units: "Frame", key: Any) -> tuple[int, bool]:
    """How many units there are, and whether a code may stand twice: such units must meet on one worker."""
    from pyspark.sql import functions as f

    counted = units.groupBy(alike(key).alias("code")).count()
    many, most = counted.agg(f.sum("count"), f.max("count")).collect()[0]
    return many or 0, (most or 0) > 1
