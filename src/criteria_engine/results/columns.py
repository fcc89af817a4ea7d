"""A result file becomes one table with a row a unit, with column names and meanings that do not change with the tongue.

`NAME.outcome`, `NAME.points_low` and `NAME.points_high` are of the heading NAME; numbers are exact.
"""

from collections.abc import Callable, Iterable
from typing import Literal

from attrs import frozen

from criteria_engine.ir.outcomes import Extent
from criteria_engine.programmes.result_file import CriterionResult, UnitResult
from criteria_engine.values.numbers import Rational

Kind = Literal["text", "number", "list", "truth"]
Datum = str | Rational | tuple[str, ...] | bool | None


@frozen(eq=False)
class ResultColumn:
    """A column: its name, what its data are, and how a unit's datum is found."""

    name: str
    kind: Kind
    of: Callable[[UnitResult], Datum]


def result_columns(groupings: Iterable[str], headings: Iterable[str]) -> tuple[ResultColumn, ...]:
    """The columns of the results of a rule set by the facts that group its units and its headings, always in the same order: unit,
    groups, verdict, score, what is missing, then each heading in the order of the text."""
    columns = [ResultColumn("unit", "text", lambda one: one.unit), ResultColumn("name", "text", lambda one: one.name)]
    columns += [_group(fact) for fact in groupings]
    columns += [
        ResultColumn("verdict", "text", lambda one: one.verdict),
        ResultColumn("grade", "text", lambda one: one.grade),
        ResultColumn("score_low", "number", lambda one: None if one.score is None else one.score.low),
        ResultColumn("score_high", "number", lambda one: None if one.score is None else one.score.high),
        ResultColumn("possible_low", "number", lambda one: _low(None if one.score is None else one.score.possible)),
        ResultColumn("possible_high", "number", lambda one: _high(None if one.score is None else one.score.possible)),
        ResultColumn("missing", "list", lambda one: one.missing),
        ResultColumn("invalid", "list", lambda one: one.invalid),
    ]
    for id in headings:
        columns += _heading(id)
    columns += [
        ResultColumn("verdicts_possible", "list", lambda one: one.verdicts_possible),
        ResultColumn("grades_possible", "list", lambda one: one.grades_possible),
        ResultColumn("with_data", "truth", lambda one: one.with_data),
    ]
    return tuple(columns)


def _group(fact: str) -> ResultColumn:
    return ResultColumn(fact, "text", lambda one: one.groups.get(fact))


def _heading(id: str) -> list[ResultColumn]:
    def criterion(one: UnitResult) -> CriterionResult | None:
        return one.criteria.get(id)

    def outcome(one: UnitResult) -> Datum:
        found = criterion(one)
        return None if found is None else found.outcome

    def points(one: UnitResult) -> Extent | None:
        found = criterion(one)
        return None if found is None else found.points

    return [
        ResultColumn(f"{id}.outcome", "text", outcome),
        ResultColumn(f"{id}.points_low", "number", lambda one: _low(points(one))),
        ResultColumn(f"{id}.points_high", "number", lambda one: _high(points(one))),
    ]


def _low(extent: Extent | None) -> Rational | None:
    return None if extent is None else extent.low


def _high(extent: Extent | None) -> Rational | None:
    return None if extent is None else extent.high
