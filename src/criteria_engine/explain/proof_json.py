"""A proof becomes plain data for JSON, as `schemas/proof.schema.json` says; exact numbers are text."""

from criteria_engine.explain import proof as p
from criteria_engine.explain.finding_json import (
    Data,
    cell_data,
    cites_data,
    condition_data,
    extent_data,
    kept,
    origins_data,
    span_data,
    titles,
    type_data,
    value_data,
    value_text,
)
from criteria_engine.values.numbers import exact_text

FORMAT = "criteria-proof/1"


def proof_data(proof: p.Proof) -> Data:
    """The whole proof as dictionaries, lists and strings, in the order of the text; the same proof gives the same data."""
    grades = [] if proof.grading is None else [proof.grading.choices.members[grade].name for grade in proof.grades]
    return {
        "format": FORMAT,
        "version": proof.version,
        "digests": dict(proof.digests),
        "ruleset": proof.ruleset,
        "titles": titles(proof.titles),
        "subject": proof.subject,
        "subject_titles": titles(proof.subject_titles),
        "sources": [kept(name=name, titles=titles(labels)) for name, labels in proof.sources],
        "as_of": proof.as_of.isoformat(),
        "unit": proof.unit,
        "name": proof.name,
        "cell": cell_data(proof.place),
        "groups": [
            {"name": group.name, "titles": titles(group.labels), "type": type_data(group.type), "value": value_text(group.value, group.type)}
            for group in proof.groups
        ],
        "verdict": proof.verdict,
        "possible": list(proof.possible),
        "grade": grades[0] if len(grades) == 1 and proof.verdict in ("passes", "graded") else None,
        "grades": grades,
        "score": extent_data(proof.score),
        "possible_points": extent_data(proof.most),
        "score_is": proof.way,
        "pass_marks": [
            {"symbol": mark.symbol, "value": value_data(mark.value), "share": mark.share, "whole": mark.whole} for mark in proof.pass_marks
        ],
        "disqualifiers": [_disqualifier(ground) for ground in proof.disqualifiers],
        "passes_when": condition_data(proof.passes),
        "passes_when_cites": cites_data(proof.passes_cites),
        "grading": _grading(proof.grading),
        "addends": [_addend(addend) for addend in proof.addends],
        "weighted": [_weighted(part) for part in proof.weighted],
        "headings": [_heading(heading) for heading in proof.headings],
        "missing": [_missing(fact) for fact in proof.missing],
        "invalid": [
            kept(name=fact.name, titles=titles(fact.labels), cell=cell_data(fact.cell), fault=fact.fault, row=fact.row) for fact in proof.invalid
        ],
        "reasons": origins_data(proof.reasons),
        "full": proof.full,
    }


def _disqualifier(ground: p.DisqualifierProof) -> Data:
    return kept(
        condition=condition_data(ground.condition), because=titles(ground.because), cites=cites_data(ground.cites), place=span_data(ground.span)
    )


def _missing(fact: p.MissingFact) -> Data:
    return kept(
        name=fact.name,
        titles=titles(fact.labels),
        kind=fact.kind,
        matters=fact.matters,
        table=True if fact.table else None,
        of=fact.of,
        cells=[cell_data(cell) for cell in fact.cells],
        headings=list(fact.headings),
        disqualifies=True if fact.disqualifies else None,
        evidence=[titles(text) for text in fact.evidence],
    )


def _grading(grading: p.GradingProof | None) -> Data | None:
    if grading is None:
        return None
    names = [member.name for member in grading.choices.members]
    return kept(
        choices=grading.choices.name,
        grades=[names[grade] for grade in grading.grades],
        rules=[
            kept(
                grade=names[rule.grade], truth=rule.truth, condition=condition_data(rule.condition), cap=True if rule.cap else None,
                place=span_data(rule.span),
            )
            for rule in grading.rules
        ],
        because=titles(grading.because),
    )


def _addend(addend: p.Addend) -> Data:
    return kept(
        id=addend.id, titles=titles(addend.labels), points=extent_data(addend.points), possible_points=extent_data(addend.most),
        counts=addend.counts, outcome=addend.outcome,
    )


def _weighted(part: p.WeightedPart) -> Data:
    return kept(
        id=part.id, titles=titles(part.labels), weight=exact_text(part.weight), share=extent_data(part.share), counts=part.counts,
        outcome=part.outcome,
    )


def _clause(clause: p.ClauseProof) -> Data:
    return kept(
        clause=clause.clause,
        truth=clause.truth,
        decides={True: "yes", False: "no", None: "perhaps"}[clause.decides],
        condition=condition_data(clause.condition),
        value=value_data(clause.value),
        outcome=clause.outcome,
        points=None if clause.points is None else exact_text(clause.points),
        because=titles(clause.because),
        place=span_data(clause.span),
    )


def _points(proof: p.PointsProof | None) -> Data | None:
    if proof is None:
        return None
    return kept(
        way=proof.way,
        points=extent_data(proof.points),
        possible_points=extent_data(proof.most),
        value=value_data(proof.value),
        clamps=[
            {"kind": clamp.kind, "limit": value_data(clamp.limit), "before": extent_data(clamp.before), "after": extent_data(clamp.after)}
            for clamp in proof.clamps
        ],
        uncapped=extent_data(proof.uncapped),
        addends=[_addend(addend) for addend in proof.addends],
        weighted=[_weighted(part) for part in proof.weighted],
        policy=proof.policy,
        open=True if proof.open else None,
    )


def _heading(heading: p.HeadingProof) -> Data:
    grades = [] if heading.grading is None else [heading.grading.choices.members[grade].name for grade in heading.grades]
    return kept(
        level=heading.level,
        id=heading.id,
        titles=titles(heading.labels),
        kinds=list(heading.kinds),
        outcome=heading.outcome,
        possible=list(heading.possible),
        decided_by=heading.decided_by,
        points=extent_data(heading.points),
        possible_points=extent_data(heading.most),
        minimum=None if heading.minimum is None else {"value": exact_text(heading.minimum), "share": heading.minimum_is_share},
        weight=None if heading.weight is None else exact_text(heading.weight),
        weight_total=None if heading.weight_total is None else exact_text(heading.weight_total),
        share=extent_data(heading.share),
        clauses=[_clause(clause) for clause in heading.clauses],
        derivation=_points(heading.derivation),
        grading=_grading(heading.grading),
        grades=grades,
        evidence=titles(heading.evidence),
        remedy=titles(heading.remedy),
        cites=cites_data(heading.cites),
        origins=origins_data(heading.origins),
        children=[_heading(child) for child in heading.children],
        place=span_data(heading.span),
    )
