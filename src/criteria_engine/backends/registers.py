"""The registers of a record that a plan was run for become its outcome, for every engine alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.ir.records import Record, invalid_names
from criteria_engine.lowering import plan as p

KEPT = 1000
"""So many different outcomes of a heading are kept, to be used again where another record has the same."""


@frozen(eq=False)
class Heading:
    """A heading, the registers that tell what became of it and those that are the same for every record, and the outcomes made so far, by
    what the registers hold."""

    plan: p.HeadingPlan
    registers: tuple[p.Register, ...]
    constants: Mapping[p.Register, Any]
    made: dict[tuple[Any, ...], HeadingOutcome] = field(factory=dict)


def headings_of(plan: p.Plan) -> tuple[Heading, ...]:
    """The headings of a plan with the registers that have to be read for them."""
    constants = constants_of(plan)
    return tuple(
        Heading(heading, tuple(dict.fromkeys(each for each in _heading_registers(heading) if each not in constants)), constants)
        for heading in plan.headings
    )


def constants_of(plan: p.Plan) -> dict[p.Register, bool | int | str]:
    """The registers of a plan that are the same for every record."""
    return {register: step.value for register, step in enumerate(plan.instructions) if isinstance(step, p.Constant)}


def answer_registers(plan: p.Plan) -> tuple[p.Register, ...]:
    """The registers that tell the outcome of a record, each once: those of the verdict, and of the headings where the plan has findings. Those
    that are the same for every record are left out."""
    found = list(verdict_registers(plan)) if plan.findings else [plan.verdict.code]
    for heading in plan.headings:
        found += _heading_registers(heading)
    if plan.findings:
        found += [flag for _, flag in (*plan.missing, *plan.reasons)]
    return _told_at_run_time(plan, found)


def verdict_registers(plan: p.Plan) -> tuple[p.Register, ...]:
    """Those of `answer_registers`, in a plan with findings, that tell the verdict, the grade and the score, but not from what they are open."""
    return _told_at_run_time(plan, verdict_answers(plan))


def verdict_answers(plan: p.Plan) -> list[p.Register]:
    """The same with those that are the same for every record."""
    verdict = plan.verdict
    found = [verdict.code, *(flag for _, flag in (*verdict.possible, *verdict.grades))]
    return [*found, *_span_registers(verdict.score), *_span_registers(verdict.most)]


def open_registers(plan: p.Plan) -> tuple[p.Register, ...]:
    """Those of `answer_registers` that tell from what the verdict is open."""
    return _told_at_run_time(plan, [flag for _, flag in (*plan.missing, *plan.reasons)])


def _told_at_run_time(plan: p.Plan, registers: Iterable[p.Register]) -> tuple[p.Register, ...]:
    return tuple(dict.fromkeys(register for register in registers if not isinstance(plan.instructions[register], p.Constant)))


def _heading_registers(heading: p.HeadingPlan) -> list[p.Register]:
    found = [heading.code] if heading.single else [flag for _, flag in heading.outcomes]
    return [*found, *(flag for _, flag in heading.grades), *_span_registers(heading.points), *_span_registers(heading.most)]


def _span_registers(span: p.Span | None) -> list[p.Register]:
    if span is None:
        return []
    return [register for end in (span.low, span.high) for register in (end.above, end.below) if register is not None] + [span.there]


_ALONE = tuple(frozenset((name,)) for name in p.OUTCOMES)
VERDICT_NAMES = (*p.VERDICTS, "undetermined")


@frozen(eq=False)
class Answers:
    """The registers of one record."""

    plan: p.Plan
    headings: tuple[Heading, ...]
    registers: Mapping[p.Register, Any]

    def of(self, register: p.Register) -> Any:
        return self.registers[register]

    def number(self, found: p.Exact) -> int | Fraction:
        above, below = found.scale.as_integer_ratio()
        above *= self.registers[found.above]
        if found.below is not None:
            below *= self.registers[found.below]
        whole, rest = divmod(above, below)
        return Fraction(above, below) if rest else whole

    def extent(self, span: p.Span | None) -> Extent | None:
        if span is None or not self.registers[span.there]:
            return None
        low = self.number(span.low)
        return Extent(low, low if span.high is span.low or span.high == span.low else self.number(span.high))


def outcome_of_registers(record: Record, at: Answers) -> UnitOutcome:
    """The outcome; from what each heading is open it does not say (`HeadingOutcome.origins`)."""
    return outcome_with(record, at, [tuple([at.registers[register] for register in heading.registers]) for heading in at.headings])


def outcome_with(record: Record, at: Answers, told: Sequence[tuple[Any, ...]]) -> UnitOutcome:
    """The same, where what the registers of each heading hold is at hand; `at` may be of the verdict's registers alone."""
    plan = at.plan
    headings = OutcomesToMake(plan, at.headings, told)
    verdict = VERDICT_NAMES[at.of(plan.verdict.code)]
    score = at.extent(plan.verdict.score)
    grades = tuple([grade for grade, flag in plan.verdict.grades if at.of(flag)])
    possible = frozenset([name for name, flag in plan.verdict.possible if at.of(flag)])
    most = None if score is None else at.extent(plan.verdict.most)
    missing = tuple([name for name, flag in plan.missing if at.of(flag)])
    reasons = tuple([origin for origin, flag in plan.reasons if at.of(flag)])
    return UnitOutcome(record.unit, record.name, verdict, possible, grades, score, most, headings, missing, invalid_names(record), reasons)


@define(eq=False, repr=False)
class OutcomesToMake(Mapping[str, HeadingOutcome]):
    """What became of each heading by its name, made when it is asked for: many records are asked for nothing but the verdict. It equals a
    dictionary of the same, and is copied and stored as one."""

    _plan: p.Plan
    _headings: tuple[Heading, ...]
    _told: Sequence[tuple[Any, ...]]
    _by_name: dict[str, HeadingOutcome] | None = None

    def _all(self) -> dict[str, HeadingOutcome]:
        found = self._by_name
        if found is None:
            pairs = zip(self._headings, self._told, strict=True)
            found = self._by_name = {heading.plan.id: heading.made.get(held) or _made(heading, held, self._plan) for heading, held in pairs}
        return found

    def __getitem__(self, name: str) -> HeadingOutcome:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._headings)

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self._all(),)


def _made(heading: Heading, held: tuple[Any, ...], plan: p.Plan) -> HeadingOutcome:
    """The outcome of a heading, kept for the next record that has the same."""
    registers = {**heading.constants, **dict(zip(heading.registers, held, strict=True))}
    found = _heading(heading.plan, Answers(plan, (), registers))
    if len(heading.made) < KEPT:
        heading.made[held] = found
    return found


def _heading(heading: p.HeadingPlan, at: Answers) -> HeadingOutcome:
    """What became of a heading."""
    if heading.single:
        possible = _ALONE[at.of(heading.code)]
    else:
        possible = frozenset(name for name, flag in heading.outcomes if at.of(flag))
    points, most = at.extent(heading.points), at.extent(heading.most)
    grades = tuple(grade for grade, flag in heading.grades if at.of(flag))
    outcome = next(iter(possible)) if len(possible) == 1 else "undetermined"
    return HeadingOutcome(heading.id, heading.level, outcome, possible, points, most, heading.advisory, grades)
