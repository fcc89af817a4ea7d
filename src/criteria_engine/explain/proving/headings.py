"""What became of a heading becomes its proof: each clause that was read, its points, and the proofs of its parts."""

from collections.abc import Sequence
from fractions import Fraction

from criteria_engine.backends.interpreter.parts import NOT_APPLICABLE
from criteria_engine.backends.interpreter.results import HeadingResult
from criteria_engine.explain.findings import ConditionProof, ValueProof
from criteria_engine.explain.proof import Clause, ClauseProof, GradeProof, GradingProof, HeadingProof
from criteria_engine.explain.proving.conditions import margin_of
from criteria_engine.explain.proving.context import Proving, cited, in_order, looked, standing
from criteria_engine.explain.proving.headings_asked import in_outcome_order
from criteria_engine.explain.proving.points import prove_points, share_of
from criteria_engine.explain.proving.values import fact_proof
from criteria_engine.ir.outcomes import HeadingOutcome
from criteria_engine.ir.program import Exemption, Grading, Heading, Rung
from criteria_engine.values.intervals import compare, origins_of
from criteria_engine.values.labels import NO_LABELS
from criteria_engine.values.numbers import Rational, normal
from criteria_engine.values.truth import Unknown
from criteria_engine.values.types import NUMBER, PERCENT

KINDS = ("mandatory", "scored", "advisory")


def prove_heading(heading: Heading, weights: Rational | None, at: Proving) -> HeadingProof:
    """The proof of a heading with its parts; `weights` is the total of weights where it stands below a weighted average.
    Unless the whole proof is wanted, of one that passes only what it gives."""
    result = at.evaluation.results[heading.id]
    outcome = at.outcomes[heading.id]
    at.heading = heading.id
    detailed = at.full or outcome.outcome not in ("passes", "scored") or _asks_why(heading, result, outcome)
    clauses = _clauses(heading, result, at) if detailed else []
    derivation = prove_points(heading, result, clauses, at) if detailed else None
    grading = None if heading.grading is None else prove_grading(heading.grading, result.grades, at)
    inner = total_weight(heading.children) if heading.way == "average" else None
    children = tuple([prove_heading(child, inner, at) for child in heading.children])
    return HeadingProof(
        heading.level,
        heading.id,
        heading.labels,
        tuple([kind for kind in KINDS if kind in heading.kinds]),
        heading.advisory,
        outcome.outcome,
        in_outcome_order(outcome.possible),
        _decided_by(heading, result, clauses),  # type: ignore[arg-type]
        outcome.points,
        outcome.most,
        tuple(clauses),
        derivation,
        None if heading.minimum is None else heading.minimum.value,
        heading.minimum is not None and heading.minimum.share,
        heading.weight if weights is not None else None,
        weights,
        share_of(result) if weights is not None or heading.way == "average" else None,
        grading,
        result.grades,
        heading.evidence,
        heading.remedy,
        cited(heading.cites, at),
        in_order(outcome.origins, at),
        children,
        heading.span,
    )


def _asks_why(heading: Heading, result: HeadingResult, outcome: HeadingOutcome) -> bool:
    """Whether a reader asks why of a heading that passes or is scored: it has fewer points than it could, or an exception."""
    if result.exemptions or (outcome.outcome == "scored" and not heading.children):
        return True
    points, most = outcome.points, outcome.most
    return heading.level != "pillar" and points is not None and most is not None and points.low < most.high


def _clauses(heading: Heading, result: HeadingResult, at: Proving) -> list[ClauseProof]:
    """The clauses that were read, in the order of reading."""
    found: list[ClauseProof] = []
    if heading.applies is not None:
        condition = at.condition(heading.applies)
        decides: bool | None = condition.truth == "false" or (None if condition.truth == "unknown" else False)
        found.append(ClauseProof("applies when", condition.truth, condition, "not applicable", decides=decides, span=heading.applies.span))
        if condition.truth == "false":
            return found
    exempted = bool(result.exemptions)
    for rung in heading.rungs:
        condition_of = None if rung.condition is None else at.condition(rung.condition)
        truth = "true" if condition_of is None else condition_of.truth
        sure = truth == "true" and len(result.rungs) == 1 and not exempted
        decides = sure or (None if rung in result.rungs else False)
        found.append(ClauseProof(_clause_of(rung, heading), truth, condition_of, rung.outcome, rung.points, rung.because, decides, None, rung.span))
        if truth == "true":
            break
    if heading.assessed:
        datum = fact_proof(heading.id, at)
        truth = "unknown" if datum.value is None else "true"
        sets_outcome = heading.most is None
        outcome = str(datum.value) if sets_outcome and datum.value is not None else None
        found.append(ClauseProof("assessed", truth, None, outcome, decides=sets_outcome and not exempted, value=datum, span=heading.span))
    for chain in heading.exemptions:
        found += _chain(chain, heading, result, at)
    if heading.minimum is not None and result.points is not None:
        found.append(_minimum(heading.minimum.value, heading, result, at))
    return found


