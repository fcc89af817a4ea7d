"""Headings with their clauses become the headings that engines read."""

from fractions import Fraction
from typing import Literal

from attrs import define, evolve

from criteria_engine.diagnostics.catalogue.names import DuplicateClause, UnknownChoice
from criteria_engine.diagnostics.catalogue.rules import (
    BandNeverReached,
    BasicallyMetShareMissing,
    ClausesDoNotGoTogether,
    HeadingSaysNothing,
    MorePointsThanPossible,
    NoPointsHere,
    OtherwiseUnlessFirst,
    WeightsIncomplete,
    WeightsNotWhole,
    WeightWithoutEffect,
)
from criteria_engine.diagnostics.catalogue.types import BadScale
from criteria_engine.ir import program as ir
from criteria_engine.ir.dependencies import operations
from criteria_engine.ir.expressions import Expression, Score
from criteria_engine.ir.possible_points import most_together
from criteria_engine.language.elaborate.declared_types import labels_of
from criteria_engine.language.elaborate.facts import citations, force_of
from criteria_engine.language.elaborate.fitting import fit
from criteria_engine.language.elaborate.heading_shapes import bottom_up
from criteria_engine.language.elaborate.literals import constant_of_type
from criteria_engine.language.elaborate.reading import read, read_condition
from criteria_engine.language.elaborate.scope import HeadingShape, Scope
from criteria_engine.language.names.table import nearest
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span
from criteria_engine.values.numbers import Rational, exact_text, normal
from criteria_engine.values.types import NUMBER, PERCENT

_SINGLE: dict[type, str] = {
    d.Force: "in force from",
    d.Policy: "not applicable points",
    d.Under: "under",
    d.AppliesWhen: "applies when",
    d.Points: "points at most",
    d.ScoreIs: "score is the sum of points",
    d.Graded: "graded",
}
_RUNG_OUTCOMES: dict[str, Literal["passes", "basically met", "fails"] | None] = {
    "requires": "passes",
    "met when": "passes",
    "basically met when": "basically met",
    "not met when": "fails",
    "not met otherwise": "fails",
    "undetermined otherwise": None,
}


@define
class _Weight:
    value: Rational
    percent: bool


def headings_of(scope: Scope, tongue: str | None, policy: ir.Policy, root_way: str) -> tuple[ir.Heading, ...]:
    """The tree of headings; the scope's shapes say where each belongs."""
    shapes = dict(scope.shapes)
    built: dict[str, ir.Heading] = {}
    weights: dict[str, _Weight] = {}
    policies = _policies(shapes, policy)
    for name in bottom_up(shapes):
        children = tuple(built[child] for child in shapes[name].children if child in built)
        built[name] = _heading(shapes[name], children, scope.within_heading(name), tongue, policies[name], weights)
        _check_averages(name, built[name].way, shapes[name].children, shapes, built, weights, scope)
    roots = [name for name, shape in shapes.items() if shape.parent is None]
    _check_averages("", root_way, roots, shapes, built, weights, scope)
    return tuple(built[name] for name in roots)


def _policies(shapes: dict[str, HeadingShape], policy: ir.Policy) -> dict[str, ir.Policy]:
    """Each heading's policy for points that are not applicable: its own, or the one of what it belongs to."""
    found: dict[str, ir.Policy] = {}
    for name in reversed(bottom_up(shapes)):
        parent = shapes[name].parent
        own = next((clause.kind for clause in shapes[name].node.clauses if isinstance(clause, d.Policy)), None)
        found[name] = own or (found[parent] if parent else policy)
    return found


