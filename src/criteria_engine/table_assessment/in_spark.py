"""Rules meet data frames of Spark: its workers evaluate them batch by batch, and results are a data frame again.

On every worker the rules run in an engine over columns, and what that engine leaves open in the interpreter; so results are those of any
other engine to the last row. Workers need criteria_engine, with pyarrow. Units and their related rows meet on one worker by their code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from attrs import asdict, evolve, frozen

from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.backends.tables.reading import read_columns
from criteria_engine.data.binding import Binding, identifying_fact
from criteria_engine.data.mapping import NO_MAPPING, DataMapping, TableMapping
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.data.readers.by_format import given_file
from criteria_engine.data.reading_choices import ReadAs
from criteria_engine.diagnostics.catalogue.data import UnitTwice
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.engine import Rules, loads
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.results.batch_table import FIRST_GROUP
from criteria_engine.source import Cell
from criteria_engine.table_assessment.choice import Declined, table_engine
from criteria_engine.table_assessment.evaluator import Evaluator
from criteria_engine.table_assessment.rejects import NAMES, Reject, places_in, rejects_of
from criteria_engine.table_assessment.spark_binding import bound_columns, quoted
from criteria_engine.table_assessment.spark_codes import bucket, counted, open_tables
from criteria_engine.table_assessment.spark_percents import percent_columns, percents_of
from criteria_engine.table_assessment.tallies import Counted, VerdictTally

if TYPE_CHECKING:
    import pyarrow as pa

    Frame = Any

DATA = "data"
"""What faults and rejects call the frame of the units; related tables have their own names."""

UNITS_TOGETHER = 50_000
"""About so many units meet their related rows at once on a worker."""

_BUCKET, _TABLE, _ROW = "criteria_bucket", "criteria_table", "criteria_row"


@frozen
class Task:
    """What a worker needs to know: the rules by their text, the date, the engine, and the names of related tables."""

    text: str
    name: str
    as_of: str
    engine: str
    tables: tuple[str, ...]
    rejects: bool = False
    whole: bool = True
    """Whether rows of results are wanted; else only what `told` gets."""
    shown: tuple[str, ...] = ()
    """What faults call the frames: of the units, then of the related tables; unless said, `DATA` and their names."""
    open: frozenset[str] = frozenset()
    """Related tables with rows, somewhere, that do not say whose they are."""
    columns: tuple[str, ...] = ()
    """The columns of the units, as they are called where they come from."""
    said: DataMapping = NO_MAPPING
    """How columns are to be read, as all their cells together tell."""
    told: "Told | None" = None
    tell_rejects: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        return self.shown or (DATA, *self.tables)


class Told(Protocol):
    """Takes from workers what they did, by a key that tells pieces of the work apart: Spark may do a piece again."""

    def add(self, term: dict[str, "Part"]) -> None: ...


@frozen
class Part:
    """What a worker did with a piece: units evaluated, and left to the interpreter; verdicts counted; which related tables there were; faults,
    and what could not be read."""

    evaluated: int
    interpreted: int
    counted: tuple[Counted, ...]
    tables: frozenset[str]
    faults: tuple[Fault, ...]
    rejects: tuple[Reject, ...]


def spark_results(
    rules: Rules, as_of: date | str, units: "Frame", tables: "Mapping[str, Frame] | None" = None, *, engine: str = "auto"
) -> "Frame":
    """The results of every unit in a data frame, as a data frame with the columns of a results table (`results.parquet_file`). `tables` are
    related tables by name. Nothing is calculated before it is asked for, but for how many units there are and whether
    a code stands twice.

    Columns are facts by name or label, as in a data file. A number, a date, yes and no must be a column of numbers, dates, booleans: how texts
    are read depends on all of a column, which no worker sees. Columns of percentages are looked at once beforehand: whether 85 or 0.85 is meant
    all of them tell together. `engine` is the engine over tables that workers use; "auto" takes the best that takes the rules
    here. Raises FaultsFound where the rules are not in force on the date, where a column is lacking or in doubt;
    Unsupported for such a column of texts, codes with decimals, or an engine that does not take the rules."""
    return _evaluated(rules, as_of, units, tables or {}, engine, rejects=False)


def spark_rejects(rules: Rules, as_of: date | str, units: "Frame", tables: "Mapping[str, Frame] | None" = None) -> "Frame":
    """The data that cannot be read, as a data frame with the columns of `table_assessment.rejects.Reject`, but `row`, which says nothing
    where rows have no order. Raises as `spark_results` does."""
    return _evaluated(rules, as_of, units, tables or {}, "python", rejects=True)


def _evaluated(rules: Rules, as_of: date | str, units: "Frame", tables: "Mapping[str, Frame]", engine: str, *, rejects: bool) -> "Frame":
    dated = rules.on(as_of)
    chosen = chosen_engine(dated, engine)
    task = Task(rules.source.text, rules.source.name, dated.as_of.isoformat(), chosen, tuple(tables), rejects)
    return evaluated_frame(rules, task, units, tables)


def chosen_engine(dated: Dated, asked: str) -> str:
    """The engine over tables that workers use. Raises Unsupported."""
    chosen = table_engine(asked, dated)
    if isinstance(chosen, Declined):
        raise Unsupported(chosen.what or chosen.engine, chosen.why or f"{', '.join(chosen.lacking)} is not installed")
    return chosen


def evaluated_frame(rules: Rules, task: Task, units: "Frame", tables: "Mapping[str, Frame]") -> "Frame":
    """What the workers make of data frames as a task says. Raises as `spark_results` does."""
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.types import from_arrow_schema

    bound = bound_columns(rules, task.files, units, tables)
    task = evolve(task, said=_told_of_percents(rules, task, [units, *tables.values()], bound), columns=tuple(units.columns))
    code_of = identifying_fact(rules.program.subject, rules.program.facts).name
    many, twice = counted(units, units[quoted(bound[0].columns[code_of])])
    schema = from_arrow_schema(_told_apart(_emptied(task)).schema)
    if not tables and not twice:
        return units.mapInArrow(_over_batches(task), schema)
    buckets = -(-many // UNITS_TOGETHER) or 1
    plain = units.toDF(*(f"c{number}" for number in range(len(task.columns))))  # Spark groups only by names without dots and backticks
    left = plain.withColumn(_BUCKET, bucket(plain[f"c{task.columns.index(bound[0].columns[code_of])}"], buckets))
    if not tables:
        return left.groupBy(_BUCKET).applyInArrow(_over_group(task), schema)
    right = None
    task = evolve(task, open=open_tables(rules, tables, bound[1:]))
    for number, (frame, own) in enumerate(zip(tables.values(), bound[1:], strict=True)):
        code = frame[quoted(own.columns[code_of])]
        rows = frame.select(bucket(code, buckets).alias(_BUCKET), f.lit(number).alias(_TABLE), f.struct("*").alias(f"{_ROW}{number}"))
        right = rows if right is None else right.unionByName(rows, allowMissingColumns=True)
    assert right is not None
    return left.groupBy(_BUCKET).cogroup(right.groupBy(_BUCKET)).applyInArrow(_over_groups(task), schema)


def _told_of_percents(rules: Rules, task: Task, frames: "Sequence[Frame]", bound: Sequence[Binding]) -> DataMapping:
    """How workers are to read percentages. Raises FaultsFound for a column that does not tell."""
    found: list[TableMapping] = []
    faults: list[Fault] = []
    facts = [rules.program.facts, *(rules.program.tables[name].fields for name in task.tables)]
    for file, frame, own, of in zip(task.files, frames, bound, facts, strict=True):
        columns = percent_columns(of, own)
        settings, doubts = percents_of(frame, columns, file)
        faults += doubts
        found.append(TableMapping(settings=settings))
    if faults:
        raise FaultsFound(tuple(faults))
    return DataMapping(found[0], dict(zip(task.tables, found[1:], strict=True)))


@lru_cache(maxsize=8)
def _evaluator(text: str, name: str, as_of: str, engine: str) -> tuple[Rules, Evaluator]:
    """The rules in an engine, once for a worker's process."""
    from criteria_engine.backends.engine_list import TABLE_ENGINES

    rules = loads(text, name)
    dated = rules.on(as_of)
    return rules, Evaluator(rules, dated, TABLE_ENGINES[engine].made(dated, True, 1))


