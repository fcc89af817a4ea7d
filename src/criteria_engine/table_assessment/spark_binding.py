"""Columns of data frames of Spark are bound to facts, and refused where workers, each with a part of them, could not read them alike."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from criteria_engine.data.binding import Binding, bind, identifying_fact
from criteria_engine.diagnostics.fault import Fault, FaultsFound
from criteria_engine.engine import Rules
from criteria_engine.ir.program import Fact
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.source import Cell
from criteria_engine.values.types import DateType, NumberType, YesNoType

if TYPE_CHECKING:
    Frame = Any

TEXTS = "a column of texts for numbers, dates or yes and no: how such texts are read depends on all of them, so cast it"
FRACTIONS = "a column of numbers with decimals for the code of units: rows that belong together would not meet, so cast it"


def quoted(name: str) -> str:
    """A column's name so that a dot or a backtick in it is nothing else."""
    return "`" + name.replace("`", "``") + "`"


def bound_columns(rules: Rules, files: Sequence[str], units: "Frame", tables: "Mapping[str, Frame]") -> list[Binding]:
    """Which column gives which fact, of units and related tables, which faults call by `files`. Raises FaultsFound and Unsupported."""
    program = rules.program
    key = identifying_fact(program.subject, program.facts)
    unknown = [name for name in tables if name not in program.tables]
    if unknown:
        raise Unsupported(unknown[0], "no related table of the rules has this name")
    wanted: list[tuple[Frame, dict[str, Fact]]] = [(units, {key.name: key, **program.facts})]
    wanted += [(frame, {key.name: key, **program.tables[name].fields}) for name, frame in tables.items()]
    found: list[Binding] = []
    faults: list[Fault] = []
    for name, (frame, facts) in zip(files, wanted, strict=True):
        also = [table for table in program.tables if table in frame.columns] if not found else []
        bound = bind(frame.columns, facts, Cell(name), also_known=also, other_names={key.name: program.subject.name})
        faults += [fault for fault in bound.faults if fault.severity == "error"]
        faults += [bound.doubtful[fact] for fact in bound.doubtful]
        if key.name not in bound.columns:
            faults += bound.faults
        _typed(frame, facts, bound, key.name)
        found.append(bound)
    if faults:
        raise FaultsFound(tuple(dict.fromkeys(faults)))
    return found


def _typed(frame: "Frame", facts: Mapping[str, Fact], bound: Binding, key: str) -> None:
    """Raises Unsupported for a column that workers could not read alike."""
    from pyspark.sql.types import DecimalType, DoubleType, FloatType, StringType

    for fact, name in bound.columns.items():
        kind, of = frame.schema[name].dataType, facts[fact].type
        if isinstance(of, (NumberType, DateType, YesNoType)) and isinstance(kind, StringType):
            raise Unsupported(name, TEXTS)
        if fact == key and (isinstance(kind, (DoubleType, FloatType)) or (isinstance(kind, DecimalType) and kind.scale)):
            raise Unsupported(name, FRACTIONS)