def _heading(
    shape: HeadingShape, children: tuple[ir.Heading, ...], scope: Scope, tongue: str | None, policy: ir.Policy, weights: dict[str, _Weight]
) -> ir.Heading:
    node = shape.node
    _check_clauses(node, scope)
    heading = ir.Heading(node.level, node.name.text, labels_of(node.title, tongue), policy=policy, children=children, span=node.span)
    kinds: set[Literal["mandatory", "scored", "advisory"]] = {"advisory"} if shape.advisory else set()
    rungs: list[ir.Rung] = []
    exemptions: list[list[ir.Exemption]] = []
    grading_open = False
    for clause in node.clauses:
        match clause:
            case d.Force():
                heading = evolve(heading, force=force_of(clause, scope))
            case d.Kind(kind="assessed"):
                heading = evolve(heading, assessed=True)
            case d.Kind():
                kinds.add(clause.kind)  # type: ignore[arg-type]
            case d.Measure():
                heading = _measured(heading, clause, weights, scope)
            case d.AppliesWhen():
                heading = evolve(heading, applies=read_condition(clause.condition, scope))
            case d.Level(clause="undetermined otherwise") if grading_open and heading.grading is not None:
                heading = evolve(heading, grading=evolve(heading.grading, undetermined_because=labels_of(clause.because, tongue)))
            case d.Level():
                rungs.append(_rung(clause, tongue, scope))
            case d.Unless():
                _add_exemption(exemptions, clause, tongue, scope)
            case d.Points():
                heading = _with_points(heading, clause, scope)
            case d.ScoreIs():
                heading = evolve(heading, way=clause.kind)
            case d.Graded():
                heading = evolve(heading, grading=grading_of(clause, scope))
                grading_open = True
            case d.Words(kind="evidence"):
                heading = evolve(heading, evidence=labels_of(clause.title, tongue))
            case d.Words():
                heading = evolve(heading, remedy=labels_of(clause.title, tongue))
            case d.Cites():
                heading = evolve(heading, cites=(*heading.cites, *citations(clause, scope)))
    if heading.most is not None:
        kinds.add("scored")
    heading = evolve(heading, kinds=frozenset(kinds), rungs=_closed(rungs, scope), exemptions=tuple(map(tuple, exemptions)))
    if heading.level != "pillar" and not (rungs or exemptions or children or heading.assessed or _says_more(node)):
        scope.faults.append(HeadingSaysNothing(node.span, heading.id))
    _check_points(heading, scope)
    return heading


def _says_more(node: d.Heading) -> bool:
    """Whether a heading has points or grades of its own, be they right or not: a mistake in them is reported where it is."""
    points = any(isinstance(clause, d.Points) for clause in node.clauses)
    ruled = any(isinstance(clause, d.Points) and clause.rule is not None for clause in node.clauses)
    minimum = any(isinstance(clause, d.Measure) and clause.kind == "minimum" for clause in node.clauses)
    exception = any(isinstance(clause, d.Unless) for clause in node.clauses)
    return ruled or exception or (points and minimum) or any(isinstance(clause, d.Graded) for clause in node.clauses)


def _check_clauses(node: d.Heading, scope: Scope) -> None:
    seen: set[str] = set()
    for clause in node.clauses:
        word: str | None = clause.clause if isinstance(clause, d.Level) else clause.kind if isinstance(clause, (d.Measure, d.Words)) else None
        word = word or _SINGLE.get(type(clause))
        if word is None:
            continue
        if word in seen and not (word == "undetermined otherwise" and "graded" in seen):
            scope.faults.append(DuplicateClause(clause.span, word))
        seen.add(word)
    levels = [clause for clause in node.clauses if isinstance(clause, d.Level)]
    if "requires" in seen:
        for clause in levels:
            if clause.clause in ("met when", "basically met when", "not met when"):
                scope.faults.append(ClausesDoNotGoTogether(clause.span, "requires", clause.clause))
    assessed = next((clause for clause in node.clauses if isinstance(clause, d.Kind) and clause.kind == "assessed"), None)
    if assessed is not None:
        points = next((clause for clause in node.clauses if isinstance(clause, d.Points)), None)
        for level in levels:
            if points is None:
                scope.faults.append(ClausesDoNotGoTogether(level.span, "assessed", level.clause))
        if points is not None and points.rule is not None:
            scope.faults.append(ClausesDoNotGoTogether(points.span, "assessed", "points at most"))


