"""The verdict and the programmes become what engines and standings read."""

from fractions import Fraction

from attrs import evolve

from criteria_engine.diagnostics.catalogue.names import DuplicateClause, UnknownChoice
from criteria_engine.diagnostics.catalogue.rules import CountIsWrong, TargetSubjectUnknown, VerdictMissing
from criteria_engine.ir import program as ir
from criteria_engine.language.elaborate.declared_types import labels_of
from criteria_engine.language.elaborate.facts import citations, force_of
from criteria_engine.language.elaborate.headings import grading_of
from criteria_engine.language.elaborate.reading import read_condition
from criteria_engine.language.elaborate.scope import Scope
from criteria_engine.language.names.table import nearest
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import Span
from criteria_engine.values.labels import NO_LABELS
from criteria_engine.values.numbers import Rational, exact_text, normal


def verdict_of(node: d.Verdict | None, header: Span, policy: ir.Policy, tongue: str | None, scope: Scope) -> ir.Verdict:
    """Disqualifiers, the pass and the grades; an absent verdict neither passes nor grades, and has the place of the header."""
    verdict = ir.Verdict(policy=policy, span=header)
    if node is None:
        return verdict
    verdict = evolve(verdict, span=node.span)
    because = None
    seen: set[type] = set()
    for clause in node.clauses:
        match clause:
            case d.DisqualifiedWhen():
                condition = read_condition(clause.condition, scope)
                if condition is not None:
                    reason = labels_of(clause.because, tongue)
                    found = ir.Disqualifier(condition, reason, citations(clause.cites, scope), clause.span)
                    verdict = evolve(verdict, disqualifiers=(*verdict.disqualifiers, found))
            case d.VerdictPassesWhen():
                if type(clause) in seen:
                    scope.faults.append(DuplicateClause(clause.span, "passes when"))
                verdict = evolve(verdict, passes=read_condition(clause.condition, scope), cites=citations(clause.cites, scope))
            case d.Graded():
                if type(clause) in seen:
                    scope.faults.append(DuplicateClause(clause.span, "graded"))
                verdict = evolve(verdict, grading=grading_of(clause, scope))
            case d.GradeUndetermined():
                because = labels_of(clause.because, tongue)
            case d.ScoreIs():
                verdict = evolve(verdict, way=clause.kind)
        seen.add(type(clause))
    if because is not None and verdict.grading is not None:
        verdict = evolve(verdict, grading=evolve(verdict.grading, undetermined_because=because))
    return verdict


def programme_of(node: d.Programme, verdict: ir.Verdict, subject: ir.Subject, tongue: str | None, scope: Scope) -> ir.Programme:
    """A programme with its phases and targets."""
    phases = tuple(_phase(phase, verdict, subject, tongue, scope) for phase in node.phases)
    return ir.Programme(labels_of(node.title, tongue), phases, _force(node.clauses, scope), _cites(node.clauses, scope), node.span)


def _force(clauses: tuple[d.Force | d.Cites, ...], scope: Scope) -> ir.Force:
    return next((force_of(clause, scope) for clause in clauses if isinstance(clause, d.Force)), ir.ALWAYS)


def _cites(clauses: tuple[d.Force | d.Cites, ...], scope: Scope) -> tuple[ir.Citation, ...]:
    return tuple(citation for clause in clauses if isinstance(clause, d.Cites) for citation in citations(clause, scope))


def _phase(node: d.Phase, verdict: ir.Verdict, subject: ir.Subject, tongue: str | None, scope: Scope) -> ir.Phase:
    targets = [_target(target, verdict, subject, scope) for target in node.targets]
    title = labels_of(node.title, tongue) if node.title else NO_LABELS
    return ir.Phase(
        node.name, node.due, tuple(target for target in targets if target), title, _force(node.clauses, scope), _cites(node.clauses, scope), node.span
    )


def _target(node: d.Target, verdict: ir.Verdict, subject: ir.Subject, scope: Scope) -> ir.Target | None:
    if node.subject.text not in (subject.name, subject.plural):
        scope.faults.append(TargetSubjectUnknown(node.subject.span, node.subject.text, subject.plural))
    if node.scope is not None and node.scope.by.text not in subject.grouped_by:
        scope.names.unknown(node.scope.by.text, node.scope.by.span, "grouping fact", subject.grouped_by)
        return None
    number: Rational | None = node.number
    if number is not None and node.percent:
        number = normal(Fraction(number) / 100)
        if not 0 <= number <= 1:
            scope.faults.append(CountIsWrong(node.span, f"{exact_text(node.number or 0)}%"))
    elif number is not None and not isinstance(number, int):
        scope.faults.append(CountIsWrong(node.span, exact_text(number)))
    grades = _grades(node, verdict, scope)
    if (node.predicate == "grade" and grades is None) or (node.predicate != "grade" and verdict.passes is None):
        if node.predicate != "grade" and node.span is not None:
            scope.faults.append(VerdictMissing(node.span))
        return None
    by = node.scope.by.text if node.scope else None
    group = node.scope.group if node.scope else None
    outcome = None if node.predicate == "grade" else node.predicate
    return ir.Target(node.quantity, number, node.percent, by, group, outcome, grades, node.span)


def _grades(node: d.Target, verdict: ir.Verdict, scope: Scope) -> frozenset[int] | None:
    if node.grade is None:
        return None
    if verdict.grading is None:
        scope.faults.append(VerdictMissing(node.span))
        return None
    names = [member.name for member in verdict.grading.choices.members]
    if node.grade.text not in names:
        choices = verdict.grading.choices.name
        scope.faults.append(UnknownChoice(node.grade.span, node.grade.text, choices, tuple(names), nearest(node.grade.text, names)))
        return None
    index = names.index(node.grade.text)
    return frozenset(range(index, len(names)) if node.or_better else (index,))
