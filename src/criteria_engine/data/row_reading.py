"""A raw row and its binding become values by fact, each with the cell that it came from."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from criteria_engine.data.binding import Binding
from criteria_engine.data.cell_reading import Read, Reader, column_reader
from criteria_engine.data.mapping import NO_TABLE_MAPPING, TableMapping
from criteria_engine.data.raw_table import RawRow, RawTable
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.ir.records import Invalid
from criteria_engine.source import Cell
from criteria_engine.values.types import Value


@frozen(eq=False)
class CellsOfRow(Mapping[str, Cell]):
    """The cells of a row by fact, made when they are asked for: also of facts that the row leaves empty.

    `columns` says which column each fact has; `prefix` stands before it where the row lies inside a unit's object;
    `others` are cells of facts that came from elsewhere.
    """

    table: RawTable = field(repr=False)
    row: int | None
    columns: Mapping[str, str]
    prefix: str = ""
    others: Mapping[str, Cell] = field(factory=dict)

    def __getitem__(self, fact: str) -> Cell:
        if fact in self.others:
            return self.others[fact]
        place = self.table.at(self.row, self.columns[fact])
        return evolve(place, column=f"{self.prefix}{place.column}") if self.prefix else place

    def __iter__(self) -> Iterator[str]:
        return iter({**self.columns, **self.others})

    def __len__(self) -> int:
        return len({**self.columns, **self.others})


@frozen(eq=False)
class RowReader:
    """What reads the rows of one table: for each bound fact its column and reader, or why none of its data counts; and the
    faults of whole columns."""

    binding: Binding
    readers: tuple[tuple[str, str, Reader, Mapping[str, Read]], ...]
    faults: tuple[Fault, ...] = ()

    def of(self, fact: str) -> Reader:
        """The reader of a bound fact's column."""
        return next(read for name, _, read, _ in self.readers if name == fact)


def row_reader(
    binding: Binding,
    facts: Mapping[str, Fact],
    rows: Sequence[RawRow] = (),
    place: Callable[[int, str], Cell] | None = None,
    mapping: TableMapping = NO_TABLE_MAPPING,
) -> RowReader:
    """The reader of rows that a binding asks for. How each column is read, all its cells in `rows` decide together, and what
    the mapping says; without rows each cell is read alone. `place` gives the cell of a row's index and a column."""
    trusted = [(index, row.cells) for index, row in enumerate(rows) if row.fault is None]
    readers: list[tuple[str, str, Reader, Mapping[str, Read]]] = []
    faults: list[Fault] = []
    for fact, column in binding.columns.items():
        if fact in binding.doubtful:
            continue

        def place_of(index: int, column: str = column) -> Cell | None:
            return place(trusted[index][0], column) if place is not None else None

        cells = [cells.get(column) for _, cells in trusted]
        found = column_reader(facts[fact], cells, mapping.of(fact), fact in binding.with_percent_sign, place_of)
        readers.append((fact, column, found.read, found.known))
        faults += found.faults
    return RowReader(binding, tuple(readers), tuple(faults))


def read_row(reader: RowReader, row: RawRow, cells: Mapping[str, Cell]) -> tuple[dict[str, Value | Invalid], list[Fault]]:
    """The values of a row, those that cannot be read as Invalid, and the faults of its cells. In a row that cannot be
    trusted every bound fact is invalid by the row's own fault, which the reader of the file has already reported."""
    if row.fault is not None:
        return dict.fromkeys(reader.binding.columns, Invalid(row.fault)), []
    values: dict[str, Value | Invalid] = {}
    faults: list[Fault] = []
    found = row.cells
    for fact, column, read, known in reader.readers:
        raw = found.get(column)
        value = known[raw] if type(raw) is str and raw in known else read(raw)
        if isinstance(value, Fault):
            value = evolve(value, place=cells[fact]) if value.place is None else value
            faults.append(value)
            values[fact] = Invalid(value)
        elif value is not None:
            values[fact] = value
    for fact, fault in reader.binding.doubtful.items():
        values[fact] = Invalid(fault)
    return values, faults