def _measured(heading: ir.Heading, clause: d.Measure, weights: dict[str, _Weight], scope: Scope) -> ir.Heading:
    literal = clause.value
    percent = isinstance(literal, e.NumberLiteral) and literal.percent
    constant = constant_of_type(literal, PERCENT if percent or clause.kind == "basically met counts" else NUMBER, scope)
    if constant is None or not isinstance(constant.value, (int, Fraction)):
        return heading
    value = constant.value
    if value < 0 or (value == 0 and clause.kind == "weight"):
        scope.faults.append(BadScale(clause.span, exact_text(value)))
        return heading
    match clause.kind:
        case "weight":
            weights[heading.id] = _Weight(value, percent)
            return evolve(heading, weight=value)
        case "minimum":
            return evolve(heading, minimum=ir.Minimum(value, percent))
    if value > 1:
        scope.faults.append(MorePointsThanPossible(clause.span, value, 1))
    return evolve(heading, basically_met_share=value)


def _points_constant(node: e.Expression | None, scope: Scope) -> Rational | None:
    if node is None:
        return None
    constant = constant_of_type(node, NUMBER, scope)
    return constant.value if constant is not None and isinstance(constant.value, (int, Fraction)) else None


def _rung(clause: d.Level, tongue: str | None, scope: Scope) -> ir.Rung:
    condition = read_condition(clause.condition, scope) if clause.condition is not None else None
    because = labels_of(clause.because, tongue)
    return ir.Rung(_RUNG_OUTCOMES[clause.clause], condition, _points_constant(clause.points, scope), because, clause.span)


def _closed(rungs: list[ir.Rung], scope: Scope) -> tuple[ir.Rung, ...]:
    """Rungs with what holds otherwise at the end: "fails" where the text says nothing."""
    last = next((rung for rung in rungs if rung.condition is None and _is_otherwise(rung)), None)
    first = [rung for rung in rungs if rung is not last]
    if not rungs:
        return ()
    return (*first, last or ir.Rung("fails", None))


def _is_otherwise(rung: ir.Rung) -> bool:
    return rung.outcome in ("fails", None)


def _add_exemption(exemptions: list[list[ir.Exemption]], clause: d.Unless, tongue: str | None, scope: Scope) -> None:
    condition = read_condition(clause.condition, scope)
    outcome = None if clause.outcome == "undetermined" else clause.outcome
    points = _points_constant(clause.points, scope)
    if clause.ordered and not exemptions:
        scope.faults.append(OtherwiseUnlessFirst(clause.span))
    if condition is None:
        return
    exemption = ir.Exemption(condition, outcome, points, labels_of(clause.because, tongue), clause.span)
    if clause.ordered and exemptions:
        exemptions[-1].append(exemption)
    else:
        exemptions.append([exemption])


def _with_points(heading: ir.Heading, clause: d.Points, scope: Scope) -> ir.Heading:
    most = _points_constant(clause.at_most, scope)
    if most is None:
        return heading
    if most < 0:
        scope.faults.append(BadScale(clause.at_most.span, exact_text(most)))
        return heading
    heading = evolve(heading, most=most)
    if clause.rule is None:
        return heading
    value = read(clause.rule, scope, NUMBER)
    fitted = fit(value, NUMBER, scope, clause.rule.span) if value is not None else None
    clamps: list[tuple[Literal["at least", "at most"], Expression]] = []
    for clamp in clause.clamps:
        bound = read(clamp.value, scope, NUMBER)
        bound = fit(bound, NUMBER, scope, clamp.value.span) if bound is not None else None
        if bound is not None:
            clamps.append((clamp.kind, bound))
    return evolve(heading, points=ir.PointsRule(fitted, tuple(clamps), clause.span)) if fitted is not None else heading


