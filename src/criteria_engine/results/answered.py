"""What an engine over tables answers for a batch becomes the columns of a results table, whole columns at a time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import define

from criteria_engine.backends.registers import VERDICT_NAMES, constants_of
from criteria_engine.backends.tables.answers import UNSURE, answer_columns
from criteria_engine.backends.tables.encoded import EncodedBatch
from criteria_engine.ir.program import Program
from criteria_engine.lowering import plan as p
from criteria_engine.programmes.verdict_counts import VERDICTS
from criteria_engine.results.exact_columns import DIGITS, PLACES, NumberColumns, number_columns

if TYPE_CHECKING:
    import pyarrow as pa

Flags = Sequence[tuple[Any, p.Register]]
"""What may be the case, each with the flag that says whether it may."""

NARROW = 6
"""So many flags are looked up in a table of all their combinations; of more, the combinations that occur are found first."""

WIDE = 62
"""So many flags are the bits of one number."""


@define(eq=False, slots=False)
class AnsweredBatch:
    """The answers for a batch by a plan with findings. Columns are made when they are asked for; what they say of a record that is not the
    plan's (`apart`) says nothing."""

    program: Program
    plan: p.Plan
    batch: EncodedBatch
    answers: "pa.Table"

    def __attrs_post_init__(self) -> None:
        self._constants = constants_of(self.plan)
        self._names = {register: name for name, register in answer_columns(self.plan)[1:]}

    def __len__(self) -> int:
        return len(self.batch)

    def register(self, register: p.Register) -> "pa.Array":
        """The values of a register, one for each record."""
        import pyarrow as pa

        if register in self._constants:
            return pa.repeat(self._constants[register], len(self))
        return _whole(self.answers.column(self._names[register]))

    @cached_property
    def apart(self) -> "pa.Array":
        """Where the record is the interpreter's."""
        return _whole(self.answers.column(UNSURE))

    @cached_property
    def missing(self) -> "pa.Array":
        """The names of what is missing and leaves the verdict open, sorted."""
        return names_where({name: self.register(flag) for name, flag in self.plan.missing}, len(self))

    @cached_property
    def verdict(self) -> "pa.Array":
        return _looked_up(self.register(self.plan.verdict.code), VERDICT_NAMES)

    @cached_property
    def verdicts_possible(self) -> "pa.Array":
        """The verdicts that are possible, in the order in which verdicts are listed."""
        flags = [(name, register) for verdict in VERDICTS for name, register in self.plan.verdict.possible if name == verdict]
        return self._combined(flags, lambda names: names)

    @cached_property
    def grades_possible(self) -> "pa.Array":
        return self._combined(self._grade_flags, lambda names: names)

    @cached_property
    def grades_open(self) -> "pa.Array":
        """The same by their indexes, as outcomes have them."""
        return self._combined(self.plan.verdict.grades, lambda grades: [str(grade) for grade in grades])

    @cached_property
    def grade(self) -> "pa.Array":
        """The grade where there is only one, and the verdict is one that has a grade."""
        import pyarrow as pa
        import pyarrow.compute as pc

        only = self._combined(self._grade_flags, lambda names: names[0] if len(names) == 1 else None)
        graded = pc.is_in(self.verdict, pa.array(["passes", "graded"]))
        return pc.if_else(graded, only, pa.scalar(None, pa.string()))

    @property
    def _grade_flags(self) -> Flags:
        grading = self.program.verdict.grading
        return () if grading is None else [(grading.choices.members[grade].name, flag) for grade, flag in self.plan.verdict.grades]

    @cached_property
    def score(self) -> tuple[NumberColumns, NumberColumns]:
        return self.span(self.plan.verdict.score)

    @cached_property
    def most(self) -> tuple[NumberColumns, NumberColumns]:
        """The points that were possible; none where there is no score."""
        import pyarrow.compute as pc

        score = self.plan.verdict.score
        there = None if score is None else self.register(score.there)
        most = self.plan.verdict.most
        return self.span(most, None if there is None or most is None else pc.and_(there, self.register(most.there)))

    def outcome(self, heading: p.HeadingPlan) -> "pa.Array":
        """What became of a heading."""
        if heading.single:
            return _looked_up(self.register(heading.code), (*p.OUTCOMES, "undetermined"))
        return self._combined(heading.outcomes, lambda names: names[0] if len(names) == 1 else "undetermined")

    def span(self, span: p.Span | None, there: "pa.Array | None" = None) -> tuple[NumberColumns, NumberColumns]:
        """The lowest and highest of a number; null where it does not exist."""
        import pyarrow.compute as pc

        if span is None:
            none = nothing(len(self))
            return none, none
        there = pc.and_not(self.register(span.there) if there is None else there, self.apart)
        low = self._number(span.low, there)
        return low, low if span.high == span.low else self._number(span.high, there)

    def _number(self, number: p.Exact, there: "pa.Array") -> NumberColumns:
        import pyarrow as pa
        import pyarrow.compute as pc

        above = pc.if_else(there, self.register(number.above), pa.scalar(None, pa.int64()))
        return number_columns(above, None if number.below is None else self.register(number.below), number.scale)

    def _combined(self, flags: Flags, made: Callable[[Sequence[Any]], Any]) -> "pa.Array":
        """What is made of the names whose flags are true."""
        import pyarrow as pa

        def of(mask: int) -> Any:
            return made([name for place, (name, _) in enumerate(flags) if mask >> place & 1])

        kind = pa.list_(pa.string()) if isinstance(made(()), (list, tuple)) else pa.string()
        if not flags:
            return repeated(of(0), len(self), kind)
        if len(flags) <= NARROW:
            return pa.array([of(each) for each in range(1 << len(flags))], kind).take(self._mask(flags, pa.int8()))
        masks = [self._mask(flags[start : start + WIDE], pa.int64()) for start in range(0, len(flags), WIDE)]
        if len(masks) == 1:
            encoded = masks[0].dictionary_encode()
            return pa.array([of(each) for each in encoded.dictionary.to_pylist()], kind).take(encoded.indices)
        rows = [sum(part << WIDE * number for number, part in enumerate(row)) for row in zip(*(each.to_pylist() for each in masks), strict=True)]
        told = {mask: of(mask) for mask in set(rows)}
        return pa.array([told[mask] for mask in rows], kind)

    def _mask(self, flags: Flags, kind: "pa.DataType") -> "pa.Array":
        """A number whose bits are the flags, the first the lowest."""
        import pyarrow.compute as pc

        mask: Any = None
        for place, (_, flag) in enumerate(flags):
            bit = pc.multiply(self.register(flag).cast(kind), 1 << place)
            mask = bit if mask is None else pc.add(mask, bit)
        return mask.cast(kind)


