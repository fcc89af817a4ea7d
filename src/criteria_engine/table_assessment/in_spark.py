"""Rules meet data frames of Spark: its workers evaluate them batch by batch, and results are a data frame again.

On every worker the rules run in an engine over columns, and what that engine leaves open in the interpreter; so results are those of any
other engine to the last row. Workers need criteria_engine, with pyarrow. Units and their related rows meet on one worker by their code.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.backends.tables.reading import read_columns
from criteria_engine.data.binding import Binding, bind, identifying_fact
from criteria_engine.data.private_cells import mask_faults
from criteria_engine.data.readers.by_format import given_file
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.engine import Rules, loads
from criteria_engine.ir.program import Fact
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.source import Cell
from criteria_engine.table_assessment.assessed import Evaluator
from criteria_engine.table_assessment.choice import Declined, table_engine
from criteria_engine.table_assessment.rejects import NAMES, Reject, places_in, rejects_of
from criteria_engine.values.types import DateType, NumberType

if TYPE_CHECKING:
    import pyarrow as pa

    Frame = Any

DATA = "data"
"""What faults and rejects call the frame of the units; related tables have their own names."""

UNITS_TOGETHER = 50_000
"""About so many units meet their related rows at once on a worker."""

_BUCKET, _TABLE, _ROW = "criteria_bucket", "criteria_table", "criteria_row"


@frozen
class _Task:
    """What a worker needs to know: the rules by their text, the date, the engine, and the names of related tables."""

    text: str
    name: str
    as_of: str
    engine: str
    tables: tuple[str, ...]
    rejects: bool


def spark_results(
    rules: Rules, as_of: date | str, units: "Frame", tables: "Mapping[str, Frame] | None" = None, *, engine: str = "auto"
) -> "Frame":
    """The results of every unit in a data frame, as a data frame with the columns of a results table (`results.parquet_file`). `tables` are
    related tables by name. Nothing is calculated before it is asked for, but for how many units there are and whether
    a code stands twice.

    Columns are facts by name or label, as in a data file. A number or date must be a column of numbers or dates: how texts are read depends
    on all of a column, which no worker sees. `engine` is the engine over tables that workers use; "auto" takes the best that takes the rules
    here. Raises FaultsFound where the rules are not in force on the date, where a column is lacking or in doubt;
    Unsupported for a column of texts for a number or date, or an engine that does not take the rules."""
    return _evaluated(rules, as_of, units, tables or {}, engine, rejects=False)


def spark_rejects(rules: Rules, as_of: date | str, units: "Frame", tables: "Mapping[str, Frame] | None" = None) -> "Frame":
    """The data that cannot be read, as a data frame with the columns of `table_assessment.rejects.Reject`, but `row`, which says nothing
    where rows have no order. Raises as `spark_results` does."""
    return _evaluated(rules, as_of, units, tables or {}, "python", rejects=True)


def _evaluated(rules: Rules, as_of: date | str, units: "Frame", tables: "Mapping[str, Frame]", engine: str, *, rejects: bool) -> "Frame":
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.types import from_arrow_schema

    dated = rules.on(as_of)
    chosen = table_engine(engine, dated)
    if isinstance(chosen, Declined):
        raise Unsupported(chosen.what or chosen.engine, chosen.why or f"{', '.join(chosen.lacking)} is not installed")
    task = _Task(rules.source.text, rules.source.name, dated.as_of.isoformat(), chosen, tuple(tables), rejects)
    bound = _bound(rules, units, tables)
    key = units[_quoted(bound[DATA].columns[identifying_fact(rules.program.subject, rules.program.facts).name])]
    many, twice = _counted(units, key)
    schema = from_arrow_schema(_told_apart(_emptied(task)).schema)
    if not tables and not twice:
        return units.mapInArrow(_over_batches(task), schema)
    buckets = -(-many // UNITS_TOGETHER) or 1
    left = units.withColumn(_BUCKET, _bucket(key, buckets))
    if not tables:
        return left.groupBy(_BUCKET).applyInArrow(_over_group(task), schema)
    right = None
    for number, (name, frame) in enumerate(tables.items()):
        code = frame[_quoted(bound[name].columns[identifying_fact(rules.program.subject, rules.program.facts).name])]
        rows = frame.select(_bucket(code, buckets).alias(_BUCKET), f.lit(number).alias(_TABLE), f.struct("*").alias(f"{_ROW}{number}"))
        right = rows if right is None else right.unionByName(rows, allowMissingColumns=True)
    assert right is not None
    return left.groupBy(_BUCKET).cogroup(right.groupBy(_BUCKET)).applyInArrow(_over_groups(task), schema)


def _bucket(code: Any, buckets: int) -> Any:
    from pyspark.sql import functions as f

    return f.pmod(f.xxhash64(f.trim(code.cast("string"))), f.lit(buckets))


def _quoted(name: str) -> str:
    """A column's name so that a dot or a backtick in it is nothing else."""
    return "`" + name.replace("`", "``") + "`"


