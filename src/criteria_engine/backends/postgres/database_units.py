"""Units in tables of a database are answered there, batch by batch; records that are the interpreter's are fetched, and so are those with
data that could not be read, of which the faults are told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from criteria_engine.backends.postgres.bound_tables import BoundTable
from criteria_engine.backends.postgres.column_encoding import FactColumn, plain, sql_kind
from criteria_engine.backends.postgres.engine import answer_schema, answering, whole_answering
from criteria_engine.backends.postgres.native_source import NativeSource, Said, encoding_sql
from criteria_engine.backends.postgres.quoting import array_sql
from criteria_engine.backends.postgres.whole_answers import WholeAnswers
from criteria_engine.backends.postgres.whole_records import WholeSource, whole_condition
from criteria_engine.backends.sql.plan_query import UNIT, PlanQuery
from criteria_engine.backends.tables.answers import UNSURE, answer_columns, column_name
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn, EncodedRows, arrow_type
from criteria_engine.backends.tables.encoding import encode_records, encoder
from criteria_engine.data.cell_reading import Read, written
from criteria_engine.data.roster import Roster, RosterUnit, listed_facts, with_listed
from criteria_engine.data.unit_records import merged, name_of
from criteria_engine.diagnostics.catalogue.data import UnitTwice
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.program import Fact, Program
from criteria_engine.ir.records import Invalid, Record, Row
from criteria_engine.lowering import plan as p

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg import Connection

UNITS_AT_ONCE = 20_000


@frozen(eq=False)
class AnsweredUnits:
    """Units with the answers for them. Of the columns of `batch` there are those by which results are grouped, and of all others only which data
    could not be read."""

    batch: EncodedBatch
    answers: "pa.Table"


@define(eq=False)
class DatabaseUnits:
    """Units in tables of a database, within one snapshot of it. `twice` are codes that several rows have; `faults` grows while batches are read."""

    connection: "Connection[Any]"
    program: Program
    query: PlanQuery
    units: BoundTable
    related: Mapping[str, BoundTable]
    facts: Mapping[str, Fact]
    whole: WholeAnswers | None = None
    twice: tuple[str, ...] = ()
    expected: int = 0
    """How many units the queries answer for."""
    roster: Roster | None = None
    faults: list[Fault] = field(factory=list)
    unlisted: frozenset[str] = frozenset()
    without_data: frozenset[str] = frozenset()
    open_tables: frozenset[str] = frozenset()
    """Related tables of which nobody can know whose all their rows are: they count as not given."""
    open_rows: dict[str, set[str]] = field(factory=dict)
    """For a related table the units that may have further rows."""
    bad_rows: dict[str, set[str]] = field(factory=dict)
    """For each related table the units of which a row could not be read."""

    @property
    def columns(self) -> Mapping[str, FactColumn]:
        """The columns of the units' facts."""
        return self.units.columns

    @property
    def plan(self) -> p.Plan:
        return self.query.plan

    @property
    def shown(self) -> tuple[str, ...]:
        """The facts whose cells results show."""
        subject = self.program.subject
        names = dict.fromkeys(name for name in (subject.named_by, *subject.grouped_by) if name in self.units.columns)
        return tuple(name for name in names if name is not None)

    @property
    def source(self) -> NativeSource:
        """The facts and rows as the query reads them."""
        listed = None if self.roster is None else [unit.code for unit in self.roster.units]
        return NativeSource(self.units, self.related, self.shown, self.twice, listed, self._said(), self.open_rows)

    def _said(self) -> dict[str, Said]:
        """What the list says of facts that the rules read."""
        found: dict[str, Said] = {}
        if self.roster is not None:
            read = {each.name for each in self.plan.inputs}
            for name in listed_facts(self.program.subject, self.program.facts):
                if name in read and name in self.program.facts:
                    data = [unit.values.get(name) for unit in self.roster.units]
                    encode = encoder(self.program.facts[name].type)
                    values = [None if datum is None or isinstance(datum, Invalid) else plain(encode(datum)) for datum in data]
                    kind = sql_kind(self.program.facts[name].type)
                    found[name] = Said(kind, values, [isinstance(datum, Invalid) for datum in data])
        return found

    def texts(self) -> tuple[str, ...]:
        """The queries that together answer for all units: `others` of the source, and the columns of `answer_columns`. Where it can be told of a
        row that nothing in it is missing, a shorter query answers for such rows; the second is for the others."""
        source = self.source
        condition = None if self.whole is None else whole_condition(source, self.whole.query.plan)
        if self.whole is None or condition is None:
            return (_with_parts(source.parts(), answering(self.query, source, source.others)),)
        own = WholeSource(source, condition)
        rest = evolve(source, where=f"({condition}) IS NOT TRUE")
        whole = _with_parts(own.parts(), whole_answering(self.whole, own, own.others))
        return (whole, _with_parts(rest.parts(), answering(self.query, rest, rest.others)))

    def answered(self, size: int = UNITS_AT_ONCE, ordered: bool = False) -> Iterator[AnsweredUnits]:
        """The units with their answers, in batches of at most `size`; of each query `ordered` by their codes, or in no order."""
        self.find_bad_rows()
        names = ", ".join(name for name, _ in answer_columns(self.plan))
        others = ", ".join(self.source.others)
        order = f'ORDER BY {UNIT} COLLATE "C"' if ordered else ""
        done = 0
        for text in self.texts():
            if done == self.expected:
                break
            packed = f"SELECT {others}, ROW({names})::text AS answers FROM ({text}) AS answers {order}"  # fetched quicker as one text
            self.connection.execute(f"DECLARE criteria_answers NO SCROLL CURSOR FOR {packed}".encode())
            while rows := self.connection.execute(f"FETCH FORWARD {size} FROM criteria_answers").fetchall():
                done += len(rows)
                yield self._answered(rows)
            self.connection.execute("CLOSE criteria_answers")
        for start in range(0, len(self.twice), size):
            yield self._apart(list(self.records(self.twice[start : start + size]).values()), unsure=True)
        listed = [] if self.roster is None else [unit for unit in self.roster.units if unit.code in self.without_data]
        for start in range(0, len(listed), size):
            own = [with_listed(Record(unit.code, {}, with_data=False), unit, self.facts)[0] for unit in listed[start : start + size]]
            yield self._apart(own, unsure=False)

    def _answered(self, rows: Sequence[Sequence[Any]]) -> AnsweredUnits:
        import pyarrow as pa

        answers = _unpacked([row[-1] for row in rows], answer_schema(self.plan))
        codes = [row[0] for row in rows]
        listed = {} if self.roster is None else {unit.code: unit for unit in self.roster.units}
        strange = {code for code, row in zip(codes, rows, strict=True) if row[1]}.union(*self.bad_rows.values())
        reads = {
            name: _reads(self.units.columns[name], [row[2 + place] for row in rows]) for place, name in enumerate(self.shown)
        }
        for name, own in reads.items():
            strange |= {code for code, read in zip(codes, own, strict=True) if code in listed and _differs(read, listed[code].values.get(name))}
        apart = _apart(self.plan, answers)
        fetched = self.records([code for code, mine in zip(codes, apart, strict=True) if mine or code in strange])
        columns: dict[str, EncodedColumn] = {}
        names = [""] * len(rows)
        for name, own in reads.items():
            fact = self.units.columns[name].fact
            if name == self.program.subject.named_by:
                names = ["" if read is None or isinstance(read, Fault) else written(read, fact.type) for read in own]
            if name in self.program.facts:
                columns[name] = EncodedColumn(_encoded(fact, own))
        columns |= self._invalid(codes, fetched, columns)
        tables = self._invalid_rows(codes, fetched)
        names = [(listed[code].name if code in listed else "") or name for code, name in zip(codes, names, strict=True)]
        record = partial(self._record, codes, fetched)
        batch = EncodedBatch(pa.array(codes, pa.string()), pa.array(names, pa.string()), columns, tables, record)
        return AnsweredUnits(batch, answers)

    def _record(self, codes: Sequence[str], fetched: Mapping[str, Record], place: int) -> Record:
        found = fetched.get(codes[place])
        return found if found is not None else self.records([codes[place]], told=False)[codes[place]]

    def _invalid(
        self, codes: Sequence[str], fetched: Mapping[str, Record], shown: Mapping[str, EncodedColumn]
    ) -> dict[str, EncodedColumn]:
        """The columns with which data could not be read."""
        import pyarrow as pa

        found: dict[str, EncodedColumn] = {}
        bad = {name for record in fetched.values() for name, datum in record.values.items() if isinstance(datum, Invalid)}
        everywhere = self.units.binding.doubtful
        for name in self.program.facts:
            if name in bad or name in everywhere:
                flags = [name in everywhere or (code in fetched and isinstance(fetched[code].values.get(name), Invalid)) for code in codes]
                values = shown[name].values if name in shown else pa.nulls(len(codes), arrow_type(self.program.facts[name].type))
                found[name] = EncodedColumn(values, pa.array(flags, pa.bool_()))
        return found

    def _invalid_rows(self, codes: Sequence[str], fetched: Mapping[str, Record]) -> dict[str, EncodedRows]:
        """Of related tables the rows of which a datum could not be read."""
        import pyarrow as pa

        found: dict[str, EncodedRows] = {}
        for table, bound in self.related.items():
            fields = self.program.tables[table].fields
            own = self.bad_rows.get(table, set())
            everywhere = bound.binding.doubtful
            rows = [
                (place, row)
                for place, code in enumerate(codes)
                if code in fetched and (code in own or everywhere)
                for row in fetched[code].tables.get(table, ())
            ]
            columns = {}
            for name in fields:
                flags = [isinstance(row.values.get(name), Invalid) for _, row in rows]
                columns[name] = EncodedColumn(pa.nulls(len(rows), arrow_type(fields[name].type)), pa.array(flags, pa.bool_()))
            found[table] = EncodedRows(columns, pa.array([place for place, _ in rows], pa.int64()))
        return found

    def _apart(self, records: Sequence[Record], unsure: bool) -> AnsweredUnits:
        """Units that the query does not answer for: where `unsure` the interpreter does, else nobody."""
        import pyarrow as pa

        schema = answer_schema(self.plan)
        columns = [pa.array([name == UNSURE and unsure if pa.types.is_boolean(kind) else 0] * len(records), kind)
                   for name, kind in zip(schema.names, schema.types, strict=True)]  # fmt: skip
        return AnsweredUnits(encode_records(self.program, records), pa.Table.from_arrays(columns, schema=schema))

    # Records

    def records(self, codes: Sequence[str], told: bool = True) -> dict[str, Record]:
        """The records of units by their codes; faults of their cells are told unless they have been."""
        if not codes:
            return {}
        rows = {table: self._rows(table, bound, codes, told) for table, bound in self.related.items()}
        found: dict[str, Record] = {}
        for code, texts in self._texts(self.units, codes):
            values, cells, faults = self.units.read(texts, code)
            name = name_of(self.program, values)
            tables = {table: tuple(own.get(code, ())) for table, own in rows.items() if code not in self.open_rows.get(table, ())}
            record = Record(code, values, tables, cells, name, self.units.table.place(unit=code))
            if code in found:
                place = self.units.table.place(self.units.identifier.column.heading, code)
                fault = UnitTwice(evolve(place, row=2), code, 1)
                record = evolve(merged(found[code], record, fault), tables=tables)
                faults.append(fault)
            found[code] = record
            self.faults += faults if told else []
        if self.roster is not None:
            listed: dict[str, RosterUnit] = {unit.code: unit for unit in self.roster.units}
            for code, record in found.items():
                found[code], wrong = with_listed(record, listed[code], self.facts)
                self.faults += wrong if told else []
        return found

    def tell_of_unlisted(self) -> None:
        """Faults of the cells of units that the list does not have: they are told, though nobody evaluates them."""
        bad = [f"(n.v{place} IS NULL AND n.b{place})" for place, each in enumerate(self.units.columns.values()) if each.encoded.bad is not None]
        if bad and self.unlisted:
            some = f"n.{UNIT} IN (SELECT l.code FROM unnest({array_sql(sorted(self.unlisted))}) AS l(code))"
            query = f"SELECT DISTINCT n.{UNIT} FROM ({encoding_sql(self.units, [])} OFFSET 0) AS n WHERE ({' OR '.join(bad)}) AND {some}"
            codes = [code for (code,) in self.connection.execute(query.encode()).fetchall()]
            for code, texts in self._texts(self.units, codes):
                self.faults += self.units.read(texts, code)[2]

    def _rows(self, table: str, bound: BoundTable, codes: Sequence[str], told: bool) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        fields = self.program.tables[table].fields
        for code, texts in self._texts(bound, codes):
            values, cells, faults = bound.read(texts, code)
            own = {name: value for name, value in values.items() if name in fields}
            found.setdefault(code, []).append(Row(own, cells, bound.table.place(unit=code)))
            self.faults += faults if told else []
        return found

    def _texts(self, bound: BoundTable, codes: Sequence[str]) -> Iterator[tuple[str, tuple[str | None, ...]]]:
        """The cells of the rows of units, as texts."""
        shown = ", ".join(f"{column.column.as_text} AS c{place}" for place, column in enumerate(bound.columns.values()))
        inner = f"SELECT {bound.code} AS {UNIT}, {shown} FROM {bound.table.sql} AS t {' '.join(bound.joins)} OFFSET 0"
        query = f"SELECT n.* FROM ({inner}) AS n WHERE n.{UNIT} IN (SELECT l.code FROM unnest({array_sql(codes)}) AS l(code))"
        for code, *texts in self.connection.execute(query.encode()).fetchall():
            yield code, tuple(texts)

    def find_bad_rows(self) -> None:
        """Find the units with related rows of which something could not be read."""
        for table, bound in self.related.items():
            bad = [f"(n.v{place} IS NULL AND n.b{place})" for place, each in enumerate(bound.columns.values()) if each.encoded.bad is not None]
            if bad:
                inner = encoding_sql(bound, [])
                query = f"SELECT DISTINCT n.{UNIT} FROM ({inner} OFFSET 0) AS n WHERE n.{UNIT} IS NOT NULL AND ({' OR '.join(bad)})"
                self.bad_rows[table] = {code for (code,) in self.connection.execute(query.encode()).fetchall()}


