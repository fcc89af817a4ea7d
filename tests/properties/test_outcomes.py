"""Whatever the rules and the record: no crash, and outcomes that fit together."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from tests.rule_generation.strategies import Case, cases, outcome, typed_trees

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.checking import Checked, check_text
from criteria_engine.documents.plain_text import document_text
from criteria_engine.engine import Rules
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.prove import prove
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.syntax.keywords import TONGUES
from criteria_engine.language.tree.declarations import RuleFile
from criteria_engine.rule_tests.running import run_tests

VERDICTS = frozenset(("passes", "fails", "disqualified", "graded"))
OUTCOMES = frozenset(("passes", "basically met", "fails", "not applicable", "scored"))


@given(typed_trees())
def test_made_up_rules_compile_and_their_tests_run(tree: RuleFile) -> None:
    found: Checked = check_text(rule_text(tree, "en"))
    assert found.program is not None, found.errors
    assert not found.errors
    for result in run_tests(found.program):
        assert result.holds or result.mismatches or result.faults


@given(cases())
def test_outcomes_fit_together(case: Case) -> None:
    found = outcome(case.dated, case.record)
    assert not list(_misfits_of_verdict(found, case))
    assert set(found.headings) == set(case.dated.by_id)
    limited = {heading.id for heading in case.dated.by_id.values() if heading.most is not None}
    wrong = [f"{heading.id}: {what}" for heading in found.headings.values() for what in _misfits(heading, limited)]
    assert not wrong
    counts = Counter(heading.outcome for heading in found.headings.values())
    assert sum(counts[word] for word in (*OUTCOMES, "undetermined")) == len(found.headings)


def _misfits_of_verdict(found: UnitOutcome, case: Case) -> Iterator[str]:
    if not found.possible or not found.possible <= VERDICTS:
        yield f"possible verdicts {found.possible}"
    if len(found.possible) > 1 and found.verdict != "undetermined":
        yield f"{found.verdict} of {found.possible}"
    if len(found.possible) == 1 and found.verdict not in (*found.possible, "undetermined"):
        yield f"{found.verdict} of {found.possible}"
    grading = case.program.verdict.grading
    if found.verdict == "graded" and (len(found.grades) != 1 or case.program.verdict.passes is not None):
        yield f"graded {found.grades}"
    if found.grades and (grading is None or not set(found.grades) <= set(range(len(grading.choices.members)))):
        yield f"grades {found.grades}"
    if list(found.grades) != sorted(set(found.grades)):
        yield f"grades in disorder {found.grades}"
    for names in (found.missing, found.invalid):
        if list(names) != sorted(set(names)):
            yield f"names in disorder {names}"
    if found.verdict == "undetermined" and not (found.missing or found.reasons):
        yield "open without a reason"
    yield from _disorder("score", found.score)
    yield from _disorder("most", found.most)


def _misfits(found: HeadingOutcome, limited: set[str]) -> Iterator[str]:
    if not found.possible or not found.possible <= OUTCOMES:
        yield f"possible {found.possible}"
    if found.outcome != (next(iter(found.possible)) if len(found.possible) == 1 else "undetermined"):
        yield f"{found.outcome} of {found.possible}"
    if found.possible == {"not applicable"} and found.points is not None:
        yield f"points {found.points} though not applicable"
    if found.id in limited and found.points is not None and found.most is not None and found.points.high > found.most.high:
        yield f"points {found.points} of {found.most}"
    yield from _disorder("points", found.points)
    yield from _disorder("most", found.most)


def _disorder(what: str, found: Extent | None) -> Iterator[str]:
    if found is not None and found.low > found.high:
        yield f"{what} from {found.low} to {found.high}"


@given(cases())
def test_every_outcome_is_explained(case: Case) -> None:
    evaluation = evaluate(case.dated, case.record)
    found = outcome_of(evaluation)
    for full in (True, False):
        proof = prove(evaluation, found, {}, "0", full=full)
        assert (proof.verdict, proof.score) == (found.verdict, found.score)
        for tongue in TONGUES:
            assert document_text(explain_document(proof, tongue, full))


@given(cases())
def test_the_front_door_gives_the_same(case: Case) -> None:
    checked = check_text(case.text)
    assert checked.program is not None and checked.source is not None
    rules = Rules(checked.program, checked.source)
    assert rules.evaluate(case.record, case.dated.as_of).outcome == outcome(case.dated, case.record)
