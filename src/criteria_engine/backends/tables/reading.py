"""The files of an assessment become encoded batches of units, with faults, digests and the roster."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from criteria_engine.backends.tables.cell_faults import CellFaults, Rejected, rejects
from criteria_engine.backends.tables.encoded import EncodedBatch, batches_of
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.backends.tables.from_columns import columns_read
from criteria_engine.data.loading import load_records
from criteria_engine.data.opened_tables import Given
from criteria_engine.data.reading_choices import AS_FOUND, ReadAs
from criteria_engine.data.roster import Roster
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Program

if TYPE_CHECKING:
    import pyarrow as pa

UNITS_AT_ONCE = 131_072
"""Units in a batch, unless said otherwise."""


@frozen(eq=False)
class ColumnSource:
    """Units of data files as columns, in the order of the list of units, else of the data. What it says is what `load_records`
    says of the same files: the same units, values, faults, digests and roster. `without_data` are the codes of listed units that the
    data do not have: their records hold what the list says, and nobody evaluates them."""

    roster: Roster | None
    digests: Mapping[str, str]
    tables: frozenset[str]
    without_data: frozenset[str]
    _faults: Callable[[], tuple[Fault, ...]] = field(repr=False)
    _program: Program = field(repr=False)
    _batches: Callable[[list[Rejected] | None], Iterator[EncodedBatch]] = field(repr=False)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults, by file and row; of a column with very many of a kind the first, and D133 says how many further cells have it.
        Faults of cells are found as batches are read: where nobody has read them all yet, this does."""
        return self._faults()

    def batches(self, size: int = UNITS_AT_ONCE) -> Iterator[EncodedBatch]:
        """The units in batches of at most `size`, read as they are asked for; may be asked for again. Raises FaultsFound where a file
        turns out to be broken after all, so that the units before say nothing of the whole."""
        for batch in self._batches(None):
            yield from batches_of(batch, size)

    def rejects(self) -> "Iterator[pa.RecordBatch]":
        """All cells and rows with a fault, as rows: file, row, column, unit, fact, code, found. Reads the data anew; what is found in
        private facts is masked. Raises FaultsFound as `batches` does."""
        rejected: list[Rejected] = []
        for _ in self._batches(rejected):
            yield rejects(self._program, rejected)
            rejected.clear()
        if rejected:
            yield rejects(self._program, rejected)


def read_columns(
    program: Program,
    data: Given,
    tables: Mapping[str, Given] | None = None,
    units: Given | None = None,
    read_as: ReadAs = AS_FOUND,
) -> ColumnSource:
    """The units in the file `data`, with the related `tables` and the list of `units`, as columns; see `load_records`, whose
    meaning this has. Never raises for what the files hold. Parquet, Arrow and CSV files and data frames are read as columns, other
    files row by row."""
    found = columns_read(program, data, tables, units, read_as)
    if found is not None:
        return ColumnSource(found.roster, found.digests, found.tables, found.without_data, found.faults, program, found.batches)
    loaded = load_records(program, data, tables, units, read_as)
    whole = encode_records(program, loaded.records)
    without = frozenset(record.unit for record in loaded.records if not record.with_data)

    def batches(rejected: list[Rejected] | None) -> Iterator[EncodedBatch]:
        CellFaults(loaded.faults, rejected)
        yield whole

    return ColumnSource(loaded.roster, loaded.digests, loaded.tables, without, lambda: loaded.faults, program, batches)