def _made(task: Task, key: str, units: "pa.Table", related: "Mapping[str, pa.Table]") -> Iterator["pa.Table"]:
    """The results, or the rejects, of units with their related rows; `key` tells this piece of the work from others."""
    rules, evaluator = _evaluator(task.text, task.name, task.as_of, task.engine)
    files = dict(zip(related, task.files[1:], strict=True))
    tables = {name: given_file(files[name], table) for name, table in related.items()}
    source = read_columns(rules.program, given_file(task.files[0], units), tables, None, ReadAs(said=task.said))
    bad: dict[object, str] = {}
    put_in = {(files[name], len(related[name])) for name in task.open}

    def rejects() -> list[Reject]:
        found = rejects_of(mask_faults(rules.program, source.faults), bad)
        return [each for each in found if (each.file, each.row) not in put_in]

    if task.rejects:
        for batch in source.batches():
            bad |= places_in(batch)
        yield _reject_table([each for each in rejects() if each.row is not None])
        return
    tally, interpreted, evaluated = VerdictTally(rules.program), 0, 0
    for batch in source.batches():
        _, found = evaluator.answer(batch, whole=task.whole)
        first, many = FIRST_GROUP if task.whole else 1, len(rules.program.subject.grouped_by)
        tally.add(found.table.column(first + many), [found.table.column(first + number) for number in range(many)])
        interpreted += len(found.interpreted)
        evaluated += len(batch)
        if task.told is not None and task.tell_rejects:
            bad |= places_in(batch)
        if task.whole:
            yield found.table
    if task.told is not None:
        faults = source.faults
        own = tuple(evolve(each, row=None) for each in rejects()) if task.tell_rejects else ()
        task.told.add({key: Part(evaluated, interpreted, tally.counted, source.tables, _without_rows(faults), own)})


