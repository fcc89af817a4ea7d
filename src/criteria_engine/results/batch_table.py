"""A batch of units with an engine's answers becomes rows of the results table, the interpreter's rows put in their places.

The table is the one that `results.parquet_file` writes of single results: the same columns, types and values.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, field

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.backends.tables.encoded import EncodedBatch, EncodedColumn
from criteria_engine.data.cell_reading import written
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.program import walk_headings
from criteria_engine.lowering import plan as p
from criteria_engine.programmes.result_data import unit_result
from criteria_engine.results.answered import AnsweredBatch, invalid_names_of, nothing, repeated
from criteria_engine.results.columns import ResultColumn, result_columns
from criteria_engine.results.exact_columns import NumberColumns
from criteria_engine.results.parquet_file import units_table
from criteria_engine.values.types import DateType, NumberType, OutcomeType, Type

if TYPE_CHECKING:
    import pyarrow as pa


FIRST_GROUP = 2
"""The place of the first column of a fact that groups units: after the unit and its name."""


@define(eq=False)
class BatchTables:
    """What makes results tables of the batches of one program and date, from answers by the plan with findings (`findings=True,
    complete=False`)."""

    dated: Dated
    plan: p.Plan
    columns: tuple[ResultColumn, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        program = self.dated.program
        headings = [heading.id for heading in walk_headings(program.headings)]
        self.columns = result_columns(program.subject.grouped_by, headings)

    def table(self, batch: EncodedBatch, answers: "pa.Table") -> "BatchTable":
        """The rows of a batch, in its order; records that are the interpreter's are evaluated now."""
        found = AnsweredBatch(self.dated.program, self.plan, batch, answers)
        table = self._of_plan(found)
        places = _places(found.apart)
        if not places:
            return BatchTable(table, found)
        outcomes = [outcome_of(evaluate(self.dated, batch.record(place))) for place in places]
        table = put_in(table, places, self.of_outcomes(outcomes, table, places))
        return BatchTable(table, found, dict(zip(places, outcomes, strict=True)))

    def verdicts(self, batch: EncodedBatch, answers: "pa.Table") -> "BatchTable":
        """Of each unit of a batch only its code, its groups and its verdict; the interpreter is asked only where the plan does not tell."""
        import pyarrow as pa

        found = AnsweredBatch(self.dated.program, self.plan, batch, answers)
        table = _table([("unit", batch.units), *self._groups(batch), ("verdict", found.verdict)])
        places = _places(found.apart)
        if not places:
            return BatchTable(table, found)
        outcomes = [outcome_of(evaluate(self.dated, batch.record(place))) for place in places]
        last = table.num_columns - 1
        rows = table.take(places).set_column(last, "verdict", pa.array([each.verdict for each in outcomes], pa.string()))
        return BatchTable(put_in(table, places, rows), found, dict(zip(places, outcomes, strict=True)))

    def _of_plan(self, found: AnsweredBatch) -> "pa.Table":
        import pyarrow as pa

        batch, many = found.batch, len(found)
        columns: list[tuple[str, Any]] = [("unit", batch.units), ("name", batch.names), *self._groups(batch)]
        columns += [("verdict", found.verdict), ("grade", found.grade)]
        columns += [*_span("score", found.score), *_span("possible", found.most)]
        columns += [("missing", found.missing), ("invalid", invalid_names_of(batch))]
        planned = {heading.id: heading for heading in self.plan.headings}
        for heading in walk_headings(self.dated.program.headings):
            own = planned.get(heading.id)
            outcome = pa.nulls(many, pa.string()) if own is None else found.outcome(own)
            points = (nothing(many),) * 2 if own is None else found.span(own.points)
            columns += [(f"{heading.id}.outcome", outcome), *_span(f"{heading.id}.points", points)]
        columns += [("verdicts_possible", found.verdicts_possible), ("grades_possible", found.grades_possible)]
        columns += [("with_data", repeated(True, many, pa.bool_()))]
        return _table(columns)

    def _groups(self, batch: EncodedBatch) -> list[tuple[str, Any]]:
        return [(fact, self._group(fact, batch.columns.get(fact), len(batch))) for fact in self.dated.program.subject.grouped_by]

    def _group(self, fact: str, column: EncodedColumn | None, many: int) -> "pa.Array":
        """What a fact that groups units says of each, as results say it."""
        import pyarrow as pa

        declared = self.dated.program.facts.get(fact)
        if declared is None or column is None:
            return pa.nulls(many, pa.string())
        encoded = column.values.dictionary_encode()
        texts = [written(_value(number, declared.type), declared.type) for number in encoded.dictionary.to_pylist()]
        return pa.array(texts, pa.string()).take(encoded.indices)

    def of_outcomes(self, outcomes: Sequence[UnitOutcome], table: "pa.Table", places: Sequence[int]) -> "pa.Table":
        """The rows of outcomes that the interpreter found, with the groups that stand in the table."""
        program = self.dated.program
        gradings = {heading.id: heading.grading for heading in walk_headings(program.headings)}
        groups: list[dict[str, str]] = [{} for _ in places]
        for number, fact in enumerate(program.subject.grouped_by):
            for own, text in zip(groups, table.column(FIRST_GROUP + number).take(places).to_pylist(), strict=True):
                if text is not None:
                    own[fact] = text
        made = partial(unit_result, program, gradings)
        return units_table(self.columns, [made(outcome, own) for outcome, own in zip(outcomes, groups, strict=True)])


@define(eq=False)
class BatchTable:
    """The rows of a batch, the answers that they were made of, and the outcomes that the interpreter found, by place."""

    table: "pa.Table"
    answered: AnsweredBatch
    interpreted: Mapping[int, UnitOutcome] = field(factory=dict)


def _span(name: str, found: tuple[NumberColumns, NumberColumns]) -> list[tuple[str, Any]]:
    return [
        pair
        for end, number in zip(("low", "high"), found, strict=True)
        for pair in ((f"{name}_{end}", number.decimals), (f"{name}_{end}_exact", number.texts))
    ]


def _table(columns: Sequence[tuple[str, Any]]) -> "pa.Table":
    """A table of columns, whose names may be alike: a fact that groups units may be called as one of the others."""
    import pyarrow as pa

    return pa.Table.from_arrays([array for _, array in columns], names=[name for name, _ in columns])


def _value(number: Any, kind: Type) -> Any:
    """The value that a number of an encoded column stands for."""
    match kind:
        case NumberType(scale=scale):
            return Fraction(number) * (1 if scale is None else Fraction(scale))
        case DateType():
            return date.fromordinal(number)
        case OutcomeType():
            return p.OUTCOMES[number]
    return number


def _places(flags: "pa.Array") -> list[int]:
    import pyarrow.compute as pc

    found: list[int] = pc.indices_nonzero(flags).to_pylist()
    return found


def put_in(table: "pa.Table", places: Sequence[int], rows: "pa.Table") -> "pa.Table":
    """The table with rows in the place of its own at some places, in their order."""
    import pyarrow as pa

    order = list(range(len(table)))
    for number, place in enumerate(places):
        order[place] = len(table) + number
    return pa.concat_tables([table, rows.cast(table.schema)]).take(pa.array(order, pa.int64())).combine_chunks()
