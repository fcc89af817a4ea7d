"""A plan becomes the query that an office reads: verdicts, grades and outcomes by name, scores and points as exact numbers.

Columns are named as in a results table (`results.columns`). What a plan does not settle has null in every column but `unit`, `name`, the groups
and `unsure`, which is true there.
"""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen
from sqlglot import exp

from criteria_engine.backends.sql.dialects import Dialect
from criteria_engine.backends.sql.nodes import (
    Node,
    among,
    bracketed,
    by_cases,
    cast,
    column,
    either,
    every,
    first_of,
    negation,
    number,
    quoted,
    shown_as,
    some,
    text,
    times,
)
from criteria_engine.backends.sql.plan_query import UNIT, UNSURE, PlanQuery, Source
from criteria_engine.ir.dated import Dated
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.lower import lower
from criteria_engine.values.numbers import decimal_places

LISTED = ("passes", "fails", "disqualified", "graded")
"""The order in which possible verdicts are listed."""

SETTLED = ("passes", "graded")
"""The verdicts that have a grade."""


@frozen
class Shown:
    """A column of the result: its name and how it is written."""

    name: str
    node: Node


def result_query(dated: Dated, dialect: Dialect, source: Source, groups: Sequence[str], named: bool) -> exp.Select:
    """The query of a rule set's results over a source whose facts hold `name` (where `named`) and the columns of `groups` besides. Raises
    Unsupported where plans or the dialect have no exact way of saying what the rules say."""
    plan = lower(dated, findings=True, complete=False)
    query = PlanQuery(plan, dialect, tuple(result_registers(plan)))
    shown = result_columns(query, dated, groups, named)
    return query.select([shown_as(each.node, each.name) for each in shown], source)


def result_registers(plan: p.Plan) -> list[p.Register]:
    """The registers that the result's columns read, twice those that are read more than once."""
    found = [plan.verdict.code, plan.verdict.code, plan.verdict.grade]
    found += [register for _, register in (*plan.verdict.possible, *plan.verdict.grades)]
    found += [register for _, register in plan.missing] * 2
    for span in (plan.verdict.score, plan.verdict.most):
        found += _of_span(span)
    for heading in plan.headings:
        found += [heading.code, heading.code, *_of_span(heading.points)]
    return found


def _of_span(span: p.Span | None) -> list[p.Register]:
    if span is None:
        return []
    return [span.there, *(each for end in (span.low, span.high) for each in (end.above, end.below) if each is not None)]


def result_columns(query: PlanQuery, dated: Dated, groups: Sequence[str], named: bool) -> list[Shown]:
    """The columns of a result, in the order of a results table, and `unsure` after what tells the unit."""
    plan, dialect = query.plan, query.dialect
    shown = [Shown("unit", column(UNIT)), Shown("name", column("name") if named else text(""))]
    shown += [Shown(fact, quoted(group_column(place))) for place, fact in enumerate(groups)]
    shown.append(Shown("unsure", column(UNSURE)))
    shown.append(Shown("verdict", _named(query, plan.verdict.code, (*p.VERDICTS,), [name for name, _ in plan.verdict.possible])))
    grading = dated.program.verdict.grading
    grades = [] if grading is None else [(number(grade), text(grading.choices.members[grade].name)) for grade, _ in plan.verdict.grades]
    if grades:
        codes = [number(p.VERDICTS.index(name)) for name in SETTLED]
        graded = every(negation(column(UNSURE)), among(query.node(plan.verdict.code), codes))
        shown.append(Shown("grade", either(graded, by_cases(query.node(plan.verdict.grade), grades, exp.Null()), exp.Null())))
    else:
        shown.append(Shown("grade", cast(exp.Null(), "TEXT")))
    shown += _span("score", plan.verdict.score, None, query)
    shown += _span("possible", plan.verdict.most, plan.verdict.score, query)
    shown.append(Shown("missing", _list([(name, register) for name, register in plan.missing], query, dialect)))
    for heading in plan.headings:
        shown.append(Shown(f"{heading.id}.outcome", _named(query, heading.code, p.OUTCOMES, [name for name, _ in heading.outcomes])))
        shown += _span(f"{heading.id}.points", heading.points, None, query)
    verdicts = [(name, register) for verdict in LISTED for name, register in plan.verdict.possible if name == verdict]
    shown.append(Shown("verdicts_possible", _list(verdicts, query, dialect)))
    members = () if grading is None else [(grading.choices.members[grade].name, register) for grade, register in plan.verdict.grades]
    shown.append(Shown("grades_possible", _list(members, query, dialect)))
    return shown


def group_column(place: int) -> str:
    """What a source calls the column of a fact that groups units."""
    return f"group_{place}"


def _named(query: PlanQuery, code: p.Register, names: Sequence[str], possible: Sequence[str]) -> Node:
    """What a code stands for; undetermined where it stands for nothing, null where the record is not the plan's."""
    cases = [(exp.EQ(this=bracketed(query.node(code)), expression=number(names.index(name))), text(name)) for name in possible]
    return first_of([(column(UNSURE), exp.Null()), *cases], text("undetermined"))


FEW = 4
"""Lists of more possible names are made only where any of them stands in it."""


def _list(flags: Sequence[tuple[str, p.Register]], query: PlanQuery, dialect: Dialect) -> Node:
    """The names whose flags are true."""
    nothing = dialect.listed([cast(exp.Null(), "TEXT")])
    if not flags:
        return either(column(UNSURE), exp.Null(), nothing)
    found = dialect.listed([either(query.node(register), text(name), exp.Null()) for name, register in flags])
    if len(flags) > FEW:
        return first_of([(column(UNSURE), exp.Null()), (some(*(query.node(register) for _, register in flags)), found)], nothing)
    return either(column(UNSURE), exp.Null(), found)


def _span(name: str, span: p.Span | None, also: p.Span | None, query: PlanQuery) -> list[Shown]:
    """The lowest and the highest of a number, null where there is none."""
    if span is None:
        return [Shown(f"{name}_{end}", cast(exp.Null(), "DECIMAL(38, 10)")) for end in ("low", "high")]
    shown = []
    for end, found in (("low", span.low), ("high", span.high)):
        for part, node in _number(found, query):
            asked = [negation(column(UNSURE)), query.node(span.there)]
            if also is not None:
                asked.append(query.node(also.there))
            shown.append(Shown(f"{name}_{end}{part}", either(every(*asked), node, exp.Null())))
    return shown


WIDEST_SCALE = 10**9


def _number(found: p.Exact, query: PlanQuery) -> list[tuple[str, Node]]:
    """A number as one decimal; a quotient, and what no decimal holds, as two whole numbers."""
    scale = Fraction(found.scale)
    places = decimal_places(scale)
    wide = query.at.is_wide(found.above)
    if found.below is None and scale == 1:
        return [("", query.node(found.above))]
    if found.below is None and places is not None and places <= 9 and not wide and scale.numerator <= WIDEST_SCALE:
        factor = exp.Literal(this=_decimal_text(scale, places), is_string=False)
        return [("", times(query.node(found.above), factor))]
    above = query.node(found.above)
    if scale.numerator != 1:
        above = times(cast(above, query.dialect.wide), number(scale.numerator))
    below = number(1) if found.below is None else query.node(found.below)
    if scale.denominator != 1:
        below = times(cast(below, query.dialect.wide), number(scale.denominator))
    return [("_numerator", above), ("_denominator", below)]


def _decimal_text(number_: Fraction, places: int) -> str:
    digits = str(int(number_ * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
