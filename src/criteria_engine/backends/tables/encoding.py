"""Records become an encoded batch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows, arrow_type
from criteria_engine.ir.program import Program, Table
from criteria_engine.ir.records import Datum, Invalid, Open, Record, Row
from criteria_engine.lowering.plan import OUTCOMES
from criteria_engine.values.types import NumberType, OutcomeType, Type

_WIDEST = 2**63 - 1


def encode_records(program: Program, records: Sequence[Record]) -> EncodedBatch:
    """The records as columns, in their order. A record with an open datum, or with a number that is finer than its fact's step or that 64
    bits do not hold, is unsuited."""
    import pyarrow as pa

    unsuited: set[int] = set()
    facts = {name: fact.type for name, fact in program.facts.items()}
    columns = encode_columns(facts, [record.values for record in records], range(len(records)), unsuited)
    tables: dict[str, EncodedRows] = {}
    for name, table in program.tables.items():
        if any(name in record.tables for record in records):
            tables[name] = encode_rows(table, [record.tables.get(name) for record in records], unsuited)
    return EncodedBatch(
        pa.array([record.unit for record in records], pa.string()),
        pa.array([record.name for record in records], pa.string()),
        columns,
        tables,
        records.__getitem__,
        pa.array([place in unsuited for place in range(len(records))], pa.bool_()) if unsuited else None,
    )


def encode_rows(table: Table, rows: Sequence[Sequence[Row] | None], unsuited: set[int]) -> EncodedRows:
    """The rows of a related table that each unit has (None: the unit was not given it) as columns; what does not suit adds the place of
    its unit to `unsuited`."""
    import pyarrow as pa

    found = [(place, row.values) for place, own in enumerate(rows) for row in own or ()]
    units = [place for place, _ in found]
    kinds = {field: fact.type for field, fact in table.fields.items()}
    columns = encode_columns(kinds, [values for _, values in found], units, unsuited)
    return EncodedRows(columns, pa.array(units, pa.int64()), pa.array([own is not None for own in rows], pa.bool_()))


def encode_columns(
    kinds: Mapping[str, Type], data: Sequence[Mapping[str, Datum]], places: Iterable[int], unsuited: set[int]
) -> dict[str, EncodedColumn]:
    """The columns of facts or fields; what does not suit adds the place of its unit to `unsuited`."""
    return {name: _column(kind, [each.get(name) for each in data], places, unsuited) for name, kind in kinds.items()}


def _column(kind: Type, data: Sequence[Datum | None], places: Iterable[int], unsuited: set[int]) -> EncodedColumn:
    import pyarrow as pa

    encode = encoder(kind)
    values: list[Any] = []
    for place, datum in zip(places, data, strict=True):
        number = None
        if datum is not None and not isinstance(datum, Invalid):
            number = None if isinstance(datum, Open) else encode(datum)
            if number is None:
                unsuited.add(place)
        values.append(number)
    invalid = [isinstance(datum, Invalid) for datum in data]
    return EncodedColumn(pa.array(values, arrow_type(kind)), pa.array(invalid, pa.bool_()) if any(invalid) else None)


def encoder(kind: Type) -> Callable[[Any], Any]:
    """How a valid value of a type becomes what its column holds; None for one that no column holds."""
    match kind:
        case NumberType(scale=scale):
            return _steps(Fraction(scale) if scale is not None else Fraction(1))
        case OutcomeType():
            return OUTCOMES.index
    return _plain


def _steps(scale: Fraction) -> Callable[[Any], int | None]:
    def steps(value: int | Fraction) -> int | None:
        many = Fraction(value) / scale
        return many.numerator if many.denominator == 1 and abs(many.numerator) <= _WIDEST else None

    return steps


def _plain(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else value
