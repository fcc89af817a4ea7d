"""A column of the database becomes the plan's numbers, by an expression where its type says all, else by a list of what its texts mean.

What a column of texts means, all its cells decide together (`data.cell_reading`), so each different text is read once, with the number
of its cells, in the same way as cells of a file; the query then looks it up. Numbers, days and flags that their type marks as such
need no reading: the query itself tells which are within the bounds and steps of their fact.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from criteria_engine.backends.postgres.database_tables import DatabaseColumn, DatabaseTable
from criteria_engine.backends.postgres.quoting import array_sql, text_sql
from criteria_engine.backends.tables.encoding import encoder
from criteria_engine.data.cell_reading import ColumnReader, Read, Reader, column_reader, counted_reader
from criteria_engine.data.heading_words import unit_named
from criteria_engine.data.mapping import ReadingSettings
from criteria_engine.data.raw_table import LONGEST_CELL
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.values.numbers import decimal_places, exact_text
from criteria_engine.values.types import DateType, NumberType, TextType, Type, YesNoType
from criteria_engine.values.units import conversion

if TYPE_CHECKING:
    from psycopg import Connection

FEW = 24
"""So many different texts are looked up one after the other; more are joined as a table."""

PLAIN_TEXT = "'^[0-9A-Za-z][0-9A-Za-z._-]*$'"
"""Texts that no reading changes and that stand for nothing else."""

_WIDEST = 2**63 - 1
_POINTS, _SHARE = Fraction(1, 100), Fraction(1)
"""What a bare number of a column of percentages is multiplied by: 85 or 0.85 for 85 %."""


@frozen(eq=False)
class Encoded:
    """How a column is encoded. `value` is null where there is no valid datum; `bad` tells, of a null `value`, where there is a datum all the same,
    None where that is never so; `joins` are the tables of texts that they read."""

    value: str
    bad: str | None = None
    joins: tuple[str, ...] = ()
    valid: str | None = None
    """Where `value` is not null, told without calculating it; None where only that tells."""
    sure: str | None = None
    """The same as `value`, for rows that are `valid`."""

    @property
    def is_valid(self) -> str:
        """Whether there is a valid datum: true or false."""
        return f"({self.valid or f'{self.value} IS NOT NULL'})"


@frozen(eq=False)
class FactColumn:
    """A column of a fact: what reads its cells, the faults of the column as a whole, and how a query encodes it."""

    fact: Fact
    column: DatabaseColumn
    read: Reader
    faults: tuple[Fault, ...]
    encoded: Encoded


@frozen(eq=False)
class Ask:
    """A fact's column that is to be read, with all that is said of it. `needed`: a query works with its values, not only with whether they
    are valid."""

    fact: Fact
    column: DatabaseColumn
    settings: ReadingSettings
    percent_heading: bool
    needed: bool


Texts = Sequence[tuple[str | None, int]]
"""Different texts, each with the number of its cells."""


def fact_columns(connection: "Connection[Any]", table: DatabaseTable, asked: Sequence[Ask], prefix: str) -> list[FactColumn]:
    """The columns of facts. `prefix` begins the names of joined tables. Texts of the columns that need it are read from the database."""
    found: dict[int, FactColumn] = {}
    waiting: list[int] = []
    for index, ask in enumerate(asked):
        encoded = _by_type(ask)
        if encoded is not None:
            read = column_reader(ask.fact, (), ask.settings, ask.percent_heading)
            found[index] = FactColumn(ask.fact, ask.column, read.read, (), encoded)
        else:
            waiting.append(index)
    for index in waiting:
        ask = asked[index]
        percents = _by_kinds_of_number(connection, table, ask)
        found[index] = percents or _by_texts(ask, table, different_texts(connection, table, ask), f"{prefix}{index}")
    return [found[index] for index in range(len(asked))]


def different_texts(connection: "Connection[Any]", table: DatabaseTable, ask: Ask) -> Texts:
    """The different texts of a column, with the number of their cells; of a column of plain texts only those that are not plain."""
    where = f"WHERE NOT ({_is_plain(ask.column.as_text)})" if _mostly_plain(ask) else ""
    inner = f"SELECT {ask.column.compared} AS cell, count(*) AS many FROM {table.sql} AS t {where} GROUP BY 1"
    found: Texts = connection.execute(f"SELECT (q.cell)::text, q.many FROM ({inner}) AS q".encode()).fetchall()
    return found


def _by_kinds_of_number(connection: "Connection[Any]", table: DatabaseTable, ask: Ask) -> FactColumn | None:
    """A column of percentages in a type of numbers. Whether a bare number is a percentage or a share depends on its column; but only on how many
    of its numbers the fact can have read the one way, the other, both or none, and so does what becomes of each. So one number of each such
    kind is read, with the number of its cells. None for other columns, and where this does not tell."""
    of, column = ask.fact.type, ask.column
    if not isinstance(of, NumberType) or of.kind != "percent" or column.kind not in ("whole", "exact", "binary") or ask.settings.unit:
        return None
    conditions = [_within(of, evolve(column, name="cell"), factor) for factor in (_POINTS, _SHARE)]
    if any(each is None for each in conditions):
        return None
    inner = f"SELECT {column.sql} AS cell, count(*) AS many FROM {table.sql} AS t GROUP BY 1"
    terms = [f"({each.bounds} AND {each.steps})" for each in conditions if each is not None]
    terms += [f"({each.bounds})" for each in conditions if each is not None]
    terms += ["(t.cell = 0)", *(["t.cell NOT IN ('NaN', 'Infinity', '-Infinity')"] if column.kind != "whole" else [])]
    query = f"SELECT min(t.cell)::text, sum(t.many)::bigint FROM ({inner}) AS t GROUP BY {', '.join(terms)}"
    texts: Texts = connection.execute(query.encode()).fetchall()
    read = _read(ask, table, texts)
    meanings = {text: read.read(column.cell(text)) for text, _ in texts if text is not None}
    for factor, other in ((_POINTS, _SHARE), (_SHARE, _POINTS)):
        encoded = _number(of, column, factor)
        values = {text: _value(text, of, factor) for text in meanings}
        if encoded is not None and all(_same(meanings[text], values[text]) for text in meanings):
            return FactColumn(ask.fact, column, read.read, read.faults, encoded)
        sure = {text: value if value is None or value == 0 or _value(text, of, other) is None else None for text, value in values.items()}
        condition = _within(of, column, other)
        if encoded is not None and condition is not None and all(_same(meanings[text], sure[text]) for text in meanings):
            either_way = f"({column.sql} = 0 OR ({condition.bounds} AND {condition.steps}) IS NOT TRUE)"
            assert encoded.valid is not None and encoded.sure is not None
            own = _given(column.sql, encoded.sure, f"{encoded.valid} AND {either_way}")
            return FactColumn(ask.fact, column, read.read, read.faults, own)
    return None


def _mostly_plain(ask: Ask) -> bool:
    """Whether what a text means does not depend on the other cells of its column, and most mean themselves."""
    return isinstance(ask.fact.type, TextType) and ask.column.kind == "text" and ask.settings.missing is None


def _is_plain(text: str) -> str:
    return f"{text} ~ {PLAIN_TEXT} AND char_length({text}) <= {LONGEST_CELL}"


def _by_type(ask: Ask) -> Encoded | None:
    """The encoding of a column whose type says what its values are; None where its texts have to be read."""
    sql, kind, of = ask.column.sql, ask.column.kind, ask.fact.type
    match of:
        case YesNoType() if kind == "truth":
            return Encoded(f"COALESCE({sql}, false)" if ask.settings.blank == "no" else sql)
        case NumberType() if kind in ("whole", "exact", "binary"):
            factor = _factor(of, ask)
            return None if factor is None else _number(of, ask.column, factor)
        case DateType() if kind == "day":
            return _given(sql, f"({sql} - DATE '0001-01-01') + 1", _days_within(of, sql))
        case DateType() if kind == "moment":
            whole = f"{sql} = date_trunc('day', {sql}) AND {_days_within(of, sql)}"
            return _given(sql, f"({sql}::date - DATE '0001-01-01') + 1", whole)
        case TextType() if kind == "whole":
            return _given(sql, f"{ask.column.as_text}", f"{sql} >= 0")
        case TextType() if kind == "text" and not ask.needed:
            return Encoded("NULL::text", f"(char_length({ask.column.as_text}) > {LONGEST_CELL}) IS TRUE")
    return None


def _given(sql: str, value: str, within: str) -> Encoded:
    return Encoded(f"CASE WHEN {within} THEN {value} END", f"({sql} IS NOT NULL)", (), f"({within}) IS TRUE", value)


def _days_within(of: DateType, sql: str) -> str:
    return f"{sql} BETWEEN DATE '{of.low.isoformat()}' AND DATE '{of.high.isoformat()}'"


def _factor(of: NumberType, ask: Ask) -> Fraction | None:
    """What a number of a column is multiplied by to be the fact's; None where that depends on its other cells."""
    unit = unit_named(ask.settings.unit, of.unit) if ask.settings.unit else None
    factor = Fraction(conversion(unit, of.unit)) if unit is not None and unit.measures_as(of.unit) else Fraction(1)
    if of.kind != "percent":
        return factor
    meant = "points" if ask.settings.percent is None and ask.percent_heading else ask.settings.percent
    return {"points": factor / 100, "share": factor}.get(meant or "")


