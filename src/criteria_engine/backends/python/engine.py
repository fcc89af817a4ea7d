"""Compiled functions meet records: verdicts and findings, or None where the interpreter has to answer."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from criteria_engine.backends.python.source import Written, findings_function, heading_registers, verdict_function
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.ir.records import Datum, Record, Row, invalid_names
from criteria_engine.lowering import plan as p
from criteria_engine.values.dates import add_months, complete_months_from

Function = Callable[[Mapping[str, Datum], Mapping[str, tuple[Row, ...]]], Any]


def _add_months(day: int, months: int) -> int:
    if not 1 <= day <= p.LAST_DAY:
        return 0
    try:
        return add_months(date.fromordinal(day), months).toordinal()
    except (OverflowError, ValueError):
        return 0


def _months_between(start: int, end: int) -> int:
    if not (1 <= start <= p.LAST_DAY and 1 <= end <= p.LAST_DAY):
        return 0
    return complete_months_from(date.fromordinal(start), date.fromordinal(end))


_PLAIN = frozenset((bool, int, Fraction, date, str))

NAMES: Mapping[str, Any] = {
    "PLAIN_OR_NONE": _PLAIN | {type(None)},
    "OUTCOMES": {name: code for code, name in enumerate(p.OUTCOMES)},
    "add_months": _add_months,
    "months_between": _months_between,
    "map": map,
    "max": max,
    "min": min,
    "tuple": tuple,
    "type": type,
    "bool": bool,
    "date": date,
    "int": int,
    "str": str,
    "Fraction": Fraction,
}
"""All that a generated function may name."""


def _compiled(written: Written) -> Function:
    space: dict[str, Any] = {"__builtins__": {}, **NAMES}
    exec(compile(written.source, "<criteria>", "exec"), space)
    found: Function = space[written.name]
    return found


@frozen(eq=False)
class _Findings:
    """A function that gives findings, and the registers that are known without it."""

    written: Written
    function: Function
    constants: Mapping[p.Register, Any]
    headings: "tuple[_Heading, ...]"


KEPT = 1000
"""So many different outcomes of a heading are kept, to be used again where another record has the same."""


@frozen(eq=False)
class _Heading:
    """A heading, the registers that tell what became of it, and the outcomes made so far, each with whether nothing of it is open."""

    plan: p.HeadingPlan
    registers: tuple[p.Register, ...]
    made: dict[tuple[Any, ...], tuple[HeadingOutcome, bool]] = field(factory=dict)


def _findings(written: Written) -> _Findings:
    steps = enumerate(written.plan.instructions)
    constants = {register: step.value for register, step in steps if isinstance(step, p.Constant)}
    headings = []
    for heading in written.plan.headings:
        told = [register for register in heading_registers(heading) if register not in constants]
        headings.append(_Heading(heading, tuple(dict.fromkeys(told))))
    return _Findings(written, _compiled(written), constants, tuple(headings))


@define(eq=False, slots=False)
class PythonEngine:
    """The compiled rules of one date. Making it raises nothing; the first use raises Unsupported where the rules hold an operation
    that plans do not have. Functions are compiled when they are first asked for."""

    dated: Dated

    @cached_property
    def _verdict(self) -> Function:
        return _compiled(verdict_function(self.dated, True))

    @cached_property
    def _verdict_with_gaps(self) -> Function:
        return _compiled(verdict_function(self.dated, False))

    @cached_property
    def _complete(self) -> _Findings:
        return _findings(findings_function(self.dated, True))

    @cached_property
    def _with_gaps(self) -> _Findings:
        return _findings(findings_function(self.dated, False))

    def prepare(self) -> None:
        """Compile the functions for findings now. Raises Unsupported."""
        _ = self._complete, self._with_gaps

    def verdict(self, record: Record) -> str | None:
        """The verdict of a record as `UnitOutcome.verdict` has it; None where the interpreter has to answer."""
        code = self._verdict(record.values, record.tables)
        if code is None:
            code = self._verdict_with_gaps(record.values, record.tables)
        return None if code is None else VERDICT_NAMES[code]

    def verdict_with_findings(self, record: Record) -> str | None:
        """The verdict by the functions that find the outcome and points of every heading too; None where the interpreter has to
        answer. `findings` makes objects of what they find."""
        found = self._answers(record)
        return None if found is None else VERDICT_NAMES[found.of(found.plan.verdict.code)]

    def outcome(self, record: Record) -> UnitOutcome | None:
        """The outcome of a record; None where the interpreter has to answer: where something is open that the verdict or a heading
        reads, since only the interpreter tells from what."""
        found = self._answers(record)
        if found is None:
            return None
        outcome, decided = _outcome(record, found)
        return outcome if decided else None

    def findings(self, record: Record) -> UnitOutcome | None:
        """The outcome of a record without what it is open from: `missing`, `reasons` and all `origins` are empty. None where the
        interpreter has to answer."""
        found = self._answers(record)
        return None if found is None else _outcome(record, found)[0]

    def _answers(self, record: Record) -> "_Answers | None":
        """The registers of the answers."""
        found = self._complete
        answers = found.function(record.values, record.tables)
        if answers is None:
            found = self._with_gaps
            answers = found.function(record.values, record.tables)
            if answers is None:
                return None
        given = zip(found.written.answers, answers if isinstance(answers, tuple) else (answers,), strict=True)
        return _Answers(found.written.plan, found.headings, {**found.constants, **dict(given)})


_ALONE = tuple(frozenset((name,)) for name in p.OUTCOMES)
VERDICT_NAMES = (*p.VERDICTS, "undetermined")


@frozen(eq=False)
class _Answers:
    """The registers of one record."""

    plan: p.Plan
    headings: tuple[_Heading, ...]
    registers: Mapping[p.Register, Any]

    def of(self, register: p.Register) -> Any:
        return self.registers[register]

    def number(self, found: p.Exact) -> int | Fraction:
        above = self.registers[found.above] * found.scale.numerator
        below = found.scale.denominator if found.below is None else self.registers[found.below] * found.scale.denominator
        whole, rest = divmod(above, below)
        return Fraction(above, below) if rest else int(whole)

    def extent(self, span: p.Span | None) -> Extent | None:
        if span is None or not self.registers[span.there]:
            return None
        low = self.number(span.low)
        return Extent(low, low if span.high == span.low else self.number(span.high))


def _outcome(record: Record, at: _Answers) -> tuple[UnitOutcome, bool]:
    """The outcome, and whether nothing in it is open."""
    plan, registers = at.plan, at.registers
    headings: dict[str, HeadingOutcome] = {}
    decided = True
    for heading in at.headings:
        key = tuple([registers[register] for register in heading.registers])
        found = heading.made.get(key)
        if found is None:
            made = _heading(heading.plan, at)
            found = made, len(made.possible) == 1 and len(made.grades) < 2 and _closed(made.points) and _closed(made.most)
            if len(heading.made) < KEPT:
                heading.made[key] = found
        headings[heading.plan.id] = found[0]
        decided = decided and found[1]
    verdict = VERDICT_NAMES[at.of(plan.verdict.code)]
    score = at.extent(plan.verdict.score)
    grades = tuple([grade for grade, flag in plan.verdict.grades if at.of(flag)])
    possible = frozenset([name for name, flag in plan.verdict.possible if at.of(flag)])
    most = None if score is None else at.extent(plan.verdict.most)
    decided = decided and verdict != "undetermined" and len(grades) < 2 and _closed(score) and _closed(most)
    return UnitOutcome(record.unit, record.name, verdict, possible, grades, score, most, headings, (), invalid_names(record)), decided


def _closed(found: Extent | None) -> bool:
    return found is None or found.low == found.high


def _heading(heading: p.HeadingPlan, at: _Answers) -> HeadingOutcome:
    """What became of a heading."""
    if heading.single:
        possible = _ALONE[at.of(heading.code)]
    else:
        possible = frozenset(name for name, flag in heading.outcomes if at.of(flag))
    points, most = at.extent(heading.points), at.extent(heading.most)
    grades = tuple(grade for grade, flag in heading.grades if at.of(flag))
    outcome = next(iter(possible)) if len(possible) == 1 else "undetermined"
    return HeadingOutcome(heading.id, heading.level, outcome, possible, points, most, heading.advisory, grades)
