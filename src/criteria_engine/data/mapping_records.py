"""Mappings of Python values, as users of the library have them, become records."""

from collections.abc import Mapping

from attrs import define, field, frozen

from criteria_engine.data.binding import Binding, bind
from criteria_engine.data.cell_reading import Read, Reader, datum_reader, read_datum, written
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.plain_data import plain_reader
from criteria_engine.data.raw_objects import object_of, raw_rows
from criteria_engine.data.raw_table import RawRow, RawTable
from criteria_engine.data.related_rows import NestedTable, nested_table, read_nested
from criteria_engine.data.row_reading import CellsOfRow, RowReader, read_row
from criteria_engine.data.unit_records import facts_with_identifier, name_of, nested_tables
from criteria_engine.diagnostics.catalogue.data import UnitNamedTwice
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program
from criteria_engine.ir.records import Datum, Invalid, Record, Row
from criteria_engine.source import Cell
from criteria_engine.values.types import Value

KEPT = 100
LONGEST_KEPT = 100_000
"""So many different sets of names, of so many characters, are remembered with what they were found to mean."""

_WHOLE = Cell("", None, None)
_NO_FILE = RawTable("", (), ())
_STRINGS = frozenset((str,))
_NOTHING_READ: Mapping[str, Read] = {}


def record_from_mapping(program: Program, mapping: Mapping[str, object], unit: str | None = None) -> tuple[Record, tuple[Fault, ...]]:
    """A record of the values by fact name, and every fault; see `MappingReader`, which is for many."""
    return MappingReader(program).record(mapping, unit)


@frozen(eq=False)
class _Names:
    """What the names of a mapping were found to mean."""

    binding: Binding
    reader: RowReader
    nested: tuple[str, ...]