@frozen
class _Within:
    """When a number is one of a fact's: within its bounds, and then on its steps; and how it is encoded."""

    bounds: str
    steps: str
    value: str


def _within(of: NumberType, column: DatabaseColumn, factor: Fraction) -> _Within | None:
    """Numbers within the fact's bounds and on its steps, after they were multiplied; None where the bounds are no plain decimals."""
    scale = Fraction(of.scale) if of.scale is not None else Fraction(1)
    lowest, highest = Fraction(of.low), Fraction(of.high)
    if max(abs(lowest), abs(highest)) / scale > _WIDEST:
        raise Unsupported("numbers", "a fact has more than 64 bits")
    low, high, steps = lowest / factor, highest / factor, factor / scale
    if decimal_places(low) is None or decimal_places(high) is None:
        return None
    above, below = steps.numerator, steps.denominator
    sql = f"({column.sql})::text::numeric" if column.kind == "binary" else column.sql
    whole = column.kind == "whole"
    if whole and above * max(abs(low), abs(high)) > _WIDEST:
        sql, whole = f"{sql}::numeric", False
    scaled = f"({sql})::bigint" if whole else sql
    scaled = scaled if above == 1 else f"({scaled} * {above})"
    checked = below != 1 if column.kind == "whole" else not _always_on_steps(column, steps)
    value = scaled if below == 1 else f"({scaled} / {below})"
    bounds = f"{sql} BETWEEN {exact_text(low)} AND {exact_text(high)}"
    return _Within(bounds, f"mod({scaled}, {below}) = 0" if checked else "true", value if whole else f"({value})::bigint")


