"""Many units as columns of the numbers that plans work with, in Arrow arrays.

A value stands in its column as in a register (`lowering.plan`): yes/no as `bool_`; a number as `int64` in steps of its fact's scale;
a date as `int32`, the day's number (0001-01-01 is 1); a choice as `int16`, the index of its member; an assessed outcome as `int8`,
its place in `OUTCOMES`; a text as `string` in NFC. Null is where there is no valid datum.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from criteria_engine.ir.records import Record
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, Type

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class EncodedColumn:
    """The data of a fact, or of a field over rows. `invalid` (`bool_` without nulls, or None: nowhere) is true where there is a datum that
    could not be read: there the value is null and `Known` and `Absent` are both false. Null elsewhere is absent, and takes the default."""

    values: "pa.Array"
    invalid: "pa.Array | None" = None


@frozen(eq=False)
class EncodedRows:
    """The rows of a related table: their fields, and for each row the place in the batch of its unit (`unit`, `int64` without nulls,
    ascending). `given` (`bool_` without nulls, or None: all) says of each unit of the batch whether it has the table at all, be it empty."""

    columns: Mapping[str, EncodedColumn]
    unit: "pa.Array"
    given: "pa.Array | None" = None


@frozen(eq=False)
class EncodedBatch:
    """Units with their facts and related rows. `unsuited` (`bool_` without nulls, or None: none) marks records that no plan takes, such as
    one with a number finer than its fact's step; they are the interpreter's. `record` gives the record at a place, for the interpreter
    and for explanations. A table that is not in `tables` was given for no unit; a fact that is not in `columns` is absent everywhere."""

    units: "pa.Array"
    names: "pa.Array"
    columns: Mapping[str, EncodedColumn]
    tables: Mapping[str, EncodedRows]
    record: Callable[[int], Record]
    unsuited: "pa.Array | None" = None

    def __len__(self) -> int:
        return len(self.units)


class TableEngine(Protocol):
    """An engine that answers for many units at once. Making one raises Unsupported where the rules of the date are not for it."""

    name: str

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The columns of `tables.answers.answer_columns`, a row for each unit in the order of the batch."""
        ...


def arrow_type(kind: Type) -> "pa.DataType":
    """The Arrow type of an encoded column.

    >>> from criteria_engine.values.types import YesNoType
    >>> arrow_type(YesNoType())
    DataType(bool)
    """
    import pyarrow as pa

    match kind:
        case NumberType():
            return pa.int64()
        case DateType():
            return pa.int32()
        case ChoiceType():
            return pa.int16()
        case OutcomeType():
            return pa.int8()
        case TextType():
            return pa.string()
    return pa.bool_()


def batches_of(batch: EncodedBatch, size: int) -> Iterable[EncodedBatch]:
    """The same units in batches of at most `size`, without copying values."""
    for start in range(0, len(batch), size):
        yield part_of(batch, start, min(size, len(batch) - start))


def part_of(batch: EncodedBatch, start: int, many: int) -> EncodedBatch:
    """Some units of a batch, one after the other, without copying values."""
    import pyarrow.compute as pc

    tables = {}
    for name, rows in batch.tables.items():
        first = pc.sum(pc.less(rows.unit, start)).as_py() or 0
        last = pc.sum(pc.less(rows.unit, start + many)).as_py() or 0
        unit = pc.subtract(rows.unit.slice(first, last - first), start)
        tables[name] = EncodedRows(sliced(rows.columns, first, last - first), unit, _slice(rows.given, start, many))
    return EncodedBatch(
        batch.units.slice(start, many),
        batch.names.slice(start, many),
        sliced(batch.columns, start, many),
        tables,
        _from(batch.record, start),
        _slice(batch.unsuited, start, many),
    )


def _from(record: Callable[[int], Record], start: int) -> Callable[[int], Record]:
    return lambda place: record(start + place)


def sliced(columns: Mapping[str, EncodedColumn], start: int, many: int) -> dict[str, EncodedColumn]:
    """So many rows of columns from one on, without copying values."""
    return {name: EncodedColumn(found.values.slice(start, many), _slice(found.invalid, start, many)) for name, found in columns.items()}


def _slice(array: "pa.Array | None", start: int, many: int) -> "pa.Array | None":
    return None if array is None else array.slice(start, many)
