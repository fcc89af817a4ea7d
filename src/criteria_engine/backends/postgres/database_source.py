"""Tables of a database as a source of batches whose answers come with them, so that what is made of answers is the same as for files."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from attrs import define, field

from criteria_engine.backends.postgres.counting import Counted, counted
from criteria_engine.backends.postgres.database_units import UNITS_AT_ONCE, DatabaseUnits
from criteria_engine.backends.postgres.engine import planned
from criteria_engine.backends.postgres.opening import TableNames, found_tables, open_units
from criteria_engine.backends.postgres.result_tables import NewTable, new_table
from criteria_engine.backends.postgres.sessions import settle, snapshot
from criteria_engine.backends.postgres.whole_answers import WholeAnswers
from criteria_engine.backends.sql.plan_query import PlanQuery
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.data.excerpts import excerpt
from criteria_engine.data.mapping import NO_MAPPING, DataMapping
from criteria_engine.data.readers.refusal import Refused
from criteria_engine.data.roster import Roster
from criteria_engine.diagnostics.catalogue.data_files import DatabaseSaidNo
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.source import Cell

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg import Connection


@define(eq=False)
class DatabaseSource:
    """The units in tables of a database, as `tables.reading.ColumnSource` has those of files, and the engine that answers for them. Making one
    raises Unsupported where the rules of the date are not for PostgreSQL. Batches can be asked for between `opened` and its end."""

    connection: "Connection[Any]"
    dated: Dated
    names: TableNames
    mapping: DataMapping = NO_MAPPING
    findings: bool = True
    conninfo: str | None = None
    """How to connect again."""
    ordered: bool = False
    """Whether batches come in the order of units' codes: those with nothing missing first, then the others."""
    name: str = "postgres"
    _query: PlanQuery = field(init=False)
    _whole: WholeAnswers | None = None
    _units: DatabaseUnits | None = None
    _faults: tuple[Fault, ...] = ()
    _ended: bool = True
    _last: tuple[EncodedBatch, "pa.Table"] | None = None

    def __attrs_post_init__(self) -> None:
        self._query = planned(self.dated, findings=self.findings)
        with suppress(Unsupported):
            self._whole = WholeAnswers(self.dated, self._query.plan)

    @property
    def plan(self) -> p.Plan:
        """The plan of the answers."""
        return self._query.plan

    @contextmanager
    def opened(self, into: str | None = None) -> Iterator[NewTable | None]:
        """One transaction in which the data are as they are at its beginning; gives the table that results are to be written to, if any. Raises
        Refused where a table cannot be found, and psycopg's errors where the server refuses something."""
        encoding = self.connection.info.parameter_status("server_encoding")
        if encoding == "SQL_ASCII":
            raise Refused(DatabaseSaidNo(Cell(excerpt(self.names.data)), "server_encoding = SQL_ASCII"))  # nobody can say what its bytes mean
        with snapshot(self.connection, writes=into is not None):
            tables = found_tables(self.connection, self.names)
            target = None if into is None else new_table(self.connection, into)
            settle(self.connection)
            found = open_units(self.connection, self.dated.program, self._query, self._whole, self.names, tables, self.mapping)
            self._units = found if isinstance(found, DatabaseUnits) else None
            self._faults = found if isinstance(found, tuple) else ()
            self._ended = False
            try:
                yield target
            finally:
                self._ended = True

    @contextmanager
    def _again(self) -> "Iterator[Connection[Any]]":
        """The connection, or where it has been closed since a new one."""
        import psycopg

        if self.conninfo is None or not self.connection.closed:
            yield self.connection
            return
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            yield connection

    @property
    def roster(self) -> Roster | None:
        return None if self._units is None else self._units.roster

    @property
    def digests(self) -> Mapping[str, str]:
        """None: nobody can say what a database held."""
        return {}

    @property
    def tables(self) -> frozenset[str]:
        """The related tables that were given."""
        return frozenset(self.names.related)

    @property
    def without_data(self) -> frozenset[str]:
        return frozenset() if self._units is None else self._units.without_data

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults found so far: those of cells are found as batches are read."""
        return self._faults if self._units is None else tuple(self._units.faults)

    def batches(self, size: int = UNITS_AT_ONCE) -> Iterator[EncodedBatch]:
        """The units in batches of at most `size`; the answers for each are there until the next is asked for. After `opened` has ended the data
        are looked at again, as they are then."""
        if self._ended:
            with self._again() as self.connection, self.opened():
                yield from self.batches(size)
            return
        if self._units is None:
            return
        for found in self._units.answered(min(size, UNITS_AT_ONCE), self.ordered):
            self._last = found.batch, found.answers
            yield found.batch

    @property
    def texts(self) -> tuple[str, ...]:
        """The queries that together answer for all units; none where there are no units to be had."""
        return () if self._units is None else self._units.texts()

    def counted(self) -> Iterator[Counted]:
        """The verdicts of all units, counted by the database; for a source without findings, and without a list of units."""
        if self._units is not None:
            yield from counted(self._units, self.dated)

    def answers(self, batch: EncodedBatch) -> "pa.Table":
        """The answers for the batch that came last, or for some of its units."""
        import pyarrow.compute as pc

        assert self._last is not None
        last, answers = self._last
        return answers if batch is last else answers.take(pc.index_in(batch.units, last.units))