def _number(of: NumberType, column: DatabaseColumn, factor: Fraction) -> Encoded | None:
    """The encoding of numbers; see `_within`."""
    found = _within(of, column, factor)
    return None if found is None else _given(column.sql, found.value, found.bounds if found.steps == "true" else f"{found.bounds} AND {found.steps}")


def _always_on_steps(column: DatabaseColumn, steps: Fraction) -> bool:
    """Whether the type of a column allows no number between the steps."""
    return column.decimals is not None and (steps * Fraction(10) ** -column.decimals).denominator == 1


def _read(ask: Ask, table: DatabaseTable, texts: Texts) -> ColumnReader:
    """What reads the cells of a column, by all of them."""
    counted: dict[str, int] = {}
    typed: dict[object, int] = {}
    for text, many in texts:
        cell = ask.column.cell(text)
        counts: dict[Any, int] = counted if isinstance(cell, str) else typed
        counts[cell] = counts.get(cell, 0) + many
    place = table.place(ask.column.heading)
    return counted_reader(ask.fact, counted, typed, ask.settings, ask.percent_heading, lambda text: place)


def _by_texts(ask: Ask, table: DatabaseTable, texts: Texts, name: str) -> FactColumn:
    found = _read(ask, table, texts)
    meanings = {text: found.read(ask.column.cell(text)) for text, _ in texts if text is not None}
    return FactColumn(ask.fact, ask.column, found.read, found.faults, _looked_up(ask, meanings, found.read(None), name))


