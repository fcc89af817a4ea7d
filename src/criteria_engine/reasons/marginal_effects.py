"""What each criterion does to the score and the verdict: both with it met in full, and with it giving nothing."""

from attrs import evolve, frozen

from criteria_engine.backends.interpreter.evaluation import VerdictFound, evaluate, verdict_of
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.expressions import Constant
from criteria_engine.ir.outcomes import Extent, extent
from criteria_engine.ir.program import Heading, PointsRule, Rung, walk_headings
from criteria_engine.ir.records import Record
from criteria_engine.values.numbers import Rational
from criteria_engine.values.truth import Unknown
from criteria_engine.values.types import NUMBER


@frozen
class MarginalEffect:
    """A criterion: the score and the verdict as they are, were it met in full, and did it give nothing; `grades` are those still
    possible with each verdict. `decides`: the verdict, or the grade where the rules only grade, hangs on this criterion alone, since
    nothing that it may be with the one it may be with the other."""

    heading: str
    score: Extent | None
    score_in_full: Extent | None
    score_with_none: Extent | None
    verdict: str
    verdict_in_full: str
    verdict_with_none: str
    grades: tuple[int, ...] = ()
    grades_in_full: tuple[int, ...] = ()
    grades_with_none: tuple[int, ...] = ()
    decides: bool = False


def marginal_effects(dated: Dated, record: Record) -> tuple[MarginalEffect, ...]:
    """The effect of every criterion in force that counts and is applicable, or may be, in the order of the text."""
    now = evaluate(dated, record)
    before, score = verdict_of(now), now.score()
    found = []
    for heading in dated.by_id.values():
        if heading.level != "criterion" or heading.advisory or now.results[heading.id].outcomes == {"not applicable"}:
            continue
        (score_in_full, in_full), (score_with_none, none) = (_with(dated, record, heading, full) for full in (True, False))
        found.append(
            MarginalEffect(
                heading.id, _extent(score), score_in_full, score_with_none, before.verdict, in_full.verdict, none.verdict,
                before.grades, in_full.grades, none.grades, not _may_be(in_full, dated) & _may_be(none, dated),
            )
        )  # fmt: skip
    return tuple(found)


def _may_be(found: VerdictFound, dated: Dated) -> set[tuple[str, int]]:
    """Every verdict that is still possible, with the grade where there is nothing but grades."""
    graded = dated.program.verdict.passes is None
    return {(name, grade) for name in found.possible for grade in (found.grades if graded and name == "graded" else (0,))}


def _extent(score: object) -> Extent | None:
    return None if isinstance(score, Unknown) else extent(score)  # type: ignore[arg-type]


def _with(dated: Dated, record: Record, heading: Heading, full: bool) -> tuple[Extent | None, VerdictFound]:
    """The score and the verdict with a heading met in full or giving nothing, whatever its clauses say."""
    most = _most(heading)
    settled = Heading(
        heading.level,
        heading.id,
        heading.labels,
        heading.kinds,
        heading.force,
        rungs=(Rung("passes" if full else "fails", None),),
        most=most,
        points=None if most is None else PointsRule(Constant(most if full else 0, type=NUMBER)),
        weight=heading.weight,
        basically_met_share=heading.basically_met_share,
        policy=heading.policy,
        cites=heading.cites,
    )
    headings = tuple(_replaced(each, settled) for each in dated.headings)
    by_id = {**dated.by_id, **{each.id: each for each in walk_headings(headings)}}  # its parts may be named elsewhere
    evaluation = evaluate(evolve(dated, headings=headings, by_id=by_id), record)
    return _extent(evaluation.score()), verdict_of(evaluation)


def _most(heading: Heading) -> Rational | None:
    """The most points that a heading gives, itself or through its parts; None where it gives none."""
    if heading.most is not None:
        return heading.most
    given = [most for child in heading.children if not child.advisory and (most := _most(child)) is not None]
    return sum(given, 0) if given else None


def _replaced(heading: Heading, settled: Heading) -> Heading:
    if heading.id == settled.id:
        return settled
    return evolve(heading, children=tuple(_replaced(child, settled) for child in heading.children)) if heading.children else heading