def _bound(rules: Rules, units: "Frame", tables: "Mapping[str, Frame]") -> dict[str, Binding]:
    """Which column gives which fact, by frame. Raises FaultsFound and Unsupported."""
    program = rules.program
    key = identifying_fact(program.subject, program.facts)
    unknown = [name for name in tables if name not in program.tables]
    if unknown:
        raise Unsupported(unknown[0], "no related table of the rules has this name")
    wanted: dict[str, tuple[Frame, dict[str, Fact]]] = {DATA: (units, {key.name: key, **program.facts})}
    wanted |= {name: (frame, {key.name: key, **program.tables[name].fields}) for name, frame in tables.items()}
    found: dict[str, Binding] = {}
    faults: list[Fault] = []
    for name, (frame, facts) in wanted.items():
        also = [table for table in program.tables if table in frame.columns] if name == DATA else []
        other = {key.name: program.subject.name}
        found[name] = bind(frame.columns, facts, Cell(name), also_known=also, other_names=other)
        faults += [fault for fault in found[name].faults if fault.severity == "error"]
        faults += [found[name].doubtful[fact] for fact in found[name].doubtful]
        if key.name not in found[name].columns:
            faults += found[name].faults
        _typed(frame, facts, found[name])
    if faults:
        raise FaultsFound(tuple(dict.fromkeys(faults)))
    return found


def _typed(frame: "Frame", facts: Mapping[str, Fact], bound: Binding) -> None:
    from pyspark.sql.types import StringType

    for fact, name in bound.columns.items():
        if isinstance(facts[fact].type, (NumberType, DateType)) and isinstance(frame.schema[name].dataType, StringType):
            raise Unsupported(name, "a column of texts for a number or a date: how such texts are read depends on all of them, so cast it")


def _counted(units: "Frame", key: Any) -> tuple[int, bool]:
    """How many units there are, and whether a code stands twice: such units must meet on one worker."""
    from pyspark.sql import functions as f

    counted = units.groupBy(f.trim(key.cast("string")).alias("code")).count()
    many, most = counted.agg(f.sum("count"), f.max("count")).collect()[0]
    return many or 0, (most or 0) > 1


@lru_cache(maxsize=8)
def _evaluator(text: str, name: str, as_of: str, engine: str) -> tuple[Rules, Evaluator]:
    """The rules in an engine, once for a worker's process."""
    from criteria_engine.backends.engine_list import TABLE_ENGINES

    rules = loads(text, name)
    dated = rules.on(as_of)
    return rules, Evaluator(rules, dated, TABLE_ENGINES[engine].made(dated, True, 1))


def _made(task: _Task, units: "pa.Table", related: "Mapping[str, pa.Table]") -> Iterator["pa.Table"]:
    """The results, or the rejects, of units with their related rows."""
    rules, evaluator = _evaluator(task.text, task.name, task.as_of, task.engine)
    source = read_columns(rules.program, given_file(DATA, units), {name: given_file(name, table) for name, table in related.items()})
    if task.rejects:
        bad: dict[object, str] = {}
        for batch in source.batches():
            bad |= places_in(batch)
        yield _reject_table([each for each in rejects_of(mask_faults(rules.program, source.faults), bad) if each.row is not None])
        return
    for batch in source.batches():
        yield evaluator.answer(batch, whole=True)[1].table


SAID = tuple(name for name in NAMES if name != "row")
"""The columns of rejects."""


def _reject_table(rejects: Sequence[Reject]) -> "pa.Table":
    import pyarrow as pa

    data = [asdict(each) for each in rejects]
    return pa.table({name: pa.array([each[name] for each in data], pa.string()) for name in SAID})


def _emptied(task: _Task) -> "pa.Table":
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


def _over_batches(task: _Task) -> "Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]":
    """What a worker does with units that have no related rows."""

    def over(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa

        waiting: list[pa.RecordBatch] = []
        for batch in batches:
            waiting.append(batch)
            if sum(map(len, waiting)) >= UNITS_TOGETHER:
                yield from _batches(task, pa.Table.from_batches(waiting), {})
                waiting = []
        if waiting:
            yield from _batches(task, pa.Table.from_batches(waiting), {})

    return over


def _over_group(task: _Task) -> "Callable[[pa.Table], pa.Table]":
    """What a worker does with the units of a bucket."""

    def over(units: "pa.Table") -> "pa.Table":
        return _whole(task, units.drop_columns([_BUCKET]), {})

    return over


def _over_groups(task: _Task) -> "Callable[[pa.Table, pa.Table], pa.Table]":
    """What a worker does with the units of a bucket and their related rows."""

    def over(units: "pa.Table", rows: "pa.Table") -> "pa.Table":
        import pyarrow as pa
        import pyarrow.compute as pc

        related = {}
        for number, name in enumerate(task.tables):
            own = rows.filter(pc.equal(rows.column(_TABLE), number)).column(f"{_ROW}{number}").combine_chunks()
            related[name] = pa.Table.from_arrays(own.flatten(), names=[field.name for field in own.type])
        return _whole(task, units.drop_columns([_BUCKET]), related)

    return over


def _batches(task: _Task, units: "pa.Table", related: "Mapping[str, pa.Table]") -> "Iterator[pa.RecordBatch]":
    for table in _made(task, units, related):
        yield from _told_apart(table).to_batches()


def _whole(task: _Task, units: "pa.Table", related: "Mapping[str, pa.Table]") -> "pa.Table":
    import pyarrow as pa

    found = list(_made(task, units, related)) or [_emptied(task)]
    return _told_apart(pa.concat_tables(found))