def _looked_up(ask: Ask, meanings: Mapping[str, Read], blank: Read, name: str) -> Encoded:
    """The encoding of texts by what each of them means, and of a blank cell."""
    encode = encoder(ask.fact.type)
    raw = ask.column.as_text
    values = {text: encode(read) for text, read in meanings.items() if read is not None and not isinstance(read, Fault)}
    bad = {text for text, read in meanings.items() if isinstance(read, Fault)}
    if any(value is None for value in values.values()):
        raise Unsupported("numbers", "a fact has more than 64 bits")
    kind = sql_kind(ask.fact.type)
    texts = [*values, *bad]
    joins: tuple[str, ...] = ()
    if len(texts) <= FEW:
        otherwise = raw if _mostly_plain(ask) else f"NULL::{kind}"
        whens = {text: _literal(found) for text, found in values.items()}
        if _mostly_plain(ask):  # whatever is not plain is among the texts
            whens |= {text: "NULL" for text in meanings if text not in values}
        value = _case(raw, whens, otherwise)
        wrong = f"COALESCE({raw} IN ({', '.join(map(text_sql, sorted(bad)))}), false)" if bad else None
    else:
        rows = [(text, plain(values.get(text)), text in bad) for text in (meanings if _mostly_plain(ask) else texts)]
        joins = (_joined(rows, kind, raw, name),)
        value, wrong = f"{name}.value", f"COALESCE({name}.bad, false)" if bad else None
        if _mostly_plain(ask):
            value = f"CASE WHEN {name}.raw IS NULL THEN {raw} ELSE {value} END"
    if isinstance(blank, bool):
        value = f"CASE WHEN {ask.column.sql} IS NULL THEN {str(blank).lower()} ELSE {value} END"
    if isinstance(blank, Fault):
        empty = [text for text, read in meanings.items() if read is blank]
        assert not empty or bad
        wrong = f"({ask.column.sql} IS NULL OR {wrong or 'false'})"
    return Encoded(value, wrong, joins)


def _value(text: str, of: NumberType, factor: Fraction) -> Fraction | None:
    """What arithmetic makes of a number; None where it is none of the fact's."""
    if not text[-1:].isdigit():
        return None
    number = Fraction(text) * factor
    return number if of.low <= number <= of.high and (of.scale is None or (number / of.scale).denominator == 1) else None


def _same(read: Read, value: Fraction | None) -> bool:
    return isinstance(read, Fault) if value is None else read == value


def _case(raw: str, pairs: Mapping[str, str], otherwise: str) -> str:
    if not pairs:
        return otherwise
    return f"CASE {raw} {' '.join(f'WHEN {text_sql(text)} THEN {found}' for text, found in pairs.items())} ELSE {otherwise} END"


def _literal(value: object) -> str:
    return text_sql(value) if isinstance(value, str) else str(plain(value)).lower()


def sql_kind(of: Type) -> str:
    """The type of the database that encoded values of a type have."""
    return {TextType: "text", YesNoType: "boolean"}.get(type(of), "bigint")


def plain(value: object) -> object:
    """An encoded value as a whole number, a flag or a text."""
    return value.toordinal() if isinstance(value, date) else value


def _joined(rows: Sequence[tuple[str, object, bool]], kind: str, raw: str, name: str) -> str:
    """A join with a table of texts and what they mean."""
    texts, values, bad = zip(*rows, strict=True)
    arrays = f"{array_sql(texts)}, {array_sql(values, kind)}, {array_sql(bad, 'boolean')}"
    return f'LEFT JOIN unnest({arrays}) AS {name}(raw, value, bad) ON {name}.raw COLLATE "C" = {raw}'
