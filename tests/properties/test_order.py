"""The order in which rules are written changes no outcome and no score, where it says nothing."""

from itertools import permutations
from random import Random

import pytest
from attrs import evolve
from tests.rule_generation.chance import Seeded
from tests.rule_generation.records import record
from tests.rule_generation.strategies import compiled, outcome
from tests.rule_generation.typed_files import any_day, typed_file

import criteria_engine as ce
from criteria_engine.ir.dated import at_date
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.tree import declarations as d

FREE = (d.Parameter, d.Definition, d.Group)


def declarations_shuffled(tree: d.RuleFile, random: Random) -> d.RuleFile:
    """The same rules with parameters, definitions and groups in another order."""
    places = [place for place, section in enumerate(tree.sections) if isinstance(section, FREE)]
    others = random.sample(places, len(places))
    sections = list(tree.sections)
    for place, other in zip(places, others, strict=True):
        sections[place] = tree.sections[other]
    return evolve(tree, sections=tuple(sections))


def siblings_shuffled(tree: d.RuleFile, random: Random) -> d.RuleFile:
    """The same rules with pillars, the criteria of each pillar and the indicators of each criterion in another order."""
    places = [place for place, section in enumerate(tree.sections) if isinstance(section, d.Heading)]
    headings = [section for section in tree.sections if isinstance(section, d.Heading)]
    shuffled = _shuffled(headings, ("pillar", "criterion", "indicator"), random)
    before, after = tree.sections[: places[0]], tree.sections[places[-1] + 1 :]
    assert len(places) == places[-1] - places[0] + 1
    return evolve(tree, sections=(*before, *shuffled, *after))


def _shuffled(headings: list[d.Heading], levels: tuple[str, ...], random: Random) -> list[d.Heading]:
    if not levels:
        return headings
    blocks: list[list[d.Heading]] = [[]]
    for heading in headings:
        if heading.level == levels[0]:
            blocks.append([])
        blocks[-1].append(heading)
    first, *rest = blocks
    random.shuffle(rest)
    inner = [[block[0], *_shuffled(block[1:], levels[1:], random)] for block in rest]
    return [*_shuffled(first, levels[1:], random), *(heading for block in inner for heading in block)]


@pytest.mark.parametrize("shuffled", [declarations_shuffled, siblings_shuffled], ids=lambda way: way.__name__)
def test_another_order_gives_the_same(shuffled) -> None:  # type: ignore[no-untyped-def]
    for seed in range(120):
        chance = Seeded(seed)
        tree = typed_file(chance)
        day = any_day(chance)
        texts = [rule_text(tree, "en"), rule_text(shuffled(tree, Random(seed)), "en")]
        programs = [compiled(text).program for text in texts]
        assert None not in programs, f"seed {seed}\n{texts[1]}"
        given = record(chance, programs[0])  # type: ignore[arg-type]
        one, other = (outcome(at_date(program, day), given) for program in programs)  # type: ignore[arg-type]
        assert dict(one.headings) == dict(other.headings), f"seed {seed}\n{texts[0]}\n{texts[1]}"
        assert evolve(one, headings={}) == evolve(other, headings={}), f"seed {seed}"


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


def test_every_order_of_independent_criteria_gives_the_same() -> None:
    records: list[dict[str, object]] = [{"a": 5, "b": 7, "c": True}, {"a": 9}, {"b": 3, "c": False}, {"a": 4, "c": True}, {}]
    found = set()
    for order in permutations(PARTS):
        rules = ce.loads(CRITERIA.format(criteria="".join(order)))
        results = [rules.evaluate(given, "2024-01-01") for given in records]
        found.add(tuple((r.verdict, r.score, tuple(sorted((k, v.outcome, v.points) for k, v in r.criteria.items()))) for r in results))
    assert len(found) == 1
