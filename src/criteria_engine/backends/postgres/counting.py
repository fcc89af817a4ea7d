"""Verdicts are counted by the database itself, by each combination of groups; only records that it cannot settle are fetched."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.postgres.database_units import UNITS_AT_ONCE, DatabaseUnits
from criteria_engine.backends.postgres.native_source import BAD, shown_name
from criteria_engine.backends.registers import VERDICT_NAMES
from criteria_engine.backends.sql.plan_query import UNIT, UNSURE
from criteria_engine.backends.tables.answers import answer_columns
from criteria_engine.data.cell_reading import written
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.lowering import plan as p


@frozen
class Counted:
    """So many units that agree in what each fact that groups units says (None: nothing), and in the verdict. `interpreted`: the interpreter
    found it."""

    groups: tuple[str | None, ...]
    verdict: str
    many: int
    interpreted: bool = False


def counted(units: DatabaseUnits, dated: Dated) -> Iterator[Counted]:
    """All units, counted; their query is of a plan for the verdict alone, and there is no list of units."""
    units.find_bad_rows()
    groups = [name for name in units.shown if name in units.program.subject.grouped_by]
    names = [shown_name(units.shown.index(name)) for name in groups]
    columns = dict(answer_columns(units.plan))
    name = next((name for name, register in columns.items() if register == units.plan.verdict.code and name != UNSURE), None)
    constant = units.plan.instructions[units.plan.verdict.code]
    code = name or f"{constant.value if isinstance(constant, p.Constant) else 0}::bigint"
    shown = ", ".join([*names, f"{code} AS code", UNSURE])
    told: set[str] = set()
    done = 0
    for text in units.texts():
        if done == units.expected:
            break
        apart = f"array_agg({UNIT}) FILTER (WHERE {UNSURE} OR {BAD})"
        query = f"SELECT {shown}, count(*), {apart} FROM ({text}) AS q GROUP BY {', '.join([*names, 'code', UNSURE])}"
        for *cells, found, unsure, many, codes in units.connection.execute(query.encode()).fetchall():
            done += many
            for start in range(0, len(codes or ()), UNITS_AT_ONCE):
                records = units.records(codes[start : start + UNITS_AT_ONCE])
                told.update(records)
                if unsure:
                    yield from _interpreted(units, dated, list(records.values()))
            if not unsure:
                said = tuple(_said(units, fact, cell) for fact, cell in zip(groups, cells, strict=True))
                yield Counted(_all_groups(units, groups, said), VERDICT_NAMES[found], many)
    units.records(sorted(set().union(*units.bad_rows.values()) - told))
    for start in range(0, len(units.twice), UNITS_AT_ONCE):
        yield from _interpreted(units, dated, list(units.records(units.twice[start : start + UNITS_AT_ONCE]).values()))


def _said(units: DatabaseUnits, fact: str, cell: str | None) -> str | None:
    """What a cell of a fact that groups units says, as results say it."""
    column = units.columns[fact]
    read = column.read(column.column.cell(cell))
    return None if read is None or isinstance(read, Fault) else written(read, column.fact.type)


def _all_groups(units: DatabaseUnits, known: Sequence[str], said: Sequence[str | None]) -> tuple[str | None, ...]:
    own = dict(zip(known, said, strict=True))
    return tuple(own.get(fact) if fact in units.program.facts else None for fact in units.program.subject.grouped_by)


def _interpreted(units: DatabaseUnits, dated: Dated, records: Sequence[Record]) -> Iterator[Counted]:
    for record in records:
        data = {name: record.values.get(name) for name in units.program.subject.grouped_by if name in units.program.facts}
        said = [
            None if datum is None or isinstance(datum, (Invalid, Open)) else written(datum, units.program.facts[name].type)
            for name, datum in data.items()
        ]
        yield Counted(_all_groups(units, list(data), said), outcome_of(evaluate(dated, record)).verdict, 1, True)
