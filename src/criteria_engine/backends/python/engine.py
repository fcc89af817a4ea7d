"""Compiled functions meet records: verdicts and findings, or None where the interpreter has to answer."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import Any

from attrs import define, frozen

from criteria_engine.backends.python.source import Written, findings_function, open_function, verdict_function
from criteria_engine.backends.registers import VERDICT_NAMES, Answers, Heading, constants_of, headings_of, outcome_with, verdict_answers
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.records import Invalid, Open, Record
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.values.dates import add_months, complete_months_from

Function = Callable[..., Any]
"""Given a record's values and tables, and whether its values are sound, gives answers or None."""


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


def _without_unread(row: tuple[Any, ...]) -> tuple[list[Any] | None, tuple[int, ...]]:
    """Values with None in the place of each that could not be read, and where these stand; None instead of all where one is left open."""
    if any(type(value) is Open for value in row):
        return None, ()
    return [None if type(value) is Invalid else value for value in row], tuple(place for place, value in enumerate(row) if type(value) is Invalid)


_PLAIN = frozenset((bool, int, Fraction, date, str))

NAMES: Mapping[str, Any] = {
    "PLAIN_OR_NONE": _PLAIN | {type(None)},
    "OUTCOMES": {name: code for code, name in enumerate(p.OUTCOMES)},
    "add_months": _add_months,
    "months_between": _months_between,
    "NUMBERS": frozenset((int, Fraction)),
    "itemgetter": itemgetter,
    "KeyError": KeyError,
    "map": map,
    "tuple": tuple,
    "type": type,
    "without_unread": _without_unread,
    "bool": bool,
    "date": date,
    "int": int,
    "str": str,
    "Fraction": Fraction,
}
"""All that a generated function may name."""


def compiled(written: Written) -> Function:
    """The function of a source that this package has written."""
    space: dict[str, Any] = {"__builtins__": {}, **NAMES}
    exec(compile(written.source, "<criteria>", "exec"), space)
    found: Function = space[written.name]
    return found


@frozen(eq=False, slots=False)
class _Findings:
    """A function that gives findings, the registers of the verdict that are known without it, and where among what it gives back the
    verdict's code stands, unless that is known. From what a verdict is open another function tells, compiled when the first is."""

    written: Written
    function: Function
    constants: Mapping[p.Register, Any]
    headings: tuple[Heading, ...]
    code: int | None
    constant_code: Any

    @cached_property
    def told(self) -> tuple[Written, Function]:
        """The function that tells from what a verdict is open."""
        written = open_function(self.written.plan)
        return written, compiled(written)


def _findings(written: Written) -> _Findings:
    plan, known = written.plan, constants_of(written.plan)
    code = plan.verdict.code
    place = written.answers.index(code) if code in written.answers else None
    asked = {*verdict_answers(plan), *(flag for _, flag in (*plan.missing, *plan.reasons))}
    constants = {register: value for register, value in known.items() if register in asked}
    return _Findings(written, compiled(written), constants, headings_of(plan), place, known.get(code))


@define(eq=False, slots=False)
class PythonEngine:
    """The compiled rules of one date. Making it raises nothing; the first use raises Unsupported where the rules hold an operation
    that plans do not have. Functions are compiled when they are first asked for."""

    dated: Dated

    @cached_property
    def _verdict(self) -> Function:
        return compiled(verdict_function(self.dated, True))

    @cached_property
    def _verdict_with_gaps(self) -> Function | None:
        try:
            return compiled(verdict_function(self.dated, False))
        except Unsupported:
            return None

    @cached_property
    def _complete(self) -> _Findings:
        return _findings(findings_function(self.dated, True))

    @cached_property
    def _with_gaps(self) -> _Findings | None:
        try:
            return _findings(findings_function(self.dated, False))
        except Unsupported:
            return None

    def prepare(self) -> None:
        """Compile the function for findings now, but the one for records with something missing when there is one. Raises Unsupported."""
        _ = self._complete

    def prepare_verdicts(self) -> None:
        """The same of the verdict alone."""
        _ = self._verdict

    def verdict(self, record: Record) -> str | None:
        """The verdict of a record as `UnitOutcome.verdict` has it; None where the interpreter has to answer."""
        values, tables = record.values, record.tables
        code = self._verdict(values, tables, record.sound is values)
        if code is None:
            with_gaps = self._verdict_with_gaps
            code = None if with_gaps is None else with_gaps(values, tables, record.sound is values)
        return None if code is None else VERDICT_NAMES[code]

    def verdict_with_findings(self, record: Record) -> str | None:
        """The verdict by the functions that find the outcome and points of every heading too; None where the interpreter has to
        answer. `outcome` makes objects of what they find."""
        answered = self._answered(record)
        if answered is None:
            return None
        found, (verdict, _) = answered
        return VERDICT_NAMES[found.constant_code if found.code is None else verdict[found.code]]

    def outcome(self, record: Record) -> UnitOutcome | None:
        """The outcome of a record, without what each heading is open from; None where the interpreter has to answer."""
        answered = self._answered(record)
        if answered is None:
            return None
        found, (verdict, headings) = answered
        plan = found.written.plan
        registers = {**found.constants, **dict(zip(found.written.answers, verdict, strict=True))}
        if plan.missing or plan.reasons:
            told = dict.fromkeys([flag for _, flag in (*plan.missing, *plan.reasons)], False)
            if _is_open(plan, registers):
                written, function = found.told
                more = function(record.values, record.tables, record.sound is record.values)
                if more is None:  # it reads a datum that the findings do not, and that could not be read
                    return None
                told |= _by_register(written, more)
            registers = {**told, **registers}
        return outcome_with(record, Answers(plan, found.headings, registers), headings)

    def _answered(self, record: Record) -> tuple[_Findings, Any] | None:
        """The function that answers for a record, and its answers."""
        complete = self._complete
        answers = complete.function(record.values, record.tables, record.sound is record.values)
        if answers is not None:
            return complete, answers
        with_gaps = self._with_gaps
        answers = None if with_gaps is None else with_gaps.function(record.values, record.tables, record.sound is record.values)
        return None if with_gaps is None or answers is None else (with_gaps, answers)


def _by_register(written: Written, answers: Any) -> dict[p.Register, Any]:
    return dict(zip(written.answers, answers if isinstance(answers, tuple) else (answers,), strict=True))


def _is_open(plan: p.Plan, registers: Mapping[p.Register, Any]) -> bool:
    """Whether the verdict or its grade may be open. Where a set of grades has only one, that may be open though there is no other."""
    if registers[plan.verdict.code] == len(p.VERDICTS) or len(plan.verdict.grades) == 1:
        return True
    return len([grade for grade, flag in plan.verdict.grades if registers[flag]]) > 1
