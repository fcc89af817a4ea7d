"""Where databases write the same thing differently: whole numbers, division, dates, texts, and how a query is cut into parts."""

from collections.abc import Callable
from typing import Literal

from attrs import frozen
from sqlglot import exp

from criteria_engine.backends.sql.nodes import Node, called, cast, minus, number, plus


@frozen(eq=False)
class Dialect:
    """A database as a printer of plans sees it.

    Numbers of at most `narrow_bits` bits, the sign among them, are of type `narrow`, of at most 32 of type `small` where there is one, which is
    what the database takes small literals for; wider ones up to `wide_bits` of type `wide`;
    what is wider still is not written at all. `binary` is the collation by which texts are equal only where all their characters
    are. `divided` gives the quotient without its fraction of two numbers of which the second is positive, `remainder` has the sign
    of the first; `divides_wide` says whether that is exact for wide numbers. `date_of` takes a day number from 1, `day_number` gives
    it back; `part` is a date's year, month or day; `plus_months` ends on a month's last day where it has no such day. `counted`
    makes 1 and 0 of a flag; `summed` is what is added up of a number, in a type that is wide enough. `composed` is
    a text in NFC, None where the database cannot say; `listed` a list of those texts that are not null. Names longer than `longest_name` bytes
    are cut; where `folds_names`, names that differ only in case are one. `holds_nul` says whether a
    text may hold the character NUL. `layer` says how a part of the query
    is kept from being put inside another; where a part that is read twice is planned twice, `most_copies` says how often the
    first one may be planned before a query is refused.
    """

    name: str
    narrow_bits: int
    wide_bits: int
    small: str | None
    narrow: str
    wide: str
    binary: str
    divided: Callable[[Node, Node], Node]
    remainder: Callable[[Node, Node], Node]
    divides_wide: bool
    date_of: Callable[[Node], Node]
    day_number: Callable[[Node], Node]
    part: Callable[[Node, str], Node]
    plus_months: Callable[[Node, Node], Node]
    counted: Callable[[Node], Node]
    summed: Callable[[Node], Node]
    composed: Callable[[Node], Node] | None
    listed: Callable[[list[Node]], Node]
    longest_name: int | None
    folds_names: bool
    holds_nul: bool
    layer: Literal["plain", "not materialized", "offset"]
    most_copies: int | None = None


def _first_day() -> Node:
    return cast(exp.Literal.string("0001-01-01"), "DATE")


def _extracted(date: Node, part: str) -> Node:
    return exp.Extract(this=exp.Var(this=part), expression=date)


def _remainder(above: Node, below: Node) -> Node:
    return exp.Mod(this=above, expression=below)


def _date_plus_days(day: Node) -> Node:
    return exp.Paren(this=plus(_first_day(), cast(minus(day, number(1)), "INT")))


def _months(months: Node) -> Node:
    return exp.Mul(this=cast(months, "INT"), expression=exp.Interval(this=exp.Literal.string("1"), unit=exp.Var(this="MONTH")))


def _not_null_lambda() -> Node:
    each = exp.Identifier(this="each", quoted=False)
    return exp.Lambda(this=exp.Not(this=exp.Is(this=exp.Column(this=each), expression=exp.Null())), expressions=[each])


DUCKDB = Dialect(
    name="duckdb",
    narrow_bits=64,
    wide_bits=127,
    small="INT",
    narrow="BIGINT",
    wide="INT128",
    binary="C",
    divided=lambda above, below: exp.IntDiv(this=above, expression=below),
    remainder=_remainder,
    divides_wide=True,
    date_of=_date_plus_days,
    day_number=lambda date: plus(exp.Paren(this=minus(date, _first_day())), number(1)),
    part=_extracted,
    plus_months=lambda date, months: cast(plus(date, called("TO_MONTHS", cast(months, "INT"))), "DATE"),
    counted=lambda flag: cast(flag, "INT"),
    summed=lambda value: value,
    composed=lambda text: called("NFC_NORMALIZE", text),
    listed=lambda texts: called("LIST_FILTER", exp.Array(expressions=texts), _not_null_lambda()),
    longest_name=None,
    folds_names=True,
    holds_nul=True,
    layer="plain",
)

POSTGRES = Dialect(
    name="postgres",
    narrow_bits=64,
    wide_bits=4000,
    small=None,
    narrow="BIGINT",
    wide="DECIMAL",
    binary="C",
    divided=lambda above, below: exp.Div(this=above, expression=below, typed=True, safe=False),
    remainder=_remainder,
    divides_wide=False,
    date_of=_date_plus_days,
    day_number=lambda date: plus(cast(exp.Paren(this=minus(date, _first_day())), "BIGINT"), number(1)),
    part=lambda date, part: cast(_extracted(date, part), "BIGINT"),
    plus_months=lambda date, months: cast(plus(date, _months(months)), "DATE"),
    counted=lambda flag: cast(cast(flag, "INT"), "BIGINT"),
    summed=lambda value: value,
    composed=lambda text: called("NORMALIZE", text, exp.Var(this="NFC")),
    listed=lambda texts: called("ARRAY_REMOVE", cast(exp.Array(expressions=texts), "ARRAY<TEXT>"), exp.Null()),
    longest_name=63,
    folds_names=False,
    holds_nul=False,
    layer="offset",
)

SPARK = Dialect(
    name="spark",
    narrow_bits=64,
    wide_bits=126,
    small=None,
    narrow="BIGINT",
    wide="DECIMAL(38, 0)",
    binary="UTF8_BINARY",
    divided=lambda above, below: exp.IntDiv(this=above, expression=below),
    remainder=_remainder,
    divides_wide=False,
    date_of=lambda day: called("DATE_ADD", _first_day(), cast(minus(day, number(1)), "INT")),
    day_number=lambda date: plus(cast(called("DATEDIFF", date, _first_day()), "BIGINT"), number(1)),
    part=lambda date, part: cast(_extracted(date, part), "BIGINT"),
    plus_months=lambda date, months: called("ADD_MONTHS", date, cast(months, "INT")),
    counted=lambda flag: cast(flag, "BIGINT"),
    summed=lambda value: cast(value, "DECIMAL(38, 0)"),
    composed=None,
    listed=lambda texts: called("ARRAY_COMPACT", called("ARRAY", *texts)),
    longest_name=None,
    folds_names=True,
    holds_nul=True,
    layer="plain",
    most_copies=16,
)

DIALECTS = {dialect.name: dialect for dialect in (DUCKDB, POSTGRES, SPARK)}
