"""A result file becomes Parquet: exact numbers as text, the same numbers as decimals to ten places, stable names and types.

The same results give the same bytes: nothing of clock, host or path is inside; what they were made from stands in the file's metadata.
"""

import io
import json
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from criteria_engine.programmes.result_file import ResultFile
from criteria_engine.results.columns import Datum, result_columns
from criteria_engine.values.numbers import Rational, exact_text, round_to

FORMAT = "criteria-results-table/1"

PLACES = 10
"""Decimals of a decimal column."""

DIGITS = 38
"""Digits of a decimal column: the most that 128 bits hold."""

_EXACTLY = Context(prec=DIGITS + PLACES)


def results_parquet(results: ResultFile) -> bytes:
    """The bytes of a Parquet file with a row a unit. Raises ModuleNotFoundError where pyarrow is not installed.

    A column of numbers NAME is a decimal128(38, 10), rounded half up where ten decimals do not write it, and null where it has more
    than 28 digits before the point; NAME_exact beside it is its exact text (`48/7`).
    """
    import pyarrow as pa
    import pyarrow.parquet as parquet

    names: list[str] = []
    arrays: list[Any] = []
    for column in result_columns(results):
        data = [column.of(one) for one in results.results]
        for name, array in _arrays(pa, column.name, column.kind, data):
            names.append(name)
            arrays.append(array)
    said = {
        "format": FORMAT, "version": results.version, "ruleset": results.ruleset, "as_of": results.as_of.isoformat(),
        "digests": json.dumps(dict(results.digests), ensure_ascii=False, sort_keys=True),
    }  # fmt: skip
    table = pa.Table.from_arrays(arrays, names=names).replace_schema_metadata(said)
    file = io.BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()


def _arrays(pa: Any, name: str, kind: str, data: Sequence[Datum]) -> list[tuple[str, Any]]:
    if kind == "number":
        numbers = [None if datum is None else Fraction(datum) for datum in data]  # type: ignore[arg-type]
        decimals = pa.array([None if number is None else _decimal(number) for number in numbers], pa.decimal128(DIGITS, PLACES))
        exact = pa.array([None if number is None else exact_text(number) for number in numbers], pa.string())
        return [(name, decimals), (f"{name}_exact", exact)]
    if kind == "list":
        return [(name, pa.array([list(datum) for datum in data], pa.list_(pa.string())))]  # type: ignore[arg-type]
    return [(name, pa.array(data, pa.bool_() if kind == "truth" else pa.string()))]


def _decimal(number: Rational) -> Decimal | None:
    scaled = Fraction(round_to(number, Fraction(1, 10**PLACES), "half up")) * 10**PLACES
    whole = scaled.numerator
    return None if abs(whole) >= 10**DIGITS else Decimal(whole).scaleb(-PLACES, _EXACTLY)
