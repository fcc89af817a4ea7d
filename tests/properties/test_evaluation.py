"""Generated rule sets meet generated records: nothing crashes, what comes out is consistent, and order does not matter."""

from random import Random

import pytest
from attrs import evolve
from tests.rule_generation.chance import Seeded
from tests.rule_generation.records import record
from tests.rule_generation.typed_files import any_day, typed_file

from criteria_engine.backends.interpreter.evaluation import evaluate, outcome_of
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.prove import prove
from criteria_engine.ir.dated import at_date
from criteria_engine.ir.dump import dump
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.language.compile import compile_source
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import source_from_text

OUTCOMES = {"passes", "basically met", "fails", "undetermined", "not applicable", "scored"}


def check_consistent(outcome: UnitOutcome) -> None:
    assert outcome.possible
    decided = outcome.verdict != "undetermined"
    assert not decided or outcome.possible == {outcome.verdict}
    assert list(outcome.missing) == sorted(set(outcome.missing))
    assert outcome.score is None or outcome.score.low <= outcome.score.high
    counts = dict.fromkeys(OUTCOMES, 0)
    for heading in outcome.headings.values():
        counts[heading.outcome] += 1
        assert heading.possible
        assert heading.possible <= OUTCOMES - {"undetermined"}
        assert (heading.outcome == "undetermined") == (len(heading.possible) > 1)
        if heading.points is not None:
            assert heading.points.low <= heading.points.high
    assert sum(counts.values()) == len(outcome.headings)


@pytest.mark.parametrize("start", range(0, 240, 60))
def test_generated_rules_and_records_never_crash_and_are_consistent(start: int) -> None:
    for seed in range(start, start + 60):
        chance = Seeded(seed)
        text = rule_text(typed_file(chance), "vi" if seed % 2 else "en")
        compiled = compile_source(source_from_text(text))
        assert compiled.program is not None, f"seed {seed}: {compiled.errors}\n{text}"
        dated = at_date(compiled.program, any_day(chance))
        if dated.faults:
            continue
        for _ in range(4):
            evaluation = evaluate(dated, record(chance, compiled.program))
            outcome = outcome_of(evaluation)
            check_consistent(outcome)
        for tongue in ("vi", "en"):
            explain_document(prove(evaluation, outcome, {}, "0"), tongue)


def test_both_tongues_and_every_way_of_writing_give_one_program() -> None:
    for seed in range(1000, 1060):
        tree = typed_file(Seeded(seed))
        english, vietnamese = (rule_text(tree, tongue) for tongue in ("en", "vi"))
        import unicodedata

        ways = [english, vietnamese, unicodedata.normalize("NFD", vietnamese), vietnamese.replace("\n", "\r\n"), "\ufeff" + english]
        programs = [compile_source(source_from_text(text)).program for text in ways]
        dumps = {dump(program) for program in programs if program is not None}
        assert None not in programs
        assert len(dumps) == 1, f"seed {seed}"


def _reordered(tree: d.RuleFile, random: Random) -> d.RuleFile:
    """The same rules with the order of facts, parameters, definitions and groups shuffled among themselves."""
    free = (d.Parameter, d.Definition, d.Group)
    places = [place for place, section in enumerate(tree.sections) if isinstance(section, free)]
    shuffled = list(places)
    random.shuffle(shuffled)
    sections = list(tree.sections)
    for place, other in zip(places, shuffled, strict=True):
        sections[place] = tree.sections[other]
    return evolve(tree, sections=tuple(sections))


def test_the_order_of_declarations_changes_nothing() -> None:
    for seed in range(2000, 2040):
        chance = Seeded(seed)
        tree = typed_file(chance)
        first = compile_source(source_from_text(rule_text(tree, "en"))).program
        second = compile_source(source_from_text(rule_text(_reordered(tree, Random(seed)), "en"))).program
        assert first is not None
        assert second is not None
        day = any_day(chance)
        one, other = at_date(first, day), at_date(second, day)
        if one.faults:
            continue
        given = record(chance, first)
        results = [outcome_of(evaluate(dated, given)) for dated in (one, other)]
        assert results[0].verdict == results[1].verdict
        assert results[0].score == results[1].score
        assert results[0].headings == results[1].headings


CRITERIA = """ruleset order.test "Order"
subject ward identified by code
facts
  code : text
  a : integer, 0..10
  b : integer, 0..10
  c : yes/no
{criteria}
verdict
  passes when at least 2 criteria pass and score >= 10
"""
PARTS = (
    'criterion K1 "one"\n  requires a >= 5\n  points at most 10\n    a\n',
    'criterion K2 "two"\n  mandatory\n  requires c\n  points at most 5\n',
    'criterion K3 "three"\n  applies when c\n  points at most 8\n    b, at least 1\n',
    'criterion K4 "four"\n  met when a + b >= 12\n  basically met when a + b >= 8 then 2 points\n  points at most 4\n',
)


def test_the_order_of_independent_criteria_changes_nothing() -> None:
    from itertools import permutations

    import criteria_engine as ce

    records: list[dict[str, object]] = [{"a": 5, "b": 7, "c": True}, {"a": 9}, {"b": 3, "c": False}, {"a": 4, "c": True}, {}]
    found = set()
    for order in permutations(PARTS):
        rules = ce.loads(CRITERIA.format(criteria="".join(order)))
        results = [rules.evaluate(given, "2024-01-01") for given in records]
        found.add(tuple((r.verdict, r.score, tuple(sorted((k, v.outcome, v.points) for k, v in r.criteria.items()))) for r in results))
    assert len(found) == 1