def _with_parts(parts: str, query: str) -> str:
    """A query with parts that stand before its own."""
    assert query.startswith("WITH ")
    return f"WITH {parts}, {query.removeprefix('WITH ')}"


def _apart(plan: p.Plan, answers: "pa.Table") -> list[bool]:
    """The places of records that the interpreter answers for, or may be asked to."""
    import pyarrow.compute as pc

    found = answers.column(UNSURE)
    code = plan.verdict.code
    if column_name(code) in answers.schema.names:
        found = pc.or_(found, pc.equal(answers.column(column_name(code)), len(p.VERDICTS)))
    elif plan.instructions[code] == p.Constant(len(p.VERDICTS)):
        return [True] * len(answers)
    grades = [answers.column(column_name(flag)) for _, flag in plan.verdict.grades if column_name(flag) in answers.schema.names]
    always = sum(isinstance(step := plan.instructions[flag], p.Constant) and step.value is True for _, flag in plan.verdict.grades)
    if plan.findings and len(plan.verdict.grades) > 1:
        many: Any = always
        for grade in grades:
            many = pc.add(grade.cast("int64"), many)
        if grades:
            found = pc.or_(found, pc.greater(many, 1))
    flags: list[bool] = found.to_pylist()
    return flags


def _unpacked(packed: Sequence[str], schema: "pa.Schema") -> "pa.Table":
    """Answers that came as the text of a row each: flags and numbers between commas."""
    import pyarrow as pa
    from pyarrow import csv

    lines = "\n".join(text[1:-1] for text in packed).encode()
    read = csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=max(1 << 20, len(lines) + 1))
    converted = csv.ConvertOptions(column_types=schema, true_values=["t"], false_values=["f"])
    found: pa.Table = csv.read_csv(pa.BufferReader(lines), read, csv.ParseOptions(), converted)
    return found


def _reads(column: FactColumn, texts: Sequence[str | None]) -> list[Read]:
    """What texts of a column are; each different one is read once."""
    known: dict[str | None, Read] = {text: column.read(column.column.cell(text)) for text in set(texts)}
    return [known[text] for text in texts]


def _differs(read: Read, listed: object) -> bool:
    """Whether a datum and what the list says of it contradict each other."""
    return read is not None and listed is not None and not isinstance(read, Fault) and not isinstance(listed, Invalid) and read != listed


def _encoded(fact: Fact, reads: Iterable[Read]) -> "pa.Array":
    import pyarrow as pa

    encode = encoder(fact.type)
    return pa.array([None if read is None or isinstance(read, Fault) else encode(read) for read in reads], arrow_type(fact.type))
