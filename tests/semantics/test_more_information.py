"""Whatever missing facts turn out to be, what comes out was possible before; and what is open says why."""

from collections.abc import Iterator
from datetime import date

import pytest
from tests.rule_generation.chance import Chance, Seeded
from tests.semantics.any_standard import Standard, any_record, completed

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.ir.dated import Dated, at_date
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.ir.records import Record
from criteria_engine.language.compile import compile_source
from criteria_engine.source import source_from_text

DAY = date(2024, 6, 30)


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_more_information_never_contradicts(start: int) -> None:
    evaluated = 0
    for seed in range(start, start + 50):
        chance = Seeded(seed)
        text = Standard(chance).text()
        compiled = compile_source(source_from_text(text))
        if compiled.program is None:
            continue
        dated = at_date(compiled.program, DAY)
        assert not dated.faults
        wrong = list(_contradictions(dated, chance))
        assert not wrong, "\n".join([f"seed {seed}", text, *wrong])
        evaluated += 1
    assert evaluated > 10


def _contradictions(dated: Dated, chance: Chance) -> Iterator[str]:
    for _ in range(3):
        record = any_record(chance, 6)
        before = _outcome(dated, record)
        yield from _unexplained(before)
        for _ in range(5):
            whole = completed(record, chance)
            for what in _contradiction(before, _outcome(dated, whole)):
                yield f"{what}: {record} {whole}"


def _outcome(dated: Dated, record: Record) -> UnitOutcome:
    return outcome_of(evaluate(dated, record))


def _unexplained(outcome: UnitOutcome) -> Iterator[str]:
    """What is open without a reason."""
    if outcome.verdict == "undetermined" and not outcome.missing and not outcome.reasons:
        yield "open verdict without reason"
    for heading in outcome.headings.values():
        if not heading.origins and (len(heading.possible) > 1 or _is_open(heading.points)):
            yield f"{heading.id} open without reason"


def _contradiction(before: UnitOutcome, after: UnitOutcome) -> Iterator[str]:
    """What a completed record gives that was not possible before."""
    if not after.possible <= before.possible or (before.verdict != "undetermined" and after.verdict != before.verdict):
        yield f"verdict {after.verdict} of {sorted(before.possible)}"
    if after.possible & {"passes", "graded"} and before.grades and not set(after.grades) <= set(before.grades):
        yield f"grades {after.grades} of {before.grades}"
    if not (_within(after.score, before.score) and _within(after.most, before.most)):
        yield f"score {after.score} of {before.score}"
    for found in after.headings.values():
        yield from _contradiction_of_heading(before.headings[found.id], found)


def _contradiction_of_heading(before: HeadingOutcome, after: HeadingOutcome) -> Iterator[str]:
    if not after.possible <= before.possible:
        yield f"{after.id} {sorted(after.possible)} of {sorted(before.possible)}"
    if not _within(after.points, before.points) or (after.points is not None and before.points is None):
        yield f"{after.id} points {after.points} of {before.points}"
    if not _within(after.most, before.most):
        yield f"{after.id} possible points {after.most} of {before.most}"
    if before.grades and not set(after.grades) <= set(before.grades):
        yield f"{after.id} grades {after.grades} of {before.grades}"


def _is_open(points: Extent | None) -> bool:
    return points is not None and points.low < points.high


def _within(inner: Extent | None, outer: Extent | None) -> bool:
    return inner is None or outer is None or (outer.low <= inner.low and inner.high <= outer.high)