def repeated(value: Any, many: int, kind: "pa.DataType") -> "pa.Array":
    """A column with one value for every record, be there none."""
    import pyarrow as pa

    return pa.repeat(pa.scalar(value, kind), many) if many else pa.array([], kind)


def nothing(many: int) -> NumberColumns:
    """The columns of a number that no record has."""
    import pyarrow as pa

    return NumberColumns(pa.nulls(many, pa.decimal128(DIGITS, PLACES)), pa.nulls(many, pa.string()))


def invalid_names_of(batch: EncodedBatch) -> "pa.Array":
    """For each record the names of its facts and fields that could not be read, sorted; see `ir.records.invalid_names`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    where: dict[str, Any] = {name: column.invalid for name, column in batch.columns.items() if column.invalid is not None}
    for table, rows in batch.tables.items():
        for name, column in rows.columns.items():
            if column.invalid is not None:
                bad = pc.unique(rows.unit.filter(column.invalid))
                where[f"{table}.{name}"] = pc.is_in(pa.array(range(len(batch)), pa.int64()), bad)
    return names_where(where, len(batch))


def names_where(where: Mapping[str, "pa.Array"], many: int) -> "pa.Array":
    """For each record the sorted names whose flags are true."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [name for name in sorted(where) if pc.any(where[name]).as_py()]
    counts = _how_many([where[name] for name in names]).cast(pa.int64()) if names else None
    if counts is None:
        return repeated((), many, pa.list_(pa.string()))
    places = pa.concat_arrays([pc.indices_nonzero(where[name]) for name in names])
    told = pa.concat_arrays([pa.repeat(name, pc.sum(where[name]).as_py()) for name in names])
    order = pc.sort_indices(pa.table({"place": places, "name": told}), [("place", "ascending"), ("name", "ascending")])
    ends = pc.cumulative_sum(counts)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends.cast(pa.int32())])
    return pa.ListArray.from_arrays(offsets, told.take(order))


def _how_many(flags: Sequence["pa.Array"]) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    total = flags[0].cast(pa.int32())
    for flag in flags[1:]:
        total = pc.add(total, flag.cast(pa.int32()))
    return total


def _looked_up(codes: "pa.Array", names: Sequence[str]) -> "pa.Array":
    """The names that codes stand for; for a code that stands for none, as of a record that is not the plan's, the first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pc.and_(pc.greater_equal(codes, 0), pc.less(codes, len(names)))
    return pa.array(names, pa.string()).take(pc.if_else(known, codes, 0))


def _whole(column: "pa.ChunkedArray") -> "pa.Array":
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