def grading_of(node: d.Graded, scope: Scope) -> ir.Grading | None:
    """Grades with their conditions, then caps; None where the choices are not declared."""
    choices = scope.choices.get(node.choices.text)
    if choices is None:
        scope.names.unknown(node.choices.text, node.choices.span, "choices", scope.choices)
        return None
    names = [member.name for member in choices.members]
    grades: list[ir.GradeRule] = []
    caps: list[ir.GradeRule] = []
    closed = False
    for grade in node.grades:
        condition = read_condition(grade.condition, scope) if grade.condition is not None else None
        if grade.name.text not in names:
            if grade.name.text not in scope.names.lost:
                scope.faults.append(UnknownChoice(grade.name.span, grade.name.text, choices.name, tuple(names), nearest(grade.name.text, names)))
            continue
        if grade.condition is not None and condition is None:
            continue
        if closed and not grade.at_most:
            scope.faults.append(BandNeverReached(grade.span))
        closed = closed or (grade.condition is None)
        (caps if grade.at_most else grades).append(ir.GradeRule(names.index(grade.name.text), condition, grade.span))
    return ir.Grading(choices, tuple(grades), tuple(caps), span=node.span)


def _check_points(heading: ir.Heading, scope: Scope) -> None:
    """Stated points, minimums and the sum of parts against the most that the heading gives."""
    parts = most_together(heading.children, heading.advisory)
    most = heading.most if heading.most is not None else parts if heading.way == "sum" else 0
    if heading.most is not None and heading.points is None and heading.way == "sum" and parts > heading.most:
        _too_many(heading.span, parts, heading.most, scope)
    for rung in heading.rungs:
        if rung.points is not None and rung.points > most:
            _too_many(rung.span, rung.points, most, scope)
    for chain in heading.exemptions:
        for exemption in chain:
            if exemption.points is not None and exemption.points > most:
                _too_many(exemption.span, exemption.points, most, scope)
    if heading.most is not None and heading.points is None and heading.way == "sum" and not heading.assessed and parts == 0:
        _check_own_score(heading, scope)
    if heading.minimum is not None:
        limit = 1 if heading.minimum.share else most
        if heading.minimum.value > limit:
            _too_many(heading.span, heading.minimum.value, limit, scope)


def _check_own_score(heading: ir.Heading, scope: Scope) -> None:
    """Points that the outcome gives are not there yet when the outcome asks for the heading's own score."""
    conditions = [*(rung.condition for rung in heading.rungs), *(part.condition for chain in heading.exemptions for part in chain)]
    for condition in conditions:
        for part in operations(condition):
            if isinstance(part, Score) and part.headings == (heading.id,):
                scope.faults.append(NoPointsHere(part.span, heading.id))


def _too_many(span: Span | None, found: Rational, most: Rational, scope: Scope) -> None:
    scope.faults.append(MorePointsThanPossible(span, found, most))


def _check_averages(
    name: str, way: str, children: list[str], shapes: dict[str, HeadingShape], built: dict[str, ir.Heading], weights: dict[str, _Weight], scope: Scope
) -> None:
    """Weights of siblings: all or none, of one kind, whole; and "basically met" has a share where an average meets it."""
    weighted = [child for child in children if child in weights]
    if way != "average":
        for child in weighted:
            scope.faults.append(WeightWithoutEffect(shapes[child].node.span))
        return
    counted = [child for child in children if not shapes[child].advisory]
    kinds = {weights[child].percent for child in counted if child in weights}
    if weighted and (len([child for child in counted if child in weights]) < len(counted) or len(kinds) > 1):
        scope.faults.append(WeightsIncomplete(_place(name, counted, shapes), name))
    elif kinds == {True}:
        total = normal(sum((weights[child].value for child in counted), Fraction(0)))
        if total != 1:
            scope.faults.append(WeightsNotWhole(_place(name, counted, shapes), total))
    for child in counted:
        heading = built[child]
        outcomes = {rung.outcome for rung in heading.rungs} | {part.outcome for chain in heading.exemptions for part in chain}
        if "basically met" in outcomes and not shapes[child].has_points and heading.basically_met_share is None:
            scope.faults.append(BasicallyMetShareMissing(heading.span, child))


def _place(name: str, children: list[str], shapes: dict[str, HeadingShape]) -> Span:
    return shapes[name or children[0]].node.span