def _clause_of(rung: Rung, heading: Heading) -> Clause:
    if rung.condition is None:
        return "otherwise"
    if rung.outcome == "passes":
        if heading.level == "pillar":
            return "passes when"
        alone = all(other.condition is None for other in heading.rungs if other is not rung)
        return "requires" if alone else "met when"
    return "basically met when" if rung.outcome == "basically met" else "not met when"


def _chain(chain: tuple[Exemption, ...], heading: Heading, result: HeadingResult, at: Proving) -> list[ClauseProof]:
    """Exceptions in order, as far as they were read: one that excuses only where the heading does not pass by itself."""
    found: list[ClauseProof] = []
    surely_passes = bool(result.rungs) and all(rung.outcome == "passes" for rung in result.rungs)
    for exemption in chain:
        if surely_passes and exemption.outcome != "fails":
            continue
        condition = at.condition(exemption.condition)
        decides = None if condition.truth == "unknown" else condition.truth == "true" and exemption in result.exemptions
        found.append(
            ClauseProof(
                "unless", condition.truth, condition, exemption.outcome or "undetermined", exemption.points, exemption.because, decides,
                None, exemption.span,
            )
        )
        if condition.truth == "true":
            break
    return found


def _minimum(value: Rational, heading: Heading, result: HeadingResult, at: Proving) -> ClauseProof:
    assert heading.minimum is not None and result.points is not None
    measured = result.share if heading.minimum.share else result.points
    if measured is None:
        return ClauseProof("minimum", "true", None, "fails", span=heading.span)
    reached = compare(">=", measured, value)
    kind = PERCENT if heading.minimum.share else NUMBER
    found = ValueProof("points", kind, *looked(measured, at), name=heading.id, labels=NO_LABELS)
    required = ValueProof("constant", kind, value)
    truth = standing(reached)
    origins = in_order(origins_of(reached), at)
    condition = ConditionProof("comparison", truth, False, ">=", found, required, margin_of(">=", found, required), origins, span=heading.span)
    decides = None if isinstance(reached, Unknown) else not reached
    return ClauseProof("minimum", truth, condition, "fails", decides=decides, span=heading.span)


def _decided_by(heading: Heading, result: HeadingResult, clauses: list[ClauseProof]) -> str:
    if len(result.outcomes) > 1:
        return "open"
    deciding = {clause.clause for clause in clauses if clause.decides is True}
    if result.outcomes == NOT_APPLICABLE and "applies when" in deciding:
        return "applicability"
    for clause, word in (("minimum", "minimum"), ("unless", "exception"), ("assessed", "assessor")):
        if clause in deciding:
            return word
    if heading.rungs:
        return "clause"
    if result.outcomes == {"scored"}:
        return "points"
    if heading.minimum is not None and result.points is not None and not heading.children:
        return "minimum"
    return "parts" if heading.children else "clause"


def total_weight(headings: Sequence[Heading]) -> Rational:
    """The weights of headings that stand side by side, together; advisory ones have none."""
    return normal(sum((heading.weight for heading in headings if not heading.advisory), Fraction(0)))


def prove_grading(grading: Grading, grades: tuple[int, ...], at: Proving, read: bool = True) -> GradingProof:
    """The grades that were read, up to the first that holds, then the caps; none where no grade is given."""
    found: list[GradeProof] = []
    for rule in grading.grades if read else ():
        condition = None if rule.condition is None else at.condition(rule.condition)
        found.append(GradeProof(rule.grade, "true" if condition is None else condition.truth, condition, False, rule.span))
        if found[-1].truth == "true":
            break
    for cap in grading.caps if read else ():
        condition = None if cap.condition is None else at.condition(cap.condition)
        found.append(GradeProof(cap.grade, "true" if condition is None else condition.truth, condition, True, cap.span))
    return GradingProof(grading.choices, tuple(found), grades, (), grading.undetermined_because or NO_LABELS)
