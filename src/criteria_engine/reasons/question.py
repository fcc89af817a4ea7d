"""A record of which some facts vary, asked again and again: what is the verdict, whatever the varying facts are between two ends?

The interpreter answers, so an answer for a whole range is one that holds for every value in it. What a question has found of
a definition or heading is kept for as long as the facts that it reads are the same.
"""

from collections.abc import Mapping, Sequence
from time import monotonic

from attrs import define, evolve, field, frozen

from criteria_engine.backends.interpreter.evaluation import Evaluation, VerdictFound, verdict_of
from criteria_engine.backends.interpreter.evaluator import Result
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.inputs import VERDICT, inputs_by_step
from criteria_engine.ir.records import Datum, Record
from criteria_engine.reasons.variables import Variable

Range = tuple[int, int]
"""From one place of a variable's line to another, both included."""

Box = tuple[Range | None, ...]
"""What each variable of a question may be; None leaves it as the record has it."""


class OutOfTries(Exception):
    """A search has asked as often as it may."""


@define
class Question:
    """A record, a date, and the variables. `left` counts the evaluations that may still be made; None: any number. `until` is the
    time (of `time.monotonic`) after which none may.
    Without `grading` only the pass is asked for, where the rules have one."""

    dated: Dated
    record: Record
    variables: tuple[Variable, ...]
    left: int | None = None
    grading: bool = True
    asked: int = 0
    until: float | None = None
    _readers: Mapping[str, tuple[int, ...]] = field(factory=dict)
    _results: dict[tuple[str, tuple[Range | None, ...]], HeadingResult] = field(factory=dict)
    _definitions: dict[tuple[str, tuple[Range | None, ...]], Result] = field(factory=dict)
    _answers: dict[Box, VerdictFound] = field(factory=dict)

    def ask(self, box: Box) -> VerdictFound:
        """The verdict, as far as it is the same for every value in the box. Raises OutOfTries."""
        found = self._answers.get(box)
        if found is None:
            found = self._answers[box] = self._evaluated(box)
        return found

    def _evaluated(self, box: Box) -> VerdictFound:
        if self.left is not None:
            if self.left == 0:
                raise OutOfTries
            self.left -= 1
        if self.until is not None and monotonic() > self.until:
            raise OutOfTries
        self.asked += 1
        if not self._readers:
            self._readers = _readers(self.dated, self.variables)
        evaluation = Evaluation(self.dated, with_box(self.record, self.variables, box))
        for key in self.dated.order:
            kind, _, name = key.partition(":")
            if kind not in ("definition", "heading"):
                continue
            seen = (name, tuple([box[number] for number in self._readers[key]]))
            if kind == "definition":
                if seen not in self._definitions:
                    self._definitions[seen] = evaluation.value(self.dated.program.definitions[name].value)
                evaluation._definitions[name] = self._definitions[seen]
                continue
            known = self._results.get(seen)
            if known is None:
                self._results[seen] = evaluation.settle(name)
            else:
                evaluation.results[name] = known
        return verdict_of(evaluation, grading=self.grading)


def _readers(dated: Dated, variables: Sequence[Variable]) -> dict[str, tuple[int, ...]]:
    """For each step of an evaluation, the numbers of the variables that it reads."""
    inputs = inputs_by_step(dated)
    return {key: tuple(n for n, each in enumerate(variables) if (each.table or each.name) in names) for key, names in inputs.items()}


def read_by_verdict(dated: Dated, variables: Sequence[Variable]) -> tuple[Variable, ...]:
    """Those variables that the verdict reads at all."""
    return tuple(variables[number] for number in _readers(dated, variables)[VERDICT])


def with_box(record: Record, variables: Sequence[Variable], box: Box) -> Record:
    """A record with its variables set, or opened, as a box has them."""
    values: dict[str, Datum] = dict(record.values)
    rows: dict[tuple[str, int], dict[str, Datum]] = {}
    for variable, place in zip(variables, box, strict=True):
        if place is None:
            continue
        datum = variable.datum(*place)
        if variable.row is None:
            values[variable.name] = datum
        else:
            key = (variable.table, variable.row)
            rows.setdefault(key, dict(record.tables[variable.table][variable.row].values))[variable.fact.name] = datum
    tables = dict(record.tables)
    for table in {table for table, _ in rows}:
        tables[table] = tuple(
            evolve(row, values=rows[table, number]) if (table, number) in rows else row for number, row in enumerate(record.tables[table])
        )
    return evolve(record, values=values, tables=tables)


@frozen
class Goal:
    """What a verdict is wanted to be: a pass, or (where `grade` is given) at least that grade, as an index into the grades."""

    grade: int | None = None

    def surely(self, found: VerdictFound) -> bool:
        """Whether a verdict reaches the goal, whatever is open of it."""
        if self.grade is None:
            return found.possible == {"passes"}
        return found.possible <= {"passes", "graded"} and bool(found.grades) and min(found.grades) >= self.grade

    def never(self, found: VerdictFound) -> bool:
        """Whether a verdict misses the goal, whatever is open of it."""
        if self.grade is None:
            return "passes" not in found.possible
        return not found.possible & {"passes", "graded"} or not found.grades or max(found.grades) < self.grade
