"""Made-up tables with columns of many types, the same in the database and in Parquet files, with data that are missing, extreme or wrong."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as parquet
from attrs import frozen

Values = Callable[[Random], Any]


@frozen
class Kind:
    """A type of the database with the Arrow type that says the same, and values of it."""

    sql: str
    arrow: pa.DataType
    value: Values


def _one_of(*values: Any) -> Values:
    return lambda chance: chance.choice(values)


def _decimal(low: int, high: int, places: int) -> Values:
    return lambda chance: Decimal(chance.randint(low * 10**places, high * 10**places)).scaleb(-places)


AREAS = (
    Kind("numeric(8,1)", pa.decimal128(8, 1), _decimal(0, 5400, 1)),
    Kind("numeric", pa.decimal128(20, 2), lambda chance: _decimal(0, 5400, chance.choice((0, 1, 1, 2)))(chance)),
    Kind("double precision", pa.float64(), lambda chance: chance.choice((chance.randint(0, 54000) / 10, 12.25, 1e300, float("nan"), float("inf")))),
    Kind("real", pa.float32(), lambda chance: chance.choice((chance.randint(0, 9000) / 10, 12.25))),
    Kind("text", pa.string(), lambda chance: chance.choice((str(chance.randint(0, 5400)), "1250,5", "n/a", "", " 700.5 ", "many"))),
    Kind("bigint", pa.int64(), _one_of(0, 100, 800, 4999, 5001, -1, 9223372036854775807)),
)
WHOLE = (
    Kind("integer", pa.int32(), lambda chance: chance.choice((0, 1, 500, 501, chance.randint(1, 90)))),
    Kind("smallint", pa.int16(), lambda chance: chance.randint(0, 90)),
    Kind("bigint", pa.int64(), lambda chance: chance.choice((-9223372036854775808, chance.randint(1, 90)))),
    Kind("numeric", pa.decimal128(20, 1), lambda chance: chance.choice((Decimal("7.5"), Decimal(chance.randint(1, 90))))),
    Kind("text", pa.string(), lambda chance: chance.choice((str(chance.randint(1, 90)), "12 officers", "-", ""))),
)
DEBTS = (
    Kind("bigint", pa.int64(), lambda chance: chance.randint(-1100000, 1100000)),
    Kind("numeric(20,0)", pa.decimal128(20, 0), lambda chance: Decimal(chance.randint(-1100000, 1100000))),
    Kind("text", pa.string(), lambda chance: chance.choice((f"{chance.randint(1, 999)}.000", "-5.000", "1.250.000", "0"))),
)
FLAGS = (
    Kind("boolean", pa.bool_(), _one_of(True, True, False)),
    Kind("text", pa.string(), _one_of("yes", "có", "KHÔNG", "maybe", "", "x")),
    Kind("integer", pa.int32(), _one_of(0, 1, 1, 2)),
    Kind("varchar(9)", pa.string(), _one_of("x", "")),
)
SHARES = (
    Kind("numeric(5,2)", pa.decimal128(5, 2), _decimal(0, 105, 2)),
    Kind("numeric", pa.decimal128(12, 4), lambda chance: Decimal(chance.randint(3000, 10000)).scaleb(-4)),
    Kind("integer", pa.int32(), lambda chance: chance.randint(0, 101)),
    Kind("double precision", pa.float64(), lambda chance: chance.randint(0, 1000) / 10),
    Kind("text", pa.string(), lambda chance: chance.choice((f"{chance.randint(0, 100)}%", "85,5%", "0.5", ""))),
)
RATINGS = (
    Kind("text", pa.string(), _one_of("good", "Excellent", "WEAK", "bad", "", " average")),
    Kind("rating", pa.string(), _one_of("weak", "average", "good", "excellent")),
    Kind("character(12)", pa.string(), _one_of("weak", "average", "good", "excellent")),
)
DAYS = (
    Kind("date", pa.date32(), lambda chance: chance.choice((date(2019, 5, 6), date(2025, 1, 1), date(1, 1, 1), date(9999, 12, 31)))),
    Kind("timestamp", pa.timestamp("us"), lambda chance: chance.choice((datetime(2019, 5, 6), datetime(2025, 1, 1, 12, 30)))),
    Kind("text", pa.string(), lambda chance: chance.choice(("2019-05-06", "06/05/2019", "31/12/2024", "31/2/2020", ""))),
)
TEXTS = (Kind("text", pa.string(), _one_of("Q1", "Q2", "Quận Ba", "Quận Ba", " Q1", "-", "Vì dân", "it's; \\ \"so\"", "")),)
MONEY = (Kind("numeric(7,2)", pa.decimal128(7, 2), _decimal(0, 1100, 2)), Kind("numeric", pa.decimal128(20, 3), _decimal(0, 400, 3)))
SMALL = (Kind("integer", pa.int32(), lambda chance: chance.randint(0, 10)), Kind("text", pa.string(), _one_of("1", "5", "9", "ten", "")))

UNITS: Mapping[str, Sequence[Kind]] = {
    "title": TEXTS, "district": TEXTS, "area": AREAS, "officers": WHOLE, "debt": DEBTS, "own": FLAGS, "open": FLAGS, "share": SHARES,
    "rated": RATINGS, "since": DAYS, "motto": TEXTS,
}  # fmt: skip
CASES: Mapping[str, Sequence[Kind]] = {"solved": FLAGS, "severity": SMALL, "worth": MONEY}


@frozen
class Made:
    """The same tables twice: in the database by these names, and in these files."""

    names: Mapping[str, str]
    files: Mapping[str, Path]


def made_tables(connection: psycopg.Connection[Any], folder: Path, seed: int, many: int) -> Made:
    """A table of units, of their cases, and a list of units."""
    chance = Random(seed)
    codes = [chance.choice(("W{}", "{:05}", "Đ{}", "w-{}")).format(number) for number in range(many)]
    own = list(codes)
    if chance.random() < 0.5:
        own += [codes[0], "", None]
    columns: dict[str, Kind] = {"code": Kind("text", pa.string(), _one_of(""))}
    columns |= {name: chance.choice(kinds) for name, kinds in UNITS.items() if chance.random() < 0.95}
    _make(connection, folder, "wards", columns, _rows(chance, columns, own, 0.1))
    columns = {"code": Kind("text", pa.string(), _one_of(""))} | {name: chance.choice(kinds) for name, kinds in CASES.items()}
    strange = ["W99999"] if chance.random() < 0.3 else []
    _make(connection, folder, "cases", columns, _rows(chance, columns, [chance.choice(codes) for _ in range(2 * many)] + strange, 0.05))
    columns = {"code": Kind("text", pa.string(), _one_of(""))} | dict.fromkeys(("title", "district"), TEXTS[0])
    listed = [*sorted(chance.sample(codes, many - 2)), "listed only"]
    _make(connection, folder, "listed", columns, _rows(chance, columns, listed, 0.1))
    names = ("wards", "cases", "listed")
    return Made({name: f"made.{name}" for name in names}, {name: folder / f"{name}.parquet" for name in names})


def _rows(chance: Random, columns: Mapping[str, Kind], codes: Sequence[str | None], gaps: float) -> list[list[Any]]:
    kinds = list(columns.values())[1:]
    return [[code, *(None if chance.random() < gaps else kind.value(chance) for kind in kinds)] for code in codes]


def _make(connection: psycopg.Connection[Any], folder: Path, name: str, columns: Mapping[str, Kind], rows: Sequence[Sequence[Any]]) -> None:
    arrays = [pa.array([row[place] for row in rows], kind.arrow) for place, kind in enumerate(columns.values())]
    parquet.write_table(pa.table(arrays, names=list(columns)), folder / f"{name}.parquet")
    connection.execute("CREATE SCHEMA IF NOT EXISTS made")
    if connection.execute("SELECT to_regtype('made.rating')").fetchone() == (None,):
        connection.execute("CREATE TYPE made.rating AS ENUM ('weak', 'average', 'good', 'excellent')")
    kinds = ", ".join(f"{column} {'made.rating' if kind.sql == 'rating' else kind.sql}" for column, kind in columns.items())
    connection.execute(f"DROP TABLE IF EXISTS made.{name}; CREATE TABLE made.{name} ({kinds})")
    with connection.cursor().copy(f"COPY made.{name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    if len({row[0] for row in rows}) == len(rows) and name == "wards":
        connection.execute(f"CREATE UNIQUE INDEX ON made.{name} (code)")
