"""The arrays of a batch meet the steps of a program: addresses are put where a step wants them."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from criteria_engine.backends.columns.machine import Machine, carried
from criteria_engine.backends.columns.program import Program, Step, Wanted
from criteria_engine.backends.columns.steps import WORDS
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn

if TYPE_CHECKING:
    import pyarrow as pa

USUAL = {"read_8": (8, 16, 64), "read_16": (16, 64), "read_32": (32, 64), "read_64": (64,)}
"""The widths of columns that usually become registers of a width; others are compiled when they come."""



@frozen(eq=False)
class Template:
    """The words of steps that are the same for every batch, and the steps whose others are not."""

    words: "array[int]"
    open: tuple[tuple[int, Step], ...]
    inner: "Mapping[int, Template]"
    """The templates of the steps that have steps of their own, by their places."""


def template(steps: Sequence[Step], machine: Machine) -> Template:
    """The words of steps. All functions that they name are compiled."""
    words = array("q", bytes(8 * WORDS * len(steps)))
    left, inner = [], {}
    for number, step in enumerate(steps):
        at = number * WORDS
        words[at] = _address(step.function, machine)
        for word, value in step.words.items():
            words[at + word] = value
        if step.wanted is not None:
            left.append((number, step))
        if step.inner:
            inner[number] = template(step.inner, machine)
    return Template(words, tuple(left), inner)


def _address(name: str, machine: Machine) -> int:
    """The address of a function; 0 for reading a column of a width that only a batch tells."""
    found = machine.addresses.get(name)
    if found is not None:
        return found
    return 0 if name in USUAL else carried((name,))[name]


@define(eq=False)
class Binding:
    """A program with a batch. What the machine runs and all that its addresses point to is kept here."""

    program: Program
    batch: EncodedBatch
    texts: Callable[[str | None, str], "pa.Array"]
    answers: Mapping[str, int]
    kept: list[Any] = field(factory=list)

    def address(self, made: Template) -> int:
        """The address of steps as an array of words."""
        words = made.words[:]
        for number, step in made.open:
            at = number * WORDS
            if step.wanted is not None and step.wanted.kind == "answer":
                words[at + 1] = self.answers[step.wanted.name]
                continue
            name, given = self._bound(step, made.inner.get(number))
            if name != step.function:
                words[at] = carried((name,))[name]
            for word, value in given.items():
                words[at + word] = value
        self.kept.append(words)
        return words.buffer_info()[0]

    def _bound(self, step: Step, inner: Template | None) -> tuple[str, dict[int, int]]:
        """The function of a step for this batch, and the words that the batch gives."""
        words: dict[int, int] = {}
        wanted = step.wanted
        assert wanted is not None
        match wanted.kind:
            case "rows":
                rows = self.batch.tables.get(wanted.name)
                if rows is not None and len(rows.unit):
                    address, first = self._values(rows.unit, len(rows.unit))
                    words |= {1: address + 8 * first, 2: len(rows.unit)}
                assert inner is not None
                words |= {4: self.address(inner), 5: len(step.inner)}
            case "given":
                assert wanted.table is not None
                found = self.batch.tables.get(wanted.table)
                words |= self._bits(None if found is None else found.given, len(self.batch), -1 if found is not None else 0)
            case "value":
                return self._value(step, wanted)
            case "valid":
                column, many = self._column(wanted)
                words |= {6: 0} if column is None else self._valid(column.values, many)
            case "invalid":
                column, many = self._column(wanted)
                words |= self._bits(None if column is None else column.invalid, many, 0)
        return step.function, words

    def _column(self, wanted: Wanted) -> tuple[EncodedColumn | None, int]:
        """A column, and how many rows it has to have."""
        if wanted.table is None:
            return self.batch.columns.get(wanted.name), len(self.batch)
        rows = self.batch.tables.get(wanted.table)
        return (None, 0) if rows is None else (rows.columns.get(wanted.name), len(rows.unit))

    def _value(self, step: Step, wanted: Wanted) -> tuple[str, dict[int, int]]:
        import pyarrow as pa

        column, many = self._column(wanted)
        words = step.words
        width = int(step.function.removeprefix("read_"))
        if column is None or pa.types.is_null(column.values.type):
            pattern = words.get(6, 0) & ((1 << width) - 1)
            whole = sum(pattern << shift for shift in range(0, 64, width))
            return "fill", {3: words[3], 4: width, 6: whole - (1 << 64) if whole >> 63 else whole}
        if width == 1:
            return "read_1", self._bits(column.values, many, 0)
        array = self.texts(wanted.table, wanted.name) if step.text else column.values
        if pa.types.is_unsigned_integer(array.type):
            array = array.cast(pa.int64())
        if not pa.types.is_signed_integer(array.type):
            raise TypeError(f"column {wanted.name}: whole numbers were expected, not {array.type}")
        address, first = self._values(array, many)
        bits = array.type.bit_width
        low, high = max(words[4], -(1 << (bits - 1))), min(words[5], (1 << (bits - 1)) - 1)
        if low > high:  # a column so narrow that none of its numbers is in bounds
            array = array.cast(pa.int64())
            address, first = self._values(array, many)
            bits, low, high = 64, words[4], words[5]
        span = high - low
        return f"read_{bits}_{width}", {1: address, 2: first, 4: low, 5: span - (1 << 64) if span >> 63 else span}

    def _values(self, array: "pa.Array", many: int) -> tuple[int, int]:
        """The address of an array's values, and where in them it begins. An array of another length than it should have is not read."""
        if len(array) != many:
            raise ValueError(f"a column has {len(array)} rows where {many} were expected")
        self.kept.append(array)
        buffer = array.buffers()[1]
        return (0 if buffer is None else buffer.address), array.offset

    def _bits(self, flags: "pa.Array | None", many: int, otherwise: int) -> dict[int, int]:
        import pyarrow as pa

        if flags is None or (not many and not len(flags)):
            return {6: otherwise}
        if not pa.types.is_boolean(flags.type):
            raise TypeError(f"flags were expected, not {flags.type}")
        address, first = self._values(flags, many)
        return {1: address, 2: first}

    def _valid(self, array: "pa.Array", many: int) -> dict[int, int]:
        import pyarrow as pa

        if pa.types.is_null(array.type):
            return {6: 0}
        buffer = array.buffers()[0] if array.null_count else None
        if buffer is None:
            return {6: -1}
        if len(array) != many:
            raise ValueError(f"a column has {len(array)} rows where {many} were expected")
        self.kept.append(array)
        return {1: buffer.address, 2: array.offset}
