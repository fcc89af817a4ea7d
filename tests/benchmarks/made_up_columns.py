"""The benchmark's made-up records as columns, millions of them in a moment: whole numbers of the facts' scales, in types as narrow as the
facts' bounds allow."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.ir.records import Record

PILLARS = ("facilities", "forces", "crime", "order", "services")
DUTIES = ("ready", "plan", "trained", "checked")


def made_up(many: int, seed: int = 0) -> dict[str, Any]:
    """Arrays by fact; the same seed gives the same arrays. Most units do well."""
    chance = np.random.default_rng(seed)
    found: dict[str, Any] = {}
    for pillar in PILLARS:
        cases = chance.integers(1, 3000, many, dtype=np.int32, endpoint=True)
        needed = chance.integers(20, 200, many, dtype=np.int32, endpoint=True)
        for duty in DUTIES:
            found[f"{pillar}_{duty}"] = chance.integers(0, 100, many, dtype=np.int8) < 97
        staff = np.minimum(500, needed * chance.integers(85, 120, many, dtype=np.int32) // 100)
        found[f"{pillar}_needed"], found[f"{pillar}_staff"] = needed.astype(np.int16), staff.astype(np.int16)
        solved = cases * chance.integers(74, 100, many, dtype=np.int32, endpoint=True) // 100
        found[f"{pillar}_cases"], found[f"{pillar}_solved"] = cases.astype(np.int32), solved.astype(np.int32)
        found[f"{pillar}_area"] = chance.integers(1900, 20000, many, dtype=np.int32, endpoint=True)
        found[f"{pillar}_share"] = chance.integers(5000, 10000, many, dtype=np.int16, endpoint=True)
        found[f"{pillar}_grade"] = np.array((0, 1, 2, 2, 3, 3), np.int8)[chance.integers(0, 6, many)]
        found[f"{pillar}_late"] = np.array((0, 0, 0, 1, 2, 4, 9), np.int16)[chance.integers(0, 7, many)]
    return found


def with_gaps(arrays: Mapping[str, Any], share: float = 0.02, seed: int = 1) -> dict[str, pa.Array]:
    """The same columns as Arrow arrays, a share of all values missing."""
    chance = np.random.default_rng(seed)
    return {name: pa.array(values, mask=chance.random(len(values)) < share) for name, values in arrays.items()}


def encoded(columns: Mapping[str, Any]) -> EncodedBatch:
    """Columns as a batch; numbered units."""
    arrays = {name: values if isinstance(values, pa.Array) else pa.array(values) for name, values in columns.items()}
    many = len(next(iter(arrays.values())))
    codes = pa.array(np.arange(many).astype(str)) if many < 1_000_000 else pa.array(np.arange(many)).cast(pa.string())

    def record(place: int) -> Record:
        raise NotImplementedError("the benchmark asks no interpreter")

    return EncodedBatch(codes, codes, {name: EncodedColumn(values) for name, values in arrays.items()}, {}, record)
