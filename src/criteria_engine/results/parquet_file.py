"""A result file becomes Parquet: exact numbers as text, the same numbers as decimals to ten places, stable names and types.

The same results give the same bytes: nothing of clock, host or path is inside; what they were made from stands in the file's metadata.
"""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from criteria_engine.programmes.result_file import ResultFile, UnitResult
from criteria_engine.results.columns import Datum, ResultColumn, result_columns
from criteria_engine.results.exact_columns import DIGITS, PLACES, decimal_of
from criteria_engine.values.numbers import exact_text

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "criteria-results-table/1"

ROWS_TOGETHER = 65_536
"""Rows that a file packs together, however it is made, so that its bytes do not tell in which parts its rows came."""


def results_parquet(results: ResultFile) -> bytes:
    """The bytes of a Parquet file with a row a unit. Raises ModuleNotFoundError where pyarrow is not installed.

    A column of numbers NAME is a decimal128(38, 10), rounded half up where ten decimals do not write it, and null where it has more
    than 28 digits before the point; NAME_exact beside it is its exact text (`48/7`).
    """
    import pyarrow.parquet as parquet

    table = units_table(result_columns(results.groupings, results.headings), results.results)
    file = io.BytesIO()
    said = table_metadata(results.version, results.ruleset, results.as_of, results.digests)
    parquet.write_table(table.replace_schema_metadata(said), file, row_group_size=ROWS_TOGETHER, compression="zstd")
    return file.getvalue()


def table_metadata(version: str, ruleset: str, as_of: date, digests: Mapping[str, str]) -> dict[str, str]:
    """What a table of results says of itself: its format, and what it was made from."""
    return {
        "format": FORMAT, "version": version, "ruleset": ruleset, "as_of": as_of.isoformat(),
        "digests": json.dumps(dict(digests), ensure_ascii=False, sort_keys=True),
    }  # fmt: skip


def units_table(columns: Sequence[ResultColumn], units: Sequence[UnitResult]) -> "pa.Table":
    """Results of units as an Arrow table, a row each."""
    import pyarrow as pa

    found = [pair for column in columns for pair in _arrays(pa, column.name, column.kind, [column.of(one) for one in units])]
    return pa.Table.from_arrays([array for _, array in found], names=[name for name, _ in found])


def _arrays(pa: Any, name: str, kind: str, data: Sequence[Datum]) -> list[tuple[str, Any]]:
    if kind == "number":
        numbers = [None if datum is None else Fraction(datum) for datum in data]  # type: ignore[arg-type]
        decimals = pa.array([None if number is None else decimal_of(number) for number in numbers], pa.decimal128(DIGITS, PLACES))
        exact = pa.array([None if number is None else exact_text(number) for number in numbers], pa.string())
        return [(name, decimals), (f"{name}_exact", exact)]
    if kind == "list":
        return [(name, pa.array([list(datum) for datum in data], pa.list_(pa.string())))]  # type: ignore[arg-type]
    return [(name, pa.array(data, pa.bool_() if kind == "truth" else pa.string()))]
