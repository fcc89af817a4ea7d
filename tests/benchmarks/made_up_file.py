"""The benchmark's made-up units as a Parquet file of any size: `python -m tests.benchmarks.made_up_file ROWS FILE [--gaps]`.

Columns have types of their own, as a city's database would export them: areas and percentages as decimals, grades by name. With `--gaps`
2 % of all values are missing. Data are written a million rows at a time.
"""

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
from tests.benchmarks.made_up_columns import made_up

AT_ONCE = 1_000_000
GRADES = ("weak", "average", "good", "excellent")


def part(first: int, many: int, gaps: bool) -> pa.Table:
    """Units from a number on."""
    chance = np.random.default_rng(first)
    columns: dict[str, Any] = {"code": pc.utf8_lpad(pa.array(np.arange(first, first + many)).cast(pa.string()), 8, "0")}
    for name, values in made_up(many, first).items():
        array = pa.array(values, mask=chance.random(many) < 0.02 if gaps else None)
        if name.endswith("_area"):
            array = decimals(array, "0.1", 1)
        elif name.endswith("_share"):
            name, array = f"{name} (%)", decimals(array, "0.01", 2)
        elif name.endswith("_grade"):
            array = pa.DictionaryArray.from_arrays(array.cast(pa.int8()), pa.array(GRADES))
        columns[name] = array
    return pa.table(columns)


def decimals(array: pa.Array, step: str, places: int) -> pa.Array:
    """Whole numbers of a step as decimals."""
    whole = array.cast(pa.int64()).cast(pa.decimal128(19, 0))
    return pc.multiply(whole, pa.scalar(Decimal(step))).cast(pa.decimal128(9, places))


def main() -> None:
    """Write the file."""
    arguments = argparse.ArgumentParser(description="The benchmark's units as Parquet.")
    arguments.add_argument("rows", type=int)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--gaps", action="store_true")
    asked = arguments.parse_args()
    writer = None
    for first in range(0, asked.rows, AT_ONCE):
        table = part(first, min(AT_ONCE, asked.rows - first), asked.gaps)
        writer = writer or parquet.ParquetWriter(asked.file, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=131_072)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    main()