@define(eq=False)
class MappingReader:
    """What reads mappings for one rule set. Sharing one between threads is safe: at worst something is worked out twice."""

    program: Program
    facts: Mapping[str, Fact] = field(init=False)
    _plain: Mapping[str, Reader] | None = None
    _readers: dict[str, Reader] = field(factory=dict)
    _known: dict[tuple[str, ...], _Names] = field(factory=dict)
    _nested: dict[tuple[str, ...], NestedTable] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.facts = facts_with_identifier(self.program)

    def record(self, mapping: Mapping[str, object], unit: str | None = None) -> tuple[Record, tuple[Fault, ...]]:
        """A record of the values by fact name, and every fault; the cell of a fault names the fact, and no file.

        Values are texts as in a data file, or Python's bool, int, float (as its shortest text), Decimal, Fraction, date; None
        is missing. Related tables are lists of mappings under the table's name; a table that is not there is not known. The
        unit's code is the identifying fact's value, else `unit`, else empty. Facts that are not in the mapping are missing,
        without a word; names that are no fact are reported as warnings.
        """
        plain = self.plain_values(mapping)
        if plain is not None:
            columns = dict(zip(mapping, mapping, strict=True))
            return self._of_unit(plain, {}, CellsOfRow(_NO_FILE, None, columns), unit, [])
        content = self._content(mapping)
        row = raw_rows([content], lambda number, key: Cell("", None, excerpt(key) if key is not None else None))[0]
        table = RawTable("", tuple(content), (row,))
        names = self._names(content)
        cells = CellsOfRow(table, None, names.binding.columns)
        values, faults = read_row(names.reader, row, cells)
        faults = [*names.binding.faults, *([row.fault] if row.fault is not None else []), *faults]
        tables: dict[str, tuple[Row, ...]] = {}
        for name in names.nested:
            plan = self._nested_table(name, row)
            own, wrong = read_nested(plan, row, table, None)
            faults += (*plan.faults, *wrong)
            if own is not None:
                tables[name] = own
        return self._of_unit(values, tables, cells, unit, faults)

    def bare_record(self, mapping: Mapping[str, object], unit: str | None = None) -> Record:
        """The record of a mapping with values and tables alone: no code, no name, no cells."""
        plain = self.plain_values(mapping) if unit is None else None
        return self.record(mapping, unit)[0] if plain is None else Record("", plain, sound=plain)

    def plain_values(self, mapping: Mapping[str, object]) -> dict[str, Value] | None:
        """The values of a mapping that names facts as they are declared and nothing else, and of which nothing is wrong: those of
        its record. None for all others, which are no worse for it."""
        readers = self._plain
        if readers is None:
            readers = self._plain = self._plain_readers()
        if type(mapping) is not dict or not _STRINGS.issuperset(map(type, mapping)):
            return None
        found: dict[str, Value] = {}
        for name, raw in mapping.items():
            read = readers.get(name)
            if read is None:
                return None
            value = read(raw)
            if isinstance(value, Fault):
                return None
            if value is not None:
                found[name] = value
        return found

    def _plain_readers(self) -> Mapping[str, Reader]:
        """The readers of all facts whose declared name is a heading of theirs and of no other."""
        binding = self._bind(self.facts, ())
        sure = [name for name, column in binding.columns.items() if name == column and name not in binding.doubtful]
        return {name: self._reader(name) for name in sure}

    def _reader(self, fact: str) -> Reader:
        """What reads the data of a fact, each as if it stood alone."""
        found = self._readers.get(fact)
        if found is None:
            found = self._readers[fact] = plain_reader(self.facts[fact], datum_reader(self.facts[fact]))
        return found

    def _bind(self, columns: Mapping[str, object], nested: tuple[str, ...]) -> Binding:
        identifier = next(iter(self.facts))
        other_names = {identifier: self.program.subject.name}
        return bind(columns, self.facts, _WHOLE, also_known=nested, given_elsewhere=self.facts, other_names=other_names)

    def _names(self, content: Mapping[str, object]) -> _Names:
        key = tuple(content)
        found = self._known.get(key)
        if found is None:
            nested = tuple(nested_tables(self.program, content))
            binding = self._bind(content, nested)
            trusted = [(fact, column) for fact, column in binding.columns.items() if fact not in binding.doubtful]
            readers = tuple([(fact, column, self._reader(fact), _NOTHING_READ) for fact, column in trusted])
            found = _Names(binding, RowReader(binding, readers), nested)
            if len(self._known) < KEPT and sum(map(len, key)) < LONGEST_KEPT:
                self._known[key] = found
        return found

    def _nested_table(self, name: str, unit: RawRow) -> NestedTable:
        """What reads a unit's own rows of a table: the same wherever the rows have the same names, since each datum is read alone."""
        rows = unit.cells.get(name)
        columns = dict.fromkeys([column for row in rows if isinstance(row, dict) for column in row]) if isinstance(rows, (list, tuple)) else {}
        key = (name, *columns)
        found = self._nested.get(key)
        if found is None:
            found = nested_table(self.program, self.program.tables[name], [unit], _WHOLE, partial=True)
            if len(self._nested) < KEPT and sum(map(len, key)) < LONGEST_KEPT:
                self._nested[key] = found
        return found

    def _of_unit(
        self,
        values: Mapping[str, Value | Invalid],
        tables: Mapping[str, tuple[Row, ...]],
        cells: Mapping[str, Cell],
        unit: str | None,
        faults: list[Fault],
    ) -> tuple[Record, tuple[Fault, ...]]:
        """The record, once it is known of which unit it is."""
        identifier = next(iter(self.facts.values()))
        own_code = values.get(identifier.name)
        code = unit or ""
        if own_code is not None and not isinstance(own_code, Invalid):
            code = written(own_code, identifier.type)
            if unit is not None and unit != code:
                faults.append(UnitNamedTwice(Cell("", None, identifier.name), excerpt(code), excerpt(unit)))
        elif own_code is None and unit is not None:
            given = read_datum(unit, identifier)
            if given is not None and not isinstance(given, Fault):
                values = {**values, identifier.name: given}
        found: Mapping[str, Datum] = values
        sound = None if Invalid in map(type, found.values()) else found
        return Record(code, found, tables, cells, name_of(self.program, values), sound=sound), tuple(faults)

    def _content(self, mapping: Mapping[str, object]) -> dict[str, object]:
        """The mapping, and those in its related tables, as the reader of JSON would give them."""
        content = object_of(mapping.items())
        for name in nested_tables(self.program, content):
            rows = content[name]
            if isinstance(rows, (list, tuple)):
                content[name] = [object_of(row.items()) if isinstance(row, Mapping) else row for row in rows]
        return content
