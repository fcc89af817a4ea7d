"""A program is run for a batch, in as many threads as are wanted."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from attrs import define, frozen

from criteria_engine.backends.columns.binding import USUAL, Binding, Template, template
from criteria_engine.backends.columns.machine import LEVEL, QUICK, RUN, Machine, carried, compiled
from criteria_engine.backends.columns.program import Program, Step, text_columns
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows

if TYPE_CHECKING:
    import pyarrow as pa


@frozen(eq=False)
class Ready:
    """A program with its machine code, and the array that has each column of the answers."""

    program: Program
    machine: Machine
    template: Template
    arrays: Mapping[str, str]


LONG = 8000
"""From so many instructions on code is compiled quickly rather than well."""


def ready(program: Program, arrays: Mapping[str, str]) -> Ready:
    carried(_functions(program.steps) - set(program.kernels))
    machine = compiled(program.text, program.kernels, LEVEL if len(program.plan.instructions) < LONG else QUICK)
    return Ready(program, machine, template(program.steps, machine), arrays)


def _functions(steps: Iterable[Step]) -> set[str]:
    """The functions that steps usually need."""
    found = {RUN}
    for step in steps:
        if step.function in USUAL:
            found |= {f"read_{width}_{step.function.removeprefix('read_')}" for width in USUAL[step.function]}
        else:
            found.add(step.function)
        found |= _functions(step.inner)
    return found


def run(ready: Ready, batch: EncodedBatch, threads: int) -> dict[str, "pa.Array"]:
    """The arrays of a program for a batch."""
    import ctypes

    import pyarrow as pa

    many, program = len(batch), ready.program
    types = {1: pa.bool_(), 8: pa.int8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}
    places, size = {}, 0
    for name, width in program.answers.items():
        places[name] = size
        size += -(-many * width // 512) * 64
    whole = pa.allocate_buffer(max(1, size))
    binding = Binding(program, batch, _Texts(batch, program).numbers, {name: whole.address + place for name, place in places.items()})
    steps = binding.address(ready.template)
    call = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * 6)(carried((RUN,))[RUN])

    def part(first: int, end: int) -> None:
        memory = ctypes.create_string_buffer(program.size + 64)
        tile = -(-ctypes.addressof(memory) // 64) * 64
        call(steps, len(program.steps), tile, program.rows, first, end)

    parts = _parts(many, program.rows, threads)
    if len(parts) == 1:
        part(*parts[0])
    elif parts:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda each: part(*each), parts))
    del binding
    arrays = {}
    for name, width in program.answers.items():
        arrays[name] = pa.Array.from_buffers(types[width], many, [None, whole.slice(places[name], -(-many * width // 8))])
    return arrays


def _parts(many: int, rows: int, threads: int) -> list[tuple[int, int]]:
    """The rows in parts of whole tiles, some for each thread."""
    tiles = -(-many // rows)
    size = max(1, -(-tiles // (threads * 4 if threads > 1 else 1))) * rows
    return [(first, min(many, first + size)) for first in range(0, many, size)]


def check_rows(rows: EncodedRows, many: int) -> None:
    """The places of units are used as addresses, so they must be what they are said to be."""
    import pyarrow as pa
    import pyarrow.compute as pc

    unit = rows.unit
    if unit.type != pa.int64() or unit.null_count:
        raise ValueError("the places of units must be int64 without nulls")
    if len(unit):
        ascending = len(unit) == 1 or pc.all(pc.less_equal(unit[:-1], unit[1:])).as_py()
        if not ascending or unit[0].as_py() < 0 or unit[-1].as_py() >= many:
            raise ValueError("the places of units must ascend, within the batch")


@define(eq=False)
class _Texts:
    """The numbers of texts: those that the program names first, then, where it may compare texts of two facts, all others."""

    batch: EncodedBatch
    program: Program
    _numbered: Any = None

    def numbers(self, table: str | None, name: str) -> "pa.Array":
        """The texts of a column as numbers; -1 for one that is the same as no text that it may be compared with."""
        import pyarrow.compute as pc

        if self._numbered is None:
            self._numbered = self._all()
        found = pc.index_in(_text(_columns(self.batch, table)[name].values), value_set=self._numbered)
        return pc.fill_null(found, -1)

    def _all(self) -> "pa.Array":
        import pyarrow as pa
        import pyarrow.compute as pc

        named = pa.array(list(self.program.texts), pa.string())
        if not self.program.compared:
            return named
        columns = [_columns(self.batch, table)[name] for table, name in text_columns(self.program.steps) if name in _columns(self.batch, table)]
        texts = [pc.unique(_text(each.values)).drop_null() for each in columns]
        return pc.unique(pa.concat_arrays([named, *texts]))


def _columns(batch: EncodedBatch, table: str | None) -> Mapping[str, EncodedColumn]:
    return batch.columns if table is None else batch.tables[table].columns if table in batch.tables else {}


def _text(array: "pa.Array") -> "pa.Array":
    import pyarrow as pa

    return array if array.type == pa.string() else array.cast(pa.string())
