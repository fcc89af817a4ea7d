"""Records as tables of a database, with a column of its own type for each fact, and what a database's results say beside outcomes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
from attrs import define, evolve
from tests.engines.agreement import made_up
from tests.rule_generation.chance import Seeded

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.plan_query import sql_text
from criteria_engine.backends.sql.result_query import result_query
from criteria_engine.backends.sql.typed_columns import Percent
from criteria_engine.backends.sql.typed_source import TypedSource, TypedTables
from criteria_engine.data.cell_reading import read_datum
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import Extent, UnitOutcome
from criteria_engine.ir.program import Fact, Program
from criteria_engine.ir.records import Invalid, Open, Record, Row
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.values.types import ChoiceType, DateType, NumberType, OutcomeType, TextType, YesNoType

KEY = "unit code"
"""The column that identifies units where the rules declare none."""


def as_typed(program: Program, record: Record) -> Record | None:
    """A record as typed columns hold it, with texts that say something; None where they cannot: an open datum, or a yes/no or text that
    cannot be read."""
    values = _as_typed(program.facts, record.values)
    tables = {name: [_as_typed(program.tables[name].fields, row.values) for row in rows] for name, rows in record.tables.items()}
    if values is None or any(row is None for rows in tables.values() for row in rows):
        return None
    return evolve(record, values=values, tables={name: tuple(Row(row) for row in rows) for name, rows in tables.items()})  # type: ignore[arg-type]


def _as_typed(facts: Mapping[str, Fact], values: Mapping[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name, value in values.items():
        kind = facts[name].type
        if isinstance(value, Open) or (isinstance(value, Invalid) and isinstance(kind, (YesNoType, TextType))):
            return None
        read = read_datum(value, facts[name]) if isinstance(kind, TextType) else value
        if isinstance(read, Fault):
            return None
        if read is not None:
            found[name] = read
    return found


def tables_of(program: Program, key: str, records: Sequence[Record], given: Sequence[str], percent: Percent) -> dict[str, pa.Table]:
    """The tables of records, `units` and the `given` related ones."""
    found = {"units": _table(program.facts, key, [(record.unit, record.values) for record in records], percent)}
    for name in given:
        rows = [(record.unit, row.values) for record in records for row in record.tables.get(name, ())]
        found[name] = _table(program.tables[name].fields, key, rows, percent)
    return found


def _table(facts: Mapping[str, Fact], key: str, rows: Sequence[tuple[str, Mapping[str, Any]]], percent: Percent) -> pa.Table:
    names, arrays = [key], [pa.array([unit for unit, _ in rows], pa.string())]
    for place, (name, fact) in enumerate(facts.items()):
        if name != key:
            names.append(name)
            arrays.append(_array(fact, [values.get(name) for _, values in rows], percent, place))
    return pa.Table.from_arrays(arrays, names)


def _array(fact: Fact, data: Sequence[Any], percent: Percent, place: int) -> pa.Array:
    kind = fact.type
    if isinstance(kind, NumberType):
        factor = 100 if kind.kind == "percent" and percent == "points" else 1
        numbers = [None if each is None else Fraction(10**14 if isinstance(each, Invalid) else each) * factor for each in data]
        if all(each is None or each.denominator == 1 for each in numbers) and place % 2:
            return pa.array([None if each is None else int(each) for each in numbers], pa.int64())
        return pa.array([None if each is None else Decimal(each.numerator) / Decimal(each.denominator) for each in numbers], pa.decimal128(30, 8))
    if isinstance(kind, DateType):
        return pa.array([date(1500, 1, 1) if isinstance(each, Invalid) else each for each in data], pa.date32())
    if isinstance(kind, YesNoType):
        return pa.array(data, pa.bool_())
    return pa.array([_text(fact, each, place + number) for number, each in enumerate(data)], pa.string())


def _text(fact: Fact, value: Any, place: int) -> str | None:
    kind = fact.type
    if value is None:
        return ("", None, "  ", "N/A")[place % 4]
    if isinstance(value, Invalid):
        return "no such word"
    if isinstance(kind, ChoiceType):
        member = kind.members[value]
        words = [form for word in (member.name, *(label for _, label in member.labels.texts)) for form in (word, word.upper(), f" {word}\u00a0")]
        said = [word for word in words if read_datum(word, fact) == value]
        return said[place % len(said)]
    return {"fails": "Không đạt"}.get(value, value) if isinstance(kind, OutcomeType) else value


def differences(dated: Dated, wanted: UnitOutcome, row: Mapping[str, Any]) -> list[str]:
    """Where a row of a result says otherwise than an outcome."""
    grading = dated.program.verdict.grading
    grades = [] if grading is None else [grading.choices.members[grade].name for grade in wanted.grades]
    pairs: list[tuple[str, Any, Any]] = [
        ("verdict", wanted.verdict, row["verdict"]),
        ("verdicts_possible", set(wanted.possible), set(row["verdicts_possible"])),
        ("grades_possible", grades, row["grades_possible"]),
        ("grade", grades[0] if len(grades) == 1 and wanted.verdict in ("passes", "graded") else None, row["grade"]),
        ("score", wanted.score, _extent(row, "score")),
        ("missing", list(wanted.missing), row["missing"]),
        ("possible", wanted.most, _extent(row, "possible")),
    ]
    for name, heading in wanted.headings.items():
        pairs += [(name, heading.outcome, row[f"{name}.outcome"]), (f"{name} points", heading.points, _extent(row, f"{name}.points"))]
    return [f"{what}: wanted {one}, found {other}" for what, one, other in pairs if one != other]


def _extent(row: Mapping[str, Any], name: str) -> Extent | None:
    ends = [_number(row, f"{name}_{end}") for end in ("low", "high")]
    return None if ends[0] is None or ends[1] is None else Extent(ends[0], ends[1])


def _number(row: Mapping[str, Any], name: str) -> Fraction | None:
    if name in row:
        return None if row[name] is None else Fraction(row[name])
    above, below = row[f"{name}_numerator"], row[f"{name}_denominator"]
    return None if above is None else Fraction(int(above), int(below))


@define
class Compared:
    """What came of comparing a database with the interpreter."""

    records: int = 0
    unsure: int = 0
    rejected: int = 0
    declined: int = 0


Asked = Callable[[dict[str, pa.Table], str, str], tuple[list[dict[str, Any]], list[dict[str, Any]]]]
"""What a database answers to two queries over some tables: the rows of each."""


def compare(dialect: Dialect, seeds: Iterable[int], asked: Asked) -> Compared:
    """Put made-up programs with their records to a database by the queries of `compile --to sql`; every row must be the interpreter's outcome,
    every datum that was not read among the rejects."""
    count = Compared()
    for seed in seeds:
        found, records = made_up(Seeded(seed), 15)
        program, percent = found.dated.program, _PERCENTS[seed % 2]
        given = tuple(name for place, name in enumerate(program.tables) if (seed + place) % 4)
        typed = [each for record in records if (each := as_typed(program, record)) is not None]
        kept = [
            evolve(record, unit=f"U{number}", tables={name: record.tables.get(name, ()) for name in given}) for number, record in enumerate(typed)
        ]
        source = TypedSource(program, dialect, TypedTables(("units",), {name: (name,) for name in given}, percent=percent))
        try:
            query = sql_text(result_query(found.dated, dialect, source, source.groups, source.has_names), dialect)
        except Unsupported:
            count.declined += 1
            continue
        tables = tables_of(program, source.key, kept, given, percent)
        results, rejects = asked(tables, query, sql_text(source.rejects(), dialect))
        rows = {row["unit"]: row for row in results}
        assert set(rows) == {record.unit for record in kept}
        invalid = sorted((record.unit, name) for record in kept for name, value in record.values.items() if isinstance(value, Invalid))
        assert sorted((each["unit"], each["fact"]) for each in rejects if each["fact"] in program.facts) == invalid
        count.rejected += len(rejects)
        for record in kept:
            if rows[record.unit]["unsure"]:
                count.unsure += 1
                continue
            count.records += 1
            values = {**record.values, source.key: record.unit} if source.key in program.facts else record.values
            wanted = outcome_of(evaluate(found.dated, evolve(record, values=values)))
            assert not differences(found.dated, wanted, rows[record.unit]), f"{seed}\n{found.text}\n{record}\n{query}"
    return count


_PERCENTS: tuple[Percent, Percent] = ("points", "share")
