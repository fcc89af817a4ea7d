"""A table of the database is bound to facts: which column gives which, how each is encoded, and how rows are read where a person would."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from criteria_engine.backends.postgres.column_encoding import Ask, FactColumn, fact_columns
from criteria_engine.backends.postgres.database_tables import DatabaseTable
from criteria_engine.data.binding import Binding, bind
from criteria_engine.data.mapping import TableMapping
from criteria_engine.data.raw_table import RawRow
from criteria_engine.data.row_reading import RowReader, read_row
from criteria_engine.diagnostics.catalogue.data import IdentifierColumnMissing
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact
from criteria_engine.ir.records import Invalid
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.source import Cell
from criteria_engine.values.types import NumberType, TextType, Value

if TYPE_CHECKING:
    from psycopg import Connection


@frozen(eq=False)
class CellsOfUnit(Mapping[str, Cell]):
    """The cells of a row by fact, made when they are asked for."""

    table: DatabaseTable = field(repr=False)
    columns: Mapping[str, str]
    unit: str
    others: Mapping[str, Cell] = field(factory=dict)

    def __getitem__(self, fact: str) -> Cell:
        return self.others[fact] if fact in self.others else self.table.place(self.columns[fact], self.unit)

    def __iter__(self) -> Iterator[str]:
        return iter({**self.columns, **self.others})

    def __len__(self) -> int:
        return len({**self.columns, **self.others})


@frozen(eq=False)
class BoundTable:
    """A table whose rows are of units. `columns` are those of facts that can be trusted, the `identifier` among them; `faults` are those of the
    table and of whole columns."""

    table: DatabaseTable
    binding: Binding
    identifier: FactColumn
    columns: Mapping[str, FactColumn]
    reader: RowReader
    faults: tuple[Fault, ...]

    @property
    def joins(self) -> tuple[str, ...]:
        """The tables of texts that the encodings read."""
        found = [join for column in (self.identifier, *self.columns.values()) for join in column.encoded.joins]
        return tuple(dict.fromkeys(found))

    @property
    def code(self) -> str:
        """The code of a row's unit, null where there is none to be read."""
        of, value = self.identifier.fact.type, self.identifier.encoded.value
        if isinstance(of, NumberType) and of.kind != "percent" and of.scale == 1:
            return f"({value})::text"
        if not isinstance(of, TextType):
            raise Unsupported("subject", "units are identified by neither a text nor a whole number")
        return value

    def read(self, texts: Sequence[str | None], unit: str) -> tuple[dict[str, Value | Invalid], CellsOfUnit, list[Fault]]:
        """The values of a row whose cells are these texts, in the order of `columns`; see `data.row_reading.read_row`."""
        cells = {column.column.heading: column.column.cell(text) for column, text in zip(self.columns.values(), texts, strict=True)}
        places = CellsOfUnit(self.table, self.binding.columns, unit)
        values, faults = read_row(self.reader, RawRow(0, cells), places)
        return values, places, faults


@frozen(eq=False)
class Unbound:
    """A table that has no column of codes."""

    faults: tuple[Fault, ...]


def bound_table(
    connection: "Connection[Any]",
    table: DatabaseTable,
    identifier: Fact,
    facts: Mapping[str, Fact],
    subject: str,
    mapping: TableMapping,
    needed: Collection[str],
    elsewhere: Collection[str],
    prefix: str,
) -> BoundTable | Unbound:
    """A table bound to facts. `needed` are those whose values a query works with; no column is missed for facts given `elsewhere`; `prefix` begins
    names in the query."""
    headings = [column.heading for column in table.columns]
    known = {identifier.name: identifier, **facts}
    binding = bind(
        dict.fromkeys(headings),
        known,
        table.place(),
        doubtful=table.doubtful,
        given_elsewhere=(identifier.name, *elsewhere),
        other_names={identifier.name: subject},
        mapping=mapping,
    )
    found = (*table.faults, *binding.faults)
    if identifier.name not in binding.columns or identifier.name in binding.doubtful:
        missing = () if identifier.name in binding.columns else (IdentifierColumnMissing(table.place(), identifier.name),)
        return Unbound((*found, *missing))
    asked = [
        Ask(known[name], table.by_heading[heading], mapping.of(name), name in binding.with_percent_sign, name in needed or name == identifier.name)
        for name, heading in binding.columns.items()
        if name not in binding.doubtful
    ]
    columns = {column.fact.name: column for column in fact_columns(connection, table, asked, prefix)}
    readers = tuple((name, column.column.heading, column.read, dict[str, Any]()) for name, column in columns.items())
    faults = tuple(fault for column in columns.values() for fault in column.faults)
    return BoundTable(table, binding, columns[identifier.name], columns, RowReader(binding, readers, faults), (*found, *faults))
