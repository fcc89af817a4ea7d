"""The benchmark's standard as a programmer would write it by hand with Polars: the verdict alone, nothing missing.

Columns hold whole numbers (areas in tenths, shares in hundredths of a percent, grades from 0); points are counted in 20000ths.
"""

from typing import Any

import polars as pl

PILLARS = ("facilities", "forces", "crime", "order", "services")


def verdicts(frame: Any) -> Any:
    """A frame of one column, `verdict`."""
    return frame.select(verdict=_verdict())


def _verdict() -> pl.Expr:
    col = pl.col
    gates, points, failed = [], [], []
    for p in PILLARS:
        staff, share, late = (col(f"{p}_{fact}").cast(pl.Int32) for fact in ("staff", "share", "late"))
        grade, cases = col(f"{p}_grade"), col(f"{p}_cases")
        enough = 10 * staff >= 9 * col(f"{p}_needed").cast(pl.Int32)
        trained = pl.sum_horizontal(*(col(f"{p}_{duty}").cast(pl.Int8) for duty in ("ready", "plan", "trained", "checked"))) >= 3
        gates += [col(f"{p}_ready"), col(f"{p}_area") >= 2000, 4 * col(f"{p}_solved") >= 3 * cases]
        points.append(
            60000
            + pl.when(staff >= col(f"{p}_needed")).then(60000).when(enough).then(40000).otherwise(0)
            + pl.when(share >= 9000).then(60000).when(share >= 5000).then((share - 5000) * 15).otherwise(0)
            + pl.when(trained).then(40000).otherwise(0)
            + pl.when(grade == 3).then(60000).when(grade == 2).then(40000).otherwise(0)
            + (60000 - 5000 * late).clip(lower_bound=0)
            + (4000 * ((cases - 1000).clip(lower_bound=0) // 50)).clip(upper_bound=40000)
        )
        failed += [~enough, ~trained, grade < 2, late > 8, late > 2]
    barred = (col("crime_late") > 900) | ((col("order_grade") == 0) & (col("services_grade") == 0))
    unmet = pl.sum_horizontal(*(each.cast(pl.Int8) for each in failed))
    passes = pl.all_horizontal(*gates) & (points[0] >= 228000) & (pl.sum_horizontal(*points) >= 1000000) & (unmet <= 20)
    return pl.when(barred).then(pl.lit("disqualified")).when(passes).then(pl.lit("passes")).otherwise(pl.lit("fails"))