def _without_rows(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults whose place is a file or a column of it: rows have no numbers among workers."""
    placed = (evolve(fault, place=evolve(fault.place, row=None)) if isinstance(fault.place, Cell) else fault for fault in faults)
    return tuple(dict.fromkeys(evolve(fault, first_row=1) if isinstance(fault, UnitTwice) else fault for fault in placed))


SAID = tuple(name for name in NAMES if name != "row")
"""The columns of rejects."""


def _reject_table(rejects: Sequence[Reject]) -> "pa.Table":
    import pyarrow as pa

    data = [asdict(each) for each in rejects]
    return pa.table({name: pa.array([each[name] for each in data], pa.string()) for name in SAID})


def _emptied(task: Task) -> "pa.Table":
    """The results, or the rejects, of no units."""
    if task.rejects:
        return _reject_table(())
    rules, evaluator = _evaluator(task.text, task.name, task.as_of, task.engine)
    return evaluator.answer(encode_records(rules.program, ()), whole=True)[1].table


def _told_apart(table: "pa.Table") -> "pa.Table":
    """A table whose columns have different names: a fact that groups units may be called as another column is."""
    names: list[str] = []
    for name in table.schema.names:
        again = sum(each.casefold() == name.casefold() for each in table.schema.names[: len(names)])
        names.append(f"{name} ({again + 1})" if again else name)
    return table.rename_columns(names)


def _over_batches(task: Task) -> "Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]":
    """What a worker does with units that have no related rows."""

    def over(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa
        from pyspark import TaskContext

        context = TaskContext.get()
        partition = 0 if context is None else context.partitionId()
        waiting: list[pa.RecordBatch] = []
        pieces = 0
        for batch in batches:
            waiting.append(batch)
            if sum(map(len, waiting)) >= UNITS_TOGETHER:
                yield from _batches(task, f"{partition} {pieces}", pa.Table.from_batches(waiting), {})
                waiting = []
                pieces += 1
        if waiting:
            yield from _batches(task, f"{partition} {pieces}", pa.Table.from_batches(waiting), {})

    return over


def _over_group(task: Task) -> "Callable[[pa.Table], pa.Table]":
    """What a worker does with the units of a bucket."""

    def over(units: "pa.Table") -> "pa.Table":
        return _whole(task, _bucket_of(units), units.drop_columns([_BUCKET]).rename_columns(task.columns), {})

    return over


def _over_groups(task: Task) -> "Callable[[pa.Table, pa.Table], pa.Table]":
    """What a worker does with the units of a bucket and their related rows."""

    def over(units: "pa.Table", rows: "pa.Table") -> "pa.Table":
        import pyarrow as pa
        import pyarrow.compute as pc

        related = {}
        for number, name in enumerate(task.tables):
            own = rows.filter(pc.equal(rows.column(_TABLE), number)).column(f"{_ROW}{number}").combine_chunks()
            parts, names = own.flatten(), [field.name for field in own.type]
            if name in task.open:  # a row that may be anybody's, which leaves the rows of all units open
                parts = [pa.concat_arrays([part, pa.nulls(1, part.type)]) for part in parts]
            related[name] = pa.Table.from_arrays(parts, names=names)
        return _whole(task, _bucket_of(units if len(units) else rows), units.drop_columns([_BUCKET]).rename_columns(task.columns), related)

    return over


def _bucket_of(table: "pa.Table") -> str:
    return str(table.column(_BUCKET)[0].as_py())


def _batches(task: Task, key: str, units: "pa.Table", related: "Mapping[str, pa.Table]") -> "Iterator[pa.RecordBatch]":
    for table in _made(task, key, units, related):
        yield from _told_apart(table).to_batches()


def _whole(task: Task, key: str, units: "pa.Table", related: "Mapping[str, pa.Table]") -> "pa.Table":
    import pyarrow as pa

    found = list(_made(task, key, units, related)) or [_emptied(task)]
    return _told_apart(pa.concat_tables(found))
