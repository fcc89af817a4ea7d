"""What the verdict's `passes when` asks of headings, and a unit's outcome, become the headings that keep the unit from passing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.outcomes import HeadingOutcome, UnitOutcome
from criteria_engine.ir.program import Level, Program, walk_headings
from criteria_engine.values.dates import in_period
from criteria_engine.values.intervals import Ranged, compare, interval
from criteria_engine.values.labels import Labels
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Unknown

Lacking = Literal["outcome", "grade", "points"]
_LEFT_OUT = frozenset(("not applicable", "scored"))
_OPPOSITE: dict[str, str] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: dict[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@frozen
class BlockingHeading:
    """A heading that has not (surely) what the verdict asks of it: another outcome or grade, or more points."""

    id: str
    level: Level
    outcome: str
    lacking: Lacking
    titles: Labels


@frozen
class _Answer:
    """Whether a condition is as wanted (None: the headings alone do not tell), and the headings that lack for it."""

    holds: bool | None
    lacking: tuple[tuple[str, Lacking], ...] = ()


_UNTOLD = _Answer(None)


@frozen(eq=False)
class _Unit:
    program: Program
    headings: Mapping[str, HeadingOutcome]
    as_of: date


def number_on(program: Program, expression: ir.Expression, as_of: date) -> Rational | None:
    """The number that a constant or a parameter is on a day; None for anything else."""
    value: object = None
    if isinstance(expression, ir.Constant):
        value = expression.value
    elif isinstance(expression, ir.ParameterValue):
        dated = program.parameters[expression.name].values
        value = next((one.value for one in dated if in_period(as_of, one.force.start, one.force.end)), None)
    return value if isinstance(value, (int, Fraction)) else None


def blocking(program: Program, outcome: UnitOutcome, as_of: date) -> tuple[BlockingHeading, ...]:
    """The headings of which the verdict's condition asks what the unit has not (surely), in the order of the text. A condition on the
    whole score or on facts names no heading."""
    if program.verdict.passes is None:
        return ()
    found: dict[str, Lacking] = {}
    for id, lacking in _read(program.verdict.passes, True, _Unit(program, outcome.headings, as_of)).lacking:
        found.setdefault(id, lacking)
    titles = {heading.id: heading.labels for heading in walk_headings(program.headings)}
    return tuple(
        BlockingHeading(id, heading.level, heading.outcome, found[id], titles[id]) for id, heading in outcome.headings.items() if id in found
    )


def _read(node: ir.Expression, wanted: bool, at: _Unit) -> _Answer:
    """Whether a condition holds (or, with `wanted` false, does not), and what lacks for it."""
    match node:
        case ir.Not(operand):
            return _read(operand, not wanted, at)
        case ir.AllOf(items) | ir.AnyOf(items):
            answers = [_read(item, wanted, at) for item in items]
            return _together(answers, len(items) if isinstance(node, ir.AllOf) == wanted else 1)
        case ir.CountOf(bound, number, items):
            return _counted(bound, number, items, wanted, at)
        case ir.DefinitionValue(name) if name in at.program.definitions:
            return _read(at.program.definitions[name].value, wanted, at)
        case ir.HeadingState(heading, state):
            return _state(at.headings[heading], state, wanted) if heading in at.headings else _UNTOLD
        case ir.EveryHeading(selection, state, holds):
            answers = [_state(heading, state, holds == wanted) for heading, _ in _members(selection, state, at)]
            return _together(answers, len(answers) if wanted else 1)
        case ir.Comparison(symbol, left, right):
            measure, mark, asked = left, number_on(at.program, right, at.as_of), str(symbol)
            if mark is None:
                measure, mark, asked = right, number_on(at.program, left, at.as_of), _TURNED[symbol]
            return _UNTOLD if mark is None else _compared(measure, asked if wanted else _OPPOSITE[asked], mark, at)
    return _UNTOLD


def _together(answers: Sequence[_Answer], needed: int) -> _Answer:
    """At least so many of some conditions."""
    sure = sum(answer.holds is True for answer in answers)
    may = sure + sum(answer.holds is None for answer in answers)
    if sure >= needed:
        return _Answer(True)
    lacking = tuple(one for answer in answers if answer.holds is not True for one in answer.lacking)
    return _Answer(False if may < needed else None, lacking)


def _counted(bound: str, number: int, items: Sequence[ir.Expression], wanted: bool, at: _Unit) -> _Answer:
    if bound == "exactly":
        at_least = _counted("at least", number, items, True, at)
        at_most = _counted("at most", number, items, True, at)
        return _together([at_least, at_most], 2) if wanted else _UNTOLD
    upwards = (bound == "at least") == wanted
    if not wanted:
        number += -1 if bound == "at least" else 1
    answers = [_read(item, upwards, at) for item in items]
    return _together(answers, number if upwards else len(items) - number)


def _has(heading: HeadingOutcome, state: ir.StateOf) -> bool | None:
    possible: frozenset[object] = frozenset(heading.possible if state.grades is None else heading.grades)
    asked: frozenset[object] = frozenset(state.outcomes if state.grades is None else state.grades)
    if state.grades is not None and "not applicable" in heading.possible:
        return False if len(heading.possible) == 1 or not possible & asked else None
    if possible and possible <= asked:
        return True
    return None if possible & asked else False


def _state(heading: HeadingOutcome, state: ir.StateOf, wanted: bool) -> _Answer:
    has = _has(heading, state)
    if has is wanted:
        return _Answer(True)
    return _Answer(None if has is None else False, ((heading.id, "outcome" if state.grades is None else "grade"),))


def _members(selection: ir.Selection, state: ir.StateOf, at: _Unit) -> list[tuple[HeadingOutcome, bool]]:
    """The headings that a count ranges over, each as it is if it counts, and whether it surely counts."""
    aside = _LEFT_OUT if state.grades is None else frozenset(("not applicable",))
    if state.outcomes == {"not applicable"}:
        aside = frozenset()
    found = [at.headings[id] for id in selection.headings if id in at.headings]
    return [(evolve(one, possible=one.possible - aside), not one.possible & aside) for one in found if not one.possible <= aside]


def _compared(measure: ir.Expression, symbol: str, mark: Rational, at: _Unit) -> _Answer:
    match measure:
        case ir.HeadingCount(selection, state) | ir.HeadingShare(selection, state) if state is not None:
            members = [(heading.id, _has(heading, state), counts) for heading, counts in _members(selection, state, at)]
            found = _count(members) if isinstance(measure, ir.HeadingCount) else _share(members)
            few = [id for id, has, _ in members if has is not True]
            many = [id for id, has, _ in members if has is not False]
            asked: Lacking = "outcome" if state.grades is None else "grade"
            return _UNTOLD if found is None else _reached(found, symbol, mark, few, many, asked)
        case ir.Score(headings=ids, share=share, without=without) if ids is not None and not without:
            score = _score([at.headings[id] for id in ids if id in at.headings], share)
        case ir.PointsOf(heading=id) if id in at.headings:
            ids, score = (id,), _score([at.headings[id]], False)
        case _:
            return _UNTOLD
    return _UNTOLD if score is None else _reached(score, symbol, mark, ids, ids, "points")


_Member = tuple[str, bool | None, bool]
"""A heading counted over, whether it has what is asked if it counts, and whether it surely counts."""


def _count(members: Sequence[_Member]) -> Ranged:
    sure = sum(has is True and counts for _, has, counts in members)
    return interval(sure, sum(has is not False for _, has, _ in members), frozenset())


def _share(members: Sequence[_Member]) -> Ranged | None:
    """The share of those that count; None where none surely does. Of those that may count, the ones that may lack what is asked make
    it low, the ones that may have it make it high."""
    sure = [has for _, has, counts in members if counts]
    perhaps = [has for _, has, counts in members if not counts]
    if not sure:
        return None
    lacking, having = (sum(has is not other for has in perhaps) for other in (True, False))
    low = Fraction(sum(has is True for has in sure), len(sure) + lacking)
    high = Fraction(sum(has is not False for has in sure) + having, len(sure) + having)
    return interval(low, high, frozenset())


def _score(headings: Sequence[HeadingOutcome], share: bool) -> Ranged | None:
    """The points of headings together, or their share of what is possible where that is sure; None where it is not told."""
    low = high = possible = Fraction(0)
    for heading in headings:
        if heading.points is None or heading.most is None or (share and heading.most.low != heading.most.high):
            return None
        low, high, possible = low + heading.points.low, high + heading.points.high, possible + heading.most.low
    if not share:
        return interval(low, high, frozenset())
    return interval(low / possible, high / possible, frozenset()) if possible else None


def _reached(found: Ranged, symbol: str, mark: Rational, few: Iterable[str], many: Iterable[str], lacking: Lacking) -> _Answer:
    """Whether an amount stands as asked to a mark; where it is too low `few` lack, where it is too high `many` do."""
    holds = compare(symbol, found, mark)
    if holds is True:
        return _Answer(True)
    low = symbol in (">", ">=") or (symbol == "=" and compare("<", found, mark) is not False)
    named = [] if symbol == "!=" else few if low else many
    return _Answer(None if isinstance(holds, Unknown) else False, tuple((id, lacking) for id in named))
